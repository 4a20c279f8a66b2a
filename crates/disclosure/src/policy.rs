//! The disclosure policy of a city: which families of numbers are published, and how protected.
//!
//! It is data, written so that a resident can read each line; the same file is settings of the
//! pipeline and a part of the release.

use serde::{Deserialize, Serialize};

/// What is published about people, and how they are protected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Policy {
    /// The families, in the order in which a reader should meet them. A number belongs to the first
    /// that names its table and its category.
    #[serde(default, rename = "family")]
    pub families: Vec<Family>,
    /// Tables that count the same records, so that their numbers are sums of one another.
    #[serde(default, rename = "linked", skip_serializing_if = "Vec::is_empty")]
    pub linked: Vec<Linked>,
    /// Earlier releases that were published without this protection, and what became of them.
    #[serde(
        default,
        rename = "unprotected_release",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub unprotected_releases: Vec<UnprotectedRelease>,
    /// What is never published, whatever the rules below say.
    #[serde(default)]
    pub never: Vec<Text>,
    /// What the protection does not promise.
    #[serde(default)]
    pub limits: Vec<Text>,
}

/// A text in the languages of the site.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Text {
    /// English.
    pub en: String,
    /// Spanish.
    pub es: String,
}

/// Numbers that are protected in one way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Family {
    /// The id.
    pub id: String,
    /// What the numbers are of, in a few words.
    pub label: Text,
    /// What is published, in a sentence.
    pub published: Text,
    /// Why it is published so, in a sentence.
    pub why: Text,
    /// The ids of the tables.
    pub tables: Vec<String>,
    /// The codes of the categories in those tables; all of them where none is named.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub categories: Vec<String>,
    /// The ids of the dimensions that the tables may tell apart; any where none is named.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dimensions: Vec<String>,
    /// The codes of categories of other families that may be hidden to protect these, such as a total
    /// that they are part of.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub companions: Vec<String>,
    /// How the numbers are protected.
    pub rule: Rule,
}

/// How numbers are protected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "method", rename_all = "snake_case", deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Rule {
    /// They are published as they are counted.
    Exact,
    /// Small counts are hidden, and as many others as it takes to keep them hidden.
    Suppression {
        /// The least count that is shown: 5 hides counts below 5.
        threshold: u32,
        /// Whether a count of zero is hidden with the small ones.
        zeros: Zeros,
        /// How far apart two possible values of a hidden number must be at least.
        ambiguity: u32,
        /// The largest share of the family's numbers, in percent, that may be hidden.
        hidden_percent_limit: u32,
    },
    /// Small counts become zero or the base, others move a little so that all tables still add up.
    Rounding {
        /// The base: counts below it are shown as zero or as the base.
        base: u32,
        /// Totals of an area and a period from this count up are shown as they are.
        exact_from: u32,
        /// How far a shown number may be from the count at most.
        within: u32,
        /// How far apart two possible values of a rounded number must be at least.
        ambiguity: u32,
        /// The largest mean difference between shown number and count, in hundredths.
        mean_error_limit_hundredths: u32,
    },
}

/// Whether a count of zero may be told from a hidden one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Zeros {
    /// Zeros are hidden with the small counts: a hidden number may be 0.
    Hidden,
    /// Zeros are published: a hidden number is at least 1.
    Published,
}

/// Tables that count the same records.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Linked {
    /// The id.
    pub id: String,
    /// The ids of the tables.
    pub tables: Vec<String>,
    /// Kinds of place whose areas cut each other, such as districts of two eras, and which pieces
    /// there are.
    #[serde(default, rename = "overlay", skip_serializing_if = "Vec::is_empty")]
    pub overlays: Vec<Overlay>,
}

/// Two divisions of the same city into areas, and the pieces that they cut each other into.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Overlay {
    /// A table with the areas of one division.
    pub left: String,
    /// A table with the areas of the other.
    pub right: String,
    /// The pieces: the code of an area of the left and of one of the right that have ground, and so
    /// records, in common.
    pub pieces: Vec<(String, String)>,
}

