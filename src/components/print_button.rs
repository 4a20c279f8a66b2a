//! A button that prints the page.

use leptos::prelude::*;

use crate::platform::print;

/// The button; the sheet is what `print.css` makes of the page.
#[component]
pub fn PrintButton() -> impl IntoView {
    view! {
        <div class="actions">
            <button type="button" on:click=|_| print::page()>"Print this page"</button>
        </div>
    }
}
