//! Links to the parts of a long page.

use leptos::prelude::*;
use wording::t;

use crate::platform::reveal;
use crate::routes::address_of;
use crate::state::Visit;

/// A list of links, each of which brings a part of the page into view.
#[component]
pub fn PageParts(
    /// The id of the heading of each part, and its name.
    parts: Vec<(String, String)>,
) -> impl IntoView {
    let visit = expect_context::<Visit>();
    // The whole address, as a fragment alone would be resolved against the site's base.
    let page = Memo::new(move |_| {
        let query = visit.query.get();
        visit.path.with(|path| address_of(path, &query))
    });
    let links = parts.into_iter().map(|(id, label)| {
        let fragment = format!("#{id}");
        let address = move || page.get() + &fragment;
        let go = move |event: leptos::ev::MouseEvent| {
            event.prevent_default();
            reveal::heading(&id);
        };
        view! { <li><a href=address on:click=go>{label}</a></li> }
    });
    view! {
        <nav class="parts" aria-label=t!("On this page")>
            <ul>{links.collect_view()}</ul>
        </nav>
    }
}
