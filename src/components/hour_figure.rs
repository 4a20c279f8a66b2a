//! Hours of the week as a figure whose picture is a shaded table.

use std::sync::Arc;

use charts::{HourCell, HourClass, HourRow, HourTable, escaped};
use cube::{Hours, tidy};
use leptos::{html, prelude::*};
use wording::t;

use super::Glossed;
use super::figure::{Citing, Computation, Embedding, FigureContent, copy_and_say};
use crate::data::Release;
use crate::platform::each::{lines, write_each, write_texts};
use crate::platform::{address, download};
use crate::state::Embed;

/// What the figure shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HourContent {
    /// The table.
    pub table: HourTable,
    /// What it is made of, for who takes the numbers away.
    pub hours: Hours,
    /// The source line.
    pub source: String,
    /// What a reader should know before trusting the numbers, a sentence each.
    pub caveats: Vec<String>,
}

/// A table of hours with title, finding, classes, source and what can be taken away.
#[component]
pub fn HourFigure(
    /// What to show.
    #[prop(into)]
    content: Signal<HourContent>,
    /// The name of the file of a download, without its ending.
    #[prop(into)]
    file_name: Signal<String>,
    /// The release that its numbers are from.
    release: Arc<Release>,
    /// What the lines of the same table show, whose computation is that of the hours.
    lines: Signal<FigureContent>,
    /// The address of the whole table as CSV.
    #[prop(into)]
    whole: String,
    /// The same for pages of others.
    embed: Signal<Embed>,
) -> impl IntoView {
    let said = RwSignal::new("");
    let title = Memo::new(move |_| content.with(|content| content.table.title.clone()));
    let text = move |of: fn(&HourContent) -> &str| content.with(|content| of(content).to_owned());
    let hours = Signal::derive(move || content.with(|content| content.table.clone()));
    let caveats = move || {
        let caveats = content.with(|content| content.caveats.clone());
        let items = caveats.into_iter().map(|text| view! { <li>{text}</li> });
        items.collect_view()
    };
    let sentence = Signal::derive(move || text(|content| &content.table.sentence));
    view! {
        <figure class="figure">
            <figcaption>
                <h2>{title}</h2>
                <p class="finding"><Glossed text=sentence /></p>
                <p class="coverage">{move || text(|content| &content.table.note)}</p>
            </figcaption>
            <HourGrid hours />
            <p class="source">{move || text(|content| &content.source)}</p>
            <HourActions content file_name whole said />
            <details>
                <summary>{t!("What to know about these numbers")}</summary>
                <ul>{caveats}</ul>
            </details>
            <Computation release=Arc::clone(&release) content=lines />
            <Citing release title link=None said />
            <Embedding embed />
        </figure>
    }
}

/// The hours as a shaded table, with its classes above it.
#[component]
pub fn HourGrid(
    /// The table.
    hours: Signal<HourTable>,
) -> impl IntoView {
    let classes = move || {
        let classes = hours.with(|hours| hours.classes.clone());
        classes.iter().enumerate().map(class_entry).collect_view()
    };
    let grid = grid(hours);
    view! {
        <p class="quiet" id="hour-classes">{t!("Shade, by how many")}</p>
        <ul class="hour-classes" aria-labelledby="hour-classes">{classes}</ul>
        {grid}
    }
}

/// A class in the legend, with how many cells have it.
fn class_entry((position, class): (usize, &HourClass)) -> impl IntoView + use<> {
    view! {
        <li>
            <span class="hour-swatch" data-class=position.to_string() aria-hidden="true"></span>
            {class.label()}
            " "
            <span class="quiet">{format!("({})", class.size())}</span>
        </li>
    }
}

/// The table. Its cells are made of one text and changed all at once, those alone that say something
/// else: one by one, they take longer than the rest of the figure.
fn grid(hours: Signal<HourTable>) -> impl IntoView {
    let place = NodeRef::<html::Table>::new();
    let headings = Memo::new(move |_| hours.with(headings));
    let caption = Memo::new(move |_| hours.with(|table| table.title.clone()));
    Effect::new(move |_| {
        let Some(table) = place.get() else { return };
        hours.with(|now| {
            let cells = || now.rows.iter().flat_map(|row| &row.cells);
            let classes = cells().map(|cell| class_of(cell).unwrap_or_default());
            write_each(&table, "td", "data-class", &lines(classes));
            write_texts(&table, "td", &lines(cells().map(|cell| &cell.text)));
        });
    });
    let table = move || {
        let headings = headings.get();
        let rows = hours.with_untracked(|table| table.rows.iter().map(row).collect::<String>());
        view! {
            <table class="hours" node_ref=place>
                <caption class="visually-hidden">{caption}</caption>
                <thead inner_html=head(&headings.0)></thead>
                <tbody inner_html=rows></tbody>
            </table>
        }
    };
    view! {
        <div class="table-scroll" tabindex="0" role="region" aria-label=t!("Numbers by hour")>
            {table}
        </div>
    }
}

/// The headings of columns and rows: where they are others, so are the cells.
fn headings(table: &HourTable) -> (Vec<String>, Vec<String>) {
    let rows = table.rows.iter().map(|row| row.heading.clone());
    (table.columns.clone(), rows.collect())
}

fn head(columns: &[String]) -> String {
    let columns = columns.iter().map(|label| {
        let short: String = label.chars().take(3).collect();
        let (label, short) = (escaped(label), escaped(&short));
        format!(r#"<th scope="col"><abbr title="{label}">{short}</abbr></th>"#)
    });
    let from = escaped(t!("From"));
    format!(
        r#"<tr><th scope="col">{from}</th>{}</tr>"#,
        columns.collect::<String>()
    )
}

fn row(row: &HourRow) -> String {
    let cells = row.cells.iter().map(|cell| {
        let class = class_of(cell).map(|class| format!(r#" data-class="{class}""#));
        let text = escaped(&cell.text);
        format!("<td{}>{text}</td>", class.unwrap_or_default())
    });
    let heading = escaped(&row.heading);
    format!(
        r#"<tr><th scope="row">{heading}</th>{}</tr>"#,
        cells.collect::<String>()
    )
}

fn class_of(cell: &HourCell) -> Option<String> {
    cell.class.map(|class| class.to_string())
}

/// What can be taken away.
#[component]
fn HourActions(
    content: Signal<HourContent>,
    file_name: Signal<String>,
    whole: String,
    said: RwSignal<&'static str>,
) -> impl IntoView {
    let save = move |_| {
        let csv = content.with_untracked(|content| tidy::hours_csv(&content.hours));
        let name = format!("{}.csv", file_name.get_untracked());
        let saved = download::save(&csv, &name, "text/csv;charset=utf-8");
        said.set(if saved {
            t!("Saved as CSV.")
        } else {
            t!("Your browser did not save the file.")
        });
    };
    let copy = move |_| copy_and_say(address::current(), t!("Link copied."), said);
    view! {
        <div class="actions">
            <button type="button" on:click=save>{t!("Download these numbers (CSV)")}</button>
            <a href=whole download="">{t!("Whole table (CSV)")}</a>
            <button type="button" on:click=copy>{t!("Copy link")}</button>
            <span role="status">{said}</span>
        </div>
    }
}
