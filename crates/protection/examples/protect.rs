//! Reads a problem as JSON on standard input, protects it, and prints what is hidden as JSON:
//! `{"counts": [..], "rows": [[[cell, coefficient], ..], ..], "demands": [[cell, width], ..]}`,
//! with `lowest`, `fixed`, `costs` (one entry a cell) and `width` (of cells without a demand; by
//! default the least of the demands) if they are not the usual ones.
//!
//!     cargo run --release -p protection --example protect < problem.json

#![allow(clippy::print_stdout, reason = "an example speaks to whoever runs it")]

use std::collections::BTreeMap;
use std::error::Error;
use std::io::Read;
use std::time::Instant;

use protection::{Demand, Problem, Published, Term, audit, protect};
use serde::Deserialize;

#[derive(Deserialize)]
struct Question {
    counts: Vec<u32>,
    rows: Vec<Vec<(usize, i32)>>,
    demands: Vec<(usize, u32)>,
    width: Option<u32>,
    lowest: Option<Vec<u32>>,
    fixed: Option<Vec<bool>>,
    costs: Option<Vec<u64>>,
    /// Cells that somebody has hidden already, and that stay hidden.
    hidden: Option<Vec<usize>>,
}

impl From<Question> for Problem {
    fn from(question: Question) -> Self {
        let cells = question.counts.len();
        let least = question.demands.iter().map(|(_, width)| *width).min();
        let row = |terms: Vec<(usize, i32)>| {
            let terms = terms.into_iter();
            terms
                .map(|(cell, coefficient)| Term { cell, coefficient })
                .collect()
        };
        let width = question.width.or(least).unwrap_or(1);
        let mut demands: BTreeMap<usize, u32> = question.demands.into_iter().collect();
        for cell in question.hidden.unwrap_or_default() {
            demands.entry(cell).or_insert(width);
        }
        Self {
            rows: question.rows.into_iter().map(row).collect(),
            demands: demands
                .into_iter()
                .map(|(cell, width)| Demand { cell, width })
                .collect(),
            width,
            lowest: question.lowest.unwrap_or_else(|| vec![0; cells]),
            fixed: question.fixed.unwrap_or_else(|| vec![false; cells]),
            costs: question.costs.unwrap_or_else(|| vec![1; cells]),
            counts: question.counts,
        }
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text)?;
    let problem: Problem = serde_json::from_str::<Question>(&text)?.into();
    let start = Instant::now();
    let protection = protect(&problem)?;
    let protected = start.elapsed().as_secs_f64();
    let published = Published::of(&problem, &protection.hidden);
    let found = audit(&published, &protection.witnesses, &[])?;
    let answer = serde_json::json!({
        "hidden": published.hidden(),
        "primary": protection.statistics.primary,
        "secondary": protection.statistics.secondary,
        "undecided": found.undecided.len(),
        "passes": found.passes(),
        "seconds": protected,
        "seconds_with_audits": start.elapsed().as_secs_f64(),
    });
    println!("{answer}");
    Ok(())
}
