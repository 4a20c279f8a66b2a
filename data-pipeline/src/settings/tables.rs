//! How a published table is declared: what it counts, where, over which months and from what.

use std::collections::BTreeMap;

use cube::hours::{HOUR, WEEKDAY};
use cube::release::IncompleteMonths;
use cube::{Break, Month, Step, Totals, Unit};
use schemars::JsonSchema;
use serde::Deserialize;

use super::ListName;

/// One published table.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TableSettings {
    /// The id.
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
    /// How much time one number covers; a month where not given.
    #[serde(default)]
    pub step: Step,
    /// How many digits each number has after its point; none where not given.
    #[serde(default)]
    pub decimals: u8,
    /// Whether larger areas and groups of categories are sums of their parts, as they are where
    /// this is not given, or stand as the source gives them.
    #[serde(default)]
    pub totals: Totals,
    /// The code list of the categories: `offenses`, `charge_groups`, or the id of a `[[list]]`.
    pub list: ListName,
    /// The codes shown, in their order; one whose ancestor is shown too is a part of it.
    pub categories: Vec<String>,
    /// Labels that say more than those of the code list, by code.
    #[serde(default)]
    pub labels: BTreeMap<String, String>,
    /// The groups of people that are told apart beside areas and categories.
    #[serde(default, rename = "group")]
    pub groups: Vec<TableGroup>,
    /// Which records are counted, by list: those of one of the codes or of a part of one. Every
    /// record where a list is not given.
    #[serde(default)]
    pub only: BTreeMap<String, Vec<String>>,
    /// The areas shown.
    pub geography: GeographySettings,
    /// A file of SQL in the city's folder, for a table that is not simply counted; in it, `{place}`
    /// stands for the member of the table's kind of place and `{category}` for its list.
    pub sql: Option<String>,
    /// The ids of the caveats.
    #[serde(default)]
    pub caveats: Vec<String>,
    /// Which source each stretch of months comes from.
    #[serde(rename = "stretch")]
    pub stretches: Vec<StretchSettings>,
    /// Months that are shown as provisional, and why.
    #[serde(default)]
    pub incomplete: Vec<IncompleteMonths>,
    /// Where numbers stop being comparable.
    #[serde(default, rename = "break")]
    pub breaks: Vec<Break>,
    /// Whether it tells of persons: then a record that its source removes leaves no trace in later
    /// releases. A table of arrests always does.
    #[serde(default)]
    pub persons: bool,
    /// Whether its sources hold only some of the records of its time, picked by others: it is then
    /// shown as a sample, and its numbers as no count of what happened.
    #[serde(default)]
    pub sample: bool,
}

impl TableSettings {
    /// Whether a record that the source removes may leave no trace in later releases.
    #[must_use]
    pub fn is_about_persons(&self) -> bool {
        let tells_people = self.groups.iter().any(TableGroup::is_of_people);
        self.persons || self.unit == Unit::Arrests || tells_people
    }
}

/// A list of groups of people that a table tells apart.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TableGroup {
    /// The id of a `[[group]]` of city.toml.
    pub list: String,
    /// The codes shown, in their order, as those of `categories`; the first is everybody.
    pub categories: Vec<String>,
    /// Labels that say more than those of the list, by code.
    #[serde(default)]
    pub labels: BTreeMap<String, String>,
}

impl TableGroup {
    /// Whether it tells people apart, and not the hours or days at which something happened.
    #[must_use]
    pub fn is_of_people(&self) -> bool {
        ![HOUR, WEEKDAY].contains(&self.list.as_str())
    }
}

/// The areas of a table: the city, the members of a kind of place, or both as total and parts.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GeographySettings {
    /// Whether the city stands as the total of all others.
    #[serde(default)]
    pub city: bool,
    /// The kind of place.
    pub place: Option<String>,
    /// The codes shown, where not all of the kind are.
    #[serde(default)]
    pub only: Vec<String>,
}

/// The months that one source stands for.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StretchSettings {
    /// The id of the source.
    pub source: String,
    /// The first month.
    pub first: Month,
    /// The last month.
    pub last: Month,
    /// What is taken from a source that gives rates; its numbers as they are where not given.
    #[serde(default)]
    pub take: Numbers,
}

/// What a table takes from a source that gives rates.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Numbers {
    /// The numbers as they are.
    #[default]
    Given,
    /// The counts that the rates were made from, where the source allows them to be found again.
    Counts,
}
