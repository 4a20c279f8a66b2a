//! Where earlier values come from, and why they differ, as far as is known.

use std::sync::Arc;

use leptos::prelude::*;
use wording::t;

use crate::data::Release;

/// The earlier counts of a table, each with its source, its date and the cause of the difference.
#[component]
pub fn Reasons(
    /// The release.
    release: Arc<Release>,
    /// The id of the table.
    table: String,
) -> impl IntoView {
    let vintages = release.manifest.vintages.iter();
    let vintages = vintages.filter(|vintage| vintage.table == table);
    let entries = vintages.map(|vintage| {
        let mut sources = release.manifest.sources.iter();
        let source = sources.find(|source| source.id == vintage.source);
        let title = source.map_or_else(|| vintage.source.clone(), |source| source.title.clone());
        let cause = vintage.cause.clone();
        let cause = cause.unwrap_or_else(|| t!("Why the numbers differ is not known.").to_owned());
        view! {
            <dt>{title}</dt>
            <dd>
                <p>{cause}</p>
                <p class="quiet">{vintage.dated_by.clone()}</p>
            </dd>
        }
    });
    let entries: Vec<_> = entries.collect();
    let none = entries
        .is_empty()
        .then(|| view! { <p>{t!("Earlier values of this table are those of earlier releases of this site.")}</p> });
    view! {
        <section class="prose" aria-labelledby="why">
            <h2 id="why">{t!("Why these numbers changed")}</h2>
            {none}
            <dl class="counting">{entries}</dl>
        </section>
    }
}
