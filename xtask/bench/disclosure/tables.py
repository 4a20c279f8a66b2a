"""Makes the tables of `cargo xtask bench disclosure`: generated ones, always the same, and a real one.

    python tables.py FOLDER SOURCES ONLY

Each whose name contains ONLY becomes a file `<name>.json` with what a program needs to protect it: the counts of all cells,
totals included; the sums between them as rows of pairs of a cell and a coefficient; the cells that
are too small to show, with how far apart two possible values must be; the least that a hidden cell
can be: 1 where zeros are shown, and 0 where they are hidden with the small counts, in tables whose
names end so. Beside it stand the code lists, for programs that ask for those.
"""

import csv
import gzip
import io
import json
import math
import random
import sys
from functools import partial
from itertools import product
from pathlib import Path

SEED = 5
THRESHOLD = 5
WIDTH = 2
ARRESTS = "baltimore/arrests_2014_2021.csv.gz"
CHARGES = 12
CRIME = "baltimore/crime_part1_2011_2016.csv.gz"


def main(folder, sources, only):
    folder.mkdir(parents=True, exist_ok=True)
    made = {"trap": trap}
    for name, (lists, mean) in GENERATED.items():
        made[name] = partial(generated, lists, mean, zeros_of(name))
    absent = [path for path in (ARRESTS, CRIME) if not (sources / path).exists()]
    if absent:
        print(f"{', '.join(absent)} not in {sources}: the real tables are left out")
    else:
        for name in ("arrests", "arrests-zeros-hidden"):
            made[name] = partial(arrests, sources, zeros_of(name))
        # The sizes that the project promises times for; nobody else is asked to do these.
        made["alone-crime-of-a-year"] = partial(crime_of_a_year, sources)
        made["alone-crime-of-four-years"] = partial(crime_of_four_years, sources)
    for name, make in made.items():
        if only in name:
            problem = make()
            primary = len(problem["demands"])
            print(f"{name}: {len(problem['counts'])} cells, {primary} of them too small to show")
            path = folder / f"{name}.json"
            path.write_text(json.dumps(problem, separators=(",", ":")))


def zeros_of(name):
    """The least count that is too small to show."""
    return 0 if name.endswith("zeros-hidden") else 1


def tree(*branches):
    """A total, and below it so many parts, and below each of them so many again.

    A code list is a list of codes, each with the position of the code that it is a part of.
    """
    parents, level = [None], [0]
    for branch in branches:
        below = []
        for parent in level:
            for _ in range(branch):
                below.append(len(parents))
                parents.append(parent)
        level = below
    return parents


TWO_SMALL = [tree(4, 4), tree(3, 3)]
TWO_LARGE = [tree(9, 6), tree(4, 4)]
THREE_SMALL = [tree(9), tree(6), tree(5)]
THREE_LARGE = [tree(9), tree(4, 3), tree(12)]
# By name: the code lists, and about how many events a cell has.
GENERATED = {
    "two-lists-small": (TWO_SMALL, 4.0),
    "two-lists-small-zeros-hidden": (TWO_SMALL, 4.0),
    "two-lists-large": (TWO_LARGE, 3.0),
    "two-lists-large-zeros-hidden": (TWO_LARGE, 3.0),
    "three-lists-small": (THREE_SMALL, 2.0),
    "three-lists-small-zeros-hidden": (THREE_SMALL, 2.0),
    "three-lists-large": (THREE_LARGE, 1.2),
    "three-lists-large-zeros-hidden": (THREE_LARGE, 1.2),
}


def leaves(parents):
    above = set(parents)
    return [at for at in range(len(parents)) if at not in above]


# Problems


def generated(lists, mean, least=1):
    """Sparse counts: most cells have few or none, and some areas and categories have many."""
    rng = random.Random(f"{SEED} {lists}")
    weights = [[rng.lognormvariate(0, 0.8) for _ in parents] for parents in lists]
    inner = {}
    for codes in product(*(leaves(parents) for parents in lists)):
        rate = mean * math.prod(weight[code] for weight, code in zip(weights, codes)) * 0.4
        inner[codes] = poisson(rng, min(rate, 200.0))
    return problem(lists, inner, least)


def poisson(rng, rate):
    """A Poisson count by counting the arrivals of one unit of time."""
    time, count = rng.expovariate(1.0), 0
    while time < rate:
        time += rng.expovariate(1.0)
        count += 1
    return count


