//! What the page of one place says beside its charts.

use cube::places::{Area, PlaceKind};

use crate::{DataTable, TableCell, TableRow, format, words};

/// Who lives in a place: `8,202 people lived there at the census of 2010 and 7,500 at that of 2020.`;
/// that it is not known where no census counted.
#[must_use]
pub fn people(area: Option<&Area>) -> String {
    let counted = area.map_or(&[][..], |area| &area.residents).iter();
    let parts: Vec<String> = counted
        .enumerate()
        .map(|(at, one)| {
            let people = format::count(one.people);
            match (at, one.people) {
                (0, 0) => format!("no one lived there at the census of {}", one.year),
                (0, 1) => format!("1 person lived there at the census of {}", one.year),
                (0, _) => format!("{people} people lived there at the census of {}", one.year),
                _ => format!("{people} at that of {}", one.year),
            }
        })
        .collect();
    match parts.is_empty() {
        true => "How many people live there is not in this release.".to_owned(),
        false => format!("{}.", format::capitalized(&format::list(&parts))),
    }
}

/// What a place is: `Cherry Hill is a neighborhood of Baltimore.`, with the days between which it was
/// in force where there are any.
#[must_use]
pub fn introduction(label: &str, kind: &PlaceKind, city: &str) -> String {
    let noun = words::lower_first(&kind.label);
    let article = match noun.starts_with(['a', 'e', 'i', 'o']) {
        true => "an",
        false => "a",
    };
    match (&kind.valid_from, &kind.valid_until) {
        (_, Some(until)) => format!(
            "{label} was {article} {noun} of {city} until {}: since then the lines are others.",
            format::date(until)
        ),
        (Some(from), None) => {
            format!(
                "{label} is {article} {noun} of {city} since {}.",
                format::date(from)
            )
        }
        (None, None) => format!("{label} is {article} {noun} of {city}."),
    }
}

/// A table turned about: a row a line, a column a period, oldest first; only the newest `periods`.
///
/// Columns of shares are left out with the periods that are not shown.
#[must_use]
pub fn transposed(table: &DataTable, periods: usize) -> DataTable {
    let mut newest: Vec<&TableRow> = table.rows.iter().take(periods).collect();
    newest.reverse();
    let rows = table.columns.iter().enumerate().map(|(at, heading)| {
        let cells = newest.iter().filter_map(|row| row.cells.get(at).cloned());
        TableRow {
            heading: heading.clone(),
            cells: cells.collect::<Vec<TableCell>>(),
        }
    });
    DataTable {
        caption: table.caption.clone(),
        columns: newest.iter().map(|row| row.heading.clone()).collect(),
        note: table.note.clone(),
        rows: rows.collect(),
    }
}