/// An earlier release that was published without protection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct UnprotectedRelease {
    /// The id of the release.
    pub id: String,
    /// What it held and what became of it.
    pub reason: Text,
}

/// What is wrong with a policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyProblem {
    /// The family or the group of linked tables.
    pub within: String,
    /// The field.
    pub field: &'static str,
    /// What was found.
    pub found: String,
    /// What was expected.
    pub expected: String,
}

/// Where the largest threshold lies; above it nothing could be published.
const THRESHOLD_LIMIT: u32 = 1000;

impl Policy {
    /// The policy of a city that publishes nothing about people: every table as it is counted.
    #[must_use]
    pub fn of_events(tables: Vec<String>) -> Self {
        let text = |en: &str, es: &str| Text {
            en: en.to_owned(),
            es: es.to_owned(),
        };
        Self {
            families: vec![Family {
                id: "events".into(),
                label: text("Events", "Hechos"),
                published: text(
                    "Counts of events, as counted.",
                    "Conteos de hechos, tal como se cuentan.",
                ),
                why: text(
                    "They say that something happened, and nothing about the people in it.",
                    "Dicen que algo ocurrió y nada sobre las personas.",
                ),
                tables,
                categories: Vec::new(),
                dimensions: Vec::new(),
                companions: Vec::new(),
                rule: Rule::Exact,
            }],
            linked: Vec::new(),
            unprotected_releases: Vec::new(),
            never: Vec::new(),
            limits: Vec::new(),
        }
    }

    /// The family that a number belongs to; none where the policy says nothing about it, so that it
    /// must not be published.
    #[must_use]
    pub fn family(&self, table: &str, category: &str) -> Option<&Family> {
        self.families
            .iter()
            .find(|family| family.holds(table, category))
    }

    /// What a reader has to know of the numbers of a table: the least count that is shown where
    /// smaller ones are hidden, and how far a rounded number can be from its count.
    ///
    /// Where several families share a table, the largest of each.
    #[must_use]
    pub fn reading_of(&self, table: &str) -> (Option<u32>, Option<u32>) {
        let families = self.families.iter();
        let of_table = families.filter(|family| family.tables.iter().any(|id| id == table));
        of_table.fold((None, None), |(below, within), family| match family.rule {
            Rule::Exact => (below, within),
            Rule::Suppression { threshold, .. } => (below.max(Some(threshold)), within),
            Rule::Rounding { within: own, .. } => (below, within.max(Some(own))),
        })
    }

    /// The groups of tables whose numbers are related: those that are declared to be linked, then
    /// every other table of `tables` on its own.
    #[must_use]
    pub fn groups<'a>(&'a self, tables: &[&'a str]) -> Vec<(&'a str, Vec<&'a str>)> {
        let linked = self.linked.iter().map(|group| {
            let members = tables.iter().copied();
            let is_member = |id: &&str| group.tables.iter().any(|table| table == id);
            (group.id.as_str(), members.filter(is_member).collect())
        });
        let mut groups: Vec<(&str, Vec<&str>)> = linked.collect();
        for id in tables {
            let is_linked = groups.iter().any(|(_, members)| members.contains(id));
            if !is_linked {
                groups.push((id, vec![id]));
            }
        }
        groups.retain(|(_, members)| !members.is_empty());
        groups
    }

    /// What is wrong with the policy, given the published tables and the codes of their categories.
    ///
    /// Every table must be in a family without codes of its own or be covered code by code; a family
    /// must not name what no table has; rules must be such that they can hold.
    #[must_use]
    pub fn problems(&self, tables: &[(&str, Vec<&str>)]) -> Vec<PolicyProblem> {
        let mut problems = Vec::new();
        for family in &self.families {
            family.rule.check(&family.id, &mut problems);
            for id in &family.tables {
                if !tables.iter().any(|(table, _)| table == id) {
                    problems.push(PolicyProblem::new(
                        &family.id,
                        "tables",
                        id,
                        "the id of a table of tables.toml",
                    ));
                }
            }
            for code in &family.categories {
                let in_table = |(table, codes): &&(&str, Vec<&str>)| {
                    family.tables.iter().any(|id| id == table) && codes.contains(&code.as_str())
                };
                if !tables.iter().any(|table| in_table(&table)) {
                    problems.push(PolicyProblem::new(
                        &family.id,
                        "categories",
                        code,
                        "a category of one of its tables",
                    ));
                }
            }
        }
        for (table, codes) in tables {
            let missing = codes.iter().find(|code| self.family(table, code).is_none());
            if let Some(code) = missing {
                problems.push(PolicyProblem::new(
                    table,
                    "tables",
                    code,
                    "a family that the numbers of this table belong to",
                ));
            }
        }
        self.check_linked(tables, &mut problems);
        problems
    }

