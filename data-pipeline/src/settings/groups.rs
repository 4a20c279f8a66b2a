//! Groups of people that a city tells apart: lists of ages, sexes or races, and what sources call
//! them.
//!
//! A group is one code a person of each list; bands of ages are lists too, and no age itself is
//! known beyond its band. Which columns name groups is in [`super::people`].

use std::path::Path;

use schemars::JsonSchema;
use serde::Deserialize;

use super::guarded::in_folder;
use super::problem::Problem;
use super::sheet::{Sheet, SheetRow};
use super::{CodeList, Vocabularies};

/// A list of groups as `city.toml` declares it.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GroupSettings {
    /// The id, by which sources and tables name the list; also the column name in published tables.
    pub id: String,
    /// The name for people.
    pub label: String,
    /// A CSV with `code`, `label` and `parent`, whose first code is everybody; for ages, the bands
    /// have the columns `from` and `until` too: the first and the last age, in whole years.
    pub file: String,
    /// A CSV with `vocabulary`, `name`, `code` and `factor`: what the sources call the groups. A list
    /// without one is of ages.
    pub names: Option<String>,
    /// The code of people of whom the source does not say it.
    pub not_recorded: String,
}

/// A list of groups, loaded.
#[derive(Debug)]
pub struct GroupList {
    /// How it is declared.
    pub settings: GroupSettings,
    /// Its members, a tree; the first is everybody.
    pub codes: CodeList,
    /// What the sources call them.
    pub names: Vocabularies,
    /// The bands of ages, youngest first; empty where the list is of something else.
    pub bands: Vec<Band>,
    /// Whether the file of the members could be read.
    pub is_read: bool,
}

/// A band of ages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Band {
    /// The first age, in whole years.
    pub from: u32,
    /// The last age; none where the band is open.
    pub until: Option<u32>,
    /// The position in the list.
    pub code: usize,
}

impl GroupList {
    /// Loads the files of a list.
    pub(super) fn load(
        folder: &Path,
        settings: GroupSettings,
        problems: &mut Vec<Problem>,
    ) -> Self {
        let path = in_folder(folder, &settings.file);
        let codes = CodeList::load(&path, problems);
        let is_read = codes.is_some();
        let names = settings.names.as_ref().and_then(|names| {
            let path = in_folder(folder, names);
            only_single(&path, problems);
            Vocabularies::load(&path, &settings.file, codes.as_ref(), problems)
        });
        let codes = codes.unwrap_or_default();
        let bands = match is_read {
            true => checked(&path, &settings, &codes, problems),
            false => Vec::new(),
        };
        Self {
            settings,
            codes,
            names: names.unwrap_or_default(),
            bands,
            is_read,
        }
    }

    /// Whether the list is one of bands of ages.
    #[must_use]
    pub fn is_of_ages(&self) -> bool {
        self.settings.names.is_none()
    }

    /// The position of the code of people of whom nothing is said.
    #[must_use]
    pub fn not_recorded(&self) -> Option<usize> {
        self.codes.position(&self.settings.not_recorded)
    }

    /// The band of an age; none where no band holds it.
    #[must_use]
    pub fn band(&self, age: u32) -> Option<usize> {
        let holds = |band: &&Band| band.from <= age && band.until.is_none_or(|until| age <= until);
        self.bands.iter().find(holds).map(|band| band.code)
    }
}

/// Everybody is the first code and all others are parts of it; bands of ages leave out and share no
/// age. The bands, where the list is of ages.
fn checked(
    path: &Path,
    settings: &GroupSettings,
    codes: &CodeList,
    problems: &mut Vec<Problem>,
) -> Vec<Band> {
    // What is wrong with the form was told when the codes were read.
    let Some(sheet) = Sheet::read(path, &["code", "label", "parent"], &mut Vec::new()) else {
        return Vec::new();
    };
    for row in sheet.rows.iter().skip(1) {
        if sheet.field(row, "parent").is_empty() {
            let problem = sheet.problem(row, "parent");
            let message = "the first code of the list is everybody, and this is no part of it";
            problems.push(problem.saying(message, "a code of an earlier line"));
        }
    }
    if codes.position(&settings.not_recorded).is_none() {
        let problem = Problem::of_line(path, 1, "code").found(&settings.not_recorded);
        let message = "no line has the code of people of whom nothing is recorded";
        let expected = "the code that `not_recorded` of city.toml names";
        problems.push(problem.saying(message, expected).suggesting(codes.names()));
    }
    match settings.names {
        Some(_) => Vec::new(),
        None => bands(path, &sheet, codes, problems),
    }
}

