//! Two charts above each other on one time axis, each with its own scale, and all that belongs to
//! them.

use std::collections::BTreeSet;
use std::sync::Arc;

use charts::LINES;
use leptos::{html, prelude::*};
use wording::t;

use super::{
    Actions, Citing, Computation, Embedding, EventList, FigureContent, Legend, Notes, Pictures,
    Reader, TableOfNumbers, brushing::on_brush, without_lines,
};
use crate::chart::{Chart, ChartPicture, Drawing, DrawingKind};
use crate::components::Glossed;
use crate::data::Release;
use crate::state::Embed;

/// Two charts on one time axis; they share their sentence, table, download and notes.
#[component]
pub fn StackedFigure(
    /// The release that the numbers are from.
    release: Arc<Release>,
    /// The upper chart.
    #[prop(into)]
    upper: Signal<FigureContent>,
    /// The lower chart, over the same periods.
    #[prop(into)]
    lower: Signal<FigureContent>,
    /// What both show together.
    #[prop(into)]
    finding: Signal<String>,
    /// The name of the file of a download, without its ending.
    #[prop(into)]
    file_name: Signal<String>,
    /// The charts for pages of others, each with what it is called on its button.
    #[prop(optional)]
    embeds: Vec<(&'static str, Signal<Embed>)>,
) -> impl IntoView {
    let joined = Memo::new(move |_| upper.with(|upper| lower.with(|lower| join(upper, lower))));
    let both: Signal<FigureContent> = joined.into();
    let coverage = move || {
        let note = both.with(|c| charts::coverage_note(&c.series, &c.context.borrowed()));
        note.map(|text| view! { <p class="coverage"><Glossed text /></p> })
    };
    let protection = move || {
        let note = both.with(|c| charts::protection_note(&c.series, &c.context.borrowed()));
        note.map(|text| view! { <p class="coverage"><Glossed text /></p> })
    };
    let split = Memo::new(move |_| upper.with(|upper| upper.series.lines.len()));
    let source =
        Memo::new(move |_| both.with(|c| charts::source_note(&c.series, &c.context.borrowed())));
    let title = Memo::new(move |_| both.with(|c| charts::title(&c.series, &c.context.borrowed())));
    let (place, said) = (NodeRef::<html::Figure>::new(), RwSignal::new(""));
    let form = Signal::stored(LINES);
    let embeds = embeds.into_iter();
    let embeds = embeds.map(|(label, embed)| view! { <Embedding embed label /> });
    let embeds = embeds.collect_view();
    view! {
        <figure class="figure" node_ref=place>
            <figcaption>
                <p class="finding"><Glossed text=finding /></p>
                {coverage}
                {protection}
                <p class="quiet">
                    {t!("Both charts have the same months. Each has its own scale, which begins at zero, so the \
                         height of one line says nothing of the other.")}
                </p>
            </figcaption>
            <Panel release=Arc::clone(&release) content=upper both split place=Place::Upper source file_name said />
            <Panel release=Arc::clone(&release) content=lower both split place=Place::Lower source file_name said />
            <p class="source">{source}</p>
            <div class="actions">
                <Actions release=Arc::clone(&release) content=both form file_name link=None said place />
                <span role="status">{said}</span>
            </div>
            <TableOfNumbers release=Arc::clone(&release) content=both form opening=None said />
            <Notes content=both />
            <EventList content=both />
            <Computation release=Arc::clone(&release) content=both />
            <Citing release title link=None said />
            {embeds}
        </figure>
    }
}

/// Which of the two charts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Upper,
    Lower,
}

impl Place {
    /// What the file of its picture ends with.
    fn name(self) -> &'static str {
        match self {
            Self::Upper => "upper",
            Self::Lower => "lower",
        }
    }
}

/// One chart with its title and its key.
#[component]
fn Panel(
    release: Arc<Release>,
    content: Signal<FigureContent>,
    both: Signal<FigureContent>,
    split: Memo<usize>,
    place: Place,
    source: Memo<String>,
    file_name: Signal<String>,
    said: RwSignal<&'static str>,
) -> impl IntoView {
    let picture = ChartPicture::new();
    let file_name = Signal::derive(move || format!("{}-{}", file_name.get(), place.name()));
    let hidden = RwSignal::new(BTreeSet::<usize>::new());
    let title =
        Memo::new(move |_| content.with(|c| charts::title(&c.series, &c.context.borrowed())));
    let finding =
        Memo::new(move |_| content.with(|c| charts::sentence(&c.series, &c.context.borrowed())));
    let label = Signal::derive(move || {
        let name = LINES.name.text();
        format!("{name}. {}. {}", title.get(), finding.get())
    });
    let drawing = Memo::new(move |_| {
        let FigureContent {
            series, context, ..
        } = both.get();
        let (split, end) = (split.get(), series.lines.len());
        let (first, end) = match place {
            Place::Upper => (0, split),
            Place::Lower => (split, end),
        };
        let shifted = hidden.with(|hidden| hidden.iter().map(|at| at + first).collect());
        Drawing {
            series: without_lines(&series, &shifted),
            context,
            kind: DrawingKind::Panel { first, end },
        }
    });
    let on_brush = on_brush(both, Signal::stored(true));
    let read_at = RwSignal::new(None);
    view! {
        <h3 class="panel-title">{title}</h3>
        <Legend content hidden />
        <Chart drawing label class="chart panel" picture on_brush read_at />
        <Reader content form=Signal::stored(LINES) picture hidden read_at />
        <div class="actions">
            <Pictures release picture title source file_name said />
        </div>
    }
}

/// Both charts as one content: the lines of the upper, then those of the lower.
fn join(upper: &FigureContent, lower: &FigureContent) -> FigureContent {
    let mut series = cube::Series::clone(&upper.series);
    series.lines.extend(lower.series.lines.iter().cloned());
    let mut context = crate::chart::ChartContext::clone(&upper.context);
    for months in &lower.context.incomplete {
        if !context.incomplete.contains(months) {
            context.incomplete.push(months.clone());
        }
    }
    for note in &lower.context.table_notes {
        if !context.table_notes.contains(note) {
            context.table_notes.push(note.clone());
        }
    }
    let mut caveats = upper.caveats.clone();
    for caveat in &lower.caveats {
        if !caveats.contains(caveat) {
            caveats.push(caveat.clone());
        }
    }
    FigureContent {
        series: Arc::new(series),
        context: Arc::new(context),
        caveats,
    }
}
