"""The attacker against small releases that are made here: it finds nothing in those that keep their
policy, and something in each of them after any one number that was needed is shown.

    python tests/attack/test_attacker.py
"""

import contextlib
import copy
import gzip
import io
import json
import struct
import sys
import tempfile
from pathlib import Path

import attacker

AREAS = {"city": None, "north": "city", "south": "city", "east": "city"}
CHARGES = {"all": None, "theft": "all", "drugs": "all", "other": "all"}
SEXES = {"everybody": None, "women": "everybody", "men": "everybody"}
SUPPRESSION = {"method": "suppression", "threshold": 5, "zeros": "hidden", "ambiguity": 2}
ROUNDING = {"method": "rounding", "base": 5, "exact_from": 10, "within": 4, "ambiguity": 2}
HIDDEN = ("suppressed", None)


def main():
    tests = [test for name, test in globals().items() if name.startswith("test_")]
    for test in tests:
        try:
            test()
        except AssertionError as problem:
            raise AssertionError(f"{test.__name__} failed {problem}") from problem
        print(f"{test.__name__}: passed")
    print(f"{len(tests)} passed, 0 failed")


# Releases


def counts(rows, columns, inner):
    """All cells of a table of two lists whose first code is the total of the others."""
    tops = [next(iter(rows)), next(iter(columns))]
    cells = {}
    for one in rows:
        for two in columns:
            ones = [each for each in rows if each != tops[0]] if one == tops[0] else [one]
            twos = [each for each in columns if each != tops[1]] if two == tops[1] else [two]
            value = sum(inner[a, b] for a in ones for b in twos)
            cells[one, two] = ("observed", value)
    return cells


def table(id, dimensions, cells, step="year", first="2020-01", last="2020-12", source="export"):
    """What a release needs for a table; the cells by codes and period."""
    header = {"id": id, "unit": "arrests", "dimensions": [], "first": first, "last": last}
    for name, (kind, codes) in dimensions.items():
        order = list(codes)
        members = [
            {"code": code, "label": code}
            | ({} if above is None else {"parent": order.index(above)})
            for code, above in codes.items()
        ]
        header["dimensions"].append({"id": name, "label": name, "kind": kind, "members": members})
    header["stretches"] = [{"source": source, "first": first, "last": last}]
    return {"header": header | ({} if step == "month" else {"step": step}), "cells": cells}


def write(data, tables, policy, releases=("now",)):
    """Writes a release, and a catalogue that names it as the current one."""
    folder = data / "releases" / releases[-1]
    (folder / "cubes").mkdir(parents=True)
    (folder / "downloads").mkdir()
    entries = []
    for each in tables:
        header = each["header"]
        cube, path = f"cubes/{header['id']}.cube", f"downloads/{header['id']}.csv.gz"
        raw = json.dumps(header).encode()
        (folder / cube).write_bytes(b"SLCUBE2\n" + struct.pack("<I", len(raw)) + raw)
        names = [dimension["id"] for dimension in header["dimensions"]]
        lines = [",".join([*names, header.get("step", "month"), "value", "status"])]
        for (*codes, period), (status, value) in each["cells"].items():
            text = "" if value is None else str(value)
            lines.append(",".join([*codes, period, text, status]))
        (folder / path).write_bytes(gzip.compress("\n".join([*lines, ""]).encode()))
        entries.append({"id": header["id"], "cube": cube, "csv": path})
    files = [] if policy is None else [{"path": "policy.json"}]
    (folder / "manifest.json").write_text(
        json.dumps({"city": "town", "tables": entries, "files": files})
    )
    if policy is not None:
        (folder / "policy.json").write_text(json.dumps(policy))
    city = {"id": "town", "current": releases[-1], "releases": [{"id": id} for id in releases]}
    (data / "catalog.json").write_text(json.dumps({"cities": [city]}))


def policy(rule, *tables, linked=False, overlay=()):
    group = {"id": "same", "tables": list(tables), "overlay": list(overlay)}
    return {
        "family": [{"id": "people", "tables": list(tables), "rule": rule}],
        "linked": [group] if linked else [],
    }


