//! How a source file is declared: what it is, which columns matter, and what is left out.

use std::collections::BTreeMap;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Deserialize;

use super::{ListName, RecordColumns, Remote};

/// One source file.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SourceSettings {
    /// The id.
    pub id: String,
    /// A short name for the line below a chart, without the years.
    pub label: String,
    /// What it is.
    pub title: String,
    /// Who published it.
    pub publisher: String,
    /// On what terms it may be used.
    pub terms: String,
    /// Where the copy that is read is kept.
    pub stored_copy: String,
    /// The path below the folder of sources; `.gz` is inflated.
    pub file: String,
    /// SHA-256 of the uncompressed content, in lower-case hexadecimal.
    pub sha256: String,
    /// Texts that mean "missing", besides the empty one.
    #[serde(default)]
    pub missing: Vec<String>,
    /// What a row is, and in which columns its parts stand.
    pub shape: Shape,
    /// Which readable rows are not counted; the first rule that fits a row wins.
    #[serde(default)]
    pub leave_out: Vec<LeaveOut>,
    /// Where a newer copy can be fetched; a build does not look at it.
    pub remote: Option<Remote>,
}

/// What a row of a source is.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Shape {
    /// Victims or offenses, one or several a row.
    Incidents(IncidentColumns),
    /// An arrest a row.
    Arrests(ArrestColumns),
    /// The offenses of an agency in a month, an offense a column.
    AgencyMonths(AgencyMonthColumns),
    /// The running total of an agency's year, an offense a row.
    YearToDate(YearToDateColumns),
    /// Records that are counted by any lists of the city.
    Records(RecordColumns),
}

/// The columns of incidents.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct IncidentColumns {
    /// The day.
    pub date: DateColumn,
    /// The offense.
    pub offense: OffenseColumn,
    /// How many a row stands for; one where not given.
    pub count: Option<CountColumn>,
    /// Where, by kind of place.
    #[serde(default)]
    pub places: BTreeMap<String, PlaceColumn>,
}

/// The columns of arrests.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ArrestColumns {
    /// The day.
    pub date: DateColumn,
    /// The charge as free text.
    pub charge: ChargeColumn,
    /// Where, by kind of place.
    #[serde(default)]
    pub places: BTreeMap<String, PlaceColumn>,
}

/// The columns of monthly counts of agencies.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AgencyMonthColumns {
    /// A day in the month.
    pub date: DateColumn,
    /// The agency.
    pub agency: AgencyColumn,
    /// The column of each offense's count, by code.
    pub counts: BTreeMap<String, String>,
}

/// The columns of running totals.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct YearToDateColumns {
    /// A day in the last month counted.
    pub through: DateColumn,
    /// The agency.
    pub agency: AgencyColumn,
    /// The offense.
    pub offense: OffenseColumn,
    /// Texts in the offense's column that name sums of other rows.
    #[serde(default)]
    pub sums: Vec<String>,
    /// The total of the year, and the years that it is taken for.
    pub current: YearColumn,
    /// The total of the year before, and the years that it is taken for.
    pub previous: YearColumn,
    /// A CSV of months that are not taken, each with its reason.
    pub withheld: Option<String>,
}

/// A column of days.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DateColumn {
    /// Its name.
    pub column: String,
    /// The accepted forms, as `strftime` writes them.
    pub formats: Vec<String>,
}

/// Where the offense comes from.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum OffenseColumn {
    /// A column of names.
    Named {
        /// The name of the column.
        column: String,
        /// The vocabulary of the names.
        vocabulary: String,
    },
    /// The file holds one offense only.
    Constant {
        /// Its code.
        code: String,
    },
}

/// A column of whole numbers.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CountColumn {
    /// Its name.
    pub column: String,
}

/// A column of charges.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChargeColumn {
    /// Its name.
    pub column: String,
    /// What stands between several charges in one field.
    pub separator: Option<String>,
}

/// A column of places of one kind.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PlaceColumn {
    /// Its name.
    pub column: String,
    /// A CSV with the spellings of this source alone; an empty code: it covers several members.
    pub spellings: Option<String>,
    /// A CSV with the codes of which this source can hold no count.
    pub not_told_apart: Option<String>,
}

/// A column of agencies.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AgencyColumn {
    /// Its name.
    pub column: String,
    /// The kind of place whose members are the agencies of interest.
    pub place: String,
}

