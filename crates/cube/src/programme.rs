//! `programme.json`: a program that a city takes part in, as written and as read.
//!
//! What it is, its dated steps with their sources, what is publicly known of its parts, which numbers
//! are set before and after its launch, and the yearly measures of other agencies beside it. Only
//! shapes: no city and no sentence of a page is in here.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::csv_text::CsvText;
use crate::release::{Event, LineReference};
use crate::{Fixed, Month};

/// The id under which the policy names the measures, as it names tables.
pub const MEASURES: &str = "measures";

/// The path of the file within a release; a release of a city without a program has none.
pub const PATH: &str = "programme.json";

/// A program and everything that is shown beside it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Programme {
    /// What it is.
    pub about: About,
    /// Its dated steps beyond the events that charts mark, oldest first.
    pub milestones: Vec<Event>,
    /// Its parts.
    pub focus_areas: Vec<FocusArea>,
    /// What is set before and after its launch.
    pub outcomes: Vec<Outcome>,
    /// The groups of measures.
    pub topics: Vec<Topic>,
    /// Yearly measures with their values.
    pub measures: Vec<Measure>,
    /// The places where services work, by what is known of them at a date.
    pub sites: Vec<SiteNote>,
    /// What a visitor may look for and nobody publishes, a sentence each.
    pub gaps: Vec<String>,
}

/// What a program is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct About {
    /// Its name.
    pub name: String,
    /// What it is, in a few sentences, each with its source.
    pub sentences: Vec<Statement>,
    /// The month of the launch in the city.
    pub launch: Month,
    /// How many years it runs from then on.
    pub years: u32,
    /// How that is known, as a sentence.
    pub years_note: String,
    /// What has to be kept in mind when numbers before and after are read, a sentence each.
    pub cautions: Vec<String>,
}

/// A sentence and where it is said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Statement {
    /// The sentence.
    pub text: String,
    /// Where it is said.
    pub source: String,
}

/// A part of the program.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FocusArea {
    /// The id.
    pub id: String,
    /// Its name.
    pub label: String,
    /// What the word means, for somebody who has never heard it.
    pub meaning: String,
    /// What is publicly known of it in the city; empty where nothing is published.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub known: Vec<Statement>,
}

/// Something that is counted before, during and after the program.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Outcome {
    /// The id, also of its place on the page.
    pub id: String,
    /// Its heading.
    pub heading: String,
    /// The line of the city.
    pub line: LineReference,
    /// A second line of the city, from another source, where the first one leaves years out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub second: Option<LineReference>,
    /// The line of the city in a table of many cities, beside which these are set; none where no
    /// table holds the same of other cities.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comparison: Option<LineReference>,
    /// What has to be known of these numbers, a sentence each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
}

/// A group of measures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Topic {
    /// The id.
    pub id: String,
    /// Its heading.
    pub heading: String,
    /// What is and what is not in it.
    pub text: String,
}

/// A yearly measure of somebody else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measure {
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
    /// How many digits of each value stand after the point.
    pub decimals: u8,
    /// The id of the source in the manifest.
    pub source: String,
    /// How the counting changed, and what has to be known, a sentence each.
    pub counting: Vec<String>,
    /// The values, oldest first; years of the span shown that the source does not hold are there,
    /// without a value.
    pub values: Vec<MeasureValue>,
}

/// A value of a measure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeasureValue {
    /// The time that it covers.
    pub period: MeasurePeriod,
    /// The value with all its decimals; none where the source holds none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// The value that a later publication gives to the same time, where it differs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub restated: Option<String>,
    /// What the source says beside it; empty where nothing.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Who is cited for this value, where the source gathers them from several; empty otherwise.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub cited: String,
}

/// The time that a value covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct MeasurePeriod {
    /// The first month.
    pub first: Month,
    /// The last month.
    pub last: Month,
    /// How it is named.
    pub kind: PeriodKind,
}

/// How the time of a measure is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PeriodKind {
    /// A calendar year.
    Year,
    /// A fiscal year, named after the calendar year in which it ends.
    FiscalYear,
    /// A quarter of a fiscal year.
    FiscalQuarter,
}

