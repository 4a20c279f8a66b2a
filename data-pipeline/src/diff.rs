//! The command that says what a build would change: arguments in, words or cells and an exit code
//! out.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use data_pipeline::publish;
use data_pipeline::releases::{self, StoredError};
use data_pipeline::run::{self, BuildError, Comparison, Inputs};
use serde_json::{Value, json};

/// The exit code where something differs.
const DIFFERS: u8 = 3;

/// The exit code of a command line that names something that is not there.
const USAGE: u8 = 2;

#[derive(clap::Args)]
#[command(after_help = "Examples:
  data-pipeline diff my-city --sources exports
  data-pipeline diff my-city --from 2026-01-05-0a1b2c3d --to 2026-02-02-4e5f6a7b --format csv

Tables about persons are not told number by number: a record that its source removes leaves no trace.

Exit codes: 0 nothing differs; 1 failed; 2 there is no such city or release, or the command line is \
wrong; 3 something differs; 4 something differs, and a guard would refuse to publish it.")]
pub struct DiffArguments {
    /// The id of the city: the name of its folder of settings.
    city: String,
    /// The folder that holds a folder of settings for each city.
    #[arg(long, value_name = "FOLDER", default_value = "data-pipeline/cities")]
    settings: PathBuf,
    /// The folder of source files, for a comparison with what a build would publish.
    #[arg(long, value_name = "FOLDER", required_unless_present = "to")]
    sources: Option<PathBuf>,
    /// The folder that holds catalog.json and releases/.
    #[arg(long, value_name = "FOLDER", default_value = "public/data")]
    out: PathBuf,
    /// The earlier release; the current one where not given.
    #[arg(long, value_name = "RELEASE")]
    from: Option<String>,
    /// The later release.
    #[arg(long, value_name = "RELEASE", conflicts_with = "candidate")]
    to: Option<String>,
    /// Compare with what a build would publish now, without publishing it; so where --to is not given.
    #[arg(long)]
    candidate: bool,
    /// What to print: sentences, or every number that differs.
    #[arg(long, value_enum, default_value = "words")]
    format: Format,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Format {
    /// Sentences.
    Words,
    /// A row for each number that differs.
    Csv,
    /// The same with sentences, sources and guards.
    Json,
}

/// Prints what differs.
pub fn diff(arguments: &DiffArguments) -> anyhow::Result<ExitCode> {
    let city = arguments.settings.join(&arguments.city);
    if !city.is_dir() {
        let message = format!(
            "no city {:?} in {}",
            arguments.city,
            arguments.settings.display()
        );
        return usage(&message);
    }
    let Some(compared) = compared(arguments, &city) else {
        return usage("expected --sources, or --to with a release");
    };
    let comparison = match compared {
        Err(BuildError::Stored(error @ StoredError::Unknown { .. })) => {
            return usage(&error.to_string());
        }
        other => other.with_context(|| format!("cannot compare {}", arguments.city))?,
    };
    let Some(comparison) = comparison else {
        writeln!(io::stdout(), "{}: there is no release yet", arguments.city)?;
        return Ok(ExitCode::from(DIFFERS));
    };
    let text = match arguments.format {
        Format::Words => words(&comparison).into_bytes(),
        Format::Csv => csv(&comparison)?,
        Format::Json => publish::json(&as_json(&comparison))?,
    };
    io::stdout().write_all(&text)?;
    Ok(
        match (comparison.changes.is_empty(), comparison.tripped.is_empty()) {
            (true, true) => ExitCode::SUCCESS,
            (_, false) => ExitCode::from(crate::REFUSED),
            (false, true) => ExitCode::from(DIFFERS),
        },
    )
}

/// The comparison that is asked for; none where the command line does not say enough.
fn compared(
    arguments: &DiffArguments,
    city: &Path,
) -> Option<Result<Option<Comparison>, BuildError>> {
    let from = arguments.from.as_deref();
    if let Some(to) = &arguments.to {
        return Some(run::compare_published(city, &arguments.out, from, to));
    }
    let secret = crate::commands::rounding_secret();
    let sources = arguments.sources.as_deref()?;
    let inputs = Inputs {
        secret: secret.as_bytes(),
        ..Inputs::new(city, sources, &arguments.out)
    };
    Some(run::compare(&inputs, from))
}

fn words(comparison: &Comparison) -> String {
    let mut lines = vec![format!("from {} to {}", comparison.from, comparison.to)];
    lines.extend(releases::page(&comparison.changes, &comparison.persons));
    let tripped = comparison.tripped.iter();
    lines.extend(tripped.map(|one| format!("would be refused: {}: {}", one.guard, one.figures)));
    lines.push(String::new());
    lines.join("\n")
}

/// The numbers that differ, those of tables about persons left out.
fn cells(comparison: &Comparison) -> impl Iterator<Item = [String; 8]> {
    let tables = comparison.changes.tables.iter();
    let tables = tables.filter(|table| !comparison.persons.has_table(&table.table));
    tables.flat_map(|table| {
        table.cells.iter().map(|cell| {
            let value = |cell: cube::Cell| cell.value().map(|value| value.to_string());
            [
                table.table.clone(),
                cell.geography.clone(),
                cell.category.clone(),
                cell.month.to_string(),
                cell.kind.as_str().to_owned(),
                value(cell.before).unwrap_or_default(),
                value(cell.after).unwrap_or_default(),
                cell.after.status().as_str().to_owned(),
            ]
        })
    })
}

const COLUMNS: [&str; 8] = [
    "table",
    "geography",
    "category",
    "month",
    "change",
    "from",
    "to",
    "status",
];

fn csv(comparison: &Comparison) -> anyhow::Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(COLUMNS)?;
    for cell in cells(comparison) {
        writer.write_record(cell)?;
    }
    Ok(writer.into_inner()?)
}

fn as_json(comparison: &Comparison) -> Value {
    let cells: Vec<Value> = cells(comparison)
        .map(|cell| {
            let fields = COLUMNS.into_iter().zip(cell);
            let fields = fields.map(|(name, text)| match (name, text.parse::<u32>()) {
                ("from" | "to", Ok(number)) => (name.to_owned(), json!(number)),
                ("from" | "to", Err(_)) => (name.to_owned(), Value::Null),
                _ => (name.to_owned(), json!(text)),
            });
            Value::Object(fields.collect())
        })
        .collect();
    json!({
        "from": comparison.from,
        "to": comparison.to,
        "words": releases::page(&comparison.changes, &comparison.persons),
        "sources": comparison.changes.sources,
        "would_be_refused": comparison.tripped,
        "cells": cells,
    })
}

fn usage(message: &str) -> anyhow::Result<ExitCode> {
    writeln!(io::stderr(), "data-pipeline: {message}")?;
    Ok(ExitCode::from(USAGE))
}