    fn check_linked(&self, tables: &[(&str, Vec<&str>)], problems: &mut Vec<PolicyProblem>) {
        let mut seen: Vec<&str> = Vec::new();
        for group in &self.linked {
            for id in &group.tables {
                if !tables.iter().any(|(table, _)| table == id) {
                    let expected = "the id of a table of tables.toml";
                    problems.push(PolicyProblem::new(&group.id, "tables", id, expected));
                }
                if seen.contains(&id.as_str()) {
                    let expected = "each table in one group of linked tables";
                    problems.push(PolicyProblem::new(&group.id, "tables", id, expected));
                }
                seen.push(id);
            }
            for side in group
                .overlays
                .iter()
                .flat_map(|overlay| [&overlay.left, &overlay.right])
            {
                if !group.tables.contains(side) {
                    let expected = "a table of the group";
                    problems.push(PolicyProblem::new(&group.id, "overlay", side, expected));
                }
            }
        }
    }
}

impl Family {
    /// Whether a number of a table and a category belongs to the family.
    #[must_use]
    pub fn holds(&self, table: &str, category: &str) -> bool {
        self.tables.iter().any(|id| id == table)
            && (self.categories.is_empty() || self.categories.iter().any(|code| code == category))
    }
}

impl Rule {
    fn check(&self, family: &str, problems: &mut Vec<PolicyProblem>) {
        let mut refuse = |field, found: u32, expected: &str| {
            problems.push(PolicyProblem::new(
                family,
                field,
                &found.to_string(),
                expected,
            ));
        };
        match *self {
            Self::Exact => {}
            Self::Suppression {
                threshold,
                ambiguity,
                hidden_percent_limit,
                ..
            } => {
                if !(2..=THRESHOLD_LIMIT).contains(&threshold) {
                    refuse("threshold", threshold, "a number from 2 to 1000");
                }
                if ambiguity == 0 || ambiguity >= threshold {
                    let expected = "at least 1 and less than the threshold";
                    refuse("ambiguity", ambiguity, expected);
                }
                if hidden_percent_limit > 100 {
                    refuse("hidden_percent_limit", hidden_percent_limit, "at most 100");
                }
            }
            Self::Rounding {
                base,
                exact_from,
                within,
                ambiguity,
                ..
            } => {
                if !(2..=THRESHOLD_LIMIT).contains(&base) {
                    refuse("base", base, "a number from 2 to 1000");
                }
                if exact_from < base {
                    refuse("exact_from", exact_from, "at least the base");
                }
                if within + 1 < base {
                    let expected = "at least the base less one, or counts below it show";
                    refuse("within", within, expected);
                }
                if ambiguity == 0 || ambiguity > within {
                    refuse("ambiguity", ambiguity, "at least 1 and at most `within`");
                }
            }
        }
    }

    /// How far apart two possible values of a protected number must be; none where none is.
    #[must_use]
    pub fn ambiguity(&self) -> Option<u32> {
        match self {
            Self::Exact => None,
            Self::Suppression { ambiguity, .. } | Self::Rounding { ambiguity, .. } => {
                Some(*ambiguity)
            }
        }
    }
}

impl PolicyProblem {
    fn new(within: &str, field: &'static str, found: &str, expected: &str) -> Self {
        Self {
            within: within.to_owned(),
            field,
            found: found.to_owned(),
            expected: expected.to_owned(),
        }
    }
}
