//! Each year as a line of its own from January to December, the newest in color.

use cube::{Calendar, Line, Series, tidy};
use wording::{message, t};

use super::picture::{self, Band, Shown};
use super::words::{joined, left_out, nothing, title_of, year_so_far};
use super::years;
use crate::tokens::Theme;
use crate::{Context, DataTable, Form, Plan, Width, protection};

/// One line a year.
pub const OVERLAY: Form = Form {
    id: "overlay",
    name: message!("Chart of years over each other"),
    title,
    sentence,
    key,
    plan,
    table,
    csv: |series| {
        let (calendar, line) = years(series)?;
        Some(tidy::calendar_csv(&calendar, line))
    },
    has_legend: false,
    is_over_periods: false,
};

fn title(series: &Series, context: &Context) -> String {
    title_of(series, t!("by month"), context)
}

/// The year so far beside the same months of the year before.
fn sentence(series: &Series, context: &Context) -> String {
    let said = years(series).and_then(|(calendar, line)| so_far(&calendar, line, context));
    said.unwrap_or_else(|| nothing(series, context))
}

fn so_far(calendar: &Calendar, line: &Line, context: &Context) -> Option<String> {
    let is_counted = line.counts_events();
    is_counted.then(|| year_so_far(&calendar.running(), line, context))?
}

fn key(series: &Series, _: &Context) -> Option<String> {
    let (calendar, line) = years(series)?;
    let (latest, before) = calendar.latest()?;
    let dashed = before
        .last()
        .map(|year| t!("{year} is dashed.", year = year.year));
    let lines = latest.has_numbers();
    let lines = lines.then(|| t!("The line in color is {year}.", year = latest.year));
    let has_band = line.counts_events() && !protection::has_rounded(line);
    let band = has_band.then(|| {
        t!(
            "The pale band is the 95% range of {year}.",
            year = latest.year
        )
    });
    joined([lines, dashed, band, left_out(&calendar)])
}

fn plan(series: &Series, _: &Context, theme: Theme, width: Width) -> Plan {
    let drawn = years(series).and_then(|(calendar, line)| {
        let form = (Shown::All, Band::default());
        picture::plan(&calendar, line, form, theme, width)
    });
    drawn.unwrap_or_else(|| Plan::nothing(theme))
}

fn table(series: &Series, context: &Context) -> DataTable {
    let calendar = years(series).map(|(calendar, _)| calendar);
    let calendar = calendar.unwrap_or_else(super::no_years);
    super::table_of_years(series, &calendar, title(series, context), context)
}
