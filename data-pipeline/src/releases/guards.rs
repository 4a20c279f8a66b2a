//! What must hold before a release is published. Each guard looks at figures and says what it saw;
//! one that trips refuses the release, unless whoever publishes overrides it and says why.
//!
//! | guard | trips where |
//! |---|---|
//! | `source-shrank` | the rows read fall by more than the declared percentage |
//! | `month-fell` | a number falls from `n` by more than `max(k √n, r)`: `k` as declared (3), for a Poisson count has the standard deviation √n; `r` the largest fall in its line's own history (`revisions.csv`) |
//! | `share-rose` | the share of rows without a form, charge group or place rises by more than the declared points |
//! | `official-total` | a sum differs from the printed total by more than the declared tolerance |
//! | `vanished` | a table, an area, a category or every number of a month is gone |

use std::collections::BTreeMap;

use cube::release::{Override, Source};
use serde::Serialize;

use super::changes::{Changes, Kind, TableChanges};
use super::numbers::{self, located};
use super::persons::Persons;
use super::revisions::largest_falls;
use super::stored::{Published, Stored};
use super::words::thousands;
use crate::settings::{OfficialTotal, Settings};

/// What the guards look at.
pub struct Grounds<'a> {
    /// The settings, with limits and official totals.
    pub settings: &'a Settings,
    /// What is about persons.
    pub persons: &'a Persons,
    /// The last release; none before the first.
    pub before: Option<&'a Stored>,
    /// What is to be published.
    pub after: &'a Published,
    /// What differs; none before the first release.
    pub changes: Option<&'a Changes>,
}

/// What one guard saw.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Its id: the kind of guard, a colon, and what it guards.
    pub guard: String,
    /// Whether it trips.
    pub state: State,
    /// The figures, as a sentence without its full stop.
    pub figures: String,
    /// Whether it guards what is about persons: then a release does not repeat the figures.
    pub is_about_persons: bool,
}

/// Whether a guard trips.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "state", content = "because")]
pub enum State {
    /// It holds.
    Passed,
    /// It refuses the release.
    Tripped,
    /// It would refuse, and whoever publishes says why not.
    Overridden(String),
}

/// That somebody publishes in spite of a guard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The id of the guard.
    pub guard: String,
    /// Why.
    pub because: String,
}

/// Looks at everything; `accepted` are the overrides of this run and those of the release that it
/// would repeat.
#[must_use]
pub fn examine(grounds: &Grounds<'_>, accepted: &[Request]) -> Vec<Finding> {
    let mut findings = Vec::new();
    if let (Some(before), Some(changes)) = (grounds.before, grounds.changes) {
        shrunken_sources(grounds, &before.published, &mut findings);
        fallen_numbers(grounds, before, changes, &mut findings);
        risen_shares(grounds, &before.published, &mut findings);
        vanished(grounds, changes, &mut findings);
    }
    let totals = grounds.settings.official_totals.iter();
    findings.extend(totals.map(|total| official_total(grounds, total)));
    for finding in &mut findings {
        let request = accepted.iter().find(|one| one.guard == finding.guard);
        if let (State::Tripped, Some(request)) = (&finding.state, request) {
            finding.state = State::Overridden(request.because.clone());
        }
    }
    findings
}

/// The overrides as a release records them.
#[must_use]
pub fn recorded(findings: &[Finding]) -> Vec<Override> {
    let overridden = findings.iter().filter_map(|finding| match &finding.state {
        State::Overridden(because) => Some((finding, because)),
        State::Passed | State::Tripped => None,
    });
    overridden
        .map(|(finding, because)| Override {
            guard: finding.guard.clone(),
            figures: match finding.is_about_persons {
                true => String::new(),
                false => finding.figures.clone(),
            },
            because: because.clone(),
        })
        .collect()
}

impl Finding {
    fn new(guard: String, trips: Trips, figures: String) -> Self {
        Self {
            guard,
            state: match trips {
                Trips::Yes => State::Tripped,
                Trips::No => State::Passed,
            },
            figures,
            is_about_persons: false,
        }
    }

