//! The same relations written over leaves: cells that are no total of others.
//!
//! Every other cell is a sum of leaves. A published total then asks something of its leaves, and
//! a hidden total asks nothing but its least count. This is what makes small changes easy to
//! find: shifting one record between two leaves touches the published totals above them only.
//! A row that is no consequence of these sums (it ties leaves together in another way) is kept as
//! a node of its own, whose sum is 0.

// Cells come from `Published::validate` or `Problem::validate`, nodes and leaves from here.
#![allow(clippy::indexing_slicing)]

use crate::problem::Row;

/// Sums of leaves. Nodes are the cells, followed by the rows that tie leaves together otherwise.
#[derive(Debug, Clone)]
pub(crate) struct Frame {
    /// Number of cells; nodes from here on are extra rows.
    pub(crate) cells: usize,
    /// Whether a cell is a leaf.
    pub(crate) is_leaf: Vec<bool>,
    /// For each leaf the nodes above it with their coefficients, ascending; empty for others.
    pub(crate) up: Lists,
    /// For each node that is no leaf the leaves below it with their coefficients, ascending.
    pub(crate) down: Lists,
}

/// Many short lists of numbers with coefficients, one after the other in memory.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lists {
    starts: Vec<usize>,
    entries: Vec<(u32, i32)>,
}

impl Lists {
    /// The entries of one list.
    pub(crate) fn of(&self, at: usize) -> &[(u32, i32)] {
        &self.entries[self.starts[at]..self.starts[at + 1]]
    }

    /// Number of lists.
    pub(crate) fn len(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    fn new(lists: &[Vec<(u32, i32)>]) -> Self {
        let mut result = Self {
            starts: vec![0],
            entries: Vec::with_capacity(lists.iter().map(Vec::len).sum()),
        };
        for list in lists {
            result.entries.extend_from_slice(list);
            result.starts.push(result.entries.len());
        }
        result
    }

    /// The same lists without the entries that name others than these.
    pub(crate) fn only(&self, keep: impl Fn(usize) -> bool) -> Self {
        let mut result = Self {
            starts: vec![0],
            entries: Vec::new(),
        };
        for at in 0..self.len() {
            let kept = self.of(at).iter().filter(|entry| keep(entry.0 as usize));
            result.entries.extend(kept);
            result.starts.push(result.entries.len());
        }
        result
    }

    /// The lists of `count` others that these entries name.
    fn transposed(&self, count: usize) -> Self {
        let mut starts = vec![0; count + 1];
        for &(to, _) in &self.entries {
            starts[to as usize + 1] += 1;
        }
        for at in 0..count {
            starts[at + 1] += starts[at];
        }
        let mut next = starts.clone();
        let mut entries = vec![(0, 0); self.entries.len()];
        for from in 0..self.len() {
            for &(to, coefficient) in self.of(from) {
                entries[next[to as usize]] = (from as u32, coefficient);
                next[to as usize] += 1;
            }
        }
        Self { starts, entries }
    }
}

impl Frame {
    pub(crate) fn of(cells: usize, rows: &[Row]) -> Self {
        let definitions = Definitions::of(cells, rows);
        let mut sums: Vec<Vec<(u32, i32)>> = vec![Vec::new(); cells];
        for &cell in &definitions.order {
            sums[cell] = match definitions.row_of[cell] {
                None => vec![(cell as u32, 1)],
                Some(row) => sum_of_others(&rows[row], cell, &sums),
            };
        }
        let is_leaf: Vec<bool> = definitions.row_of.iter().map(Option::is_none).collect();
        let mut extra = Vec::new();
        for (at, row) in rows.iter().enumerate() {
            if !definitions.used[at] {
                let sum = combine(row.iter().map(|term| (term.coefficient, &sums[term.cell])));
                if !sum.is_empty() {
                    extra.push(sum);
                }
            }
        }
        for (cell, sum) in sums.iter_mut().enumerate() {
            if is_leaf[cell] {
                sum.clear();
            }
        }
        sums.extend(extra);
        let down = Lists::new(&sums);
        let up = down.transposed(cells);
        Self {
            cells,
            is_leaf,
            up,
            down,
        }
    }

    /// Number of nodes: cells and extra rows.
    pub(crate) fn nodes(&self) -> usize {
        self.down.len()
    }

