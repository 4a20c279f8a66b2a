//! How a source file is declared: what it is, which columns matter, and what is left out.

use std::collections::BTreeMap;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Deserialize;

use super::{
    AgeColumn, AreaYearColumns, GroupColumn, ListName, MeasureColumns, MonthEndColumns,
    RecordColumns, Remote,
};
use crate::source::SourceFormat;

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
    /// The path below the folder of sources; `.gz` and `.zst` are inflated.
    pub file: String,
    /// The format; where not given, the name says it: `.geojson`, `.parquet`, else CSV. The columns
    /// of GeoJSON are the properties of its features, and `geometry.longitude` and
    /// `geometry.latitude`.
    pub format: Option<SourceFormat>,
    /// SHA-256 of the uncompressed content, in lower-case hexadecimal.
    pub sha256: String,
    /// Texts that mean "missing", besides the empty one.
    #[serde(default)]
    pub missing: Vec<String>,
    /// A column that only numbers the rows; it is ignored when rows are compared with each other.
    pub row_number: Option<String>,
    /// What a row is, and in which columns its parts stand.
    pub shape: Shape,
    /// The first day that is counted; earlier ones are outside of the window.
    pub floor: Option<DayLimit>,
    /// The last day that is counted; later ones are outside of the window.
    pub ceiling: Option<DayLimit>,
    /// Which readable rows are not counted; the first rule that fits a row wins.
    #[serde(default)]
    pub leave_out: Vec<LeaveOut>,
    /// Where a newer copy can be fetched; a build does not look at it.
    pub remote: Option<Remote>,
}

/// An end of the window of days that a source is trusted for.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DayLimit {
    /// The day itself is still inside.
    pub day: Date,
    /// Why rows beyond it are not counted, as a sentence without its full stop.
    pub reason: String,
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
    /// The value of an indicator in an area and a year.
    AreaYears(AreaYearColumns),
    /// Running values of the whole city on a day, a value a column.
    MonthEnds(MonthEndColumns),
    /// Totals of an agency as they were published on one day, an offense a row; for vintages only.
    PublishedTotals(PublishedTotalsColumns),
    /// Records that are counted by any lists of the city.
    Records(RecordColumns),
    /// Values of yearly measures of others, which a program is set beside; no table counts them.
    Measures(MeasureColumns),
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
    /// The age of the victim.
    pub age: Option<AgeColumn>,
    /// What else is told of the victim: the column of each `[[group]]` of city.toml that is not of
    /// ages.
    #[serde(default)]
    pub groups: BTreeMap<String, GroupColumn>,
    /// Where, as a point.
    pub coordinate: Option<CoordinateColumns>,
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
    /// The age of the arrested person; no more is kept of it than its band.
    pub age: Option<AgeColumn>,
    /// What else is told of the arrested person: the column of each `[[group]]` of city.toml that is
    /// not of ages.
    #[serde(default)]
    pub groups: BTreeMap<String, GroupColumn>,
    /// Where, as a point.
    pub coordinate: Option<CoordinateColumns>,
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

/// The columns of totals as they were published.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PublishedTotalsColumns {
    /// The day of publication; a time after it, behind `T` or a space, is not read.
    pub date: DateColumn,
    /// The agency.
    pub agency: AgencyColumn,
    /// A column whose text follows the agency's after a comma, as in `Springfield, Ohio`.
    pub state: Option<String>,
    /// The offense.
    pub offense: OffenseColumn,
    /// Texts in the offense's column that name sums of other rows.
    #[serde(default)]
    pub sums: Vec<String>,
    /// The column that says up to which month of which year a running total counts, with the last
    /// month and the year at its end: `Jan - Aug 2024`.
    pub through: String,
    /// The columns of totals.
    pub totals: Vec<TotalColumn>,
}

/// A column of totals.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TotalColumn {
    /// Its name.
    pub column: String,
    /// How many years before the year of `through` it counts.
    #[serde(default)]
    pub years_before: u8,
    /// Whether it counts the whole year, and not only as far as `through`.
    #[serde(default)]
    pub whole_year: bool,
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
        /// The code for events whose offense the vocabulary does not know; set aside without one.
        unmapped: Option<String>,
        /// The share of rows, in percent, whose offense may be unknown; 0 where not given.
        unmapped_limit_percent: Option<f64>,
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
    /// The share of rows, in percent, whose charge may fit no rule; any share where not given.
    pub unmatched_limit_percent: Option<f64>,
}

