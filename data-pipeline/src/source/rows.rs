//! Typed rows: an incident, an arrest, an agency's month, an agency's year to date.
//!
//! They hold nothing about a person but that an event took place, and the texts of an age and of
//! groups where the settings ask for them. They borrow from the file, and they go no further than
//! the count that they become.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::people::{PersonColumns, PersonText, masked};
use super::{Column, Header, Row, SourceError, Unreadable};
use crate::clean::{DayForms, count, signed_count};
use crate::settings::{
    AgencyMonthColumns, ArrestColumns, CoordinateColumns, GroupColumn, IncidentColumns,
    OffenseColumn, YearToDateColumns,
};

/// Victims or offenses.
#[derive(Debug)]
pub struct Incident<'r> {
    /// The day.
    pub day: Date,
    /// What the source calls the offense; empty where it holds one offense only.
    pub offense: &'r str,
    /// How many.
    pub count: u32,
    /// Who, as far as the settings ask; it is looked at and not kept.
    pub person: PersonText<'r>,
    /// Where, as a point.
    pub point: PointText<'r>,
    /// Where, in the order of the kinds of place in the settings.
    pub places: Vec<Option<&'r str>>,
}

/// What the fields of a row's point hold.
#[derive(Clone, Copy, Debug)]
pub enum PointText<'r> {
    /// The source has no such fields.
    NoColumn,
    /// Latitude and longitude.
    Pair(Option<&'r str>, Option<&'r str>),
    /// A text that ends with both.
    Whole(Option<&'r str>),
}

/// An arrest.
#[derive(Debug)]
pub struct Arrest<'r> {
    /// The day.
    pub day: Date,
    /// The charge; empty where there is none.
    pub charge: &'r str,
    /// Who, as far as the settings ask; it is looked at and not kept.
    pub person: PersonText<'r>,
    /// Where, as a point.
    pub point: PointText<'r>,
    /// Where, in the order of the kinds of place in the settings.
    pub places: Vec<Option<&'r str>>,
}

/// The offenses of an agency in a month.
#[derive(Debug)]
pub struct AgencyMonth<'r> {
    /// A day in the month.
    pub day: Date,
    /// What the source calls the agency.
    pub agency: &'r str,
    /// The count of each offense, in the order of the settings; negative ones are corrections.
    pub counts: Vec<Option<i64>>,
}

/// The running total of one offense in an agency's year.
#[derive(Debug)]
pub struct YearToDate<'r> {
    /// A day in the last month counted.
    pub through: Date,
    /// What the source calls the agency.
    pub agency: &'r str,
    /// What the source calls the offense.
    pub offense: &'r str,
    /// The total of the year.
    pub current: Option<u32>,
    /// The total of the same months of the year before.
    pub previous: Option<u32>,
}

/// Reads incidents.
pub struct IncidentReader {
    day: DayReader,
    /// The column of the offense, where there is one.
    pub offense: Option<Column>,
    count: Option<Column>,
    person: PersonColumns,
    point: PointColumns,
    places: Vec<Option<Column>>,
}

/// Reads arrests.
pub struct ArrestReader {
    day: DayReader,
    charge: Column,
    person: PersonColumns,
    point: PointColumns,
    places: Vec<Option<Column>>,
}

enum PointColumns {
    NoColumn,
    Pair(Column, Column),
    Whole(Column),
}

/// Reads the months of agencies.
pub struct AgencyMonthReader {
    day: DayReader,
    agency: Column,
    counts: Vec<Column>,
}

/// Reads running totals.
pub struct YearToDateReader {
    through: DayReader,
    agency: Column,
    /// The column of the offense.
    pub offense: Column,
    current: Column,
    previous: Column,
}

pub(crate) struct DayReader {
    column: Column,
    forms: DayForms,
}

