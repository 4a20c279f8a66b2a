//! How a table is read in Python, R, DuckDB, Observable, JavaScript and curl, each with a button that
//! copies it.

mod snippets;

use std::sync::Arc;

use cube::release::Table;
use leptos::prelude::*;
use wording::t;

use self::snippets::Snippet;
use super::{figure::copy_and_say, with_views};
use crate::data::Release;
use crate::routes::absolute;

/// The snippets of a table; written when they are opened.
#[component]
pub fn UseTable(
    /// The release whose files the snippets name.
    release: Arc<Release>,
    /// The table.
    table: Table,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let said = RwSignal::new("");
    let snippets = move || {
        open.get().then(|| {
            let whole = |path: &str| absolute(&release.address(path));
            let snippets = snippets::of(&table, &release.manifest.files, whole);
            let snippets = snippets.into_iter().map(|snippet| entry(snippet, said));
            snippets.collect_view()
        })
    };
    view! {
        <details class="use-table" on:toggle=move |_| open.update(|open| *open = !*open)>
            <summary>{t!("Use in Python, R, SQL, …")}</summary>
            {move || open.get().then(|| view! { <p>{about_files()}</p> })}
            {snippets}
            <p class="quiet" role="status">{said}</p>
        </details>
    }
}

/// What is to be known of the files that the snippets read.
fn about_files() -> impl IntoView {
    let column = |name: &'static str| view! { <code>{name}</code> }.into_any();
    with_views(
        t!(
            "The addresses are those of this release, which does not change. Where {value} is empty, \
             {status} says why."
        ),
        [("value", column("value")), ("status", column("status"))],
    )
}

fn entry(snippet: Snippet, said: RwSignal<&'static str>) -> impl IntoView {
    let Snippet { tool, text } = snippet;
    let copied = text.clone();
    let copy = move |_| copy_and_say(copied.clone(), t!("Copied."), said);
    let label = t!("Copy for {tool}", tool = tool);
    view! {
        <div class="citation">
            <p class="citation-name">
                {tool} " " <button type="button" aria-label=label on:click=copy>{t!("Copy")}</button>
            </p>
            <pre tabindex="0" role="region" aria-label=tool><code>{text}</code></pre>
        </div>
    }
}
