//! Takes yearly measures of others as they are given: a value a row, for the measures that the
//! settings name.
//!
//! No table counts them and nothing is added up. A row that a measure asks for and that cannot be
//! read stops the build: a value that is lost would look like one that was never collected.

use std::collections::BTreeMap;

use cube::programme::{MeasurePeriod, PeriodKind};
use cube::{Fixed, Month};
use jiff::civil::Date;

use super::{AggregateError, Context, Ledger, Staged};
use crate::settings::{MeasureColumns, MeasureSettings, PeriodForm};
use crate::source::{Column, Header, Row, SourceError, SourceFile, Unreadable};

const OTHER_YEARS: &str =
    "a year that the page does not show, or a quarter of one that it shows whole";
const OTHER_MONTHS: &str = "twelve months that are no calendar year";

/// A value of a measure, as a row gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measured {
    /// The id of the measure.
    pub measure: String,
    /// Whether a later publication gives it.
    pub is_restated: bool,
    /// The time that it covers.
    pub period: MeasurePeriod,
    /// The value; none where the source leaves it empty.
    pub value: Option<Fixed>,
    /// What the source says beside it.
    pub note: String,
    /// Who is cited.
    pub cited: String,
}

/// Takes the values of a source, in the order of its rows.
pub(super) fn measures(
    context: &Context<'_>,
    columns: &MeasureColumns,
    file: &SourceFile,
) -> Result<(Staged, Ledger), AggregateError> {
    let programme = context.settings.programme.iter();
    let measures = programme.flat_map(|programme| &programme.measures);
    let measures: Vec<&MeasureSettings> = measures
        .filter(|measure| measure.source == context.source.id)
        .collect();
    let (header, mut rows) = file.rows(&context.source.missing)?;
    let reader = Reader::new(&header, columns)?;
    let mut ledger = Ledger::default();
    let mut taken = Vec::new();
    while let Some(row) = rows.next(&header)? {
        ledger.read_row(&row, None)?;
        let about = match reader.about(&row) {
            Ok(about) => about,
            Err(unreadable) => {
                ledger.set_aside(unreadable);
                continue;
            }
        };
        let asked = measures.iter().find_map(|measure| {
            let is_restated = fits(&measure.restated_rows, &about);
            let is_own = fits(&measure.rows, &about);
            (is_own || is_restated).then_some((*measure, !is_own))
        });
        match asked {
            Some((measure, is_restated)) => {
                let taker = Taker {
                    reader: &reader,
                    measure,
                    is_restated,
                };
                taker.take(&row, &mut taken, &mut ledger)?;
            }
            None => leave_unlisted(context, &mut ledger, &row, &reader),
        }
    }
    if let Some(absent) = measures.iter().find(|measure| {
        let mut found = taken.iter();
        !found.any(|one: &Measured| one.measure == measure.id)
    }) {
        return Err(AggregateError::AbsentName {
            file: context.source.file.clone(),
            name: absent.id.clone(),
        });
    }
    let staged = Staged {
        measures: taken,
        ..Staged::default()
    };
    Ok((staged, ledger))
}

/// Whether each column holds one of its texts; no condition fits nothing.
fn fits(rows: &BTreeMap<String, Vec<String>>, about: &BTreeMap<&str, &str>) -> bool {
    let holds = |(column, texts): (&String, &Vec<String>)| {
        let found = about.get(column.as_str());
        found.is_some_and(|found| texts.iter().any(|text| text == found))
    };
    !rows.is_empty() && rows.iter().all(holds)
}

/// A row that a measure asks for, on its way.
struct Taker<'a> {
    reader: &'a Reader,
    measure: &'a MeasureSettings,
    is_restated: bool,
}