def told(tables, promised):
    """How the attack ends: none where nothing is told, else the reason."""
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), tables, promised)
        return outcome(Path(folder))


def outcome(data):
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            attacker.main(data)
    except AssertionError as problem:
        return str(problem)
    return None


def hide(cells, hidden):
    return {key: HIDDEN if key[:-1] in hidden else cell for key, cell in cells.items()}


def in_2020(cells):
    return {(*codes, "2020"): cell for codes, cell in cells.items()}


def arrests():
    """Arrests by area and charge with two small counts, and cells that hide them together."""
    inner = {(a, c): 20 for a in list(AREAS)[1:] for c in list(CHARGES)[1:]}
    inner |= {("north", "theft"): 2, ("south", "drugs"): 3}
    cells = in_2020(counts(AREAS, CHARGES, inner))
    hidden = {(a, c) for a in ("north", "south") for c in ("theft", "drugs")}
    dimensions = {"geography": ("geography", AREAS), "charge": ("category", CHARGES)}
    return dimensions, cells, hidden


# Tests


def test_a_protected_table_holds():
    dimensions, cells, hidden = arrests()
    tables = [table("arrests", dimensions, hide(cells, hidden))]
    assert told(tables, policy(SUPPRESSION, "arrests")) is None


def test_each_shown_cell_tells_another():
    dimensions, cells, hidden = arrests()
    for shown in sorted(hidden):
        tables = [table("arrests", dimensions, hide(cells, hidden - {shown}))]
        assert told(tables, policy(SUPPRESSION, "arrests")), f"{shown} was not needed"


def test_known_trap():
    """Every line has two holes, and yet one of them can be worked out (tests of sdcTable)."""
    rows = {
        "w": [30, 47, 64, 89],
        "x": [90, 124, 5, 31],
        "y": [92, 100, 59, 85],
        "z": [800, 991, 651, 685],
    }
    inner = {
        (row, "abcd"[at]): value for row, values in rows.items() for at, value in enumerate(values)
    }
    down = {"all": None} | {row: "all" for row in rows}
    across = {"total": None} | {column: "total" for column in "abcd"}
    cells = in_2020(counts(down, across, inner))
    hidden = {tuple(pair) for pair in ("wa", "wb", "wc", "xa", "xc", "yb", "yd", "zb", "zd")}
    dimensions = {"row": ("geography", down), "column": ("category", across)}
    promised = policy(SUPPRESSION, "trap")
    assert told([table("trap", dimensions, hide(cells, hidden))], promised)
    repaired = hide(cells, hidden | {("x", "b")})
    assert told([table("trap", dimensions, repaired)], promised) is None


def test_hidden_numbers_that_meet_their_least_are_told():
    """Two holes in each line are not enough where their sum leaves no room."""
    dimensions, cells, hidden = arrests()
    inner = {(a, c): 20 for a in list(AREAS)[1:] for c in list(CHARGES)[1:]}
    inner |= {pair: 0 for pair in hidden}
    cells = in_2020(counts(AREAS, CHARGES, inner))
    tables = [table("arrests", dimensions, hide(cells, hidden))]
    assert told(tables, policy(SUPPRESSION, "arrests"))


def test_small_count_shown():
    dimensions, cells, _ = arrests()
    assert told([table("arrests", dimensions, cells)], policy(SUPPRESSION, "arrests"))


def test_zeros_that_may_be_shown():
    dimensions, cells, hidden = arrests()
    cells |= {("east", code, "2020"): ("observed", 0) for code in CHARGES}
    inner = {key[:2]: value for key, (_, value) in cells.items()}
    cells = in_2020(counts(AREAS, CHARGES, inner))
    tables = [table("arrests", dimensions, hide(cells, hidden))]
    assert told(tables, policy(SUPPRESSION, "arrests"))
    assert told(tables, policy(SUPPRESSION | {"zeros": "published"}, "arrests")) is None


