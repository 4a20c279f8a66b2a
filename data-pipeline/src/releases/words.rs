//! Changes in words: for the person at the terminal, and for the visitor of the site in the language
//! that the thread speaks.

use std::collections::{BTreeMap, BTreeSet};

use cube::{Fixed, Month};
use wording::{Language, Message, message, t};

use super::changes::{CellChange, Changes, Kind, MemberChange, SourceChange, TableChanges};
use super::persons::Persons;

/// How many changed numbers are named before the others are only counted.
const NAMED: usize = 5;

const MONTHS: [Message; 12] = [
    message!("January"),
    message!("February"),
    message!("March"),
    message!("April"),
    message!("May"),
    message!("June"),
    message!("July"),
    message!("August"),
    message!("September"),
    message!("October"),
    message!("November"),
    message!("December"),
];

/// The changes that a release tells its visitors: nothing that depends on what is about persons.
#[must_use]
pub fn notes(changes: &Changes, persons: &Persons, holds_persons: bool) -> Vec<String> {
    let mut notes = sentences(changes, persons);
    if notes.is_empty() {
        let none = match changes.is_otherwise_changed {
            true => t!("No number has changed; titles, notes or events have."),
            false => t!("No number has changed."),
        };
        notes.push(none.into());
    }
    notes.extend(languages(changes));
    if holds_persons {
        let why = t!(
            "Tables about persons are not compared with earlier releases: a record that its source \
             removes leaves no trace."
        );
        notes.push(why.into());
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
    lines.extend(languages(changes));
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
    let told = |titles: &BTreeMap<String, String>, word: fn(&str) -> String| {
        let titles = titles.iter().filter(|(id, _)| !persons.has_table(id));
        titles.map(|(_, title)| word(title)).collect::<Vec<_>>()
    };
    lines.extend(told(&changes.tables_came, |title| {
        t!("New table: {title}.", title = title)
    }));
    lines.extend(told(&changes.tables_went, |title| {
        t!("No longer published: {title}.", title = title)
    }));
    let tables = changes.tables.iter();
    for table in tables.filter(|table| !persons.has_table(&table.table)) {
        let parts = parts(table).into_iter();
        let title = &table.title;
        lines.extend(parts.map(|change| t!("{title}: {change}.", title = title, change = change)));
    }
    let sources = changes
        .sources
        .iter()
        .filter(|one| !persons.has_source(&one.id));
    lines.extend(sources.map(source));
    lines
}

/// The languages that came, a sentence each.
fn languages(changes: &Changes) -> impl Iterator<Item = String> {
    let languages = changes.languages_came.iter();
    let languages = languages.filter_map(|tag| Language::of_tag(tag));
    languages.filter_map(|language| match language {
        Language::English => None,
        Language::Spanish => {
            Some(t!("Titles, labels and notes can be read in Spanish as well.").into())
        }
    })
}

/// What changed in a table, a clause for each kind of change.
fn parts(table: &TableChanges) -> Vec<String> {
    let mut parts = Vec::new();
    if !table.new_months.is_empty() {
        let months = ranges(&table.new_months);
        parts.push(t!("has new numbers for {months}", months = months));
    }
    if !table.gone_months.is_empty() {
        let months = ranges(&table.gone_months);
        parts.push(t!("has no numbers any more for {months}", months = months));
    }
    if !table.came.is_empty() {
        parts.push(t!("shows {labels}", labels = labels(&table.came)));
    }
    if !table.went.is_empty() {
        parts.push(t!("no longer shows {labels}", labels = labels(&table.went)));
    }
    for kind in [Kind::Revised, Kind::Vanished, Kind::Appeared] {
        // A month that is gone as a whole has been named already.
        let cells = table.of(kind);
        let cells = cells.filter(|cell| !table.gone_months.contains(&cell.month));
        let cells: Vec<&CellChange> = cells.collect();
        let count = cells.len();
        if count > 0 {
            parts.push(numbers(kind, count, &named(cells)));
        }
    }
    for kind in [Kind::Hidden, Kind::Status] {
        let count = table.of(kind).count();
        if count > 0 {
            parts.push(numbers(kind, count, ""));
        }
    }
    if parts.is_empty() {
        parts.push(t!("labels, months or sources differ, and no number does").into());
    }
    parts
}

/// How many numbers changed in a way, and the largest of the changes where they are told.
fn numbers(kind: Kind, count: usize, changes: &str) -> String {
    let is_one = count == 1;
    let n = thousands(count as u64);
    match (kind, is_one) {
        (Kind::Revised, true) => t!("{n} number revised ({changes})", n = n, changes = changes),
        (Kind::Revised, false) => t!("{n} numbers revised ({changes})", n = n, changes = changes),
        (Kind::Vanished, true) => t!("{n} number withdrawn ({changes})", n = n, changes = changes),
        (Kind::Vanished, false) => {
            t!(
                "{n} numbers withdrawn ({changes})",
                n = n,
                changes = changes
            )
        }
        (Kind::New | Kind::Appeared, true) => t!(
            "{n} number added where there was none ({changes})",
            n = n,
            changes = changes
        ),
        (Kind::New | Kind::Appeared, false) => t!(
            "{n} numbers added where there was none ({changes})",
            n = n,
            changes = changes
        ),
        (Kind::Hidden, true) => t!("{n} number no longer shown, to protect people", n = n),
        (Kind::Hidden, false) => t!("{n} numbers no longer shown, to protect people", n = n),
        (Kind::Status, true) => t!("{n} number with another status and the same value", n = n),
        (Kind::Status, false) => t!("{n} numbers with another status and the same value", n = n),
    }
}

/// The largest of several changes, whole areas first.
fn named(mut cells: Vec<&CellChange>) -> String {
    let size = |cell: &CellChange| {
        let value = |cell: cube::Cell| i64::from(cell.value().unwrap_or(0));
        (value(cell.after) - value(cell.before)).abs()
    };
    cells.sort_by_key(|cell| (!cell.is_whole, std::cmp::Reverse(size(cell))));
    let value = |cell: cube::Cell, decimals| match (cell.value(), decimals) {
        (None, _) => t!(in "a number", "none").to_owned(),
        (Some(value), 0) => thousands(value.into()),
        (Some(stored), decimals) => Fixed { stored, decimals }.to_string(),
    };
    let shown = cells.iter().take(NAMED).map(|cell| {
        t!(
            "{what} in {time}: {before} before, {after} now",
            what = cell.labels.join(", "),
            time = time(cell),
            before = value(cell.before, cell.decimals),
            after = value(cell.after, cell.decimals)
        )
    });
    let shown = shown.collect::<Vec<_>>().join("; ");
    match cells.len().saturating_sub(NAMED) {
        0 => shown,
        more => t!("{changes}; and {more} more", changes = shown, more = more),
    }
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
    match (
        change.rows_before.map(thousands),
        change.rows_after.map(thousands),
    ) {
        (Some(before), Some(after)) => t!(
            "Source {id}: other content, {before} rows before, {after} now.",
            id = id,
            before = before,
            after = after
        ),
        (None, Some(rows)) => t!("New source: {id}, {rows} rows.", id = id, rows = rows),
        (Some(rows), None) => t!(
            "Source {id}: no longer read; it had {rows} rows.",
            id = id,
            rows = rows
        ),
        (None, None) => t!("Source {id}: unchanged.", id = id),
    }
}

fn labels(members: &[MemberChange]) -> String {
    let labels = members.iter().take(NAMED).map(|one| &*one.label);
    let labels = labels.collect::<Vec<&str>>().join(", ");
    match members.len().saturating_sub(NAMED) {
        0 => labels,
        more => t!("{labels}, and {more} more", labels = labels, more = more),
    }
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
        false => t!(
            "{first} to {last}",
            first = month(*first),
            last = month(*last)
        ),
    };
    let ranges = ranges.iter().map(range);
    let all = ranges.reduce(|some, more| t!("{months}, and {more}", months = some, more = more));
    all.unwrap_or_default()
}

