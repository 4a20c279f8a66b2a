//! A button that prints the page.

use leptos::prelude::*;
use wording::t;

use crate::platform::{address, print};

/// The button; the sheet is what `print.css` makes of the page.
#[component]
pub fn PrintButton() -> impl IntoView {
    let address = address::current();
    view! {
        <p class="source print-only">{address}</p>
        <div class="actions">
            <button type="button" on:click=|_| print::page()>{t!("Print this page")}</button>
        </div>
    }
}
