//! The attacks beside a plain enumeration of all worlds of tiny tables.

#![allow(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking, in its builders too"
)]

mod tables;

use std::collections::BTreeMap;

use protection::{Decision, Problem, Published, bounds, decide, exact_linear, protect, witnesses};
use tables::{Cube, flat, hash, poisson};

/// The least and the most of each hidden cell over all worlds, by trying every count of one cell
/// after the other, up to the largest published one.
fn ranges(published: &Published) -> BTreeMap<usize, (u32, u32)> {
    let most = published.values.iter().flatten().max().copied().unwrap();
    let mut world: Vec<Option<u32>> = published.values.clone();
    let mut found = BTreeMap::new();
    enumerate(published, &published.hidden(), most, &mut world, &mut found);
    found
}

fn enumerate(
    published: &Published,
    open: &[usize],
    most: u32,
    world: &mut Vec<Option<u32>>,
    found: &mut BTreeMap<usize, (u32, u32)>,
) {
    let Some((&cell, rest)) = open.split_first() else {
        for cell in published.hidden() {
            let count = world[cell].unwrap();
            let range = found.entry(cell).or_insert((count, count));
            *range = (range.0.min(count), range.1.max(count));
        }
        return;
    };
    for count in published.lowest[cell]..=most {
        world[cell] = Some(count);
        if may_fit(published, cell, world) {
            enumerate(published, rest, most, world, found);
        }
    }
    world[cell] = None;
}

/// Whether no row of a cell that is full fails to add up.
fn may_fit(published: &Published, cell: usize, world: &[Option<u32>]) -> bool {
    let rows = published.rows.iter();
    let mut rows = rows.filter(|row| row.iter().any(|term| term.cell == cell));
    rows.all(|row| {
        let sum = row.iter().try_fold(0_i64, |sum, term| {
            Some(sum + i64::from(term.coefficient) * i64::from(world[term.cell]?))
        });
        sum.is_none_or(|sum| sum == 0)
    })
}

fn is_inner(cube: &Cube, cell: usize) -> bool {
    let sizes: Vec<usize> = cube.trees.iter().map(Vec::len).collect();
    tables::members(&sizes, cell)
        .iter()
        .all(|&member| member > 0)
}

/// Compares every attack with the enumeration; returns how many cells were too narrow.
fn compare(name: &str, problem: &Problem, hidden: &[bool]) -> usize {
    let published = Published::of(problem, hidden);
    let truth = ranges(&published);
    let interval = bounds(&published).unwrap();
    let linear = exact_linear(&published).unwrap();
    let found = witnesses(&published).unwrap();
    let mut narrow = 0;
    for (at, &cell) in interval.cells.iter().enumerate() {
        let (low, high) = truth[&cell];
        let is_narrow = high - low < published.widths[cell];
        narrow += usize::from(is_narrow);
        // A2 may be wider than the truth, never narrower.
        assert!(interval.low[at] <= i64::from(low), "{name}: {cell}");
        assert!(
            interval.high[at].is_none_or(|end| end >= i64::from(high)),
            "{name}: {cell}"
        );
        // A1 finds only cells that are certain.
        if linear.determined.binary_search(&cell).is_ok() {
            assert_eq!(low, high, "{name}: {cell}");
        }
        // A3 and A4 decide.
        let undecided = found.undecided.binary_search(&cell).is_ok();
        assert_eq!(
            undecided, is_narrow,
            "{name}: cell {cell} is {low} to {high}"
        );
        let expected = Decision::Narrow {
            low: i64::from(low),
            high: i64::from(high),
        };
        let decision = decide(&published, cell).unwrap();
        if is_narrow {
            assert_eq!(decision, expected, "{name}: {cell}");
        } else {
            assert!(matches!(decision, Decision::Wide { .. }), "{name}: {cell}");
        }
    }
    narrow
}

/// Hides six inner cells of a table at most, chosen by a hash, so that few worlds are to be tried.
fn some_hidden(cube: &Cube, seed: u64, least: u32) -> Vec<bool> {
    let mut cells: Vec<usize> = (0..cube.counts.len())
        .filter(|&cell| is_inner(cube, cell) && cube.counts[cell] >= least)
        .collect();
    cells.sort_by(|a, b| hash(seed, *a).total_cmp(&hash(seed, *b)));
    cells.truncate(6);
    (0..cube.counts.len())
        .map(|cell| cells.contains(&cell))
        .collect()
}

#[test]
fn attacks_agree_with_all_worlds_of_tiny_tables() {
    let mut narrow = 0;
    let mut tables = 0;
    for seed in 0..24 {
        let trees = match seed % 3 {
            0 => vec![flat(3), flat(3)],
            1 => vec![flat(2), flat(2), flat(2)],
            _ => vec![flat(2), flat(4)],
        };
        let cube = Cube::new(trees, |cell| poisson(1.5, seed, cell).min(4));
        for zeros_published in [true, false] {
            let problem = Problem {
                demands: vec![],
                ..cube.problem(zeros_published, 4, 2)
            };
            let hidden = some_hidden(&cube, seed, u32::from(zeros_published));
            narrow += compare(&format!("seed {seed}"), &problem, &hidden);
            tables += 1;
        }
    }
    // Both kinds of cells occur, so that the comparison means something.
    assert!(narrow > 20, "{narrow} narrow cells in {tables} tables");
}

#[test]
fn protected_cells_are_as_wide_as_all_worlds_say() {
    for seed in 0..12 {
        let cube = Cube::new(vec![flat(2), flat(2)], |cell| {
            if hash(seed, cell) < 0.6 {
                poisson(2.5, seed, cell)
            } else {
                5
            }
        });
        let problem = cube.problem(seed % 2 == 0, 3, 2);
        let protection = protect(&problem).unwrap();
        let published = Published::of(&problem, &protection.hidden);
        for (cell, (low, high)) in ranges(&published) {
            assert!(
                high - low >= 2,
                "seed {seed}: cell {cell} is {low} to {high}"
            );
        }
    }
}
