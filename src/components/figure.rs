//! A chart with all that belongs to it: title, finding, legend, table, download, source.

mod actions;
mod computation;
mod legend;
mod notes;
mod stacked;

use std::{collections::BTreeSet, sync::Arc};

use cube::{Cell, Series};
use leptos::prelude::*;

pub use self::stacked::StackedFigure;
use self::{
    actions::Actions,
    computation::Computation,
    legend::Legend,
    notes::{EventList, Notes, TableOfNumbers},
};
use crate::chart::{Chart, ChartContext, Drawing, DrawingKind};
use crate::data::Release;

/// What a figure shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FigureContent {
    /// The numbers.
    pub series: Arc<Series>,
    /// What is to be known beside them.
    pub context: Arc<ChartContext>,
    /// What a reader should know before trusting them, a sentence each.
    pub caveats: Vec<String>,
}

/// A chart, and beside it everything that the same series says in other forms.
#[component]
pub fn Figure(
    /// The release that its numbers are from.
    release: Arc<Release>,
    /// What to show.
    #[prop(into)]
    content: Signal<FigureContent>,
    /// The name of the file of a download, without its ending.
    #[prop(into)]
    file_name: Signal<String>,
    /// The address that shows the same view, where it is not this page's own.
    #[prop(optional, into)]
    link: Option<String>,
) -> impl IntoView {
    let hidden = RwSignal::new(BTreeSet::<usize>::new());
    let title =
        Memo::new(move |_| content.with(|c| charts::title(&c.series, &c.context.borrowed())));
    let finding =
        Memo::new(move |_| content.with(|c| charts::sentence(&c.series, &c.context.borrowed())));
    let drawing = Memo::new(move |_| {
        let FigureContent {
            series, context, ..
        } = content.get();
        let series = hidden.with(|hidden| without_lines(&series, hidden));
        Drawing {
            series,
            context,
            kind: DrawingKind::Lines,
        }
    });
    let coverage = move || {
        let note = content.with(|c| charts::coverage_note(&c.series, &c.context.borrowed()));
        note.map(|note| view! { <p class="coverage">{note}</p> })
    };
    let protection = move || {
        let note = content.with(|c| charts::protection_note(&c.series, &c.context.borrowed()));
        note.map(|note| view! { <p class="coverage">{note}</p> })
    };
    let label = Signal::derive(move || format!("Line chart. {}. {}", title.get(), finding.get()));
    let source = move || content.with(|c| charts::source_note(&c.series, &c.context.borrowed()));
    view! {
        <figure class="figure">
            <figcaption>
                <h2>{title}</h2>
                <p class="finding">{finding}</p>
                {coverage} {protection}
            </figcaption>
            <Legend content hidden />
            <Chart drawing label class="chart" />
            <p class="source">{source}</p>
            <Actions content file_name link />
            <TableOfNumbers release=Arc::clone(&release) content />
            <Notes content />
            <EventList content />
            <Computation release content />
        </figure>
    }
}

/// The same series with the hidden lines emptied, so that the others keep their place and color.
fn without_lines(series: &Arc<Series>, hidden: &BTreeSet<usize>) -> Arc<Series> {
    if hidden.is_empty() {
        return Arc::clone(series);
    }
    let mut shown = Series::clone(series);
    for (index, line) in shown.lines.iter_mut().enumerate() {
        if hidden.contains(&index) {
            line.cells.fill(Cell::NotApplicable);
        }
    }
    Arc::new(shown)
}
