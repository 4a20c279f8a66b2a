//! Takes yearly indicators of areas as they are given, and turns rates back into counts where they
//! are known to come from whole numbers.
//!
//! A value that is not given is unknown, and so is its count. No area is a sum of others here: the
//! whole city has a value of its own.

use std::collections::{BTreeMap, BTreeSet};

use cube::{Fixed, Month, Step};
use jiff::civil::Date;
use thiserror::Error;

use super::query::dataset_of_numbers;
use super::{
    AggregateError, Candidate, Context, Ledger, Record, RecordWriter, Staged, Unexplained,
};
use crate::settings::{AreaYearColumns, CountsOf, CountsOfRates, Numbers, PlaceList};
use crate::source::{Column, Header, Row, SourceError, SourceFile, Unreadable};

const REPEATED: &str = "a second row for the same area, indicator and year";

/// What a number is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct AreaYear {
    /// The position of the area; `None` for the whole city.
    area: Option<usize>,
    /// The position of the indicator in its list.
    code: usize,
    /// The calendar year.
    year: i32,
}

/// A rate that does not belong to a whole number of events.
#[derive(Clone, Debug, PartialEq, Error)]
#[error(
    "{file}, line {line}: {area}, {indicator}, {year}: the rate {value} of {population} people \
     makes {found:.4} events; expected a whole number, within {tolerance}"
)]
pub struct NotWhole {
    /// The file.
    pub file: String,
    /// The line.
    pub line: u64,
    /// The area as the source names it.
    pub area: String,
    /// The code of the indicator.
    pub indicator: String,
    /// The year.
    pub year: i32,
    /// The rate as found.
    pub value: String,
    /// The number of people by whom it was divided.
    pub population: u32,
    /// What comes out.
    pub found: f64,
    /// How far from a whole number it may lie.
    pub tolerance: f64,
}

/// Takes the values of a source.
pub(super) fn area_years(
    context: &Context<'_>,
    columns: &AreaYearColumns,
    file: &SourceFile,
) -> Result<(Vec<(String, Staged)>, Ledger), AggregateError> {
    let (header, mut rows) = file.rows(&context.source.missing)?;
    let reader = Reader::new(&header, columns)?;
    let mut taker = Taker::new(context, columns)?;
    while let Some(row) = rows.next(&header)? {
        taker.ledger.read_row(&row, None)?;
        match reader.read(&row) {
            Err(unreadable) => taker.ledger.set_aside(unreadable),
            Ok(fields) => taker.take(&row, &reader, &fields),
        }
    }
    taker.finish()
}

/// The fields of one row.
struct Fields<'r> {
    area: &'r str,
    year: i16,
    indicator: &'r str,
    value: Option<&'r str>,
}

struct Reader {
    area: Column,
    year: Column,
    indicator: Column,
    value: Column,
}

impl Reader {
    fn new(header: &Header<'_>, columns: &AreaYearColumns) -> Result<Self, SourceError> {
        Ok(Self {
            area: header.column(&columns.area.column)?,
            year: header.column(&columns.year.column)?,
            indicator: header.column(&columns.indicator.column)?,
            value: header.column(&columns.value.column)?,
        })
    }

    fn read<'r>(&self, row: &Row<'r>) -> Result<Fields<'r>, Unreadable> {
        row.check_width()?;
        let required = |column: &Column, expected: &str| {
            let text = row.text(column)?;
            text.ok_or_else(|| row.unreadable(column, "", expected, "a field is empty"))
        };
        let year = required(&self.year, "a year")?;
        let is_year = year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit());
        let number = year.parse().ok().filter(|_| is_year);
        let no_year = || row.unreadable(&self.year, year, "four digits", "this is not a year");
        Ok(Fields {
            area: required(&self.area, "the name of an area")?,
            year: number.ok_or_else(no_year)?,
            indicator: required(&self.indicator, "the name of an indicator")?,
            value: row.text(&self.value)?,
        })
    }
}

/// A number as it was given.
struct Given {
    line: u64,
    area: String,
    /// As written: a rate may be turned back into a count, which needs every digit.
    value: String,
    number: Fixed,
}

