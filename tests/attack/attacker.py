"""Attacks the current release of every city as a stranger would, from what is published alone.

    python tests/attack/attacker.py public/data

It rebuilds all sums between published numbers, narrows every protected number by them, and the
tightest and some others by linear programs; it takes tables, periods and releases from each other.
It fails where a number can be told more closely than the city's policy allows. It shares no code
with the programs that protect a release, and no file of theirs but what they publish.
"""

import random
import sys
from pathlib import Path

import bounds
import policy as rules
import relations
from reading import load, read_table

# Cells that are attacked by linear programs in each group of tables: half of them those that the
# sums alone have narrowed most, half of them by chance, always the same.
SAMPLE = 24
SEED = 20230709
SHOWN = 5


def main(data):
    catalog = load(data / "catalog.json")
    assert catalog["cities"], "the catalogue names no city"
    for city in catalog["cities"]:
        folder = data / "releases" / city["current"]
        manifest = load(folder / "manifest.json")
        if not has_policy(manifest):
            # The switch: once a manifest lists a policy, its promises have to hold.
            print(
                f"{city['id']}: its release lists no policy.json, so nothing is promised to attack"
            )
            continue
        others = [release["id"] for release in city["releases"] if release["id"] != city["current"]]
        faults = attack_release(folder, manifest, [data / "releases" / id for id in others])
        for fault in faults[:SHOWN]:
            print(f"{city['id']}: {fault}")
        assert not faults, f"{city['id']}: {len(faults)} numbers can be told too closely"


def has_policy(manifest):
    return any(file["path"] == "policy.json" for file in manifest["files"])


def attack_release(folder, manifest, earlier):
    """What can be told too closely, in words."""
    policy = load(folder / "policy.json")
    tables = {entry["id"]: read_table(folder, entry) for entry in manifest["tables"]}
    faults, protected = [], {}
    for group in rules.groups(policy, tables):
        system, wrong = relations.system_of(tables, policy, group)
        faults += wrong
        if system.protected or system.pieces:
            faults += attack_group(system, "+".join(group))
        for cell in system.protected:
            table, codes, first = system.names[cell]
            protected[table.id, codes, first] = tables[table.id].cells[codes, first][0]
    faults += attack_by_releases(protected, tables, earlier)
    print(f"{manifest['city']}: {len(protected)} protected numbers attacked, {len(faults)} told")
    return faults


def attack_group(system, name):
    """Attacks the protected cells of tables that count the same records."""
    faults = {}
    for cell, value in bounds.differences(system, system.low, system.high).items():
        if is_leak(system, cell, value, value):
            faults[cell] = f"{call(system, cell)} is {value} by taking sums from each other"
    try:
        low, high = bounds.narrow(system)
    except bounds.Contradiction as problem:
        reason, *at = problem.args
        return [f"{name}: no counts fit what is shown ({reason}, {[call(system, c) for c in at]})"]
    for cell in [*system.protected, *system.pieces]:
        if is_leak(system, cell, low[cell], high[cell]):
            faults.setdefault(
                cell, f"{call(system, cell)} is {low[cell]} to {high[cell]} by the sums"
            )
    uses = bounds.users(system)
    chosen = sample(system, low, high)
    for cell in chosen:
        try:
            found = bounds.attack(system, cell, low, high, uses)
        except bounds.Contradiction as problem:
            return [f"{name}: no counts fit what is shown ({problem}, {call(system, cell)})"]
        if is_leak(system, cell, *found):
            least, most = found
            faults.setdefault(cell, f"{call(system, cell)} is {least} to {most} by linear programs")
    print(
        f"{name}: {len(system.protected)} protected numbers and {len(system.relations)} sums; "
        f"{len(chosen)} numbers bounded by linear programs"
    )
    return list(faults.values())


def is_leak(system, cell, least, most):
    """Whether bounds of a cell are closer together than the policy promises.

    Bounds must leave as many values apart as the rule of the family says; a piece of two areas is
    no number that anybody publishes, and is told only where it is known exactly and small.
    """
    if most is None:
        return False
    if cell in system.pieces:
        return least == most and 0 < least < system.pieces[cell]
    return most - least < system.width[cell]


def sample(system, low, high):
    """The tightest protected cells and some by chance."""
    slack = lambda cell: (
        float("inf") if high[cell] is None else high[cell] - low[cell] - system.width[cell]
    )
    by_slack = sorted(system.protected, key=lambda cell: (slack(cell), cell))
    tightest = by_slack[: SAMPLE // 2]
    rest = by_slack[SAMPLE // 2 :]
    chance = random.Random(SEED).sample(rest, min(len(rest), SAMPLE - len(tightest)))
    return tightest + sorted(chance)


def call(system, cell):
    return relations.name_of(*system.names[cell])


def attack_by_releases(protected, tables, earlier):
    """Numbers that are hidden or rounded now and stand exactly in another release still served."""
    faults = []
    for folder in earlier:
        if not folder.exists():
            continue
        for entry in load(folder / "manifest.json")["tables"]:
            if entry["id"] not in {id for id, _, _ in protected}:
                continue
            for (codes, first), (status, value) in read_table(folder, entry).cells.items():
                now = protected.get((entry["id"], codes, first))
                if now and status in ("observed", "provisional"):
                    where = relations.name_of(tables[entry["id"]], codes, first)
                    faults.append(f"{where} is {now} now and {value} in {folder.name}")
    return faults


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]))
    except AssertionError as problem:
        sys.exit(f"error: {problem}")
