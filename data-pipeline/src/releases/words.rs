//! Changes in words: for the person at the terminal, and for the visitor of the site.

use std::collections::BTreeSet;

use cube::{Fixed, Month};

use super::changes::{CellChange, Changes, Kind, MemberChange, SourceChange, TableChanges};
use super::persons::Persons;

/// How many changed numbers are named before the others are only counted.
const NAMED: usize = 5;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The changes that a release tells its visitors: nothing that depends on what is about persons.
#[must_use]
pub fn notes(changes: &Changes, persons: &Persons, holds_persons: bool) -> Vec<String> {
    let mut notes = sentences(changes, persons);
    if notes.is_empty() {
        notes.push(match changes.is_otherwise_changed {
            true => "No number has changed; titles, notes or events have.".into(),
            false => "No number has changed.".into(),
        });
    }
    if holds_persons {
        notes.push(
            "Tables about persons are not compared with earlier releases: a record that its \
             source removes leaves no trace."
                .into(),
        );
    }
    notes
}

/// The changes as a page for the person at the terminal.
#[must_use]
pub fn page(changes: &Changes, persons: &Persons) -> Vec<String> {
    let mut lines = sentences(changes, persons);
    let tables = changes.tables.iter();
    for table in tables.filter(|table| persons.has_table(&table.table)) {
        lines.push(format!(
            "{}: differs; it is about persons and not compared number by number.",
            table.title
        ));
    }
    let sources = changes
        .sources
        .iter()
        .filter(|one| persons.has_source(&one.id));
    lines.extend(sources.map(source));
    if changes.is_otherwise_changed {
        lines.push("Titles, notes, events or accounts of rows differ.".into());
    }
    if lines.is_empty() {
        lines.push("Nothing has changed.".into());
    }
    lines
}

fn sentences(changes: &Changes, persons: &Persons) -> Vec<String> {
    let mut lines = Vec::new();
    for (titles, what) in [
        (&changes.tables_came, "New table"),
        (&changes.tables_went, "No longer published"),
    ] {
        let titles = titles.iter().filter(|(id, _)| !persons.has_table(id));
        lines.extend(titles.map(|(_, title)| format!("{what}: {title}.")));
    }
    let tables = changes.tables.iter();
    for table in tables.filter(|table| !persons.has_table(&table.table)) {
        let parts = parts(table).into_iter();
        lines.extend(parts.map(|part| format!("{}: {part}.", table.title)));
    }
    let sources = changes
        .sources
        .iter()
        .filter(|one| !persons.has_source(&one.id));
    lines.extend(sources.map(source));
    lines
}

/// What changed in a table, a clause for each kind of change.
fn parts(table: &TableChanges) -> Vec<String> {
    let mut parts = Vec::new();
    for (months, what) in [
        (&table.new_months, "has new numbers for"),
        (&table.gone_months, "has no numbers any more for"),
    ] {
        if !months.is_empty() {
            parts.push(format!("{what} {}", ranges(months)));
        }
    }
    for (members, what) in [(&table.came, "shows"), (&table.went, "no longer shows")] {
        if !members.is_empty() {
            parts.push(format!("{what} {}", labels(members)));
        }
    }
    for (kind, what) in [
        (Kind::Revised, "revised"),
        (Kind::Vanished, "withdrawn"),
        (Kind::Appeared, "added where there was none"),
    ] {
        // A month that is gone as a whole has been named already.
        let cells: Vec<&CellChange> = table
            .of(kind)
            .filter(|cell| !table.gone_months.contains(&cell.month))
            .collect();
        if !cells.is_empty() {
            parts.push(format!(
                "{} {what}{}",
                counted(cells.len(), "number"),
                named(cells)
            ));
        }
    }
    let hidden = table.of(Kind::Hidden).count();
    if hidden > 0 {
        parts.push(format!(
            "{} no longer shown, to protect people",
            counted(hidden, "number")
        ));
    }
    let settled = table.of(Kind::Status).count();
    if settled > 0 {
        parts.push(format!(
            "{} with another status and the same value",
            counted(settled, "number")
        ));
    }
    if parts.is_empty() {
        parts.push("labels, months or sources differ, and no number does".into());
    }
    parts
}