def rows_of(path):
    text = gzip.decompress(path.read_bytes()).decode("utf-8")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def arrests(sources, least):
    """Arrests in Baltimore by race, the most frequent charges and year."""
    rows = rows_of(sources / ARRESTS)
    word = lambda row: (row["ChargeDesc"].replace("-", " ").upper().split() or ["UNKNOWN"])[0]
    frequency = {}
    for row in rows:
        frequency[word(row)] = frequency.get(word(row), 0) + 1
    charges = sorted(frequency, key=lambda each: (-frequency[each], each))[: CHARGES - 1]
    lists = [sorted({row["Race"] for row in rows}), [*charges, "OTHER"]]
    lists.append(sorted({row["ArrestDate"][:4] for row in rows}))
    inner = {codes: 0 for codes in product(*(range(1, len(each) + 1) for each in lists))}
    for row in rows:
        charge = word(row) if word(row) in charges else "OTHER"
        values = (row["Race"], charge, row["ArrestDate"][:4])
        inner[tuple(each.index(value) + 1 for each, value in zip(lists, values))] += 1
    return problem([tree(len(each)) for each in lists], inner, least)


def crime_of_a_year(sources):
    """Crimes in Baltimore in 2014 by neighborhood, offense and month."""
    return crimes(sources, "2014", "2015", "Description")


def crime_of_four_years(sources):
    """Crimes in Baltimore from 2012 to 2015 by neighborhood, code and month."""
    return crimes(sources, "2012", "2016", "CrimeCode")


def crimes(sources, first, end, kind):
    """Crimes from a year until another begins, by neighborhood, one of their kinds and month."""
    rows = [row for row in rows_of(sources / CRIME) if first <= row["CrimeDate"] < end]
    records = [(row["Neighborhood"], row[kind], row["CrimeDate"][:7]) for row in rows]
    lists = [sorted(set(values)) for values in zip(*records)]
    codes = [{value: 1 + at for at, value in enumerate(each)} for each in lists]
    inner = {}
    for record in records:
        cell = tuple(each[value] for each, value in zip(codes, record))
        inner[cell] = inner.get(cell, 0) + 1
    return problem([tree(len(each)) for each in lists], inner)


def trap():
    """Every line has two holes, and yet one can be worked out; known from the tests of sdcTable."""
    values = [[30, 47, 64, 89], [90, 124, 5, 31], [92, 100, 59, 85], [800, 991, 651, 685]]
    inner = {(i + 1, j + 1): value for i, row in enumerate(values) for j, value in enumerate(row)}
    holes = [(1, 1), (1, 2), (1, 3), (2, 1), (2, 3), (3, 2), (3, 4), (4, 2), (4, 4)]
    made = problem([tree(4), tree(4)], inner)
    made["demands"] = [[row * 5 + column, WIDTH] for row, column in holes]
    return made


def problem(lists, inner, least=1):
    sizes = [len(parents) for parents in lists]
    counts = [0] * math.prod(sizes)
    for codes, value in inner.items():
        for above in product(*(ancestors(parents, code) for parents, code in zip(lists, codes))):
            counts[position(sizes, above)] += value
    small = [cell for cell, count in enumerate(counts) if least <= count < THRESHOLD]
    return {
        "counts": counts,
        "rows": list(sums(lists, sizes)),
        "demands": [[cell, WIDTH] for cell in small],
        "lowest": [least] * len(counts),
        "lists": lists,
    }


def ancestors(parents, code):
    found = []
    while code is not None:
        found.append(code)
        code = parents[code]
    return found


def position(sizes, codes):
    at = 0
    for size, code in zip(sizes, codes):
        at = at * size + code
    return at


def sums(lists, sizes):
    """Each total of each list as the sum of its parts, at all codes of the other lists."""
    for at, parents in enumerate(lists):
        parts = {}
        for code, parent in enumerate(parents):
            parts.setdefault(parent, []).append(code)
        inside = math.prod(sizes[at + 1 :])
        for before in range(math.prod(sizes[:at])):
            for total in sorted(code for code in parts if code is not None):
                for after in range(inside):
                    cell = lambda code: (before * sizes[at] + code) * inside + after
                    yield [[cell(total), 1], *([cell(part), -1] for part in parts[total])]


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), *sys.argv[3:])
