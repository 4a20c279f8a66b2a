//! The table beside a chart: the same cells, newest first, each with its status in words.

use cube::{Cell, CellStatus, Grain, Line, Series};

use crate::{Context, coverage, format, label, protection, title};

/// A table of one series: a row a period, a column a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataTable {
    /// The caption; equals the title of the chart.
    pub caption: String,
    /// The heading of each column of numbers, in the order of the lines, then of each column of
    /// shares. The column of row headings is not among them.
    pub columns: Vec<String>,
    /// What has to be known of hidden and rounded numbers in it; none where there are none.
    pub note: Option<String>,
    /// The rows, newest period first.
    pub rows: Vec<TableRow>,
}

/// One period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableRow {
    /// The period.
    pub heading: String,
    /// A cell for each column.
    pub cells: Vec<TableCell>,
}

/// One number, or the reason why there is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableCell {
    /// `1,234`, `12.40`, `12 (incomplete)`, `10 (rounded)`, `not collected`, `not comparable`, or why
    /// it is hidden.
    pub text: String,
    /// The status that the text tells of.
    pub status: CellStatus,
}

/// The table of a series: a column a line and, where lines are areas, a column with the share of
/// each category that has a recorded place.
#[must_use]
pub fn table(series: &Series, context: &Context) -> DataTable {
    let rows = series.periods.iter().enumerate().rev();
    let coverage = lines_with_coverage(series);
    let several = coverage.len() > 1;
    let numbers = series
        .lines
        .iter()
        .map(|line| label::line_label(series, line, context));
    let shares = coverage.iter().map(|line| match several {
        true => format!("Share with a place: {}", line.category.label),
        false => "Share with a place".to_owned(),
    });
    DataTable {
        caption: title(series, context),
        columns: numbers.chain(shares).collect(),
        note: protection::protection_note(series, context),
        rows: rows
            .map(|(position, period)| TableRow {
                heading: format::capitalized(&format::period(*period)),
                cells: row(series, &coverage, position, context),
            })
            .collect(),
    }
}

/// The first line of each category that knows how many of its events have a place.
fn lines_with_coverage(series: &Series) -> Vec<&Line> {
    let mut found: Vec<&Line> = Vec::new();
    for line in series.lines.iter().filter(|line| !line.located.is_empty()) {
        let same = |known: &&Line| {
            let same_thing = known.table == line.table && known.category == line.category;
            same_thing && known.groups == line.groups
        };
        if !found.iter().any(same) {
            found.push(line);
        }
    }
    found
}

fn row(series: &Series, coverage: &[&Line], position: usize, context: &Context) -> Vec<TableCell> {
    let table_cell = |line, cell| table_cell(line, cell, series.grain, context);
    let numbers = series.lines.iter().map(|line| {
        let cell = line.cells.get(position).copied();
        table_cell(line, cell.unwrap_or(Cell::NotCollected))
    });
    let shares = coverage.iter().map(|line| {
        let located = line.located.get(position).copied().flatten();
        match coverage::share_text(located) {
            Some(text) => TableCell {
                text,
                status: CellStatus::Observed,
            },
            None => table_cell(line, Cell::NotCollected),
        }
    });
    numbers.chain(shares).collect()
}

pub(crate) fn table_cell(line: &Line, cell: Cell, grain: Grain, context: &Context) -> TableCell {
    let number = |value| format::number(line.number(value));
    let text = match cell {
        Cell::Provisional(value) => format!("{} (incomplete)", number(value)),
        // How far it can be off is said once, above the table.
        Cell::Rounded(value) => format!("{} (rounded)", number(value)),
        Cell::Observed(value) => number(value),
        _ => protection::status_words(line, grain, cell.status(), context),
    };
    TableCell {
        text,
        status: cell.status(),
    }
}