/// The numbers and the ledger of one source while its rows go by.
struct Taker<'a> {
    context: &'a Context<'a>,
    columns: &'a AreaYearColumns,
    areas: &'a PlaceList,
    /// Every area and year that some row was of, also without a value.
    seen: BTreeSet<AreaYear>,
    names: BTreeSet<&'a str>,
    given: BTreeMap<AreaYear, Given>,
    ledger: Ledger,
}

impl<'a> Taker<'a> {
    fn new(context: &'a Context<'a>, columns: &'a AreaYearColumns) -> Result<Self, AggregateError> {
        let (_, areas) = context
            .settings
            .place(&columns.area.place)
            .ok_or_else(|| context.missing("the areas of the source"))?;
        Ok(Self {
            context,
            columns,
            areas,
            seen: BTreeSet::new(),
            names: BTreeSet::new(),
            given: BTreeMap::new(),
            ledger: Ledger::default(),
        })
    }

    fn take(&mut self, row: &Row<'_>, reader: &Reader, fields: &Fields<'_>) {
        let Some(day) = Date::new(fields.year, 1, 1).ok() else {
            return;
        };
        self.ledger.note_day(day);
        let known = self.columns.indicator.names.get_key_value(fields.indicator);
        let Some((name, code)) = known else {
            self.leave_unlisted(row, reader, fields);
            return;
        };
        self.names.insert(name);
        let candidate = Candidate {
            day,
            codes: &[code],
            is_unlisted: false,
            is_sum: false,
            people: &[],
        };
        if let Some(reason) = self.context.left_out(&candidate) {
            self.ledger.leave_outside(reason);
            return;
        }
        match self.place_of(row, reader, fields, code) {
            Err(unreadable) => self.ledger.set_aside(unreadable),
            Ok(at) if !self.is_counted(at) => self.ledger.leave_unexplained(Unexplained {
                line: row.line(),
                category: code.clone(),
                day,
            }),
            Ok(at) => self.keep(row, reader, fields, at),
        }
    }

    /// An indicator that the settings do not name: a rule may leave all of them out.
    fn leave_unlisted(&mut self, row: &Row<'_>, reader: &Reader, fields: &Fields<'_>) {
        let mut rules = self.context.source.leave_out.iter();
        match rules.find(|rule| rule.unlisted_indicator) {
            Some(rule) => self.ledger.leave_outside(&rule.reason),
            None => {
                let names = self.columns.indicator.names.keys().map(String::as_str);
                let nearest = crate::source::nearest(fields.indicator, names);
                let hint = nearest.map(|name| format!(", did you mean {name:?}?"));
                let expected = format!("a name of the settings{}", hint.unwrap_or_default());
                let reason = "the name of the indicator is not known";
                let (column, found) = (&reader.indicator, fields.indicator);
                let unreadable = row.unreadable(column, found, &expected, reason);
                self.ledger.set_aside(unreadable);
            }
        }
    }

    fn place_of(
        &self,
        row: &Row<'_>,
        reader: &Reader,
        fields: &Fields<'_>,
        code: &str,
    ) -> Result<AreaYear, Unreadable> {
        let is_city = self.columns.area.city.as_deref() == Some(fields.area);
        let area = self.areas.find(fields.area);
        if !is_city && area.is_none() {
            let expected = format!("an area of the places {:?}", self.areas.id);
            let reason = "the name of the area is not known";
            return Err(row.unreadable(&reader.area, fields.area, &expected, reason));
        }
        Ok(AreaYear {
            area: area.filter(|_| !is_city),
            // The cross-check of the settings has found every code in its list.
            code: self
                .context
                .settings
                .indicators
                .position(code)
                .unwrap_or(usize::MAX),
            year: i32::from(fields.year),
        })
    }

    /// Whether some table shows the number, or counts are made with it.
    fn is_counted(&self, at: AreaYear) -> bool {
        let counts = self.columns.counts.as_ref();
        let is_population = counts.is_some_and(|counts| {
            let population = self.position(&counts.population);
            at.code == population && at.year == counts.population_year
        });
        let january = Month::new(at.year, 1);
        is_population || january.is_some_and(|month| self.context.coverage.counts(month, at.code))
    }

    fn position(&self, code: &str) -> usize {
        let indicators = &self.context.settings.indicators;
        indicators.position(code).unwrap_or(usize::MAX)
    }

