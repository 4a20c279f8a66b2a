"""Counts that are moved instead of hidden: ours beside the perturbation of cells by their key, as the
Office for National Statistics does it, on the same table.

    python perturbation.py FOLDER ROUND

FOLDER holds the tables of tables.py; ROUND is our program that rounds one. For each table it prints
how far shown counts are from the true ones, how many small counts are shown as they are, and how many
sums are broken: a total that is not what its parts add up to tells that the parts were moved, and
by how much.
"""

import contextlib
import io
import json
import subprocess
import sys
from itertools import product
from pathlib import Path

import pandas as pd
from cell_key_perturbation.create_perturbed_table import create_perturbed_table
from cell_key_perturbation.utils.generate_test_ptable import generate_ptable_10_5_rule

BASE, EXACT_FROM = 5, 10
# The greatest errors that are tried, one after the other, until all counts can be kept within one.
WITHIN = [5, 6, 8, 10]
KEYS = 256
SMALL = 5


def main(folder, program):
    print(
        f"{'':<18} {'cells':>6} {'mean error':>11} {'largest':>8} {'small, shown':>13} "
        f"{'sums':>6} {'broken':>7} {'by up to':>9} {'seconds':>8}"
    )
    for path in sorted(folder.glob("*.json")):
        if path.stem.startswith(("trap", "alone-")) or path.stem.endswith("zeros-hidden"):
            continue
        table = json.loads(path.read_text())
        print(path.stem)
        shown, seconds = rounded(table, program)
        if shown is None:
            print(f"  {'Sightline':<16} no rounding keeps every count within {WITHIN[-1]}")
        else:
            compare("Sightline", table, shown, seconds)
        compare("cell key", table, perturbed(table), None)


def compare(name, table, shown, seconds):
    errors = [abs(one - other) for one, other in zip(shown, table["counts"])]
    gaps = [abs(sum(sign * shown[cell] for cell, sign in row)) for row in table["rows"]]
    small = sum(0 < count < SMALL and one == count for one, count in zip(shown, table["counts"]))
    took = "" if seconds is None else f"{seconds:.2f}"
    print(
        f"  {name:<16} {len(errors):>6} {sum(errors) / len(errors):>11.2f} {max(errors):>8} "
        f"{small:>13} {len(gaps):>6} {sum(gap > 0 for gap in gaps):>7} {max(gaps):>9} {took:>8}"
    )


def leaves(parents):
    return [at for at in range(len(parents)) if at not in parents]


def inner(table):
    """Each combination of codes without parts, and its count; the last list changes fastest."""
    sizes = [len(parents) for parents in table["lists"]]
    for codes in product(*map(leaves, table["lists"])):
        yield codes, table["counts"][position(sizes, codes)]


def position(sizes, codes):
    at = 0
    for size, code in zip(sizes, codes):
        at = at * size + code
    return at


def rounded(table, program):
    """Our rounding of the inner table, of which all totals are sums, and the seconds that it took."""
    words = [len(table["lists"])]
    for parents in table["lists"]:
        words += [len(parents), *(-1 if parent is None else parent for parent in parents)]
    words += [count for _, count in inner(table)]
    for within in WITHIN:
        given = " ".join(map(str, [*words, BASE, within, EXACT_FROM]))
        ended = subprocess.run([program], input=given, capture_output=True, text=True)
        if ended.returncode == 0:
            *shown, seconds = ended.stdout.split()
            return [int(value) for value in shown], float(seconds)
        # Nothing but too narrow a bound is a reason to try a wider one.
        assert "Bound" in ended.stderr, ended.stderr
    return None, None


def perturbed(table):
    """Every cell moved by what the table of perturbation says for its key, the sum of the keys of its
    records. The key of a record is its number, scattered, as it stands for a random one."""
    names = [f"list{at}" for at in range(len(table["lists"]))]
    rows = []
    for codes, count in inner(table):
        for _ in range(count):
            rows.append((*codes, len(rows) * 2654435761 % 2**32 * KEYS // 2**32))
    records = pd.DataFrame(rows, columns=[*names, "key"])
    sizes = [len(parents) for parents in table["lists"]]
    shown = [0] * len(table["counts"])
    deepest = [range(depth(parents)) for parents in table["lists"]]
    rule = generate_ptable_10_5_rule()
    for levels in product(*deepest):
        lifted = records.copy()
        for name, parents, level in zip(names, table["lists"], levels):
            above = {code: lift(parents, code, level) for code in range(len(parents))}
            lifted[name] = lifted[name].map(above).astype(str)
        # The package tells of every column that it reads.
        with contextlib.redirect_stdout(io.StringIO()):
            made = create_perturbed_table(
                data=lifted, ptable=rule, geog=[], tab_vars=names, record_key="key", threshold=0
            )
        for row in made.itertuples(index=False):
            codes = [int(code) for code in row[: len(names)]]
            # The perturbed count stands last; its name is that of a method of tuples.
            shown[position(sizes, codes)] = int(row[-1])
    return shown


def depth(parents):
    return max(distance(parents, code) for code in range(len(parents))) + 1


def distance(parents, code):
    steps = 0
    while parents[code] is not None:
        code, steps = parents[code], steps + 1
    return steps


def lift(parents, code, level):
    """The code above a code at a level, of which the total is 0."""
    while distance(parents, code) > level:
        code = parents[code]
    return code


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
