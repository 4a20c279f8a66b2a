//! Where the numbers come from, which release they are of, and how far they reach.

use cube::sorting::sort;
use leptos::prelude::*;
use wording::t;

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
                {t!("Counts of what was recorded, never records of persons. What you do here stays in \
                     your browser: no cookies, no trackers, no requests to anyone else.")}
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
    sort(&mut publishers);
    publishers.dedup();
    let first = release
        .manifest
        .tables
        .iter()
        .map(|table| table.first)
        .min();
    let last = release.manifest.tables.iter().map(|table| table.last).max();
    let coverage = first.zip(last).map(|(first, last)| {
        t!(
            "The tables reach from {first} to {last}, each over its own years.",
            first = charts::format::month(first),
            last = charts::format::month(last),
        )
    });
    let sources = t!("Sources: {publishers}.", publishers = publishers.join("; "));
    let dated = t!(
        "Release {id} of {date}.",
        id = release.manifest.id,
        date = release.manifest.released,
    );
    let query = ViewState::of(release.asked).query();
    view! {
        <p>
            {sources} " " {coverage.map(|text| view! { {text} " " })} {dated} " "
            <a href=Route::Data.link(&query)>{t!("All tables, sources and faults")}</a> " "
            <a href=Route::Verify.link(&query)>{t!("Check every file")}</a>
        </p>
    }
}
