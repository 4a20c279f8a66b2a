//! The JSON files of a release: catalogue, manifest and events, as written and as read.
//!
//! Only shapes: who writes them, and how they are fetched and verified, is not known here.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::places::PlaceKind;
use crate::{Grain, Month, Step, Unit};

/// The version of these shapes; a reader refuses any other.
pub const FORMAT: u32 = 1;

/// The signature of a manifest, beside it. No manifest lists it: it is added to what is published.
pub const SIGNATURE: &str = "manifest.json.minisig";

/// The files that tell of a city as a whole, beside its tables; a release may lack the last ones.
pub const ABOUT_CITY: [&str; 5] = [
    "events.json",
    "overview.json",
    crate::enforcement::PATH,
    crate::programme::PATH,
    crate::comparison::PATH,
];

/// For fields that are written only where they are true, so that older files stay as they are.
#[allow(
    clippy::trivially_copy_pass_by_ref,
    reason = "the signature that serde calls"
)]
fn is_false(value: &bool) -> bool {
    !value
}

/// A hash as these files write it: lower-case hexadecimal.
#[must_use]
pub fn hex(hash: &[u8]) -> String {
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// `catalog.json`, the only published file that changes: which releases there are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Catalog {
    /// [`FORMAT`].
    pub format: u32,
    /// The id of the city that an address without a city shows; none for the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<String>,
    /// Every city, by id.
    pub cities: Vec<CatalogCity>,
}

impl Catalog {
    /// The city of an id; without one, the city that is shown by default.
    #[must_use]
    pub fn city(&self, id: Option<&str>) -> Option<&CatalogCity> {
        let find = |id: &str| self.cities.iter().find(|city| city.id == id);
        match id {
            Some(id) => find(id),
            None => {
                let default = self.default.as_deref().and_then(find);
                default.or(self.cities.first())
            }
        }
    }
}

/// What an address asks of a catalogue: a city, and one of its releases.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// The id of the city; `None` for the one that is shown by default.
    pub city: Option<String>,
    /// The id of the release; `None` for the current one.
    pub release: Option<String>,
}

impl Asked {
    /// The current release of a city.
    #[must_use]
    pub fn of_city(city: Option<String>) -> Self {
        let release = None;
        Self { city, release }
    }
}

/// One city of the catalogue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CatalogCity {
    /// The id of the city, as its folder of settings is named.
    pub id: String,
    /// Its name for people.
    pub label: String,
    /// Whether its numbers are invented.
    #[serde(default, skip_serializing_if = "is_false")]
    pub sample: bool,
    /// The public key of whoever signs its releases, as one line of the format of minisign; none
    /// where nobody does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// The id of the release to show.
    pub current: String,
    /// Every published release, oldest first.
    pub releases: Vec<ReleaseReference>,
}

impl CatalogCity {
    /// The release of an id, or the current one where none is named or there is none such; whether
    /// it is the current one.
    #[must_use]
    pub fn release(&self, id: Option<&str>) -> Option<(&ReleaseReference, bool)> {
        let find = |id: &str| self.releases.iter().find(|release| release.id == id);
        let found = id.and_then(find).or_else(|| find(&self.current))?;
        Some((found, found.id == self.current))
    }
}

/// Where a release is, and what its manifest must hash to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReleaseReference {
    /// The id of the release, the name of its folder under `releases/`.
    pub id: String,
    /// The day of publication, `YYYY-MM-DD`.
    pub released: String,
    /// SHA-256 of `manifest.json`, in lower-case hexadecimal.
    pub manifest_sha256: String,
    /// SHA-256 of [`SIGNATURE`]; none where the release is unsigned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signature_sha256: Option<String>,
}

/// `manifest.json`: everything in a release and everything that it was made from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// [`FORMAT`].
    pub format: u32,
    /// The id of the release.
    pub id: String,
    /// The id of the city.
    pub city: String,
    /// The name of the city for people.
    pub city_label: String,
    /// Whether the numbers are invented, to show how the site works.
    #[serde(default, skip_serializing_if = "is_false")]
    pub sample: bool,
    /// The day of publication, `YYYY-MM-DD`.
    pub released: String,
    /// The version of the pipeline.
    pub software: String,
    /// Who publishes and on what terms; none in releases from before it was recorded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub publication: Option<Publication>,
    /// The files that describe all tables at once, for catalogues and for programs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub descriptions: Vec<Description>,
    /// The tables, in the order in which they are listed.
    pub tables: Vec<Table>,
    /// The kinds of place within the city, in the order of the settings; none in releases from before
    /// they were listed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<PlaceKind>,
    /// The sources, in the order of the settings.
    pub sources: Vec<Source>,
    /// Every caveat that a table names.
    pub caveats: Vec<Caveat>,
    /// The name of the release before, which may have been withdrawn since: its id, or, where it
    /// held tables about persons, its day and the hash of everything else in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous: Option<String>,
    /// The path of the CSV of numbers that were published with more than one value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revisions: Option<String>,
    /// The path of [`ChangeNotes`]; none in a first release.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changes: Option<String>,
    /// The guards in spite of which it was published.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub overrides: Vec<Override>,
    /// The path of [`Programme`](crate::programme::Programme); none for a city that tells of no program.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub programme: Option<String>,
    /// The path of the CSV of yearly measures that the program is set beside.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measures: Option<String>,
    /// The earlier counts that the history of numbers begins with.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub vintages: Vec<VintageNote>,
    /// Where the policy and the certificate of protection are; none in releases from before there
    /// were any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub protection: Option<ProtectionFiles>,
    /// The other languages that its texts can be read in; none in releases from before there were any.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub translations: Vec<TranslationFile>,
    /// Every file of the release but this one, by path.
    pub files: Vec<File>,
}

