//! Where the sources of a city can be fetched: the `[source.remote]` tables.
//!
//! They stand in `sources.toml`, beside a file that a build reads, or in `portal.toml`, where a
//! source is known to `fetch` alone. Nothing here opens a connection.

use std::collections::BTreeSet;
use std::path::{Component, Path};

use schemars::JsonSchema;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::document::{Document, Text, typed};
use super::{Problem, SettingsError, SourcesFile};
use crate::source::{Compression, SourceFormat};

/// A source that can be fetched.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RemoteSource {
    /// The id: lower-case letters, digits, `_` and `-`.
    pub id: String,
    /// What it is.
    pub title: String,
    /// Who publishes it.
    pub publisher: String,
    /// On what terms it may be used.
    pub terms: String,
    /// The path of its snapshot below the folder of snapshots; with `.gz` or `.zst` it is compressed.
    pub file: String,
    /// Where it comes from.
    pub remote: Remote,
}

/// Where a source comes from, by the protocol that the portal speaks.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Remote {
    /// A layer of an ArcGIS FeatureServer.
    Arcgis(ArcgisLayer),
    /// A table of a Socrata portal.
    Socrata(SocrataTable),
    /// A file that a CKAN catalogue knows.
    Ckan(CkanResource),
    /// A file at a fixed address.
    File(PlainFile),
}

/// A layer of an ArcGIS FeatureServer.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ArcgisLayer {
    /// The layer itself, ending in its number: `https://…/FeatureServer/0`.
    pub url: String,
    /// The columns to ask for, in the order of the snapshot. What is not named never leaves the portal.
    pub columns: Vec<String>,
    /// Which of them are days: written without the time of day.
    #[serde(default)]
    pub days: Vec<String>,
    /// Which rows to ask for, in the words of the portal.
    #[serde(default = "every_row", rename = "where")]
    pub condition: String,
    /// Rows a page; as many as the layer allows where not given.
    pub page_rows: Option<u64>,
    /// A snapshot with a smaller share of the rows of the last one is refused, in percent.
    #[serde(default = "least_percent")]
    pub least_percent: f64,
}

/// A table of a Socrata portal.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SocrataTable {
    /// The address of its rows: `https://…/resource/abcd-1234.json`.
    pub url: String,
    /// The columns to ask for, in the order of the snapshot. What is not named never leaves the portal.
    pub columns: Vec<String>,
    /// Which rows to ask for, in the words of the portal; all where not given.
    #[serde(rename = "where")]
    pub condition: Option<String>,
    /// Rows a page.
    #[serde(default = "socrata_page_rows")]
    pub page_rows: u64,
    /// A snapshot with a smaller share of the rows of the last one is refused, in percent.
    #[serde(default = "least_percent")]
    pub least_percent: f64,
}

/// A file that a CKAN catalogue knows: a resource by its id, or one of a package.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CkanResource {
    /// The portal, without `/api`: `https://data.example.org`.
    pub url: String,
    /// The id of the resource.
    pub resource: Option<String>,
    /// The id or the name of the package, where the resource is one of it.
    pub package: Option<String>,
    /// The name of the resource in its package; needed where several are of the format.
    pub name: Option<String>,
    /// The format of the file, by which a resource of a package is chosen too; where not given, the
    /// address says it, and CSV is what it says least.
    pub format: Option<SourceFormat>,
    /// The columns to keep, in the order of the snapshot; all where none is named.
    #[serde(default)]
    pub columns: Vec<String>,
    /// A snapshot with a smaller share of the rows of the last one is refused, in percent.
    #[serde(default = "least_percent")]
    pub least_percent: f64,
}

/// A file at a fixed address.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PlainFile {
    /// The address of a CSV, of GeoJSON or of Parquet; the first two may be gzip-compressed.
    pub url: String,
    /// The format of the file; where not given, the address says it, else it is CSV.
    pub format: Option<SourceFormat>,
    /// The columns to keep, in the order of the snapshot; all where none is named. They can be
    /// chosen where the snapshot is a CSV, whatever the file is.
    #[serde(default)]
    pub columns: Vec<String>,
    /// A snapshot with a smaller share of the rows of the last one is refused, in percent.
    #[serde(default = "least_percent")]
    pub least_percent: f64,
}

