"""What the public has of a release: its policy, and its tables as they are published.

A table is read from its CSV; from its cube only the header is taken, which says of which parts a
total is made and from which source each month comes.
"""

import csv
import gzip
import io
import json
import struct
from dataclasses import dataclass, field

NUMBERED = {"observed", "provisional", "rounded"}
MONTHS = {"month": 1, "quarter": 3, "year": 12}


@dataclass
class Dimension:
    """One code list: its codes in order, and the code that each is a part of."""

    id: str
    kind: str
    codes: list
    parent: dict

    def parts(self, code):
        return [part for part in self.codes if self.parent[part] == code]

    def total(self):
        """The one code that is no part of another; none where there are several."""
        tops = [code for code in self.codes if self.parent[code] is None]
        return tops[0] if len(tops) == 1 else None


@dataclass
class Table:
    """A published table: what each cell shows, by its codes and its period."""

    id: str
    unit: str
    step: int
    is_summed: bool
    dimensions: list
    stretches: list
    cells: dict = field(default_factory=dict)

    def source(self, month):
        """The source that a month comes from; none where no source holds it."""
        for first, last, source in self.stretches:
            if first <= month <= last:
                return source
        return None

    def category(self, codes):
        for dimension, code in zip(self.dimensions, codes):
            if dimension.kind == "category":
                return code
        return ""


def load(path):
    return json.loads(path.read_text(encoding="utf-8"))


def read_table(folder, entry):
    """A table of a release; its cells are pairs of a status and a number, or none."""
    header = read_header(folder / entry["cube"])
    column = header.get("step", "month")
    table = Table(
        id=header["id"],
        unit=header["unit"],
        step=MONTHS[column],
        is_summed=header.get("totals", "summed") == "summed",
        dimensions=[read_dimension(each) for each in header["dimensions"]],
        stretches=[
            (month(each["first"]), month(each["last"]), each["source"])
            for each in header["stretches"]
        ],
    )
    names = [dimension.id for dimension in table.dimensions]
    for row in csv_rows(folder / entry["csv"]):
        key = (tuple(row[name] for name in names), first_month(row[column]))
        assert key not in table.cells, f"{table.id}: {key} stands there twice"
        table.cells[key] = read_cell(table.id, row)
    return table


def read_cell(table, row):
    status, text = row["status"], row["value"]
    if status not in NUMBERED:
        assert text == "", f"{table}: a number {text} although it is {status}: {row}"
        return status, None
    # Rates have decimals; nothing here reads them, as they are never protected.
    return status, (float(text) if "." in text else int(text))


def read_header(path):
    raw = path.read_bytes()
    (length,) = struct.unpack("<I", raw[8:12])
    return json.loads(raw[12 : 12 + length])


def read_dimension(header):
    members = header["members"]
    codes = [member["code"] for member in members]
    parents = (member.get("parent") for member in members)
    parent = {code: None if above is None else codes[above] for code, above in zip(codes, parents)}
    return Dimension(header["id"], header["kind"], codes, parent)


def csv_rows(path):
    raw = path.read_bytes()
    raw = gzip.decompress(raw) if path.suffix == ".gz" else raw
    return csv.DictReader(io.StringIO(raw.decode("utf-8"), newline=""))


def month(text):
    """A month as a number that counts on over the years."""
    year, number = text.split("-")
    return int(year) * 12 + int(number) - 1


def first_month(text):
    """The first month of a period as tables write it: 2015, 2015-Q3 or 2015-07."""
    year, _, rest = text.partition("-")
    if not rest:
        return int(year) * 12
    if rest.startswith("Q"):
        return int(year) * 12 + (int(rest[1:]) - 1) * 3
    return month(text)
