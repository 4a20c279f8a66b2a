//! What a reader is told of the policy of protection: its texts, and the figures of its rules.
//!
//! The whole of it is `disclosure::Policy`, which the check uses; that would be a tenth of what a
//! first visit transfers.

use serde::Deserialize;
use wording::Language;

/// What a reader is told of a policy.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Policy {
    /// The families of numbers, in the order in which a reader should meet them.
    #[serde(rename = "family")]
    pub families: Vec<Family>,
    /// Earlier releases without protection, and what became of them.
    #[serde(default, rename = "unprotected_release")]
    pub unprotected_releases: Vec<UnprotectedRelease>,
    /// What is never published.
    pub never: Vec<Text>,
    /// What the protection does not promise.
    pub limits: Vec<Text>,
}

/// Numbers that are protected in one way.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Family {
    /// What the numbers are of.
    pub label: Text,
    /// What is published.
    pub published: Text,
    /// Why it is published so.
    pub why: Text,
    /// How the numbers are protected.
    pub rule: Rule,
}

/// How numbers are protected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Rule {
    /// The least count that is shown, where small counts are hidden.
    #[serde(default)]
    pub threshold: Option<u32>,
    /// How far a shown number may be from the count, where numbers are rounded.
    #[serde(default)]
    pub within: Option<u32>,
}

/// An earlier release that was published without protection.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct UnprotectedRelease {
    /// The id of the release.
    pub id: String,
    /// What it held and what became of it.
    pub reason: Text,
}

/// A text in the languages of the site.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Text {
    en: String,
    es: String,
}

impl Text {
    /// The text in a language.
    #[must_use]
    pub fn in_language(&self, language: Language) -> String {
        match language {
            Language::English => self.en.clone(),
            Language::Spanish => self.es.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_policy_of_the_pipeline_is_read() {
        let text = |en: &str, es: &str| disclosure::Text {
            en: en.into(),
            es: es.into(),
        };
        let family = |rule| disclosure::Family {
            id: "arrests".into(),
            label: text("Arrests", "Arrestos"),
            published: text("Some", "Algunos"),
            why: text("So", "Pues"),
            tables: vec!["arrests".into()],
            categories: vec![],
            dimensions: vec![],
            companions: vec![],
            rule,
        };
        let policy = disclosure::Policy {
            families: vec![
                family(disclosure::Rule::Exact),
                family(disclosure::Rule::Suppression {
                    threshold: 5,
                    zeros: disclosure::Zeros::Hidden,
                    ambiguity: 2,
                    hidden_percent_limit: 10,
                }),
                family(disclosure::Rule::Rounding {
                    base: 5,
                    exact_from: 10,
                    within: 4,
                    ambiguity: 2,
                    mean_error_limit_hundredths: 200,
                }),
            ],
            linked: vec![],
            unprotected_releases: vec![],
            never: vec![text("Names", "Nombres")],
            limits: vec![],
        };
        let json = serde_json::to_vec(&policy).unwrap();
        let read: Policy = serde_json::from_slice(&json).unwrap();
        let rules: Vec<_> = read.families.iter().map(|family| family.rule).collect();
        let rule = |threshold, within| Rule { threshold, within };
        assert_eq!(
            rules,
            [rule(None, None), rule(Some(5), None), rule(None, Some(4))]
        );
        assert_eq!(read.never[0].in_language(Language::Spanish), "Nombres");
        assert_eq!(
            read.families[0].label.in_language(Language::English),
            "Arrests"
        );
    }
}