/// The largest of several changes, whole areas first.
fn named(mut cells: Vec<&CellChange>) -> String {
    let size = |cell: &CellChange| {
        let value = |cell: cube::Cell| i64::from(cell.value().unwrap_or(0));
        (value(cell.after) - value(cell.before)).abs()
    };
    cells.sort_by_key(|cell| (!cell.is_whole, std::cmp::Reverse(size(cell))));
    let more = cells.len().saturating_sub(NAMED);
    let value = |cell: cube::Cell, decimals| match (cell.value(), decimals) {
        (None, _) => "none".to_owned(),
        (Some(value), 0) => thousands(value.into()),
        (Some(stored), decimals) => Fixed { stored, decimals }.to_string(),
    };
    let shown = cells.iter().take(NAMED).map(|cell| {
        let value = |of| value(of, cell.decimals);
        let (before, after) = (value(cell.before), value(cell.after));
        format!(
            "{} in {}: {before} before, {after} now",
            cell.label,
            time(cell)
        )
    });
    let mut shown: Vec<String> = shown.collect();
    if more > 0 {
        shown.push(format!("and {more} more"));
    }
    format!(" ({})", shown.join("; "))
}

/// The month or the year of a change.
fn time(cell: &CellChange) -> String {
    match cell.month == cell.last {
        true => month(cell.month),
        false => cell.month.year().to_string(),
    }
}

fn source(change: &SourceChange) -> String {
    let id = &change.id;
    match (change.rows_before, change.rows_after) {
        (Some(before), Some(after)) => {
            let (before, after) = (thousands(before), thousands(after));
            format!("Source {id}: other content, {before} rows before, {after} now.")
        }
        (None, Some(rows)) => format!("New source: {id}, {} rows.", thousands(rows)),
        (Some(rows), None) => {
            let rows = thousands(rows);
            format!("Source {id}: no longer read; it had {rows} rows.")
        }
        (None, None) => format!("Source {id}: unchanged."),
    }
}

fn labels(members: &[MemberChange]) -> String {
    let mut labels: Vec<&str> = members.iter().take(NAMED).map(|one| &*one.label).collect();
    let more = members.len().saturating_sub(NAMED);
    let rest = format!("and {more} more");
    if more > 0 {
        labels.push(&rest);
    }
    labels.join(", ")
}

/// Months as ranges: `May 2021 to July 2021, and September 2021`.
fn ranges(months: &BTreeSet<Month>) -> String {
    let mut ranges: Vec<(Month, Month)> = Vec::new();
    for &month in months {
        match ranges.last_mut() {
            Some((_, last)) if month.since(*last) == 1 => *last = month,
            _ => ranges.push((month, month)),
        }
    }
    let range = |(first, last): &(Month, Month)| match first == last {
        true => month(*first),
        false => format!("{} to {}", month(*first), month(*last)),
    };
    let ranges: Vec<String> = ranges.iter().map(range).collect();
    ranges.join(", and ")
}

fn month(month: Month) -> String {
    let name = usize::try_from(month.number()).ok();
    let name = name.and_then(|number| MONTHS.get(number.checked_sub(1)?));
    format!("{} {}", name.unwrap_or(&""), month.year())
}

fn counted(number: usize, what: &str) -> String {
    match number {
        1 => format!("1 {what}"),
        many => format!("{} {what}s", thousands(many as u64)),
    }
}

/// A whole number with commas between thousands.
#[must_use]
pub fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.char_indices() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_set_in_thousands() {
        let set = [0, 999, 1_000, 12_345, 1_234_567].map(thousands);
        assert_eq!(set, ["0", "999", "1,000", "12,345", "1,234,567"]);
    }

    #[test]
    fn months_are_told_as_ranges() {
        let months = ["2019-12", "2020-01", "2020-03"].map(|month| Month::parse(month).unwrap());
        let told = ranges(&BTreeSet::from(months));
        assert_eq!(told, "December 2019 to January 2020, and March 2020");
    }
}
