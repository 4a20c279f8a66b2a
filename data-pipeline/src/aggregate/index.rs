//! Takes monthly counts of agencies as they are given: by month, or from running totals.
//!
//! What an agency did not give is unknown. A count below zero is a correction of earlier months and
//! says nothing of its own month, so it is unknown too, and reported.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use cube::{Month, Step};
use jiff::civil::Date;

use super::cumulative::{Difference, monthly};
use super::{
    AggregateError, Candidate, Context, Ledger, NegativeMonth, Record, RecordWriter, Staged,
    Unexplained, month_of,
};
use crate::classify::OffenseClassifier;
use crate::settings::{AgencyMonthColumns, PlaceList, WithheldMonths, YearToDateColumns};
use crate::source::{
    AgencyMonth, AgencyMonthReader, Row, SourceFile, YearToDate, YearToDateReader,
};

const STANDS_ALONE: &str = "a running total that gives no month: none beside it to subtract, or \
                            what comes out is negative or withheld as contradictory";
const REPEATED: &str = "a second row for the same agency, offense and month";

/// Takes the monthly counts of a source.
pub(super) fn agency_months(
    context: &Context<'_>,
    columns: &AgencyMonthColumns,
    file: &SourceFile,
) -> Result<(Staged, Ledger), AggregateError> {
    let (header, mut rows) = file.rows(&context.source.missing)?;
    let reader = AgencyMonthReader::new(&header, columns)?;
    let row_number = context.row_number(&header)?;
    let codes = columns.counts.keys();
    let codes = codes.map(|code| context.settings.offenses.position(code));
    let mut taker = Taker::new(context, &columns.agency.place)?;
    let codes: Vec<usize> = codes.flatten().collect();
    while let Some(row) = rows.next(&header)? {
        taker.ledger.read_row(&row, row_number.as_ref())?;
        match reader.read(&row) {
            Err(unreadable) => taker.ledger.set_aside(unreadable),
            Ok(month) => taker.take_month(&row, &month, &codes)?,
        }
    }
    taker.finish()
}

/// Takes the running totals of a source apart into months.
pub(super) fn year_to_date(
    context: &Context<'_>,
    columns: &YearToDateColumns,
    file: &SourceFile,
) -> Result<(Staged, Ledger), AggregateError> {
    let classifier = OffenseClassifier::new(context.settings, &columns.offense)
        .ok_or_else(|| context.missing("the offenses of the source"))?;
    let (header, mut rows) = file.rows(&context.source.missing)?;
    let reader = YearToDateReader::new(&header, columns)?;
    let row_number = context.row_number(&header)?;
    let mut taker = Taker::new(context, &columns.agency.place)?;
    if let Some(file) = &columns.withheld {
        let path = context.folder.join(file);
        let offenses = &context.settings.offenses;
        taker.withheld = WithheldMonths::load(&path, taker.agencies, offenses)?;
    }
    let mut totals: BTreeMap<(usize, usize), Totals> = BTreeMap::new();
    while let Some(row) = rows.next(&header)? {
        taker.ledger.read_row(&row, row_number.as_ref())?;
        let read = reader.read(&row).and_then(|total| {
            let is_sum = columns.sums.iter().any(|name| name == total.offense);
            let code = classifier
                .codes(total.offense)
                .and_then(|codes| codes.first());
            taker.ledger.mapping.look_up();
            if code.is_none() && !is_sum {
                let expected = classifier.expected(total.offense);
                let reason = "the name of the offense is not known";
                let row = row.unreadable(&reader.offense, total.offense, &expected, reason);
                taker.ledger.mapping.miss_name(&row);
                return Err(row);
            }
            Ok((total, code.map(|code| code.code)))
        });
        match read {
            Err(unreadable) => taker.ledger.set_aside(unreadable),
            Ok((total, code)) => taker.take_total(&row, &total, code, &mut totals),
        }
    }
    for ((agency, code), totals) in &totals {
        taker.take_apart(*agency, *code, totals, columns)?;
    }
    taker.finish()
}

