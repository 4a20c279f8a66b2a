//! The run report: what became of every row, and what a person should look at.
//!
//! It is for whoever runs the build, and not published. Times are in it only where a run was given
//! a clock, so that equal builds give equal reports.

mod areas;
mod html;
mod people;
mod quality;
mod watch;

use std::collections::BTreeMap;
use std::fmt::Write;

use cube::release::{Accounting, LocatedRows, Mapping};
use cube::{CellStatus, Cube, Month};
use serde::Serialize;

use crate::aggregate::Ledger;
use crate::publish::Outcome;
use crate::releases::{Finding, Published, State, located};
use crate::settings::{Settings, SourceSettings};
use crate::source::nearest;
use crate::translations::LanguageReport;

pub use areas::{AreaReport, CrosswalkReport, PeopleReport};
pub use html::page;
pub use people::{PeopleProtected, ProtectedTable};
pub use quality::{AgeReport, UnknownOffense};
use quality::{age_report, unknown_offenses};
pub(crate) use quality::{unknown_names, unmatched_charges};
pub use watch::{StageTime, Watch};

/// Stands for a value that may be about a person.
const MASK: &str = "***";

/// How many unknown names and unmatched charges are listed for each source.
const MOST_FREQUENT: usize = 40;

/// What a build did.
#[derive(Clone, Debug, Serialize)]
pub struct RunReport {
    /// The id of the city.
    pub city: String,
    /// Its name for people.
    pub city_label: String,
    /// The id of the release.
    pub release: String,
    /// The day of publication, `YYYY-MM-DD`.
    pub released: String,
    /// Whether anything changed.
    pub outcome: Outcome,
    /// The id of the release that was current before.
    pub previous: Option<String>,
    /// The ids of releases that were withdrawn for what they held about persons.
    pub withdrawn: Vec<String>,
    /// Bytes of all files of the release, the manifest left out.
    pub release_bytes: u64,
    /// What the guards saw.
    pub guards: Vec<Finding>,
    /// Guards that were overridden and did not trip.
    pub needless_overrides: Vec<String>,
    /// What changed since the last release, in words; none before the first.
    pub changes: Option<Vec<String>>,
    /// The number of lines of the history of numbers.
    pub revisions: u64,
    /// The sources, in the order of the settings.
    pub sources: Vec<SourceReport>,
    /// The tables, in the order of the settings.
    pub tables: Vec<TableReport>,
    /// How far its texts are translated, a language each; empty where there is no catalogue.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub languages: Vec<LanguageReport>,
    /// What was done to protect people.
    pub people: PeopleProtected,
    /// What the tables about kinds of place cover; those without any are left out.
    pub areas: Vec<AreaReport>,
    /// Months with numbers and the share located, by table and year.
    pub coverage: Vec<Coverage>,
    /// How long each step took; empty without a clock.
    pub stages: Vec<StageTime>,
}

/// What a table holds of each year.
#[derive(Clone, Debug, Serialize)]
pub struct Coverage {
    /// The id of the table.
    pub table: String,
    /// The years.
    pub years: Vec<YearCoverage>,
}

/// What a table holds of one year.
#[derive(Clone, Debug, Serialize)]
pub struct YearCoverage {
    /// The year.
    pub year: i32,
    /// The number of months with at least one number.
    pub months: u64,
    /// The events with a recorded place; none where the table does not tell.
    pub located: Option<u64>,
    /// The events counted, of which so many are located.
    pub located_of: Option<u64>,
}

