//! What could not be shown, why that might be, and what to do.

use leptos::prelude::*;
use wording::t;

use crate::data::DataError;

/// A failure in plain words, with a way to try again.
#[component]
pub fn Failure(
    /// What went wrong.
    error: DataError,
    /// Whether another attempt is on its way.
    #[prop(into)]
    is_retrying: Signal<bool>,
    /// Called when the visitor asks for another attempt.
    #[prop(into)]
    on_retry: Callback<()>,
) -> impl IntoView {
    let label = move || {
        if is_retrying.get() {
            t!("Trying again")
        } else {
            t!("Try again")
        }
    };
    view! {
        <section class="failure" role="alert">
            <h2>{error.summary()}</h2>
            <p>{error.advice()}</p>
            <button type="button" prop:disabled=is_retrying on:click=move |_| on_retry.run(())>
                {label}
            </button>
            <details>
                <summary>{t!("For a report")}</summary>
                <p><code>{error.to_string()}</code></p>
            </details>
        </section>
    }
}
