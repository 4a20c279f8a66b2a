//! A button that saves bytes as a CSV file, and says whether the browser took it.

use leptos::prelude::*;

use crate::platform::download;

/// Saves what is shown as CSV.
#[component]
pub fn SaveButton(
    /// The name of the file.
    #[prop(into)]
    file_name: String,
    /// Makes the bytes when the button is pressed.
    bytes: impl Fn() -> Vec<u8> + Send + Sync + 'static,
) -> impl IntoView {
    let said = RwSignal::new("");
    let save = move |_| {
        let saved = download::save(&bytes(), &file_name, "text/csv;charset=utf-8");
        said.set(if saved {
            "Saved as CSV."
        } else {
            "Your browser did not save the file."
        });
    };
    view! {
        <div class="actions">
            <button type="button" on:click=save>"Download these records (CSV)"</button>
            <span role="status">{said}</span>
        </div>
    }
}