impl Taker<'_> {
    fn take(
        &self,
        row: &Row<'_>,
        taken: &mut Vec<Measured>,
        ledger: &mut Ledger,
    ) -> Result<(), AggregateError> {
        let refuse = |row: Unreadable| AggregateError::Measure(Box::new(row));
        let Some(period) = self.reader.period(row).map_err(refuse)? else {
            ledger.leave_outside(OTHER_MONTHS);
            return Ok(());
        };
        note_days(period, ledger);
        // What is not shown need not be readable: agencies write quarters in forms of their own.
        if !is_shown(self.measure, period) {
            ledger.leave_outside(OTHER_YEARS);
            return Ok(());
        }
        let read = self.read(row, period).map_err(refuse)?;
        let is_same = |one: &Measured| {
            let same = (&one.measure, one.is_restated, one.period);
            same == (&read.measure, read.is_restated, read.period)
        };
        if taken.iter().any(is_same) {
            let expected = format!("one value of {} for each time", self.measure.id);
            let column = &self.reader.period;
            let found = row.text(column).ok().flatten().unwrap_or_default();
            let reason = "a second value of the same measure and time";
            return Err(refuse(row.unreadable(column, found, &expected, reason)));
        }
        for month in [period.first, period.last] {
            tell_of(month, ledger);
        }
        ledger.count_used();
        taken.push(read);
        Ok(())
    }

    /// The value of a row that is shown.
    fn read(&self, row: &Row<'_>, period: MeasurePeriod) -> Result<Measured, Unreadable> {
        let (reader, measure) = (self.reader, self.measure);
        let value = row.text(&reader.value)?.map(|text| {
            number(text, measure).ok_or_else(|| {
                let expected = match measure.shares {
                    true => "a share from 0 to 1, such as 0.42",
                    false => "a number of 0 or more, such as 12.4",
                };
                row.unreadable(&reader.value, text, expected, "the value is not a number")
            })
        });
        let text = |column: &Option<Column>| -> Result<String, Unreadable> {
            let text = column.as_ref().map(|column| row.text(column)).transpose()?;
            Ok(text.flatten().unwrap_or_default().to_owned())
        };
        Ok(Measured {
            measure: measure.id.clone(),
            is_restated: self.is_restated,
            period,
            value: value.transpose()?,
            note: text(&reader.note)?,
            cited: text(&reader.cited)?,
        })
    }
}

fn is_shown(measure: &MeasureSettings, period: MeasurePeriod) -> bool {
    // Fiscal years from July on are named after the year in which they end.
    let ends = match period.kind {
        PeriodKind::Year => period.last.year(),
        PeriodKind::FiscalYear | PeriodKind::FiscalQuarter => period.last.plus(6).year(),
    };
    match period.kind {
        PeriodKind::FiscalQuarter => measure.quarters_of == Some(ends),
        PeriodKind::Year | PeriodKind::FiscalYear => (measure.first..=measure.last).contains(&ends),
    }
}

fn note_days(period: MeasurePeriod, ledger: &mut Ledger) {
    if let Some(day) = day_of(period.first) {
        ledger.note_day(day);
    }
}

fn tell_of(month: Month, ledger: &mut Ledger) {
    if let Some(day) = day_of(month) {
        ledger.tell_of(day);
    }
}

fn day_of(month: Month) -> Option<Date> {
    let (year, number) = (i16::try_from(month.year()), i8::try_from(month.number()));
    Date::new(year.ok()?, number.ok()?, 1).ok()
}

/// A row that no measure asks for: a rule may leave all of them out.
fn leave_unlisted(context: &Context<'_>, ledger: &mut Ledger, row: &Row<'_>, reader: &Reader) {
    let mut rules = context.source.leave_out.iter();
    match rules.find(|rule| rule.unlisted_indicator) {
        Some(rule) => ledger.leave_outside(&rule.reason),
        None => {
            let expected = "a row that a [[measure]] of programme.toml asks for, or a `leave_out` \
                            with `unlisted_indicator`";
            let found = row.text(&reader.period).ok().flatten().unwrap_or_default();
            let reason = "no measure asks for the row";
            ledger.set_aside(row.unreadable(&reader.period, found, expected, reason));
        }
    }
}

struct Reader {
    period: Column,
    form: PeriodForm,
    value: Column,
    note: Option<Column>,
    cited: Option<Column>,
    about: Vec<(String, Column)>,
}

impl Reader {
    fn new(header: &Header<'_>, columns: &MeasureColumns) -> Result<Self, SourceError> {
        let optional = |name: &Option<String>| {
            let name = name.as_ref();
            name.map(|name| header.column(name)).transpose()
        };
        let about = columns.about.iter();
        let about = about.map(|name| Ok((name.clone(), header.column(name)?)));
        Ok(Self {
            period: header.column(&columns.period.column)?,
            form: columns.period.form,
            value: header.column(&columns.value)?,
            note: optional(&columns.note)?,
            cited: optional(&columns.cited)?,
            about: about.collect::<Result<_, SourceError>>()?,
        })
    }

