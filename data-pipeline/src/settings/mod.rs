//! The settings of one city: everything about it that the program must be told.
//!
//! Loaded from one folder, cross-checked as a whole, and then never changed. Nothing here reads a
//! source file.

mod area_years;
mod areas;
mod catalogue;
mod charges;
mod check;
mod codes;
mod conform;
mod document;
mod groups;
mod guarded;
mod lists;
mod loading;
mod marks;
mod month_ends;
mod people;
mod places;
mod problem;
mod programme;
mod publishing;
mod records;
mod remote;
mod schema;
mod sheet;
mod sources;
mod tables;
mod withheld;

use std::collections::BTreeMap;
use std::path::Path;

use cube::comparison::Comparison;
use cube::enforcement::Enforcement;
use cube::programme::SiteNote;
use cube::release::{Caveat, Event, Overview, Publication};
use disclosure::Policy;
use schemars::JsonSchema;
use serde::Deserialize;
use thiserror::Error;

pub use area_years::{
    AreaColumn, AreaYearColumns, CountsOf, CountsOfRates, IndicatorColumn, ValueColumn, YearsColumn,
};
pub use areas::{Areas, BoundarySettings, Bounds, Crosswalk, CrosswalkSettings, Population};
pub use catalogue::{Catalogue, Translated, figures};
pub use charges::{ChargeRule, MatchKind};
pub use codes::{Code, CodeList, Vocabularies, Weighted};
pub use groups::{Band, GroupList, GroupSettings};
pub use lists::{DeclaredList, ListName, ListSettings};
pub use marks::CodeMarks;
pub use month_ends::{MonthEndColumns, Written};
pub use people::{AgeColumn, GroupColumn, TimeColumn, TimePart, TimePlaceholder};
pub use places::{PlaceList, PlaceSettings, SourceSpellings, fold};
pub use problem::{Position, Problem};
pub use programme::{MeasureColumns, MeasureSettings, PeriodColumn, PeriodForm, ProgrammeSettings};
pub use publishing::{GuardLimits, OfficialTotal, VintageGrain, VintageSettings};
pub use records::{CategoryColumn, DistinctColumn, RecordColumns, Take};
pub use remote::{
    ArcgisLayer, CkanResource, PlainFile, Remote, RemoteSource, SocrataTable, load_remote,
};
pub use schema::schemas;
pub use sources::{
    AgencyColumn, AgencyMonthColumns, ArrestColumns, ChargeColumn, CoordinateColumns, CountColumn,
    DateColumn, DayLimit, IncidentColumns, LeaveOut, Method, OffenseColumn, PlaceColumn,
    Placeholder, PublishedTotalsColumns, Shape, SourceSettings, TotalColumn, YearColumn,
    YearToDateColumns,
};
pub use tables::{GeographySettings, Numbers, StretchSettings, TableGroup, TableSettings};
pub use withheld::WithheldMonths;

/// Why a city's settings cannot be used.
#[derive(Debug, Error)]
pub enum SettingsError {
    /// Something in them is wrong: everything that is, by file and line.
    #[error("{}", problem::first_few(_0))]
    Problems(Vec<Problem>),
}

impl SettingsError {
    /// An error, where there are problems.
    ///
    /// # Errors
    /// Where there are.
    pub(crate) fn unless_empty(mut problems: Vec<Problem>) -> Result<(), Self> {
        if problems.is_empty() {
            return Ok(());
        }
        problems.sort();
        Err(Self::Problems(problems))
    }
}