impl IncidentReader {
    /// Finds the columns.
    ///
    /// # Errors
    /// Where the header lacks one.
    pub fn new(header: &Header<'_>, columns: &IncidentColumns) -> Result<Self, SourceError> {
        let offense = match &columns.offense {
            OffenseColumn::Named { column, .. } => Some(header.column(column)?),
            OffenseColumn::Constant { .. } => None,
        };
        let count = columns.count.as_ref();
        Ok(Self {
            day: DayReader::new(header, &columns.date)?,
            offense,
            count: count
                .map(|count| header.column(&count.column))
                .transpose()?,
            person: PersonColumns::new(header, columns.age.as_ref(), names_of(&columns.groups))?,
            point: PointColumns::new(header, columns.coordinate.as_ref())?,
            places: place_columns(header, &columns.places)?,
        })
    }

    /// The row as an incident.
    ///
    /// # Errors
    /// Where a field is not as expected.
    pub fn read<'r>(&self, row: &Row<'r>) -> Result<Incident<'r>, Unreadable> {
        row.check_width()?;
        Ok(Incident {
            day: self.day.read(row)?,
            offense: match &self.offense {
                Some(column) => required(row, column, "the name of an offense")?,
                None => "",
            },
            count: match &self.count {
                Some(column) => {
                    let text = required(row, column, "a whole number")?;
                    count(text).ok_or_else(|| not_a_count(row, column, text))?
                }
                None => 1,
            },
            person: self.person.read(row)?,
            point: self.point.read(row)?,
            places: places(row, &self.places)?,
        })
    }
}

impl ArrestReader {
    /// Finds the columns.
    ///
    /// # Errors
    /// Where the header lacks one.
    pub fn new(header: &Header<'_>, columns: &ArrestColumns) -> Result<Self, SourceError> {
        Ok(Self {
            day: DayReader::new(header, &columns.date)?,
            charge: header.column(&columns.charge.column)?,
            person: PersonColumns::new(header, columns.age.as_ref(), names_of(&columns.groups))?,
            point: PointColumns::new(header, columns.coordinate.as_ref())?,
            places: place_columns(header, &columns.places)?,
        })
    }

    /// The row as an arrest.
    ///
    /// # Errors
    /// Where a field is not as expected.
    pub fn read<'r>(&self, row: &Row<'r>) -> Result<Arrest<'r>, Unreadable> {
        row.check_width()?;
        Ok(Arrest {
            day: self.day.read(row)?,
            charge: row.text(&self.charge)?.unwrap_or(""),
            person: self.person.read(row)?,
            point: self.point.read(row)?,
            places: places(row, &self.places)?,
        })
    }
}

impl AgencyMonthReader {
    /// Finds the columns.
    ///
    /// # Errors
    /// Where the header lacks one.
    pub fn new(header: &Header<'_>, columns: &AgencyMonthColumns) -> Result<Self, SourceError> {
        let counts = columns.counts.values().map(|name| header.column(name));
        Ok(Self {
            day: DayReader::new(header, &columns.date)?,
            agency: header.column(&columns.agency.column)?,
            counts: counts.collect::<Result<_, _>>()?,
        })
    }

    /// The row as the month of an agency.
    ///
    /// # Errors
    /// Where a field is not as expected.
    pub fn read<'r>(&self, row: &Row<'r>) -> Result<AgencyMonth<'r>, Unreadable> {
        row.check_width()?;
        let value = |column: &Column| match row.text(column)? {
            None => Ok(None),
            Some(text) => match signed_count(text) {
                Some(value) => Ok(Some(value)),
                None => Err(not_a_count(row, column, text)),
            },
        };
        Ok(AgencyMonth {
            day: self.day.read(row)?,
            agency: required(row, &self.agency, "the name of an agency")?,
            counts: self.counts.iter().map(value).collect::<Result<_, _>>()?,
        })
    }
}

impl YearToDateReader {
    /// Finds the columns.
    ///
    /// # Errors
    /// Where the header lacks one, or the settings name no column of offenses.
    pub fn new(header: &Header<'_>, columns: &YearToDateColumns) -> Result<Self, SourceError> {
        let offense = match &columns.offense {
            OffenseColumn::Named { column, .. } => column.as_str(),
            OffenseColumn::Constant { .. } => "",
        };
        Ok(Self {
            through: DayReader::new(header, &columns.through)?,
            agency: header.column(&columns.agency.column)?,
            offense: header.column(offense)?,
            current: header.column(&columns.current.column)?,
            previous: header.column(&columns.previous.column)?,
        })
    }

