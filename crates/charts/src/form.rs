//! A form: one way to show a series, with everything that is said beside the picture.
//!
//! A figure takes a form and a series and asks no further; a new kind of chart is one more value
//! of [`Form`]. Each program of the site carries only the forms that its pages name.

use cube::{Series, tidy};
use wording::{Message, message};

use crate::tokens::Theme;
use crate::{Context, DataTable, Plan, Width};

/// One way to show a series.
#[derive(Clone, Copy, Debug)]
pub struct Form {
    /// What tells it from other forms.
    pub id: &'static str,
    /// What the picture is, at the beginning of its accessible name: `Line chart`.
    pub name: Message,
    /// The title.
    pub title: fn(&Series, &Context) -> String,
    /// The finding.
    pub sentence: fn(&Series, &Context) -> String,
    /// What has to be known to read the picture, where the legend does not say it.
    pub key: fn(&Series, &Context) -> Option<String>,
    /// What it shows.
    pub plan: fn(&Series, &Context, Theme, Width) -> Plan,
    /// The same numbers as a table.
    pub table: fn(&Series, &Context) -> DataTable,
    /// The same numbers as CSV; none where there is nothing to write.
    pub csv: fn(&Series) -> Option<Vec<u8>>,
    /// Whether its lines are those of the series, so that a legend can hide them one by one.
    pub has_legend: bool,
    /// Whether its horizontal axis has the periods of the series, so that a stretch can be chosen on it.
    pub is_over_periods: bool,
}

/// Two forms are the same where their ids are.
impl PartialEq for Form {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for Form {}

/// Lines over time, with events, breaks and sources marked.
pub const LINES: Form = Form {
    id: "lines",
    name: message!("Line chart"),
    title: crate::title,
    sentence: crate::sentence,
    key: |_, _| None,
    plan: crate::line_plan,
    table: crate::table,
    csv: |series| Some(tidy::series_csv(series)),
    has_legend: true,
    is_over_periods: true,
};
