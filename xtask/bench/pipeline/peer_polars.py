"""Counts a file of incidents by month, offense and district with Polars.

Arguments: the incidents, the names of offenses, the spellings of districts, where to write counts.
"""

import sys

import polars as pl

incidents, names, spellings, out = sys.argv[1:]
names = pl.scan_csv(names, infer_schema=False).select("name", "code")
spellings = pl.scan_csv(spellings, infer_schema=False).select("spelling", place="code")
counts = (
    pl.scan_csv(incidents, infer_schema=False)
    .select(
        month=pl.col("CrimeDate").str.to_date("%Y-%m-%d").dt.strftime("%Y-%m"),
        name=pl.col("Description").str.strip_chars(),
        spelling=pl.col("District").str.strip_chars().str.to_lowercase(),
    )
    .join(names, on="name")
    .join(spellings, on="spelling", how="left")
    .group_by("month", "code", pl.col("place").fill_null("not-located"))
    .agg(value=pl.len())
    .sort("month", "code", "place")
    .collect(engine="streaming")
)
counts.write_csv(out, include_header=False)
