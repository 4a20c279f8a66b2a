//! An address that is no page.

use leptos::prelude::*;
use leptos_router::hooks::use_location;
use wording::t;

use super::context::site_title;
use crate::{components::Title, routes::Route, state::ViewState};

/// Says so, and where to go from here.
#[component]
pub fn NotFound() -> impl IntoView {
    let search = use_location().search;
    let asked = Memo::new(move |_| search.with(|query| ViewState::parse(query).asked));
    let links = Route::navigation().map(|route| {
        let href = move || route.link(&ViewState::of(asked.get()).query());
        view! { <li><a href=href>{route.label()}</a></li> }
    });
    view! {
        <Title text=site_title(t!("Page not found")) />
        <section class="lede">
            <h1>{t!("There is no page at this address")}</h1>
            <p>{t!("The link may be mistyped, or the page may have moved. These pages exist.")}</p>
            <ul>{links.collect_view()}</ul>
        </section>
    }
}
