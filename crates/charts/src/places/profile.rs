//! What the page of one place says beside its charts.

use cube::places::{Area, PlaceKind};
use wording::t;

use crate::{DataTable, TableCell, TableRow, format, words};

/// Who lives in a place: `8,202 people lived there at the census of 2010 and 7,500 at that of 2020.`;
/// that it is not known where no census counted.
#[must_use]
pub fn people(area: Option<&Area>) -> String {
    let counted = area.map_or(&[][..], |area| &area.residents).iter();
    let parts: Vec<String> = counted
        .enumerate()
        .map(|(at, one)| {
            let (people, year) = (format::count(one.people), one.year);
            match (at, one.people) {
                (0, 0) => t!("no one lived there at the census of {year}", year = year),
                (0, 1) => t!("1 person lived there at the census of {year}", year = year),
                (0, _) => t!(
                    "{people} people lived there at the census of {year}",
                    people = people,
                    year = year,
                ),
                _ => t!("{people} at that of {year}", people = people, year = year),
            }
        })
        .collect();
    match parts.is_empty() {
        true => t!("How many people live there is not in this release.").to_owned(),
        false => format!("{}.", format::capitalized(&format::list(&parts))),
    }
}

/// What a place is: `Cherry Hill is a neighborhood of Baltimore.`, with the days between which it was
/// in force where there are any.
#[must_use]
pub fn introduction(label: &str, kind: &PlaceKind, city: &str) -> String {
    let kind_said = with_article(&words::lower_first(&kind.label));
    match (&kind.valid_from, &kind.valid_until) {
        (_, Some(until)) => t!(
            "{place} was {kind} of {city} until {date}: since then the lines are others.",
            place = label,
            kind = kind_said,
            city = city,
            date = format::date(until),
        ),
        (Some(from), None) => t!(
            "{place} is {kind} of {city} since {date}.",
            place = label,
            kind = kind_said,
            city = city,
            date = format::date(from),
        ),
        (None, None) => t!(
            "{place} is {kind} of {city}.",
            place = label,
            kind = kind_said,
            city = city,
        ),
    }
}

/// A kind of place after `is`. English needs an article there; Spanish needs none, nor the gender
/// that an article would take.
fn with_article(kind: &str) -> String {
    match kind.starts_with(['a', 'e', 'i', 'o']) {
        true => t!("an {kind}", kind = kind),
        false => t!("a {kind}", kind = kind),
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
