//! Counts typed rows into facts, facts into cubes, and accounts for every row.
//!
//! A row ends in exactly one of three ways: counted in a table, set aside because it cannot be
//! read, or outside of every table for a reason that the settings give. A row that fits none of
//! them stops the build: nothing is dropped in silence.

mod coverage;
mod cubes;
mod cumulative;
mod events;
mod index;
mod ledger;
mod records;

use std::collections::{BTreeMap, BTreeSet};

use cube::{CubeError, Month};
use jiff::civil::Date;
use thiserror::Error;

use crate::settings::{ListName, Settings, SettingsError, Shape, SourceSettings};
use crate::source::{SourceError, SourceFile};

pub use coverage::{Coverage, roll_up};
pub use cubes::build_cube;
pub use cumulative::{Difference, monthly};
pub use ledger::{Ledger, NegativeMonth, Unexplained};

/// Why rows cannot be counted into tables.
#[derive(Debug, Error)]
pub enum AggregateError {
    /// The source file cannot be read.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// The settings of a source cannot be used.
    #[error(transparent)]
    Settings(#[from] SettingsError),
    /// A readable row is in no table, and no rule of the settings says why.
    #[error(
        "{file}, line {line}: a row of {category} on {day} is in no table; expected a table that \
         counts it, or a `leave_out` of the source that says why none does"
    )]
    Unexplained {
        /// The file.
        file: String,
        /// The line.
        line: u64,
        /// The code of the offense or group of charges.
        category: String,
        /// The day.
        day: Date,
    },
    /// A table counts rows under a total, so that its parts would not add up to it.
    #[error(
        "table {table}: {source_id} counts under {code:?}, which is the total of other categories"
    )]
    OnTotal {
        /// The table.
        table: String,
        /// The source.
        source_id: String,
        /// The code.
        code: String,
    },
    /// A source has not one row in a month that a table takes from it: a gap, and not a zero.
    #[error(
        "table {table}: {source_id} has no row in {month}; expected stretches in tables.toml that \
         leave out months of which the source holds nothing"
    )]
    EmptyMonth {
        /// The table.
        table: String,
        /// The source.
        source_id: String,
        /// The month.
        month: Month,
    },
    /// A count is below zero or above what a cell can hold.
    #[error("table {table}, {place}, {category}, {month}: expected a count, found {found}")]
    NotACount {
        /// The table.
        table: String,
        /// The code of the area.
        place: String,
        /// The code of the category.
        category: String,
        /// The month.
        month: Month,
        /// The sum.
        found: i64,
    },
    /// The settings name something that is not there; the cross-check of the settings missed it.
    #[error("settings of {wanted_by}: expected {what}")]
    Missing {
        /// Who names it.
        wanted_by: String,
        /// What is missing.
        what: String,
    },
    /// A table is not a cube.
    #[error(transparent)]
    Cube(#[from] CubeError),
}

/// What one source contributes to tables.
#[derive(Debug)]
pub enum Staged {
    /// Counts of events; what was not counted was zero.
    Events(Events),
    /// Counts as given; what was not given is unknown.
    Series(Series),
    /// Counts of events by each list of the source, of the same rows.
    Records(BTreeMap<ListName, Events>),
}

/// Counts of events by month, category and places.
#[derive(Debug, Default)]
pub struct Events {
    /// The ids of the kinds of place, in the order of [`Fact::places`].
    pub places: Vec<String>,
    /// The counts.
    pub counts: BTreeMap<Fact, i64>,
    /// The positions of the codes that the source can hold.
    pub held: BTreeSet<usize>,
    /// The members, by kind of place, of which the source can hold no count.
    pub not_told_apart: BTreeMap<String, BTreeSet<usize>>,
}

/// What is counted together.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fact {
    /// The month.
    pub month: Month,
    /// The position of the code in its list.
    pub category: usize,
    /// The position of the member of each kind of place; `None` where there is none.
    pub places: Vec<Option<usize>>,
}

/// Counts by agency, category and month, as given.
#[derive(Debug, Default)]
pub struct Series {
    /// The id of the kind of place that the agencies are.
    pub place: String,
    /// The counts that were given, by agency, category and month.
    pub values: BTreeMap<(usize, usize, Month), u32>,
}

