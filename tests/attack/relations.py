"""Every sum that an attacker can write down between published numbers, from the tables alone.

A cell is a position in lists of least and largest values; a relation is a list of pairs of a cell
and a coefficient whose sum is zero.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import product

import policy as rules


@dataclass
class System:
    """The cells of a group of tables, what each can be, and how they are related."""

    names: list = field(default_factory=list)
    low: list = field(default_factory=list)
    high: list = field(default_factory=list)
    width: list = field(default_factory=list)
    protected: list = field(default_factory=list)
    # Pieces of two areas, which nobody publishes, and the count from which they may be told.
    pieces: dict = field(default_factory=dict)
    relations: list = field(default_factory=list)

    def add(self, name, low, high, width):
        self.names.append(name)
        self.low.append(low)
        self.high.append(high)
        self.width.append(width)
        return len(self.names) - 1


def system_of(tables, policy, group):
    """The system of a group of tables, and what is wrong with single cells of it."""
    system, faults, at = System(), [], {}
    for id in group:
        at[id], wrong = place(system, tables[id], policy)
        faults += wrong
    widest = max((system.width[cell] for cell in system.protected), default=0)
    for cell in system.protected:
        # Hidden to protect others: it must be as uncertain as they are, or it tells them apart.
        system.width[cell] = system.width[cell] or widest
    for id in group:
        if tables[id].is_summed:
            relate_totals(system, tables[id], at[id])
    for fine, coarse in product(group, group):
        relate_tables(system, tables[fine], at[fine], tables[coarse], at[coarse])
    for overlay in rules.overlays(policy, group):
        left, right = overlay["left"], overlay["right"]
        if left in at and right in at:
            relate_pieces(system, policy, tables[left], at[left], tables[right], at[right], overlay)
    return system, faults


def place(system, table, policy):
    """Gives each cell of a table its place; places by codes and period, and what is wrong."""
    places, faults, known = {}, [], {}
    for (codes, first), (status, value) in table.cells.items():
        category = table.category(codes)
        if category not in known:
            known[category] = rules.promise(policy, table.id, category)
        found = known[category]
        wrong = rules.breach(found, status, value)
        if wrong:
            faults.append(f"{name_of(table, codes, first)} {wrong}")
        if value is None and status != "suppressed":
            places[codes, first] = status
            continue
        low, high = rules.bounds(found, status, value)
        cell = system.add((table, codes, first), low, high, found.width if found else 0)
        places[codes, first] = cell
        if status in ("suppressed", "rounded"):
            system.protected.append(cell)
    return places, faults


def name_of(table, codes, first):
    return f"{table.id} {'/'.join(codes)} {first // 12}-{first % 12 + 1:02}"


def relate(system, whole, parts):
    """Writes down that a number is the sum of others, where all of them are known to be numbers."""
    if not isinstance(whole, int):
        return
    terms = [(whole, 1)]
    for part in parts:
        if part == "not_applicable":
            continue
        if not isinstance(part, int):
            return
        terms.append((part, -1))
    system.relations.append(terms)


def relate_totals(system, table, places):
    for at, dimension in enumerate(table.dimensions):
        for total in dimension.codes:
            parts = dimension.parts(total)
            if not parts:
                continue
            for codes, first in places:
                if codes[at] == total:
                    swap = lambda part: (codes[:at] + (part,) + codes[at + 1 :], first)
                    relate(system, places[codes, first], [places.get(swap(one)) for one in parts])


def relate_tables(system, fine, fine_at, coarse, coarse_at):
    """Where two tables count the same: shared lists at one code, the others at their totals."""
    if fine.unit != coarse.unit or (fine.step, fine.id) >= (coarse.step, coarse.id):
        return
    pairs = list(aligned(fine, coarse))
    for first in sorted({first for _, first in coarse_at}):
        steps = shared_steps(fine, coarse, first)
        for one, other in pairs if steps else []:
            relate(
                system, coarse_at.get((other, first)), [fine_at.get((one, each)) for each in steps]
            )


def shared_steps(fine, coarse, first):
    """The steps of a table that a longer step of another is made of; empty where it is not.

    Months that neither table takes from any source hold no records: a year of eight months is the sum
    of these eight. Where the tables use different sources, they count different records.
    """
    steps = []
    for month in range(first, first + coarse.step):
        source = fine.source(month)
        if source != coarse.source(month):
            return []
        step = month - (month - first) % fine.step
        if source is not None and step not in steps:
            steps.append(step)
    return steps


def aligned(one, other):
    """Pairs of codes of two tables that stand for the same; empty where a list has no total."""
    mine = {dimension.id: dimension for dimension in one.dimensions}
    theirs = {dimension.id: dimension for dimension in other.dimensions}
    choices = []
    for id in [*mine, *(id for id in theirs if id not in mine)]:
        if id in mine and id in theirs:
            shared = [code for code in mine[id].codes if code in theirs[id].parent]
            choices.append([(id, code) for code in shared])
        else:
            total = (mine.get(id) or theirs.get(id)).total()
            choices.append([(id, total)] if total is not None else [])
    for choice in product(*choices):
        code = dict(choice)
        yield tuple(code[id] for id in mine), tuple(code[id] for id in theirs)


def relate_pieces(system, policy, left, left_at, right, right_at, overlay):
    """The pieces that areas of two divisions have in common: each area is the sum of its pieces."""
    sums = defaultdict(list)
    area = [geography(left), geography(right)]
    codes_right = {codes for codes, _ in right_at}
    for (codes, first), place in left_at.items():
        for one, two in overlay["pieces"]:
            if codes[area[0]] != one or not isinstance(place, int):
                continue
            rest = codes[: area[0]] + codes[area[0] + 1 :]
            twin = rest[: area[1]] + (two,) + rest[area[1] :]
            if twin in codes_right and isinstance(right_at.get((twin, first)), int):
                piece = system.add((left, (*codes, two), first), 0, None, 0)
                found = rules.promise(policy, left.id, left.category(codes)) or rules.EXACT
                system.pieces[piece] = found.threshold
                sums[place].append(piece)
                sums[right_at[twin, first]].append(piece)
    for whole, parts in sums.items():
        relate(system, whole, parts)


def geography(table):
    kinds = [dimension.kind for dimension in table.dimensions]
    return kinds.index("geography")
