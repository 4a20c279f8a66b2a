//! Years of one line beside each other: as an overlay, as running totals, and as the range of
//! earlier years by month.
//!
//! All three show the first line of a series of months; what the year looked at has is beside the
//! same months of earlier years, never beside whole ones.

mod overlay;
mod picture;
mod running;
mod seasonal;
mod words;

use cube::{Calendar, Cell, Grain, Line, Series};
use wording::t;

pub use overlay::OVERLAY;
pub use running::RUNNING;
pub use seasonal::SEASONAL;

use crate::{Context, DataTable, TableCell, TableRow, format, protection, table};

/// The names of the months as headings: `January`.
fn month_headings() -> impl Iterator<Item = String> {
    let names = format::MONTHS.iter();
    names.map(|name| format::capitalized(name.text()))
}

/// The line that is shown, and its years.
fn years(series: &Series) -> Option<(Calendar, &Line)> {
    let line = series.lines.first()?;
    Some((Calendar::of(series, line)?, line))
}

/// A series of the first line alone, for what is said of one line.
fn only_first(series: &Series) -> Series {
    Series {
        grain: series.grain,
        periods: series.periods.clone(),
        lines: series.lines.first().cloned().into_iter().collect(),
    }
}

/// A row a month and a column a year, newest year first.
fn table_of_years(
    series: &Series,
    calendar: &Calendar,
    caption: String,
    context: &Context,
) -> DataTable {
    let first = only_first(series);
    let line = first.lines.first();
    let newest_first = || calendar.years.iter().rev();
    let rows = month_headings()
        .enumerate()
        .map(|(month, heading)| TableRow {
            heading,
            cells: newest_first()
                .filter_map(|year| {
                    let cell = *year.cells.get(month)?;
                    Some(cell_of(line?, cell, context))
                })
                .collect(),
        });
    DataTable {
        caption,
        columns: newest_first().map(|year| year.year.to_string()).collect(),
        note: protection::protection_note(&first, context),
        rows: rows.collect(),
    }
}

/// A month of a year; one outside the months shown says so, and not that it cannot be compared.
fn cell_of(line: &Line, cell: Cell, context: &Context) -> TableCell {
    match cell {
        Cell::NotApplicable => TableCell {
            text: t!("not in the time shown").to_owned(),
            status: cell.status(),
        },
        _ => table::table_cell(line, cell, Grain::Month, context),
    }
}

/// A number that no cell stands for, such as the middle of several.
fn plain_cell(text: String) -> TableCell {
    TableCell {
        text,
        status: cube::CellStatus::Observed,
    }
}

/// A number between two counts: `12`, `12.5`.
fn half(value: f64) -> String {
    let whole = format::whole(value.floor());
    match value.fract() > 0.0 {
        true => format!("{whole}.5"),
        false => whole,
    }
}

/// A calendar of nothing, where a series has no years.
fn no_years() -> Calendar {
    Calendar {
        years: Vec::new(),
        comparable_from: None,
        is_running: false,
    }
}
