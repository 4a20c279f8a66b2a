//! What others have published about enforcement and no table can hold: operations with their dates,
//! and yearly figures as they were printed, each with its source.
//!
//! Only shapes, as written and as read. Nothing here is ever added: an arrest, a defendant and an
//! indictment are different things, and two sources of one year are two figures.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::Month;
use crate::csv_text::CsvText;
use crate::release::LineReference;

/// The path of [`Enforcement`] in a release.
pub const PATH: &str = "enforcement.json";

/// `enforcement.json`: operations and printed figures of one city.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Enforcement {
    /// Two counts beside each other, which the page leads with; none where there is nothing to set
    /// beside enforcement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub beside: Option<BesideFigure>,
    /// The figures from tables of the release, in the order in which they are shown.
    #[serde(default, rename = "figure")]
    pub figures: Vec<TableFigure>,
    /// The operations, oldest first.
    #[serde(default, rename = "operation")]
    pub operations: Vec<Operation>,
    /// What is printed by year, in the order in which it is shown.
    #[serde(default, rename = "measure")]
    pub measures: Vec<PrintedMeasure>,
}

/// Two lines on one time axis, each with a scale of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct BesideFigure {
    /// The id of its place on the page.
    pub id: String,
    /// A question that it answers, as a heading.
    pub heading: String,
    /// The first month shown, unless a visitor chooses another.
    pub first: Month,
    /// What enforcement did.
    pub upper: LineReference,
    /// What was reported.
    pub lower: LineReference,
}

/// One figure from a table of the release.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TableFigure {
    /// The id of its place on the page.
    pub id: String,
    /// A question that it answers, as a heading.
    pub heading: String,
    /// Which part of the page it stands in.
    pub part: FigurePart,
    /// The id of its table.
    pub table: String,
    /// The codes that it shows unless a visitor chooses others.
    pub categories: Vec<String>,
    /// The areas that it shows unless a visitor chooses others.
    pub geographies: Vec<String>,
    /// The groups of people that it shows unless a visitor chooses others, by the id of their list.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub groups: BTreeMap<String, Vec<String>>,
    /// The ids of the dimensions of which a visitor can choose members at this figure.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<String>,
    /// Whether it always shows the same codes, whatever is chosen elsewhere on the page.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub keeps_categories: bool,
}

/// A part of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum FigurePart {
    /// What people were arrested for, and where.
    Arrests,
    /// Who was arrested.
    People,
    /// What became of cases.
    Outcomes,
}

/// One operation, as its sources tell of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Operation {
    /// The id, also of its place on the page.
    pub id: String,
    /// Its first day, as exact as its source: `2019`, `2019-07` or `2019-07-01`.
    pub first: String,
    /// Its last day, as exact as its source; none for one day and for an announcement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last: Option<String>,
    /// When it was made public, as exact as its source.
    pub announced: String,
    /// Its name, or what it was.
    pub name: String,
    /// Who took part.
    pub agencies: String,
    /// What was counted; none where nothing was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counted: Option<Counted>,
    /// Where: the area that the count is of.
    pub area: String,
    /// How that area lies to the city.
    pub covers: Covers,
    /// The guns that were seized; none where the source tells of none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guns: Option<Guns>,
    /// What else its source says, as a sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// What a reader could take it for and it is not, as a sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caution: Option<String>,
    /// Where all of this is said.
    pub source: String,
}

/// What an operation was counted by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Counted {
    /// How many.
    pub count: u32,
    /// Of what, in the plural: `arrests`, `people indicted`.
    pub what: String,
}

/// Guns that were seized.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Guns {
    /// How many.
    pub count: u32,
    /// How exact the source is.
    #[serde(default, skip_serializing_if = "Exactness::is_exact")]
    pub exactness: Exactness,
}

/// How the area of a count lies to the city.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Covers {
    /// The city.
    City,
    /// A part of the city.
    Part,
    /// The city and more: no figure of the city alone is known.
    Wider,
}

/// How exactly a source gives a number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Exactness {
    /// The number itself.
    #[default]
    Exact,
    /// `more than` or `over` the number.
    MoreThan,
}

/// Something that is printed by year.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PrintedMeasure {
    /// The id, also of its place on the page.
    pub id: String,
    /// A question that the figures answer, as a heading.
    pub heading: String,
    /// What is counted, as the title of a chart: `Guns seized by the police`.
    pub title: String,
    /// How its figures are written.
    pub unit: PrintedUnit,
    /// What a reader should know before trusting them, a sentence each.
    #[serde(default)]
    pub cautions: Vec<String>,
    /// The figures, by year; several of one year where sources differ.
    #[serde(rename = "figure")]
    pub figures: Vec<PrintedFigure>,
}

