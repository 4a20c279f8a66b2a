//! What changed since the release before, in the words that the release brings along.

use std::sync::Arc;

use cube::release::ChangeNotes;
use leptos::prelude::*;
use wording::t;

use super::context::view_in;
use crate::{
    components::{Loaded, with_views},
    data::Release,
    routes::Route,
};

/// The changes of a release; nothing where it is the first.
#[component]
pub fn Changes(
    /// The release.
    release: Arc<Release>,
) -> impl IntoView {
    let revisions = release.manifest.revisions.as_ref();
    let revisions = revisions.map(|path| release.address(path));
    let is_first = release.manifest.changes.is_none();
    let one_by_one = Route::Revisions.link(&view_in(&release).query());
    let notes = LocalResource::new(move || {
        let release = Arc::clone(&release);
        async move { release.change_notes().await.map(Arc::new) }
    });
    let history = revisions.map(|address| {
        let history = view! {
            <a href=address download="revisions.csv">{t!("history of numbers (CSV)")}</a>
        };
        let published = with_views(
            t!("Numbers that were published with more than one value: {history}."),
            [("history", history.into_any())],
        );
        view! { <p>{published} " " <a href=one_by_one>{t!("See them one by one")}</a></p> }
    });
    let list = |notes: Arc<Option<ChangeNotes>>| {
        let notes = notes.iter().flat_map(|notes| notes.notes.clone());
        let notes = notes.map(|note| view! { <li>{note}</li> }).collect_view();
        view! { <ul>{notes}</ul> }
    };
    view! {
        <section class="prose" aria-labelledby="changes">
            <h2 id="changes" tabindex="-1">{t!("What changed since the last release")}</h2>
            {if is_first { view! { <p>{t!("This is the first release.")}</p> }.into_any() } else { view! { <Loaded pending=notes view=list /> }.into_any() }}
            {history}
        </section>
    }
}
