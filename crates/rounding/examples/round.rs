//! Rounds one table of counts for the benchmark: reads words of numbers on standard input and prints
//! the rounded counts in the same order, then the seconds that it took.
//!
//! The words are how many lists there are; for each list how many codes it has, and for each code
//! the position of the code that it is a part of, or -1; then how many records each combination of
//! codes without parts has, the last list changing fastest; base, greatest error, and the count from
//! which the total of everything is exact.
//!
//!     cargo run --release -p rounding --example round < table.txt

#![allow(clippy::print_stdout, reason = "an example speaks to whoever runs it")]

use std::error::Error;
use std::io::Read;
use std::str::SplitWhitespace;
use std::time::Instant;

use cube::{Cell, Cube, Dimension, DimensionKind, Header, Member, Month, Step, Totals, Unit};
use disclosure::policy::Linked;
use disclosure::{Family, Policy, Population, Rule, Text};
use rounding::{Grid, Method, exact_totals, round};

/// The one group of tables, and the one table in it.
const NAME: &str = "table";

fn main() -> Result<(), Box<dyn Error>> {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text)?;
    let mut words = text.split_whitespace();
    let lists: usize = next(&mut words)?;
    let dimensions: Vec<Dimension> = (0..lists)
        .map(|at| dimension(&mut words, at))
        .collect::<Result<_, _>>()?;
    let header = header(dimensions)?;
    let cells = vec![Cell::Observed(0); header.cell_count()?];
    let kinds: usize = header.dimensions.iter().map(leaves).product();
    let records: Vec<u64> = (0..kinds)
        .map(|_| next(&mut words))
        .collect::<Result<_, _>>()?;
    let (base, within): (u32, u32) = (next(&mut words)?, next(&mut words)?);
    let exact_from: u32 = next(&mut words)?;
    let table = Cube::new(header, cells)?;
    let policy = policy(base, within, exact_from);
    let population = Population::new(&policy, NAME, &[&table])?;

    let inner = records.into_iter().enumerate();
    let inner: Vec<(u64, u64)> = inner
        .map(|(key, count)| (key as u64, count))
        .filter(|(_, count)| *count > 0)
        .collect();
    let grid = Grid::new(&population, inner.iter().map(|(key, _)| *key).collect())?;
    let counts: Vec<i64> = inner
        .iter()
        .map(|(_, count)| i64::try_from(*count))
        .collect::<Result<_, _>>()?;
    let truth = grid.by_table(&grid.sums(&counts));
    let exact = exact_totals(&population, &truth, exact_from);
    let method = Method {
        base,
        within,
        secret: b"benchmark",
    };
    let is_exact = |table: usize, cell: usize| {
        let of_table = exact.get(table);
        of_table.and_then(|cells| cells.get(cell)).copied() == Some(true)
    };
    let begun = Instant::now();
    let rounded = round(&population, &inner, &method, is_exact)?;
    let seconds = begun.elapsed().as_secs_f64();
    for value in rounded.tables.iter().flatten() {
        println!("{value}");
    }
    println!("{seconds}");
    Ok(())
}

fn next<T>(words: &mut SplitWhitespace<'_>) -> Result<T, Box<dyn Error>>
where
    T: std::str::FromStr,
    T::Err: Error + 'static,
{
    let word = words
        .next()
        .ok_or("expected another number, found the end")?;
    Ok(word.parse()?)
}

fn dimension(words: &mut SplitWhitespace<'_>, at: usize) -> Result<Dimension, Box<dyn Error>> {
    let length: usize = next(words)?;
    let mut members = Vec::new();
    for code in 0..length {
        let parent: i64 = next(words)?;
        let code = format!("code-{code}");
        members.push(Member {
            label: code.clone(),
            code,
            parent: usize::try_from(parent).ok(),
        });
    }
    let kind = match at {
        0 => DimensionKind::Geography,
        1 => DimensionKind::Category,
        _ => DimensionKind::Group,
    };
    let id = format!("list-{at}");
    Ok(Dimension {
        label: id.clone(),
        id,
        kind,
        members,
    })
}

fn leaves(dimension: &Dimension) -> usize {
    let codes = 0..dimension.members.len();
    codes
        .filter(|code| dimension.children(*code).next().is_none())
        .count()
}

fn header(dimensions: Vec<Dimension>) -> Result<Header, Box<dyn Error>> {
    let month = Month::parse("2000-01")?;
    Ok(Header {
        id: NAME.to_owned(),
        unit: Unit::Events,
        dimensions,
        first: month,
        last: month,
        step: Step::Month,
        decimals: 0,
        totals: Totals::Summed,
        stretches: vec![],
        breaks: vec![],
    })
}

fn policy(base: u32, within: u32, exact_from: u32) -> Policy {
    let text = || Text {
        en: NAME.to_owned(),
        es: NAME.to_owned(),
    };
    let tables = || vec![NAME.to_owned()];
    Policy {
        families: vec![Family {
            id: NAME.to_owned(),
            label: text(),
            published: text(),
            why: text(),
            tables: tables(),
            categories: vec![],
            dimensions: vec![],
            companions: vec![],
            rule: Rule::Rounding {
                base,
                exact_from,
                within,
                ambiguity: 2,
                mean_error_limit_hundredths: u32::MAX,
            },
        }],
        linked: vec![Linked {
            id: NAME.to_owned(),
            tables: tables(),
            overlays: vec![],
        }],
        unprotected_releases: vec![],
        never: vec![],
        limits: vec![],
    }
}
