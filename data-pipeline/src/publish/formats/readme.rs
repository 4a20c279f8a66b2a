//! What a table counts and what it does not, in plain words: as Markdown, and as notes for a sheet.

use std::fmt::Write;

use cube::CellStatus;
use cube::release::{Publication, Source};

use super::dictionary;
use super::subject::{Subject, file_name};
use super::workbook::ROW_LIMIT;

/// What stands for the address of the site where the settings do not say it.
const UNKNOWN_BASE: &str = "https://ADDRESS-OF-THE-SITE/data/";

/// What holds for every number of a sample.
const SAMPLE: &str = "This is a sample that others have picked: its numbers are no count of what \
                      happened.";

/// The README of a table.
pub fn document(subject: &Subject<'_>) -> String {
    let table = subject.table;
    let parts = [
        format!("# {}\n\n{}\n", table.title, table.description),
        counted(subject),
        not_counted(subject),
        statuses(subject),
        columns(subject),
        sources(subject),
        format!("## How to cite it\n\n{}\n", subject.citation()),
        terms(subject),
        fetching(subject),
        formats(subject),
    ];
    parts.join("\n")
}

/// The same for a sheet: what each note is about, and the note.
pub fn notes(subject: &Subject<'_>) -> Vec<[String; 2]> {
    let note = |about: &str, text: &str| [about.to_owned(), text.to_owned()];
    let table = subject.table;
    let mut notes = vec![
        note("title", &table.title),
        note("description", &table.description),
        note("published", &subject.manifest.released),
        note("publisher", &subject.publication.publisher.name),
        note("terms", &terms_sentence(subject)),
        note("citation", &subject.citation()),
    ];
    notes.extend(gaps(subject).iter().map(|gap| note("incomplete", gap)));
    let caveats = subject.caveats();
    notes.extend(caveats.map(|caveat| note("caveat", &caveat.text)));
    for source in subject.sources() {
        notes.push(note("source", &source_sentence(source)));
        notes.push(note("source terms", &source.terms));
    }
    notes
}

fn counted(subject: &Subject<'_>) -> String {
    let header = subject.header();
    let dimensions = header.dimensions.iter();
    let mut names: Vec<String> = dimensions.map(|one| one.label.to_lowercase()).collect();
    names.push(subject.period().to_owned());
    let has_parts = header
        .dimensions
        .iter()
        .any(|one| one.members.iter().any(|member| member.parent.is_some()));
    let parts = if has_parts {
        "\nSome codes are parts of others, as the dictionary says: a total stands beside its parts, \
         so adding up a whole column counts things twice.\n"
    } else {
        ""
    };
    format!(
        "## What it counts\n\n\
         The column `value` counts {}. There is a row for each combination of {}: {} rows, {} to \
         {}, published on {}.\n{parts}",
        subject.table.unit.as_str(),
        names.join(", "),
        subject.table.rows,
        subject.table.first,
        subject.table.last,
        subject.manifest.released,
    )
}

fn not_counted(subject: &Subject<'_>) -> String {
    let caveats = subject.caveats().map(|caveat| caveat.text.clone());
    let lines = caveats
        .chain(gaps(subject))
        .map(|text| format!("- {text}\n"));
    format!(
        "## What to know before trusting a number\n\n{}",
        lines.collect::<String>()
    )
}

/// Stretches that are incomplete or cannot be compared, a sentence or two each.
fn gaps(subject: &Subject<'_>) -> Vec<String> {
    let incomplete = subject.table.incomplete.iter().map(|months| {
        let (first, last) = (months.first, months.last);
        if first == last {
            format!("{first} is incomplete. {}", months.reason)
        } else {
            format!("{first} to {last} are incomplete. {}", months.reason)
        }
    });
    let breaks = subject.header().breaks.iter().map(|one| {
        format!(
            "From {} on numbers cannot be compared with earlier ones. {}",
            one.month, one.reason
        )
    });
    let sample = subject.table.sample.then(|| SAMPLE.to_owned());
    sample.into_iter().chain(incomplete).chain(breaks).collect()
}