/// What is known of a place of service at a date.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SiteNote {
    /// The name of the place.
    pub site: String,
    /// When, as exact as the source: `2007`, `2015-07` or `2019-06-18`.
    pub date: String,
    /// What: `opened`, `operating`, `selected`, `suspended` or `reopened`.
    pub event: String,
    /// What the source says beside it; empty where nothing.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Where it is said.
    pub source: String,
}

impl PeriodKind {
    /// The word in files.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Year => "year",
            Self::FiscalYear => "fiscal_year",
            Self::FiscalQuarter => "fiscal_quarter",
        }
    }
}

impl Measure {
    /// A value as a number.
    #[must_use]
    pub fn number(&self, text: Option<&str>) -> Option<Fixed> {
        Fixed::parse(text?, self.decimals)
    }
}

impl MeasureValue {
    /// The word for what is there, as tables name it.
    #[must_use]
    pub fn status(&self) -> &'static str {
        match self.value {
            Some(_) => "observed",
            None => "not_collected",
        }
    }
}

impl Programme {
    /// The ids of the measures, each once, in their order.
    #[must_use]
    pub fn measure_ids(&self) -> Vec<&str> {
        let mut seen = BTreeSet::new();
        let ids = self.measures.iter().map(|measure| measure.id.as_str());
        ids.filter(|id| seen.insert(*id)).collect()
    }

    /// The measures as CSV, a row a value; equal programs give equal bytes.
    #[must_use]
    pub fn measures_csv(&self) -> Vec<u8> {
        let mut table = CsvText::with_columns([
            "measure",
            "label",
            "unit",
            "counted_by",
            "period",
            "first",
            "last",
            "value",
            "status",
            "restated",
            "note",
            "source",
            "cited",
        ]);
        for measure in &self.measures {
            for one in &measure.values {
                let period = one.period;
                table.text(&measure.id);
                table.text(&measure.label);
                table.text(&measure.unit);
                table.text(&measure.counted_by);
                table.text(period.kind.as_str());
                table.text(&period.first.to_string());
                table.text(&period.last.to_string());
                table.exact(one.value.as_deref().unwrap_or_default());
                table.text(one.status());
                table.exact(one.restated.as_deref().unwrap_or_default());
                table.text(&one.note);
                table.text(&measure.source);
                table.text(&one.cited);
                table.end_row();
            }
        }
        table.into_bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn period(first: &str, last: &str) -> MeasurePeriod {
        MeasurePeriod {
            first: Month::parse(first).unwrap(),
            last: Month::parse(last).unwrap(),
            kind: PeriodKind::FiscalYear,
        }
    }

    fn measure() -> Measure {
        let value = |period, value: Option<&str>| MeasureValue {
            period,
            value: value.map(str::to_owned),
            restated: None,
            note: String::new(),
            cited: String::new(),
        };
        Measure {
            id: "kits".into(),
            topic: "treatment".into(),
            label: "Kits, given out".into(),
            unit: "kits".into(),
            counted_by: "The city".into(),
            decimals: 0,
            source: "measures".into(),
            counting: Vec::new(),
            values: vec![
                value(period("2019-07", "2020-06"), None),
                value(period("2020-07", "2021-06"), Some("578")),
            ],
        }
    }

    #[test]
    fn a_value_that_nobody_holds_is_not_collected() {
        let programme = Programme {
            about: About {
                name: "Program".into(),
                sentences: Vec::new(),
                launch: Month::parse("2019-07").unwrap(),
                years: 3,
                years_note: String::new(),
                cautions: Vec::new(),
            },
            milestones: Vec::new(),
            focus_areas: Vec::new(),
            outcomes: Vec::new(),
            topics: Vec::new(),
            measures: vec![measure()],
            sites: Vec::new(),
            gaps: Vec::new(),
        };
        let text = String::from_utf8(programme.measures_csv()).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(
            lines[1],
            "kits,\"Kits, given out\",kits,The city,fiscal_year,2019-07,2020-06,,not_collected,,,measures,"
        );
        assert!(lines[2].contains("2020-07,2021-06,578,observed"));
        let json = serde_json::to_string(&programme).unwrap();
        assert_eq!(serde_json::from_str::<Programme>(&json).unwrap(), programme);
        assert_eq!(measure().number(Some("578")).unwrap().stored, 578);
    }
}
