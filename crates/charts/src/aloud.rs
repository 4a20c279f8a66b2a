//! A chart read position by position: what stands there in words, and as a tone.
//!
//! Both come from the table of the chart, so that who listens meets what who looks does. A number that
//! is missing has words and no tone.

use wording::t;

use crate::DataTable;

/// What stands at one position of a chart.
#[derive(Clone, Debug, PartialEq)]
pub struct Aloud {
    /// The position, as the table names it: `July 2019`.
    pub heading: String,
    /// What stands there, each line by its name where there are several.
    pub text: String,
    /// The number of each column of the table; none where there is no number.
    pub numbers: Vec<Option<f64>>,
}

/// What is read of a chart from left to right; a table over periods has the newest first.
#[must_use]
pub fn aloud(table: &DataTable, is_over_periods: bool) -> Vec<Aloud> {
    let rows = table.rows.iter();
    let read = rows.map(|row| Aloud {
        heading: row.heading.clone(),
        text: said(
            &table.columns,
            row.cells.iter().map(|cell| cell.text.as_str()),
        ),
        numbers: row.cells.iter().map(|cell| cell.number()).collect(),
    });
    match is_over_periods {
        true => read.rev().collect(),
        false => read.collect(),
    }
}

fn said<'a>(columns: &[String], cells: impl Iterator<Item = &'a str>) -> String {
    match columns {
        [_] => cells.collect(),
        columns => {
            let named = columns.iter().zip(cells);
            let named =
                named.map(|(line, number)| t!("{line}: {number}", line = line, number = number));
            named.collect::<Vec<_>>().join("; ")
        }
    }
}

/// The pitch of zero, in hertz: the A below middle C.
const LOWEST_HZ: f64 = 220.0;

/// How many octaves the highest number of a chart lies above zero.
const OCTAVES: f64 = 2.0;

/// The pitch of each position of a column in hertz; none where there is no number.
///
/// Equal steps of numbers are equal steps of pitch, as they are equal steps of height in the picture;
/// zero is the lowest tone and the highest number of all `columns` that are heard the highest, so that
/// lines can be compared.
#[must_use]
pub fn pitches_hz(read: &[Aloud], columns: usize, column: usize) -> Vec<Option<f64>> {
    let heard = read.iter().flat_map(|one| one.numbers.iter().take(columns));
    let top = heard.flatten().copied().fold(0.0, f64::max);
    let pitch = |number: f64| match top > 0.0 {
        true => LOWEST_HZ * (OCTAVES * number / top).exp2(),
        false => LOWEST_HZ,
    };
    let numbers = read.iter();
    let numbers = numbers.map(|one| one.numbers.get(column).copied().flatten());
    numbers.map(|number| number.map(pitch)).collect()
}

#[cfg(test)]
mod tests {
    use cube::CellStatus;

    use super::*;
    use crate::{TableCell, TableRow};

    fn row(heading: &str, texts: &[&str]) -> TableRow {
        let cells = texts.iter().map(|text| TableCell {
            text: (*text).to_owned(),
            status: CellStatus::Observed,
        });
        TableRow {
            heading: heading.to_owned(),
            cells: cells.collect(),
        }
    }

    fn table(columns: &[&str], rows: Vec<TableRow>) -> DataTable {
        DataTable {
            caption: String::new(),
            columns: columns.iter().map(|name| (*name).to_owned()).collect(),
            note: None,
            rows,
        }
    }

    #[test]
    fn positions_are_read_from_left_to_right() {
        let rows = vec![row("2020", &["1,200"]), row("2019", &["not collected"])];
        let read = aloud(&table(&["Arrests"], rows), true);
        let texts: Vec<_> = read.iter().map(|one| (&*one.heading, &*one.text)).collect();
        assert_eq!(texts, [("2019", "not collected"), ("2020", "1,200")]);
        assert_eq!(read[0].numbers, [None]);
        assert_eq!(read[1].numbers, [Some(1200.0)]);
    }

    #[test]
    fn several_lines_are_read_by_their_names() {
        let rows = vec![row("January", &["5", "8 (incomplete)"])];
        let read = aloud(&table(&["2019", "2020"], rows), false);
        assert_eq!(read[0].text, "2019: 5; 2020: 8 (incomplete)");
    }

    #[test]
    fn tones_follow_the_numbers_and_gaps_are_silent() {
        let rows = vec![
            row("2022", &["10", "40"]),
            row("2021", &["hidden", "20"]),
            row("2020", &["0", "0"]),
        ];
        let read = aloud(&table(&["a", "b"], rows), true);
        assert_eq!(
            pitches_hz(&read, 2, 0),
            [Some(220.0), None, Some(220.0 * 2_f64.sqrt())]
        );
        assert_eq!(
            pitches_hz(&read, 2, 1),
            [Some(220.0), Some(440.0), Some(880.0)]
        );
        assert_eq!(pitches_hz(&read, 1, 0)[2], Some(880.0));
    }

    #[test]
    fn a_chart_of_zeros_stays_on_the_lowest_tone() {
        let read = aloud(&table(&["a"], vec![row("2020", &["0"])]), true);
        assert_eq!(pitches_hz(&read, 1, 0), [Some(220.0)]);
    }
}
