//! What a release tells beside its tables: put together from the settings of its city, and from what
//! became of the rows.

use std::collections::BTreeMap;

use cube::comparison;
use cube::enforcement;
use cube::places::{PlaceKind, PlaceLayer};
use cube::programme::Programme;
use cube::release::{
    Downloads, Events, FORMAT, Manifest, ProtectionFiles, Source, Table, Unmapped, VintageNote,
};

use crate::aggregate::{self, Ledger, Measured, Stage};
use crate::disclosure;
use crate::geography::{Maps, layers};
use crate::publish::{self, PublishError};
use crate::settings::{Settings, SourceSettings, TableSettings, VintageSettings};
use crate::translations::Texts;

/// What a release tells beside its tables.
pub struct Contents<'a> {
    settings: &'a Settings,
    events: Events,
    programme: Option<Programme>,
    places: Vec<PlaceKind>,
    layers: Vec<PlaceLayer>,
}

impl<'a> Contents<'a> {
    /// The contents of a city whose maps and measures have been read, as far as they have.
    #[must_use]
    pub fn new<'m>(
        settings: &'a Settings,
        maps: &Maps,
        measured: impl Fn(&str) -> &'m [Measured],
    ) -> Self {
        let (places, layers) = layers::layers(settings, maps);
        Self {
            settings,
            events: Events {
                events: settings.events.clone(),
            },
            programme: aggregate::programme(settings, measured),
            places,
            layers,
        }
    }

    /// The files, by path.
    ///
    /// # Errors
    /// Where one of them cannot be written.
    pub fn files(&self) -> Result<BTreeMap<String, Vec<u8>>, PublishError> {
        let settings = self.settings;
        let mut files = BTreeMap::from([
            ("events.json".to_owned(), publish::json(&self.events)?),
            (
                "overview.json".to_owned(),
                publish::json(&settings.overview)?,
            ),
        ]);
        if let Some(programme) = &self.programme {
            files.extend(publish::programme_files(programme)?);
        }
        for layer in &self.layers {
            files.insert(layers::layer_path(layer), publish::json(layer)?);
        }
        if !settings.enforcement.is_empty() {
            let bytes = publish::json(&settings.enforcement)?;
            files.insert(enforcement::PATH.to_owned(), bytes);
        }
        if let Some(cities) = &settings.comparison {
            files.insert(comparison::PATH.to_owned(), publish::json(cities)?);
        }
        Ok(files)
    }

    /// The manifest, as long as it has no name and lists no files.
    #[must_use]
    pub fn manifest(&self, tables: Vec<Table>, sources: Vec<Source>) -> Manifest {
        let Self {
            settings,
            programme,
            places,
            ..
        } = self;
        let mut measures = programme.iter().flat_map(|programme| &programme.measures);
        let has_measures = measures.next().is_some();
        Manifest {
            format: FORMAT,
            id: String::new(),
            city: settings.city.id.clone(),
            city_label: settings.city.label.clone(),
            sample: settings.city.sample,
            released: settings.city.released.to_string(),
            software: concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION")).to_owned(),
            publication: Some(settings.city.publication.clone()),
            descriptions: Vec::new(),
            tables,
            places: places.clone(),
            sources,
            caveats: settings.caveats.clone(),
            previous: None,
            revisions: None,
            changes: None,
            overrides: Vec::new(),
            programme: programme.as_ref().map(|_| cube::programme::PATH.to_owned()),
            measures: has_measures.then(|| publish::MEASURES.to_owned()),
            vintages: vintage_notes(settings),
            protection: Some(ProtectionFiles {
                policy: disclosure::POLICY.to_owned(),
                certificate: disclosure::CERTIFICATE.to_owned(),
            }),
            translations: Vec::new(),
            files: Vec::new(),
        }
    }

    /// Every text that the site shows of a release with this manifest.
    #[must_use]
    pub fn texts(&self, manifest: &Manifest) -> Texts {
        let settings = self.settings;
        let mut texts = Texts::default();
        texts.add(manifest);
        texts.add(&self.events);
        texts.add(&settings.overview);
        texts.add(&self.programme);
        texts.add(&self.layers);
        texts.add(&settings.enforcement);
        texts.add(&settings.comparison);
        for table in &settings.tables {
            // A table that cannot be made stops a build before this.
            if let Ok(header) = aggregate::header(settings, table) {
                texts.add(&header);
            }
        }
        texts
    }
}

/// A source in the manifest, and what became of its rows; none of that where it was not read.
#[must_use]
pub fn source(source: &SourceSettings, stage: Option<&Stage>) -> Source {
    let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let ledger = stage.map(|stage| &stage.ledger);
    let days = ledger.and_then(|ledger| ledger.days);
    Source {
        id: source.id.clone(),
        label: source.label.clone(),
        title: source.title.clone(),
        publisher: source.publisher.clone(),
        terms: source.terms.clone(),
        stored_copy: source.stored_copy.clone(),
        file: source.file.clone(),
        sha256: stage.map(|stage| stage.sha256.clone()).unwrap_or_default(),
        bytes: stage.map_or(0, |stage| stage.bytes),
        first_day: day(days.map(|(first, _)| first)),
        last_day: day(days.map(|(_, last)| last)),
        accounting: ledger.map(Ledger::accounting).unwrap_or_default(),
        located: ledger
            .map(|ledger| ledger.located.rows())
            .unwrap_or_default(),
        mapping: ledger.and_then(|ledger| ledger.mapping.mapping),
        repeated_rows: ledger.map(|ledger| ledger.repeated_rows),
        unmapped: ledger.map(unmapped).unwrap_or_default(),
    }
}

/// A table in the manifest, with so many rows and these paths of its cube and its CSV.
#[must_use]
pub fn table(table: &TableSettings, rows: u64, cube: &str, csv: &str) -> Table {
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
        step: table.step,
        rows,
        cube: cube.to_owned(),
        csv: csv.to_owned(),
        query: Some(query_path(table)),
        downloads: Downloads::default(),
        incomplete: table.incomplete.clone(),
        sources,
        caveats: table.caveats.clone(),
        persons: table.is_about_persons(),
        sample: table.sample,
        protection: None,
    }
}

/// The path of the SQL of a table.
#[must_use]
pub fn query_path(table: &TableSettings) -> String {
    format!("queries/{}.sql", table.id)
}

/// The earlier counts that the history of numbers begins with, in the order of the settings.
fn vintage_notes(settings: &Settings) -> Vec<VintageNote> {
    let vintages = settings.vintages.iter();
    let note = |vintage: &VintageSettings| VintageNote {
        id: vintage.id.clone(),
        table: vintage.table.clone(),
        source: vintage.source.clone(),
        dated_by: vintage.dated_by.clone(),
        cause: vintage.cause.clone(),
    };
    vintages.map(note).collect()
}

/// The rows of a source that found no charge group or place, by what they lack.
fn unmapped(ledger: &Ledger) -> Vec<Unmapped> {
    let mut rows: BTreeMap<&str, u64> = BTreeMap::new();
    for ((kind, _), found) in &ledger.unknown_places {
        *rows.entry(kind).or_default() += found;
    }
    let charges: u64 = ledger.unmatched_charges.values().sum();
    rows.insert("charge", charges);
    for (list, groups) in &ledger.groups {
        rows.insert(list, groups.mapping.map_or(0, |mapping| mapping.unmatched));
    }
    rows.retain(|_, rows| *rows > 0);
    let rows = rows.into_iter();
    rows.map(|(what, rows)| Unmapped {
        what: what.to_owned(),
        rows,
    })
    .collect()
}