fn bands(path: &Path, sheet: &Sheet, codes: &CodeList, problems: &mut Vec<Problem>) -> Vec<Band> {
    let mut bands: Vec<Band> = Vec::new();
    let mut next = Some(0);
    for row in &sheet.rows {
        let Some(band) = band(sheet, row, codes, problems) else {
            continue;
        };
        if next != Some(band.from) {
            let expected = match next {
                Some(next) => format!("{next}, so that no age is left out or in two bands"),
                None => "no band after the open one".to_owned(),
            };
            let problem = sheet.problem(row, "from");
            problems.push(problem.saying("the band does not follow the one before it", expected));
        }
        next = band.until.map(|until| until.saturating_add(1));
        bands.push(band);
    }
    if bands.is_empty() {
        let problem = Problem::of_line(path, 1, "from");
        let message = "the list has neither names nor bands of ages";
        let expected = "`names` in city.toml, or the columns from and until with ages";
        problems.push(problem.saying(message, expected));
    }
    bands
}

fn band(
    sheet: &Sheet,
    row: &SheetRow,
    codes: &CodeList,
    problems: &mut Vec<Problem>,
) -> Option<Band> {
    let mut age = |column: &str| match sheet.field(row, column) {
        "" => Some(None),
        text => match text.parse::<u32>() {
            Ok(age) => Some(Some(age)),
            Err(_) => {
                let problem = sheet.problem(row, column);
                problems.push(problem.saying("this is no age", "whole years, such as 18"));
                None
            }
        },
    };
    let (from, until) = (age("from")?, age("until")?);
    let from = match (from, until) {
        (None, None) => return None,
        (Some(from), until) if until.is_none_or(|until| from <= until) => from,
        _ => {
            let problem = sheet.problem(row, "until");
            problems.push(problem.saying("the band holds no age", "`from` up to `until`"));
            return None;
        }
    };
    let code = codes.position(sheet.field(row, "code"))?;
    if codes.codes.iter().any(|other| other.parent == Some(code)) {
        let problem = sheet.problem(row, "from");
        let message = "the band has parts, which hold its ages";
        problems.push(problem.saying(message, "ages for its parts alone"));
    }
    Some(Band { from, until, code })
}

/// A person is in one group of a list: a name has one code, and nobody is taken away.
fn only_single(path: &Path, problems: &mut Vec<Problem>) {
    let columns = ["vocabulary", "name", "code", "factor"];
    let Some(sheet) = Sheet::read(path, &columns, &mut Vec::new()) else {
        return;
    };
    let mut seen = std::collections::BTreeSet::new();
    for row in &sheet.rows {
        if !seen.insert((sheet.field(row, "vocabulary"), sheet.field(row, "name"))) {
            let problem = sheet.problem(row, "name");
            let message = "an earlier line has this name, and a person is in one group";
            problems.push(problem.saying(message, "every name once in a vocabulary"));
        }
        if sheet.field(row, "factor") == "-1" {
            let problem = sheet.problem(row, "factor");
            problems.push(problem.saying("a person cannot be taken away from a group", "1"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BANDS: &str = "code,label,parent,from,until\nall,All,,,\nyoung,Under 18,all,0,17\n\
                         old,18 and older,all,18,\nunknown,Not recorded,all,,\n";

    fn load(text: &str) -> (GroupList, Vec<String>) {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("ages.csv"), text).unwrap();
        let settings = GroupSettings {
            id: "age".into(),
            label: "Age".into(),
            file: "ages.csv".into(),
            names: None,
            not_recorded: "unknown".into(),
        };
        let mut problems = Vec::new();
        let list = GroupList::load(folder.path(), settings, &mut problems);
        let line = |problem: &Problem| {
            let Problem { field, message, .. } = problem;
            format!("{}: {field}: {message}", problem.position.line)
        };
        (list, problems.iter().map(line).collect())
    }

    #[test]
    fn an_age_is_in_one_band() {
        let (list, problems) = load(BANDS);
        assert_eq!(problems, [""; 0]);
        let code = |age| {
            let code = list.band(age).and_then(|at| list.codes.codes.get(at));
            code.map(|code| code.code.clone()).unwrap_or_default()
        };
        for (age, expected) in [(0, "young"), (17, "young"), (18, "old"), (120, "old")] {
            assert_eq!(code(age), expected, "{age}");
        }
        assert!(list.is_of_ages());
        assert_eq!(list.not_recorded(), Some(3));
    }

    #[track_caller]
    fn check(from: &str, to: &str, expected: &str) {
        assert!(BANDS.contains(from));
        let (_, problems) = load(&BANDS.replace(from, to));
        assert_eq!(problems.first().map(String::as_str), Some(expected));
    }

    #[test]
    fn bands_leave_out_and_share_no_age() {
        let follows = "4: from: the band does not follow the one before it";
        check("all,18,", "all,19,", follows);
        check("all,18,", "all,17,", follows);
        check("all,0,17", "all,,17", "3: until: the band holds no age");
        check("all,0,17", "all,zero,17", "3: from: this is no age");
    }

    #[test]
    fn everybody_is_the_first_code() {
        let message = "the first code of the list is everybody, and this is no part of it";
        check(
            "recorded,all",
            "recorded,",
            &format!("5: parent: {message}"),
        );
    }

    #[test]
    fn the_code_of_nothing_recorded_is_there() {
        let message = "no line has the code of people of whom nothing is recorded";
        check("unknown,Not", "unnamed,Not", &format!("1: code: {message}"));
    }
}
