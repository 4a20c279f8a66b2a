//! The table beside a chart: the same cells, newest first, each with its status in words.

use cube::sorting::sort_by;
use cube::{Cell, CellStatus, Fixed, Grain, Line, Series};
use wording::t;

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

/// In which order the rows of a table stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RowOrder {
    /// The position of the column of numbers.
    pub column: usize,
    /// The direction.
    pub direction: Direction,
}

/// A direction of numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// The lowest number first.
    Ascending,
    /// The highest number first.
    Descending,
}

impl DataTable {
    /// The rows in another order; those without a number last, equal ones as they were.
    #[must_use]
    pub fn sorted(&self, order: RowOrder) -> Vec<TableRow> {
        let number = |row: &TableRow| row.cells.get(order.column).and_then(TableCell::number);
        let mut rows = self.rows.clone();
        sort_by(&mut rows, |one, other| match (number(one), number(other)) {
            (Some(one), Some(other)) => match order.direction {
                Direction::Ascending => one.total_cmp(&other),
                Direction::Descending => other.total_cmp(&one),
            },
            (one, other) => one.is_none().cmp(&other.is_none()),
        });
        rows
    }

    /// The rows as text between tabs, for a spreadsheet, under their headings.
    #[must_use]
    pub fn tsv(&self, first_column: &str, rows: &[TableRow]) -> String {
        let headings = std::iter::once(first_column).chain(self.columns.iter().map(String::as_str));
        let mut lines = vec![headings.collect::<Vec<_>>().join("\t")];
        lines.extend(rows.iter().map(|row| {
            let cells = row.cells.iter().map(|cell| cell.text.as_str());
            let texts = std::iter::once(row.heading.as_str()).chain(cells);
            texts.collect::<Vec<_>>().join("\t")
        }));
        lines.join("\n")
    }
}

impl TableCell {
    /// The number that the text begins with, if any.
    #[must_use]
    pub fn number(&self) -> Option<f64> {
        let is_number = |c: char| c.is_ascii_digit() || c == ',' || c == '.';
        let end = self.text.find(|c| !is_number(c)).unwrap_or(self.text.len());
        let digits = self.text.get(..end)?.replace(',', "");
        let decimals = digits.split_once('.').map_or(0, |(_, part)| part.len());
        // As cells are read everywhere: what reads any float has tables of ten kilobytes with it.
        let number = Fixed::parse(&digits, u8::try_from(decimals).ok()?)?;
        Some(number.to_f64())
    }
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
        true => t!("Share with a place: {what}", what = line.category.label),
        false => t!("Share with a place").to_owned(),
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
        Cell::Provisional(value) => t!("{number} (incomplete)", number = number(value)),
        // How far it can be off is said once, above the table.
        Cell::Rounded(value) => t!("{number} (rounded)", number = number(value)),
        Cell::Observed(value) => number(value),
        _ => protection::status_words(line, grain, cell.status(), context),
    };
    TableCell {
        text,
        status: cell.status(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table_of(texts: &[&str]) -> DataTable {
        let rows = texts.iter().enumerate().map(|(at, text)| TableRow {
            heading: at.to_string(),
            cells: vec![TableCell {
                text: (*text).into(),
                status: CellStatus::Observed,
            }],
        });
        DataTable {
            caption: String::new(),
            columns: vec!["Robbery".into()],
            note: None,
            rows: rows.collect(),
        }
    }

    #[test]
    fn rows_are_sorted_by_number_and_those_without_one_stand_last() {
        let table = table_of(&["1,204", "not collected", "9.5", "12 (incomplete)"]);
        let order = |direction| {
            let rows = table.sorted(RowOrder {
                column: 0,
                direction,
            });
            rows.iter()
                .map(|row| row.heading.clone())
                .collect::<String>()
        };
        assert_eq!(order(Direction::Ascending), "2301");
        assert_eq!(order(Direction::Descending), "0321");
        assert_eq!(
            table.tsv("Year", &table.rows[..2]),
            "Year\tRobbery\n0\t1,204\n1\tnot collected"
        );
    }
}
