//! Where the numbers come from, which release they are of, and how far they reach.

use leptos::prelude::*;

use super::Pending;
use crate::{data::Release, routes::Route, state::ViewState};

/// The foot of every page.
#[component]
pub fn SiteFooter() -> impl IntoView {
    let release = expect_context::<Pending<Release>>().value;
    let about = move || match release.get() {
        Some(Ok(release)) => Some(view! { <ReleaseNote release=(*release).clone() /> }),
        Some(Err(_)) | None => None,
    };
    view! {
        <footer class="site-footer">
            {about}
            <p>
                "Counts of what was recorded, never records of persons. What you do here stays in \
                 your browser: no cookies, no trackers, no requests to anyone else."
            </p>
        </footer>
    }
}

#[component]
fn ReleaseNote(
    /// The release shown.
    release: Release,
) -> impl IntoView {
    let mut publishers: Vec<String> = release
        .manifest
        .sources
        .iter()
        .map(|source| source.publisher.clone())
        .collect();
    publishers.sort();
    publishers.dedup();
    let first = release
        .manifest
        .tables
        .iter()
        .map(|table| table.first)
        .min();
    let last = release.manifest.tables.iter().map(|table| table.last).max();
    let coverage = first.zip(last).map(|(first, last)| {
        let (first, last) = (charts::format::month(first), charts::format::month(last));
        format!("The tables reach from {first} to {last}, each over its own years. ")
    });
    let query = ViewState::of(release.asked).query();
    view! {
        <p>
            {format!("Sources: {}. ", publishers.join("; "))} {coverage}
            {format!("Release {} of {}. ", release.manifest.id, release.manifest.released)}
            <a href=Route::Data.link(&query)>"All tables, sources and faults"</a> " "
            <a href=Route::Verify.link(&query)>"Check every file"</a>
        </p>
    }
}
