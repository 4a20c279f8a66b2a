//! Generated tables through protection and all attacks: hierarchical, linked, sparse, with zeros
//! and ones, in two, three and four dimensions.

#![allow(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking, in its builders too"
)]

mod tables;

use protection::{Problem, Published, Witnesses, audit, exact_linear, own_record, protect};
use tables::{Cube, flat, hash, linked, nested, poisson};

/// Protects a problem, checks the witnesses with code of this test, and attacks.
fn check(name: &str, problem: &Problem) {
    let protection = protect(problem).unwrap_or_else(|error| panic!("{name}: {error}"));
    for demand in &problem.demands {
        assert!(
            protection.hidden[demand.cell],
            "{name}: cell {} is shown",
            demand.cell
        );
    }
    let published = Published::of(problem, &protection.hidden);
    assert_eq!(protection.witnesses.undecided, [], "{name}");
    verify(name, &published, &protection.witnesses);
    let records: Vec<Vec<usize>> = published
        .hidden()
        .into_iter()
        .map(|cell| vec![cell])
        .collect();
    let found = audit(&published, &protection.witnesses, &[]).unwrap();
    assert!(found.passes(), "{name}: {found:?}");
    assert_eq!(exact_linear(&published).unwrap().determined, [], "{name}");
    if problem.lowest.iter().all(|&lowest| lowest == 1) {
        assert_eq!(own_record(&published, &records).unwrap(), [], "{name}");
    }
}

/// Plain arithmetic over whole worlds, without the crate's own check.
fn verify(name: &str, published: &Published, witnesses: &Witnesses) {
    let mut base: Vec<Option<i64>> = published.values.iter().map(|v| v.map(i64::from)).collect();
    for worlds in &witnesses.components {
        for (&cell, &count) in worlds.cells.iter().zip(&worlds.base) {
            assert_eq!(base[cell], None, "{name}: cell {cell} has two counts");
            base[cell] = Some(i64::from(count));
        }
    }
    let base: Vec<i64> = base
        .into_iter()
        .map(|count| count.expect("a count for each cell"))
        .collect();
    let fits = |world: &[i64]| {
        published.rows.iter().all(|row| {
            row.iter()
                .map(|t| i64::from(t.coefficient) * world[t.cell])
                .sum::<i64>()
                == 0
        }) && published
            .hidden()
            .iter()
            .all(|&c| world[c] >= i64::from(published.lowest[c]))
    };
    assert!(fits(&base), "{name}: the base world does not fit");
    let mut least = base.clone();
    let mut most = base.clone();
    for worlds in &witnesses.components {
        for shifts in &worlds.moves {
            let mut world = base.clone();
            for shift in shifts {
                assert!(
                    published.values[shift.cell].is_none(),
                    "{name}: a published cell moves"
                );
                world[shift.cell] += shift.delta;
            }
            assert!(
                fits(&world),
                "{name}: a move leads out of the worlds that fit"
            );
            for shift in shifts {
                least[shift.cell] = least[shift.cell].min(world[shift.cell]);
                most[shift.cell] = most[shift.cell].max(world[shift.cell]);
            }
        }
    }
    for cell in published.hidden() {
        let width = i64::from(published.widths[cell]);
        assert!(
            most[cell] - least[cell] >= width,
            "{name}: cell {cell} is too narrow"
        );
    }
}

fn means(seed: u64, kind: usize) -> impl FnMut(usize) -> u32 {
    move |cell| match kind {
        // Sparse: about three of four are zero.
        0 => poisson(0.3, seed, cell),
        // Zeros and ones alone.
        1 => u32::from(hash(seed, cell) < 0.4),
        // Middling counts around the threshold.
        2 => poisson(4.0, seed, cell),
        // Mostly large, a few small.
        _ => poisson(
            if hash(seed ^ 7, cell) < 0.15 {
                2.0
            } else {
                40.0
            },
            seed,
            cell,
        ),
    }
}

fn check_shape(shape: &str, trees: &[tables::Tree], seeds: std::ops::Range<u64>) {
    for seed in seeds {
        for kind in 0..4 {
            let cube = Cube::new(trees.to_vec(), means(seed, kind));
            for zeros_published in [true, false] {
                let name = format!("{shape}, seed {seed}, kind {kind}, zeros {zeros_published}");
                check(&name, &cube.problem(zeros_published, 4, 2));
            }
        }
    }
}

#[test]
fn two_way_tables_are_protected() {
    check_shape("5 x 6", &[flat(5), flat(6)], 0..8);
}

#[test]
fn hierarchical_two_way_tables_are_protected() {
    check_shape("(3 x 3) x 5", &[nested(3, 3), flat(5)], 20..26);
}

#[test]
fn three_way_tables_are_protected() {
    check_shape("4 x 3 x 4", &[flat(4), flat(3), flat(4)], 40..46);
}

#[test]
fn hierarchical_three_way_tables_are_protected() {
    check_shape("(2 x 2) x 3 x 3", &[nested(2, 2), flat(3), flat(3)], 60..64);
}

#[test]
fn four_way_tables_are_protected() {
    check_shape(
        "3 x 2 x 3 x 2",
        &[flat(3), flat(2), flat(3), flat(2)],
        80..84,
    );
}

/// Large enough for the first look at many cells at once, whose answer may not hang on how many
/// cores share it.
#[test]
fn any_number_of_cores_gives_the_same_protection() {
    let cube = Cube::new(vec![flat(30), flat(12), flat(12)], |cell| {
        poisson(1.2, 120, cell)
    });
    let problem = cube.problem(true, 4, 2);
    assert!(problem.demands.len() > 2_048);
    check("30 x 12 x 12", &problem);
    let on_cores = |cores| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(cores);
        pool.build().unwrap().install(|| protect(&problem).unwrap())
    };
    assert_eq!(on_cores(1), on_cores(3));
}

#[test]
fn wider_widths_are_kept_too() {
    for seed in 0..6 {
        let cube = Cube::new(vec![flat(5), flat(5)], means(seed, 2));
        check(&format!("k = 10, seed {seed}"), &cube.problem(false, 9, 5));
    }
}

#[test]
fn linked_tables_are_protected_together() {
    for seed in 100..110 {
        let first = Cube::new(vec![flat(4), flat(4)], means(seed, 2));
        // The second cube splits the same counts along its first dimension otherwise.
        let second = Cube::new(vec![flat(4), flat(3)], |cell| {
            let member = cell / 4;
            let total = first.counts[member * 5];
            match cell % 4 {
                1 => total / 2,
                2 => total / 3,
                _ => total - total / 2 - total / 3,
            }
        });
        let (counts, rows) = linked(&first, &second);
        let mut problem = first.problem(true, 4, 2);
        let small = second.problem(true, 4, 2).demands;
        let offset = first.counts.len();
        problem.demands.extend(small.into_iter().map(|mut demand| {
            demand.cell += offset;
            demand
        }));
        let cells = counts.len();
        problem.counts = counts;
        problem.rows = rows;
        problem.lowest = vec![1; cells];
        problem.fixed = vec![false; cells];
        problem.costs = vec![1; cells];
        check(&format!("linked, seed {seed}"), &problem);
    }
}
