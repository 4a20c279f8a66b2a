//! A line that shows itself where something takes long.

use leptos::prelude::*;
use wording::t;

/// Says that something is late; the style sheet shows it only after some seconds.
#[component]
pub fn Late() -> impl IntoView {
    view! { <p class="quiet late">{t!("Still on its way. The line or the server is slow.")}</p> }
}
