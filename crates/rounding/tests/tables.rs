//! Rounded tables keep their promises, and their worlds hold before the checker.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "helpers of integration tests are not recognized as tests"
)]

use std::collections::BTreeMap;

use cube::{Cell, Cube, Dimension, DimensionKind, Header, Member, Month, Step, Totals, Unit};
use disclosure::policy::Linked;
use disclosure::{Certificate, Checker, Family, Policy, Population, Rule, System, Text};
use rounding::{Method, RoundError, round, worlds};

const BASE: u32 = 5;
const WITHIN: u32 = 5;

fn text() -> Text {
    Text {
        en: "x".into(),
        es: "x".into(),
    }
}

fn dimension(id: &str, kind: DimensionKind, codes: usize) -> Dimension {
    let member = |code: String, parent| Member {
        label: code.clone(),
        code,
        parent,
    };
    let parts = (0..codes).map(|at| member(format!("{id}-{at}"), Some(0)));
    let total = member(format!("all-{id}"), None);
    Dimension {
        id: id.into(),
        label: id.into(),
        kind,
        members: [total].into_iter().chain(parts).collect(),
    }
}

fn table(id: &str, dimensions: Vec<Dimension>, step: Step) -> Header {
    Header {
        id: id.into(),
        unit: Unit::Arrests,
        dimensions,
        first: Month::parse("2019-01").unwrap(),
        last: Month::parse("2020-12").unwrap(),
        step,
        decimals: 0,
        totals: Totals::Summed,
        stretches: vec![],
        breaks: vec![],
    }
}

/// District by charge and month, district by race and charge and year, city by age and quarter.
fn headers(districts: usize) -> Vec<Header> {
    use DimensionKind::{Category, Geography, Group};
    let place = |codes| dimension("place", Geography, codes);
    let charge = || dimension("charge", Category, 4);
    vec![
        table("monthly", vec![place(districts), charge()], Step::Month),
        table(
            "by-race",
            vec![place(districts), charge(), dimension("race", Group, 3)],
            Step::Year,
        ),
        table(
            "by-age",
            vec![place(0), dimension("age", Category, 4)],
            Step::Quarter,
        ),
    ]
}

fn policy() -> Policy {
    let tables = || vec!["monthly".to_owned(), "by-race".into(), "by-age".into()];
    Policy {
        families: vec![Family {
            id: "arrests".into(),
            label: text(),
            published: text(),
            why: text(),
            tables: tables(),
            categories: vec![],
            companions: vec![],
            dimensions: vec![],
            rule: Rule::Rounding {
                base: BASE,
                exact_from: 10,
                within: WITHIN,
                ambiguity: 2,
                mean_error_limit_hundredths: 200,
            },
        }],
        linked: vec![Linked {
            id: "arrests".into(),
            tables: tables(),
            overlays: vec![],
        }],
        unprotected_releases: vec![],
        never: vec![],
        limits: vec![],
    }
}

/// Records by a fixed hash: many of the first codes, few of the last.
fn inner(population: &Population, records: u64, seed: u64) -> Vec<(u64, u64)> {
    let mut counts: BTreeMap<u64, u64> = BTreeMap::new();
    let (_, months) = population.months();
    let mut state = seed;
    let mut below = |limit: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((state >> 33) as usize) % limit
    };
    for _ in 0..records {
        let month = below(months);
        let codes: Vec<usize> = population
            .properties()
            .iter()
            .map(|property| {
                let length = property.codes.len();
                below(length).min(below(length)).min(below(length))
            })
            .collect();
        *counts.entry(population.key(month, &codes)).or_default() += 1;
    }
    counts.into_iter().collect()
}

struct Built {
    policy: Policy,
    cubes: Vec<Cube>,
    errors: Vec<Vec<i64>>,
}

fn exact_cubes(headers: &[Header]) -> Vec<Cube> {
    let cube = |header: &Header| {
        let cells = vec![Cell::Observed(0); header.cell_count().unwrap()];
        Cube::new(header.clone(), cells).unwrap()
    };
    headers.iter().map(cube).collect()
}

fn is_total(header: &Header, cell: usize) -> bool {
    let rows: usize = header.dimensions[1..]
        .iter()
        .map(|one| one.members.len())
        .product();
    (cell / header.step_count()).is_multiple_of(rows)
}

fn build(districts: usize, records: u64, seed: u64) -> Result<Built, RoundError> {
    let headers = headers(districts);
    let policy = policy();
    let empty = exact_cubes(&headers);
    let population =
        Population::new(&policy, "arrests", &empty.iter().collect::<Vec<_>>()).unwrap();
    let inner = inner(&population, records, seed);
    let grid =
        rounding::Grid::new(&population, inner.iter().map(|(key, _)| *key).collect()).unwrap();
    let counts: Vec<i64> = inner.iter().map(|(_, count)| *count as i64).collect();
    let truth = grid.by_table(&grid.sums(&counts));
    let exact = rounding::exact_totals(&population, &truth, 10);
    let is_exact = |table: usize, cell: usize| {
        assert!(!exact[table][cell] || is_total(&headers[table], cell));
        exact[table][cell]
    };
    let method = Method {
        base: BASE,
        within: WITHIN,
        secret: b"test",
    };
    let rounded = round(&population, &inner, &method, is_exact)?;
    let cube = |(at, header): (usize, &Header)| {
        let cells = rounded.tables[at].iter().enumerate().map(|(cell, value)| {
            let value = u32::try_from(*value).unwrap();
            match is_exact(at, cell) {
                true => Cell::Observed(value),
                false => Cell::Rounded(value),
            }
        });
        Cube::new(header.clone(), cells.collect()).unwrap()
    };
    Ok(Built {
        cubes: headers.iter().enumerate().map(cube).collect(),
        errors: rounded.errors,
        policy,
    })
}