impl Manifest {
    /// The path of the texts in the language of a tag; none where the release is not written in it.
    #[must_use]
    pub fn translation(&self, language: &str) -> Option<&str> {
        let mut files = self.translations.iter();
        let file = files.find(|file| file.language == language)?;
        Some(&file.path)
    }
}

/// Where the texts of a release are in another language than English.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TranslationFile {
    /// The tag of the language, for example `es`.
    pub language: String,
    /// The path of [`Translations`](crate::texts::Translations), relative to the release.
    pub path: String,
}

/// An earlier count of what a table shows, as the history of numbers names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VintageNote {
    /// The id.
    pub id: String,
    /// The id of the table.
    pub table: String,
    /// The id of the source.
    pub source: String,
    /// How its date is known, as a sentence.
    pub dated_by: String,
    /// Why its numbers differ from those of today, as far as is known, as a sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<String>,
}

/// One published table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// The id, also of its cube.
    pub id: String,
    /// The title: what is counted, where, over which years.
    pub title: String,
    /// One or two sentences for somebody who has never seen it.
    pub description: String,
    /// What is counted.
    pub unit: Unit,
    /// The first month.
    pub first: Month,
    /// The last month.
    pub last: Month,
    /// How much time one number covers.
    #[serde(default, skip_serializing_if = "Step::is_month")]
    pub step: Step,
    /// The number of cells, and of data rows in the CSV.
    pub rows: u64,
    /// The path of the cube, relative to the release.
    pub cube: String,
    /// The path of the CSV (`.csv` or `.csv.gz`), relative to the release.
    pub csv: String,
    /// The path of the SQL that gives the CSV, relative to the release.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub query: Option<String>,
    /// The same table in further formats, and what explains it.
    #[serde(default, skip_serializing_if = "Downloads::is_empty")]
    pub downloads: Downloads,
    /// Months of which the count is incomplete, and why.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub incomplete: Vec<IncompleteMonths>,
    /// The ids of the sources.
    pub sources: Vec<String>,
    /// The ids of the caveats.
    pub caveats: Vec<String>,
    /// Whether it tells of persons: a release is withdrawn when a later one holds it otherwise.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub persons: bool,
    /// Whether its sources hold only some of the records of its time, picked by others: its numbers
    /// are no count of what happened.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub sample: bool,
    /// How many of its numbers are protected, and what that costs; none where all are as counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub protection: Option<Protection>,
}

/// The paths of what tells how people are protected, relative to the release.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProtectionFiles {
    /// The policy.
    pub policy: String,
    /// The certificate.
    pub certificate: String,
}

/// How many numbers of a table are protected, and how far they are from what was counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Protection {
    /// Numbers as they were counted.
    pub exact: u64,
    /// Numbers that are not shown.
    pub suppressed: u64,
    /// Numbers that are rounded.
    pub rounded: u64,
    /// The mean difference of a rounded number from its count, in hundredths.
    pub mean_error_hundredths: u32,
    /// The largest difference of a rounded number from its count.
    pub largest_error: u32,
    /// The least count that is shown; smaller ones are hidden. None where nothing is hidden.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hidden_below: Option<u32>,
    /// How far a rounded number can be from its count; none where nothing is rounded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rounded_within: Option<u32>,
}

/// A guard that would have refused the release, and why it was published all the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Override {
    /// The id of the guard.
    pub guard: String,
    /// The figures that the guard looked at; empty where it guards what is about persons.
    pub figures: String,
    /// Why, in the words of whoever published.
    pub because: String,
}

/// What changed since the release before, in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeNotes {
    /// The day of the release before, `YYYY-MM-DD`.
    pub since: String,
    /// The changes, a sentence each.
    pub notes: Vec<String>,
    /// The same in other languages, by the tag of the language.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub translations: BTreeMap<String, Vec<String>>,
}