/// What became of the rows of one source.
#[derive(Clone, Debug, Serialize)]
pub struct SourceReport {
    /// The id.
    pub id: String,
    /// What it is.
    pub title: String,
    /// The path of the file.
    pub file: String,
    /// What became of its rows.
    pub accounting: Accounting,
    /// The first rows that could not be read, for each reason.
    pub set_aside: BTreeMap<&'static str, Vec<SetAside>>,
    /// Readable rows by year, also those that no table counts.
    pub rows_by_year: BTreeMap<i16, u64>,
    /// The most frequent names of places that no spelling explains.
    pub unknown_places: Vec<Frequency>,
    /// How many charges no rule fits.
    pub unmatched_charges: u64,
    /// The most frequent of them.
    pub most_unmatched_charges: Vec<Frequency>,
    /// Months that came out below zero and are published as not collected.
    pub negative_months: Vec<Negative>,
    /// How used rows were located, by kind of place and year.
    pub located: Vec<LocatedRows>,
    /// What the coordinates of used rows were; empty where the source has none.
    pub coordinates: BTreeMap<&'static str, u64>,
    /// Rows that repeat another fully. They are counted: separate victims.
    pub repeated_rows: u64,
    /// What the ages of persons were, by count; none where they are not read.
    pub ages: Option<AgeReport>,
    /// How much of what the source calls offenses or charges is known.
    pub mapping: Option<Mapping>,
    /// The most frequent names of offenses that the vocabulary does not know.
    pub unknown_offenses: Vec<UnknownOffense>,
}

/// A row that could not be read.
#[derive(Clone, Debug, Serialize)]
pub struct SetAside {
    /// The line on which it begins.
    pub line: u64,
    /// The column.
    pub column: String,
    /// The field as found.
    pub value: String,
    /// What was expected.
    pub expected: String,
}

/// How often something occurs.
#[derive(Clone, Debug, Serialize)]
pub struct Frequency {
    /// What.
    pub text: String,
    /// The number of rows.
    pub rows: u64,
    /// The most similar name that is known, where one is similar enough.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suggestion: Option<String>,
}

/// A month that came out below zero.
#[derive(Clone, Debug, Serialize)]
pub struct Negative {
    /// The code of the agency.
    pub agency: String,
    /// The code of the offense.
    pub offense: String,
    /// The month.
    pub month: Month,
    /// What came out.
    pub found: i64,
}

/// One table, in figures.
#[derive(Clone, Debug, Serialize)]
pub struct TableReport {
    /// The id.
    pub id: String,
    /// The number of cells.
    pub cells: u64,
    /// The number of cells by status.
    pub statuses: BTreeMap<&'static str, u64>,
    /// Bytes of the cube and of the CSV as published.
    pub bytes: u64,
}

impl SourceReport {
    /// What a ledger says about a source.
    #[must_use]
    pub fn new(settings: &Settings, source: &SourceSettings, ledger: &Ledger) -> Self {
        let declared = source.shape.columns();
        let row = |row: &crate::source::Unreadable| SetAside {
            line: row.line,
            column: row.column.clone(),
            value: masked(&declared, &row.column, &row.value),
            expected: row.expected.clone(),
        };
        let set_aside = ledger.set_aside.iter();
        let unknown = ledger.unknown_places.iter();
        let negative = ledger.negative_months.iter();
        Self {
            id: source.id.clone(),
            title: source.title.clone(),
            file: source.file.clone(),
            accounting: ledger.accounting(),
            set_aside: set_aside
                .map(|(reason, (_, rows))| (*reason, rows.iter().map(row).collect()))
                .collect(),
            rows_by_year: ledger.rows_by_year.clone(),
            unknown_places: most_frequent(unknown.map(|((kind, name), rows)| Frequency {
                text: format!("{kind}: {name}"),
                rows: *rows,
                suggestion: similar_place(settings, kind, name),
            })),
            unmatched_charges: ledger.unmatched_charges.values().sum(),
            most_unmatched_charges: most_frequent(ledger.unmatched_charges.iter().map(
                |(text, rows)| Frequency {
                    text: text.clone(),
                    rows: *rows,
                    suggestion: similar_rule(settings, text),
                },
            )),
            negative_months: negative
                .map(|negative| Negative {
                    agency: negative.agency.clone(),
                    offense: negative.offense.clone(),
                    month: negative.month,
                    found: negative.found,
                })
                .collect(),
            located: ledger.located.rows(),
            coordinates: ledger.located.coordinates.clone(),
            repeated_rows: ledger.repeated_rows,
            ages: age_report(source, ledger),
            mapping: ledger.mapping.mapping,
            unknown_offenses: unknown_offenses(&ledger.mapping),
        }
    }
}