/// The published totals of one agency and offense, by month.
type Totals = BTreeMap<Month, Total>;

/// A published total: of the year so far, and of the same months of the year before.
struct Total {
    line: u64,
    current: Option<u32>,
    previous: Option<u32>,
}

/// The months of one year that an agency gives for one offense.
struct Year<'a> {
    agency: usize,
    code: usize,
    published: i32,
    years_before: i32,
    totals: BTreeMap<u32, u32>,
    all: &'a Totals,
}

/// The series and the ledger of one source while its rows go by.
struct Taker<'a> {
    context: &'a Context<'a>,
    agencies: &'a PlaceList,
    withheld: WithheldMonths,
    kind: usize,
    records: RecordWriter,
    staged: Staged,
    ledger: Ledger,
}

impl<'a> Taker<'a> {
    fn new(context: &'a Context<'a>, place: &str) -> Result<Self, AggregateError> {
        let (kind, agencies) = context
            .settings
            .place(place)
            .ok_or_else(|| context.missing("the agencies of the source"))?;
        let staged = Staged {
            is_given: true,
            places: BTreeSet::from([place.to_owned()]),
            ..Staged::default()
        };
        Ok(Self {
            context,
            agencies,
            withheld: WithheldMonths::default(),
            kind,
            records: RecordWriter::new(context.staging, context.settings, &context.source.id)?,
            staged,
            ledger: Ledger::default(),
        })
    }

    fn finish(mut self) -> Result<(Staged, Ledger), AggregateError> {
        self.records.finish()?;
        self.ledger.negative_months.sort();
        Ok((self.staged, self.ledger))
    }

    /// The month and the agency of a row that is to be taken; `None` where a rule leaves it out.
    fn admit(
        &mut self,
        row: &Row<'_>,
        day: Date,
        agency: &str,
        code: Option<&str>,
    ) -> Option<(Month, usize)> {
        self.ledger.note_day(day);
        let found = self.agencies.find(agency);
        let candidate = Candidate {
            day,
            codes: code.as_slice(),
            is_unlisted: found.is_none(),
            is_sum: code == Some(""),
            people: &[],
        };
        if let Some(reason) = self.context.left_out(&candidate) {
            self.ledger.leave_outside(reason);
            return None;
        }
        match (month_of(day), found) {
            (Some(month), Some(found)) if code != Some("") => Some((month, found)),
            _ => {
                self.leave_unexplained(row, day, agency);
                None
            }
        }
    }

    fn take_month(
        &mut self,
        row: &Row<'_>,
        counts: &AgencyMonth<'_>,
        codes: &[usize],
    ) -> Result<(), AggregateError> {
        let Some((month, agency)) = self.admit(row, counts.day, counts.agency, None) else {
            return Ok(());
        };
        let covers = |code: &usize| self.context.coverage.counts(month, *code);
        if !codes.iter().any(covers) {
            self.leave_unexplained(row, counts.day, counts.agency);
            return Ok(());
        }
        for (&code, value) in codes.iter().zip(&counts.counts) {
            if let Some(value) = *value {
                self.take(row.line(), agency, code, month, value)?;
            }
        }
        self.ledger.count_used();
        Ok(())
    }

    fn take_total(
        &mut self,
        row: &Row<'_>,
        total: &YearToDate<'_>,
        code: Option<usize>,
        totals: &mut BTreeMap<(usize, usize), Totals>,
    ) {
        let name = code.and_then(|code| self.context.settings.offenses.codes.get(code));
        let name = name.map_or("", |code| code.code.as_str());
        let admitted = self.admit(row, total.through, total.agency, Some(name));
        let (Some((month, agency)), Some(code)) = (admitted, code) else {
            return;
        };
        let months = totals.entry((agency, code)).or_default();
        match months.entry(month) {
            Entry::Vacant(free) => {
                free.insert(Total {
                    line: row.line(),
                    current: total.current,
                    previous: total.previous,
                });
            }
            Entry::Occupied(_) => self.ledger.leave_outside(REPEATED),
        }
    }

