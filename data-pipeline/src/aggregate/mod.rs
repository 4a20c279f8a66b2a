//! Stages typed rows as records, counts records into cubes by SQL, and accounts for every row.
//!
//! A row ends in exactly one of three ways: counted in a table, set aside because it cannot be
//! read, or outside of every table for a reason that the settings give. A row that fits none of
//! them stops the build: nothing is dropped in silence.

mod area_years;
#[cfg(feature = "cluster")]
pub mod cluster;
mod coverage;
mod cubes;
mod cumulative;
mod engine;
mod events;
mod index;
mod inner;
mod ledger;
mod located;
mod mapping;
mod measures;
mod month_ends;
mod people;
mod persons;
mod programme;
mod query;
mod record_writer;
mod records;
mod repeats;
mod staging;
mod totals;

use std::path::PathBuf;

use cube::{CubeError, Month};
use jiff::civil::Date;
use thiserror::Error;

use crate::geography::Maps;
use crate::settings::{Settings, SettingsError, Shape, SourceSettings};
use crate::source::{Column, Header, SourceError, SourceFile, Unreadable};

pub use area_years::NotWhole;
pub use coverage::{Coverage, roll_up};
use cubes::{Geography, category_members};
pub use cubes::{answer, build_cube, header};
pub use cumulative::{Difference, monthly};
pub use engine::{Engine, EnginePlace};
pub use inner::{Inner, InnerCount, inner};
pub use ledger::{Ages, Ledger, NegativeMonth, Unexplained};
pub use located::LocatedLedger;
pub use mapping::MappingLedger;
pub use measures::Measured;
use persons::Persons;
pub use programme::programme;
pub use query::{Statement, csv, sql};
pub use record_writer::{Record, RecordWriter};
pub use repeats::Repeats;
pub use staging::{Staged, Staging};
pub use totals::PublishedTotal;

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
        month: String,
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
    /// A rate does not belong to a whole number of events.
    #[error(transparent)]
    NotWhole(#[from] Box<NotWhole>),
    /// A rate is to be turned back into a count, but its area has no number of people.
    #[error("{file}, line {line}: {area}: expected a row with its {population} in {year}")]
    NoPopulation {
        /// The file.
        file: String,
        /// The line of the rate.
        line: u64,
        /// The area as the source names it.
        area: String,
        /// The code of the indicator that holds the number of people.
        population: String,
        /// The year of that number.
        year: i32,
    },
    /// A row that a measure asks for cannot be read.
    #[error(transparent)]
    Measure(Box<Unreadable>),
    /// No row has a name that the settings give to an indicator.
    #[error("{file}: expected rows with the indicator {name:?}, found none")]
    AbsentName {
        /// The file.
        file: String,
        /// The name.
        name: String,
    },
    /// A number has more decimals than its table shows.
    #[error(
        "table {table}, {category}: expected numbers with {decimals} decimals, found {found} decimals"
    )]
    MoreDecimals {
        /// The table.
        table: String,
        /// The code of the category.
        category: String,
        /// The decimals of the table.
        decimals: u8,
        /// The decimals of a number.
        found: u8,
    },
    /// A table is not a cube.
    #[error(transparent)]
    Cube(#[from] CubeError),
    /// A staged file cannot be written.
    #[error(
        "staging {}: {error}; expected room for the records of every source there and the right to \
         write, for as long as a build runs. TMPDIR, or --staged of a build, names another folder",
        path.display()
    )]
    Staging {
        /// The file or folder.
        path: PathBuf,
        /// What the system or the writer says.
        error: String,
    },
    /// There is no engine to run statements.
    #[error("cannot start the query engine: {error}")]
    Engine {
        /// What the system says.
        error: String,
    },
    /// The statement of a table fails.
    #[error("table {table}: its SQL fails: {error}")]
    Query {
        /// The table.
        table: String,
        /// What the engine says.
        error: String,
    },
    /// The statement of a table answers with something that is not the table.
    #[error("table {table}: expected from its SQL one line a cell, in order; found {found}")]
    Answer {
        /// The table.
        table: String,
        /// What is wrong.
        found: String,
    },
}

