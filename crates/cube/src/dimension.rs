//! Dimensions of a cube: code lists with labels and one hierarchy each.

use serde::{Deserialize, Serialize};

/// What one event of a count is. Different units are never added together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Unit {
    /// People against whom an offence was recorded; one incident can have several.
    Victims,
    /// Offences as an agency reports them to the national programme.
    Offenses,
    /// Arrests; one person can be arrested several times.
    Arrests,
    /// Whatever the category of a number names: tables that hold several kinds of count.
    Events,
    /// People who live somewhere; counted in a census, so that chance has no part in it.
    Residents,
    /// Events for each 1,000 people who live in the area.
    #[serde(rename = "per_1000_residents")]
    Per1000Residents,
    /// Events for each 1,000 people under 18 who live in the area.
    #[serde(rename = "per_1000_juveniles")]
    Per1000Juveniles,
    /// Events for each 100,000 people who live in the area; made from counts, never published.
    #[serde(skip)]
    Per100000Residents,
    /// Events beside those of the twelve months before a city joined, which are 100; made from
    /// counts, never published.
    #[serde(skip)]
    IndexOfJoining,
    /// Shares of a whole, in percent.
    Percent,
    /// Incidents in which officers used force; several officers and kinds of force can be in one.
    UsesOfForce,
    /// Complaints about officers, as received; one can hold several allegations.
    Complaints,
    /// Allegations in complaints, one for each officer and rule.
    Allegations,
}

impl Unit {
    /// The name in the `unit` column of a table.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Victims => "victims",
            Self::Offenses => "offenses",
            Self::Arrests => "arrests",
            Self::Events => "events",
            Self::Residents => "residents",
            Self::Per1000Residents => "per_1000_residents",
            Self::Per1000Juveniles => "per_1000_juveniles",
            Self::Per100000Residents => "per_100000_residents",
            Self::IndexOfJoining => "index_of_joining",
            Self::Percent => "percent",
            Self::UsesOfForce => "uses_of_force",
            Self::Complaints => "complaints",
            Self::Allegations => "allegations",
        }
    }

    /// Whether tables hold it; other numbers are made from those of tables.
    #[must_use]
    pub fn is_published(self) -> bool {
        !matches!(self, Self::Per100000Residents | Self::IndexOfJoining)
    }

    /// Whether numbers of this unit may be added, over areas and over time.
    ///
    /// Rates and shares may not: each has a base of its own.
    #[must_use]
    pub fn is_additive(self) -> bool {
        match self {
            Self::Victims
            | Self::Offenses
            | Self::Arrests
            | Self::Events
            | Self::UsesOfForce
            | Self::Complaints
            | Self::Allegations => true,
            Self::Residents
            | Self::Per1000Residents
            | Self::Per1000Juveniles
            | Self::Per100000Residents
            | Self::IndexOfJoining
            | Self::Percent => false,
        }
    }

    /// Whether a number of this unit counts separate events, to which chance applies as it does to
    /// a Poisson count.
    #[must_use]
    pub fn counts_events(self) -> bool {
        self.is_additive()
    }
}

/// The code of the area that stands for events without a recorded place, in every table with areas.
pub const UNLOCATED: &str = "not-located";

/// What a dimension other than time tells apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DimensionKind {
    /// Areas.
    Geography,
    /// Offences or groups of charges; in a table without them, the groups of people it tells apart.
    Category,
    /// Groups of people: their age, sex or race. Its first member stands for everybody.
    Group,
}

/// One entry of a code list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// The stable code of URLs and files: lower-case ASCII letters, digits, `-` and `_`.
    pub code: String,
    /// The name for people; in English, as it is published.
    pub label: String,
    /// The position in the same list of the member that this one is a part of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<usize>,
}

/// One dimension of a cube: an ordered code list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dimension {
    /// The column name in published tables, for example `offense`.
    pub id: String,
    /// The name for people, for example `Offense`; in English, as it is published.
    pub label: String,
    /// What it tells apart.
    pub kind: DimensionKind,
    /// Its members, in the order in which they are shown.
    pub members: Vec<Member>,
}

impl Dimension {
    /// The position of a code in the list.
    #[must_use]
    pub fn position(&self, code: &str) -> Option<usize> {
        self.members.iter().position(|member| member.code == code)
    }

    /// The member of a code.
    #[must_use]
    pub fn member(&self, code: &str) -> Option<&Member> {
        self.members.iter().find(|member| member.code == code)
    }

    /// The positions of the members that are direct parts of the member at `parent`.
    pub fn children(&self, parent: usize) -> impl Iterator<Item = usize> {
        self.members
            .iter()
            .enumerate()
            .filter(move |(_, member)| member.parent == Some(parent))
            .map(|(position, _)| position)
    }

    /// How many steps lie between the member at `position` and the top of its hierarchy.
    ///
    /// Saturates at the length of the list, so that it ends on a cyclic list too.
    #[must_use]
    pub fn depth(&self, position: usize) -> usize {
        let mut depth = 0;
        let mut at = self.members.get(position).and_then(|member| member.parent);
        while let Some(parent) = at {
            depth += 1;
            if depth > self.members.len() {
                break;
            }
            at = self.members.get(parent).and_then(|member| member.parent);
        }
        depth
    }
}
