//! One build, from settings to a published release.
//!
//! It composes the rooms and holds the gates between them; it reads no row and computes no number.

use std::collections::BTreeMap;
use std::path::Path;

use cube::Cube;
use cube::release::{Events, FORMAT, Manifest, Source, Table, Unmapped};
use thiserror::Error;

use crate::aggregate::{self, AggregateError, Ledger, Stage, Staged};
use crate::publish::{self, Draft, Folder, Outcome, PublishError};
use crate::releases::{
    self, Candidate, Changes, Finding, Persons, Published, Request, Seed, State, StoredError,
};
use crate::report::{self, RunReport, SourceReport, TableReport, Watch};
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
    /// A published release cannot be read, to compare with.
    #[error(transparent)]
    Stored(#[from] StoredError),
    /// Guards refuse the release; the report says what they saw.
    #[error("{}", report::refusal(_0))]
    Refused(Box<RunReport>),
}

/// What a run may be told beyond its inputs.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The guards that may trip, each with a reason.
    pub overrides: Vec<Request>,
    /// A clock for the times of the report; nothing of it reaches a release.
    pub clock: Option<fn() -> jiff::Timestamp>,
}

/// What a build has made before it is compared with what is published.
struct Made {
    published: Published,
    files: BTreeMap<String, Vec<u8>>,
    seeds: Vec<Seed>,
    sources: Vec<SourceReport>,
    tables: Vec<TableReport>,
}

/// The tables of a release, written and not yet compared with anything.
struct Written {
    draft: Draft,
    cubes: BTreeMap<String, Cube>,
    reports: Vec<TableReport>,
}

/// Builds and publishes the release of one city.
///
/// # Errors
/// As [`build_with`].
pub fn build(inputs: Inputs<'_>) -> Result<RunReport, BuildError> {
    build_with(inputs, &Options::default())
}

/// Builds and publishes the release of one city, with overrides and a clock.
///
/// # Errors
/// Where settings, sources or the published folder are not as expected, or a guard refuses the
/// release; the last release and the catalogue are then as they were.
pub fn build_with(inputs: Inputs<'_>, options: &Options) -> Result<RunReport, BuildError> {
    let mut watch = Watch::new(options.clock);
    let settings = Settings::load(inputs.city)?;
    watch.lap("settings");
    let made = make(&settings, inputs, &mut watch)?;
    let folder = Folder::open(inputs.out)?;
    let before = releases::current(inputs.out, &settings.city.id)?;
    let coverage = report::coverage(&made.published);
    let candidate = Candidate {
        settings: &settings,
        published: made.published,
        files: made.files,
        seeds: made.seeds,
    };
    let succession = releases::follow(candidate, before.as_ref(), &options.overrides)?;
    watch.lap("comparison with the last release");
    let changes = succession.changes.as_ref();
    let changes = changes.map(|changes| releases::page(changes, &succession.persons));
    let Settled {
        manifest,
        outcome,
        withdrawn,
    } = settle(
        &folder,
        succession.draft,
        &succession.findings,
        &succession.persons,
    )?;
    watch.lap("publication");
    let report = RunReport {
        city: manifest.city.clone(),
        city_label: manifest.city_label.clone(),
        release: manifest.id.clone(),
        released: manifest.released.clone(),
        outcome,
        previous: before.map(|before| before.published.manifest.id),
        withdrawn,
        release_bytes: manifest.files.iter().map(|file| file.bytes).sum(),
        guards: succession.findings,
        needless_overrides: succession.needless,
        changes,
        revisions: succession.revisions.len() as u64,
        sources: made.sources,
        tables: made.tables,
        coverage,
        stages: watch.finish(),
    };
    match outcome {
        Outcome::Refused => Err(BuildError::Refused(Box::new(report))),
        Outcome::Published | Outcome::Unchanged => Ok(report),
    }
}

/// What became of a draft.
struct Settled {
    manifest: Manifest,
    outcome: Outcome,
    withdrawn: Vec<String>,
}

/// Publishes a draft, unless a guard refuses it.
fn settle(
    folder: &Folder,
    draft: Draft,
    findings: &[Finding],
    persons: &Persons,
) -> Result<Settled, BuildError> {
    if findings.iter().any(|one| one.state == State::Tripped) {
        let (manifest, _) = publish::named(draft.manifest, &draft.files)?;
        return Ok(Settled {
            manifest,
            outcome: Outcome::Refused,
            withdrawn: Vec::new(),
        });
    }
    let done = publish::publish(folder, draft, persons)?;
    Ok(Settled {
        manifest: done.manifest,
        outcome: done.outcome,
        withdrawn: done.withdrawn,
    })
}