/// A column of running totals.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct YearColumn {
    /// Its name.
    pub column: String,
    /// The calendar years whose months are taken from it.
    pub years: Vec<i32>,
}

/// Which readable rows are not counted: those that meet every condition given.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LeaveOut {
    /// Only rows before this day.
    pub before: Option<Date>,
    /// Only rows from this day on.
    pub from: Option<Date>,
    /// Only rows of these codes.
    #[serde(default)]
    pub categories: Vec<String>,
    /// Only rows of agencies that the settings do not list.
    #[serde(default)]
    pub unlisted_agency: bool,
    /// Only rows that are sums of others.
    #[serde(default)]
    pub sums: bool,
    /// Why, as a sentence without its full stop.
    pub reason: String,
}

impl Shape {
    /// The name of every column that is read.
    #[must_use]
    pub fn columns(&self) -> Vec<&str> {
        let mut columns = vec![self.date().column.as_str()];
        match self {
            Self::Incidents(incidents) => {
                columns.extend(incidents.offense.column());
                columns.extend(incidents.count.iter().map(|count| count.column.as_str()));
            }
            Self::Arrests(arrests) => columns.push(&arrests.charge.column),
            Self::AgencyMonths(months) => {
                columns.push(&months.agency.column);
                columns.extend(months.counts.values().map(String::as_str));
            }
            Self::YearToDate(totals) => {
                columns.push(&totals.agency.column);
                columns.extend(totals.offense.column());
                columns.extend([&*totals.current.column, &*totals.previous.column]);
            }
            Self::Records(records) => {
                columns.extend(records.lists().map(|(_, names)| names.column.as_str()));
                columns.extend(records.distinct.iter().map(|key| key.column.as_str()));
            }
        }
        let places = self.places().into_iter().flat_map(BTreeMap::values);
        columns.extend(places.map(|place| place.column.as_str()));
        columns
    }

    /// The column of days.
    #[must_use]
    pub fn date(&self) -> &DateColumn {
        match self {
            Self::Incidents(columns) => &columns.date,
            Self::Arrests(columns) => &columns.date,
            Self::AgencyMonths(columns) => &columns.date,
            Self::YearToDate(columns) => &columns.through,
            Self::Records(columns) => &columns.date,
        }
    }

    /// The offense, where rows have one.
    #[must_use]
    pub fn offense(&self) -> Option<&OffenseColumn> {
        match self {
            Self::Incidents(columns) => Some(&columns.offense),
            Self::YearToDate(columns) => Some(&columns.offense),
            Self::Arrests(_) | Self::AgencyMonths(_) | Self::Records(_) => None,
        }
    }

    /// The columns of places by kind, where a row is one event.
    #[must_use]
    pub fn places(&self) -> Option<&BTreeMap<String, PlaceColumn>> {
        match self {
            Self::Incidents(columns) => Some(&columns.places),
            Self::Arrests(columns) => Some(&columns.places),
            Self::Records(columns) => Some(&columns.places),
            Self::AgencyMonths(_) | Self::YearToDate(_) => None,
        }
    }

    /// The agencies, where a row is a count that an agency gives.
    #[must_use]
    pub fn agency(&self) -> Option<&AgencyColumn> {
        match self {
            Self::AgencyMonths(columns) => Some(&columns.agency),
            Self::YearToDate(columns) => Some(&columns.agency),
            Self::Incidents(_) | Self::Arrests(_) | Self::Records(_) => None,
        }
    }

    /// The lists whose codes its rows count under.
    #[must_use]
    pub fn lists(&self) -> Vec<ListName> {
        match self {
            Self::Incidents(_) | Self::AgencyMonths(_) | Self::YearToDate(_) => {
                vec![ListName::Offenses]
            }
            Self::Arrests(_) => vec![ListName::ChargeGroups],
            Self::Records(records) => records.lists().map(|(list, _)| list).collect(),
        }
    }
}

impl LeaveOut {
    /// Whether some rows may not meet it: without a condition, a rule leaves out every row.
    #[must_use]
    pub fn is_conditional(&self) -> bool {
        let has_days = self.before.is_some() || self.from.is_some();
        has_days || self.unlisted_agency || self.sums || !self.categories.is_empty()
    }
}

impl OffenseColumn {
    /// The name of the column, where there is one.
    #[must_use]
    pub fn column(&self) -> Option<&str> {
        match self {
            Self::Named { column, .. } => Some(column),
            Self::Constant { .. } => None,
        }
    }
}
