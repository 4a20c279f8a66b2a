//! The total of the year so far, month by month, with the range of earlier years as a band.

use cube::{Calendar, Line, Series, tidy};
use wording::{message, t};

use super::picture::{self, Band, Shown};
use super::words::{joined, left_out, nothing, title_of, year_so_far};
use super::years;
use crate::tokens::Theme;
use crate::{Context, DataTable, Form, Plan, Width, format};

/// The running total of the newest year beside the range of earlier ones.
pub const RUNNING: Form = Form {
    id: "running",
    name: message!("Chart of running totals of a year"),
    title,
    sentence,
    key,
    plan,
    table,
    csv: |series| {
        let (calendar, line) = running(series)?;
        Some(tidy::calendar_csv(&calendar, line))
    },
    has_legend: false,
    is_over_periods: false,
};

/// The running totals; none where numbers cannot be added.
fn running(series: &Series) -> Option<(Calendar, &Line)> {
    let (calendar, line) = years(series)?;
    line.unit.is_additive().then(|| (calendar.running(), line))
}

fn title(series: &Series, context: &Context) -> String {
    title_of(series, t!("total of the year so far"), context)
}

fn sentence(series: &Series, context: &Context) -> String {
    let said = running(series).and_then(|(calendar, line)| {
        let first = year_so_far(&calendar, line, context)?;
        Some(match beside_earlier(&calendar) {
            Some(range) => format!("{first} {range}"),
            None => first,
        })
    });
    said.unwrap_or_else(|| nothing(series, context))
}

/// `In the same months of the 9 earlier years, the number was between 85 (2014) and 170 (2015).`
fn beside_earlier(calendar: &Calendar) -> Option<String> {
    let position = calendar.newest_complete()?;
    let earlier = calendar
        .earlier(position)
        .filter(|earlier| earlier.years > 1)?;
    let years = format::count(u64::try_from(earlier.years).unwrap_or(u64::MAX));
    let (low, low_year) = (format::count(earlier.lowest.0), earlier.lowest.1);
    let (high, high_year) = (format::count(earlier.highest.0), earlier.highest.1);
    Some(match position {
        11 => t!(
            "Over the {years} earlier years, the number was between {low} ({low_year}) and {high} \
             ({high_year}).",
            years = years,
            low = low,
            low_year = low_year,
            high = high,
            high_year = high_year
        ),
        _ => t!(
            "In the same months of the {years} earlier years, the number was between {low} \
             ({low_year}) and {high} ({high_year}).",
            years = years,
            low = low,
            low_year = low_year,
            high = high,
            high_year = high_year
        ),
    })
}

fn key(series: &Series, _: &Context) -> Option<String> {
    let (calendar, _) = running(series)?;
    joined([picture::band_key(&calendar), left_out(&calendar)])
}

fn plan(series: &Series, _: &Context, theme: Theme, width: Width) -> Plan {
    let drawn = running(series).and_then(|(calendar, line)| {
        let band = Band {
            range: picture::range_of_earlier(&calendar),
            middle: Vec::new(),
        };
        picture::plan(&calendar, line, (Shown::Latest, band), theme, width)
    });
    drawn.unwrap_or_else(|| Plan::nothing(theme))
}

fn table(series: &Series, context: &Context) -> DataTable {
    let calendar = running(series).map(|(calendar, _)| calendar);
    let calendar = calendar.unwrap_or_else(super::no_years);
    super::table_of_years(series, &calendar, title(series, context), context)
}
