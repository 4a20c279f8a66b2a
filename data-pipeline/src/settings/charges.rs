//! The ordered rules that put a charge's free text into a group, as data.
//!
//! How a rule is applied is known to `classify`; here it is only read.

use std::path::Path;

use serde::Deserialize;

use super::{CodeList, SettingsError, files};

/// How the pattern of a rule is compared with a charge in capitals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MatchKind {
    /// The charge is the pattern.
    Exact,
    /// The charge begins with the pattern.
    Prefix,
    /// The words of the pattern occur in the charge, in order and side by side.
    Word,
    /// The pattern occurs anywhere, also inside a word.
    Contains,
}

/// One rule; the first that fits decides.
#[derive(Clone, Debug)]
pub struct ChargeRule {
    /// How the pattern is compared.
    pub kind: MatchKind,
    /// The pattern, in capitals.
    pub pattern: String,
    /// The position of the group in the list of charge groups.
    pub group: usize,
}

#[derive(Deserialize)]
struct RuleRow {
    r#match: MatchKind,
    pattern: String,
    group: String,
}

/// Loads a CSV with the columns `match`, `pattern` and `group`.
pub(super) fn load(path: &Path, groups: &CodeList) -> Result<Vec<ChargeRule>, SettingsError> {
    files::csv::<RuleRow>(path)?
        .into_iter()
        .map(|row| {
            let group = groups
                .position(&row.group)
                .ok_or_else(|| SettingsError::Invalid {
                    path: path.to_owned(),
                    found: format!("the rule {:?} leads to {:?}", row.pattern, row.group),
                    expected: "a code of charge_groups.csv".into(),
                })?;
            Ok(ChargeRule {
                kind: row.r#match,
                pattern: row.pattern,
                group,
            })
        })
        .collect()
}
