//! Kinds of place: their members, their spellings, and what one source does differently.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Deserialize;

use super::SettingsError;
use super::areas::{BoundarySettings, CrosswalkSettings};
use super::codes::Members;
use super::guarded::in_folder;
use super::problem::Problem;
use super::sheet::{Sheet, SheetRow};

/// A kind of place as `city.toml` declares it.
#[derive(Debug, Deserialize, JsonSchema)]
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
    /// The first day on which these places were in force; always so where not given.
    pub valid_from: Option<Date>,
    /// The first day on which they were no longer in force; still so where not given.
    pub valid_until: Option<Date>,
    /// The map of the places.
    pub boundaries: Option<BoundarySettings>,
    /// A CSV with `code`, `year`, `population` and `source`.
    pub population: Option<String>,
    /// Which places of other kinds they lie in.
    #[serde(default, rename = "crosswalk")]
    pub crosswalks: Vec<CrosswalkSettings>,
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
    /// Whether the file of members was read: without it, no code is called unknown.
    is_read: bool,
}

/// What one source does differently: its own spellings, and members that it does not tell apart.
#[derive(Debug, Default)]
pub struct SourceSpellings {
    /// The position of a member by folded spelling; `None` for a name that covers several members.
    pub names: BTreeMap<String, Option<usize>>,
    /// The positions of members of which the source can hold no count.
    pub not_told_apart: BTreeSet<usize>,
}

/// A spelling without the differences that do not matter: case, and the width of spaces.
#[must_use]
pub fn fold(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").to_lowercase()
}

impl PlaceList {
    pub(super) fn load(
        folder: &Path,
        settings: &PlaceSettings,
        problems: &mut Vec<Problem>,
    ) -> Self {
        let mut list = Self {
            id: settings.id.clone(),
            unlocated: settings.unlocated.clone(),
            members: Vec::new(),
            spellings: BTreeMap::new(),
            is_read: false,
        };
        let spelling = settings.spelling_column.as_deref().unwrap_or("label");
        let mut required = vec!["code", "label", spelling];
        required.dedup();
        let path = in_folder(folder, &settings.file);
        if let Some(sheet) = Sheet::read(&path, &required, problems) {
            list.is_read = true;
            let mut members = Members::default();
            for row in &sheet.rows {
                if members.admit(&sheet, row, problems) {
                    list.spell(&sheet, row, spelling, list.members.len(), problems);
                    let field = |column| sheet.field(row, column).to_owned();
                    list.members.push((field("code"), field("label")));
                }
            }
        }
        if let Some(file) = &settings.spellings {
            let sheet = Sheet::read(&in_folder(folder, file), &["spelling", "code"], problems);
            for (sheet, row) in rows(sheet.as_ref()) {
                if let Some(position) = list.known(sheet, row, problems) {
                    list.spell(sheet, row, "spelling", position, problems);
                }
            }
        }
        list
    }

    fn spell(
        &mut self,
        sheet: &Sheet,
        row: &SheetRow,
        column: &str,
        position: usize,
        problems: &mut Vec<Problem>,
    ) {
        let spelling = fold(sheet.field(row, column));
        let earlier = self.spellings.insert(spelling, position);
        // A label that occurs twice has been named as such already.
        if earlier.is_some() && column != "label" {
            let problem = sheet.problem(row, column);
            let message = "an earlier line spells a place so, in any case";
            problems.push(problem.saying(message, "every spelling once"));
        }
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
        let mut problems = Vec::new();
        let own = self.read_source_spellings(folder, spellings, not_told_apart, &mut problems);
        SettingsError::unless_empty(problems).map(|()| own)
    }

    pub(super) fn read_source_spellings(
        &self,
        folder: &Path,
        spellings: Option<&str>,
        not_told_apart: Option<&str>,
        problems: &mut Vec<Problem>,
    ) -> SourceSpellings {
        let mut own = SourceSpellings::default();
        let sheet = spellings.and_then(|file| {
            Sheet::read(&in_folder(folder, file), &["spelling", "code"], problems)
        });
        for (sheet, row) in rows(sheet.as_ref()) {
            let position = match sheet.field(row, "code") {
                "" => None,
                _ => self.known(sheet, row, problems),
            };
            let spelling = fold(sheet.field(row, "spelling"));
            if own.names.insert(spelling, position).is_some() {
                let problem = sheet.problem(row, "spelling");
                let message = "an earlier line spells a place so, in any case";
                problems.push(problem.saying(message, "every spelling once"));
            }
        }
        let sheet = not_told_apart
            .and_then(|file| Sheet::read(&in_folder(folder, file), &["code"], problems));
        for (sheet, row) in rows(sheet.as_ref()) {
            own.not_told_apart.extend(self.known(sheet, row, problems));
        }
        own
    }

    /// The position of the code of a row.
    fn known(&self, sheet: &Sheet, row: &SheetRow, problems: &mut Vec<Problem>) -> Option<usize> {
        let position = self.position(sheet.field(row, "code"));
        if position.is_none() && self.is_read {
            let expected = format!("a code of the places {:?}", self.id);
            let problem = sheet.problem(row, "code");
            let problem = problem.saying("no such place has this code", expected);
            problems.push(problem.suggesting(self.codes()));
        }
        position
    }

    /// The position of a code.
    #[must_use]
    pub fn position(&self, code: &str) -> Option<usize> {
        self.members.iter().position(|(member, _)| member == code)
    }

    pub(super) fn codes(&self) -> impl Iterator<Item = &str> {
        self.members.iter().map(|(code, _)| code.as_str())
    }

    pub(super) fn is_read(&self) -> bool {
        self.is_read
    }
}

fn rows(sheet: Option<&Sheet>) -> impl Iterator<Item = (&Sheet, &SheetRow)> {
    sheet
        .into_iter()
        .flat_map(|sheet| sheet.rows.iter().map(move |row| (sheet, row)))
}
