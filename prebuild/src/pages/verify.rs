//! The check of every file, which needs a program: the page says what it does, and how to do it without.

use maud::html;
use sightline::ahead::Route;

use super::{path, title};
use crate::library::Shelf;
use crate::page::Page;

pub fn page(shelf: &Shelf) -> Page {
    let release = &shelf.release;
    let description = "Fetches every file of a release from the host again, computes its hash and compares it \
                       with the list that was signed when it was published.";
    let body = html! {
        section.prose {
            p { (description) " If one byte of one file has changed, it is named here." }
            p {
                "Without scripts, a command line does the same: "
                code { "data-pipeline verify " (release.folder) }
                ", or " code { "sha256sum" } " over the files of the "
                a href=(release.address("manifest.json")) { "manifest" } "."
            }
        }
    };
    Page {
        path: path(release, Route::Verify),
        title: title(release, Some("Check the files")),
        heading: "Check every file yourself".to_owned(),
        description: description.to_owned(),
        body,
        drawn: None,
        table: None,
        embed: None,
        is_listed: release.is_current,
    }
}
