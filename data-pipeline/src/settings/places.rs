//! Kinds of place: their members, their spellings, and what one source does differently.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::Deserialize;

use super::{SettingsError, files};

/// A kind of place as `city.toml` declares it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlaceSettings {
    /// The id, by which sources and tables name the kind.
    pub id: String,
    /// The name for people.
    pub label: String,
    /// A CSV with `code`, `label` and, where named below, the spelling.
    pub file: String,
    /// A CSV with `spelling` and `code`: further spellings.
    pub spellings: Option<String>,
    /// The column of `file` that sources spell a member by, where it is not the label.
    pub spelling_column: Option<String>,
    /// The label of the entry for events without such a place; none where there is no such entry.
    pub unlocated: Option<String>,
}

/// One kind of place: an ordered list of members and their spellings.
#[derive(Debug)]
pub struct PlaceList {
    /// The id.
    pub id: String,
    /// The label of the entry for events without such a place.
    pub unlocated: Option<String>,
    /// Codes and labels, in the order of the file.
    pub members: Vec<(String, String)>,
    /// The position of a member by its folded spelling.
    spellings: BTreeMap<String, usize>,
}

/// What one source does differently: its own spellings, and members that it does not tell apart.
#[derive(Debug, Default)]
pub struct SourceSpellings {
    /// The position of a member by folded spelling; `None` for a name that covers several members.
    pub names: BTreeMap<String, Option<usize>>,
    /// The positions of members of which the source can hold no count.
    pub not_told_apart: BTreeSet<usize>,
}

#[derive(Deserialize)]
struct SpellingRow {
    spelling: String,
    code: String,
}

#[derive(Deserialize)]
struct CodeRow {
    code: String,
}

/// A spelling without the differences that do not matter: case, and the width of spaces.
#[must_use]
pub fn fold(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").to_lowercase()
}

impl PlaceList {
    pub(super) fn load(folder: &Path, settings: &PlaceSettings) -> Result<Self, SettingsError> {
        let path = folder.join(&settings.file);
        let mut list = Self {
            id: settings.id.clone(),
            unlocated: settings.unlocated.clone(),
            members: Vec::new(),
            spellings: BTreeMap::new(),
        };
        let spelling_column = settings.spelling_column.as_deref().unwrap_or("label");
        for row in files::csv::<BTreeMap<String, String>>(&path)? {
            let column = |name: &str| {
                row.get(name)
                    .cloned()
                    .ok_or_else(|| SettingsError::Invalid {
                        path: path.clone(),
                        found: format!("no column {name:?}"),
                        expected: "columns `code` and `label`, and the spelling's".into(),
                    })
            };
            let spelling = fold(&column(spelling_column)?);
            list.spellings.insert(spelling, list.members.len());
            list.members.push((column("code")?, column("label")?));
        }
        if let Some(file) = &settings.spellings {
            let path = folder.join(file);
            for row in files::csv::<SpellingRow>(&path)? {
                let position = list.known(&path, &row.code)?;
                list.spellings.insert(fold(&row.spelling), position);
            }
        }
        Ok(list)
    }

    /// The position of a spelling in any case.
    #[must_use]
    pub fn find(&self, text: &str) -> Option<usize> {
        self.spellings.get(&fold(text)).copied()
    }

    /// Loads what one source does differently.
    ///
    /// # Errors
    /// Where a file is malformed or names a member that the list lacks.
    pub fn source_spellings(
        &self,
        folder: &Path,
        spellings: Option<&str>,
        not_told_apart: Option<&str>,
    ) -> Result<SourceSpellings, SettingsError> {
        let mut own = SourceSpellings::default();
        if let Some(file) = spellings {
            let path = folder.join(file);
            for row in files::csv::<SpellingRow>(&path)? {
                let position = match row.code.as_str() {
                    "" => None,
                    code => Some(self.known(&path, code)?),
                };
                own.names.insert(fold(&row.spelling), position);
            }
        }
        if let Some(file) = not_told_apart {
            let path = folder.join(file);
            for row in files::csv::<CodeRow>(&path)? {
                own.not_told_apart.insert(self.known(&path, &row.code)?);
            }
        }
        Ok(own)
    }

    fn known(&self, path: &Path, code: &str) -> Result<usize, SettingsError> {
        self.members
            .iter()
            .position(|(member, _)| member == code)
            .ok_or_else(|| SettingsError::Invalid {
                path: path.to_owned(),
                found: format!("the code {code:?}"),
                expected: format!("a code of the places {:?}", self.id),
            })
    }
}