impl Remote {
    /// The address as the settings name it.
    #[must_use]
    pub fn url(&self) -> &str {
        match self {
            Self::Arcgis(layer) => &layer.url,
            Self::Socrata(table) => &table.url,
            Self::Ckan(resource) => &resource.url,
            Self::File(file) => &file.url,
        }
    }

    /// The columns that the settings name.
    #[must_use]
    pub fn columns(&self) -> &[String] {
        match self {
            Self::Arcgis(layer) => &layer.columns,
            Self::Socrata(table) => &table.columns,
            Self::Ckan(resource) => &resource.columns,
            Self::File(file) => &file.columns,
        }
    }

    /// The share of the last snapshot's rows that a new one must have, in percent.
    #[must_use]
    pub fn least_percent(&self) -> f64 {
        match self {
            Self::Arcgis(layer) => layer.least_percent,
            Self::Socrata(table) => table.least_percent,
            Self::Ckan(resource) => resource.least_percent,
            Self::File(file) => file.least_percent,
        }
    }
}

fn every_row() -> String {
    "1=1".to_owned()
}

fn socrata_page_rows() -> u64 {
    10_000
}

/// Exports lose a few rows when records are merged or expunged; more than that is looked at first.
fn least_percent() -> f64 {
    98.0
}

/// `portal.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PortalFile {
    #[serde(default)]
    source: Vec<RemoteSource>,
}

/// Loads every source of a city that can be fetched: those of `sources.toml`, then of `portal.toml`.
///
/// No other file of settings is read, so that a city can be fetched before it can be built.
///
/// # Errors
/// Where a file is malformed, a source cannot be fetched as described, or there is none.
pub fn load_remote(folder: &Path) -> Result<Vec<RemoteSource>, SettingsError> {
    let (declared, portal) = (folder.join("sources.toml"), folder.join("portal.toml"));
    let mut sources = Vec::new();
    if declared.exists() || !portal.exists() {
        let file: SourcesFile = read(&declared)?;
        for source in file.source {
            sources.extend(source.remote.map(|remote| RemoteSource {
                id: source.id,
                title: source.title,
                publisher: source.publisher,
                terms: source.terms,
                file: source.file,
                remote,
            }));
        }
    }
    check(&declared, &sources)?;
    if portal.exists() {
        sources.extend(read::<PortalFile>(&portal)?.source);
        check(&portal, &sources)?;
    }
    if sources.is_empty() {
        let expected = "at least one, in sources.toml or portal.toml";
        return Err(invalid(
            folder,
            "no source has a [source.remote] table",
            expected,
        ));
    }
    Ok(sources)
}

fn check(path: &Path, sources: &[RemoteSource]) -> Result<(), SettingsError> {
    let (mut ids, mut targets) = (BTreeSet::new(), BTreeSet::new());
    for source in sources {
        let id = &source.id;
        if !ids.insert(id) {
            let found = format!("two sources with the id {id:?}");
            return Err(invalid(path, &found, "each id once"));
        }
        if !targets.insert(&source.file) {
            let found = format!(
                "source {id}: file {:?} is another source's too",
                source.file
            );
            return Err(invalid(path, &found, "a file of its own for each source"));
        }
        check_source(source).map_err(|(found, expected)| {
            invalid(path, &format!("source {id}: {found}"), expected)
        })?;
    }
    Ok(())
}

