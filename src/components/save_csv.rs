//! A button that saves numbers of the page as a CSV file.

use leptos::prelude::*;
use wording::t;

use crate::platform::download;

/// The button, and whether it worked.
#[component]
pub fn SaveCsv(
    /// The file; none where there is nothing to write.
    #[prop(into)]
    bytes: Callback<(), Option<Vec<u8>>>,
    /// Its name without its ending.
    #[prop(into)]
    file_name: Signal<String>,
    /// What the button says.
    #[prop(default = t!("Download these numbers (CSV)"))]
    label: &'static str,
) -> impl IntoView {
    let said = RwSignal::new("");
    let save = move |_| {
        let name = format!("{}.csv", file_name.get_untracked());
        let bytes = bytes.run(());
        let saved =
            bytes.is_some_and(|bytes| download::save(&bytes, &name, "text/csv;charset=utf-8"));
        said.set(match saved {
            true => t!("Saved as CSV."),
            false => t!("Your browser did not save the file."),
        });
    };
    view! {
        <div class="actions">
            <button type="button" on:click=save>{label}</button>
            <span role="status">{said}</span>
        </div>
    }
}