impl ChangeNotes {
    /// The changes in the language of a tag; in English where they are not told in it.
    #[must_use]
    pub fn told_in(mut self, language: &str) -> Self {
        if let Some(notes) = self.translations.remove(language) {
            self.notes = notes;
        }
        self
    }
}

/// How many rows of a source found no counterpart in the settings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unmapped {
    /// What found none: `form`, `charge`, or the id of a kind of place.
    pub what: String,
    /// The number of rows.
    pub rows: u64,
}

/// Paths of a table's further files, relative to the release; none where there is no such file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Downloads {
    /// The table as Parquet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parquet: Option<String>,
    /// The table as an XLSX workbook with a sheet that explains the columns.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub workbook: Option<String>,
    /// The CSV with all that explains it, in one ZIP archive.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub archive: Option<String>,
    /// What the table counts and what it does not, in Markdown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub readme: Option<String>,
    /// What each column and each code means, as CSV.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dictionary: Option<String>,
}

impl Downloads {
    /// The paths of all files that are there.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        let all = [
            &self.parquet,
            &self.workbook,
            &self.archive,
            &self.readme,
            &self.dictionary,
        ];
        all.into_iter().filter_map(|path| path.as_deref())
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// A file that describes every table of a release.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Description {
    /// The name of its standard for people, for example `Frictionless Data Package`.
    pub standard: String,
    /// Its path, relative to the release.
    pub path: String,
}

/// Who publishes a city's tables, and on what terms.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Publication {
    /// Who makes and publishes the tables.
    pub publisher: Publisher,
    /// The terms of the tables themselves; those of each source stand with the source.
    pub license: License,
    /// Whom to ask. Catalogues of the DCAT-US standard want it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact: Option<Contact>,
    /// The address of the folder of `catalog.json` on the web, with `/` at its end. Catalogues of the
    /// DCAT-US standard want it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base_url: Option<String>,
}

/// Who makes and publishes the tables.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Publisher {
    /// Its name.
    pub name: String,
    /// Its page on the web.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

impl Default for Publisher {
    fn default() -> Self {
        Self {
            name: "Sightline".into(),
            url: None,
        }
    }
}

/// The terms on which the tables may be used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct License {
    /// Its identifier in the SPDX list of licenses, for example `CC-BY-4.0`.
    pub id: String,
    /// Its name for people.
    pub title: String,
    /// Where its text stands.
    pub url: String,
}

impl Default for License {
    fn default() -> Self {
        Self {
            id: "CC-BY-4.0".into(),
            title: "Creative Commons Attribution 4.0 International".into(),
            url: "https://creativecommons.org/licenses/by/4.0/".into(),
        }
    }
}

/// Whom to ask about the tables.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Contact {
    /// The name of a person or an office.
    pub name: String,
    /// Its e-mail address.
    pub email: String,
}

/// Months that are shown as provisional, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct IncompleteMonths {
    /// The first of them.
    pub first: Month,
    /// The last of them.
    pub last: Month,
    /// Why they are incomplete, as a sentence.
    pub reason: String,
}

/// One source file and what became of its rows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// The id.
    pub id: String,
    /// A short name for the line below a chart, without the years.
    pub label: String,
    /// What it is.
    pub title: String,
    /// Who published it.
    pub publisher: String,
    /// On what terms it may be used.
    pub terms: String,
    /// Where the copy that was read is kept.
    pub stored_copy: String,
    /// The path of the file below the folder of sources.
    pub file: String,
    /// SHA-256 of the uncompressed content, in lower-case hexadecimal.
    pub sha256: String,
    /// Length of the uncompressed content in bytes.
    pub bytes: u64,
    /// The first day that its used rows tell of, `YYYY-MM-DD`.
    pub first_day: String,
    /// The last day that its used rows tell of, `YYYY-MM-DD`.
    pub last_day: String,
    /// What became of its rows.
    pub accounting: Accounting,
    /// How its used rows were located, by kind of place and year; empty where it names no places.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub located: Vec<LocatedRows>,
    /// How much of what it calls offenses or charges is known; none where it has one offense only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mapping: Option<Mapping>,
    /// Rows that repeat an earlier one in every column. They are counted: separate victims.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repeated_rows: Option<u64>,
    /// How many of its rows found no counterpart in the settings, where there are any.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unmapped: Vec<Unmapped>,
}

