//! Known instances: a trap that others fell into, singletons, zeros, what cannot be protected,
//! and leaks that the attacks must notice.

#![allow(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking, in its builders too"
)]

mod tables;

use protection::{
    Decision, Demand, Problem, ProtectError, Published, Row, Term, audit, bounds, check, decide,
    exact_linear, leaks, own_record, protect, witnesses,
};
use tables::{Cube, flat, hash, nested, poisson};

/// Rows w to z over columns a to d, as in the tests of the R package sdcTable; cell `5 r + c` is
/// row r and column c, totals are last.
fn trap() -> Cube {
    let inner = [
        [30, 47, 64, 89],
        [90, 124, 5, 31],
        [92, 100, 59, 85],
        [800, 991, 651, 685],
    ];
    // Member 0 of each dimension is its total.
    Cube::new(vec![flat(4), flat(4)], |cell| {
        inner[cell / 5 - 1][cell % 5 - 1]
    })
}

fn trap_cell(name: &str) -> usize {
    let row = 1 + "wxyz".find(&name[..1]).unwrap();
    let column = 1 + "abcd".find(&name[1..]).unwrap();
    5 * row + column
}

const TRAP_HIDDEN: [&str; 9] = ["wa", "wb", "wc", "xa", "xc", "yb", "yd", "zb", "zd"];

fn publish(problem: &Problem, cells: &[usize]) -> Published {
    let mut hidden = vec![false; problem.counts.len()];
    for &cell in cells {
        hidden[cell] = true;
    }
    Published::of(problem, &hidden)
}

fn with_demands(cube: &Cube, cells: &[usize], width: u32) -> Problem {
    let mut problem = cube.problem(false, 0, width);
    problem.demands = cells.iter().map(|&cell| Demand { cell, width }).collect();
    problem
}

#[test]
fn the_trap_is_noticed_although_every_line_has_two_holes() {
    let cells: Vec<usize> = TRAP_HIDDEN.iter().map(|name| trap_cell(name)).collect();
    let problem = with_demands(&trap(), &cells, 2);
    let published = publish(&problem, &cells);
    let wb = trap_cell("wb");
    assert_eq!(exact_linear(&published).unwrap().determined, [wb]);
    assert_eq!(
        decide(&published, wb).unwrap(),
        Decision::Narrow { low: 47, high: 47 }
    );
    let found = witnesses(&published).unwrap();
    assert_eq!(found.undecided, [wb]);
    assert!(!audit(&published, &found, &[]).unwrap().passes());
}

#[test]
fn one_more_cell_repairs_the_trap() {
    let mut cells: Vec<usize> = TRAP_HIDDEN.iter().map(|name| trap_cell(name)).collect();
    cells.push(trap_cell("xb"));
    let problem = with_demands(&trap(), &cells, 2);
    let published = publish(&problem, &cells);
    let found = witnesses(&published).unwrap();
    assert!(audit(&published, &found, &[]).unwrap().passes());
}

#[test]
fn the_engine_repairs_the_trap_by_one_cell_itself() {
    let cells: Vec<usize> = TRAP_HIDDEN.iter().map(|name| trap_cell(name)).collect();
    let problem = with_demands(&trap(), &cells, 2);
    let protection = protect(&problem).unwrap();
    assert_eq!(protection.statistics.secondary, 1);
    assert_eq!(leaks(&problem, &protection).unwrap(), []);
}

#[test]
fn published_zeros_pin_ones_and_zeros_stay_published() {
    // 1 0 1 | 2
    // 0 7 8 | 15
    let counts = [1, 0, 1, 0, 7, 8];
    let cube = Cube::new(vec![flat(2), flat(3)], |cell| {
        counts[(cell / 4 - 1) * 3 + cell % 4 - 1]
    });
    let problem = cube.problem(true, 4, 2);
    let primary: Vec<usize> = problem.demands.iter().map(|demand| demand.cell).collect();
    // Two ones that must be at least one and sum to two: no elimination is needed.
    let row_alone = Published {
        rows: problem.rows.clone(),
        ..publish(&problem, &[5, 7])
    };
    assert_eq!(bounds(&row_alone).unwrap().pinned, [5, 7]);
    let protection = protect(&problem).unwrap();
    for (cell, &count) in problem.counts.iter().enumerate() {
        assert!(
            count > 0 || !protection.hidden[cell],
            "zero {cell} is hidden"
        );
    }
    assert!(primary.iter().all(|&cell| protection.hidden[cell]));
}

#[test]
fn a_known_record_pins_a_pair_that_sums_to_one() {
    // Two hidden cells of a row that sums to 1, zeros hidden as well.
    let problem = Problem {
        counts: vec![1, 1, 0],
        rows: vec![vec![term(0, -1), term(1, 1), term(2, 1)]],
        demands: vec![],
        width: 1,
        lowest: vec![0; 3],
        fixed: vec![false; 3],
        costs: vec![1; 3],
    };
    let published = publish(&problem, &[1, 2]);
    assert_eq!(bounds(&published).unwrap().pinned, []);
    let exposures = own_record(&published, &[vec![1], vec![0]]).unwrap();
    let exposed: Vec<(usize, usize)> = exposures.iter().map(|e| (e.record, e.cell)).collect();
    assert_eq!(exposed, [(0, 1), (0, 2)]);
}

