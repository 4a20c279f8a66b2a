//! One build, from settings to a published release.
//!
//! It composes the rooms and holds the gates between them; it reads no row and computes no number.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use ::disclosure::Audit;
use cube::Cube;
use cube::release::{Manifest, Source};
use thiserror::Error;

use crate::aggregate::{self, AggregateError, EnginePlace, Ledger, Staging};
use crate::contents::{self, Contents};
use crate::disclosure::{self, DisclosureError, Protected};
use crate::geography::Maps;
use crate::publish::{self, CityPlace, Draft, Folder, Outcome, PublishError};
use crate::releases::{
    self, Candidate, Changes, Finding, Persons, Published, Request, Seed, State, StoredError,
};
use crate::report::{
    self, AreaReport, PeopleProtected, RunReport, SourceReport, TableReport, Watch,
};
use crate::settings::{Settings, SettingsError, Shape, SourceSettings};
use crate::translations::{self, LanguageReport};

/// Where a build finds what it needs, and where it publishes.
#[derive(Clone, Debug)]
pub struct Inputs<'a> {
    /// The folder of the city's settings.
    pub city: &'a Path,
    /// The folder that the paths of the sources start from.
    pub sources: &'a Path,
    /// The folder of `catalog.json` and `releases/`.
    pub out: &'a Path,
    /// The folder to stage records in, where they are to stay.
    pub staged: Option<&'a Path>,
    /// Where the SQL of the tables runs.
    pub engine: EnginePlace,
    /// Decides between roundings that are equally good. Whoever has it and the records can repeat
    /// them, so a city that publishes keeps it to itself, and keeps it.
    pub secret: &'a [u8],
}

impl<'a> Inputs<'a> {
    /// A build on this machine that leaves nothing staged.
    #[must_use]
    pub fn new(city: &'a Path, sources: &'a Path, out: &'a Path) -> Self {
        Self {
            city,
            sources,
            out,
            staged: None,
            engine: EnginePlace::default(),
            secret: b"",
        }
    }
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
    /// More offenses of a source are unknown than its settings allow.
    #[error(
        "source {id}: the offenses of {unmatched} of {rows} rows are not known, more than the \
         {limit_percent} % that sources.toml allows:{names}"
    )]
    TooManyUnknown {
        /// The id of the source.
        id: String,
        /// Rows whose offense was looked up.
        rows: u64,
        /// Those of them that the vocabulary does not know.
        unmatched: u64,
        /// The limit.
        limit_percent: f64,
        /// The most frequent names, a line each, with counts and suggestions.
        names: String,
    },
    /// More names of groups of people are unknown than the settings of a source allow.
    #[error(
        "source {id}: the names in {list} of {unmatched} of {rows} rows are not known, more than the \
         {limit_percent} % that sources.toml allows:{names}"
    )]
    TooManyUnknownGroups {
        /// The id of the source.
        id: String,
        /// The id of the list of groups.
        list: String,
        /// Rows whose name was looked up.
        rows: u64,
        /// Those of them that the vocabulary does not know.
        unmatched: u64,
        /// The limit.
        limit_percent: f64,
        /// The most frequent names, a line each, with counts and suggestions.
        names: String,
    },
    /// More charges of a source fit no rule than its settings allow.
    #[error(
        "source {id}: {unmatched} of {rows} charges fit no rule of charges.csv, more than the \
         {limit_percent} % that sources.toml allows; the most frequent: {charges}"
    )]
    TooManyUnmatched {
        /// The id of the source.
        id: String,
        /// Rows whose charge was looked up.
        rows: u64,
        /// Those of them that no rule fits.
        unmatched: u64,
        /// The limit.
        limit_percent: f64,
        /// The most frequent of them.
        charges: String,
    },
    /// People cannot be protected, or an audit refuses the release.
    #[error(transparent)]
    Disclosure(Box<DisclosureError>),
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

impl From<DisclosureError> for BuildError {
    fn from(error: DisclosureError) -> Self {
        Self::Disclosure(Box::new(error))
    }
}

/// What a run may be told beyond its inputs.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The guards that may trip, each with a reason.
    pub overrides: Vec<Request>,
    /// A clock for the times of the report; nothing of it reaches a release.
    pub clock: Option<fn() -> jiff::Timestamp>,
    /// How long to wait for another run that publishes in the same folder.
    pub patience: Duration,
}

