//! Takes totals of agencies as they were published, day by day: what a number once was.
//!
//! No table counts them; the history of numbers is seeded with them.

use cube::Month;
use jiff::civil::Date;

use super::{AggregateError, Candidate, Context, Ledger, Staged, Unexplained};
use crate::classify::OffenseClassifier;
use crate::clean::{DayForms, count};
use crate::settings::{PlaceList, PublishedTotalsColumns, TotalColumn};
use crate::source::{Column, Header, Row, SourceError, SourceFile, Unreadable};

/// A number as it was published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishedTotal {
    /// The day of publication.
    pub published_on: Date,
    /// The position of the agency in its kind of place.
    pub agency: usize,
    /// The position of the offense in its list.
    pub code: usize,
    /// The first month counted.
    pub first: Month,
    /// The last month counted.
    pub last: Month,
    /// How many.
    pub value: u32,
}

const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

/// Takes the published totals of a source, in the order of its rows.
pub(super) fn published(
    context: &Context<'_>,
    columns: &PublishedTotalsColumns,
    file: &SourceFile,
) -> Result<(Staged, Ledger), AggregateError> {
    let classifier = OffenseClassifier::new(context.settings, &columns.offense)
        .ok_or_else(|| context.missing("the offenses of the source"))?;
    let (_, agencies) = context
        .settings
        .place(&columns.agency.place)
        .ok_or_else(|| context.missing("the agencies of the source"))?;
    let (header, mut rows) = file.rows(&context.source.missing)?;
    let reader = Reader::new(&header, columns)?;
    let mut taker = Taker {
        context,
        agencies,
        totals: Vec::new(),
        ledger: Ledger::default(),
    };
    while let Some(row) = rows.next(&header)? {
        taker.ledger.read_row(&row, None)?;
        let read = reader.read(&row).and_then(|read| {
            let is_sum = columns.sums.iter().any(|name| name == read.offense);
            let codes = classifier.codes(read.offense);
            let code = codes.and_then(|codes| codes.first());
            if code.is_none() && !is_sum {
                let expected = classifier.expected(read.offense);
                let reason = "the name of the offense is not known";
                return Err(row.unreadable(&reader.offense, read.offense, &expected, reason));
            }
            Ok((read, code.map(|code| code.code)))
        });
        match read {
            Err(unreadable) => taker.ledger.set_aside(unreadable),
            Ok((read, code)) => taker.take(&row, read, code),
        }
    }
    let staged = Staged {
        totals: taker.totals,
        ..Staged::default()
    };
    Ok((staged, taker.ledger))
}

/// The totals and the ledger of one source while its rows go by.
struct Taker<'a> {
    context: &'a Context<'a>,
    agencies: &'a PlaceList,
    totals: Vec<PublishedTotal>,
    ledger: Ledger,
}

impl Taker<'_> {
    /// Takes the totals of a row, or notes why not; `code` is none where they are sums of others.
    fn take(&mut self, row: &Row<'_>, read: Read<'_>, code: Option<usize>) {
        self.ledger.note_day(read.day);
        let agency = self.agencies.find(&read.agency);
        let names = code.and_then(|code| self.context.settings.offenses.codes.get(code));
        let names: Vec<&str> = names.iter().map(|code| code.code.as_str()).collect();
        let candidate = Candidate {
            day: read.day,
            codes: &names,
            is_unlisted: agency.is_none(),
            is_sum: code.is_none(),
            people: &[],
        };
        match (self.context.left_out(&candidate), agency, code) {
            (Some(reason), _, _) => self.ledger.leave_outside(reason),
            (None, Some(agency), Some(code)) => {
                let totals = read.totals.into_iter();
                let totals = totals.map(|(first, last, value)| PublishedTotal {
                    published_on: read.day,
                    agency,
                    code,
                    first,
                    last,
                    value,
                });
                self.totals.extend(totals);
                self.ledger.count_used();
                self.ledger.tell_of(read.day);
            }
            _ => self.ledger.leave_unexplained(Unexplained {
                line: row.line(),
                category: format!("{} of {}", read.offense, read.agency),
                day: read.day,
            }),
        }
    }
}

/// A row of totals.
struct Read<'r> {
    day: Date,
    agency: String,
    offense: &'r str,
    totals: Vec<(Month, Month, u32)>,
}

