"""Counts a file of incidents by month, offense and district with DuckDB.

Arguments: the incidents, the names of offenses, the spellings of districts, where to write counts.
"""

import sys

import duckdb

incidents, names, spellings, out = sys.argv[1:]
counts = duckdb.execute(
    """
    SELECT
        strftime(i.CrimeDate, '%Y-%m') AS month,
        n.code AS code,
        coalesce(s.code, 'not-located') AS place,
        count(*) AS value
    FROM read_csv(?, header = true, quote = '"', escape = '"', columns = {
        'CrimeDate': 'DATE', 'CrimeCode': 'VARCHAR', 'Location': 'VARCHAR',
        'Description': 'VARCHAR', 'Inside_Outside': 'VARCHAR', 'Weapon': 'VARCHAR',
        'District': 'VARCHAR', 'Neighborhood': 'VARCHAR'}) AS i
    JOIN read_csv(?, header = true, all_varchar = true) AS n ON n.name = trim(i.Description)
    LEFT JOIN read_csv(?, header = true, all_varchar = true) AS s
        ON s.spelling = lower(trim(i.District))
    GROUP BY 1, 2, 3
    ORDER BY 1, 2, 3
    """,
    [incidents, names, spellings],
)
rows = counts.fetchall()
with open(out, "w", encoding="utf-8", newline="\n") as file:
    for row in rows:
        file.write(",".join(map(str, row)) + "\n")