/// A source after reading: its contribution, and what became of its rows.
#[derive(Debug)]
pub struct Stage {
    /// What tables can count.
    pub staged: Staged,
    /// What became of its rows.
    pub ledger: Ledger,
    /// SHA-256 of the uncompressed content.
    pub sha256: String,
    /// Length of the uncompressed content in bytes.
    pub bytes: u64,
}

/// What every shape of source needs while its rows are counted.
pub(crate) struct Context<'a> {
    pub settings: &'a Settings,
    pub source: &'a SourceSettings,
    pub coverage: &'a Coverage,
    pub folder: &'a std::path::Path,
}

/// Reads a source and counts its rows.
///
/// `city_folder` holds the settings, `sources_folder` the file.
///
/// # Errors
/// Where the file is not the expected one, or a readable row is neither counted nor explained.
pub fn stage(
    settings: &Settings,
    source: &SourceSettings,
    city_folder: &std::path::Path,
    sources_folder: &std::path::Path,
) -> Result<Stage, AggregateError> {
    let file = SourceFile::read(sources_folder, source)?;
    let stage = stage_content(settings, source, city_folder, &file)?;
    match stage.ledger.unexplained.1.first() {
        None => Ok(stage),
        Some(row) => Err(AggregateError::Unexplained {
            file: source.file.clone(),
            line: row.line,
            category: row.category.clone(),
            day: row.day,
        }),
    }
}

/// Counts the rows of content that has been read; unexplained ones stand in the ledger.
///
/// # Errors
/// Where the content lacks a column, or a file of the source's settings cannot be used.
pub fn stage_content(
    settings: &Settings,
    source: &SourceSettings,
    city_folder: &std::path::Path,
    file: &SourceFile,
) -> Result<Stage, AggregateError> {
    let coverage = Coverage::of(settings, &source.id);
    let context = Context {
        settings,
        source,
        coverage: &coverage,
        folder: city_folder,
    };
    let (staged, ledger) = match &source.shape {
        Shape::Incidents(columns) => events::incidents(&context, columns, &file.bytes)?,
        Shape::Arrests(columns) => events::arrests(&context, columns, &file.bytes)?,
        Shape::AgencyMonths(columns) => index::agency_months(&context, columns, &file.bytes)?,
        Shape::YearToDate(columns) => index::year_to_date(&context, columns, &file.bytes)?,
        Shape::Records(columns) => records::records(&context, columns, &file.bytes)?,
    };
    Ok(Stage {
        staged,
        ledger,
        sha256: source.sha256.clone(),
        bytes: file.bytes.len() as u64,
    })
}

/// The month of a day.
pub(crate) fn month_of(day: Date) -> Option<Month> {
    let number = u32::try_from(day.month()).ok()?;
    Month::new(i32::from(day.year()), number)
}

impl Context<'_> {
    /// A reason of the settings not to count a row, where one fits.
    pub(crate) fn left_out(&self, candidate: &Candidate<'_>) -> Option<&str> {
        let fits = |rule: &&crate::settings::LeaveOut| {
            rule.before.is_none_or(|before| candidate.day < before)
                && rule.from.is_none_or(|from| candidate.day >= from)
                && (!rule.unlisted_agency || candidate.is_unlisted)
                && (!rule.sums || candidate.is_sum)
                && (rule.categories.is_empty()
                    || (!candidate.codes.is_empty()
                        && candidate
                            .codes
                            .iter()
                            .all(|code| rule.categories.iter().any(|other| other == code))))
        };
        let rule = self.source.leave_out.iter().find(fits)?;
        Some(&rule.reason)
    }

    pub(crate) fn missing(&self, what: &str) -> AggregateError {
        AggregateError::Missing {
            wanted_by: self.source.id.clone(),
            what: what.to_owned(),
        }
    }
}

/// What a rule that leaves rows out may ask about a row.
pub(crate) struct Candidate<'a> {
    pub day: Date,
    pub codes: &'a [&'a str],
    pub is_unlisted: bool,
    pub is_sum: bool,
}