struct Reader<'a> {
    day: Column,
    forms: DayForms,
    agency: Column,
    state: Option<Column>,
    offense: Column,
    through: Column,
    totals: Vec<(Column, &'a TotalColumn)>,
}

impl<'a> Reader<'a> {
    fn new(header: &Header<'_>, columns: &'a PublishedTotalsColumns) -> Result<Self, SourceError> {
        let state = columns.state.as_ref();
        let totals = columns.totals.iter();
        let totals = totals.map(|total| Ok((header.column(&total.column)?, total)));
        Ok(Self {
            day: header.column(&columns.date.column)?,
            forms: DayForms::new(&columns.date.formats),
            agency: header.column(&columns.agency.column)?,
            state: state.map(|state| header.column(state)).transpose()?,
            offense: header.column(columns.offense.column().unwrap_or_default())?,
            through: header.column(&columns.through)?,
            totals: totals.collect::<Result<_, SourceError>>()?,
        })
    }

    fn read<'r>(&self, row: &Row<'r>) -> Result<Read<'r>, Unreadable> {
        row.check_width()?;
        let required = |column: &Column, expected: &str| {
            let missing =
                || row.unreadable(column, "", expected, "a field that must not be empty is");
            row.text(column)?.ok_or_else(missing)
        };
        let day = required(&self.day, "a day")?;
        let only_day = day.split(['T', ' ']).next().unwrap_or(day);
        let day = self.forms.parse(only_day).ok_or_else(|| {
            let expected = format!("a day as {}", self.forms);
            let reason = "the date is not a day in an accepted form";
            row.unreadable(&self.day, day, &expected, reason)
        })?;
        let mut agency = required(&self.agency, "the name of an agency")?.to_owned();
        if let Some(state) = &self.state {
            agency = format!("{agency}, {}", required(state, "the name of a state")?);
        }
        let through = required(&self.through, "a range of months")?;
        let through = last_month(through).ok_or_else(|| {
            let expected = "a range of months of a year, such as Jan - Aug 2024";
            let reason = "the months that a total counts are not known";
            row.unreadable(&self.through, through, expected, reason)
        })?;
        Ok(Read {
            day,
            agency,
            offense: required(&self.offense, "the name of an offense")?,
            totals: self.totals(row, through)?,
        })
    }

    fn totals(
        &self,
        row: &Row<'_>,
        through: Month,
    ) -> Result<Vec<(Month, Month, u32)>, Unreadable> {
        let mut totals = Vec::new();
        for (column, total) in &self.totals {
            let year = through.year() - i32::from(total.years_before);
            let last = if total.whole_year {
                12
            } else {
                through.number()
            };
            let months = Month::new(year, 1).zip(Month::new(year, last));
            let (Some(text), Some((first, last))) = (row.text(column)?, months) else {
                continue;
            };
            let reason = "a count is not a whole number";
            let value = count(text)
                .ok_or_else(|| row.unreadable(column, text, "a whole number", reason))?;
            totals.push((first, last, value));
        }
        Ok(totals)
    }
}

/// The last month of a range of months from a January on: `Jan-Aug 2024`, `Jan - Feb 2026`.
fn last_month(range: &str) -> Option<Month> {
    let (months, year) = range.trim().rsplit_once(' ')?;
    let (first, last) = months.split_once('-')?;
    let number = |name: &str| {
        let name = name.trim().to_ascii_lowercase();
        (1..).zip(MONTHS).find(|(_, month)| *month == name)
    };
    let (last, _) = number(last)?;
    let (first, _) = number(first)?;
    (first == 1)
        .then(|| Month::new(year.parse().ok()?, last))
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(range: &str, expected: Option<&str>) {
        let expected = expected.map(|month| Month::parse(month).unwrap());
        assert_eq!(last_month(range), expected, "{range}");
    }

    #[test]
    fn both_spellings_of_a_range_are_read() {
        check("Jan-Aug 2024", Some("2024-08"));
        check("Jan - Feb 2026", Some("2026-02"));
        check("Jan - Jan 2025", Some("2025-01"));
    }

    #[test]
    fn what_is_no_range_from_january_is_refused() {
        for range in [
            "",
            "2024",
            "Jan 2024",
            "Feb - Mar 2024",
            "Jan - Foo 2024",
            "Jan - Feb",
        ] {
            check(range, None);
        }
    }
}
