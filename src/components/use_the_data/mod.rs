//! How a table is read in Python, R, DuckDB, Observable, JavaScript and curl, each with a button that
//! copies it.

mod snippets;

use std::sync::Arc;

use cube::release::Table;
use leptos::prelude::*;

use self::snippets::Snippet;
use super::figure::copy_and_say;
use crate::data::Release;
use crate::platform::address;
use crate::routes::address_of;

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
            let whole = |path: &str| {
                let below_base = format!("/{}", release.address(path));
                address::absolute(&address_of(&below_base, ""))
            };
            let snippets = snippets::of(&table, &release.manifest.files, whole);
            let snippets = snippets.into_iter().map(|snippet| entry(snippet, said));
            snippets.collect_view()
        })
    };
    view! {
        <details class="use-table" on:toggle=move |_| open.update(|open| *open = !*open)>
            <summary>"Use in Python, R, SQL, …"</summary>
            {move || open.get().then(|| view! {
                <p>
                    "The addresses are those of this release, which does not change. Where "
                    <code>"value"</code> " is empty, " <code>"status"</code> " says why."
                </p>
            })}
            {snippets}
            <p class="quiet" role="status">{said}</p>
        </details>
    }
}

fn entry(snippet: Snippet, said: RwSignal<&'static str>) -> impl IntoView {
    let Snippet { tool, text } = snippet;
    let copied = text.clone();
    let copy = move |_| copy_and_say(copied.clone(), "Copied.", said);
    view! {
        <div class="citation">
            <p class="citation-name">
                {tool} " " <button type="button" aria-label=format!("Copy for {tool}") on:click=copy>"Copy"</button>
            </p>
            <pre tabindex="0" role="region" aria-label=tool><code>{text}</code></pre>
        </div>
    }
}