    fn about<'s, 'r: 's>(
        &'s self,
        row: &Row<'r>,
    ) -> Result<BTreeMap<&'s str, &'r str>, Unreadable> {
        row.check_width()?;
        let mut about = BTreeMap::new();
        for (name, column) in &self.about {
            about.insert(name.as_str(), row.text(column)?.unwrap_or_default());
        }
        Ok(about)
    }

    /// The time of a row; none where it covers twelve months that are no year.
    fn period(&self, row: &Row<'_>) -> Result<Option<MeasurePeriod>, Unreadable> {
        let written = row.text(&self.period)?.unwrap_or_default();
        period(self.form, written).ok_or_else(|| {
            let reason = "the time of a value is not known";
            row.unreadable(&self.period, written, expected(self.form), reason)
        })
    }
}

/// A value with the decimals of its measure; a share is turned into percent.
fn number(text: &str, measure: &MeasureSettings) -> Option<Fixed> {
    let decimals = measure.decimals;
    if !measure.shares {
        return Fixed::parse(text, decimals);
    }
    let share = Fixed::parse(text, decimals + 2)?;
    (share.to_f64() <= 1.0).then_some(Fixed {
        stored: share.stored,
        decimals,
    })
}

fn expected(form: PeriodForm) -> &'static str {
    match form {
        PeriodForm::Year => "a year, four digits",
        PeriodForm::FiscalYear => "a fiscal year or a quarter of one, such as FY2021 or FY2026 Q3",
        PeriodForm::YearToMonth => "the last of twelve months, as YYYY-MM",
    }
}

/// The time that a text names: none within where it is known and no year, none where it is not known.
fn period(form: PeriodForm, text: &str) -> Option<Option<MeasurePeriod>> {
    let span = |first: Month, months: i32, kind| MeasurePeriod {
        first,
        last: first.plus(months - 1),
        kind,
    };
    match form {
        PeriodForm::Year => {
            let first = Month::new(year(text)?, 1)?;
            Some(Some(span(first, 12, PeriodKind::Year)))
        }
        PeriodForm::FiscalYear => {
            let (named, quarter) = match text.split_once(' ') {
                Some((named, quarter)) => (named, Some(quarter)),
                None => (text, None),
            };
            let first = Month::new(year(named.strip_prefix("FY")?)? - 1, 7)?;
            Some(Some(match quarter {
                None => span(first, 12, PeriodKind::FiscalYear),
                Some(quarter) => {
                    let number: i32 = quarter.strip_prefix('Q')?.parse().ok()?;
                    let number = Some(number).filter(|number| (1..=4).contains(number))?;
                    span(first.plus(3 * (number - 1)), 3, PeriodKind::FiscalQuarter)
                }
            }))
        }
        PeriodForm::YearToMonth => {
            let last = Month::parse(text).ok()?;
            let is_year = last.number() == 12;
            Some(is_year.then(|| span(last.plus(-11), 12, PeriodKind::Year)))
        }
    }
}

fn year(text: &str) -> Option<i32> {
    let is_year = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| is_year)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(form: PeriodForm, text: &str, expected: Option<Option<(&str, &str)>>) {
        let found = period(form, text);
        let found = found.map(|one| one.map(|at| (at.first.to_string(), at.last.to_string())));
        let expected = expected.map(|one| one.map(|(a, b)| (a.to_owned(), b.to_owned())));
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn times_are_read_as_their_form_says() {
        check(PeriodForm::Year, "2019", Some(Some(("2019-01", "2019-12"))));
        check(
            PeriodForm::FiscalYear,
            "FY2021",
            Some(Some(("2020-07", "2021-06"))),
        );
        check(
            PeriodForm::FiscalYear,
            "FY2026 Q3",
            Some(Some(("2026-01", "2026-03"))),
        );
        check(
            PeriodForm::YearToMonth,
            "2015-12",
            Some(Some(("2015-01", "2015-12"))),
        );
        check(PeriodForm::YearToMonth, "2015-11", Some(None));
        for text in ["", "FY21", "FY2026 Q5", "FY2026 q1", "2021"] {
            check(PeriodForm::FiscalYear, text, None);
        }
        check(PeriodForm::Year, "19", None);
        check(PeriodForm::YearToMonth, "2015", None);
    }
}
