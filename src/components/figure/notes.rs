//! What stands below a figure, closed until somebody asks: its numbers, its caveats, its events.

use std::{collections::BTreeSet, sync::Arc};

use charts::{DataTable, Form, LINES, revisions::series_histories};
use cube::{Month, Series, history::Histories, release::Event};
use leptos::prelude::*;
use wording::t;

use super::{FigureContent, actions::copy_and_say};
use crate::{
    components::{NumbersTable, RowHistories},
    data::Release,
};

/// Whether a table stands open, where its page decides it.
#[derive(Clone, Copy)]
pub struct TableOpening {
    /// Whether it does.
    pub is_open: Signal<bool>,
    /// Called when the visitor opens or closes it.
    pub on_change: Callback<bool>,
}

/// The numbers of the figure; built when it is opened. The history of numbers is fetched then, too;
/// where it cannot be had, the numbers stand without it.
#[component]
pub fn TableOfNumbers(
    /// The release that the numbers are from.
    release: Arc<Release>,
    /// The figure.
    content: Signal<FigureContent>,
    /// Its form.
    form: Signal<Form>,
    /// Who decides whether it stands open; it does itself where nobody else does.
    opening: Option<TableOpening>,
    /// What became of the last action.
    said: RwSignal<&'static str>,
) -> impl IntoView {
    let own = RwSignal::new(false);
    let TableOpening { is_open, on_change } = opening.unwrap_or_else(|| TableOpening {
        is_open: own.into(),
        on_change: Callback::new(move |now| own.set(now)),
    });
    let on_copy = Callback::new(move |text| copy_and_say(text, t!("Table copied."), said));
    let histories = LocalResource::new(move || {
        let asked = is_open.get().then(|| Arc::clone(&release));
        async move {
            match asked {
                Some(release) => release.histories().await.unwrap_or_default(),
                None => Histories::default(),
            }
        }
    });
    let table = move || {
        is_open.get().then(|| {
            let form = form.get();
            let table = content.with(|c| (form.table)(&c.series, &c.context.borrowed()));
            // The rows of other forms are not the periods that numbers are published by.
            let known = histories.get().filter(|_| form == LINES);
            let histories = known.map(|known| {
                let histories = content.with(|c| series_histories(&c.series, &known));
                by_heading(&table, histories)
            });
            view! { <NumbersTable table histories=histories.unwrap_or_default() on_copy /> }
        })
    };
    // The browser tells of changes that came from here, too.
    let toggled = move |now: bool| {
        if now != is_open.get_untracked() {
            on_change.run(now);
        }
    };
    view! {
        <details class="numbers-details" prop:open=is_open on:toggle:target=move |event| toggled(event.target().open())>
            <summary>{t!("Table of the same numbers")}</summary>
            {table}
        </details>
    }
}

/// The histories of cells, row by row, by the headings of the rows.
fn by_heading(table: &DataTable, histories: Vec<Vec<Option<String>>>) -> RowHistories {
    let headings = table.rows.iter().map(|row| row.heading.clone());
    let mut by_heading = RowHistories::new();
    // To collect into a map is to sort first.
    by_heading.extend(headings.zip(histories));
    by_heading
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
            <summary>{t!("What to know about these numbers")}</summary>
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
                <span class="quiet">{t!("Source: {source}", source = event.source)}</span>
            </li>
        }
    };
    let items = move || events.get().into_iter().map(item).collect_view();
    view! {
        <details hidden=move || events.with(Vec::is_empty)>
            <summary>{t!("Events in this time, with their sources")}</summary>
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
