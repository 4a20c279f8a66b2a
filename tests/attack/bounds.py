"""How far an attacker can narrow a number down: by rounding intervals to whole numbers again and
again, by taking relations from each other, and by linear programs that HiGHS solves.
"""

import math
from collections import defaultdict

import highspy

# Cells that one linear program takes in around the attacked one. Leaving relations out can only
# widen the bounds, so what is found is found.
REACH = 4000
# A solver works with decimals: a bound this close to a whole number is that number.
TOLERANCE = 1e-6
# Rounds of narrowing after which it is left to the linear programs.
ROUNDS = 200


class Contradiction(Exception):
    """No numbers fit what is published; with the cell where that shows."""


def narrow(system):
    """Least and largest values after every relation has been used until nothing changes."""
    low, high = list(system.low), list(system.high)
    uses = users(system)
    waiting = dict.fromkeys(range(len(system.relations)))
    for _ in range(ROUNDS):
        touched = {}
        for at in waiting:
            for cell in narrow_by(system.relations[at], low, high):
                touched.update(dict.fromkeys(uses[cell]))
        if not touched:
            break
        waiting = touched
    return low, high


def users(system):
    uses = defaultdict(list)
    for at, relation in enumerate(system.relations):
        for cell, _ in relation:
            uses[cell].append(at)
    return uses


def narrow_by(relation, low, high):
    """Uses one relation, and gives the cells that became narrower."""
    ends = [
        (low[cell], high[cell]) if sign > 0 else (high[cell], low[cell]) for cell, sign in relation
    ]
    least = total_of([down for down, _ in ends], relation)
    most = total_of([up for _, up in ends], relation)
    changed = []
    for (cell, sign), (down, up) in zip(relation, ends):
        # What the others add up to at most and at least is minus what this one can be.
        smallest = without(most, up, sign)
        largest = without(least, down, sign)
        if sign > 0:
            new_low, new_high = negative(smallest), negative(largest)
        else:
            new_low, new_high = largest, smallest
        if new_low is not None and new_low > low[cell]:
            low[cell] = new_low
            changed.append(cell)
        if new_high is not None and (high[cell] is None or new_high < high[cell]):
            high[cell] = new_high
            changed.append(cell)
        if high[cell] is not None and low[cell] > high[cell]:
            raise Contradiction(f"{low[cell]} is more than {high[cell]}", cell)
    return changed


def total_of(ends, relation):
    """The sum of what has a limit, and how many have none."""
    limited = (sign * end for (_, sign), end in zip(relation, ends) if end is not None)
    return sum(limited), sum(end is None for end in ends)


def without(total, end, sign):
    """The sum of all but one; none where another one has no limit."""
    limited, unlimited = total
    if end is None:
        return limited if unlimited == 1 else None
    return limited - sign * end if unlimited == 0 else None


def negative(value):
    return None if value is None else -value


def differences(system, low, high):
    """Cells that are the difference of two relations which hide nearly the same numbers."""
    hidden = []
    by_key = {}
    for relation in system.relations:
        terms = frozenset((cell, sign) for cell, sign in relation if low[cell] != high[cell])
        constant = sum(sign * low[cell] for cell, sign in relation if low[cell] == high[cell])
        hidden.append((terms, constant))
        by_key[terms] = constant
        by_key[frozenset((cell, -sign) for cell, sign in terms)] = -constant
    found = {}
    for terms, constant in hidden:
        for term in terms:
            rest = terms - {term}
            if rest in by_key:
                cell, sign = term
                found[cell] = sign * (by_key[rest] - constant)
    return found


def around(system, cell, low, high, uses):
    """The relations near a cell, nearest first, until enough unknown numbers are in them."""
    seen, queue, chosen = {cell}, [cell], []
    taken = set()
    for current in queue:
        if len(seen) > REACH:
            break
        for at in uses[current]:
            if at in taken:
                continue
            taken.add(at)
            chosen.append(at)
            for other, _ in system.relations[at]:
                if other not in seen and low[other] != high[other]:
                    seen.add(other)
                    queue.append(other)
    return [system.relations[at] for at in chosen]


def attack(system, cell, low, high, uses):
    """The least and the largest value of a cell by linear programs, as whole numbers."""
    program = Program(around(system, cell, low, high, uses), low, high, [cell])
    return program.bounds(cell)


class Program:
    """The linear program of some relations; the next solution starts from the last one."""

    def __init__(self, relations, low, high, cells):
        self.columns = {}
        self.solver = highspy.Highs()
        self.solver.silent()
        self.solver.setOptionValue("threads", 1)
        self.solver.setOptionValue("random_seed", 0)
        for cell in cells:
            self.column(cell, low, high)
        for relation in relations:
            self.add(relation, low, high)

    def column(self, cell, low, high):
        if cell not in self.columns:
            self.columns[cell] = len(self.columns)
            top = highspy.kHighsInf if high[cell] is None else high[cell]
            self.solver.addVar(low[cell], top)
        return self.columns[cell]

    def add(self, relation, low, high):
        constant = sum(sign * low[cell] for cell, sign in relation if low[cell] == high[cell])
        unknown = [(cell, sign) for cell, sign in relation if low[cell] != high[cell]]
        if unknown:
            places = [self.column(cell, low, high) for cell, _ in unknown]
            signs = [sign for _, sign in unknown]
            self.solver.addRow(-constant, -constant, len(unknown), places, signs)

    def bounds(self, cell):
        """The least and the largest value of a cell; none where there is no limit."""
        column = self.columns[cell]
        self.solver.changeColCost(column, 1.0)
        ends = highspy.ObjSense.kMinimize, highspy.ObjSense.kMaximize
        found = [self.optimum(column, sense) for sense in ends]
        self.solver.changeColCost(column, 0.0)
        return found

    def optimum(self, column, sense):
        self.solver.changeObjectiveSense(sense)
        self.solver.run()
        if self.solver.getModelStatus() == highspy.HighsModelStatus.kUnboundedOrInfeasible:
            # Only presolving leaves open which of the two it is.
            self.solver.setOptionValue("presolve", "off")
            self.solver.run()
        status = self.solver.getModelStatus()
        if status == highspy.HighsModelStatus.kUnbounded:
            return None
        if status == highspy.HighsModelStatus.kInfeasible:
            raise Contradiction("no number fits")
        assert status == highspy.HighsModelStatus.kOptimal, f"HiGHS ended with {status}"
        value = self.solver.getSolution().col_value[column]
        if sense == highspy.ObjSense.kMinimize:
            return math.ceil(value - TOLERANCE)
        return math.floor(value + TOLERANCE)