/// Where the point of a row stands, in degrees of WGS 84.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum CoordinateColumns {
    /// In two columns.
    Two {
        /// The column of the latitude, positive to the north.
        latitude: String,
        /// The column of the longitude, positive to the east.
        longitude: String,
        /// Points that stand for no place, such as the middle of the city.
        #[serde(default)]
        placeholders: Vec<Placeholder>,
    },
    /// In a text that ends with `(latitude, longitude)`; before it may stand an address.
    Text {
        /// The column of the text.
        text: String,
        /// Points that stand for no place, such as the middle of the city.
        #[serde(default)]
        placeholders: Vec<Placeholder>,
    },
}

/// A point that a source gives to rows of which it does not know where they belong.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Placeholder {
    /// Degrees north of the equator.
    pub latitude: f64,
    /// Degrees east of Greenwich.
    pub longitude: f64,
    /// Why it stands for no place, as a sentence without its full stop.
    pub reason: String,
}

/// How a row finds its place of one kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// The boundaries that its coordinate lies in.
    Coordinate,
    /// The name in the column.
    Name,
    /// The place of another kind that it has found, by the crosswalk from there.
    Crosswalk,
}

impl Method {
    /// The word for it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Coordinate => "coordinate",
            Self::Name => "name",
            Self::Crosswalk => "crosswalk",
        }
    }
}

/// A column of places of one kind.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PlaceColumn {
    /// Its name; none where no column names the place.
    pub column: Option<String>,
    /// How the place is found: the first method that finds one wins.
    #[serde(default = "by_name")]
    pub by: Vec<Method>,
    /// The kind of place that the crosswalk starts from.
    pub from: Option<String>,
    /// A CSV with the spellings of this source alone; an empty code: it covers several members.
    pub spellings: Option<String>,
    /// A CSV with the codes of which this source can hold no count.
    pub not_told_apart: Option<String>,
}

fn by_name() -> Vec<Method> {
    vec![Method::Name]
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
    /// Only rows of people in one of these groups or in a part of one, by the id of their list.
    #[serde(default)]
    pub groups: BTreeMap<String, Vec<String>>,
    /// Only rows of agencies that the settings do not list.
    #[serde(default)]
    pub unlisted_agency: bool,
    /// Only rows that are sums of others.
    #[serde(default)]
    pub sums: bool,
    /// Only rows of indicators that the settings do not name.
    #[serde(default)]
    pub unlisted_indicator: bool,
    /// Why, as a sentence without its full stop.
    pub reason: String,
}

impl Shape {
    /// The name of every column that is read.
    #[must_use]
    pub fn columns(&self) -> Vec<&str> {
        let date = self.date().map(|date| date.column.as_str());
        let mut columns: Vec<&str> = date.into_iter().collect();
        match self {
            Self::Incidents(incidents) => {
                columns.extend(incidents.offense.column());
                columns.extend(incidents.count.iter().map(|count| count.column.as_str()));
            }
            Self::Arrests(arrests) => {
                columns.push(&arrests.charge.column);
            }
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
            Self::AreaYears(years) => columns.extend(years.columns()),
            Self::Measures(measures) => columns.extend(measures.columns()),
            Self::MonthEnds(ends) => columns.extend(ends.columns()),
            Self::PublishedTotals(totals) => {
                columns.push(&totals.agency.column);
                columns.extend(totals.state.as_deref());
                columns.extend(totals.offense.column());
                columns.push(&totals.through);
                columns.extend(totals.totals.iter().map(|total| &*total.column));
            }
        }
        columns.extend(self.person_columns());
        let places = self.places().into_iter().flat_map(BTreeMap::values);
        columns.extend(places.filter_map(|place| place.column.as_deref()));
        columns.extend(self.coordinate().into_iter().flat_map(|at| at.columns()));
        columns
    }

    /// The column of days, where rows have one.
    #[must_use]
    pub fn date(&self) -> Option<&DateColumn> {
        match self {
            Self::Incidents(columns) => Some(&columns.date),
            Self::Arrests(columns) => Some(&columns.date),
            Self::AgencyMonths(columns) => Some(&columns.date),
            Self::YearToDate(columns) => Some(&columns.through),
            Self::PublishedTotals(columns) => Some(&columns.date),
            Self::MonthEnds(columns) => Some(&columns.date),
            Self::Records(columns) => Some(&columns.date),
            Self::AreaYears(_) | Self::Measures(_) => None,
        }
    }

    /// The yearly indicators, where a row is one.
    #[must_use]
    pub fn area_years(&self) -> Option<&AreaYearColumns> {
        match self {
            Self::AreaYears(columns) => Some(columns),
            _ => None,
        }
    }

