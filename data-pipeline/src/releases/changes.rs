//! What differs between two releases, number by number.

use std::collections::{BTreeMap, BTreeSet};

use cube::release::{ABOUT_CITY, Manifest};
use cube::texts::{EachText, Text};
use cube::{Cell, CellStatus, Cube, Month};
use serde::Serialize;

use super::numbers::{self, CellKey, Line};
use super::persons::Persons;
use super::stored::Published;

/// Everything that differs between two releases.
#[derive(Clone, Debug, Default)]
pub struct Changes {
    /// The titles of tables that are new, by id.
    pub tables_came: BTreeMap<String, String>,
    /// The titles of tables that are gone, by id.
    pub tables_went: BTreeMap<String, String>,
    /// The tables of both, where they differ.
    pub tables: Vec<TableChanges>,
    /// The sources that differ.
    pub sources: Vec<SourceChange>,
    /// The tags of languages that its texts can be read in now and could not before.
    pub languages_came: Vec<String>,
    /// Whether words, caveats, events or accounts of rows differ; those about persons left aside.
    pub is_otherwise_changed: bool,
}

/// What differs between two states of a table.
#[derive(Clone, Debug)]
pub struct TableChanges {
    /// The id.
    pub table: String,
    /// The title as it is now.
    pub title: String,
    /// Areas and categories that are new.
    pub came: Vec<MemberChange>,
    /// Areas and categories that are gone.
    pub went: Vec<MemberChange>,
    /// Months with numbers that had none before.
    pub new_months: BTreeSet<Month>,
    /// Months without numbers that had some before.
    pub gone_months: BTreeSet<Month>,
    /// The numbers of areas and categories in both that differ, in the order of the table.
    pub cells: Vec<CellChange>,
}

/// An area or category that is in one of two releases only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberChange {
    /// The id of the dimension.
    pub dimension: String,
    /// The code.
    pub code: String,
    /// The label.
    pub label: String,
}

/// A number that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellChange {
    /// How.
    pub kind: Kind,
    /// The code of the area.
    pub geography: String,
    /// The code of the category.
    pub category: String,
    /// Category and area for people.
    pub labels: Vec<String>,
    /// Whether the area is no part of another.
    pub is_whole: bool,
    /// The month, or the first one of a year.
    pub month: Month,
    /// The last month that the number covers.
    pub last: Month,
    /// The digits of the numbers after the point.
    pub decimals: u8,
    /// What was published.
    pub before: Cell,
    /// What is to be.
    pub after: Cell,
}

/// How a number differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A number of a month that had none.
    New,
    /// A number where there was none, in a month that had others.
    Appeared,
    /// Another number.
    Revised,
    /// No number where there was one.
    Vanished,
    /// A number that is no longer shown, to protect people; what it was is not told any more.
    Hidden,
    /// The same number, with another status.
    Status,
}

/// A source that differs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SourceChange {
    /// The id.
    pub id: String,
    /// The rows read before; none where it is new.
    pub rows_before: Option<u64>,
    /// The rows read now; none where it is gone.
    pub rows_after: Option<u64>,
}

impl CellChange {
    /// What the number counts.
    #[must_use]
    pub fn key(&self, table: &str) -> CellKey {
        CellKey {
            table: table.to_owned(),
            geography: self.geography.clone(),
            category: self.category.clone(),
            first: self.month,
            last: self.last,
        }
    }
}

impl Kind {
    /// The word in tables.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Appeared => "appeared",
            Self::Revised => "revised",
            Self::Hidden => "hidden",
            Self::Vanished => "vanished",
            Self::Status => "status",
        }
    }
}

impl TableChanges {
    /// The changes of one kind.
    pub fn of(&self, kind: Kind) -> impl Iterator<Item = &CellChange> {
        self.cells.iter().filter(move |cell| cell.kind == kind)
    }
}

