//! What each column and each code of a table means: as entries, and as a CSV of them.

use cube::release::Protection;
use cube::tidy::{Role, inert};
use cube::{CellStatus, Dimension, Step};

use super::subject::Subject;

/// The columns of a dictionary.
pub const COLUMNS: [&str; 7] = [
    "column", "meaning", "type", "unit", "code", "label", "source",
];

/// What one column of a table means.
pub struct Entry {
    pub column: String,
    pub role: Role,
    pub meaning: String,
    pub kind: &'static str,
    pub unit: &'static str,
    pub codes: Vec<Code>,
    pub source: String,
}

/// One code that a column can hold.
pub struct Code {
    pub code: String,
    pub label: String,
    /// What it is a part of, or how to read it.
    pub meaning: String,
}

/// An entry for each column, in their order.
pub fn entries(subject: &Subject<'_>) -> Vec<Entry> {
    let columns = subject.columns.iter();
    let entries = columns.map(|column| {
        let (kind, meaning) = kind_and_meaning(subject, column.role);
        let is_value = column.role == Role::Value;
        Entry {
            column: column.name.clone(),
            role: column.role,
            meaning,
            kind,
            unit: if is_value {
                subject.table.unit.as_str()
            } else {
                ""
            },
            codes: codes(subject, column.role),
            source: if is_value {
                subject.origin()
            } else {
                String::new()
            },
        }
    });
    entries.collect()
}

/// The dictionary as rows of texts under [`COLUMNS`]: a row a column, then a row each of its codes.
pub fn rows(subject: &Subject<'_>) -> Vec<[String; 7]> {
    let mut rows = Vec::new();
    for entry in entries(subject) {
        let column = entry.column;
        rows.push([
            column.clone(),
            entry.meaning,
            entry.kind.to_owned(),
            entry.unit.to_owned(),
            String::new(),
            String::new(),
            entry.source,
        ]);
        rows.extend(entry.codes.into_iter().map(|code| {
            let none = String::new;
            [
                column.clone(),
                code.meaning,
                none(),
                none(),
                code.code,
                code.label,
                none(),
            ]
        }));
    }
    rows
}

/// The dictionary as CSV: UTF-8, LF, no cell that a spreadsheet would run.
///
/// # Errors
/// Where the writer fails.
pub fn csv(subject: &Subject<'_>) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::Any(b'\n'))
        .from_writer(Vec::new());
    writer.write_record(COLUMNS)?;
    for row in rows(subject) {
        writer.write_record(row.iter().map(|text| inert(text).into_owned()))?;
    }
    let bytes = writer.into_inner();
    bytes.map_err(|error| csv::Error::from(error.into_error()))
}

/// How to read a status in a table whose numbers are protected like this.
pub fn status_meaning(status: CellStatus, protection: Option<&Protection>) -> String {
    let text = match status {
        CellStatus::Observed => "counted, and complete for its time",
        CellStatus::Provisional => {
            "counted, but its time is incomplete, so it will change or is too low"
        }
        CellStatus::Rounded => match protection.and_then(|one| one.rounded_within) {
            Some(within) => {
                return format!(
                    "rounded to protect people: at most {within} away from the count, and all \
                     tables still add up"
                );
            }
            None => "counted, and rounded to protect people",
        },
        CellStatus::Suppressed => match protection.and_then(|one| one.hidden_below) {
            Some(least) => {
                return format!("no number: fewer than {least}, or hidden to protect others");
            }
            None => "no number: withheld to protect people",
        },
        CellStatus::NotCollected => "no number: no source holds it; it is not zero",
        CellStatus::NotApplicable => {
            "no number: there can be none, or it cannot be told apart or added up"
        }
    };
    text.to_owned()
}

fn kind_and_meaning(subject: &Subject<'_>, role: Role) -> (&'static str, String) {
    let label = |at: usize| {
        let dimension = subject.header().dimensions.get(at);
        dimension.map_or("", |dimension| &dimension.label)
    };
    let unit = subject.table.unit.as_str();
    match role {
        Role::Code(at) => (
            "text",
            format!("{}, as a code that stays the same.", label(at)),
        ),
        Role::Label(at) => ("text", format!("{}, as a name for people.", label(at))),
        Role::Period => match subject.step() {
            Step::Month => ("month", "The calendar month, as YYYY-MM.".into()),
            Step::Quarter => (
                "quarter",
                "The calendar quarter, as YYYY-Q and 1 to 4.".into(),
            ),
            Step::Year => ("year", "The calendar year, as YYYY.".into()),
        },
        Role::Value => (
            if subject.has_fractions {
                "number"
            } else {
                "whole number"
            },
            format!(
                "The number of {unit}. Empty where there is none: status says why, and empty is \
                 never zero."
            ),
        ),
        Role::Status => (
            "text",
            "How good the number is, or why there is none.".into(),
        ),
    }
}

fn codes(subject: &Subject<'_>, role: Role) -> Vec<Code> {
    match role {
        Role::Code(at) => subject.header().dimensions.get(at).map(members),
        Role::Status => Some(statuses(subject)),
        Role::Period | Role::Label(_) | Role::Value => None,
    }
    .unwrap_or_default()
}

fn members(dimension: &Dimension) -> Vec<Code> {
    let members = dimension.members.iter().map(|member| {
        let parent = member.parent.and_then(|at| dimension.members.get(at));
        Code {
            code: member.code.clone(),
            label: member.label.clone(),
            meaning: parent
                .map(|parent| format!("A part of {}.", parent.code))
                .unwrap_or_default(),
        }
    });
    members.collect()
}

fn statuses(subject: &Subject<'_>) -> Vec<Code> {
    let protection = subject.table.protection.as_ref();
    let statuses = CellStatus::ALL.into_iter().map(|status| Code {
        code: status.as_str().to_owned(),
        label: status.as_str().replace('_', " "),
        meaning: status_meaning(status, protection),
    });
    statuses.collect()
}