/// How figures are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum PrintedUnit {
    /// Whole numbers.
    Count,
    /// Percentages from 0 to 100.
    Percent,
}

/// One figure of one year in one source.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PrintedFigure {
    /// The calendar year.
    pub year: i32,
    /// The number, with at most one digit after the point.
    pub value: f64,
    /// How exact the source is.
    #[serde(default, skip_serializing_if = "Exactness::is_exact")]
    pub exactness: Exactness,
    /// Up to when it counts, where that is not the end of the year: `to December 27`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    /// Who counted, where the source says so: `the city`, `FBI data`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counted_by: Option<String>,
    /// What else the source says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Where it is printed.
    pub source: String,
}

impl Enforcement {
    /// The ids of the tables that the page shows, each once.
    #[must_use]
    pub fn tables(&self) -> BTreeSet<&str> {
        let beside = self.beside.iter().flat_map(|one| [&one.upper, &one.lower]);
        let beside = beside.map(|line| line.table.as_str());
        let figures = self.figures.iter().map(|figure| figure.table.as_str());
        beside.chain(figures).collect()
    }

    /// Whether there is nothing in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let has_figures = self.beside.is_some() || !self.figures.is_empty();
        !has_figures && self.operations.is_empty() && self.measures.is_empty()
    }
}

/// The operations as CSV, one a line, every field as it is in the release.
pub fn operations_csv(operations: &[Operation]) -> Vec<u8> {
    let names = [
        "id",
        "first",
        "last",
        "announced",
        "name",
        "agencies",
        "count",
        "counted",
        "area",
        "covers",
        "guns",
        "guns_exactness",
        "note",
        "caution",
        "source",
    ];
    let rows = operations.iter().map(|one| {
        let number = |number: Option<u32>| number.map(|number| number.to_string());
        let counted = one.counted.as_ref();
        let guns = one.guns.as_ref();
        [
            Some(one.id.clone()),
            Some(one.first.clone()),
            one.last.clone(),
            Some(one.announced.clone()),
            Some(one.name.clone()),
            Some(one.agencies.clone()),
            number(counted.map(|counted| counted.count)),
            counted.map(|counted| counted.what.clone()),
            Some(one.area.clone()),
            Some(one.covers.as_str().to_owned()),
            number(guns.map(|guns| guns.count)),
            guns.map(|guns| guns.exactness.as_str().to_owned()),
            one.note.clone(),
            one.caution.clone(),
            Some(one.source.clone()),
        ]
    });
    written(&names, rows)
}

/// The figures of a measure as CSV, one a line; several lines of one year where sources differ.
pub fn figures_csv(measure: &PrintedMeasure) -> Vec<u8> {
    let names = [
        "measure",
        "year",
        "value",
        "unit",
        "exactness",
        "until",
        "counted_by",
        "note",
        "source",
    ];
    let rows = measure.figures.iter().map(|figure| {
        [
            Some(measure.id.clone()),
            Some(figure.year.to_string()),
            Some(figure.value.to_string()),
            Some(measure.unit.as_str().to_owned()),
            Some(figure.exactness.as_str().to_owned()),
            figure.until.clone(),
            figure.counted_by.clone(),
            figure.note.clone(),
            Some(figure.source.clone()),
        ]
    });
    written(&names, rows)
}

fn written<const COLUMNS: usize>(
    names: &[&str; COLUMNS],
    rows: impl Iterator<Item = [Option<String>; COLUMNS]>,
) -> Vec<u8> {
    let mut table = CsvText::with_columns(names);
    for row in rows {
        table.record(row.map(Option::unwrap_or_default));
    }
    table.into_bytes()
}

impl Covers {
    /// The word in files.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::City => "city",
            Self::Part => "part",
            Self::Wider => "wider",
        }
    }
}

impl Exactness {
    /// Whether the number is the number itself.
    #[must_use]
    pub fn is_exact(&self) -> bool {
        *self == Self::Exact
    }

    /// The word in files.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::MoreThan => "more_than",
        }
    }
}

impl PrintedUnit {
    /// The word in files.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Count => "count",
            Self::Percent => "percent",
        }
    }
}