/// A source after reading: its contribution, and what became of its rows.
#[derive(Debug)]
pub struct Stage {
    /// What tables can count, besides the staged records, by dataset.
    pub staged: Vec<(String, Staged)>,
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
    pub maps: &'a Maps,
    pub folder: &'a std::path::Path,
    pub staging: &'a std::path::Path,
}

/// Reads a source and stages its records.
///
/// `city_folder` holds the settings, `sources_folder` the file; `maps` are those of the city, and
/// `staging` gets the records.
///
/// # Errors
/// Where the file is not the expected one, or a readable row is neither counted nor explained.
pub fn stage(
    settings: &Settings,
    source: &SourceSettings,
    city_folder: &std::path::Path,
    sources_folder: &std::path::Path,
    maps: &Maps,
    staging: &std::path::Path,
) -> Result<Stage, AggregateError> {
    let file = SourceFile::open(sources_folder, source)?;
    let stage = stage_content(settings, source, city_folder, &file, maps, staging)?;
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

/// Stages the records of content that is there; unexplained rows stand in the ledger.
///
/// # Errors
/// Where the content lacks a column, or a file of the source's settings cannot be used.
pub fn stage_content(
    settings: &Settings,
    source: &SourceSettings,
    city_folder: &std::path::Path,
    file: &SourceFile,
    maps: &Maps,
    staging: &std::path::Path,
) -> Result<Stage, AggregateError> {
    let coverage = Coverage::of(settings, &source.id);
    let context = Context {
        settings,
        source,
        coverage: &coverage,
        maps,
        folder: city_folder,
        staging,
    };
    let one = |(staged, ledger)| (vec![(source.id.clone(), staged)], ledger);
    let (staged, mut ledger) = match &source.shape {
        Shape::Incidents(columns) => one(events::incidents(&context, columns, file)?),
        Shape::Arrests(columns) => one(events::arrests(&context, columns, file)?),
        Shape::AgencyMonths(columns) => one(index::agency_months(&context, columns, file)?),
        Shape::YearToDate(columns) => one(index::year_to_date(&context, columns, file)?),
        Shape::Records(columns) => records::records(&context, columns, file)?,
        Shape::PublishedTotals(columns) => one(totals::published(&context, columns, file)?),
        Shape::AreaYears(columns) => area_years::area_years(&context, columns, file)?,
        Shape::Measures(columns) => one(measures::measures(&context, columns, file)?),
        Shape::MonthEnds(columns) => one(month_ends::month_ends(&context, columns, file)?),
    };
    ledger.close()?;
    Ok(Stage {
        staged,
        ledger,
        sha256: source.sha256.clone(),
        bytes: file.bytes,
    })
}

/// The month of a day.
pub(crate) fn month_of(day: Date) -> Option<Month> {
    let number = u32::try_from(day.month()).ok()?;
    Month::new(i32::from(day.year()), number)
}

impl Context<'_> {
    /// The column that only numbers the rows.
    pub(crate) fn row_number(&self, header: &Header<'_>) -> Result<Option<Column>, SourceError> {
        let name = self.source.row_number.as_ref();
        name.map(|name| header.column(name)).transpose()
    }

    /// Why a day lies outside of the window of the source, where it does.
    fn outside_window(&self, day: Date) -> Option<&str> {
        let floor = self.source.floor.as_ref().filter(|floor| day < floor.day);
        let ceiling = self.source.ceiling.as_ref();
        let limit = floor.or(ceiling.filter(|ceiling| day > ceiling.day));
        limit.map(|limit| limit.reason.as_str())
    }

    /// A reason of the settings not to count a row, where one fits.
    pub(crate) fn left_out(&self, candidate: &Candidate<'_>) -> Option<&str> {
        if let Some(reason) = self.outside_window(candidate.day) {
            return Some(reason);
        }
        let fits = |rule: &&crate::settings::LeaveOut| {
            !rule.unlisted_indicator
                && rule.before.is_none_or(|before| candidate.day < before)
                && rule.from.is_none_or(|from| candidate.day >= from)
                && (!rule.unlisted_agency || candidate.is_unlisted)
                && (!rule.sums || candidate.is_sum)
                && people::are_in(self.settings, &rule.groups, candidate.people)
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
    /// The position of the person's code in each list of groups of the city.
    pub people: &'a [Option<usize>],
}
