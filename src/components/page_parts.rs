//! Links to the parts of a long page.

use leptos::prelude::*;

use crate::platform::reveal;

/// A list of links, each of which brings a part of the page into view.
#[component]
pub fn PageParts(
    /// The id of the heading of each part, and its name.
    parts: Vec<(&'static str, &'static str)>,
) -> impl IntoView {
    // The address of the page stays as it is: a fragment would be resolved against the site's base.
    let links = parts.into_iter().map(|(id, label)| {
        let go = move |event: leptos::ev::MouseEvent| {
            event.prevent_default();
            reveal::heading(id);
        };
        view! { <li><a href=format!("#{id}") on:click=go>{label}</a></li> }
    });
    view! {
        <nav class="parts" aria-label="On this page">
            <ul>{links.collect_view()}</ul>
        </nav>
    }
}
