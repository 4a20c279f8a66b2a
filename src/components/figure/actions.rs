//! What can be taken away from a figure: its numbers, its address.

use cube::tidy;
use leptos::prelude::*;

use super::FigureContent;
use crate::platform::{address, clipboard, download};

/// What can be taken away from a figure.
#[component]
pub fn Actions(
    /// The figure.
    content: Signal<FigureContent>,
    /// The name of the file of a download, without its ending.
    file_name: Signal<String>,
    /// The address that shows the same view, where it is not this page's own.
    link: Option<String>,
) -> impl IntoView {
    let said = RwSignal::new("");
    let save = move |_| {
        let csv = content.with(|content| tidy::series_csv(&content.series));
        let saved = csv.is_ok_and(|csv| {
            download::save(
                &csv,
                &format!("{}.csv", file_name.get()),
                "text/csv;charset=utf-8",
            )
        });
        said.set(if saved {
            "Saved as CSV."
        } else {
            "Your browser did not save the file."
        });
    };
    let shared = link.clone();
    let copy = move |_| {
        let address = shared.clone().unwrap_or_else(address::current);
        leptos::task::spawn_local(async move {
            let copied = clipboard::copy(&address).await;
            said.try_set(if copied {
                "Link copied."
            } else {
                "Your browser did not allow it; copy the address of the page instead."
            });
        });
    };
    let explore = link.map(|link| view! { <a href=link>"Change this chart"</a> });
    view! {
        <div class="actions">
            {explore} <button type="button" on:click=save>"Download these numbers (CSV)"</button>
            <button type="button" on:click=copy>"Copy link"</button>
            <span role="status">{said}</span>
        </div>
    }
}