/// What is wrong with one source, and what would have been right.
fn check_source(source: &RemoteSource) -> Result<(), (String, &'static str)> {
    let remote = &source.remote;
    let plain = |letter: char| matches!(letter, 'a'..='z' | '0'..='9' | '_' | '-');
    if source.id.is_empty() || !source.id.chars().all(plain) {
        // The id names a folder, and must not lead out of it.
        let expected = "an id of lower-case letters, digits, _ and -";
        return Err((format!("the id is {:?}", source.id), expected));
    }
    let mut parts = Path::new(&source.file).components();
    if source.file.is_empty() || !parts.all(|part| matches!(part, Component::Normal(_))) {
        let expected = "a path below the folder of snapshots";
        return Err((format!("file is {:?}", source.file), expected));
    }
    let url = remote.url();
    if !url.starts_with("https://") && !url.starts_with("http://") {
        return Err((
            format!("url is {url:?}"),
            "an address that begins with https://",
        ));
    }
    let paged = matches!(remote, Remote::Arcgis(_) | Remote::Socrata(_));
    if paged && remote.columns().is_empty() {
        let expected = "the columns to ask for; what is not named never leaves the portal";
        return Err(("columns is empty".to_owned(), expected));
    }
    let distinct: BTreeSet<_> = remote.columns().iter().collect();
    if distinct.len() < remote.columns().len() {
        return Err(("columns names one twice".to_owned(), "each column once"));
    }
    check_file(source)?;
    check_numbers(remote)
}

/// What only sources that are files can have wrong.
fn check_file(source: &RemoteSource) -> Result<(), (String, &'static str)> {
    if let Remote::Ckan(ckan) = &source.remote {
        if ckan.resource.is_some() == ckan.package.is_some() {
            let found = match ckan.resource {
                Some(_) => "resource and package are both given",
                None => "neither resource nor package is given",
            };
            let expected = "the id of a resource, or the name of a package that has it";
            return Err((found.to_owned(), expected));
        }
        if ckan.name.is_some() && ckan.package.is_none() {
            let expected = "a name only where a package is named, from which it chooses";
            return Err(("name is given beside resource".to_owned(), expected));
        }
    }
    let format = SourceFormat::of(Path::new(&source.file));
    let is_paged = matches!(source.remote, Remote::Arcgis(_) | Remote::Socrata(_));
    if format != SourceFormat::Csv && (is_paged || !source.remote.columns().is_empty()) {
        let found = format!("file is {:?}, which is {}", source.file, format.name());
        return Err((found, "a .csv, where columns are chosen"));
    }
    let is_compressed = Compression::of(Path::new(&source.file)) != Compression::None;
    if format == SourceFormat::Parquet && is_compressed {
        let found = format!("file is {:?}", source.file);
        return Err((found, "a .parquet as it is, for it is compressed inside"));
    }
    Ok(())
}

fn check_numbers(remote: &Remote) -> Result<(), (String, &'static str)> {
    let page_rows = match remote {
        Remote::Arcgis(layer) => layer.page_rows,
        Remote::Socrata(table) => Some(table.page_rows),
        Remote::Ckan(_) | Remote::File(_) => None,
    };
    if page_rows == Some(0) {
        return Err(("page_rows is 0".to_owned(), "at least one row a page"));
    }
    if let Remote::Arcgis(layer) = remote
        && let Some(day) = layer.days.iter().find(|day| !layer.columns.contains(day))
    {
        let found = format!("days names {day:?}");
        return Err((found, "a column that columns names too"));
    }
    if !(0.0..=100.0).contains(&remote.least_percent()) {
        let found = format!("least_percent is {}", remote.least_percent());
        return Err((found, "a percentage from 0 to 100"));
    }
    Ok(())
}

/// The content of one file, or everything that is wrong with it.
fn read<T: DeserializeOwned>(path: &Path) -> Result<T, SettingsError> {
    let mut problems = Vec::new();
    let text = Text::read(path.to_owned(), &mut problems);
    let document = Document::parse(&text, &mut problems);
    SettingsError::unless_empty(problems)?;
    match document.root().map(typed) {
        Some(Ok(content)) => Ok(content),
        Some(Err(error)) => Err(SettingsError::Problems(vec![
            document.problem_of(&error, &[]),
        ])),
        None => Err(invalid(path, "the file is empty", "a file of settings")),
    }
}

fn invalid(path: &Path, found: &str, expected: &str) -> SettingsError {
    SettingsError::Problems(vec![Problem::of_file(path, found, expected)])
}
