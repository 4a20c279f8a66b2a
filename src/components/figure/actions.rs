//! What can be taken away from a figure as numbers or as an address, and the figure in full.

use std::sync::Arc;

use charts::Form;
use leptos::{html, prelude::*};
use wording::t;

use super::{FigureContent, computation};
use crate::data::Release;
use crate::platform::{address, clipboard, download, full_screen};

/// Numbers, address and full screen of a figure, as buttons and links in a row.
#[component]
pub fn Actions(
    /// The release of the figure.
    release: Arc<Release>,
    /// The figure.
    content: Signal<FigureContent>,
    /// Its form.
    form: Signal<Form>,
    /// The name of the file of a download, without its ending.
    file_name: Signal<String>,
    /// The address that shows the same view, where it is not this page's own.
    link: Option<String>,
    /// What became of the last action.
    said: RwSignal<&'static str>,
    /// The figure on the page.
    place: NodeRef<html::Figure>,
) -> impl IntoView {
    let save = move |_| {
        let csv = content.with(|content| (form.get_untracked().csv)(&content.series));
        let name = format!("{}.csv", file_name.get_untracked());
        let saved = csv.is_some_and(|csv| download::save(&csv, &name, "text/csv;charset=utf-8"));
        said.set(if saved {
            t!("Saved as CSV.")
        } else {
            t!("Your browser did not save the file.")
        });
    };
    let shared = link.clone();
    let copy = move |_| {
        let address = shared
            .as_deref()
            .map_or_else(address::current, address::absolute);
        copy_and_say(address, t!("Link copied."), said);
    };
    let enlarge = move |_| {
        let shown = place
            .get_untracked()
            .is_some_and(|figure| full_screen::show(&figure));
        said.set(if shown {
            t!("Escape leaves the full screen.")
        } else {
            t!("Your browser has no full screen for this.")
        });
    };
    let tables = Memo::new(move |_| content.with(computation::tables));
    let whole = move || {
        let tables = tables.get();
        let is_single = tables.len() == 1;
        let found = tables.into_iter().filter_map(|id| release.table(&id));
        let links = found.map(|table| {
            let label = match is_single {
                true => t!("Whole table (CSV)").to_owned(),
                false => t!("Whole table (CSV): {table}", table = table.title),
            };
            view! { <a href=release.address(&table.csv) download="">{label}</a> }
        });
        links.collect_view()
    };
    let explore = link.map(|link| view! { <a href=link>{t!("Change this chart")}</a> });
    view! {
        {explore}
        <button type="button" on:click=save>{t!("Download these numbers (CSV)")}</button>
        {whole}
        <button type="button" on:click=copy>{t!("Copy link")}</button>
        <button type="button" on:click=enlarge>{t!("Full screen")}</button>
    }
}

/// Puts a text on the clipboard and says what became of it.
pub fn copy_and_say(text: String, done: &'static str, said: RwSignal<&'static str>) {
    leptos::task::spawn_local(async move {
        let copied = clipboard::copy(&text).await;
        said.try_set(if copied {
            done
        } else {
            t!("Your browser did not allow copying.")
        });
    });
}