    /// The running values, where a row holds them.
    #[must_use]
    pub fn month_ends(&self) -> Option<&MonthEndColumns> {
        match self {
            Self::MonthEnds(columns) => Some(columns),
            _ => None,
        }
    }

    /// The offense, where rows have one.
    #[must_use]
    pub fn offense(&self) -> Option<&OffenseColumn> {
        match self {
            Self::Incidents(columns) => Some(&columns.offense),
            Self::YearToDate(columns) => Some(&columns.offense),
            Self::PublishedTotals(columns) => Some(&columns.offense),
            Self::Arrests(_)
            | Self::AgencyMonths(_)
            | Self::AreaYears(_)
            | Self::Records(_)
            | Self::Measures(_)
            | Self::MonthEnds(_) => None,
        }
    }

    /// The columns of places by kind, where a row is one event.
    #[must_use]
    pub fn places(&self) -> Option<&BTreeMap<String, PlaceColumn>> {
        match self {
            Self::Incidents(columns) => Some(&columns.places),
            Self::Arrests(columns) => Some(&columns.places),
            Self::Records(columns) => Some(&columns.places),
            Self::AgencyMonths(_)
            | Self::YearToDate(_)
            | Self::AreaYears(_)
            | Self::PublishedTotals(_)
            | Self::Measures(_)
            | Self::MonthEnds(_) => None,
        }
    }

    /// Where the points of rows stand, where they have any.
    #[must_use]
    pub fn coordinate(&self) -> Option<&CoordinateColumns> {
        match self {
            Self::Incidents(columns) => columns.coordinate.as_ref(),
            Self::Arrests(columns) => columns.coordinate.as_ref(),
            Self::Records(_)
            | Self::AgencyMonths(_)
            | Self::YearToDate(_)
            | Self::AreaYears(_)
            | Self::PublishedTotals(_)
            | Self::Measures(_)
            | Self::MonthEnds(_) => None,
        }
    }

    /// The agencies, where a row is a count that an agency gives.
    #[must_use]
    pub fn agency(&self) -> Option<&AgencyColumn> {
        match self {
            Self::AgencyMonths(columns) => Some(&columns.agency),
            Self::YearToDate(columns) => Some(&columns.agency),
            Self::PublishedTotals(columns) => Some(&columns.agency),
            Self::Incidents(_)
            | Self::Arrests(_)
            | Self::AreaYears(_)
            | Self::Records(_)
            | Self::Measures(_)
            | Self::MonthEnds(_) => None,
        }
    }

    /// The lists whose codes its rows count under.
    #[must_use]
    pub fn lists(&self) -> Vec<ListName> {
        match self {
            Self::Incidents(_)
            | Self::AgencyMonths(_)
            | Self::YearToDate(_)
            | Self::PublishedTotals(_) => vec![ListName::Offenses],
            Self::Arrests(_) => vec![ListName::ChargeGroups],
            Self::Measures(_) => Vec::new(),
            Self::AreaYears(_) | Self::MonthEnds(_) => vec![ListName::Indicators],
            Self::Records(records) => records.lists().map(|(list, _)| list).collect(),
        }
    }
}

impl CoordinateColumns {
    /// The names of the columns.
    #[must_use]
    pub fn columns(&self) -> Vec<&str> {
        match self {
            Self::Two {
                latitude,
                longitude,
                ..
            } => vec![latitude, longitude],
            Self::Text { text, .. } => vec![text],
        }
    }

    /// The points that stand for no place.
    #[must_use]
    pub fn placeholders(&self) -> &[Placeholder] {
        match self {
            Self::Two { placeholders, .. } | Self::Text { placeholders, .. } => placeholders,
        }
    }
}

impl LeaveOut {
    /// Whether some rows may not meet it: without a condition, a rule leaves out every row.
    #[must_use]
    pub fn is_conditional(&self) -> bool {
        let has_days = self.before.is_some() || self.from.is_some();
        let has_kind = self.unlisted_agency || self.sums || self.unlisted_indicator;
        has_days || has_kind || !self.categories.is_empty() || !self.groups.is_empty()
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

    /// The share of rows, in percent, whose offense may be unknown.
    #[must_use]
    pub fn unmapped_limit_percent(&self) -> f64 {
        match self {
            Self::Named {
                unmapped_limit_percent,
                ..
            } => unmapped_limit_percent.unwrap_or(0.0),
            Self::Constant { .. } => 0.0,
        }
    }
}