fn certificate(built: &Built) -> Certificate {
    let cubes: Vec<&Cube> = built.cubes.iter().collect();
    let population = Population::new(&built.policy, "arrests", &cubes).unwrap();
    let found = worlds(&population, 2).unwrap();
    let rounded =
        disclosure::certificate::RoundedWorlds::encode("arrests", &found.world, &found.moves);
    Certificate {
        format: disclosure::certificate::FORMAT,
        policy_sha256: String::new(),
        tables: vec![],
        system_sha256: System::new(&built.policy, &cubes).sha256(),
        audits: vec![],
        suppressed: vec![],
        rounded: vec![rounded],
    }
}

#[test]
fn small_counts_disappear_errors_stay_small_and_totals_exact() {
    for seed in 0..8 {
        let built = build(3, 15000, seed).unwrap();
        for (cube, errors) in built.cubes.iter().zip(&built.errors) {
            for (cell, error) in cube.cells().iter().zip(errors) {
                match cell {
                    Cell::Observed(_) => assert_eq!(*error, 0),
                    _ => assert!(error.abs() <= i64::from(WITHIN)),
                }
                let value = cell.value().unwrap();
                assert!(value == 0 || value >= BASE, "{value}");
            }
        }
    }
}

/// Whatever is published is a sum of one inner table: totals and tables agree to the last digit.
#[test]
fn all_tables_add_up() {
    let built = build(3, 15000, 1).unwrap();
    let sum = |at: usize, rows: &[usize], steps: std::ops::Range<usize>| -> u32 {
        let cube = &built.cubes[at];
        let row = cube.steps_of(rows).unwrap();
        steps.map(|step| row[step].value().unwrap()).sum()
    };
    for place in 0..4 {
        for charge in 0..5 {
            for year in 0..2 {
                let months = sum(0, &[place, charge], year * 12..year * 12 + 12);
                assert_eq!(sum(1, &[place, charge, 0], year..year + 1), months);
                let races = 1..4;
                let races = races.map(|race| sum(1, &[place, charge, race], year..year + 1));
                assert_eq!(races.sum::<u32>(), months);
            }
        }
    }
    for quarter in 0..8 {
        let months = sum(0, &[0, 0], quarter * 3..quarter * 3 + 3);
        assert_eq!(sum(2, &[0, 0], quarter..quarter + 1), months);
    }
}

#[test]
fn equal_records_and_secrets_give_equal_numbers() {
    let (one, other) = (build(3, 15000, 5).unwrap(), build(3, 15000, 5).unwrap());
    assert_eq!(one.cubes, other.cubes);
}

#[test]
fn every_rounded_number_has_two_worlds() {
    for seed in 0..4 {
        let built = build(3, 15000, seed).unwrap();
        let certificate = certificate(&built);
        let mut checker = Checker::of(certificate, &built.policy, built.cubes.clone()).unwrap();
        let verdict = checker.finish().clone();
        assert!(verdict.holds(), "{:?}", verdict.faults);
        assert!(verdict.rounded > 500);
        let rounded = |cell: &Cell| matches!(cell, Cell::Rounded(_));
        let picked = built.cubes[1].cells().iter().position(rounded).unwrap();
        let worlds = checker.worlds(1, picked, &[picked + 1]).unwrap();
        assert!((worlds[0].first - worlds[0].second).abs() >= 2);
    }
}

/// A number that is changed after the certificate was made no longer fits its worlds.
#[test]
fn a_changed_number_is_found() {
    let built = build(3, 15000, 2).unwrap();
    let certificate = certificate(&built);
    for at in [0, 100, 333] {
        let mut cubes = built.cubes.clone();
        let mut cells = cubes[0].cells().to_vec();
        let value = cells[at].value().unwrap();
        cells[at] = Cell::Rounded(value + 20);
        cubes[0] = Cube::new(cubes[0].header().clone(), cells).unwrap();
        let mut checker = Checker::of(certificate.clone(), &built.policy, cubes).unwrap();
        assert!(!checker.finish().holds());
    }
}

/// A move that is taken out leaves a number without a second world.
#[test]
fn a_missing_world_is_found() {
    let built = build(3, 15000, 2).unwrap();
    let mut certificate = certificate(&built);
    let (world, mut moves) = certificate.rounded[0].decode().unwrap();
    moves.truncate(moves.len() / 2);
    certificate.rounded[0] =
        disclosure::certificate::RoundedWorlds::encode("arrests", &world, &moves);
    let mut checker = Checker::of(certificate, &built.policy, built.cubes.clone()).unwrap();
    let verdict = checker.finish();
    assert!(!verdict.holds());
    assert!(verdict.rounded_witnessed < verdict.rounded);
}

#[test]
fn what_cannot_be_rounded_is_said() {
    // One record alone in a city whose total must stay exact cannot become zero or five.
    let headers = headers(1);
    let policy = policy();
    let empty = exact_cubes(&headers);
    let population =
        Population::new(&policy, "arrests", &empty.iter().collect::<Vec<_>>()).unwrap();
    let inner = [(population.key(0, &[0, 0, 0, 0]), 1)];
    let method = Method {
        base: BASE,
        within: WITHIN,
        secret: b"test",
    };
    let error = round(&population, &inner, &method, |table, cell| {
        is_total(&headers[table], cell)
    });
    let message = error.unwrap_err().to_string();
    assert!(message.contains("cannot be rounded within 5"), "{message}");
}
