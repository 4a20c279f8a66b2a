//! What is to be drawn, as a value that can be compared.

use std::sync::Arc;

use charts::{Context, Form, Plan, Reading, TableNote, Width, tokens::Theme};
use cube::{
    Series,
    release::{Event, IncompleteMonths},
};

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
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum DrawingKind {
    /// The lines from one position to another, above or below the others on one time axis.
    Panel {
        /// The position of the first line.
        first: usize,
        /// The position after that of the last line.
        end: usize,
    },
    /// A form with axes and labels, such as lines over time.
    Form(Form),
    /// One line without axes, beside a number.
    Sparkline,
    /// Lines on a small chart among others, whose axes all end at one number.
    Multiple {
        /// The number at which the axis ends.
        top: f64,
    },
}

impl DrawingKind {
    /// Whether it says something of each place that is pointed at.
    #[must_use]
    pub fn can_be_asked(self) -> bool {
        self != Self::Sparkline
    }
}

/// A series, its context and its form.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawing {
    /// The numbers.
    pub series: Arc<Series>,
    /// What is to be known beside them.
    pub context: Arc<ChartContext>,
    /// The form.
    pub kind: DrawingKind,
}

impl Drawing {
    /// What it shows, in the colors of a theme.
    #[must_use]
    pub fn plan(&self, theme: Theme, width: Width) -> Plan {
        let context = self.context.borrowed();
        match self.kind {
            DrawingKind::Form(form) => (form.plan)(&self.series, &context, theme, width),
            DrawingKind::Panel { first, end } => {
                charts::panel_plan(&self.series, first..end, &context, theme, width)
            }
            DrawingKind::Sparkline => charts::sparkline_plan(&self.series, theme),
            DrawingKind::Multiple { top } => {
                charts::multiple_plan(&self.series, &context, theme, top)
            }
        }
    }

    /// What is told of each position of its plan.
    #[must_use]
    pub fn readings(&self, plan: &Plan) -> Vec<Reading> {
        let context = self.context.borrowed();
        let table = match self.kind {
            DrawingKind::Form(form) => (form.table)(&self.series, &context),
            DrawingKind::Panel { first, end } => {
                let lines = self.series.lines.get(first..end).unwrap_or_default();
                let part = Series {
                    lines: lines.to_vec(),
                    ..(*self.series).clone()
                };
                charts::table(&part, &context)
            }
            DrawingKind::Sparkline | DrawingKind::Multiple { .. } => {
                charts::table(&self.series, &context)
            }
        };
        charts::readings(plan, &table)
    }
}