/// What differs between a release and what a build would publish now; nothing is published.
///
/// `from` is the id of the release; the current one where it is not given.
///
/// # Errors
/// As [`build_with`], and where there is no such release.
pub fn compare(inputs: Inputs<'_>, from: Option<&str>) -> Result<Option<Comparison>, BuildError> {
    let settings = Settings::load(inputs.city)?;
    let city = &settings.city.id;
    let before = match from {
        Some(id) => Some(releases::open(inputs.out, city, id)?),
        None => releases::current(inputs.out, city)?,
    };
    let Some(before) = before else {
        return Ok(None);
    };
    let made = make(&settings, inputs, &mut Watch::new(None))?;
    let candidate = Candidate {
        settings: &settings,
        published: made.published,
        files: made.files,
        seeds: made.seeds,
    };
    let succession = releases::follow(candidate, Some(&before), &[])?;
    let tripped = succession.findings.into_iter();
    Ok(Some(Comparison {
        from: before.published.manifest.id,
        to: "a build now".to_owned(),
        changes: succession.changes.unwrap_or_default(),
        persons: succession.persons,
        tripped: tripped.filter(|one| one.state == State::Tripped).collect(),
    }))
}

/// What differs between two published releases of a city.
///
/// # Errors
/// Where the settings cannot be used, or there is no such release.
pub fn compare_published(
    city: &Path,
    out: &Path,
    from: Option<&str>,
    to: &str,
) -> Result<Option<Comparison>, BuildError> {
    let settings = Settings::load(city)?;
    let id = &settings.city.id;
    let before = match from {
        Some(from) => Some(releases::open(out, id, from)?),
        None => releases::current(out, id)?,
    };
    let after = releases::open(out, id, to)?.published;
    let Some(before) = before.map(|before| before.published) else {
        return Ok(None);
    };
    let persons = Persons::of(&settings);
    let persons = persons.and_of(&before.manifest).and_of(&after.manifest);
    Ok(Some(Comparison {
        changes: releases::between(&before, &after, &persons),
        from: before.manifest.id,
        to: after.manifest.id,
        persons,
        tripped: Vec::new(),
    }))
}

/// What differs between two releases, for the person at the terminal.
#[derive(Debug)]
pub struct Comparison {
    /// The earlier release.
    pub from: String,
    /// The later release, or that it is not published.
    pub to: String,
    /// What differs.
    pub changes: Changes,
    /// What is about persons, and so not told number by number.
    pub persons: Persons,
    /// The guards that would refuse a publication.
    pub tripped: Vec<Finding>,
}

/// Reads, counts and writes everything but the history of a release.
fn make(settings: &Settings, inputs: Inputs<'_>, watch: &mut Watch) -> Result<Made, BuildError> {
    let mut staged = BTreeMap::new();
    let mut sources = Vec::new();
    let mut source_reports = Vec::new();
    for source in &settings.sources {
        let stage = aggregate::stage(settings, source, inputs.city, inputs.sources)?;
        check_ledger(settings, source, &stage.ledger)?;
        sources.push(manifest_source(source, &stage));
        source_reports.push(SourceReport::new(settings, source, &stage.ledger));
        staged.insert(source.id.clone(), stage.staged);
        watch.lap(&format!("source {}", source.id));
    }
    let Written {
        draft,
        cubes,
        reports: tables,
    } = draft(settings, sources, &staged)?;
    watch.lap("tables");
    let seeds = releases::seeds(settings, &staged)?;
    watch.lap("vintages");
    let (manifest, _) = publish::named(draft.manifest, &draft.files)?;
    Ok(Made {
        published: Published { manifest, cubes },
        files: draft.files,
        seeds,
        sources: source_reports,
        tables,
    })
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
) -> Result<Written, BuildError> {
    let mut files = BTreeMap::new();
    let mut cubes = BTreeMap::new();
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
        cubes.insert(table.id.clone(), cube);
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
        released: settings.city.released.to_string(),
        software: concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION")).to_owned(),
        tables,
        sources,
        caveats: settings.caveats.clone(),
        previous: None,
        revisions: None,
        changes: None,
        overrides: Vec::new(),
        files: Vec::new(),
    };
    Ok(Written {
        draft: Draft { manifest, files },
        cubes,
        reports,
    })
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
        unmapped: unmapped(&stage.ledger),
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
        persons: table.is_about_persons(),
    }
}

/// The rows of a source that found no charge group or place, by what they lack.
fn unmapped(ledger: &Ledger) -> Vec<Unmapped> {
    let mut rows: BTreeMap<&str, u64> = BTreeMap::new();
    for ((kind, _), found) in &ledger.unknown_places {
        *rows.entry(kind).or_default() += found;
    }
    let charges: u64 = ledger.unmatched_charges.values().sum();
    if charges > 0 {
        rows.insert("charge", charges);
    }
    let rows = rows.into_iter();
    rows.map(|(what, rows)| Unmapped {
        what: what.to_owned(),
        rows,
    })
    .collect()
}
