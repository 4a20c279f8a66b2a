//! Attacks on published tables: what an attacker works out over tables, times, areas and releases must
//! be found by the audits, and what they let pass must stay ambiguous.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "helpers of integration tests are not recognized as tests"
)]

use cube::{
    Cell, Cube, Dimension, DimensionKind, Header, Member, Month, Step, Stretch, Totals, Unit,
};
use disclosure::policy::{Linked, Overlay};
use disclosure::{CellRef, Family, Policy, Rule, System, Text, Zeros};
use protection::{Published, audit, witnesses};

fn text() -> Text {
    Text {
        en: "x".into(),
        es: "x".into(),
    }
}

fn family(id: &str, tables: &[&str], rule: Rule) -> Family {
    Family {
        id: id.into(),
        label: text(),
        published: text(),
        why: text(),
        tables: tables.iter().map(|id| (*id).to_owned()).collect(),
        categories: vec![],
        dimensions: vec![],
        companions: vec![],
        rule,
    }
}

fn suppression() -> Rule {
    Rule::Suppression {
        threshold: 5,
        zeros: Zeros::Hidden,
        ambiguity: 2,
        hidden_percent_limit: 100,
    }
}

fn policy(tables: &[&str], overlays: Vec<Overlay>) -> Policy {
    Policy {
        families: vec![family("assaults", tables, suppression())],
        linked: vec![Linked {
            id: "linked".into(),
            tables: tables.iter().map(|id| (*id).to_owned()).collect(),
            overlays,
        }],
        unprotected_releases: vec![],
        never: vec![],
        limits: vec![],
    }
}

/// A table of areas under a city, of one category, over 2019 from the source `records`.
fn table(id: &str, areas: &[&str], step: Step, rows: &[&[Option<u32>]]) -> Cube {
    let member = |code: &str, parent| Member {
        code: code.into(),
        label: code.into(),
        parent,
    };
    let mut members = vec![member("city", None)];
    members.extend(areas.iter().map(|area| member(area, Some(0))));
    let dimension = |id: &str, kind, members| Dimension {
        id: id.into(),
        label: id.into(),
        kind,
        members,
    };
    let month = |text: &str| Month::parse(text).unwrap();
    let last = match step {
        Step::Year => month("2019-12"),
        _ => month("2019-01").plus(step.months() * i32::try_from(rows[0].len()).unwrap() - 1),
    };
    let header = Header {
        id: id.into(),
        unit: Unit::Victims,
        dimensions: vec![
            dimension("geography", DimensionKind::Geography, members),
            dimension(
                "offense",
                DimensionKind::Category,
                vec![member("assault", None)],
            ),
        ],
        first: month("2019-01"),
        last,
        step,
        decimals: 0,
        totals: Totals::Summed,
        stretches: vec![Stretch {
            source: "records".into(),
            first: month("2019-01"),
            last: month("2019-12"),
        }],
        breaks: vec![],
    };
    let cells = rows.iter().flat_map(|row| row.iter());
    let cells = cells.map(|count| count.map_or(Cell::Suppressed, Cell::Observed));
    Cube::new(header, cells.collect()).unwrap()
}

struct Attack {
    determined: usize,
    narrow: usize,
    passes: bool,
    hidden: usize,
}

fn attack(policy: &Policy, tables: &[&Cube]) -> Attack {
    let system = System::new(policy, tables);
    let rows = system.rows.iter().map(|row| {
        let terms = row.iter().map(|term| protection::Term {
            cell: term.cell,
            coefficient: term.coefficient,
        });
        terms.collect()
    });
    let published = Published {
        values: system.values.clone(),
        rows: rows.collect(),
        lowest: system.lowest.clone(),
        widths: system.widths.iter().map(|width| (*width).max(1)).collect(),
    };
    let worlds = witnesses(&published).unwrap();
    let found = audit(&published, &worlds, &[]).unwrap();
    Attack {
        determined: found.determined.len(),
        narrow: found.narrow.len(),
        passes: found.passes(),
        hidden: system.hidden().len(),
    }
}

const HIDDEN: Option<u32> = None;

