//! A program that a city takes part in, and the yearly measures of others beside it: how both are
//! declared.
//!
//! Dates and facts stand in `programme.toml`, each with its source. A value of a measure never does:
//! it is read from a source file, and the settings say which rows hold it.

use std::collections::BTreeMap;
use std::path::Path;

use cube::programme::{About, FocusArea, Outcome, SiteNote, Topic};
use cube::release::Event;
use schemars::JsonSchema;
use serde::Deserialize;

use super::guarded::in_folder;
use super::problem::Problem;
use super::sheet::Sheet;

/// `programme.toml`; a city that takes part in no program has none.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProgrammeSettings {
    /// What it is.
    pub about: About,
    /// Its dated steps beyond the events of events.toml, oldest first.
    #[serde(default, rename = "milestone")]
    pub milestones: Vec<Event>,
    /// Its parts.
    #[serde(default, rename = "focus_area")]
    pub focus_areas: Vec<FocusArea>,
    /// What is set before and after its launch.
    #[serde(default, rename = "outcome")]
    pub outcomes: Vec<Outcome>,
    /// The groups of measures, in the order in which they are shown.
    #[serde(default, rename = "topic")]
    pub topics: Vec<Topic>,
    /// The yearly measures, in the order in which they are shown.
    #[serde(default, rename = "measure")]
    pub measures: Vec<MeasureSettings>,
    /// A CSV with `site`, `date`, `event`, `note` and `source`: what is known of places of service.
    pub sites: Option<String>,
    /// What a visitor may look for and nobody publishes, a sentence each.
    #[serde(default)]
    pub gaps: Vec<String>,
}

/// A yearly measure, and which rows of its source hold its values.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MeasureSettings {
    /// The id.
    pub id: String,
    /// The id of its topic.
    pub topic: String,
    /// What is measured.
    pub label: String,
    /// What one of it is, for example `kits` or `percent of cases`.
    pub unit: String,
    /// Who counts.
    pub counted_by: String,
    /// The id of a source of kind `measures`.
    pub source: String,
    /// The rows that hold its values: the texts of which one stands in each of these columns.
    pub rows: BTreeMap<String, Vec<String>>,
    /// The rows of a later publication: a value of theirs that differs is shown beside the first.
    #[serde(default)]
    pub restated_rows: BTreeMap<String, Vec<String>>,
    /// The first year shown; a year that the source does not hold is shown as not collected.
    pub first: i32,
    /// The last year shown.
    pub last: i32,
    /// A fiscal year that is not over: its quarters are shown one by one.
    pub quarters_of: Option<i32>,
    /// How many digits each value has after its point; none where not given.
    #[serde(default)]
    pub decimals: u8,
    /// Whether the source gives shares of 1, which are shown in percent.
    #[serde(default)]
    pub shares: bool,
    /// How the counting changed, and what has to be known, a sentence each.
    #[serde(default)]
    pub counting: Vec<String>,
}

/// The columns of measures of others: a value of a measure and a time a row.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MeasureColumns {
    /// The time that a value covers.
    pub period: PeriodColumn,
    /// The name of the column of values; an empty field is a value that was not collected.
    pub value: String,
    /// The name of a column with remarks, where there is one.
    pub note: Option<String>,
    /// The name of a column that says who is cited, where the file gathers from several.
    pub cited: Option<String>,
    /// The further columns that `rows` of measures ask about.
    pub about: Vec<String>,
}

/// A column of times.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PeriodColumn {
    /// Its name.
    pub column: String,
    /// How times are written in it.
    pub form: PeriodForm,
}

/// How the time of a value is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PeriodForm {
    /// A calendar year: `2019`.
    Year,
    /// A fiscal year from July to June, or a quarter of one: `FY2021`, `FY2026 Q3`.
    FiscalYear,
    /// The month with which twelve months end: `2015-12`. Those that end with a December are years,
    /// the others are not taken.
    YearToMonth,
}

const SITE_COLUMNS: [&str; 5] = ["site", "date", "event", "note", "source"];

/// What is known of a place of service, in words that the pages have a sentence for.
const SITE_EVENTS: [&str; 5] = ["opened", "operating", "selected", "suspended", "reopened"];

/// Reads what is known of places of service; none where the settings name no file.
pub(super) fn sites(
    folder: &Path,
    settings: Option<&ProgrammeSettings>,
    problems: &mut Vec<Problem>,
) -> Vec<SiteNote> {
    let file = settings.and_then(|settings| settings.sites.as_deref());
    let Some(sheet) =
        file.and_then(|file| Sheet::read(&in_folder(folder, file), &SITE_COLUMNS, problems))
    else {
        return Vec::new();
    };
    let mut sites = Vec::new();
    for row in &sheet.rows {
        let text = |column| sheet.field(row, column).trim().to_owned();
        let note = SiteNote {
            site: text("site"),
            date: text("date"),
            event: text("event"),
            note: text("note"),
            source: text("source"),
        };
        for (column, is_good, expected) in [
            ("site", !note.site.is_empty(), "the name of a place"),
            ("source", !note.source.is_empty(), "where it is said"),
            (
                "date",
                super::check::months_of(&note.date).is_some(),
                "a day, a month or a year: 2019-07-16, 2019-07, 2019",
            ),
            (
                "event",
                SITE_EVENTS.contains(&&*note.event),
                "opened, operating, selected, suspended or reopened",
            ),
        ] {
            if !is_good {
                let problem = sheet.problem(row, column);
                problems.push(problem.saying(format!("this is no {column}"), expected));
            }
        }
        sites.push(note);
    }
    sites
}

impl MeasureColumns {
    /// The name of every column that is read.
    pub(super) fn columns(&self) -> Vec<&str> {
        let more = self.note.iter().chain(&self.cited).chain(&self.about);
        let first = [&self.period.column, &self.value].into_iter();
        first.chain(more).map(String::as_str).collect()
    }
}