fn statuses(subject: &Subject<'_>) -> String {
    let mut part = String::from(
        "## How to read the status\n\n\
         A cell without a number is empty, never zero, and its status says why.\n\n\
         | status | meaning |\n|---|---|\n",
    );
    for status in CellStatus::ALL {
        let meaning = dictionary::status_meaning(status, subject.table.protection.as_ref());
        // Writing to a string cannot fail.
        let _ = writeln!(part, "| `{}` | {meaning} |", status.as_str());
    }
    part
}

fn columns(subject: &Subject<'_>) -> String {
    let mut part = String::from("## Columns\n\n| column | meaning |\n|---|---|\n");
    for entry in dictionary::entries(subject) {
        let _ = writeln!(part, "| `{}` | {} |", entry.column, entry.meaning);
    }
    part.push_str("\nEvery code is explained in the dictionary beside this file.\n");
    part
}

fn sources(subject: &Subject<'_>) -> String {
    let mut part = String::from("## Where the numbers come from\n\n");
    for source in subject.sources() {
        let rows = &source.accounting;
        let _ = writeln!(
            part,
            "- {}\n  Terms: {}\n  Copy that was read: {} (SHA-256 `{}`).\n  Rows: {} read, {} used, \
             {} that could not be read, {} outside of what is counted.",
            source_sentence(source),
            source.terms,
            source.stored_copy,
            source.sha256,
            rows.read,
            rows.used,
            rows.set_aside,
            rows.outside_window
        );
    }
    let _ = writeln!(part, "\nBy time: {}.", subject.origin());
    part
}

fn source_sentence(source: &Source) -> String {
    let Source {
        title,
        publisher,
        first_day,
        last_day,
        ..
    } = source;
    format!("{title}. {publisher}. Used rows tell of {first_day} to {last_day}.")
}

fn terms(subject: &Subject<'_>) -> String {
    format!(
        "## Terms\n\n{} The sources keep their own terms, named above.\n",
        terms_sentence(subject)
    )
}

fn terms_sentence(subject: &Subject<'_>) -> String {
    let license = &subject.publication.license;
    format!(
        "This table may be used under the license {} ({}).",
        license.title, license.url
    )
}

fn fetching(subject: &Subject<'_>) -> String {
    let Publication { base_url, .. } = &subject.publication;
    let base = base_url.as_deref().unwrap_or(UNKNOWN_BASE);
    let name = file_name(&subject.table.csv);
    let city = &subject.manifest.city;
    let id = &subject.table.id;
    format!(
        "## How to fetch it by a script\n\n\
         The address below always leads to the newest release; `release.json` beside it names that \
         release, whose own folder never changes.\n\n\
         ```sh\ncurl --fail --remote-name {base}latest/{city}/{name}\n```\n\n\
         ```python\nimport pandas\n\n\
         table = pandas.read_parquet(\"{base}latest/{city}/{id}.parquet\")\n```\n"
    )
}

fn formats(subject: &Subject<'_>) -> String {
    let id = &subject.table.id;
    let csv = file_name(&subject.table.csv);
    let mut part = format!(
        "## Files\n\n\
         - `{csv}`: the table as CSV, UTF-8; a text that a spreadsheet would run as a formula has an \
         apostrophe before it.\n\
         - `{id}.parquet`: the same columns, typed, texts as they are meant.\n\
         - `{id}.dictionary.csv`: what each column and code means.\n"
    );
    part.push_str(&if subject.table.rows > ROW_LIMIT {
        format!(
            "- There is no workbook: with more than {ROW_LIMIT} rows a spreadsheet opens it too \
             slowly to be of use.\n"
        )
    } else {
        format!("- `{id}.xlsx`: the table, its dictionary and these notes as a workbook.\n")
    });
    part.push_str(&if subject.is_csv_plain() {
        format!("- `{id}.zip`: the CSV with this file, the dictionary and the terms of use.\n")
    } else {
        "- There is no archive: the CSV is compressed as it is, and would only be there twice.\n"
            .to_owned()
    });
    part
}
