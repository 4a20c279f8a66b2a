//! A chart with all that belongs to it: title, finding, legend, table, downloads, citation, source.
//!
//! A kind of chart is a [`charts::Form`]; the figure asks it for everything and knows none of them.

mod actions;
mod brushing;
mod citing;
mod computation;
mod embedding;
mod lagging;
mod legend;
mod notes;
mod pictures;
mod reader;
mod stacked;

use std::{collections::BTreeSet, sync::Arc};

use charts::{Form, LINES};
use cube::{Cell, Series};
use leptos::{html, prelude::*};

pub(crate) use self::legend::dash_array;
use self::{
    actions::Actions,
    notes::{EventList, Notes, TableOfNumbers},
    pictures::Pictures,
    reader::Reader,
};
pub use self::{
    actions::copy_and_say, brushing::PeriodBrush, citing::Citing, computation::Computation,
    embedding::Embedding, legend::Legend, notes::TableOpening, stacked::StackedFigure,
};
use super::explained;
use crate::chart::{Chart, ChartContext, ChartPicture, Drawing, DrawingKind};
use crate::data::Release;
use crate::state::Embed;

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
    /// The same chart for pages of others, where it can stand in them.
    #[prop(optional, into)]
    embed: Option<Signal<Embed>>,
    /// In which form; lines over time where none is given.
    #[prop(default = Signal::stored(LINES))]
    form: Signal<Form>,
    /// Whether the table stands open, where the page decides it.
    #[prop(optional)]
    table: Option<TableOpening>,
) -> impl IntoView {
    let place = NodeRef::<html::Figure>::new();
    let content = lagging::lagging(place, content);
    let picture = ChartPicture::new();
    let said = RwSignal::new("");
    let title =
        Memo::new(move |_| content.with(|c| (form.get().title)(&c.series, &c.context.borrowed())));
    let source =
        Memo::new(move |_| content.with(|c| charts::source_note(&c.series, &c.context.borrowed())));
    let embedding = embed.map(|embed| view! { <Embedding embed /> });
    view! {
        <figure class="figure" node_ref=place>
            <Shown content form title source picture />
            <div class="actions">
                <Actions release=Arc::clone(&release) content form file_name link=link.clone() said place />
                <Pictures release=Arc::clone(&release) picture title source file_name said />
                <span role="status">{said}</span>
            </div>
            <TableOfNumbers release=Arc::clone(&release) content form opening=table said />
            <Notes content />
            <EventList content />
            <Computation release=Arc::clone(&release) content />
            <Citing release title link said />
            {embedding}
        </figure>
    }
}

/// Title, finding, notes, key, chart and source.
#[component]
fn Shown(
    content: Signal<FigureContent>,
    form: Signal<Form>,
    title: Memo<String>,
    source: Memo<String>,
    picture: ChartPicture,
) -> impl IntoView {
    let hidden = RwSignal::new(BTreeSet::<usize>::new());
    let read_at = RwSignal::new(None);
    let finding = Memo::new(move |_| {
        content.with(|c| (form.get().sentence)(&c.series, &c.context.borrowed()))
    });
    let drawing = Memo::new(move |_| {
        let FigureContent {
            series, context, ..
        } = content.get();
        let series = hidden.with(|hidden| without_lines(&series, hidden));
        Drawing {
            series,
            context,
            kind: DrawingKind::Form(form.get()),
        }
    });
    let note = move |text: Option<String>| {
        text.map(|text| view! { <p class="coverage">{explained(Signal::stored(text))}</p> })
    };
    let key = move || note(content.with(|c| (form.get().key)(&c.series, &c.context.borrowed())));
    let coverage =
        move || note(content.with(|c| charts::coverage_note(&c.series, &c.context.borrowed())));
    let protection =
        move || note(content.with(|c| charts::protection_note(&c.series, &c.context.borrowed())));
    let label = Signal::derive(move || {
        let form = form.get();
        format!("{}. {}. {}", form.name.text(), title.get(), finding.get())
    });
    // Only another answer may make a new legend: with it, all lines are shown again.
    let has_legend = Memo::new(move |_| form.get().has_legend);
    let legend = move || {
        has_legend
            .get()
            .then(|| view! { <Legend content hidden /> })
    };
    let is_over_periods = Signal::derive(move || form.get().is_over_periods);
    let on_brush = brushing::on_brush(content, is_over_periods);
    view! {
        <figcaption>
            <h2>{title}</h2>
            <p class="finding">{explained(finding)}</p>
            {key} {coverage} {protection}
        </figcaption>
        {legend}
        <Chart drawing label class="chart" picture on_brush read_at />
        <Reader content form picture hidden read_at />
        <p class="source">{source}</p>
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
