//! One build, from settings to a published release.
//!
//! It composes the rooms and holds the gates between them; it reads no row and computes no number.

use std::collections::BTreeMap;
use std::path::Path;

use cube::Cube;
use cube::release::{Events, FORMAT, Manifest, Source, Table};
use thiserror::Error;

use crate::aggregate::{self, AggregateError, Ledger, Stage, Staged};
use crate::publish::{self, CityPlace, Draft, PublishError};
use crate::report::{RunReport, SourceReport, TableReport};
use crate::settings::{Settings, SettingsError, SourceSettings, TableSettings};

/// Where a build finds what it needs, and where it publishes.
#[derive(Clone, Copy, Debug)]
pub struct Inputs<'a> {
    /// The folder of the city's settings.
    pub city: &'a Path,
    /// The folder that the paths of the sources start from.
    pub sources: &'a Path,
    /// The folder of `catalog.json` and `releases/`.
    pub out: &'a Path,
}

/// Why a build failed. Nothing has been published then.
#[derive(Debug, Error)]
pub enum BuildError {
    /// The settings cannot be used.
    #[error(transparent)]
    Settings(#[from] SettingsError),
    /// Rows cannot be counted into tables.
    #[error(transparent)]
    Aggregate(#[from] AggregateError),
    /// A source's rows do not all end somewhere.
    #[error(
        "source {id}: {read} rows were read, but {used} used, {set_aside} set aside and \
         {outside_window} outside do not add up to them"
    )]
    Accounting {
        /// The id of the source.
        id: String,
        /// Data rows.
        read: u64,
        /// Rows counted.
        used: u64,
        /// Rows that could not be read.
        set_aside: u64,
        /// Rows outside of every table.
        outside_window: u64,
    },
    /// So much of a source cannot be read that its format must have changed.
    #[error(
        "source {id}: {set_aside} of {read} rows cannot be read, more than the {limit_percent} % \
         that city.toml allows; the first: {first}"
    )]
    TooManySetAside {
        /// The id of the source.
        id: String,
        /// Data rows.
        read: u64,
        /// Rows that could not be read.
        set_aside: u64,
        /// The limit.
        limit_percent: f64,
        /// The first of them.
        first: String,
    },
    /// The release cannot be published.
    #[error(transparent)]
    Publish(#[from] PublishError),
}

/// Builds and publishes the release of one city.
///
/// # Errors
/// Where settings, sources or the published folder are not as expected; the last release and the
/// catalogue are then as they were.
pub fn build(inputs: Inputs<'_>) -> Result<RunReport, BuildError> {
    let settings = Settings::load(inputs.city)?;
    let mut staged = BTreeMap::new();
    let mut sources = Vec::new();
    let mut source_reports = Vec::new();
    for source in &settings.sources {
        let stage = aggregate::stage(&settings, source, inputs.city, inputs.sources)?;
        check_ledger(&settings, source, &stage.ledger)?;
        sources.push(manifest_source(source, &stage));
        source_reports.push(SourceReport::new(&source.id, &source.file, &stage.ledger));
        staged.insert(source.id.clone(), stage.staged);
    }
    let (draft, table_reports) = draft(&settings, sources, &staged)?;
    let (manifest, outcome) = publish::publish(inputs.out, draft)?;
    Ok(RunReport::new(
        &manifest,
        outcome,
        source_reports,
        table_reports,
    ))
}

/// The gate behind reading: every row is accounted for, and not too many are unreadable.
fn check_ledger(
    settings: &Settings,
    source: &SourceSettings,
    ledger: &Ledger,
) -> Result<(), BuildError> {
    let accounting = ledger.accounting();
    if !accounting.closes() {
        return Err(BuildError::Accounting {
            id: source.id.clone(),
            read: accounting.read,
            used: accounting.used,
            set_aside: accounting.set_aside,
            outside_window: accounting.outside_window,
        });
    }
    let limit_percent = settings.city.set_aside_limit_percent;
    if ledger.exceeds(limit_percent) {
        let first = ledger.set_aside.values().flat_map(|(_, rows)| rows);
        let first = first.min_by_key(|row| row.line);
        return Err(BuildError::TooManySetAside {
            id: source.id.clone(),
            read: accounting.read,
            set_aside: accounting.set_aside,
            limit_percent,
            first: first.map(ToString::to_string).unwrap_or_default(),
        });
    }
    Ok(())
}

fn draft(
    settings: &Settings,
    sources: Vec<Source>,
    staged: &BTreeMap<String, Staged>,
) -> Result<(Draft, Vec<TableReport>), BuildError> {
    let mut files = BTreeMap::new();
    let mut tables = Vec::new();
    let mut reports = Vec::new();
    for table in &settings.tables {
        let cube = aggregate::build_cube(settings, table, staged)?;
        let written = publish::table_files(&cube)?;
        let bytes = (written.cube.1.len() + written.csv.1.len()) as u64;
        reports.push(TableReport::new(&cube, bytes));
        tables.push(manifest_table(
            table,
            &cube,
            &written.cube.0,
            &written.csv.0,
        ));
        files.extend([written.cube, written.csv]);
    }
    let events = Events {
        events: settings.events.clone(),
    };
    files.insert("events.json".into(), publish::json(&events)?);
    files.insert("overview.json".into(), publish::json(&settings.overview)?);
    let manifest = Manifest {
        format: FORMAT,
        id: String::new(),
        city: settings.city.id.clone(),
        city_label: settings.city.label.clone(),
        sample: settings.city.sample,
        released: settings.city.released.to_string(),
        software: concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION")).to_owned(),
        tables,
        sources,
        caveats: settings.caveats.clone(),
        files: Vec::new(),
    };
    let place = match settings.city.default {
        true => CityPlace::First,
        false => CityPlace::Other,
    };
    let draft = Draft {
        manifest,
        files,
        place,
    };
    Ok((draft, reports))
}

fn manifest_source(source: &SourceSettings, stage: &Stage) -> Source {
    let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let days = stage.ledger.days;
    Source {
        id: source.id.clone(),
        label: source.label.clone(),
        title: source.title.clone(),
        publisher: source.publisher.clone(),
        terms: source.terms.clone(),
        stored_copy: source.stored_copy.clone(),
        file: source.file.clone(),
        sha256: stage.sha256.clone(),
        bytes: stage.bytes,
        first_day: day(days.map(|(first, _)| first)),
        last_day: day(days.map(|(_, last)| last)),
        accounting: stage.ledger.accounting(),
    }
}

fn manifest_table(table: &TableSettings, cube: &Cube, cube_path: &str, csv_path: &str) -> Table {
    let mut sources: Vec<String> = Vec::new();
    for stretch in &table.stretches {
        if !sources.contains(&stretch.source) {
            sources.push(stretch.source.clone());
        }
    }
    Table {
        id: table.id.clone(),
        title: table.title.clone(),
        description: table.description.clone(),
        unit: table.unit,
        first: table.first,
        last: table.last,
        rows: cube.cells().len() as u64,
        cube: cube_path.to_owned(),
        csv: csv_path.to_owned(),
        incomplete: table.incomplete.clone(),
        sources,
        caveats: table.caveats.clone(),
    }
}
