//! Takes monthly counts of agencies as they are given: by month, or from running totals.
//!
//! What an agency did not give is unknown. A count below zero is a correction of earlier months and
//! says nothing of its own month, so it is unknown too, and reported.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use cube::Month;
use jiff::civil::Date;

use super::cumulative::{Difference, monthly};
use super::{
    AggregateError, Candidate, Context, Ledger, NegativeMonth, Series, Staged, Unexplained,
    month_of,
};
use crate::classify::OffenseClassifier;
use crate::settings::{AgencyMonthColumns, PlaceList, WithheldMonths, YearToDateColumns};
use crate::source::{AgencyMonth, AgencyMonthReader, Row, Rows, YearToDate, YearToDateReader};

const STANDS_ALONE: &str = "a running total that gives no month: none beside it to subtract, or \
                            what comes out is negative or withheld as contradictory";
const REPEATED: &str = "a second row for the same agency, offense and month";

/// Takes the monthly counts of a source.
pub(super) fn agency_months(
    context: &Context<'_>,
    columns: &AgencyMonthColumns,
    bytes: &[u8],
) -> Result<(Staged, Ledger), AggregateError> {
    let (header, mut rows) = Rows::open(&context.source.file, bytes, &context.source.missing)?;
    let reader = AgencyMonthReader::new(&header, columns)?;
    let row_number = context.row_number(&header)?;
    let codes = columns.counts.keys();
    let codes = codes.map(|code| context.settings.offenses.position(code));
    let mut taker = Taker::new(context, &columns.agency.place)?;
    let codes: Vec<usize> = codes.flatten().collect();
    while let Some(row) = rows.next(&header)? {
        taker.ledger.read_row(&row, row_number.as_ref());
        match reader.read(&row) {
            Err(unreadable) => taker.ledger.set_aside(unreadable),
            Ok(month) => taker.take_month(&row, &month, &codes),
        }
    }
    Ok(taker.finish())
}

/// Takes the running totals of a source apart into months.
pub(super) fn year_to_date(
    context: &Context<'_>,
    columns: &YearToDateColumns,
    bytes: &[u8],
) -> Result<(Staged, Ledger), AggregateError> {
    let classifier = OffenseClassifier::new(context.settings, &columns.offense)
        .ok_or_else(|| context.missing("the offenses of the source"))?;
    let (header, mut rows) = Rows::open(&context.source.file, bytes, &context.source.missing)?;
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
        taker.ledger.read_row(&row, row_number.as_ref());
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
        taker.take_apart(*agency, *code, totals, columns);
    }
    Ok(taker.finish())
}

/// The published totals of one agency and offense, by month: of the year and of the year before.
type Totals = BTreeMap<Month, (Option<u32>, Option<u32>)>;

/// The series and the ledger of one source while its rows go by.
struct Taker<'a> {
    context: &'a Context<'a>,
    agencies: &'a PlaceList,
    withheld: WithheldMonths,
    series: Series,
    ledger: Ledger,
}

impl<'a> Taker<'a> {
    fn new(context: &'a Context<'a>, place: &str) -> Result<Self, AggregateError> {
        let (_, agencies) = context
            .settings
            .place(place)
            .ok_or_else(|| context.missing("the agencies of the source"))?;
        let series = Series {
            place: place.to_owned(),
            ..Series::default()
        };
        Ok(Self {
            context,
            agencies,
            withheld: WithheldMonths::default(),
            series,
            ledger: Ledger::default(),
        })
    }

    fn finish(mut self) -> (Staged, Ledger) {
        self.ledger.negative_months.sort();
        (Staged::Series(self.series), self.ledger)
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

    fn take_month(&mut self, row: &Row<'_>, counts: &AgencyMonth<'_>, codes: &[usize]) {
        let Some((month, agency)) = self.admit(row, counts.day, counts.agency, None) else {
            return;
        };
        let covers = |code: &usize| self.context.coverage.counts(month, *code);
        if !codes.iter().any(covers) {
            self.leave_unexplained(row, counts.day, counts.agency);
            return;
        }
        for (&code, value) in codes.iter().zip(&counts.counts) {
            if let Some(value) = *value {
                self.take(agency, code, month, value);
            }
        }
        self.ledger.count_used();
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
                free.insert((total.current, total.previous));
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
    ) {
        let mut used: BTreeSet<Month> = BTreeSet::new();
        let published: BTreeSet<i32> = totals.keys().map(|month| month.year()).collect();
        for year in published {
            let of_year = || totals.iter().filter(move |(month, _)| month.year() == year);
            if columns.current.years.contains(&year) {
                let current = of_year().filter_map(|(m, (now, _))| Some((m.number(), (*now)?)));
                used.extend(self.take_year(agency, code, year, 0, &current.collect()));
            }
            if columns.previous.years.contains(&(year - 1)) {
                let before = of_year().filter_map(|(m, (_, then))| Some((m.number(), (*then)?)));
                used.extend(self.take_year(agency, code, year, 1, &before.collect()));
            }
        }
        for month in totals.keys() {
            if used.contains(month) {
                self.ledger.count_used();
            } else {
                self.ledger.leave_outside(STANDS_ALONE);
            }
        }
    }

    /// Takes the months of the year `years_before` the published one; the rows that they used.
    fn take_year(
        &mut self,
        agency: usize,
        code: usize,
        published: i32,
        years_before: i32,
        totals: &BTreeMap<u32, u32>,
    ) -> Vec<Month> {
        let mut used = Vec::new();
        for (number, difference) in (1..).zip(monthly(totals)) {
            let row = Month::new(published, number);
            let month = row.map(|row| row.plus(-12 * years_before));
            let (Some(row), Some(month)) = (row, month) else {
                continue;
            };
            if self.withheld.contains(agency, code, month) {
                continue;
            }
            match difference {
                Difference::Count(count) => {
                    self.take(agency, code, month, i64::from(count));
                    used.extend([row].into_iter().chain((number > 1).then(|| row.plus(-1))));
                }
                Difference::Negative(found) => self.take(agency, code, month, found),
                Difference::Unknown => {}
            }
        }
        used
    }

    fn take(&mut self, agency: usize, code: usize, month: Month, value: i64) {
        match u32::try_from(value) {
            Ok(value) => {
                self.series.values.insert((agency, code, month), value);
                if let Some(first) = first_day(month) {
                    self.ledger.tell_of(first);
                    self.ledger.tell_of(first.last_of_month());
                }
            }
            Err(_) => {
                let offense = self.context.settings.offenses.codes.get(code);
                let agency = self.agencies.members.get(agency);
                self.ledger.negative_months.push(NegativeMonth {
                    agency: agency.map(|(code, _)| code.clone()).unwrap_or_default(),
                    offense: offense.map(|code| code.code.clone()).unwrap_or_default(),
                    month,
                    found: value,
                });
            }
        }
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