/// How the used rows of a source were located in the places of one kind, in one year.
///
/// `rows` is the sum of the methods and of the rows without a place. A method that the source does
/// not use has no number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LocatedRows {
    /// The id of the kind of place.
    pub place: String,
    /// The calendar year.
    pub year: i16,
    /// Used rows.
    pub rows: u64,
    /// Rows whose coordinate lies in a place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by_coordinate: Option<u64>,
    /// Rows that name a place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by_name: Option<u64>,
    /// Rows whose place of another kind lies in a place of this kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by_crosswalk: Option<u64>,
    /// Rows without a place.
    pub not_located: u64,
    /// Rows with both a name and a coordinate; none where they cannot be compared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub compared: Option<u64>,
    /// Those of them whose coordinate lies in another place than the one they name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub disagreeing: Option<u64>,
}

impl LocatedRows {
    /// Rows that have a place.
    #[must_use]
    pub fn located(&self) -> u64 {
        let methods = [self.by_coordinate, self.by_name, self.by_crosswalk];
        methods.into_iter().flatten().sum()
    }

    /// Whether every row is accounted for.
    #[must_use]
    pub fn closes(&self) -> bool {
        let is_part = self.disagreeing.unwrap_or(0) <= self.compared.unwrap_or(0);
        self.rows == self.located() + self.not_located && is_part
    }
}

/// How much of what a source calls offenses or charges is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mapping {
    /// Rows whose offense or charge was looked up.
    pub rows: u64,
    /// Those of them that no name or rule explains.
    pub unmatched: u64,
}

impl Mapping {
    /// Whether more than `limit_percent` of the rows are not explained.
    #[must_use]
    pub fn exceeds(&self, limit_percent: f64) -> bool {
        self.unmatched as f64 * 100.0 > self.rows as f64 * limit_percent
    }
}

/// What became of the rows of a source. `read = used + set_aside + outside_window`, always.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Accounting {
    /// Data rows in the file.
    pub read: u64,
    /// Rows that are counted in at least one table.
    pub used: u64,
    /// Rows that could not be read.
    pub set_aside: u64,
    /// Rows that were read and lie outside of every table's window.
    pub outside_window: u64,
    /// The rows that are not used, by reason, in the order of the reasons' texts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<ReasonCount>,
}

impl Accounting {
    /// Whether every row is accounted for.
    #[must_use]
    pub fn closes(&self) -> bool {
        let unused = self.set_aside + self.outside_window;
        let explained: u64 = self.reasons.iter().map(|reason| reason.rows).sum();
        self.read == self.used + unused && explained == unused
    }
}

/// How many rows were not used for one reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReasonCount {
    /// The reason, as a sentence without its full stop.
    pub reason: String,
    /// The number of rows.
    pub rows: u64,
}

/// Something a reader should know before trusting a number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Caveat {
    /// The id.
    pub id: String,
    /// The caveat in one or two sentences.
    pub text: String,
}

/// One file of a release.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct File {
    /// The path, relative to the release.
    pub path: String,
    /// Its length in bytes.
    pub bytes: u64,
    /// Its SHA-256, in lower-case hexadecimal.
    pub sha256: String,
}

/// `events.json`: dated, sourced events that a chart may mark.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Events {
    /// The events, oldest first.
    pub events: Vec<Event>,
}

/// One event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Event {
    /// The id.
    pub id: String,
    /// What it belongs to.
    pub kind: EventKind,
    /// When it began, as exact as its source: `2007`, `2020-03` or `2019-07-16`.
    pub date: String,
    /// The month at which a chart marks it.
    pub month: Month,
    /// The last month of a stretch of time; none for a moment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last: Option<Month>,
    /// Two to four words for a chart.
    pub label: String,
    /// What happened, in a sentence or two.
    pub text: String,
    /// Where that is said.
    pub source: String,
}

/// What an event belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum EventKind {
    /// The National Public Safety Partnership.
    Partnership,
    /// The consent decree.
    ConsentDecree,
    /// Something else that the city went through.
    City,
    /// A change in how the data are recorded.
    Data,
}

/// `overview.json`: what the front page of the city leads with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Overview {
    /// The headline measures, the first of which the page's first sentence tells of.
    pub headlines: Vec<LineReference>,
    /// The charts, in the order in which they are shown.
    pub charts: Vec<OverviewChart>,
    /// What a visitor may look for and the data do not hold, a sentence each.
    pub gaps: Vec<String>,
}

/// One line of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LineReference {
    /// The id of the table.
    pub table: String,
    /// The code of an offence or group of charges.
    pub category: String,
    /// The code of an area.
    pub geography: String,
}

/// One chart of the front page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OverviewChart {
    /// The id, also of its place on the page.
    pub id: String,
    /// A question that the chart answers, as a heading.
    pub heading: String,
    /// The first month shown.
    pub first: Month,
    /// How much time a point covers.
    pub grain: Grain,
    /// The lines, in the order in which they are shown.
    pub lines: Vec<LineReference>,
}