impl TableReport {
    /// The figures of a table whose files have `bytes` bytes.
    #[must_use]
    pub fn new(cube: &Cube, bytes: u64) -> Self {
        let count = |status: CellStatus| {
            let cells = cube.cells().iter().filter(|cell| cell.status() == status);
            (status.as_str(), cells.count() as u64)
        };
        Self {
            id: cube.header().id.clone(),
            cells: cube.cells().len() as u64,
            statuses: CellStatus::ALL
                .into_iter()
                .map(count)
                .filter(|(_, cells)| *cells > 0)
                .collect(),
            bytes,
        }
    }
}

impl RunReport {
    /// A page for the person at the terminal.
    #[must_use]
    pub fn summary(&self) -> String {
        let mut page = String::new();
        let outcome = match self.outcome {
            Outcome::Published => "published",
            Outcome::Unchanged => "unchanged",
            Outcome::Refused => "refused, nothing was published",
        };
        // Writing to a string cannot fail.
        let _ = writeln!(page, "{} {}: {outcome}", self.city, self.release);
        let _ = writeln!(
            page,
            "{:<42} {:>9} {:>9} {:>9} {:>9}",
            "source", "read", "used", "set aside", "outside"
        );
        for source in &self.sources {
            let rows = &source.accounting;
            let _ = writeln!(
                page,
                "{:<42} {:>9} {:>9} {:>9} {:>9}",
                source.id, rows.read, rows.used, rows.set_aside, rows.outside_window
            );
        }
        let _ = writeln!(page, "{:<42} {:>9} {:>9}", "table", "cells", "bytes");
        for table in &self.tables {
            let _ = writeln!(
                page,
                "{:<42} {:>9} {:>9}",
                table.id, table.cells, table.bytes
            );
        }
        let _ = writeln!(page, "release: {} bytes", self.release_bytes);
        for language in &self.languages {
            let _ = writeln!(page, "{}", language.summary());
        }
        self.news(&mut page);
        page
    }

    /// What changed, what was withdrawn, and what was published in spite of a guard.
    fn news(&self, page: &mut String) {
        let changes = self.changes.iter().flatten();
        let changes = changes.map(|change| format!("changed: {change}"));
        let withdrawn = self.withdrawn.iter();
        let withdrawn = withdrawn.map(|id| format!("withdrawn, for what it held of persons: {id}"));
        let overridden = self
            .guards
            .iter()
            .filter_map(|finding| match &finding.state {
                State::Overridden(because) => Some(format!(
                    "overridden: {}: {} ({because})",
                    finding.guard, finding.figures
                )),
                State::Passed | State::Tripped => None,
            });
        let needless = self.needless_overrides.iter();
        let needless = needless.map(|guard| format!("overridden without need: {guard}"));
        for line in changes.chain(withdrawn).chain(overridden).chain(needless) {
            // Writing to a string cannot fail.
            let _ = writeln!(page, "{line}");
        }
    }
}

/// What a refused run says: every guard that trips, and how to publish all the same.
#[must_use]
pub fn refusal(report: &RunReport) -> String {
    let tripped = report.guards.iter();
    let tripped: Vec<&Finding> = tripped.filter(|one| one.state == State::Tripped).collect();
    let mut text = format!(
        "refused by {} of {} guards; what was published is as it was",
        tripped.len(),
        report.guards.len()
    );
    for Finding { guard, figures, .. } in tripped {
        // Writing to a string cannot fail.
        let _ = write!(
            text,
            "\n  {guard}: {figures}\n    to publish all the same: --override {guard} --because \"…\""
        );
    }
    text
}

