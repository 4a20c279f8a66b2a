//! Each month of the newest year beside the range and the middle of the same month in earlier ones.

use cube::{Calendar, Line, Month, Period, Series, tidy};
use wording::{message, t};

use super::picture::{self, Band, Shown};
use super::words::{joined, left_out, nothing, title_of};
use super::{half, month_headings, only_first, plain_cell, years};
use crate::finding::range_sentence;
use crate::tokens::Theme;
use crate::{Context, DataTable, Form, Plan, TableRow, Width, format, label, protection, words};

/// The newest year on the range of earlier ones, month by month.
pub const SEASONAL: Form = Form {
    id: "seasonal",
    name: message!("Chart of a year on the range of earlier years"),
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
    title_of(
        series,
        t!("by month on the range of earlier years"),
        context,
    )
}

/// The newest complete month, beside the same month of earlier years.
fn sentence(series: &Series, context: &Context) -> String {
    let said = years(series).and_then(|(calendar, line)| {
        let is_counted = line.counts_events();
        is_counted.then(|| of_month(&calendar, line, context))?
    });
    said.unwrap_or_else(|| nothing(series, context))
}

fn of_month(calendar: &Calendar, line: &Line, context: &Context) -> Option<String> {
    let position = calendar.newest_complete()?;
    let (latest, _) = calendar.latest()?;
    let now = latest.observed(position)?;
    let number = u32::try_from(position).ok()?.checked_add(1)?;
    let period = Period {
        grain: cube::Grain::Month,
        last: Month::new(latest.year, number)?,
    };
    let said = t!(
        "{when}, {clause}.",
        when = format::capitalized(&format::within(period)),
        clause = words::clause(line, now, &label::place(line, context))
    );
    let beside = beside_earlier(calendar, period.last);
    Some(format!("{said} {beside} {}", range_sentence(now)))
}

/// `In June of the 9 earlier years, the number was between 18 (2012) and 41 (2015); the middle of
/// them is 29.`
fn beside_earlier(calendar: &Calendar, newest: Month) -> String {
    let month = format::month_name(newest);
    let position = usize::try_from(newest.number().saturating_sub(1)).unwrap_or_default();
    let Some(earlier) = calendar.earlier(position) else {
        return t!(
            "No earlier year has a complete number for {month}.",
            month = month
        );
    };
    let ((low, low_year), (high, high_year)) = (earlier.lowest, earlier.highest);
    match earlier.years {
        1 => t!(
            "In {month} {year}, it was {count}.",
            month = month,
            year = low_year,
            count = format::count(low)
        ),
        years => t!(
            "In {month} of the {years} earlier years, the number was between {low} ({low_year}) and \
             {high} ({high_year}); the middle of them is {middle}.",
            month = month,
            years = format::count(u64::try_from(years).unwrap_or(u64::MAX)),
            low = format::count(low),
            low_year = low_year,
            high = format::count(high),
            high_year = high_year,
            middle = half(earlier.median)
        ),
    }
}

fn key(series: &Series, _: &Context) -> Option<String> {
    let (calendar, _) = years(series)?;
    let middle = calendar.earlier(0).or_else(|| calendar.earlier(11));
    let middle = middle.map(|_| t!("The dashed line is the middle of them.").to_owned());
    joined([picture::band_key(&calendar), middle, left_out(&calendar)])
}

fn plan(series: &Series, _: &Context, theme: Theme, width: Width) -> Plan {
    let drawn = years(series).and_then(|(calendar, line)| {
        let middle = |month: usize| calendar.earlier(month).map(|earlier| earlier.median);
        let band = Band {
            range: picture::range_of_earlier(&calendar),
            middle: (0..format::MONTHS.len()).map(middle).collect(),
        };
        picture::plan(&calendar, line, (Shown::Latest, band), theme, width)
    });
    drawn.unwrap_or_else(|| Plan::nothing(theme))
}

fn table(series: &Series, context: &Context) -> DataTable {
    let first = only_first(series);
    let caption = title(series, context);
    let note = protection::protection_note(&first, context);
    let found = years(&first);
    let latest = found.as_ref().and_then(|(calendar, _)| calendar.latest());
    let latest = latest.map(|(latest, _)| latest.year);
    let (Some((calendar, line)), Some(latest)) = (found, latest) else {
        return super::table_of_years(series, &super::no_years(), caption, context);
    };
    let rows = month_headings()
        .enumerate()
        .map(|(month, heading)| TableRow {
            heading,
            cells: cells(&calendar, line, month, context),
        });
    let columns = [
        latest.to_string(),
        t!("Lowest of earlier years").to_owned(),
        t!("Middle of earlier years").to_owned(),
        t!("Highest of earlier years").to_owned(),
        t!("How many earlier years").to_owned(),
    ];
    DataTable {
        caption,
        columns: columns.into(),
        note,
        rows: rows.collect(),
    }
}

fn cells(
    calendar: &Calendar,
    line: &Line,
    month: usize,
    context: &Context,
) -> Vec<crate::TableCell> {
    let cell = calendar
        .latest()
        .and_then(|(latest, _)| latest.cells.get(month));
    let cell = cell.copied().unwrap_or(cube::Cell::NotApplicable);
    let own = super::cell_of(line, cell, context);
    let Some(earlier) = calendar.earlier(month) else {
        let none = || plain_cell(t!("no complete number").to_owned());
        return vec![own, none(), none(), none(), plain_cell("0".to_owned())];
    };
    let named =
        |(count, year): (u32, i32)| plain_cell(format!("{} ({year})", format::count(count)));
    let years = u64::try_from(earlier.years).unwrap_or(u64::MAX);
    vec![
        own,
        named(earlier.lowest),
        plain_cell(half(earlier.median)),
        named(earlier.highest),
        plain_cell(format::count(years)),
    ]
}