    /// Sets the value of every node from those of the leaves.
    pub(crate) fn sum_up(&self, values: &mut [i64]) {
        for node in 0..self.nodes() {
            if node >= self.cells || !self.is_leaf[node] {
                let leaves = self.down.of(node).iter();
                values[node] = leaves
                    .map(|&(leaf, coefficient)| i64::from(coefficient) * values[leaf as usize])
                    .sum();
            }
        }
    }
}

/// The leaves of a total, from a row in which its coefficient is 1 or -1.
fn sum_of_others(row: &Row, cell: usize, sums: &[Vec<(u32, i32)>]) -> Vec<(u32, i32)> {
    let own = row.iter().find(|term| term.cell == cell);
    let sign = own.map_or(-1, |term| term.coefficient.signum());
    let others = row.iter().filter(|term| term.cell != cell);
    combine(others.map(|term| (-sign * term.coefficient, &sums[term.cell])))
}

/// The sum of multiples of sums, ascending by leaf and without those that cancel out.
fn combine<'a>(parts: impl Iterator<Item = (i32, &'a Vec<(u32, i32)>)>) -> Vec<(u32, i32)> {
    let mut all: Vec<(u32, i32)> = parts
        .flat_map(|(factor, sum)| sum.iter().map(move |&(leaf, c)| (leaf, factor * c)))
        .collect();
    all.sort_unstable();
    let mut result: Vec<(u32, i32)> = Vec::with_capacity(all.len());
    for (leaf, coefficient) in all {
        match result.last_mut() {
            Some(last) if last.0 == leaf => last.1 += coefficient,
            _ => result.push((leaf, coefficient)),
        }
    }
    result.retain(|entry| entry.1 != 0);
    result
}

/// Which row makes which cell a total of cells that come before it.
struct Definitions {
    /// All cells, parts before totals.
    order: Vec<usize>,
    /// The row that defines each total; leaves have none.
    row_of: Vec<Option<usize>>,
    /// Whether a row defines a total.
    used: Vec<bool>,
}

impl Definitions {
    fn of(cells: usize, rows: &[Row]) -> Self {
        let totals: Vec<Option<usize>> = rows.iter().map(total_of).collect();
        let mut rows_of_part = vec![Vec::new(); cells];
        let mut missing = vec![0_usize; rows.len()];
        let mut is_total = vec![false; cells];
        for (at, row) in rows.iter().enumerate() {
            if let Some(total) = totals[at] {
                is_total[total] = true;
                missing[at] = row.len() - 1;
                for term in row.iter().filter(|term| term.cell != total) {
                    rows_of_part[term.cell].push(at);
                }
            }
        }
        let mut result = Self {
            order: Vec::with_capacity(cells),
            row_of: vec![None; cells],
            used: vec![false; rows.len()],
        };
        let mut placed = vec![false; cells];
        let leaves = (0..cells).filter(|&cell| !is_total[cell]);
        let mut seeds: Vec<usize> = leaves.collect();
        // Totals that only define one another in a circle: the first of them is a leaf after all.
        seeds.extend((0..cells).filter(|&cell| is_total[cell]));
        for seed in seeds {
            if std::mem::replace(&mut placed[seed], true) {
                continue;
            }
            let mut next = result.order.len();
            result.order.push(seed);
            while next < result.order.len() {
                for &at in &rows_of_part[result.order[next]] {
                    missing[at] -= 1;
                    let Some(total) = totals[at].filter(|_| missing[at] == 0) else {
                        continue;
                    };
                    if !std::mem::replace(&mut placed[total], true) {
                        result.row_of[total] = Some(at);
                        result.used[at] = true;
                        result.order.push(total);
                    }
                }
                next += 1;
            }
        }
        result
    }
}

/// The cell of a row that is the total of the others: the only one of its sign, counted once.
fn total_of(row: &Row) -> Option<usize> {
    let only = |sign: i32| {
        let mut of_sign = row.iter().filter(|t| t.coefficient.signum() == sign);
        let first = of_sign.next().filter(|t| t.coefficient == sign);
        first.filter(|_| of_sign.next().is_none() && row.len() > 1)
    };
    only(-1).or_else(|| only(1)).map(|term| term.cell)
}
