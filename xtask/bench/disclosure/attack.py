"""Attacks a protected table of `cargo xtask bench disclosure` with the attacker of the release.

    python attack.py table.json hidden.json found.json

Whole numbers, all sums, and the least that a hidden cell can be are known to it. Writes JSON: how
many cells were attacked, how many of the sensitive ones are known exactly or more closely than asked
for, and how many hidden cells of any kind. Of very many cells it attacks some, always the same.
"""

import json
import random
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[3] / "tests/attack"))

import bounds
from relations import System

MOST = 400
# With more hidden cells than this, only what lies around a cell is in its program, and few cells are
# attacked.
WHOLE = 5000
FEW = 20
SEED = 7


def main(table, answer, out):
    table, hidden = json.loads(table.read_text()), json.loads(answer.read_text())["hidden"]
    demands = dict(map(tuple, table["demands"]))
    system = system_of(table, hidden)
    low, high = bounds.narrow(system)
    least = min(demands.values())
    tells = lambda cell, down, up: up is not None and up - down < demands.get(cell, least)
    told = {cell for cell in hidden if tells(cell, low[cell], high[cell])}
    exact = {cell for cell in told if low[cell] == high[cell]}
    untold = [cell for cell in hidden if cell not in told]
    is_large = len(hidden) > WHOLE
    most = min(FEW if is_large else MOST, len(untold))
    chosen = random.Random(SEED).sample(untold, most)
    if is_large:
        uses = bounds.users(system)
        solve = lambda cell: bounds.attack(system, cell, low, high, uses)
    else:
        solve = bounds.Program(system.relations, low, high, untold).bounds
    for cell in sorted(chosen):
        down, up = solve(cell)
        if tells(cell, down, up):
            told.add(cell)
            if down == up:
                exact.add(cell)
    found = {
        "attacked": len(hidden) - len(untold) + len(chosen),
        "primary_exact": len(exact & demands.keys()),
        "primary_told": len(told & demands.keys()),
        "told": len(told),
    }
    out.write_text(json.dumps(found))


def system_of(table, hidden):
    system = System()
    unknown = set(hidden)
    for cell, (count, least) in enumerate(zip(table["counts"], table["lowest"])):
        if cell in unknown:
            system.add(cell, least, None, 0)
        else:
            system.add(cell, count, count, 0)
    system.relations = [[(cell, sign) for cell, sign in row] for row in table["rows"]]
    return system


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