impl EachText for Changes {
    fn each_text(&mut self, each: &mut dyn FnMut(Text<'_>)) {
        let titles = self.tables_came.values_mut();
        titles
            .chain(self.tables_went.values_mut())
            .for_each(|title| title.each_text(each));
        self.tables.each_text(each);
    }
}

impl EachText for TableChanges {
    fn each_text(&mut self, each: &mut dyn FnMut(Text<'_>)) {
        self.title.each_text(each);
        let members = self.came.iter_mut().chain(&mut self.went);
        members.for_each(|member| member.label.each_text(each));
        let cells = self.cells.iter_mut();
        cells.for_each(|cell| cell.labels.each_text(each));
    }
}

impl Changes {
    /// Whether nothing differs.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.tables_came.is_empty()
            && self.tables_went.is_empty()
            && self.tables.is_empty()
            && self.sources.is_empty()
            && self.languages_came.is_empty()
            && !self.is_otherwise_changed
    }
}

/// What differs between an earlier and a later release.
#[must_use]
pub fn between(before: &Published, after: &Published, persons: &Persons) -> Changes {
    let only = |one: &Published, other: &Published| {
        let tables = one.manifest.tables.iter();
        let tables = tables.filter(|table| !other.cubes.contains_key(&table.id));
        tables
            .map(|table| (table.id.clone(), table.title.clone()))
            .collect()
    };
    let mut changes = Changes {
        tables_came: only(after, before),
        tables_went: only(before, after),
        tables: Vec::new(),
        sources: sources(before, after),
        languages_came: languages_came(&before.manifest, &after.manifest),
        is_otherwise_changed: has_other_words(before, after, persons),
    };
    for table in &after.manifest.tables {
        let cubes = (before.cubes.get(&table.id), after.cubes.get(&table.id));
        if let (Some(was), Some(is)) = cubes
            && was != is
        {
            changes
                .tables
                .push(table_changes(&table.id, &table.title, was, is));
        }
    }
    changes
}

fn languages_came(before: &Manifest, after: &Manifest) -> Vec<String> {
    let languages = after.translations.iter().map(|file| &file.language);
    let came = languages.filter(|language| before.translation(language).is_none());
    came.cloned().collect()
}

fn sources(before: &Published, after: &Published) -> Vec<SourceChange> {
    let by_id = |published: &Published| -> BTreeMap<String, (String, u64)> {
        let sources = published.manifest.sources.iter();
        sources
            .map(|one| (one.id.clone(), (one.sha256.clone(), one.accounting.read)))
            .collect()
    };
    let (before, after) = (by_id(before), by_id(after));
    let ids: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let differs = ids.into_iter().filter(|id| {
        let hash = |(hash, _): &(String, u64)| hash.clone();
        before.get(*id).map(hash) != after.get(*id).map(hash)
    });
    differs
        .map(|id| SourceChange {
            id: id.clone(),
            rows_before: before.get(id).map(|(_, rows)| *rows),
            rows_after: after.get(id).map(|(_, rows)| *rows),
        })
        .collect()
}

/// Whether titles, caveats, accounts of rows, events or the front page differ.
fn has_other_words(before: &Published, after: &Published, persons: &Persons) -> bool {
    let words = |published: &Published| {
        let manifest = persons.without(&published.manifest);
        let tables: Vec<_> = manifest
            .tables
            .iter()
            .map(|table| {
                let about = (&table.title, &table.description, &table.incomplete);
                (about, &table.caveats, &table.sources)
            })
            .map(|words| format!("{words:?}"))
            .collect();
        let rows: Vec<_> = manifest
            .sources
            .iter()
            .map(|one| one.accounting.clone())
            .collect();
        let city = manifest.files.iter();
        let city = city.filter(|file| ABOUT_CITY.contains(&&*file.path));
        let city: Vec<_> = city.map(|file| file.sha256.clone()).collect();
        (tables, rows, manifest.caveats.clone(), city)
    };
    words(before) != words(after)
}

fn table_changes(id: &str, title: &str, before: &Cube, after: &Cube) -> TableChanges {
    let (was, is) = (months(before), months(after));
    let new_months: BTreeSet<Month> = is.difference(&was).copied().collect();
    let mut earlier: BTreeMap<(String, String), Line<'_>> = numbers::lines(before)
        .map(|line| ((line.geography.clone(), line.category.clone()), line))
        .collect();
    let first = before.header().first.min(after.header().first);
    let last = before.header().last.max(after.header().last);
    let mut cells = Vec::new();
    for line in numbers::lines(after) {
        let key = (line.geography.clone(), line.category.clone());
        let Some(old) = earlier.remove(&key) else {
            continue;
        };
        for month in first.through(last).step_by(numbers::stride(line.step)) {
            let (before, now) = (old.cell(month), line.cell(month));
            if let Some(kind) = kind(before, now, new_months.contains(&month)) {
                let labels = [&line.category, &line.geography].into_iter();
                let labels = labels.flat_map(|codes| numbers::labels(after, codes));
                cells.push(CellChange {
                    kind,
                    geography: line.geography.clone(),
                    category: line.category.clone(),
                    labels: labels.collect(),
                    is_whole: line.is_whole,
                    month,
                    last: month.plus(line.step.months() - 1),
                    decimals: line.decimals,
                    before,
                    after: now,
                });
            }
        }
    }
    TableChanges {
        table: id.to_owned(),
        title: title.to_owned(),
        came: members(after, before),
        went: members(before, after),
        gone_months: was.difference(&is).copied().collect(),
        new_months,
        cells,
    }
}

/// The months in which a cube holds a number.
fn months(cube: &Cube) -> BTreeSet<Month> {
    let header = cube.header();
    let has_number = |offset: &usize| {
        let mut cells = cube
            .cells()
            .iter()
            .skip(*offset)
            .step_by(header.step_count().max(1));
        cells.any(|cell| cell.value().is_some())
    };
    let periods = header.periods();
    let months = (0..).zip(periods.iter().map(|period| period.first()));
    months
        .filter(|(offset, _)| has_number(offset))
        .map(|(_, month)| month)
        .collect()
}

fn kind(before: Cell, after: Cell, is_new_month: bool) -> Option<Kind> {
    match (before.value(), after.value()) {
        (None, None) => None,
        (None, Some(_)) if is_new_month => Some(Kind::New),
        (None, Some(_)) => Some(Kind::Appeared),
        (Some(_), None) if after.status() == CellStatus::Suppressed => Some(Kind::Hidden),
        (Some(_), None) => Some(Kind::Vanished),
        (Some(was), Some(is)) if was != is => Some(Kind::Revised),
        (Some(_), Some(_)) => (before.status() != after.status()).then_some(Kind::Status),
    }
}

/// The members of one cube that the other lacks.
fn members(one: &Cube, other: &Cube) -> Vec<MemberChange> {
    let mut members = Vec::new();
    for dimension in &one.header().dimensions {
        let mut others = other.header().dimensions.iter();
        let same = others.find(|other| other.id == dimension.id);
        let is_in_both = |code: &str| same.is_some_and(|same| same.member(code).is_some());
        let missing = dimension
            .members
            .iter()
            .filter(|member| !is_in_both(&member.code));
        members.extend(missing.map(|member| MemberChange {
            dimension: dimension.id.clone(),
            code: member.code.clone(),
            label: member.label.clone(),
        }));
    }
    members
}
