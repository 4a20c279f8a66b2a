//! What stands below a figure, closed until somebody asks: its numbers, its caveats, its events.

use std::{collections::BTreeSet, sync::Arc};

use charts::revisions::series_histories;
use cube::{Month, Series, history::Histories, release::Event};
use leptos::prelude::*;

use super::FigureContent;
use crate::{components::NumbersTable, data::Release};

/// The numbers of the figure; built when it is opened. The history of numbers is fetched then, too;
/// where it cannot be had, the numbers stand without it.
#[component]
pub fn TableOfNumbers(
    /// The release that the numbers are from.
    release: Arc<Release>,
    /// The figure.
    content: Signal<FigureContent>,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let histories = LocalResource::new(move || {
        let asked = open.get().then(|| Arc::clone(&release));
        async move {
            match asked {
                Some(release) => release.histories().await.unwrap_or_default(),
                None => Histories::default(),
            }
        }
    });
    let table = move || {
        open.get().then(|| {
            let table = content.with(|c| charts::table(&c.series, &c.context.borrowed()));
            let histories = histories.get().unwrap_or_default();
            let histories = content.with(|c| series_histories(&c.series, &histories));
            view! { <NumbersTable table histories /> }
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
pub fn Notes(
    /// The figure.
    content: Signal<FigureContent>,
) -> impl IntoView {
    let items = move || {
        let items = content.with(notes).into_iter();
        items.map(|text| view! { <li>{text}</li> }).collect_view()
    };
    view! {
        <details>
            <summary>"What to know about these numbers"</summary>
            <ul>{items}</ul>
        </details>
    }
}

/// Breaks and incomplete months within the time shown, then the caveats of the tables, each once.
fn notes(content: &FigureContent) -> Vec<String> {
    let FigureContent {
        series,
        context,
        caveats,
    } = content;
    let Some((first, last)) = window(series) else {
        return caveats.clone();
    };
    let incomplete = context.incomplete.iter();
    let incomplete = incomplete.filter(|months| months.first <= last && months.last >= first);
    let breaks = series.lines.iter().flat_map(|line| &line.breaks);
    let breaks = breaks.filter(|point| first < point.month && point.month <= last);
    let mut notes: Vec<String> = breaks
        .map(|point| point.reason.clone())
        .chain(incomplete.map(|months| months.reason.clone()))
        .chain(caveats.iter().cloned())
        .collect();
    let mut seen = BTreeSet::new();
    notes.retain(|note| seen.insert(note.clone()));
    notes
}

/// Every event within the time shown, with its source; a chart has room for a few of them.
#[component]
pub fn EventList(
    /// The figure.
    content: Signal<FigureContent>,
) -> impl IntoView {
    let events = Memo::new(move |_| content.with(events));
    let item = |event: Event| {
        view! {
            <li>
                <strong>{charts::format::date(&event.date)}</strong>
                " "
                {event.text}
                " "
                <span class="quiet">{format!("Source: {}", event.source)}</span>
            </li>
        }
    };
    let items = move || events.get().into_iter().map(item).collect_view();
    view! {
        <details hidden=move || events.with(Vec::is_empty)>
            <summary>"Events in this time, with their sources"</summary>
            <ul>{items}</ul>
        </details>
    }
}

fn events(content: &FigureContent) -> Vec<Event> {
    let Some((first, last)) = window(&content.series) else {
        return Vec::new();
    };
    let is_shown =
        |event: &&Event| event.month <= last && event.last.unwrap_or(event.month) >= first;
    content
        .context
        .events
        .iter()
        .filter(is_shown)
        .cloned()
        .collect()
}

/// The first and the last month that a series tells of.
fn window(series: &Series) -> Option<(Month, Month)> {
    Some((series.periods.first()?.first(), series.periods.last()?.last))
}