/// Everything about one city.
#[derive(Debug)]
pub struct Settings {
    /// What is published about people, and how they are protected.
    pub policy: Policy,
    /// The city itself.
    pub city: City,
    /// The kinds of place, in the order of the settings.
    pub places: Vec<PlaceList>,
    /// How the kinds of place lie in each other, and how many people live there.
    pub areas: Areas,
    /// The offenses, a tree.
    pub offenses: CodeList,
    /// The groups of charges, a tree.
    pub charge_groups: CodeList,
    /// The yearly indicators; empty for a city that has none.
    pub indicators: CodeList,
    /// What the sources call the offenses.
    pub vocabularies: Vocabularies,
    /// How a charge finds its group: the first rule that fits.
    pub charges: Vec<ChargeRule>,
    /// The further lists, in the order of the settings.
    pub lists: Vec<DeclaredList>,
    /// The lists of groups of people, in the order of the settings.
    pub groups: Vec<GroupList>,
    /// The source files, in the order of the manifest.
    pub sources: Vec<SourceSettings>,
    /// The tables, in the order of the manifest.
    pub tables: Vec<TableSettings>,
    /// The SQL of the tables that have their own, by table.
    pub statements: BTreeMap<String, String>,
    /// Every caveat that a table may name.
    pub caveats: Vec<Caveat>,
    /// The events that charts may mark, oldest first.
    pub events: Vec<Event>,
    /// What the front page leads with.
    pub overview: Overview,
    /// The program that the city takes part in; none where it tells of none.
    pub programme: Option<ProgrammeSettings>,
    /// What is known of the places where its services work.
    pub programme_sites: Vec<SiteNote>,
    /// Operations and printed figures; empty for a city that has none.
    pub enforcement: Enforcement,
    /// The cities that are set beside each other; none where there are none.
    pub comparison: Option<Comparison>,
    /// Limits beyond which nothing is published.
    pub guards: GuardLimits,
    /// Earlier counts that the history of numbers begins with.
    pub vintages: Vec<VintageSettings>,
    /// Totals that others have printed.
    pub official_totals: Vec<OfficialTotal>,
    /// The texts of the city in other languages.
    pub translations: Vec<Catalogue>,
}

/// `city.toml`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct City {
    /// The id of the city, as its folder is named.
    pub id: String,
    /// Its name for people.
    pub label: String,
    /// The day of publication, `YYYY-MM-DD`.
    pub released: jiff::civil::Date,
    /// The share of a source's rows, in percent, that may be unreadable before the build stops.
    pub set_aside_limit_percent: f64,
    /// The box around the city; a coordinate outside of it is none.
    pub bounds: Option<Bounds>,
    /// A CSV with `code` (the id of the city), `year`, `population` and `source`.
    pub population: Option<String>,
    /// How far the people of all places of a kind may differ from those of the city, in percent.
    pub population_tolerance_percent: Option<f64>,
    /// The kinds of place that sources name.
    #[serde(default, rename = "place")]
    pub places: Vec<PlaceSettings>,
    /// Who publishes, on what terms, where, and whom to ask.
    #[serde(default)]
    pub publication: Publication,
    /// The code lists beside those of offenses and charge groups.
    #[serde(default, rename = "list")]
    pub lists: Vec<ListSettings>,
    /// The lists of groups of people: bands of ages, sexes, races.
    #[serde(default, rename = "group")]
    pub groups: Vec<GroupSettings>,
    /// Whether the numbers are invented, to show how the site works: it then says so on every page.
    #[serde(default)]
    pub sample: bool,
    /// Whether the site shows this city where an address names none.
    #[serde(default)]
    pub default: bool,
}

/// `sources.toml`.
#[derive(Deserialize, JsonSchema)]
#[allow(
    dead_code,
    reason = "its elements are read one by one; the whole is described for editors"
)]
#[serde(deny_unknown_fields)]
struct SourcesFile {
    /// The source files, in the order in which the manifest lists them.
    #[serde(default)]
    source: Vec<SourceSettings>,
}

/// `tables.toml`.
#[derive(Deserialize, JsonSchema)]
#[allow(
    dead_code,
    reason = "its elements are read one by one; the whole is described for editors"
)]
#[serde(deny_unknown_fields)]
struct TablesFile {
    /// The published tables, in the order in which they are listed.
    #[serde(default)]
    table: Vec<TableSettings>,
}

/// `caveats.toml`.
#[derive(Deserialize, JsonSchema)]
#[allow(
    dead_code,
    reason = "its elements are read one by one; the whole is described for editors"
)]
#[serde(deny_unknown_fields)]
struct CaveatsFile {
    /// What a reader should know before trusting a number; tables name these by id.
    #[serde(default)]
    caveat: Vec<Caveat>,
}

/// `events.toml`.
#[derive(Deserialize, JsonSchema)]
#[allow(
    dead_code,
    reason = "its elements are read one by one; the whole is described for editors"
)]
#[serde(deny_unknown_fields)]
struct EventsFile {
    /// Dated, sourced events that a chart may mark, oldest first.
    #[serde(default)]
    event: Vec<Event>,
}

