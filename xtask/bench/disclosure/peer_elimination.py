"""Protects a table of `cargo xtask bench disclosure` as the R package GaussSuppression does it.

    python peer_elimination.py < table.json

The package itself is only on CRAN. Its method, as its authors describe it (Langsrud, Secondary cell
suppression by Gaussian elimination, 2024), is short: publish cells from the largest to the smallest,
and leave out those from which, with all that is published before, a sensitive cell could be worked
out as a sum. It asks for no room to either side, and knows no limit below which a count cannot be.
This is that method without the package's further treatment of single contributors. Arithmetic is
exact in a field of a prime number of elements. Prints JSON: the hidden cells, and how long it took.
"""

import json
import sys
import time

import numpy as np

PRIME = 2_147_483_647


def main():
    table = json.load(sys.stdin)
    start = time.perf_counter()
    hidden = protect(table)
    seconds = time.perf_counter() - start
    print(json.dumps({"hidden": hidden, "seconds": seconds}))


def protect(table):
    counts = table["counts"]
    sensitive = sorted({cell for cell, _ in table["demands"]})
    primary = set(sensitive)
    # A zero that is shown is known from the start, and no cell is made of it.
    known = {cell for cell, count in enumerate(counts) if count == 0 and cell not in primary}
    vectors = by_inner(table, known)
    order = [cell for cell in range(len(counts)) if cell not in primary and cell not in known]
    order.sort(key=lambda cell: (-counts[cell], cell))
    hidden = list(sensitive)
    for at, cell in enumerate(order):
        vector = vectors[cell]
        used = np.flatnonzero(vector)
        if len(used) == 0:
            continue
        pivot = used[0]
        vector = vector * pow(int(vector[pivot]), PRIME - 2, PRIME) % PRIME
        left = [each for each in sensitive if vectors[each, pivot]]
        reduced = less(vectors[left], vector, pivot)
        if any(not row.any() for row in reduced):
            hidden.append(cell)
            continue
        vectors[left] = reduced
        later = [each for each in order[at + 1 :] if vectors[each, pivot]]
        vectors[later] = less(vectors[later], vector, pivot)
    return sorted(hidden)


def less(rows, vector, pivot):
    """Rows without their part of a vector."""
    return (rows - rows[:, pivot : pivot + 1] * vector % PRIME) % PRIME


def by_inner(table, known):
    """Each cell as the sum of inner cells that are not known to be zero."""
    total = {row[0][0]: [] for row in table["rows"]}
    for (cell, _), *parts in table["rows"]:
        total[cell] = total[cell] or [part for part, _ in parts]
    inner = [
        cell for cell in range(len(table["counts"])) if cell not in total and cell not in known
    ]
    vectors = np.zeros((len(table["counts"]), len(inner)), dtype=np.int64)
    vectors[inner, range(len(inner))] = 1
    done = set(inner) | (known - total.keys())

    def fill(cell):
        if cell in done:
            return
        done.add(cell)
        for part in total[cell]:
            fill(part)
            vectors[cell] += vectors[part]

    for cell in total:
        fill(cell)
    return vectors


if __name__ == "__main__":
    main()
