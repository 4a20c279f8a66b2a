//! How the numbers of a figure were computed: the query of each table, and what it read.

use std::sync::Arc;

use cube::release::{Source, Table};
use leptos::prelude::*;
use wording::t;

use super::FigureContent;
use crate::components::Loaded;
use crate::data::Release;

/// The queries of the figure's tables with the hashes of their inputs; fetched when opened.
#[component]
pub fn Computation(
    /// The release of the figure.
    release: Arc<Release>,
    /// The figure.
    content: Signal<FigureContent>,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let tables = Memo::new(move |_| content.with(tables));
    let list = move || {
        let release = Arc::clone(&release);
        open.get().then(|| {
            let tables = tables.get().into_iter();
            let tables = tables.filter_map(|id| release.table(&id).cloned());
            let parts = tables.map(|table| {
                view! { <OfTable release=Arc::clone(&release) table /> }
            });
            parts.collect_view()
        })
    };
    view! {
        <details on:toggle=move |_| open.update(|open| *open = !*open)>
            <summary>{t!("How this was computed")}</summary>
            {list}
        </details>
    }
}

/// The tables that the lines come from, each once.
pub fn tables(content: &FigureContent) -> Vec<String> {
    let mut tables: Vec<String> = Vec::new();
    for line in &content.series.lines {
        if !tables.contains(&line.table) {
            tables.push(line.table.clone());
        }
    }
    tables
}

#[component]
fn OfTable(release: Arc<Release>, table: Table) -> impl IntoView {
    let sources = release.manifest.sources.iter();
    let sources = sources.filter(|source| table.sources.contains(&source.id));
    let sources = sources.map(input).collect_view();
    let address = table.query.as_ref().map(|path| release.address(path));
    let city = release.manifest.city.clone();
    let command = format!("data-pipeline query {city} {} --staged staged", table.id);
    let made = match table.protection {
        None => t!("The query below makes the table's CSV of these records, byte for byte."),
        Some(_) => t!(
            "The query below counts these records; small counts are then hidden or rounded to \
             protect people."
        ),
    };
    let query = LocalResource::new({
        let (release, table) = (Arc::clone(&release), table.clone());
        move || {
            let (release, table) = (Arc::clone(&release), table.clone());
            async move { release.query(&table).await.map(Arc::new) }
        }
    });
    let sql = |sql: Arc<String>| {
        view! {
            <pre tabindex="0" role="region" aria-label=t!("The query")><code>{sql.to_string()}</code></pre>
        }
    };
    view! {
        <p class="computed-table"><strong>{table.title.clone()}</strong></p>
        <p>
            {t!("Every row is read, cleaned, put into a category, and kept as a record.")} " " {made} " "
            {t!("To run it:")} " "
            <code>{command}</code>
        </p>
        <p>{t!("The records come from")}</p>
        <ul>{sources}</ul>
        {address.map(|address| view! { <p><a href=address>{t!("The query as a file (SQL)")}</a></p> })}
        <Loaded pending=query view=sql />
    }
}

fn input(source: &Source) -> impl IntoView + use<> {
    let used = t!(
        "{source}, {count} rows used.",
        source = source.title,
        count = charts::format::count(source.accounting.used),
    );
    view! {
        <li>
            {used}
            <span class="hash">"SHA-256 " <code>{source.sha256.clone()}</code></span>
        </li>
    }
}