    fn keep(&mut self, row: &Row<'_>, reader: &Reader, fields: &Fields<'_>, at: AreaYear) {
        if !self.seen.insert(at) {
            self.ledger.leave_outside(REPEATED);
            return;
        }
        if let Some(value) = fields.value {
            let Some(number) = Fixed::parse(value, self.columns.value.decimals) else {
                let expected = "a number of 0 or more, such as 12.4";
                let reason = "the value is not a number";
                let unreadable = row.unreadable(&reader.value, value, expected, reason);
                self.ledger.set_aside(unreadable);
                return;
            };
            let given = Given {
                line: row.line(),
                area: fields.area.to_owned(),
                value: value.to_owned(),
                number,
            };
            self.given.insert(at, given);
        }
        self.ledger.count_used();
        for (month, day) in [(1, 1), (12, 31)] {
            if let Ok(day) = Date::new(fields.year, month, day) {
                self.ledger.tell_of(day);
            }
        }
    }

    fn finish(self) -> Result<(Vec<(String, Staged)>, Ledger), AggregateError> {
        let mut names = self.columns.indicator.names.keys();
        if let Some(absent) = names.find(|name| !self.names.contains(name.as_str())) {
            return Err(AggregateError::AbsentName {
                file: self.context.source.file.clone(),
                name: absent.clone(),
            });
        }
        let given = self.given.iter();
        let given = given.map(|(at, given)| (*at, given.line, given.number));
        let mut staged = vec![self.stage(Numbers::Given, given.collect())?];
        if let Some(counts) = &self.columns.counts {
            staged.push(self.stage(Numbers::Counts, self.turn_back(counts)?)?);
        }
        Ok((staged, self.ledger))
    }

    /// Stages numbers as records of their own dataset.
    fn stage(
        &self,
        numbers_of: Numbers,
        numbers: Vec<(AreaYear, u64, Fixed)>,
    ) -> Result<(String, Staged), AggregateError> {
        let settings = self.context.settings;
        let name = dataset_of_numbers(&self.context.source.id, numbers_of);
        let mut records = RecordWriter::new(self.context.staging, settings, &name)?;
        let mut staged = Staged {
            is_given: true,
            places: BTreeSet::from([self.areas.id.clone()]),
            ..Staged::default()
        };
        let kind = settings.place(&self.areas.id).map_or(0, |(at, _)| at);
        let mut places = vec![None; kind + 1];
        for (at, line, number) in numbers {
            let code = settings.indicators.codes.get(at.code);
            let (Some(code), Some(month)) = (code, Month::new(at.year, 1)) else {
                continue;
            };
            let area = at.area.and_then(|area| self.areas.members.get(area));
            if let Some(place) = places.last_mut() {
                *place = area.map(|(code, _)| code.as_str());
            }
            staged.present.insert((month, at.code));
            let decimals = staged.decimals.entry(at.code).or_default();
            *decimals = (*decimals).max(needed_decimals(number));
            records.write(&Record {
                line,
                month,
                step: Step::Year,
                code: &code.code,
                weight: i64::from(number.stored),
                decimals: number.decimals,
                places: &places,
                groups: &[],
            })?;
        }
        records.finish()?;
        Ok((name, staged))
    }

    /// Turns the rates that the settings name back into counts.
    fn turn_back(
        &self,
        counts: &CountsOfRates,
    ) -> Result<Vec<(AreaYear, u64, Fixed)>, AggregateError> {
        let population = self.position(&counts.population);
        let mut whole = Vec::new();
        for (at, rate) in &self.given {
            let code = self.context.settings.indicators.codes.get(at.code);
            let covers = |of: &&CountsOf| {
                code.is_some_and(|code| of.indicator == code.code)
                    && of.covers(at.year, at.area.is_none())
            };
            if !counts.of.iter().any(|of| covers(&of)) {
                continue;
            }
            let people = AreaYear {
                area: at.area,
                code: population,
                year: counts.population_year,
            };
            let people = self.given.get(&people);
            let people = people.and_then(|people| Fixed::parse(&people.value, 0));
            let Some(people) = people else {
                return Err(AggregateError::NoPopulation {
                    file: self.context.source.file.clone(),
                    line: rate.line,
                    area: rate.area.clone(),
                    population: counts.population.clone(),
                    year: counts.population_year,
                });
            };
            let count = Fixed {
                stored: self.whole(counts, *at, rate, people.stored)?,
                decimals: 0,
            };
            whole.push((*at, rate.line, count));
        }
        Ok(whole)
    }