def months_and_quarter():
    """A quarter and its months, of which two are hidden."""
    dimensions = {"geography": ("geography", {"city": None}), "charge": ("category", {"all": None})}
    months = {
        ("city", "all", f"2020-0{month}"): ("observed", value)
        for month, value in [(1, 3), (2, 7), (3, 9)]
    }
    whole = {("city", "all", "2020-Q1"): ("observed", 19)}
    span = {"first": "2020-01", "last": "2020-03"}
    promised = policy(SUPPRESSION, "by-month", "by-quarter", linked=True)
    return dimensions, months, whole, span, promised


def test_windows_of_time():
    dimensions, months, whole, span, promised = months_and_quarter()
    for holes, is_told in [(["2020-01"], True), (["2020-01", "2020-02"], False)]:
        shown = {key: HIDDEN if key[-1] in holes else cell for key, cell in months.items()}
        tables = [
            table("by-month", dimensions, shown, step="month", **span),
            table("by-quarter", dimensions, whole, step="quarter", **span),
        ]
        assert bool(told(tables, promised)) == is_told, holes


def test_other_sources_are_not_added():
    dimensions, months, whole, span, promised = months_and_quarter()
    shown = {key: HIDDEN if key[-1] == "2020-01" else cell for key, cell in months.items()}
    tables = [
        table("by-month", dimensions, shown, step="month", **span),
        table("by-quarter", dimensions, whole, step="quarter", source="another", **span),
    ]
    assert told(tables, promised) is None


def test_year_of_which_a_part_is_collected():
    """A year is the sum of the months that there are, and tells the one that is hidden."""
    dimensions, months, _, span, promised = months_and_quarter()
    shown = {key: HIDDEN if key[-1] == "2020-01" else cell for key, cell in months.items()}
    year = table("by-quarter", dimensions, {("city", "all", "2020"): ("provisional", 19)})
    year["header"]["stretches"][0]["last"] = "2020-03"
    assert told([table("by-month", dimensions, shown, step="month", **span), year], promised)


def test_companions():
    """A number of an exact family is hidden only where the policy says so."""
    dimensions, cells, hidden = arrests()
    promised = policy(SUPPRESSION, "arrests")
    promised["family"][0] |= {"categories": ["theft"]}
    exact = {"id": "others", "tables": ["arrests"], "rule": {"method": "exact"}}
    promised["family"].append(exact)
    tables = [table("arrests", dimensions, hide(cells, hidden))]
    assert told(tables, promised)
    promised["family"][0]["companions"] = ["drugs"]
    assert told(tables, promised) is None


def test_tables_that_share_a_total():
    """A number hidden in one table stands in another, at the total of what the first does not have."""
    dimensions, cells, hidden = arrests()
    one = table("arrests", dimensions, hide(cells, hidden))
    by_sex = {
        ("city", sex, "2020"): ("observed", value)
        for sex, value in [("everybody", 145), ("women", 60), ("men", 85)]
    }
    other_dimensions = {"geography": ("geography", AREAS), "sex": ("category", SEXES)}
    other = table("sexes", other_dimensions, by_sex)
    promised = policy(SUPPRESSION, "arrests", "sexes", linked=True)
    assert told([one, other], promised) is None
    leak = copy.deepcopy(one)
    for key in [("city", "all", "2020"), ("north", "all", "2020")]:
        leak["cells"][key] = HIDDEN
    # Two totals hidden: the other table gives the city's, and the areas then give the north's.
    assert told([leak, other], promised)


def test_slivers_of_two_divisions():
    """Old and new areas that differ by a piece: the difference of two large counts is a small one."""
    old = {"city": None, "north": "city", "south": "city"}
    new = {"city": None, "upper": "city", "lower": "city"}
    charges = {"all": None}
    one = {("city", "all", "2020"): 100, ("north", "all", "2020"): 40, ("south", "all", "2020"): 60}
    two = {("city", "all", "2020"): 100, ("upper", "all", "2020"): 42, ("lower", "all", "2020"): 58}
    tables = [
        table(
            id,
            {"geography": ("geography", areas), "charge": ("category", charges)},
            {key: ("observed", value) for key, value in cells.items()},
        )
        for id, areas, cells in [("old", old, one), ("new", new, two)]
    ]
    tables[0]["cells"]["south", "all", "2020"] = HIDDEN
    tables[0]["cells"]["north", "all", "2020"] = HIDDEN
    for pieces, is_told in [
        ([("north", "upper"), ("south", "upper"), ("south", "lower")], False),
        ([("north", "upper"), ("south", "lower")], True),
    ]:
        overlay = {"left": "old", "right": "new", "pieces": pieces}
        promised = policy(SUPPRESSION, "old", "new", linked=True, overlay=[overlay])
        assert bool(told(tables, promised)) == is_told, pieces


