//! The columns in which a source says to which groups the person of a row belongs.
//!
//! What the groups are is in [`super::groups`]; nothing in these columns goes further than the code
//! of a group.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use super::Shape;

/// A column of ages in years.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AgeColumn {
    /// Its name.
    pub column: String,
    /// The lowest age that is possible, in years.
    pub minimum: u32,
    /// The highest age that is possible, in years.
    pub maximum: u32,
    /// Why ages outside count as missing, as a sentence without its full stop.
    pub reason: String,
    /// The id of the `[[group]]` of city.toml whose bands the ages fall in; where not given, ages
    /// are only counted as possible or not.
    pub bands: Option<String>,
}

/// A column that names a group, or a time of which the hour or the weekday is one.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GroupColumn {
    /// Its name. An empty field is not recorded.
    pub column: String,
    /// What of a time is read, where the column holds times or days and no names.
    pub time: Option<TimeColumn>,
    /// The vocabulary of the names.
    pub vocabulary: String,
    /// The share of rows, in percent, whose name may be unknown, and which count as not recorded;
    /// 0 where not given.
    pub unmapped_limit_percent: Option<f64>,
}

/// How the hour or the weekday is read from a column. The vocabulary then names hours as `00` to
/// `23`, weekdays as `monday` to `sunday`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TimeColumn {
    /// Which part of a time is the group.
    pub part: TimePart,
    /// The accepted forms, as `strftime` writes them: of times for hours, of days for weekdays.
    pub formats: Vec<String>,
    /// Times that may stand where none was recorded, such as midnight to the second.
    #[serde(default)]
    pub placeholders: Vec<TimePlaceholder>,
}

/// A part of a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TimePart {
    /// The hour of the day.
    Hour,
    /// The day of the week.
    Weekday,
}

/// A text that a source writes where it does not know the time.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TimePlaceholder {
    /// The text, as it stands in the column.
    pub text: String,
    /// Why it counts as not recorded, as a sentence without its full stop.
    pub reason: String,
}

impl Shape {
    /// The column of ages, where a row has one that is read.
    #[must_use]
    pub fn age(&self) -> Option<&AgeColumn> {
        match self {
            Self::Incidents(columns) => columns.age.as_ref(),
            Self::Arrests(columns) => columns.age.as_ref(),
            Self::Records(_)
            | Self::AgencyMonths(_)
            | Self::YearToDate(_)
            | Self::AreaYears(_)
            | Self::PublishedTotals(_)
            | Self::Measures(_)
            | Self::MonthEnds(_) => None,
        }
    }

    /// The columns that name groups, by list; none where a row is not about one person.
    #[must_use]
    pub fn groups(&self) -> Option<&BTreeMap<String, GroupColumn>> {
        match self {
            Self::Incidents(columns) => Some(&columns.groups),
            Self::Arrests(columns) => Some(&columns.groups),
            Self::Records(_)
            | Self::AgencyMonths(_)
            | Self::YearToDate(_)
            | Self::AreaYears(_)
            | Self::PublishedTotals(_)
            | Self::Measures(_)
            | Self::MonthEnds(_) => None,
        }
    }

    /// Whether rows say to which group of a list their person belongs.
    #[must_use]
    pub fn names_group(&self, id: &str) -> bool {
        let bands = self.age().and_then(|age| age.bands.as_deref());
        bands == Some(id) || self.groups().is_some_and(|groups| groups.contains_key(id))
    }

    /// The share of rows, in percent, whose name in a list of groups may be unknown.
    #[must_use]
    pub fn unmapped_groups_percent(&self, id: &str) -> f64 {
        let column = self.groups().and_then(|groups| groups.get(id));
        let limit = column.and_then(|column| column.unmapped_limit_percent);
        limit.unwrap_or(0.0)
    }

    /// The columns about the person of a row.
    pub(super) fn person_columns(&self) -> impl Iterator<Item = &str> {
        let age = self.age().map(|age| age.column.as_str());
        let groups = self.groups().into_iter().flat_map(BTreeMap::values);
        age.into_iter()
            .chain(groups.map(|group| group.column.as_str()))
    }
}