    /// The whole number of events that a rate of so many people was made from.
    fn whole(
        &self,
        counts: &CountsOfRates,
        at: AreaYear,
        rate: &Given,
        population: u32,
    ) -> Result<u32, AggregateError> {
        let product = Product::of(&rate.value, population, counts.per);
        let is_near = |product: &Product| product.distance <= counts.tolerance;
        if let Some(product) = product.as_ref().filter(|product| is_near(product)) {
            return Ok(product.nearest);
        }
        let code = self.context.settings.indicators.codes.get(at.code);
        Err(AggregateError::from(Box::new(NotWhole {
            file: self.context.source.file.clone(),
            line: rate.line,
            area: rate.area.clone(),
            indicator: code.map(|code| code.code.clone()).unwrap_or_default(),
            year: at.year,
            value: rate.value.clone(),
            population,
            found: product.map_or(f64::NAN, |product| product.exact),
            tolerance: counts.tolerance,
        })))
    }
}

/// The digits after the point that a number cannot do without.
fn needed_decimals(number: Fixed) -> u8 {
    let zeros = (0..number.decimals).take_while(|zeros| {
        let unit = 10_u32.saturating_pow(u32::from(*zeros) + 1);
        number.stored.is_multiple_of(unit)
    });
    number.decimals.saturating_sub(zeros.count() as u8)
}

/// `rate * population / per`, without the loss that binary fractions would bring.
struct Product {
    nearest: u32,
    /// How far the product lies from the nearest whole number, 0 to 0.5.
    distance: f64,
    /// The product itself, for messages.
    exact: f64,
}

impl Product {
    /// The product of a rate as written; `None` where it is no number or too large.
    fn of(rate: &str, population: u32, per: u32) -> Option<Self> {
        let (whole, fraction) = rate.split_once('.').unwrap_or((rate, ""));
        let digits: u128 = format!("{whole}{fraction}").parse().ok()?;
        let decimals = u32::try_from(fraction.len()).ok()?;
        let divisor = 10_u128
            .checked_pow(decimals)?
            .checked_mul(u128::from(per))?;
        let product = digits.checked_mul(u128::from(population))?;
        let (below, rest) = (product.checked_div(divisor)?, product.checked_rem(divisor)?);
        let is_above = rest >= divisor - rest;
        let share = |part: u128| part as f64 / divisor as f64;
        Some(Self {
            nearest: u32::try_from(below + u128::from(is_above)).ok()?,
            distance: share(if is_above { divisor - rest } else { rest }),
            exact: below as f64 + share(rest),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(rate: &str, population: u32, nearest: u32, distance: f64) {
        let product = Product::of(rate, population, 1000).unwrap();
        assert_eq!(product.nearest, nearest);
        assert!(
            (product.distance - distance).abs() < 1e-6,
            "{}",
            product.distance
        );
    }

    #[test]
    fn a_rate_comes_back_as_the_count_that_made_it() {
        check("60.4804", 620_961, 37_556, 0.030_336);
        check("15.133403927733855", 620_961, 9397, 0.253_636);
        check("0.0", 16_217, 0, 0.0);
        check("250", 1000, 250, 0.0);
    }

    #[test]
    fn what_is_no_number_has_no_product() {
        for rate in ["", ".", "x", "1e3", "-1"] {
            assert!(Product::of(rate, 1000, 1000).is_none(), "{rate:?}");
        }
        assert!(Product::of("1", 1, 0).is_none());
        assert!(Product::of("99999999999999999999", 620_961, 1).is_none());
    }

    proptest! {
        #[test]
        fn every_count_survives_its_rate(count in 0_u32..200_000, population in 500_u32..700_000) {
            let rate = f64::from(count) / f64::from(population) * 1000.0;
            let product = Product::of(&format!("{rate:.12}"), population, 1000).unwrap();
            prop_assert_eq!(product.nearest, count);
            prop_assert!(product.distance < 1e-6);
        }
    }
}
