//! What is to be drawn, as a value that can be compared.

use std::sync::Arc;

use charts::{Context, Form, TableNote, Width, tokens::Theme};
use cube::{
    Series,
    release::{Event, IncompleteMonths},
};
use serde_json::Value;

/// What a chart needs to know beside its numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChartContext {
    /// The name of the city.
    pub city: String,
    /// The events to mark; none where the visitor hides them.
    pub events: Vec<Event>,
    /// The months that are incomplete, over all tables drawn.
    pub incomplete: Vec<IncompleteMonths>,
    /// The id and the short name of each source.
    pub source_labels: Vec<(String, String)>,
    /// What has to be known of all numbers of a table, where there is anything.
    pub table_notes: Vec<TableNote>,
}

impl ChartContext {
    /// The same, as the `charts` crate takes it.
    #[must_use]
    pub fn borrowed(&self) -> Context<'_> {
        Context {
            city: &self.city,
            events: &self.events,
            source_labels: &self.source_labels,
            table_notes: &self.table_notes,
        }
    }
}

/// Which form a series takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DrawingKind {
    /// A form with axes and labels, such as lines over time.
    Form(Form),
    /// One line without axes, beside a number.
    Sparkline,
}

/// A series, its context and its form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawing {
    /// The numbers.
    pub series: Arc<Series>,
    /// What is to be known beside them.
    pub context: Arc<ChartContext>,
    /// The form.
    pub kind: DrawingKind,
}

impl Drawing {
    /// The options for the chart library.
    #[must_use]
    pub fn options(&self, theme: Theme, width: Width) -> Value {
        match self.kind {
            DrawingKind::Form(form) => {
                (form.options)(&self.series, &self.context.borrowed(), theme, width)
            }
            DrawingKind::Sparkline => charts::sparkline_options(&self.series, theme),
        }
    }
}
