"""Protects a table of `cargo xtask bench disclosure` with tau-ARGUS, as its Python package brings it.

    python peer_tau_argus.py optimal|informed|modular < table.json

`optimal` hides the fewest cells, with the room that tau-ARGUS gives to a count below 5 under its rule
FREQ(5,30): one less and one more have to be possible. To tau-ARGUS a hidden cell may be 0, although
zeros are shown. `informed` tells it that a hidden cell is at least 1 where zeros are shown.
`modular` makes the table from records with that rule, and goes through it part by part.
Prints JSON: the hidden cells, and how long it took; or why there is no answer.
"""

import contextlib
import io
import json
import os
import signal
import sys
import tempfile
import time
from itertools import product
from pathlib import Path

from pytauargus import HiTaSCtrl, protect
from pytauargus.batch import BatchError

MINUTES = 1
# The solver does not always keep to its limit: after so many seconds the system ends this program.
SECONDS = 90
SMALL = 5
# What the solver answers where no pattern gives every cell its room.
INFEASIBLE = 5009


def main(method):
    signal.alarm(SECONDS)
    table = json.load(sys.stdin)
    with tempfile.TemporaryDirectory() as folder:
        # The solver writes a log to wherever it runs.
        os.chdir(folder)
        # The solver tells of its progress on standard output.
        with hushed():
            start = time.perf_counter()
            hidden = run(method, table, Path(folder))
            seconds = time.perf_counter() - start
    if isinstance(hidden, str):
        print(json.dumps({"failed": hidden}))
    else:
        print(json.dumps({"hidden": sorted(hidden), "seconds": seconds}))


def run(method, table, folder):
    """The hidden cells, or in a few words why there are none."""
    if method != "modular":
        return optimal(table, folder, method == "informed")
    try:
        return modular(table, folder)
    except BatchError:
        return "no pattern"


@contextlib.contextmanager
def hushed():
    kept = os.dup(1)
    with open(os.devnull, "w") as nothing:
        os.dup2(nothing.fileno(), 1)
        try:
            with contextlib.redirect_stdout(io.StringIO()):
                yield
        finally:
            os.dup2(kept, 1)
            os.close(kept)


def optimal(table, folder, informed):
    sensitive = {cell for cell, _ in table["demands"]}
    top = 2 * max(table["counts"])
    lines = ["0", str(len(table["counts"]))]
    for cell, count in enumerate(table["counts"]):
        least = min(count, table["lowest"][cell]) if informed else 0
        less = more = 0
        if cell in sensitive:
            less = min(1, count - least)
            more = 2 - less
        shown = "z" if count == 0 and table["lowest"][cell] > 0 else "s"
        state = "u" if cell in sensitive else shown
        lines.append(f"{cell} {count} 1 {state} {least} {top} {less:.3f} {more:.3f} 0")
    lines.append(str(len(table["rows"])))
    for row in table["rows"]:
        terms = " ".join(f"{cell} ({-sign})" for cell, sign in row)
        lines.append(f"0 {len(row)} : {terms}")
    (folder / "in.jj").write_text("\n".join(lines) + "\n")
    code = HiTaSCtrl().full_jj(
        in_file_jj=str(folder / "in.jj"), out_file=str(folder / "out.jj"), max_time=MINUTES
    )
    if code == INFEASIBLE:
        return "no pattern"
    if code:
        return f"no pattern in {MINUTES} min"
    secondary = {int(word) for word in (folder / "out.jj").read_text().split()}
    return sensitive | secondary


def modular(table, folder):
    lists = table["lists"]
    sizes = [len(parents) for parents in lists]
    names = [f"D{at}" for at in range(len(lists))]
    inner = [[at for at in range(size) if at not in parents] for size, parents in zip(sizes, lists)]
    if {cell for cell, _ in table["demands"]} != set(small(table)):
        return "no such rule"
    records = {name: [] for name in [*names, "count"]}
    for codes in product(*inner):
        for _ in range(table["counts"][position(sizes, codes)]):
            for name, code in zip(names, codes):
                records[name].append(called(code))
            records["count"].append(1)
    hierarchies = {}
    for name, parents in zip(names, lists):
        # A flat list as well: without its file the solver ends with a fault of memory.
        path = folder / f"{name}.hrc"
        lines = (f"{'@' * (depth - 1)}{called(code)}\n" for code, depth in order(parents))
        path.write_text("".join(lines))
        hierarchies[name] = str(path)
    answer = protect(
        records,
        names,
        response="count",
        safety_rules=f"FREQ({SMALL},30)",
        suppress=f"MOD(1,{MINUTES},1,1,1)",
        totcode="Total",
        hrc=hierarchies,
        workdir=str(folder / "run"),
    )
    hidden = set()
    for row in answer.tables[0].rows:
        if row["status"] in ("U", "M"):
            codes = [0 if row[name] in ("", "Total") else int(row[name][1:]) for name in names]
            hidden.add(position(sizes, codes))
    return hidden


def small(table):
    return [cell for cell, count in enumerate(table["counts"]) if 0 < count < SMALL]


def called(code):
    return f"c{code:04}"


def order(parents, above=0, depth=1):
    """The codes below a code, each before its parts, with how deep they are."""
    for code, parent in enumerate(parents):
        if parent == above:
            yield code, depth
            yield from order(parents, code, depth + 1)


def position(sizes, codes):
    at = 0
    for size, code in zip(sizes, codes):
        at = at * size + code
    return at


if __name__ == "__main__":
    main(sys.argv[1])
