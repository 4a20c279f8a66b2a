//! How a published table is declared: what it counts, where, over which months and from what.

use std::collections::BTreeMap;

use cube::release::IncompleteMonths;
use cube::{Break, Month, Unit};
use schemars::JsonSchema;
use serde::Deserialize;

use super::ListName;

/// One published table.
#[derive(Debug, Deserialize, JsonSchema)]
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
    /// The code list of the categories: `offenses`, `charge_groups`, or the id of a `[[list]]`.
    pub list: ListName,
    /// The codes shown, in their order; one whose ancestor is shown too is a part of it.
    pub categories: Vec<String>,
    /// Labels that say more than those of the code list, by code.
    #[serde(default)]
    pub labels: BTreeMap<String, String>,
    /// The areas shown.
    pub geography: GeographySettings,
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
}

/// The areas of a table: the city, the members of a kind of place, or both as total and parts.
#[derive(Debug, Deserialize, JsonSchema)]
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
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StretchSettings {
    /// The id of the source.
    pub source: String,
    /// The first month.
    pub first: Month,
    /// The last month.
    pub last: Month,
}