fn month(month: Month) -> String {
    let at = usize::try_from(month.number() - 1).ok();
    let name = at.and_then(|at| MONTHS.get(at));
    let name = name.map_or("", |name| name.text());
    t!("{month} {year}", month = name, year = month.year())
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
        let told = || ranges(&BTreeSet::from(months));
        assert_eq!(told(), "December 2019 to January 2020, and March 2020");
        assert_eq!(
            wording::speaking(Language::Spanish, told),
            "diciembre de 2019 a enero de 2020 y marzo de 2020"
        );
    }

    #[test]
    fn changes_are_told_in_the_language_that_is_spoken() {
        let month = Month::parse("2018-01").unwrap();
        let cell = CellChange {
            kind: Kind::Revised,
            geography: "rivertown".into(),
            category: "robbery".into(),
            labels: vec!["Robo con violencia".into(), "Rivertown".into()],
            is_whole: true,
            month,
            last: month,
            decimals: 0,
            before: cube::Cell::Observed(1_200),
            after: cube::Cell::NotCollected,
        };
        let changes = Changes {
            tables: vec![TableChanges {
                table: "crime".into(),
                title: "Delitos".into(),
                came: vec![],
                went: vec![],
                new_months: BTreeSet::from([month]),
                gone_months: BTreeSet::new(),
                cells: vec![cell],
            }],
            languages_came: vec!["es".into()],
            ..Changes::default()
        };
        let notes = || notes(&changes, &Persons::default(), true);
        assert_eq!(
            wording::speaking(Language::Spanish, notes),
            [
                "Delitos: tiene números nuevos de enero de 2018.",
                "Delitos: 1 número revisado (Robo con violencia, Rivertown en enero de 2018: 1,200 \
                 antes, ninguno ahora).",
                "Los títulos, las etiquetas y las notas también se pueden leer en español.",
                "Las tablas sobre personas no se comparan con ediciones anteriores: un registro que su \
                 fuente retira no deja rastro.",
            ]
        );
    }
}
