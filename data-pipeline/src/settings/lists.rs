//! Code lists that a city declares beside offenses and charge groups, and how a table names any list.
//!
//! What a list means is the city's business: here it is codes, labels, and the names that sources
//! use for them.

use std::path::Path;

use schemars::JsonSchema;
use serde::Deserialize;

use super::guarded::in_folder;
use super::problem::Problem;
use super::{CodeList, Vocabularies};

/// The lists that every city may have without declaring them: the name, the file, the column of
/// published tables, and the label.
const STANDARD: [(ListName, &str, &str, &str, &str); 3] = [
    (
        ListName::Offenses,
        "offenses",
        "offenses.csv",
        "offense",
        "Offense",
    ),
    (
        ListName::ChargeGroups,
        "charge_groups",
        "charge_groups.csv",
        "charge_group",
        "Charge group",
    ),
    (
        ListName::Indicators,
        "indicators",
        "indicators.csv",
        "indicator",
        "Indicator",
    ),
];

/// Words that published tables use for other columns.
const TAKEN: [&str; 9] = [
    "geography",
    "geography_label",
    "month",
    "period",
    "table",
    "unit",
    "value",
    "status",
    "source",
];

/// A list as `city.toml` declares it.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListSettings {
    /// The id, by which sources and tables name the list; also the column name in published tables.
    pub id: String,
    /// The name for people.
    pub label: String,
    /// A CSV with `code`, `label` and `parent`.
    pub file: String,
    /// A CSV with `vocabulary`, `name`, `code` and `factor`: what the sources call the codes.
    pub names: String,
}

/// A list that a city declares, loaded.
#[derive(Debug)]
pub struct DeclaredList {
    /// How it is declared.
    pub settings: ListSettings,
    /// Its members, a tree.
    pub codes: CodeList,
    /// What the sources call them.
    pub names: Vocabularies,
    /// Whether the file of the members could be read.
    pub is_read: bool,
}

/// A code list of the city, as sources and tables name it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema)]
#[serde(from = "String")]
#[schemars(with = "String")]
pub enum ListName {
    /// `offenses`, of `offenses.csv`.
    Offenses,
    /// `charge_groups`, of `charge_groups.csv`.
    ChargeGroups,
    /// `indicators`, of `indicators.csv`.
    Indicators,
    /// The id of a `[[list]]` of `city.toml`.
    Declared(String),
}

impl From<String> for ListName {
    fn from(name: String) -> Self {
        let mut standard = STANDARD.into_iter();
        match standard.find(|(_, known, ..)| *known == name) {
            Some((list, ..)) => list,
            None => Self::Declared(name),
        }
    }
}

impl ListName {
    /// The name in settings.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Offenses => "offenses",
            Self::ChargeGroups => "charge_groups",
            Self::Indicators => "indicators",
            Self::Declared(id) => id,
        }
    }

    /// The file, the column of published tables and the label, where the list needs no declaration.
    pub(super) fn standard(&self) -> Option<(&'static str, &'static str, &'static str)> {
        let mut standard = STANDARD.into_iter();
        let found = standard.find(|(name, ..)| name == self);
        found.map(|(_, _, file, column, label)| (file, column, label))
    }

    /// Whether a declared list must not have this id: a standard list or a column has it.
    pub(super) fn is_taken(id: &str) -> bool {
        let mut standard = STANDARD.into_iter();
        TAKEN.contains(&id) || standard.any(|(_, name, _, column, _)| name == id || column == id)
    }
}

impl DeclaredList {
    /// Loads the files of a list.
    pub(super) fn load(folder: &Path, settings: ListSettings, problems: &mut Vec<Problem>) -> Self {
        let codes = CodeList::load(&in_folder(folder, &settings.file), problems);
        let names = in_folder(folder, &settings.names);
        let names = Vocabularies::load(&names, &settings.file, codes.as_ref(), problems);
        Self {
            settings,
            is_read: codes.is_some(),
            codes: codes.unwrap_or_default(),
            names: names.unwrap_or_default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_leads_to_its_list_and_back() {
        for name in ["offenses", "charge_groups", "force_type"] {
            assert_eq!(ListName::from(name.to_owned()).as_str(), name);
        }
        let declared = ListName::from("force_type".to_owned());
        assert_eq!(declared.standard(), None);
        let columns = ListName::Offenses.standard();
        assert_eq!(columns, Some(("offenses.csv", "offense", "Offense")));
    }

    #[test]
    fn columns_of_published_tables_are_no_lists() {
        for id in ["offenses", "offense", "charge_group", "month", "value"] {
            assert!(ListName::is_taken(id), "{id}");
        }
        assert!(!ListName::is_taken("force_type"));
    }
}