    /// The row as a running total.
    ///
    /// # Errors
    /// Where a field is not as expected.
    pub fn read<'r>(&self, row: &Row<'r>) -> Result<YearToDate<'r>, Unreadable> {
        row.check_width()?;
        let value = |column: &Column| match row.text(column)? {
            None => Ok(None),
            Some(text) => match count(text) {
                Some(value) => Ok(Some(value)),
                None => Err(not_a_count(row, column, text)),
            },
        };
        Ok(YearToDate {
            through: self.through.read(row)?,
            agency: required(row, &self.agency, "the name of an agency")?,
            offense: required(row, &self.offense, "the name of an offense")?,
            current: value(&self.current)?,
            previous: value(&self.previous)?,
        })
    }
}

impl DayReader {
    pub(crate) fn new(
        header: &Header<'_>,
        settings: &crate::settings::DateColumn,
    ) -> Result<Self, SourceError> {
        Ok(Self {
            column: header.column(&settings.column)?,
            forms: DayForms::new(&settings.formats),
        })
    }

    pub(crate) fn read(&self, row: &Row<'_>) -> Result<Date, Unreadable> {
        let expected = || format!("a day as {}", self.forms);
        let Some(text) = row.text(&self.column)? else {
            return Err(row.unreadable(&self.column, "", &expected(), "there is no date"));
        };
        self.forms.parse(text).ok_or_else(|| {
            let reason = "the date is not a day in an accepted form";
            row.unreadable(&self.column, text, &expected(), reason)
        })
    }
}

impl PointColumns {
    fn new(header: &Header<'_>, settings: Option<&CoordinateColumns>) -> Result<Self, SourceError> {
        Ok(match settings {
            None => Self::NoColumn,
            Some(CoordinateColumns::Two {
                latitude,
                longitude,
                ..
            }) => Self::Pair(header.column(latitude)?, header.column(longitude)?),
            Some(CoordinateColumns::Text { text, .. }) => Self::Whole(header.column(text)?),
        })
    }

    fn read<'r>(&self, row: &Row<'r>) -> Result<PointText<'r>, Unreadable> {
        Ok(match self {
            Self::NoColumn => PointText::NoColumn,
            Self::Pair(latitude, longitude) => {
                let text = |column| row.text(column).map_err(masked);
                PointText::Pair(text(latitude)?, text(longitude)?)
            }
            Self::Whole(text) => PointText::Whole(row.text(text).map_err(masked)?),
        })
    }
}

/// The columns that name groups, in the order of the settings.
fn names_of(groups: &BTreeMap<String, GroupColumn>) -> impl Iterator<Item = &str> {
    groups.values().map(|group| group.column.as_str())
}

pub(super) fn place_columns(
    header: &Header<'_>,
    places: &BTreeMap<String, crate::settings::PlaceColumn>,
) -> Result<Vec<Option<Column>>, SourceError> {
    let column = |name: &String| header.column(name);
    let columns = places.values().map(|place| place.column.as_ref());
    columns.map(|name| name.map(column).transpose()).collect()
}

pub(super) fn places<'r>(
    row: &Row<'r>,
    columns: &[Option<Column>],
) -> Result<Vec<Option<&'r str>>, Unreadable> {
    let text = |column: &Option<Column>| match column {
        Some(column) => row.text(column),
        None => Ok(None),
    };
    columns.iter().map(text).collect()
}

fn required<'r>(row: &Row<'r>, column: &Column, expected: &str) -> Result<&'r str, Unreadable> {
    row.text(column)?
        .ok_or_else(|| row.unreadable(column, "", expected, "a field that must not be empty is"))
}

fn not_a_count(row: &Row<'_>, column: &Column, text: &str) -> Unreadable {
    row.unreadable(
        column,
        text,
        "a whole number",
        "a count is not a whole number",
    )
}
