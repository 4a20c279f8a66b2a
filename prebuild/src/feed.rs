//! The feed of releases: what was published when, and what changed with it, corrections among it, in
//! the Atom format (<https://www.rfc-editor.org/rfc/rfc4287>).

use anyhow::Result;
use charts::escaped;
use charts::format::date;
use cube::release::CatalogCity;
use maud::{PreEscaped, html};
use wording::{Language, language, t};

use crate::library::Shelf;
use crate::markup::{home, scope_of};

/// What the feed says of a release.
pub struct Entry {
    title: String,
    id: String,
    /// `YYYY-MM-DD`.
    released: String,
    /// The path of the release below the site's base.
    path: String,
    /// HTML.
    content: String,
}

/// The entry of a release.
///
/// # Errors
/// Where what changed cannot be read.
pub fn entry(city: &CatalogCity, shelf: &Shelf) -> Result<Entry> {
    let manifest = &shelf.release.manifest;
    let changes = shelf.change_notes()?;
    let content = html! {
        @match &changes {
            Some(changes) => {
                p { (t!("What changed since the release of {date}", date = date(&changes.since))) }
                ul { @for note in &changes.notes { li { (note) } } }
            }
            None => p { (t!("The first release.")) }
        }
    };
    Ok(Entry {
        title: t!(
            "{city}: release of {date}",
            city = city.label,
            date = date(&manifest.released)
        ),
        id: match language() {
            Language::English => format!("urn:sha256:{}", shelf.release.manifest_sha256),
            other => format!(
                "urn:sha256:{}#{}",
                shelf.release.manifest_sha256,
                other.tag()
            ),
        },
        released: manifest.released.clone(),
        path: scope_of(&shelf.release.asked),
        content: content.into_string(),
    })
}

/// The feed of entries, newest first.
#[must_use]
pub fn feed(mut entries: Vec<Entry>, address: &str) -> String {
    entries.sort_by(|one, other| (&other.released, &other.id).cmp(&(&one.released, &one.id)));
    let own = format!("{address}{}feed.atom", home());
    // A release has a day and no hour.
    let moment = |day: &str| format!("{day}T00:00:00Z");
    let newest = entries.first().map(|entry| moment(&entry.released));
    let feed = html! {
        (PreEscaped("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"))
        feed xmlns="http://www.w3.org/2005/Atom" xml:lang=(language().tag()) {
            title { (t!("Sightline: releases and corrections")) }
            id { (own) }
            updated { (newest.unwrap_or_else(|| moment("1970-01-01"))) }
            author { name { "Sightline" } }
            (PreEscaped(link("self", &own)))
            (PreEscaped(link("alternate", &format!("{address}{}", home()))))
            @for entry in &entries {
                entry {
                    title { (PreEscaped(escaped(&entry.title))) }
                    id { (entry.id) }
                    updated { (moment(&entry.released)) }
                    (PreEscaped(link("alternate", &format!("{address}{}", entry.path))))
                    content type="html" { (PreEscaped(escaped(&entry.content))) }
                }
            }
        }
    };
    feed.into_string()
}

/// A link as XML: that of HTML has no end.
fn link(relation: &str, address: &str) -> String {
    let link = html! { link rel=(relation) href=(address); }.into_string();
    link.replacen('>', "/>", usize::from(link.ends_with('>')))
}
