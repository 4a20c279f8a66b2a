//! How people are protected and what the words mean.

use charts::format::count;
use charts::glossary;
use maud::html;
use sightline::ahead::Route;
use wording::t;

use super::{path, title};
use crate::library::Shelf;
use crate::page::Page;

pub fn page(shelf: &Shelf) -> Page {
    let release = &shelf.release;
    let manifest = &release.manifest;
    let description = t!(
        "The numbers on this site are counts from police records about people. How small counts are hidden or rounded, and how that is proven."
    )
    .to_owned();
    let protected = manifest.tables.iter();
    let protected = protected.filter_map(|table| Some((table, table.protection?)));
    let body = html! {
        section.prose {
            p { (description) }
            @if let Some(files) = &manifest.protection {
                p.actions {
                    a href=(release.address(&files.policy)) { (t!("The policy (JSON)")) }
                    a href=(release.address(&files.certificate)) { (t!("The certificate (JSON)")) }
                }
            }
        }
        section {
            h2 { (t!("How much is hidden or rounded")) }
            div.table-scroll tabindex="0" role="region" aria-label=(t!("How much is hidden or rounded")) {
                table.numbers {
                    caption { (t!("Tables with protected numbers")) }
                    thead { tr { th scope="col" { (t!("Table")) } th scope="col" { (t!("Numbers")) } th scope="col" { (t!("Hidden")) } th scope="col" { (t!("Rounded")) } } }
                    tbody {
                        @for (table, protection) in protected {
                            tr {
                                th scope="row" { (table.title) }
                                td { (count(table.rows)) }
                                td { (count(protection.suppressed)) }
                                td { (count(protection.rounded)) }
                            }
                        }
                    }
                }
            }
        }
        section.prose {
            h2 { (t!("Words")) }
            dl { @for term in glossary() { dt { (term.name) } dd { (term.meaning) } } }
        }
    };
    Page {
        path: path(release, Route::Methods),
        title: title(release, Some(Route::Methods.label())),
        heading: t!("How people are protected").to_owned(),
        description,
        body,
        drawn: None,
        table: None,
        embed: None,
        is_listed: release.is_current,
    }
}
