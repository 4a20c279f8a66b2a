//! Takes running values of the whole city as they stood on the last day of each month.
//!
//! A value that is not given is unknown. Other days are left out for the reason that the settings
//! give: each value looks back over days that the next one looks back over, too, so that they can
//! neither be added nor averaged.

use std::collections::BTreeSet;

use cube::{Fixed, Month, Step};
use jiff::civil::Date;

use super::{
    AggregateError, Candidate, Context, Ledger, Record, RecordWriter, Staged, Unexplained, month_of,
};
use crate::settings::{MonthEndColumns, Written};
use crate::source::{Column, DayReader, Header, Row, SourceError, SourceFile, Unreadable};

const REPEATED: &str = "a second row for the same day";

/// Takes the values of a source.
pub(super) fn month_ends(
    context: &Context<'_>,
    columns: &MonthEndColumns,
    file: &SourceFile,
) -> Result<(Staged, Ledger), AggregateError> {
    let (header, mut rows) = file.rows(&context.source.missing)?;
    let reader = Reader::new(&header, columns)?;
    let row_number = context.row_number(&header)?;
    let mut taker = Taker::new(context, columns)?;
    while let Some(row) = rows.next(&header)? {
        taker.ledger.read_row(&row, row_number.as_ref())?;
        match reader.read(&row, columns) {
            Err(unreadable) => taker.ledger.set_aside(unreadable),
            Ok(values) => taker.take(row.line(), &values)?,
        }
    }
    taker.finish()
}

/// The values of one row, in the order of the settings.
struct Values {
    day: Date,
    numbers: Vec<Option<Fixed>>,
}

struct Reader {
    day: DayReader,
    values: Vec<Column>,
}

impl Reader {
    fn new(header: &Header<'_>, columns: &MonthEndColumns) -> Result<Self, SourceError> {
        let values = columns.values.values();
        Ok(Self {
            day: DayReader::new(header, &columns.date)?,
            values: values
                .map(|name| header.column(name))
                .collect::<Result<_, _>>()?,
        })
    }

    fn read(&self, row: &Row<'_>, columns: &MonthEndColumns) -> Result<Values, Unreadable> {
        row.check_width()?;
        let number = |column: &Column| {
            let Some(text) = row.text(column)? else {
                return Ok(None);
            };
            let number = parse(text, columns).ok_or_else(|| {
                let (expected, reason) = match columns.written {
                    Written::AsShown => ("a number of 0 or more, such as 12.4", NO_NUMBER),
                    Written::Shares => ("a share from 0 to 1, such as 0.375", NO_SHARE),
                };
                row.unreadable(column, text, expected, reason)
            });
            number.map(Some)
        };
        Ok(Values {
            day: self.day.read(row)?,
            numbers: self.values.iter().map(number).collect::<Result<_, _>>()?,
        })
    }
}

const NO_NUMBER: &str = "the value is not a number";
const NO_SHARE: &str = "the value is not a share";

/// A value as the table shows it.
fn parse(text: &str, columns: &MonthEndColumns) -> Option<Fixed> {
    match columns.written {
        Written::AsShown => Fixed::parse(text, columns.decimals),
        Written::Shares => percentage(text, columns.decimals),
    }
}

/// A share of 1 as a percentage; none where it is no number or more than everything.
fn percentage(share: &str, decimals: u8) -> Option<Fixed> {
    // The point moves by two digits in the text, so that no binary fraction comes in between.
    let (whole, fraction) = share.split_once('.').unwrap_or((share, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(fraction) {
        return None;
    }
    let padded = format!("{fraction:0<3}");
    let (hundredths, rest) = padded.split_at_checked(2)?;
    let number = Fixed::parse(&format!("{whole}{hundredths}.{rest}"), decimals)?;
    let everything = Fixed::parse("100", decimals)?;
    (number.stored <= everything.stored).then_some(number)
}

/// The records and the ledger of one source while its rows go by.
struct Taker<'a> {
    context: &'a Context<'a>,
    columns: &'a MonthEndColumns,
    /// The position of each value's code in the list of indicators.
    codes: Vec<usize>,
    seen: BTreeSet<Date>,
    records: RecordWriter,
    staged: Staged,
    ledger: Ledger,
}

impl<'a> Taker<'a> {
    fn new(context: &'a Context<'a>, columns: &'a MonthEndColumns) -> Result<Self, AggregateError> {
        let settings = context.settings;
        let codes = columns.values.keys();
        // The cross-check of the settings has found every code in its list.
        let codes = codes.filter_map(|code| settings.indicators.position(code));
        Ok(Self {
            context,
            columns,
            codes: codes.collect(),
            seen: BTreeSet::new(),
            records: RecordWriter::new(context.staging, settings, &context.source.id)?,
            staged: Staged {
                is_given: true,
                ..Staged::default()
            },
            ledger: Ledger::default(),
        })
    }

    fn take(&mut self, line: u64, values: &Values) -> Result<(), AggregateError> {
        let day = values.day;
        self.ledger.note_day(day);
        let candidate = Candidate {
            day,
            codes: &[],
            is_unlisted: false,
            is_sum: false,
            people: &[],
        };
        if let Some(reason) = self.context.left_out(&candidate) {
            self.ledger.leave_outside(reason);
            return Ok(());
        }
        if day.last_of_month() != day {
            self.ledger.leave_outside(&self.columns.other_days);
            return Ok(());
        }
        if !self.seen.insert(day) {
            self.ledger.leave_outside(REPEATED);
            return Ok(());
        }
        let Some(month) = month_of(day) else {
            return Ok(());
        };
        let counted = |code: &&usize| self.context.coverage.counts(month, **code);
        if self.codes.iter().find(counted).is_none() {
            self.ledger.leave_unexplained(Unexplained {
                line,
                category: self.context.source.id.clone(),
                day,
            });
            return Ok(());
        }
        self.ledger.count_used();
        self.ledger.tell_of(day);
        self.write(line, month, &values.numbers)
    }

    fn write(
        &mut self,
        line: u64,
        month: Month,
        numbers: &[Option<Fixed>],
    ) -> Result<(), AggregateError> {
        let codes = self.columns.values.keys();
        for ((name, code), number) in codes.zip(&self.codes).zip(numbers) {
            let Some(number) = number else { continue };
            self.staged.present.insert((month, *code));
            let decimals = self.staged.decimals.entry(*code).or_default();
            *decimals = (*decimals).max(number.decimals);
            self.records.write(&Record {
                line,
                month,
                step: Step::Month,
                code: name,
                weight: i64::from(number.stored),
                decimals: number.decimals,
                places: &[],
                groups: &[],
            })?;
        }
        Ok(())
    }

    fn finish(self) -> Result<(Staged, Ledger), AggregateError> {
        self.records.finish()?;
        Ok((self.staged, self.ledger))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(share: &str, expected: Option<&str>) {
        let found = percentage(share, 1).map(|number| number.to_string());
        assert_eq!(found.as_deref(), expected, "{share:?}");
    }

    #[test]
    fn a_share_becomes_a_percentage_digit_by_digit() {
        check("0.513677811550152", Some("51.4"));
        check("0.375", Some("37.5"));
        check("0.5", Some("50.0"));
        check("0", Some("0.0"));
        check("1", Some("100.0"));
        check("0.0004", Some("0.0"));
    }

    #[test]
    fn what_is_no_share_has_no_percentage() {
        for text in ["", ".5", "x", "-0.1", "1.01", "51.4", "1e-1"] {
            check(text, None);
        }
    }
}