    /// Turns the totals of one agency and offense into months, and accounts for their rows.
    fn take_apart(
        &mut self,
        agency: usize,
        code: usize,
        totals: &Totals,
        columns: &YearToDateColumns,
    ) -> Result<(), AggregateError> {
        let mut used: BTreeSet<Month> = BTreeSet::new();
        let published: BTreeSet<i32> = totals.keys().map(|month| month.year()).collect();
        for year in published {
            let of_year = || totals.iter().filter(move |(month, _)| month.year() == year);
            let months = |years_before, given| Year {
                agency,
                code,
                published: year,
                years_before,
                totals: given,
                all: totals,
            };
            if columns.current.years.contains(&year) {
                let current = of_year().filter_map(|(m, total)| Some((m.number(), total.current?)));
                used.extend(self.take_year(&months(0, current.collect()))?);
            }
            if columns.previous.years.contains(&(year - 1)) {
                let before = of_year().filter_map(|(m, total)| Some((m.number(), total.previous?)));
                used.extend(self.take_year(&months(1, before.collect()))?);
            }
        }
        for month in totals.keys() {
            if used.contains(month) {
                self.ledger.count_used();
            } else {
                self.ledger.leave_outside(STANDS_ALONE);
            }
        }
        Ok(())
    }

    /// Takes the months of a year; the rows that they used.
    fn take_year(&mut self, year: &Year<'_>) -> Result<Vec<Month>, AggregateError> {
        let mut used = Vec::new();
        for (number, difference) in (1..).zip(monthly(&year.totals)) {
            let row = Month::new(year.published, number);
            let month = row.map(|row| row.plus(-12 * year.years_before));
            let (Some(row), Some(month)) = (row, month) else {
                continue;
            };
            if self.withheld.contains(year.agency, year.code, month) {
                continue;
            }
            let line = year.all.get(&row).map_or(0, |total| total.line);
            let found = match difference {
                Difference::Count(count) => {
                    used.extend([row].into_iter().chain((number > 1).then(|| row.plus(-1))));
                    i64::from(count)
                }
                Difference::Negative(found) => found,
                Difference::Unknown => continue,
            };
            self.take(line, year.agency, year.code, month, found)?;
        }
        Ok(used)
    }

    fn take(
        &mut self,
        line: u64,
        agency: usize,
        code: usize,
        month: Month,
        value: i64,
    ) -> Result<(), AggregateError> {
        let offense = self.context.settings.offenses.codes.get(code);
        let offense = offense.map(|code| code.code.as_str()).unwrap_or_default();
        let member = self.agencies.members.get(agency);
        let member = member.map(|(code, _)| code.as_str());
        if value < 0 {
            self.ledger.negative_months.push(NegativeMonth {
                agency: member.unwrap_or_default().to_owned(),
                offense: offense.to_owned(),
                month,
                found: value,
            });
            return Ok(());
        }
        let mut places = vec![None; self.kind];
        places.push(member);
        self.staged.present.insert((month, code));
        self.records.write(&Record {
            line,
            month,
            step: Step::Month,
            code: offense,
            weight: value,
            decimals: 0,
            places: &places,
            groups: &[],
        })?;
        if let Some(first) = first_day(month) {
            self.ledger.tell_of(first);
            self.ledger.tell_of(first.last_of_month());
        }
        Ok(())
    }

    fn leave_unexplained(&mut self, row: &Row<'_>, day: Date, agency: &str) {
        self.ledger.leave_unexplained(Unexplained {
            line: row.line(),
            category: agency.to_owned(),
            day,
        });
    }
}

fn first_day(month: Month) -> Option<Date> {
    let year = i16::try_from(month.year()).ok()?;
    let number = i8::try_from(month.number()).ok()?;
    Date::new(year, number, 1).ok()
}
