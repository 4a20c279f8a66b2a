//! What is told of a position that a reader points at: the numbers of the table there, each with the
//! stroke of its line, the highest first.
//!
//! The plan says which lines there are and how they look, the table what their numbers are called:
//! a number that is incomplete, rounded or missing says so in the same words.

use crate::plan::{Drawn, Plan};
use crate::text::plain;
use crate::{DataTable, TableRow};

/// What stands where there is no number and no word for why.
const NOTHING: &str = "–";

/// What is told of one position.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The name of the position: `12 months to March 2015`.
    pub heading: String,
    /// The lines, those with the highest numbers first.
    pub rows: Vec<ReadingRow>,
}

/// One line at a position.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadingRow {
    /// The name of the line.
    pub name: String,
    /// `1,234`, `12 (incomplete)`, `not collected`.
    pub text: String,
    /// Whether that begins with a number.
    pub is_number: bool,
    /// The color of the line, as SVG takes it.
    pub colour: String,
    /// The lengths of its dashes and of the gaps between them, as SVG takes them; empty where it has none.
    pub dashes: String,
}

/// What is told of each position on the horizontal axis of a chart, beside which a table stands.
#[must_use]
pub fn readings(plan: &Plan, table: &DataTable) -> Vec<Reading> {
    // Panels have one horizontal axis.
    let names = plan.panels.first().map_or(&[][..], |panel| &panel.names);
    // Marks, bands and parts of lines are drawn, and say nothing.
    let lines = plan.panels.iter().flat_map(|panel| &panel.lines);
    let lines: Vec<(&Drawn, Vec<Option<f64>>)> = lines
        .filter(|line| !line.is_helper())
        .map(|line| (line, line.heights()))
        .collect();
    names
        .iter()
        .enumerate()
        .map(|(position, name)| {
            let row = table.rows.iter().find(|row| is_named(row, name));
            let mut rows: Vec<(f64, ReadingRow)> = Vec::new();
            for (line, heights) in &lines {
                let value = heights.get(position).copied().flatten();
                let height = value.unwrap_or(f64::NEG_INFINITY);
                let place = rows.partition_point(|(other, _)| *other >= height);
                let told = told(line, (position, value), row, &table.columns);
                rows.insert(place, (height, told));
            }
            Reading {
                heading: row.map_or(name, |row| &row.heading).to_owned(),
                rows: rows.into_iter().map(|(_, row)| row).collect(),
            }
        })
        .collect()
}

/// Whether a row is that of a position, whose name may go on with a remark.
fn is_named(row: &TableRow, name: &str) -> bool {
    let rest = name.strip_prefix(row.heading.as_str());
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(" ("))
}

fn told(
    line: &Drawn,
    (position, value): (usize, Option<f64>),
    row: Option<&TableRow>,
    columns: &[String],
) -> ReadingRow {
    let column = columns.iter().position(|column| plain(column) == line.name);
    let cell = row.zip(column).and_then(|(row, at)| row.cells.get(at));
    // What is told is the number that is drawn, whatever the words for it are.
    let cell = cell.filter(|cell| match (cell.number(), value) {
        (Some(said), Some(drawn)) => said.total_cmp(&drawn).is_eq(),
        (said, drawn) => said.is_none() && drawn.is_none(),
    });
    let digits = || line.digits(position).unwrap_or_else(|| NOTHING.to_owned());
    let dashes = line.dash.iter().map(ToString::to_string);
    ReadingRow {
        name: line.name.clone(),
        is_number: value.is_some(),
        text: cell.map_or_else(digits, |cell| cell.text.clone()),
        colour: line.colour.to_string(),
        dashes: dashes.collect::<Vec<_>>().join(" "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::sample::{
        districts, homicide, homicides_rolling, observed, place, series, several, with_context,
    };
    use crate::tokens::Theme;
    use crate::{Form, LINES, OVERLAY, PANELS, RUNNING, SEASONAL, Width};
    use cube::{Cell, Grain, Series};

    fn of(form: &Form, series: &Series) -> Vec<Reading> {
        with_context(|context| {
            let plan = (form.plan)(series, context, Theme::Light, Width::Wide);
            readings(&plan, &(form.table)(series, context))
        })
    }

    fn said(reading: &Reading) -> String {
        let rows = reading.rows.iter();
        let rows = rows.map(|row| format!("{} {}", row.name, row.text));
        format!(
            "{}: {}",
            reading.heading,
            rows.collect::<Vec<_>>().join("; ")
        )
    }

    #[test]
    fn the_highest_number_comes_first_and_a_missing_one_last() {
        let cells = [vec![Cell::Provisional(3)], observed(&[1200])].concat();
        let lines = vec![
            place(homicide(cells), "east", "East"),
            place(
                homicide(vec![Cell::NotCollected, Cell::Observed(4)]),
                "west",
                "West",
            ),
            place(homicide(observed(&[50, 1300])), "south", "South"),
        ];
        let found = of(&LINES, &series(Grain::Year, "2015-01", "2016-12", lines));
        let found: Vec<String> = found.iter().map(said).collect();
        assert_eq!(
            found,
            [
                "2015: South 50; East 3 (incomplete); West not collected",
                "2016: South 1,300; East 1,200; West 4",
            ]
        );
    }

    #[test]
    fn a_row_has_the_stroke_of_its_line() {
        let found = of(&LINES, &several());
        let rows: Vec<_> = found[0]
            .rows
            .iter()
            .map(|row| (row.colour.as_str(), row.dashes.as_str()))
            .collect();
        assert_eq!(
            rows,
            [("#0c4a5b", "2 4"), ("#8a3b8f", "9 4"), ("#3b2f6b", "")]
        );
    }

    /// In every form: each position is told of, in words of its table, and no helper is named.
    #[test]
    fn every_form_tells_the_words_of_its_table() {
        let rolling = homicides_rolling(4);
        let monthly = Series {
            grain: Grain::Month,
            ..series(
                Grain::Month,
                "2015-01",
                "2017-06",
                vec![homicide(observed(&[20; 30]))],
            )
        };
        for (form, series) in [
            (LINES, &rolling),
            (LINES, &districts()),
            (PANELS, &several()),
            (OVERLAY, &monthly),
            (RUNNING, &monthly),
            (SEASONAL, &monthly),
        ] {
            let table = with_context(|context| (form.table)(series, context));
            let words = |text: &String| {
                table
                    .rows
                    .iter()
                    .flat_map(|row| &row.cells)
                    .any(|cell| cell.text == *text)
            };
            let found = of(&form, series);
            let named: Vec<&String> = table.rows.iter().map(|row| &row.heading).collect();
            assert_eq!(found.len(), named.len(), "{}", form.id);
            for reading in &found {
                assert!(
                    named.contains(&&reading.heading),
                    "{}: {}",
                    form.id,
                    reading.heading
                );
                assert!(!reading.rows.is_empty(), "{}", form.id);
                for row in &reading.rows {
                    assert!(
                        !row.name.starts_with('~') && row.colour.starts_with('#'),
                        "{}: {row:?}",
                        form.id
                    );
                    assert!(words(&row.text), "{}: {row:?}", form.id);
                }
            }
        }
    }
}