#[test]
fn what_may_not_be_hidden_is_said_by_cell() {
    let mut problem = Cube::new(vec![flat(2), flat(2)], |cell| cell as u32).problem(false, 4, 2);
    problem.fixed = vec![true; problem.counts.len()];
    assert_eq!(problem.demands.len(), 1);
    let cell = problem.demands[0].cell;
    assert_eq!(
        protect(&problem),
        Err(ProtectError::Unprotectable { cell, width: 2 })
    );
}

#[test]
fn malformed_problems_are_refused_by_name() {
    let good = Cube::new(vec![flat(2), flat(2)], |_| 3).problem(false, 4, 2);
    let refused = |change: &dyn Fn(&mut Problem), expected: &str| {
        let mut problem = good.clone();
        change(&mut problem);
        let error = protect(&problem).unwrap_err().to_string();
        assert_eq!(error, expected);
    };
    refused(
        &|p| p.lowest.truncate(2),
        "`lowest` has 2 entries; expected 9, one for each cell",
    );
    refused(
        &|p| p.counts[8] += 1,
        "row 2 sums to 1 over the counts; expected 0",
    );
    refused(
        &|p| p.rows[0].push(term(99, 1)),
        "row 0 names cell 99; expected a number below 9",
    );
    refused(
        &|p| p.demands[0].width = 0,
        "demand 0 asks for width 0; expected at least 1",
    );
    refused(
        &|p| p.rows.push(vec![term(1, 1), term(1, -1)]),
        "row 6 names cell 1 twice; expected once, with a coefficient other than 0",
    );
}

#[test]
fn every_hidden_cell_is_needed_and_every_leak_is_noticed() {
    for seed in 0..12 {
        let trees = if seed % 2 == 0 {
            vec![flat(4), flat(5)]
        } else {
            vec![nested(2, 2), flat(2), flat(2)]
        };
        let cube = Cube::new(trees, |cell| {
            poisson(if hash(seed, cell) < 0.2 { 2.0 } else { 12.0 }, seed, cell)
        });
        let problem = cube.problem(seed % 3 == 0, 4, 2);
        let protection = protect(&problem).unwrap();
        assert_eq!(leaks(&problem, &protection).unwrap(), [], "seed {seed}");
    }
}

#[test]
fn witnesses_that_claim_too_much_are_refused() {
    let problem = trap().problem(false, 5, 2);
    let protection = protect(&problem).unwrap();
    let published = Published::of(&problem, &protection.hidden);
    let good = protection.witnesses;
    assert_eq!(check(&published, &good).unwrap(), []);
    let mut base = good.clone();
    base.components[0].base[0] += 1;
    let mut moved = good.clone();
    moved.components[0].moves[0][0].delta += 1;
    let mut fewer = good.clone();
    fewer.components[0].moves.clear();
    let mut none = good;
    none.components.clear();
    for bad in [base, moved, fewer, none] {
        assert_ne!(check(&published, &bad).unwrap(), []);
    }
}

#[test]
fn the_same_problem_gives_the_same_protection() {
    let cube = Cube::new(vec![flat(6), flat(6)], |cell| poisson(3.0, 5, cell));
    let problem = cube.problem(true, 4, 2);
    assert_eq!(protect(&problem), protect(&problem));
}

fn term(cell: usize, coefficient: i32) -> Term {
    Term { cell, coefficient }
}

#[test]
fn relations_that_are_no_totals_count_as_well() {
    // Two splits of the same place: old and new districts with slivers between them.
    let rows: Vec<Row> = vec![
        vec![term(0, -1), term(1, 1), term(2, 1)],
        vec![term(3, -1), term(4, 1), term(5, 1)],
        // Old part 1 and sliver 6 make new part 4; new part 5 and the sliver make old part 2.
        vec![term(1, 1), term(6, 1), term(4, -1)],
        vec![term(5, 1), term(6, 1), term(2, -1)],
    ];
    let counts = vec![40, 18, 22, 40, 21, 19, 3];
    let problem = Problem {
        demands: vec![Demand { cell: 6, width: 2 }],
        rows,
        width: 2,
        lowest: vec![0; 7],
        fixed: vec![false; 7],
        costs: vec![1; 7],
        counts,
    };
    let alone = publish(&problem, &[6]);
    assert_eq!(exact_linear(&alone).unwrap().determined, [6]);
    let protection = protect(&problem).unwrap();
    let published = Published::of(&problem, &protection.hidden);
    assert!(
        audit(&published, &protection.witnesses, &[])
            .unwrap()
            .passes()
    );
    assert_eq!(leaks(&problem, &protection).unwrap(), []);
}
