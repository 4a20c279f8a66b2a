//! The history of published numbers: only those that were published with more than one value.
//!
//! A line says which number, since when which value stood, and whose it was: the id of a vintage,
//! or `release` where it stood in a release. A number that has never changed has no line.

use std::collections::BTreeMap;

use cube::{Cell, CellStatus, Cube, Fixed, Month};
use disclosure::{Policy, Rule};
use thiserror::Error;

use super::numbers::{self, CellKey};
use super::{Changes, Kind, Persons, Seed, Stored};

/// Whose values are those of releases.
pub(super) const RELEASE: &str = "release";

const COLUMNS: [&str; 9] = [
    "table",
    "geography",
    "category",
    "first",
    "last",
    "published_on",
    "vintage",
    "value",
    "status",
];

/// One value of a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revision {
    /// What is counted.
    pub key: CellKey,
    /// When the value was published, as exact as is known: `2015`, `2016-09` or `2018-02-17`.
    pub published_on: String,
    /// The id of the vintage, or `release`.
    pub vintage: String,
    /// The value; none where the number was taken back.
    pub value: Option<Fixed>,
    /// What the value is.
    pub status: CellStatus,
}

/// Why a file is not a history of numbers.
#[derive(Debug, Error)]
#[error("line {line}: expected {expected}, found {found:?}")]
pub struct RevisionsError {
    line: usize,
    expected: &'static str,
    found: String,
}

/// The values of numbers, as they are gathered.
#[derive(Debug, Default)]
pub(super) struct History {
    values: BTreeMap<CellKey, Vec<Revision>>,
}

/// Whether a value of a number may stand in the history, by the family that the number belongs to.
#[must_use]
pub fn may_be_told(policy: &Policy, revision: &Revision) -> bool {
    let key = &revision.key;
    let Some(family) = policy.family(&key.table, &key.category) else {
        return false;
    };
    let least = match family.rule {
        Rule::Exact => 0,
        Rule::Suppression { threshold, .. } => threshold,
        Rule::Rounding { exact_from, .. } => exact_from,
    };
    let is_protected = matches!(
        revision.status,
        CellStatus::Suppressed | CellStatus::Rounded
    );
    !is_protected && revision.value.is_none_or(|value| value.stored >= least)
}

impl History {
    /// The history that begins with vintages, goes on with the releases before, and ends with what
    /// is to be published on `released` now.
    ///
    /// `changes` are those since the last release; none where the same numbers stand in it.
    pub(super) fn gather(
        seeds: &[Seed],
        before: Option<&Stored>,
        changes: Option<&Changes>,
        persons: &Persons,
        now: (&str, &BTreeMap<String, Cube>),
    ) -> Vec<Revision> {
        let mut history = Self::default();
        for seed in seeds {
            history.add(Revision {
                key: seed.key.clone(),
                published_on: seed.published_on.clone(),
                vintage: seed.vintage.clone(),
                value: Some(Fixed {
                    stored: seed.value,
                    decimals: 0,
                }),
                status: CellStatus::Observed,
            });
        }
        if let Some(before) = before {
            let carried = persons.revisions_without(&before.revisions);
            let carried = carried.into_iter().filter(|one| one.vintage == RELEASE);
            carried.cloned().for_each(|one| history.add(one));
            if let Some(changes) = changes {
                history.add_changes(changes, persons, &before.published.manifest.released);
                let (released, cubes) = (
                    &*before.published.manifest.released,
                    &before.published.cubes,
                );
                history.add_release(released, cubes, |key| !persons.has_table(&key.table));
            }
        }
        history.add_release(now.0, now.1, |_| true);
        history.finish()
    }

    fn add(&mut self, revision: Revision) {
        let values = self.values.entry(revision.key.clone());
        values.or_default().push(revision);
    }

    /// Begins the history of the numbers that have changed since the last release.
    fn add_changes(&mut self, changes: &Changes, persons: &Persons, released: &str) {
        let tables = changes.tables.iter();
        for table in tables.filter(|table| !persons.has_table(&table.table)) {
            let cells = table.cells.iter();
            for cell in cells.filter(|cell| matches!(cell.kind, Kind::Revised | Kind::Vanished)) {
                self.add(Revision {
                    key: cell.key(&table.table),
                    published_on: released.to_owned(),
                    vintage: RELEASE.to_owned(),
                    value: fixed(cell.before, cell.decimals),
                    status: cell.before.status(),
                });
            }
        }
    }