/// What a build has made before it is compared with what is published.
struct Made {
    published: Published,
    files: BTreeMap<String, Vec<u8>>,
    seeds: Vec<Seed>,
    place: CityPlace,
    sources: Vec<SourceReport>,
    tables: Vec<TableReport>,
    languages: Vec<LanguageReport>,
    audits: Vec<Audit>,
}

/// The tables of a release, written and not yet compared with anything.
struct Written {
    draft: Draft,
    cubes: BTreeMap<String, Cube>,
    reports: Vec<TableReport>,
    languages: Vec<LanguageReport>,
    audits: Vec<Audit>,
}

/// Builds and publishes the release of one city.
///
/// # Errors
/// As [`build_with`].
pub fn build(inputs: &Inputs<'_>) -> Result<RunReport, BuildError> {
    build_with(inputs, &Options::default())
}

/// Builds and publishes the release of one city, with overrides and a clock.
///
/// # Errors
/// Where settings, sources or the published folder are not as expected, or a guard refuses the
/// release; the last release and the catalogue are then as they were.
pub fn build_with(inputs: &Inputs<'_>, options: &Options) -> Result<RunReport, BuildError> {
    let mut watch = Watch::new(options.clock);
    let settings = Settings::load(inputs.city)?;
    watch.lap("settings");
    Folder::prepare(inputs.out)?;
    let made = make(&settings, inputs, &mut watch)?;
    let folder = Folder::open_within(inputs.out, options.patience)?;
    let before = releases::current(inputs.out, &settings.city.id)?;
    let coverage = report::coverage(&made.published);
    let candidate = Candidate {
        settings: &settings,
        published: made.published,
        files: made.files,
        seeds: made.seeds,
        place: made.place,
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
        before.as_ref().map(|before| &before.published.manifest),
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
        languages: made.languages,
        people: PeopleProtected::new(&manifest, made.audits),
        areas: AreaReport::all(&settings),
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
    before: Option<&Manifest>,
) -> Result<Settled, BuildError> {
    if findings.iter().any(|one| one.state == State::Tripped) {
        let (manifest, _) = publish::named(draft.manifest, &draft.files)?;
        return Ok(Settled {
            manifest,
            outcome: Outcome::Refused,
            withdrawn: Vec::new(),
        });
    }
    let cleared = disclosure::clear(draft, before)?;
    let done = publish::publish(folder, cleared, persons)?;
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
pub fn compare(inputs: &Inputs<'_>, from: Option<&str>) -> Result<Option<Comparison>, BuildError> {
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
        place: made.place,
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
fn make(settings: &Settings, inputs: &Inputs<'_>, watch: &mut Watch) -> Result<Made, BuildError> {
    let (maps, unusable) = Maps::read(settings, inputs.sources);
    SettingsError::unless_empty(unusable)?;
    let mut staging = match inputs.staged {
        Some(folder) => Staging::kept(folder, inputs.engine.clone())?,
        None => Staging::temporary(inputs.engine.clone())?,
    };
    let mut sources = Vec::new();
    let mut source_reports = Vec::new();
    for source in &settings.sources {
        let stage = aggregate::stage(
            settings,
            source,
            inputs.city,
            inputs.sources,
            &maps,
            staging.folder(),
        )?;
        check_ledger(settings, source, &stage.ledger)?;
        check_mapping(source, &stage.ledger)?;
        check_groups(source, &stage.ledger)?;
        sources.push(contents::source(source, Some(&stage)));
        source_reports.push(SourceReport::new(settings, source, &stage.ledger));
        staging.insert(&source.id, stage.staged);
        watch.lap(&format!("source {}", source.id));
    }
    let Written {
        draft,
        cubes,
        reports: tables,
        languages,
        audits,
    } = draft(settings, sources, &staging, inputs)?;
    watch.lap("tables");
    let seeds = releases::seeds(settings, &staging)?;
    watch.lap("vintages");
    let (manifest, _) = publish::named(draft.manifest, &draft.files)?;
    Ok(Made {
        published: Published { manifest, cubes },
        files: draft.files,
        place: draft.place,
        seeds,
        sources: source_reports,
        tables,
        languages,
        audits,
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

/// The gate behind classifying: not too much of what the source says is unknown.
fn check_mapping(source: &SourceSettings, ledger: &Ledger) -> Result<(), BuildError> {
    let mapping = ledger.mapping.mapping.unwrap_or_default();
    let id = || source.id.clone();
    if let Some(offense) = source.shape.offense() {
        let limit_percent = offense.unmapped_limit_percent();
        if mapping.exceeds(limit_percent) {
            return Err(BuildError::TooManyUnknown {
                id: id(),
                rows: mapping.rows,
                unmatched: mapping.unmatched,
                limit_percent,
                names: report::unknown_names(&ledger.mapping),
            });
        }
    }
    let limit_percent = match &source.shape {
        Shape::Arrests(columns) => columns.charge.unmatched_limit_percent,
        _ => None,
    };
    match limit_percent {
        Some(limit_percent) if mapping.exceeds(limit_percent) => {
            Err(BuildError::TooManyUnmatched {
                id: id(),
                rows: mapping.rows,
                unmatched: mapping.unmatched,
                limit_percent,
                charges: report::unmatched_charges(ledger),
            })
        }
        _ => Ok(()),
    }
}

/// The same for groups of people.
fn check_groups(source: &SourceSettings, ledger: &Ledger) -> Result<(), BuildError> {
    let Some((list, mapping)) = ledger.unknown_groups(source).next() else {
        return Ok(());
    };
    let found = mapping.mapping.unwrap_or_default();
    Err(BuildError::TooManyUnknownGroups {
        id: source.id.clone(),
        list: list.to_owned(),
        rows: found.rows,
        unmatched: found.unmatched,
        limit_percent: source.shape.unmapped_groups_percent(list),
        names: report::unknown_names(mapping),
    })
}

fn draft(
    settings: &Settings,
    sources: Vec<Source>,
    staging: &Staging,
    inputs: &Inputs<'_>,
) -> Result<Written, BuildError> {
    let mut counted = BTreeMap::new();
    for table in &settings.tables {
        let cube = aggregate::build_cube(settings, table, staging)?;
        counted.insert(table.id.clone(), cube);
    }
    let Protected { cubes, costs } =
        disclosure::protect(settings, &counted, staging, inputs.secret)?;
    let mut files = BTreeMap::new();
    let mut tables = Vec::new();
    let mut reports = Vec::new();
    let released = settings.city.released.to_string();
    for table in &settings.tables {
        let Some(protected) = cubes.get(&table.id) else {
            continue;
        };
        let written = publish::table_files(protected, &released)?;
        let bytes = (written.cube.1.len() + written.csv.1.len()) as u64;
        reports.push(TableReport::new(protected.cube(), bytes));
        let rows = protected.cube().cells().len() as u64;
        let mut listed = contents::table(table, rows, &written.cube.0, &written.csv.0);
        listed.protection = costs.get(&table.id).copied();
        tables.push(listed);
        let query = aggregate::sql(settings, table).into_bytes();
        files.extend([
            written.cube,
            written.csv,
            (contents::query_path(table), query),
        ]);
    }
    // Every map that the city declares is drawn, also those that no record is located by.
    let (maps, unusable) = Maps::read_all(settings, inputs.sources);
    SettingsError::unless_empty(unusable)?;
    let contents = Contents::new(settings, &maps, |source| staging.measured(source));
    files.extend(contents.files()?);
    let manifest = contents.manifest(tables, sources);
    let texts = contents.texts(&manifest);
    let place = match settings.city.default {
        true => CityPlace::First,
        false => CityPlace::Other,
    };
    let mut draft = Draft {
        manifest,
        files,
        place,
    };
    publish::formats::add(&mut draft, &cubes)?;
    let catalogues = &settings.translations;
    translations::add(catalogues, &texts, &mut draft)?;
    let languages = catalogues.iter();
    let languages = languages.map(|catalogue| LanguageReport::of(catalogue, &texts));
    let audits = disclosure::add(&settings.policy, &mut draft)?;
    let cubes = cubes.into_iter();
    Ok(Written {
        draft,
        cubes: cubes.map(|(id, cube)| (id, cube.cube().clone())).collect(),
        reports,
        languages: languages.collect(),
        audits,
    })
}
