//! Code lists with one hierarchy each, and what sources call their members.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::marks::CodeMarks;
use super::problem::Problem;
use super::sheet::{Sheet, SheetRow};

/// An ordered code list; a member stands after the one that it is a part of.
#[derive(Debug, Default)]
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
    /// What else the list says of it.
    pub marks: CodeMarks,
}

impl CodeList {
    /// Loads a CSV with at least the columns `code`, `label` and `parent`.
    pub(super) fn load(path: &Path, problems: &mut Vec<Problem>) -> Option<Self> {
        let sheet = Sheet::read(path, &["code", "label", "parent"], problems)?;
        let mut list = Self::default();
        let mut members = Members::default();
        for row in &sheet.rows {
            if !members.admit(&sheet, row, problems) {
                continue;
            }
            let parent = match sheet.field(row, "parent") {
                "" => None,
                parent => {
                    let position = list.position(parent);
                    if position.is_none() {
                        problems.push(list.orphan(&sheet, row));
                    }
                    position
                }
            };
            list.codes.push(Code {
                code: sheet.field(row, "code").to_owned(),
                label: sheet.field(row, "label").to_owned(),
                parent,
                marks: CodeMarks::read(&sheet, row, problems),
            });
        }
        Some(list)
    }

    /// What is wrong with a parent that stands on no earlier line.
    fn orphan(&self, sheet: &Sheet, row: &SheetRow) -> Problem {
        let parent_of = |code: &str| {
            let mut rows = sheet.rows.iter();
            let row = rows.find(|row| sheet.field(row, "code") == code)?;
            Some(sheet.field(row, "parent"))
        };
        let code = sheet.field(row, "code");
        let lineage = std::iter::successors(parent_of(code), |parent| parent_of(parent));
        let lineage: Vec<&str> = lineage.take(sheet.rows.len() + 1).collect();
        let message = if lineage.contains(&code) {
            "the code is a part of itself"
        } else if lineage.len() > 1 {
            "the parent stands on a later line"
        } else {
            "no line has this code"
        };
        let codes = sheet.rows.iter().map(|row| sheet.field(row, "code"));
        let problem = sheet.problem(row, "parent");
        let problem = problem.saying(message, "a code of an earlier line");
        problem.suggesting(codes.filter(|other| *other != code))
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

    /// Every code.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.codes.iter().map(|member| member.code.as_str())
    }
}

/// The codes and labels of a list while it is read: each may occur once.
#[derive(Default)]
pub(super) struct Members {
    codes: BTreeSet<String>,
    labels: BTreeSet<String>,
}

impl Members {
    /// Whether a row defines a member; what speaks against its code and label is a problem.
    pub(super) fn admit(
        &mut self,
        sheet: &Sheet,
        row: &SheetRow,
        problems: &mut Vec<Problem>,
    ) -> bool {
        let (code, label) = (sheet.field(row, "code"), sheet.field(row, "label"));
        if !is_code(code) {
            let expected = "lower-case letters, digits, hyphens and underscores";
            let problem = sheet.problem(row, "code");
            problems.push(problem.saying("this cannot stand in an address", expected));
        } else if !self.codes.insert(code.to_owned()) {
            let problem = sheet.problem(row, "code");
            problems.push(problem.saying("an earlier line has this code", "every code once"));
            return false;
        }
        if label.is_empty() {
            let problem = sheet.problem(row, "label");
            problems.push(problem.saying("there is no label", "a name for people"));
        } else if !self.labels.insert(label.to_owned()) {
            let problem = sheet.problem(row, "label");
            problems.push(problem.saying("an earlier line has this label", "every label once"));
        }
        true
    }
}

/// Whether a text is fit for addresses, file names and column values.
pub(super) fn is_code(text: &str) -> bool {
    let is_fit = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_".contains(c);
    !text.is_empty() && text.chars().all(is_fit)
}

/// A code and how often one event counts under it: 1, or -1 where it is taken away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Weighted {
    /// The position in the code list.
    pub code: usize,
    /// What the count of a row is multiplied by.
    pub factor: i64,
}

/// What each source calls the codes of a list: vocabulary, then name, then codes.
#[derive(Debug, Default)]
pub struct Vocabularies {
    names: BTreeMap<String, BTreeMap<String, Vec<Weighted>>>,
}

impl Vocabularies {
    /// Loads a CSV with the columns `vocabulary`, `name`, `code` and `factor`.
    ///
    /// A name on several lines counts under each of their codes. Without a list, codes are not
    /// looked up.
    pub(super) fn load(
        path: &Path,
        list_file: &str,
        list: Option<&CodeList>,
        problems: &mut Vec<Problem>,
    ) -> Option<Self> {
        let sheet = Sheet::read(path, &["vocabulary", "name", "code", "factor"], problems)?;
        let mut all = Self::default();
        for row in &sheet.rows {
            let field = |column| sheet.field(row, column);
            let vocabulary = all.names.entry(field("vocabulary").to_owned());
            let codes = vocabulary.or_default().entry(field("name").to_owned());
            let codes = codes.or_default();
            for column in ["vocabulary", "name"] {
                if field(column).is_empty() {
                    let problem = sheet.problem(row, column);
                    problems.push(problem.saying("there is no name", "the name in the source"));
                }
            }
            let Some(weighted) = weighted(&sheet, row, (list_file, list), problems) else {
                continue;
            };
            if codes.iter().any(|other| other.code == weighted.code) {
                let problem = sheet.problem(row, "name");
                let message = "an earlier line gives this name the same code";
                problems.push(problem.saying(message, "every name and code once in a vocabulary"));
                continue;
            }
            codes.push(weighted);
        }
        Some(all)
    }

    /// The names of one vocabulary; `None` where nothing defines it.
    #[must_use]
    pub fn get(&self, vocabulary: &str) -> Option<&BTreeMap<String, Vec<Weighted>>> {
        self.names.get(vocabulary)
    }

    /// The vocabularies.
    pub(super) fn vocabularies(&self) -> impl Iterator<Item = &str> {
        self.names.keys().map(String::as_str)
    }
}

fn weighted(
    sheet: &Sheet,
    row: &SheetRow,
    (list_file, list): (&str, Option<&CodeList>),
    problems: &mut Vec<Problem>,
) -> Option<Weighted> {
    let factor = match sheet.field(row, "factor").parse::<i64>() {
        Ok(factor @ (-1 | 1)) => Some(factor),
        _ => {
            let problem = sheet.problem(row, "factor");
            problems.push(problem.saying("this is not a factor", "1, or -1 to take away"));
            None
        }
    };
    let list = list?;
    let code = list.position(sheet.field(row, "code"));
    if code.is_none() {
        let problem = sheet.problem(row, "code");
        let problem = problem.saying(
            format!("no line of {list_file} has this code"),
            "a code of it",
        );
        problems.push(problem.suggesting(list.names()));
    }
    Some(Weighted {
        code: code?,
        factor: factor?,
    })
}
