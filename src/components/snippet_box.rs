//! Lines to be copied into another page.

use leptos::prelude::*;
use wording::t;

use super::figure::copy_and_say;

/// The lines, with a button that copies them.
#[component]
pub fn SnippetBox(
    /// The lines.
    text: Signal<String>,
) -> impl IntoView {
    let said = RwSignal::new("");
    let copy = move |_| copy_and_say(text.get_untracked(), t!("Copied."), said);
    view! {
        <label class="snippet-box">
            <span>{t!("Put this into your page")}</span>
            <textarea readonly rows="7" spellcheck="false" prop:value=text></textarea>
        </label>
        <p class="actions">
            <button type="button" on:click=copy>{t!("Copy")}</button>
            <span role="status">{said}</span>
        </p>
    }
}
