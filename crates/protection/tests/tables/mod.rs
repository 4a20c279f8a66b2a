//! Tables for tests: cubes with hierarchies, linked cubes, counts by a fixed hash.

#![allow(
    dead_code,
    reason = "each test file uses its own part of these builders"
)]

use protection::{Demand, Problem, Row, Term};

/// A dimension as a tree: the parent of each member; member 0 is the total of all.
pub type Tree = Vec<usize>;

/// A total with `leaves` members below it.
pub fn flat(leaves: usize) -> Tree {
    vec![0; leaves + 1]
}

/// A total, `groups` below it, and `each` members below each of them.
pub fn nested(groups: usize, each: usize) -> Tree {
    let mut tree = vec![0; groups + 1];
    for group in 1..=groups {
        tree.extend(std::iter::repeat_n(group, each));
    }
    tree
}

/// A cube of counts and the relations between them.
#[derive(Clone)]
pub struct Cube {
    pub trees: Vec<Tree>,
    pub counts: Vec<u32>,
    pub rows: Vec<Row>,
}

impl Cube {
    /// A cube whose innermost counts come from `count`, in order.
    pub fn new(trees: Vec<Tree>, mut count: impl FnMut(usize) -> u32) -> Self {
        let sizes: Vec<usize> = trees.iter().map(Vec::len).collect();
        let cells: usize = sizes.iter().product();
        let is_parent = |tree: &Tree, member: usize| tree.iter().skip(1).any(|&p| p == member);
        let inner = |cell: usize| {
            members(&sizes, cell)
                .iter()
                .zip(&trees)
                .all(|(&member, tree)| !is_parent(tree, member))
        };
        let mut counts = vec![0; cells];
        for (cell, slot) in counts.iter_mut().enumerate() {
            if inner(cell) {
                *slot = count(cell);
            }
        }
        let mut rows = Vec::new();
        for axis in 0..trees.len() {
            // Children come after their parents, so sums go backwards.
            for parent in (0..sizes[axis]).rev() {
                if !is_parent(&trees[axis], parent) {
                    continue;
                }
                for cell in 0..cells {
                    let at = members(&sizes, cell);
                    if at[axis] == parent {
                        rows.push(row_of(&trees[axis], &sizes, cell, axis));
                    }
                }
            }
        }
        let mut cube = Self {
            trees,
            counts,
            rows,
        };
        cube.sum(&sizes);
        cube
    }

    /// Fills in totals, dimension by dimension.
    fn sum(&mut self, sizes: &[usize]) {
        for axis in 0..self.trees.len() {
            for parent in (0..sizes[axis]).rev() {
                for cell in 0..self.counts.len() {
                    let at = members(sizes, cell);
                    let tree = &self.trees[axis];
                    let is_parent = tree.iter().skip(1).any(|&p| p == parent);
                    if at[axis] == parent && is_parent {
                        let row = row_of(tree, sizes, cell, axis);
                        self.counts[cell] = row[1..].iter().map(|t| self.counts[t.cell]).sum();
                    }
                }
            }
        }
    }

    /// The problem of hiding counts from 1 (or from 0) to `most`, each with this width.
    pub fn problem(&self, zeros_published: bool, most: u32, width: u32) -> Problem {
        let cells = self.counts.len();
        let least = u32::from(zeros_published);
        let small = (0..cells).filter(|&cell| (least..=most).contains(&self.counts[cell]));
        Problem {
            demands: small.map(|cell| Demand { cell, width }).collect(),
            counts: self.counts.clone(),
            rows: self.rows.clone(),
            width,
            lowest: vec![least; cells],
            fixed: vec![false; cells],
            costs: vec![1; cells],
        }
    }
}

fn row_of(tree: &Tree, sizes: &[usize], cell: usize, axis: usize) -> Row {
    let stride: usize = sizes[axis + 1..].iter().product();
    let parent = cell / stride % sizes[axis];
    let mut row = vec![Term {
        cell,
        coefficient: -1,
    }];
    for (member, &above) in tree.iter().enumerate().skip(1) {
        if above == parent {
            row.push(Term {
                cell: cell - parent * stride + member * stride,
                coefficient: 1,
            });
        }
    }
    row
}

/// The member of each dimension of a cell; the last dimension moves fastest.
pub fn members(sizes: &[usize], cell: usize) -> Vec<usize> {
    let mut rest = cell;
    let mut result = vec![0; sizes.len()];
    for axis in (0..sizes.len()).rev() {
        result[axis] = rest % sizes[axis];
        rest /= sizes[axis];
    }
    result
}

/// Two cubes that share the margin over their first dimension: the second cube's counts along it
/// are those of the first.
pub fn linked(first: &Cube, second: &Cube) -> (Vec<u32>, Vec<Row>) {
    let offset = first.counts.len();
    let mut counts = first.counts.clone();
    counts.extend(&second.counts);
    let mut rows = first.rows.clone();
    for row in &second.rows {
        let shift = |term: &Term| Term {
            cell: term.cell + offset,
            coefficient: term.coefficient,
        };
        rows.push(row.iter().map(shift).collect());
    }
    let stride = |cube: &Cube| cube.counts.len() / cube.trees[0].len();
    for member in 0..first.trees[0].len().min(second.trees[0].len()) {
        let one = member * stride(first);
        let other = member * stride(second) + offset;
        if counts[one] == counts[other] {
            let term = |cell, coefficient| Term { cell, coefficient };
            rows.push(vec![term(one, -1), term(other, 1)]);
        }
    }
    (counts, rows)
}

/// A number from 0 to 1 that depends on a seed and a position alone.
pub fn hash(seed: u64, at: usize) -> f64 {
    let mut bits =
        seed.wrapping_mul(0xa076_1d64_78bd_642f) ^ (at as u64).wrapping_mul(0xe703_7ed1_a0b4_28db);
    for _ in 0..3 {
        bits ^= bits >> 32;
        bits = bits.wrapping_mul(0xd6e8_feb8_6659_fd93);
    }
    bits ^= bits >> 32;
    (bits >> 11) as f64 / (1_u64 << 53) as f64
}

/// A Poisson count.
pub fn poisson(mean: f64, seed: u64, at: usize) -> u32 {
    let mut left = hash(seed, at);
    let mut chance = (-mean).exp();
    let mut count = 0;
    while left > chance && count < 1_000 {
        left -= chance;
        count += 1;
        chance *= mean / f64::from(count);
    }
    count
}
