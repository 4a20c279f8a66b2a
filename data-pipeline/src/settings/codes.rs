//! Code lists with one hierarchy each, and what sources call their members.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

use super::{SettingsError, files};

/// An ordered code list; a member stands after the one that it is a part of.
#[derive(Debug)]
pub struct CodeList {
    /// The members.
    pub codes: Vec<Code>,
}

/// One member of a code list.
#[derive(Debug)]
pub struct Code {
    /// The code.
    pub code: String,
    /// The name for people.
    pub label: String,
    /// The position of the member that this one is a part of.
    pub parent: Option<usize>,
}

#[derive(Deserialize)]
struct CodeRow {
    code: String,
    label: String,
    parent: Option<String>,
}

impl CodeList {
    /// Loads a CSV with at least the columns `code`, `label` and `parent`.
    pub(super) fn load(path: &Path) -> Result<Self, SettingsError> {
        let mut list = Self { codes: Vec::new() };
        for row in files::csv::<CodeRow>(path)? {
            let parent = match row.parent.filter(|parent| !parent.is_empty()) {
                None => None,
                Some(parent) => {
                    let found = format!("code {:?} is a part of {parent:?}", row.code);
                    let expected = "a parent on an earlier line".to_owned();
                    let path = path.to_owned();
                    Some(list.position(&parent).ok_or(SettingsError::Invalid {
                        path,
                        found,
                        expected,
                    })?)
                }
            };
            if list.position(&row.code).is_some() {
                return Err(SettingsError::Invalid {
                    path: path.to_owned(),
                    found: format!("code {:?} twice", row.code),
                    expected: "every code once".into(),
                });
            }
            list.codes.push(Code {
                code: row.code,
                label: row.label,
                parent,
            });
        }
        Ok(list)
    }

    /// The position of a code.
    #[must_use]
    pub fn position(&self, code: &str) -> Option<usize> {
        self.codes.iter().position(|member| member.code == code)
    }

    /// The member at `position` and everything that it is a part of, innermost first.
    pub fn lineage(&self, position: usize) -> impl Iterator<Item = usize> {
        let parent = |at: &usize| self.codes.get(*at).and_then(|member| member.parent);
        std::iter::successors(Some(position), parent)
    }
}

/// A code and how often one event counts under it: 1, or -1 where it is taken away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Weighted {
    /// The position in the code list.
    pub code: usize,
    /// What the count of a row is multiplied by.
    pub factor: i64,
}

/// What each source calls the offenses: vocabulary, then name, then codes.
#[derive(Debug)]
pub struct Vocabularies {
    names: BTreeMap<String, BTreeMap<String, Vec<Weighted>>>,
}

#[derive(Deserialize)]
struct NameRow {
    vocabulary: String,
    name: String,
    code: String,
    factor: i64,
}

impl Vocabularies {
    /// Loads a CSV with the columns `vocabulary`, `name`, `code` and `factor`.
    ///
    /// A name on several lines counts under each of their codes.
    pub(super) fn load(path: &Path, list: &CodeList) -> Result<Self, SettingsError> {
        let mut names: BTreeMap<String, BTreeMap<String, Vec<Weighted>>> = BTreeMap::new();
        for row in files::csv::<NameRow>(path)? {
            let code = list
                .position(&row.code)
                .ok_or_else(|| SettingsError::Invalid {
                    path: path.to_owned(),
                    found: format!("{:?} means the code {:?}", row.name, row.code),
                    expected: "a code of offenses.csv".into(),
                })?;
            let weighted = Weighted {
                code,
                factor: row.factor,
            };
            let vocabulary = names.entry(row.vocabulary).or_default();
            vocabulary.entry(row.name).or_default().push(weighted);
        }
        Ok(Self { names })
    }

    /// The names of one vocabulary; `None` where nothing defines it.
    #[must_use]
    pub fn get(&self, vocabulary: &str) -> Option<&BTreeMap<String, Vec<Weighted>>> {
        self.names.get(vocabulary)
    }
}