/// Two areas are hidden in a month, so that neither follows from the city; the year of each area
/// gives both away.
#[test]
fn a_year_gives_away_a_hidden_month() {
    let months: Vec<Option<u32>> = vec![Some(20); 12];
    let mut east: Vec<Option<u32>> = vec![Some(10); 12];
    let mut west = east.clone();
    east[3] = HIDDEN;
    west[3] = HIDDEN;
    let monthly = table(
        "monthly",
        &["east", "west"],
        Step::Month,
        &[&months, &east, &west],
    );
    let alone = attack(&policy(&["monthly"], vec![]), &[&monthly]);
    assert!(alone.passes && alone.hidden == 2);

    let yearly = |east| {
        let rows: [&[Option<u32>]; 3] = [&[Some(240)], &[east], &[east.map(|_| 128).or(east)]];
        table("yearly", &["east", "west"], Step::Year, &rows)
    };
    let both = policy(&["monthly", "yearly"], vec![]);
    let open = attack(&both, &[&monthly, &yearly(Some(112))]);
    assert_eq!(
        open.determined, 2,
        "the year less eleven months is the twelfth"
    );
    let closed = attack(&both, &[&monthly, &yearly(HIDDEN)]);
    assert!(closed.passes);
}

/// The same source in another table, by quarter: only where the policy links them does the system
/// know, and only where they come from the same source.
#[test]
fn tables_of_different_sources_are_not_differenced() {
    let months: Vec<Option<u32>> = vec![Some(20), Some(20), HIDDEN];
    let other: Vec<Option<u32>> = vec![Some(20), Some(20), HIDDEN];
    let monthly = table("monthly", &["east"], Step::Month, &[&months, &other]);
    let quarterly = table(
        "quarterly",
        &["east"],
        Step::Quarter,
        &[&[Some(43)], &[Some(43)]],
    );
    let linked = policy(&["monthly", "quarterly"], vec![]);
    assert!(attack(&linked, &[&monthly, &quarterly]).determined > 0);
    let mut header = quarterly.header().clone();
    header.stretches[0].source = "another".into();
    let other = Cube::new(header, quarterly.cells().to_vec()).unwrap();
    assert_eq!(attack(&linked, &[&monthly, &other]).determined, 0);
}

/// District lines move: old north and new north differ by one block, whose people the difference of
/// the two published numbers would tell.
#[test]
fn slivers_between_two_divisions_are_bounded() {
    let old = table(
        "old",
        &["north", "south"],
        Step::Year,
        &[&[Some(30)], &[Some(13)], &[Some(17)]],
    );
    let new = table(
        "new",
        &["upper", "lower"],
        Step::Year,
        &[&[Some(30)], &[Some(12)], &[Some(18)]],
    );
    let overlay = Overlay {
        left: "old".into(),
        right: "new".into(),
        pieces: [("north", "upper"), ("north", "lower"), ("south", "lower")]
            .map(|(left, right)| (left.to_owned(), right.to_owned()))
            .to_vec(),
    };
    let policy = policy(&["old", "new"], vec![overlay]);
    let system = System::new(&policy, &[&old, &new]);
    let pieces = system.cells.iter();
    let pieces = pieces.filter(|at| matches!(at, CellRef::Piece { .. }));
    assert_eq!(pieces.count(), 3);
    let found = attack(&policy, &[&old, &new]);
    assert_eq!(found.determined, 3, "each sliver follows: 12, 1 and 17");

    let hidden = table(
        "old",
        &["north", "south"],
        Step::Year,
        &[&[Some(30)], &[HIDDEN], &[HIDDEN]],
    );
    let hidden_too = table(
        "new",
        &["upper", "lower"],
        Step::Year,
        &[&[Some(30)], &[HIDDEN], &[HIDDEN]],
    );
    assert_eq!(attack(&policy, &[&hidden, &hidden_too]).determined, 0);
}

/// An earlier release showed what is hidden now: as a table of the same records it is linked, and the
/// audit finds it.
#[test]
fn an_earlier_release_gives_away_what_is_hidden_now() {
    let now = table(
        "now",
        &["east", "west"],
        Step::Year,
        &[&[Some(30)], &[HIDDEN], &[HIDDEN]],
    );
    let before = table(
        "before",
        &["east", "west"],
        Step::Year,
        &[&[Some(30)], &[Some(3)], &[Some(27)]],
    );
    let policy = policy(&["now", "before"], vec![]);
    assert_eq!(attack(&policy, &[&now, &before]).determined, 2);
}

/// Sparse tables: two hidden numbers add up to one, so both are nearly known although neither follows.
#[test]
fn small_sums_are_too_narrow_although_nothing_follows() {
    let cube = table(
        "monthly",
        &["east", "west"],
        Step::Month,
        &[&[Some(1)], &[HIDDEN], &[HIDDEN]],
    );
    let found = attack(&policy(&["monthly"], vec![]), &[&cube]);
    assert_eq!(found.determined, 0);
    assert_eq!(found.narrow, 2);
    assert!(!found.passes);
}
