//! Protects and audits a cube of neighborhood by offense by month, filled by a fixed hash, and
//! prints what that took.
//!
//!     cargo run --release -p protection --example large -- 280 13 12

#![allow(clippy::print_stdout, reason = "an example speaks to whoever runs it")]
#![allow(
    clippy::indexing_slicing,
    reason = "the cube has three axes, and so have its lists"
)]

use std::error::Error;
use std::time::Instant;

use protection::{Demand, Problem, Published, Row, Term, audit, protect};

/// Mean of an average inner count: about 73 of 100 are zero.
const MEAN: f64 = 0.36;

fn main() -> Result<(), Box<dyn Error>> {
    let sizes = std::env::args().skip(1);
    let sizes: Vec<usize> = sizes.map(|size| size.parse()).collect::<Result<_, _>>()?;
    let &[places, offenses, months] = sizes.as_slice() else {
        return Err("expected three sizes, for example 280 13 12".into());
    };
    let start = Instant::now();
    let problem = cube(places, offenses, months);
    let zeros = problem.counts.iter().filter(|count| **count == 0).count();
    println!(
        "{} cells, {:.0} % zero, {} sensitive, {} rows, built in {:.1} s",
        problem.counts.len(),
        100.0 * zeros as f64 / problem.counts.len() as f64,
        problem.demands.len(),
        problem.rows.len(),
        start.elapsed().as_secs_f64()
    );
    let start = Instant::now();
    let protection = protect(&problem)?;
    println!(
        "protected in {:.1} s: {:?}",
        start.elapsed().as_secs_f64(),
        protection.statistics
    );
    println!("without witness: {}", protection.witnesses.undecided.len());
    let start = Instant::now();
    let published = Published::of(&problem, &protection.hidden);
    let found = audit(&published, &protection.witnesses, &[])?;
    println!(
        "audited in {:.1} s: passes {}",
        start.elapsed().as_secs_f64(),
        found.passes()
    );
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find(|line| line.starts_with("VmHWM"));
    println!("{}", peak.unwrap_or("no peak of memory is known"));
    Ok(())
}

/// Three dimensions, each with a total as its last member; zeros are published.
fn cube(places: usize, offenses: usize, months: usize) -> Problem {
    let sizes = [places + 1, offenses + 1, months + 1];
    let strides = [sizes[1] * sizes[2], sizes[2], 1];
    let cells = sizes[0] * strides[0];
    let at = |cell: usize, axis: usize| cell / strides[axis] % sizes[axis];
    let is_total = |cell: usize, axis: usize| at(cell, axis) + 1 == sizes[axis];
    let mut counts = vec![0; cells];
    for (cell, count) in counts.iter_mut().enumerate() {
        if !(0..3).any(|axis| is_total(cell, axis)) {
            // Places and offenses differ in how much happens; the average stays.
            let place = 2.0 * hash(1, at(cell, 0));
            let offense = 2.0 * hash(2, at(cell, 1));
            *count = poisson(MEAN * place * offense * 1.35, cell);
        }
    }
    let mut rows: Vec<Row> = Vec::new();
    for axis in 0..3 {
        for cell in (0..cells).filter(|&cell| is_total(cell, axis)) {
            let first = cell - (sizes[axis] - 1) * strides[axis];
            let parts = (0..sizes[axis] - 1).map(|member| first + member * strides[axis]);
            counts[cell] = parts.clone().map(|part| counts[part]).sum();
            let mut row: Row = parts
                .map(|cell| Term {
                    cell,
                    coefficient: 1,
                })
                .collect();
            row.push(Term {
                cell,
                coefficient: -1,
            });
            rows.push(row);
        }
    }
    let sensitive = (0..cells).filter(|&cell| (1..5).contains(&counts[cell]));
    Problem {
        demands: sensitive.map(|cell| Demand { cell, width: 2 }).collect(),
        counts,
        rows,
        width: 2,
        lowest: vec![1; cells],
        fixed: vec![false; cells],
        costs: vec![1; cells],
    }
}

/// A number from 0 to 1 for a position (the finalizer of splitmix64).
fn hash(seed: u64, at: usize) -> f64 {
    let mut bits = (seed << 40 | at as u64)
        .wrapping_add(1)
        .wrapping_mul(0x9e37_79b9_7f4a_7c15);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((bits ^ (bits >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
}

/// The Poisson count whose probabilities add up to the hash of a position.
fn poisson(mean: f64, at: usize) -> u32 {
    let mut left = hash(3, at);
    let mut chance = (-mean).exp();
    let mut count = 0;
    while left > chance && count < 100 {
        left -= chance;
        count += 1;
        chance *= mean / f64::from(count);
    }
    count
}
