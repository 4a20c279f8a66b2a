//! A chart with all that belongs to it: title, finding, legend, table, download, source.

use std::{collections::BTreeSet, sync::Arc};

use charts::{LineStyle, tokens::Theme};
use cube::{Cell, Month, Series, release::Event, tidy};
use leptos::prelude::*;

use super::NumbersTable;
use crate::{
    chart::{Chart, ChartContext, Drawing, DrawingKind},
    platform::{address, clipboard, download},
};

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
    let label = Signal::derive(move || format!("Line chart. {}. {}", title.get(), finding.get()));
    let source = move || content.with(|c| charts::source_note(&c.series, &c.context.borrowed()));
    view! {
        <figure class="figure">
            <figcaption>
                <h2>{title}</h2>
                <p class="finding">{finding}</p>
                {coverage}
            </figcaption>
            <Legend content hidden />
            <Chart drawing label class="chart" />
            <p class="source">{source}</p>
            <Actions content file_name link />
            <TableOfNumbers content />
            <Notes content />
            <EventList content />
        </figure>
    }
}

/// The key of the lines; each is a button that hides and shows its line.
#[component]
fn Legend(content: Signal<FigureContent>, hidden: RwSignal<BTreeSet<usize>>) -> impl IntoView {
    let theme = expect_context::<Signal<Theme>>();
    let styles = Memo::new(move |_| {
        let theme = theme.get();
        content.with(|content| charts::line_styles(&content.series, theme))
    });
    let entry = move |(index, label): (usize, String)| {
        let is_shown = move || !hidden.with(|hidden| hidden.contains(&index));
        let stroke =
            move || styles.with(|styles| styles.get(index).map(|style| style.colour.to_string()));
        let dash = move || styles.with(|styles| styles.get(index).map(dash_array));
        let toggle = move |_| {
            hidden.update(|hidden| {
                if !hidden.remove(&index) {
                    hidden.insert(index);
                }
            });
        };
        view! {
            <li>
                <button
                    type="button"
                    class="legend-entry"
                    aria-pressed=move || is_shown().to_string()
                    on:click=toggle
                >
                    <svg class="legend-line" viewBox="0 0 28 8" aria-hidden="true">
                        <line x1="1" x2="27" y1="4" y2="4" stroke=stroke stroke-dasharray=dash />
                    </svg>
                    {label}
                </button>
            </li>
        }
    };
    let labels = Memo::new(move |_| {
        content.with(|content| {
            let lines = content.series.lines.iter();
            let context = content.context.borrowed();
            let label = |line| charts::line_label_in(&content.series, line, &context);
            lines.map(label).collect::<Vec<_>>()
        })
    });
    // Another choice of lines starts with all of them shown.
    Effect::new(move |_| {
        labels.track();
        hidden.set(BTreeSet::new());
    });
    move || {
        let labels = labels.get();
        (labels.len() > 1).then(|| {
            let entries = labels.into_iter().enumerate().map(entry).collect_view();
            view! { <ul class="legend" aria-label="Lines, press to hide or show">{entries}</ul> }
        })
    }
}

fn dash_array(style: &LineStyle) -> String {
    style
        .dash
        .iter()
        .map(u8::to_string)
        .collect::<Vec<_>>()
        .join(" ")
}

/// What can be taken away from a figure.
#[component]
fn Actions(
    content: Signal<FigureContent>,
    file_name: Signal<String>,
    link: Option<String>,
) -> impl IntoView {
    let said = RwSignal::new("");
    let save = move |_| {
        let csv = content.with(|content| tidy::series_csv(&content.series));
        let saved = csv.is_ok_and(|csv| {
            download::save(
                &csv,
                &format!("{}.csv", file_name.get()),
                "text/csv;charset=utf-8",
            )
        });
        said.set(if saved {
            "Saved as CSV."
        } else {
            "Your browser did not save the file."
        });
    };
    let shared = link.clone();
    let copy = move |_| {
        let address = shared.clone().unwrap_or_else(address::current);
        leptos::task::spawn_local(async move {
            let copied = clipboard::copy(&address).await;
            said.try_set(if copied {
                "Link copied."
            } else {
                "Your browser did not allow it; copy the address of the page instead."
            });
        });
    };
    let explore = link.map(|link| view! { <a href=link>"Change this chart"</a> });
    view! {
        <div class="actions">
            {explore} <button type="button" on:click=save>"Download these numbers (CSV)"</button>
            <button type="button" on:click=copy>"Copy link"</button>
            <span role="status">{said}</span>
        </div>
    }
}

/// The numbers of the figure; built when it is opened.
#[component]
fn TableOfNumbers(content: Signal<FigureContent>) -> impl IntoView {
    let open = RwSignal::new(false);
    let table = move || {
        open.get().then(|| {
            let table = content.with(|c| charts::table(&c.series, &c.context.borrowed()));
            view! { <NumbersTable table /> }
        })
    };
    view! {
        <details class="numbers-details" on:toggle=move |_| open.update(|open| *open = !*open)>
            <summary>"Table of the same numbers"</summary>
            {table}
        </details>
    }
}

/// What a reader should know before trusting the numbers.
#[component]
fn Notes(content: Signal<FigureContent>) -> impl IntoView {
    move || {
        let FigureContent {
            series,
            context,
            caveats,
        } = content.get();
        let (first, last) = window(&series)?;
        let incomplete = context.incomplete.iter();
        let incomplete = incomplete.filter(|months| months.first <= last && months.last >= first);
        let reasons = incomplete.map(|months| months.reason.clone());
        let breaks = series.lines.iter().flat_map(|line| &line.breaks);
        let mut notes: Vec<String> = breaks
            .filter(|point| first < point.month && point.month <= last)
            .map(|point| point.reason.clone())
            .chain(reasons)
            .chain(caveats)
            .collect();
        let mut seen = BTreeSet::new();
        notes.retain(|note| seen.insert(note.clone()));
        let items = notes
            .into_iter()
            .map(|text| view! { <li>{text}</li> })
            .collect_view();
        Some(view! {
            <details>
                <summary>"What to know about these numbers"</summary>
                <ul>{items}</ul>
            </details>
        })
    }
}

/// Every event within the time shown, with its source; a chart has room for a few of them.
#[component]
fn EventList(content: Signal<FigureContent>) -> impl IntoView {
    move || {
        let FigureContent {
            series, context, ..
        } = content.get();
        let (first, last) = window(&series)?;
        let shown =
            |event: &&Event| event.month <= last && event.last.unwrap_or(event.month) >= first;
        let items: Vec<_> = context.events.iter().filter(shown).map(|event| {
            view! {
                <li>
                    <strong>{charts::format::date(&event.date)}</strong> " " {event.text.clone()} " "
                    <span class="quiet">{format!("Source: {}", event.source)}</span>
                </li>
            }
        }).collect();
        (!items.is_empty()).then(|| {
            view! {
                <details>
                    <summary>"Events in this time, with their sources"</summary>
                    <ul>{items}</ul>
                </details>
            }
        })
    }
}

/// The first and the last month that a series tells of.
fn window(series: &Series) -> Option<(Month, Month)> {
    Some((series.periods.first()?.first(), series.periods.last()?.last))
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