    /// Adds what a release holds of every number that has a history.
    fn add_release(
        &mut self,
        released: &str,
        cubes: &BTreeMap<String, Cube>,
        wanted: impl Fn(&CellKey) -> bool,
    ) {
        let mut lines: BTreeMap<(&str, String, String), numbers::Line<'_>> = BTreeMap::new();
        for (table, cube) in cubes {
            if self.values.keys().any(|key| key.table == *table) {
                lines.extend(numbers::lines(cube).map(|line| {
                    let key = (&**table, line.geography.clone(), line.category.clone());
                    (key, line)
                }));
            }
        }
        for (key, values) in self.values.iter_mut().filter(|(key, _)| wanted(key)) {
            let at = (&*key.table, key.geography.clone(), key.category.clone());
            let line = lines.get(&at);
            let cell = line.map_or(Cell::NotCollected, |line| line.sum(key.first, key.last));
            let stood = values.iter().any(|value| value.vintage == RELEASE);
            if cell.value().is_some() || stood {
                values.push(Revision {
                    key: key.clone(),
                    published_on: released.to_owned(),
                    vintage: RELEASE.to_owned(),
                    value: fixed(cell, line.map_or(0, |line| line.decimals)),
                    status: cell.status(),
                });
            }
        }
    }

    /// The numbers that had more than one value, by table, area, category and months.
    fn finish(self) -> Vec<Revision> {
        let mut lines = Vec::new();
        for (_, mut values) in self.values {
            // The sort is stable: what came on one day stays in the order in which it came.
            values.sort_by(|one, other| {
                let by_day = one.published_on.cmp(&other.published_on);
                by_day.then_with(|| (one.vintage == RELEASE).cmp(&(other.vintage == RELEASE)))
            });
            values.dedup_by(|later, earlier| later.value == earlier.value);
            if values.len() > 1 {
                lines.extend(values);
            }
        }
        lines
    }
}

/// The number of a cell, where it has one.
fn fixed(cell: Cell, decimals: u8) -> Option<Fixed> {
    let number = |stored| Fixed { stored, decimals };
    cell.value().map(number)
}

/// The largest fall of a month's number that a line has seen, by table, area and category.
pub(super) fn largest_falls(revisions: &[Revision]) -> BTreeMap<(&str, &str, &str), u32> {
    let mut falls: BTreeMap<(&str, &str, &str), u32> = BTreeMap::new();
    for pair in revisions.windows(2) {
        if let [earlier, later] = pair
            && earlier.key == later.key
            && earlier.key.first == earlier.key.last
            && let (Some(was), Some(is)) = (earlier.value, later.value)
        {
            let key = &earlier.key;
            let fall = falls.entry((&key.table, &key.geography, &key.category));
            let fall = fall.or_default();
            *fall = (*fall).max(was.stored.saturating_sub(is.stored));
        }
    }
    falls
}

/// Writes a history as CSV; equal histories give equal bytes.
///
/// # Errors
/// Where the writer fails.
pub fn write(revisions: &[Revision]) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::Any(b'\n'))
        .from_writer(Vec::new());
    writer.write_record(COLUMNS)?;
    for Revision {
        key,
        published_on,
        vintage,
        value,
        status,
    } in revisions
    {
        let (first, last) = (key.first.to_string(), key.last.to_string());
        let value = value.map(|value| value.to_string()).unwrap_or_default();
        let codes = [&key.table, &key.geography, &key.category, &first, &last];
        writer.write_record(
            codes
                .into_iter()
                .chain([published_on, vintage, &value])
                .map(String::as_str)
                .chain([status.as_str()]),
        )?;
    }
    writer
        .into_inner()
        .map_err(|error| error.into_error().into())
}

/// Reads what [`write`] wrote.
///
/// # Errors
/// The first line that is none.
pub fn read(bytes: &[u8]) -> Result<Vec<Revision>, RevisionsError> {
    let mut reader = csv::Reader::from_reader(bytes);
    let mut revisions = Vec::new();
    for (line, record) in (2..).zip(reader.records()) {
        let record = record.map_err(|error| RevisionsError {
            line,
            expected: "nine fields in UTF-8",
            found: error.to_string(),
        })?;
        revisions.push(revision(line, &record)?);
    }
    Ok(revisions)
}

fn revision(line: usize, record: &csv::StringRecord) -> Result<Revision, RevisionsError> {
    let field = |at: usize| record.get(at).unwrap_or_default();
    let wrong = |expected, at| RevisionsError {
        line,
        expected,
        found: field(at).to_owned(),
    };
    let month = |at| Month::parse(field(at)).map_err(|_| wrong("a month as YYYY-MM", at));
    let value = match field(7) {
        "" => None,
        text => {
            let decimals = text.split_once('.').map_or(0, |(_, digits)| digits.len());
            let decimals = u8::try_from(decimals).unwrap_or(u8::MAX);
            let known = Some(decimals).filter(|decimals| *decimals <= Fixed::MOST_DECIMALS);
            let number = known.and_then(|decimals| Fixed::parse(text, decimals));
            Some(number.ok_or_else(|| wrong("a number", 7))?)
        }
    };
    let mut statuses = CellStatus::ALL.into_iter();
    let status = statuses.find(|status| status.as_str() == field(8));
    Ok(Revision {
        key: CellKey {
            table: field(0).to_owned(),
            geography: field(1).to_owned(),
            category: field(2).to_owned(),
            first: month(3)?,
            last: month(4)?,
        },
        published_on: field(5).to_owned(),
        vintage: field(6).to_owned(),
        value,
        status: status.ok_or_else(|| wrong("the status of a number", 8))?,
    })
}