    fn about_persons(self, is_about_persons: bool) -> Self {
        Self {
            is_about_persons,
            ..self
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Trips {
    Yes,
    No,
}

impl From<bool> for Trips {
    fn from(trips: bool) -> Self {
        if trips { Self::Yes } else { Self::No }
    }
}

fn shrunken_sources(grounds: &Grounds<'_>, before: &Published, findings: &mut Vec<Finding>) {
    for (was, is) in both(before, grounds.after) {
        let (rows, now) = (was.accounting.read, is.accounting.read);
        let limit = grounds.settings.guards.shrank_percent(&is.id);
        let fall = rows.saturating_sub(now) as f64 * 100.0;
        let trips = fall > rows as f64 * limit;
        let percent = if rows == 0 { 0.0 } else { fall / rows as f64 };
        let (shown, shown_now) = (thousands(rows), thousands(now));
        let figures = match now < rows {
            true => format!(
                "{shown_now} rows, {percent:.1} % fewer than the {shown} before; {limit} % are \
                 allowed"
            ),
            false => format!("{shown_now} rows, {shown} before"),
        };
        let finding = Finding::new(format!("source-shrank:{}", is.id), trips.into(), figures);
        findings.push(finding.about_persons(grounds.persons.has_source(&is.id)));
    }
}

/// The sources that both releases were made from.
fn both<'a>(
    before: &'a Published,
    after: &'a Published,
) -> impl Iterator<Item = (&'a Source, &'a Source)> {
    after.manifest.sources.iter().filter_map(|is| {
        let mut sources = before.manifest.sources.iter();
        Some((sources.find(|was| was.id == is.id)?, is))
    })
}

fn fallen_numbers(
    grounds: &Grounds<'_>,
    before: &Stored,
    changes: &Changes,
    findings: &mut Vec<Finding>,
) {
    let falls = largest_falls(&before.revisions);
    let deviations = grounds.settings.guards.month_fell_deviations;
    for table in &grounds.after.manifest.tables {
        if !before.published.cubes.contains_key(&table.id) {
            continue;
        }
        let is_about_persons = grounds.persons.has_table(&table.id);
        let changed = changes.tables.iter().find(|one| one.table == table.id);
        let worst = changed.and_then(|changed| {
            worst_fall(changed, is_about_persons, |cell, was| {
                let line = (&*table.id, &*cell.geography, &*cell.category);
                let seen = falls.get(&line).copied().unwrap_or(0);
                (deviations * f64::from(was).sqrt()).max(f64::from(seen))
            })
        });
        let (trips, figures) = match worst {
            None => (Trips::No, "no number has fallen".to_owned()),
            Some(fall) => (Trips::from(fall.fall > fall.allowed), fall.to_string()),
        };
        let finding = Finding::new(format!("month-fell:{}", table.id), trips, figures);
        findings.push(finding.about_persons(is_about_persons));
    }
}

/// A number that has fallen.
struct Fall {
    label: String,
    before: u32,
    after: Option<u32>,
    fall: f64,
    allowed: f64,
}

impl std::fmt::Display for Fall {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let after = self
            .after
            .map_or("no number".into(), |value| value.to_string());
        let Self {
            label,
            before,
            allowed,
            ..
        } = self;
        write!(
            formatter,
            "{label} falls from {before} to {after}; a fall by {allowed:.1} is allowed"
        )
    }
}

/// The fall that exceeds what is allowed by most.
fn worst_fall(
    changed: &TableChanges,
    only_whole: bool,
    allowed: impl Fn(&super::CellChange, u32) -> f64,
) -> Option<Fall> {
    let cells = changed.cells.iter();
    let cells = cells.filter(|cell| matches!(cell.kind, Kind::Revised | Kind::Vanished));
    let falls = cells
        .filter(|cell| cell.is_whole || !only_whole)
        .filter_map(|cell| {
            let before = cell.before.value()?;
            let after = cell.after.value();
            let fall = f64::from(before) - f64::from(after.unwrap_or(0));
            (fall > 0.0).then(|| Fall {
                label: format!("{} in {}", cell.labels.join(", "), cell.month),
                before,
                after,
                fall,
                allowed: allowed(cell, before),
            })
        });
    falls.max_by(|one, other| (one.fall - one.allowed).total_cmp(&(other.fall - other.allowed)))
}

fn risen_shares(grounds: &Grounds<'_>, before: &Published, findings: &mut Vec<Finding>) {
    let points = grounds.settings.guards.share_rose_points;
    for (was, is) in both(before, grounds.after) {
        let (earlier, mut now) = (unmapped(was), unmapped(is));
        // The first releases, which do not say who publishes, do not say what their sources lacked.
        if before.manifest.publication.is_none() {
            now.retain(|what, _| *what == "form");
        }
        for (what, rows) in &now {
            let earlier = earlier.get(what).copied().unwrap_or(0);
            let shares = (
                percent(earlier, was.accounting.read),
                percent(*rows, is.accounting.read),
            );
            let finding = share(&format!("{}/{what}", is.id), what, shares, points);
            findings.push(finding.about_persons(grounds.persons.has_source(&is.id)));
        }
    }
    for (table, cube) in &grounds.after.cubes {
        let Some(earlier) = before.cubes.get(table) else {
            continue;
        };
        let without = |cube: &cube::Cube| {
            let header = cube.header();
            let (located, of) = located(cube, header.first, header.last)?;
            Some(percent(of - located, of))
        };
        if let (Some(was), Some(is)) = (without(earlier), without(cube)) {
            let finding = share(table, "place", (was, is), points);
            findings.push(finding.about_persons(grounds.persons.has_table(table)));
        }
    }
}

fn share(guarded: &str, what: &str, (was, is): (f64, f64), points: f64) -> Finding {
    let trips = is - was > points;
    let figures = format!(
        "{is:.2} % without a known {what}, {was:.2} % before; a rise by {points} points is allowed"
    );
    Finding::new(format!("share-rose:{guarded}"), trips.into(), figures)
}

/// The rows of a source that found no counterpart, by what they lack.
fn unmapped(source: &Source) -> BTreeMap<&str, u64> {
    let unmapped = source.unmapped.iter();
    let unmapped = unmapped.map(|one| (&*one.what, one.rows));
    unmapped
        .chain([("form", source.accounting.set_aside)])
        .collect()
}

fn percent(rows: u64, of: u64) -> f64 {
    if of == 0 {
        0.0
    } else {
        rows as f64 * 100.0 / of as f64
    }
}

fn vanished(grounds: &Grounds<'_>, changes: &Changes, findings: &mut Vec<Finding>) {
    for (id, title) in &changes.tables_went {
        let figures = format!("{title}: the whole table is gone");
        let finding = Finding::new(format!("vanished:{id}"), Trips::Yes, figures);
        findings.push(finding.about_persons(grounds.persons.has_table(id)));
    }
    for table in &grounds.after.manifest.tables {
        if changes.tables_came.contains_key(&table.id) {
            continue;
        }
        let changed = changes.tables.iter().find(|one| one.table == table.id);
        let mut gone = Vec::new();
        if let Some(changed) = changed {
            gone.extend(
                changed
                    .went
                    .iter()
                    .map(|one| format!("{} {}", one.dimension, one.code)),
            );
            gone.extend(changed.gone_months.iter().map(ToString::to_string));
        }
        let (trips, figures) = match gone.is_empty() {
            true => (
                Trips::No,
                "everything that was published is there".to_owned(),
            ),
            false => (Trips::Yes, format!("gone: {}", gone.join(", "))),
        };
        let finding = Finding::new(format!("vanished:{}", table.id), trips, figures);
        findings.push(finding.about_persons(grounds.persons.has_table(&table.id)));
    }
}

fn official_total(grounds: &Grounds<'_>, total: &OfficialTotal) -> Finding {
    let OfficialTotal {
        table,
        geography,
        category,
        first,
        last,
        ..
    } = total;
    let months = match first == last {
        true => first.to_string(),
        false => format!("{first}..{last}"),
    };
    let guard = format!("official-total:{table}/{geography}/{category}/{months}");
    let (trips, figures) = match agrees(&grounds.after.cubes, total) {
        Ok(figures) => (Trips::No, figures),
        Err(figures) => (Trips::Yes, figures),
    };
    let is_about_persons = grounds.persons.has_table(table);
    Finding::new(guard, trips, figures).about_persons(is_about_persons)
}

/// The figures of a total that is within the tolerance of the printed one.
///
/// # Errors
/// The figures of one that is not.
pub fn agrees(
    cubes: &BTreeMap<String, cube::Cube>,
    total: &OfficialTotal,
) -> Result<String, String> {
    let cube = cubes.get(&total.table);
    let line = cube.and_then(|cube| numbers::line(cube, &total.geography, &total.category));
    let found = line.and_then(|line| line.sum(total.first, total.last).value());
    let said = format!(
        "{} by {}; they may differ by {}",
        thousands(total.expected.into()),
        total.source,
        thousands(total.tolerance.into())
    );
    match found {
        None => Err(format!("no number here, {said}")),
        Some(found) => {
            let figures = format!("{} here, {said}", thousands(found.into()));
            match found.abs_diff(total.expected) > total.tolerance {
                true => Err(figures),
                false => Ok(figures),
            }
        }
    }
}
