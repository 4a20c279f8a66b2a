//! The settings of one city: everything about it that the program must be told.
//!
//! Loaded from one folder, cross-checked as a whole, and then never changed. Nothing here reads a
//! source file.

mod charges;
mod check;
mod codes;
mod files;
mod places;
mod remote;
mod sources;
mod tables;
mod withheld;

use std::path::{Path, PathBuf};

use cube::release::{Caveat, Event, Overview};
use serde::Deserialize;
use thiserror::Error;

pub use charges::{ChargeRule, MatchKind};
pub use codes::{Code, CodeList, Vocabularies, Weighted};
pub use places::{PlaceList, SourceSpellings, fold};
pub use remote::{
    ArcgisLayer, CkanResource, PlainFile, Remote, RemoteSource, SocrataTable, load_remote,
};
pub use sources::{
    AgencyColumn, AgencyMonthColumns, ArrestColumns, ChargeColumn, CountColumn, DateColumn,
    IncidentColumns, LeaveOut, OffenseColumn, PlaceColumn, Shape, SourceSettings, YearColumn,
    YearToDateColumns,
};
pub use tables::{GeographySettings, ListName, StretchSettings, TableSettings};
pub use withheld::WithheldMonths;

/// Why a city's settings cannot be used.
#[derive(Debug, Error)]
pub enum SettingsError {
    /// A file of settings cannot be opened or read.
    #[error("settings {}: {error}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system says.
        error: std::io::Error,
    },
    /// A file is not the TOML that is expected; the message names line and column.
    #[error("settings {}: {error}", path.display())]
    Toml {
        /// The file.
        path: PathBuf,
        /// What the parser says.
        error: Box<toml::de::Error>,
    },
    /// A file is not the CSV that is expected; the message names the line.
    #[error("settings {}: {error}", path.display())]
    Csv {
        /// The file.
        path: PathBuf,
        /// What the parser says.
        error: csv::Error,
    },
    /// Settings contradict each other.
    #[error("settings {}: {found}; expected {expected}", path.display())]
    Invalid {
        /// The file.
        path: PathBuf,
        /// What was found, and where.
        found: String,
        /// What would have been right.
        expected: String,
    },
}

/// Everything about one city.
#[derive(Debug)]
pub struct Settings {
    /// The city itself.
    pub city: City,
    /// The kinds of place, in the order of the settings.
    pub places: Vec<PlaceList>,
    /// The offenses, a tree.
    pub offenses: CodeList,
    /// The groups of charges, a tree.
    pub charge_groups: CodeList,
    /// What the sources call the offenses.
    pub vocabularies: Vocabularies,
    /// How a charge finds its group: the first rule that fits.
    pub charges: Vec<ChargeRule>,
    /// The source files, in the order of the manifest.
    pub sources: Vec<SourceSettings>,
    /// The tables, in the order of the manifest.
    pub tables: Vec<TableSettings>,
    /// Every caveat that a table may name.
    pub caveats: Vec<Caveat>,
    /// The events that charts may mark, oldest first.
    pub events: Vec<Event>,
    /// What the front page leads with.
    pub overview: Overview,
}

/// `city.toml`.
#[derive(Debug, Deserialize)]
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
    /// The kinds of place that sources name.
    #[serde(default, rename = "place")]
    pub places: Vec<places::PlaceSettings>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SourcesFile {
    source: Vec<SourceSettings>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TablesFile {
    table: Vec<TableSettings>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CaveatsFile {
    #[serde(default)]
    caveat: Vec<Caveat>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EventsFile {
    #[serde(default)]
    event: Vec<Event>,
}

impl Settings {
    /// Loads and cross-checks the settings in a city's folder.
    ///
    /// # Errors
    /// Where a file is missing or malformed, or names something that no other file defines.
    pub fn load(folder: &Path) -> Result<Self, SettingsError> {
        let city: City = files::toml(&folder.join("city.toml"))?;
        let places = city
            .places
            .iter()
            .map(|place| PlaceList::load(folder, place))
            .collect::<Result<_, _>>()?;
        let offenses = CodeList::load(&folder.join("offenses.csv"))?;
        let charge_groups = CodeList::load(&folder.join("charge_groups.csv"))?;
        let settings = Self {
            vocabularies: Vocabularies::load(&folder.join("offense_names.csv"), &offenses)?,
            charges: charges::load(&folder.join("charges.csv"), &charge_groups)?,
            sources: files::toml::<SourcesFile>(&folder.join("sources.toml"))?.source,
            tables: files::toml::<TablesFile>(&folder.join("tables.toml"))?.table,
            caveats: files::toml::<CaveatsFile>(&folder.join("caveats.toml"))?.caveat,
            events: files::toml::<EventsFile>(&folder.join("events.toml"))?.event,
            overview: files::toml(&folder.join("overview.toml"))?,
            city,
            places,
            offenses,
            charge_groups,
        };
        check::cross_check(folder, &settings)?;
        Ok(settings)
    }

    /// The position of a kind of place.
    #[must_use]
    pub fn place(&self, id: &str) -> Option<(usize, &PlaceList)> {
        self.places
            .iter()
            .enumerate()
            .find(|(_, place)| place.id == id)
    }

    /// The code list that a table counts by.
    #[must_use]
    pub fn list(&self, name: ListName) -> &CodeList {
        match name {
            ListName::Offenses => &self.offenses,
            ListName::ChargeGroups => &self.charge_groups,
        }
    }
}