/// What the tables of a release hold of each year.
#[must_use]
pub fn coverage(published: &Published) -> Vec<Coverage> {
    let tables = published.manifest.tables.iter();
    let cubes = tables.filter_map(|table| published.cubes.get(&table.id));
    cubes
        .map(|cube| Coverage {
            table: cube.header().id.clone(),
            years: years(cube),
        })
        .collect()
}

fn years(cube: &Cube) -> Vec<YearCoverage> {
    let header = cube.header();
    let years = header.first.year()..=header.last.year();
    let ends = years.filter_map(|year| Some((year, Month::new(year, 1)?, Month::new(year, 12)?)));
    let has_number = |month: Month| {
        let steps = month.since(header.first).div_euclid(header.step.months());
        let offset = usize::try_from(steps).unwrap_or(usize::MAX);
        let mut cells = cube
            .cells()
            .iter()
            .skip(offset)
            .step_by(header.step_count().max(1));
        cells.any(|cell| cell.value().is_some())
    };
    ends.map(|(year, first, last)| {
        let months = first.max(header.first).through(last.min(header.last));
        let located = located(cube, first, last);
        YearCoverage {
            year,
            months: months.filter(|month| has_number(*month)).count() as u64,
            located: located.map(|(located, _)| located),
            located_of: located.map(|(_, of)| of),
        }
    })
    .collect()
}

/// A field as found, unless its column is none that the settings name: then it may be about a
/// person.
fn masked(declared: &[&str], column: &str, value: &str) -> String {
    // Where the whole row is meant, the reader says how many fields it has.
    let is_number_of_fields = value
        .strip_suffix(" fields")
        .is_some_and(|number| number.chars().all(|digit| digit.is_ascii_digit()));
    match value.is_empty() || is_number_of_fields || declared.contains(&column) {
        true => value.to_owned(),
        false => MASK.to_owned(),
    }
}

/// The pattern of charges that a charge is most like, misspelled or cut short, and its group.
fn similar_rule(settings: &Settings, charge: &str) -> Option<String> {
    const SIMILAR_ENOUGH: f64 = 0.92;
    let charge = charge.to_uppercase();
    let rules = settings
        .charges
        .iter()
        .filter(|rule| !rule.pattern.is_empty());
    let similar = rules
        .map(|rule| (strsim::jaro_winkler(&charge, &rule.pattern), rule))
        .filter(|(similarity, _)| *similarity >= SIMILAR_ENOUGH)
        .max_by(|one, other| one.0.total_cmp(&other.0));
    let (_, rule) = similar?;
    let group = settings.charge_groups.codes.get(rule.group)?;
    Some(format!("{}: {}", rule.pattern, group.code))
}

fn similar_place(settings: &Settings, kind: &str, name: &str) -> Option<String> {
    let (_, place) = settings.place(kind)?;
    nearest(name, place.members.iter().map(|(_, label)| label.as_str()))
}

/// The most frequent first; equally frequent ones by their text.
fn most_frequent(counts: impl Iterator<Item = Frequency>) -> Vec<Frequency> {
    let mut sorted: Vec<Frequency> = counts.collect();
    sorted.sort_by(|one, other| {
        let by_rows = other.rows.cmp(&one.rows);
        by_rows.then_with(|| one.text.cmp(&other.text))
    });
    sorted.truncate(MOST_FREQUENT);
    sorted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_the_settings_name_is_shown() {
        let shown = |column, value| masked(&["Day", "Charge"], column, value);
        assert_eq!(shown("Day", "13/45/2018"), "13/45/2018");
        assert_eq!(shown("Name", "Doe, Jane"), "***");
        assert_eq!(shown("(the whole row)", "3 fields"), "3 fields");
        assert_eq!(shown("(the whole row)", "Jane Doe,1990 fields"), "***");
        assert_eq!(shown("Name", ""), "");
    }
}
