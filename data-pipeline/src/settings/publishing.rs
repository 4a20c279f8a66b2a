//! What must hold before a release is published, and which earlier counts its history begins with.
//!
//! Both files are optional: without them the limits are the defaults, no total is compared with an
//! official one, and the history of each number begins with the first release.

use std::collections::BTreeMap;
use std::path::Path;

use cube::Month;
use schemars::JsonSchema;
use serde::Deserialize;

use super::problem::Problem;
use super::sheet::{Sheet, SheetRow};

/// The file of [`OfficialTotal`]s.
pub(super) const OFFICIAL_TOTALS: &str = "official_totals.csv";

const COLUMNS: [&str; 8] = [
    "table",
    "geography",
    "category",
    "first",
    "last",
    "expected",
    "tolerance",
    "source",
];

/// `publishing.toml`.
#[derive(Deserialize, JsonSchema)]
#[allow(
    dead_code,
    reason = "its elements are read one by one; the whole is described for editors"
)]
#[serde(deny_unknown_fields)]
pub(super) struct PublishingFile {
    /// What must hold before a release is published.
    #[serde(default)]
    guards: GuardLimits,
    /// Earlier counts of the same months, which the history of a number begins with.
    #[serde(default)]
    vintage: Vec<VintageSettings>,
}

/// Limits beyond which a release is not published.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct GuardLimits {
    /// By how much the rows of a source may fall from one release to the next, in percent.
    pub source_shrank_percent: f64,
    /// The same for single sources, by id.
    pub sources: BTreeMap<String, f64>,
    /// By how much a published number may fall, in square roots of it, where its own history has
    /// seen no larger fall.
    pub month_fell_deviations: f64,
    /// By how much the share of rows that find no place, no charge group or no form may rise, in
    /// percentage points.
    pub share_rose_points: f64,
}

impl Default for GuardLimits {
    fn default() -> Self {
        Self {
            source_shrank_percent: 2.0,
            sources: BTreeMap::new(),
            month_fell_deviations: 3.0,
            share_rose_points: 1.0,
        }
    }
}

impl GuardLimits {
    /// By how much the rows of a source may fall, in percent.
    #[must_use]
    pub fn shrank_percent(&self, source: &str) -> f64 {
        let own = self.sources.get(source).copied();
        own.unwrap_or(self.source_shrank_percent)
    }
}

/// An earlier count of what a table shows.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VintageSettings {
    /// The id.
    pub id: String,
    /// The id of the table.
    pub table: String,
    /// The id of the source: another export of the same months, or totals as they were published.
    pub source: String,
    /// When it was published, as exact as is known: `2015`, `2016-09` or `2018-02-17`. Published
    /// totals say that themselves.
    pub published_on: Option<String>,
    /// How that is known, as a sentence.
    pub dated_by: String,
    /// Why its numbers differ from those of today, as far as is known, as a sentence.
    pub cause: Option<String>,
    /// The first month that it holds in full; published totals say that themselves.
    pub first: Option<Month>,
    /// The last month that it holds in full.
    pub last: Option<Month>,
    /// What is compared: months, whole calendar years, or both.
    #[serde(default)]
    pub grains: Vec<VintageGrain>,
}

/// Over which time a vintage is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum VintageGrain {
    /// Each month.
    Month,
    /// Each calendar year that lies within it.
    Year,
}

/// A total that somebody else has printed, and by how much ours may differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfficialTotal {
    /// The line of the file.
    pub line: u64,
    /// The id of the table.
    pub table: String,
    /// The code of the area.
    pub geography: String,
    /// The code of the category.
    pub category: String,
    /// The first month.
    pub first: Month,
    /// The last month.
    pub last: Month,
    /// The total as printed.
    pub expected: u32,
    /// By how much ours may differ in either direction.
    pub tolerance: u32,
    /// Who printed it, and when.
    pub source: String,
}

/// Reads the official totals of a city; none where it has no file of them.
pub(super) fn official_totals(folder: &Path, problems: &mut Vec<Problem>) -> Vec<OfficialTotal> {
    let path = folder.join(OFFICIAL_TOTALS);
    if !path.exists() {
        return Vec::new();
    }
    let Some(sheet) = Sheet::read(&path, &COLUMNS, problems) else {
        return Vec::new();
    };
    let rows = sheet.rows.iter();
    rows.filter_map(|row| official_total(&sheet, row, problems))
        .collect()
}

fn official_total(
    sheet: &Sheet,
    row: &SheetRow,
    problems: &mut Vec<Problem>,
) -> Option<OfficialTotal> {
    let text = |column| sheet.field(row, column).to_owned();
    let mut month = |column| {
        let month = Month::parse(sheet.field(row, column)).ok();
        if month.is_none() {
            let problem = sheet.problem(row, column);
            problems.push(problem.saying("this is not a month", "a month as YYYY-MM"));
        }
        month
    };
    let (first, last) = (month("first"), month("last"));
    let mut number = |column| {
        let number = sheet.field(row, column).parse::<u32>().ok();
        if number.is_none() {
            let problem = sheet.problem(row, column);
            problems.push(problem.saying("this is not a count", "a whole number from 0 on"));
        }
        number
    };
    let (expected, tolerance) = (number("expected"), number("tolerance"));
    if text("source").trim().is_empty() {
        let problem = sheet.problem(row, "source");
        problems.push(problem.saying("nobody has printed this total", "who printed it, and when"));
    }
    Some(OfficialTotal {
        line: row.line,
        table: text("table"),
        geography: text("geography"),
        category: text("category"),
        first: first?,
        last: last?,
        expected: expected?,
        tolerance: tolerance?,
        source: text("source"),
    })
}