impl Settings {
    /// Loads and cross-checks the settings in a city's folder.
    ///
    /// # Errors
    /// Where a file is missing or malformed, or names something that no other file defines; the
    /// error holds every problem.
    pub fn load(folder: &Path) -> Result<Self, SettingsError> {
        let (settings, problems) = Self::inspect(folder);
        SettingsError::unless_empty(problems).map(|()| settings)
    }

    /// Loads what can be loaded, and every problem by file and line.
    ///
    /// Where there are problems, the settings have gaps: they are fit to look at, not to build from.
    #[must_use]
    pub fn inspect(folder: &Path) -> (Self, Vec<Problem>) {
        let mut problems = Vec::new();
        let texts = loading::texts(folder, &mut problems);
        let loaded = loading::load(folder, &texts, &mut problems);
        check::cross_check(folder, &loaded, &mut problems);
        problems.sort();
        problems.dedup();
        (loaded.settings, problems)
    }

    /// A problem with a table, and with the stretch that one source stands for.
    #[must_use]
    pub fn problem_of_table(folder: &Path, table: &str, source: Option<&str>) -> Problem {
        loading::problem_of_table(folder, table, source)
    }

    /// The position of a kind of place.
    #[must_use]
    pub fn place(&self, id: &str) -> Option<(usize, &PlaceList)> {
        self.places
            .iter()
            .enumerate()
            .find(|(_, place)| place.id == id)
    }

    /// The code list that a table counts by; empty where nothing declares it.
    #[must_use]
    pub fn list(&self, name: &ListName) -> &CodeList {
        static NONE: CodeList = CodeList { codes: Vec::new() };
        match name {
            ListName::Offenses => &self.offenses,
            ListName::ChargeGroups => &self.charge_groups,
            ListName::Indicators => &self.indicators,
            ListName::Declared(id) => match (self.declared_list(id), self.group(id)) {
                (Some(list), _) => &list.codes,
                (None, Some((_, group))) => &group.codes,
                (None, None) => &NONE,
            },
        }
    }

    /// The list of a `[[group]]` of `city.toml`, and its position among them.
    #[must_use]
    pub fn group(&self, id: &str) -> Option<(usize, &GroupList)> {
        let mut groups = self.groups.iter().enumerate();
        groups.find(|(_, group)| group.settings.id == id)
    }

    /// The list of groups that a name stands for; none where it is another list.
    #[must_use]
    pub fn group_of(&self, name: &ListName) -> Option<(usize, &GroupList)> {
        match name {
            ListName::Declared(id) => self.group(id),
            ListName::Offenses | ListName::ChargeGroups | ListName::Indicators => None,
        }
    }

    /// The list of a `[[list]]` of `city.toml`.
    #[must_use]
    pub fn declared_list(&self, id: &str) -> Option<&DeclaredList> {
        self.lists.iter().find(|list| list.settings.id == id)
    }

    /// The column of a list in published tables, and its name for people.
    #[must_use]
    pub fn list_heading<'a>(&'a self, name: &'a ListName) -> (&'a str, &'a str) {
        if let Some((_, column, label)) = name.standard() {
            return (column, label);
        }
        let id = name.as_str();
        let label = self.declared_list(id).map(|list| &*list.settings.label);
        let group = self.group(id).map(|(_, group)| &*group.settings.label);
        (id, label.or(group).unwrap_or(id))
    }

    /// The file of a list's members; empty where nothing declares it.
    #[must_use]
    pub fn list_file<'a>(&'a self, name: &ListName) -> &'a str {
        let standard = name.standard().map(|(file, ..)| file);
        let declared = self.declared_list(name.as_str());
        let declared = declared.map(|list| list.settings.file.as_str());
        let group = self.group(name.as_str());
        let group = group.map(|(_, group)| group.settings.file.as_str());
        standard.or(declared).or(group).unwrap_or_default()
    }

    /// What sources call the codes of a list; none where names do not lead to it.
    #[must_use]
    pub fn names_of(&self, name: &ListName) -> Option<&Vocabularies> {
        match name {
            ListName::Offenses => Some(&self.vocabularies),
            ListName::ChargeGroups | ListName::Indicators => None,
            ListName::Declared(id) => {
                let group = self.group(id).map(|(_, group)| &group.names);
                self.declared_list(id).map(|list| &list.names).or(group)
            }
        }
    }
}
