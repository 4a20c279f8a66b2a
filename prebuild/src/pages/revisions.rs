//! Why published numbers changed, and the file of all that did.

use anyhow::Result;
use maud::html;
use sightline::ahead::Route;
use wording::t;

use super::{path, title};
use crate::library::Shelf;
use crate::page::Page;

pub fn page(shelf: &Shelf) -> Result<Page> {
    let release = &shelf.release;
    let manifest = &release.manifest;
    let changes = shelf.change_notes()?;
    let description = t!(
        "Records about {city} are corrected after they are published. Every number that was published with more than one value, and why.",
        city = manifest.city_label
    );
    let body = html! {
        section.prose {
            p { (description) }
            @if let Some(history) = &manifest.revisions {
                p.actions { a href=(release.address(history)) download { (t!("Every number that changed (CSV)")) } }
            }
        }
        section.prose {
            h2 { (t!("Why these numbers changed")) }
            ul {
                @for vintage in &manifest.vintages {
                    li { (vintage.dated_by) @if let Some(cause) = &vintage.cause { " " (cause) } }
                }
            }
        }
        @if let Some(changes) = &changes {
            section.prose {
                h2 { (t!("What changed since the last release")) }
                ul { @for note in &changes.notes { li { (note) } } }
            }
        }
    };
    Ok(Page {
        path: path(release, Route::Revisions),
        title: title(release, Some(t!("Revisions"))),
        heading: t!("Numbers that have changed").to_owned(),
        description,
        body,
        drawn: None,
        table: None,
        embed: None,
        is_listed: release.is_current,
    })
}
