//! The check of every file, which needs a program: the page says what it does, and how to do it without.

use maud::html;
use sightline::ahead::Route;
use wording::t;

use super::{path, title};
use crate::library::Shelf;
use crate::page::Page;

pub fn page(shelf: &Shelf) -> Page {
    let release = &shelf.release;
    let description = t!(
        "Fetches every file of a release from the host again, computes its hash and compares it with the list that was signed when it was published."
    );
    let body = html! {
        section.prose {
            p { (description) " " (t!("If one byte of one file has changed, it is named here.")) }
            p {
                (t!("Without scripts, a command line does the same, by itself or with sha256sum over the files of the manifest.")) " "
                code { "data-pipeline verify " (release.folder) } " "
                a href=(release.address("manifest.json")) { (t!("Manifest with every hash (JSON)")) }
            }
        }
    };
    Page {
        path: path(release, Route::Verify),
        title: title(release, Some(t!("Check the files"))),
        heading: t!("Check every file yourself").to_owned(),
        description: description.to_owned(),
        body,
        drawn: None,
        table: None,
        embed: None,
        is_listed: release.is_current,
    }
}