def test_piece_between_two_shown_areas():
    old, new = {"north": None, "south": None}, {"upper": None, "lower": None}
    tables = [
        table(
            id,
            {"geography": ("geography", areas), "charge": ("category", {"all": None})},
            {(area, "all", "2020"): ("observed", value) for area, value in zip(areas, values)},
        )
        for id, areas, values in [("old", old, (40, 60)), ("new", new, (42, 58))]
    ]
    pieces = [("north", "upper"), ("south", "upper"), ("south", "lower")]
    overlay = {"left": "old", "right": "new", "pieces": pieces}
    assert told(tables, policy(SUPPRESSION, "old", "new", linked=True, overlay=[overlay]))
    assert (
        told(tables, policy({"method": "exact"}, "old", "new", linked=True, overlay=[overlay]))
        is None
    )


def rounded():
    """Arrests rounded to base 5, all sums of which still add up; only the city's total is exact."""
    inner = {
        ("north", "theft"): 3,
        ("north", "drugs"): 11,
        ("north", "other"): 1,
        ("south", "theft"): 12,
        ("south", "drugs"): 4,
        ("south", "other"): 6,
        ("east", "theft"): 9,
        ("east", "drugs"): 2,
        ("east", "other"): 13,
    }
    shown = {pair: round(value / 5) * 5 for pair, value in inner.items()}
    cells = {key: ("rounded", value) for key, (_, value) in counts(AREAS, CHARGES, shown).items()}
    cells["city", "all"] = ("observed", sum(inner.values()))
    dimensions = {"geography": ("geography", AREAS), "charge": ("category", CHARGES)}
    return dimensions, in_2020(cells), {(*key, "2020"): value for key, value in inner.items()}


def test_rounded_tables_hold():
    dimensions, cells, _ = rounded()
    assert told([table("arrests", dimensions, cells)], policy(ROUNDING, "arrests")) is None


def test_rounded_cells_shown_exactly():
    """Any exact small count is a fault; exact counts around a rounded one tell it."""
    dimensions, cells, inner = rounded()
    for key in inner:
        leak = cells | {key: ("observed", inner[key])}
        if inner[key] < 10:
            assert told([table("arrests", dimensions, leak)], policy(ROUNDING, "arrests")), key
    around = {key: ("observed", inner[key]) for key in inner if key[:2] != ("north", "theft")}
    lax = ROUNDING | {"exact_from": 0}
    assert told([table("arrests", dimensions, cells | around)], policy(lax, "arrests"))


def test_rounded_numbers_that_fit_nothing():
    dimensions, cells, _ = rounded()
    cells["north", "all", "2020"] = ("rounded", 60)
    answer = told([table("arrests", dimensions, cells)], policy(ROUNDING, "arrests"))
    assert answer, "no counts fit, and nothing was said"


def test_earlier_release_that_is_still_served():
    dimensions, cells, hidden = arrests()
    before = [table("arrests", dimensions, cells)]
    now = [table("arrests", dimensions, hide(cells, hidden))]
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        write(data, before, None, ("before",))
        assert outcome(data) is None, "without a policy nothing is promised"
        write(data, now, policy(SUPPRESSION, "arrests"), ("before", "now"))
        assert outcome(data), "the hidden numbers stand in the earlier release"


def test_policy_that_is_listed_and_missing():
    dimensions, cells, _ = arrests()
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        write(data, [table("arrests", dimensions, cells)], policy(SUPPRESSION, "arrests"))
        (data / "releases/now/policy.json").unlink()
        try:
            attacker.main(data)
        except FileNotFoundError:
            return
    raise AssertionError("the policy is missing, and nothing was said")


if __name__ == "__main__":
    try:
        main()
    except AssertionError as problem:
        sys.exit(f"error: {problem}")
