//! An address that is no page.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::routes::Route;

/// Says so, and where to go from here.
#[component]
pub fn NotFound() -> impl IntoView {
    let links = Route::ALL.map(|route| {
        view! { <li><a href=route.link("")>{route.label()}</a></li> }
    });
    view! {
        <Title text="Page not found – Sightline" />
        <section class="lede">
            <h1>"There is no page at this address"</h1>
            <p>"The link may be mistyped, or the page may have moved. These pages exist."</p>
            <ul>{links}</ul>
        </section>
    }
}
