//! Every place by name, so that each can be reached without scripts.

use charts::places::lower_first;
use cube::places::PlaceKind;
use maud::{Markup, html};
use sightline::ahead::{Route, place_id};
use wording::t;

use super::{path, title};
use crate::library::Shelf;
use crate::markup::{scope_of, view_address};
use crate::page::Page;

pub fn page(shelf: &Shelf) -> Page {
    let release = &shelf.release;
    let city = &release.manifest.city_label;
    let kinds = &shelf.atlas.kinds;
    let named: Vec<String> = kinds.iter().map(|kind| lower_first(&kind.label)).collect();
    let description = match named.is_empty() {
        true => t!(
            "The tables of this release count {city} as a whole.",
            city = city
        ),
        false => t!(
            "Every {kinds} of {city}: who lives there and what was recorded, beside the whole city. No ranking.",
            kinds = named.join(", "),
            city = city
        ),
    };
    let body = html! {
        section.prose { p { (description) } }
        @for kind in kinds { (of_kind(shelf, kind)) }
    };
    Page {
        path: path(release, Route::Places),
        title: title(release, Some(Route::Places.label())),
        heading: t!("Places in {city}", city = city),
        description,
        body,
        drawn: None,
        table: None,
        embed: None,
        is_listed: release.is_current,
    }
}

fn of_kind(shelf: &Shelf, kind: &PlaceKind) -> Markup {
    let areas = shelf.atlas.layers.get(&kind.id).map(|layer| &layer.areas);
    let scope = scope_of(&shelf.release.asked);
    // Only the places of the current release have pages; the app shows those of the others.
    let link = |code: &str| {
        let id = place_id(&kind.id, code);
        match shelf.release.is_current {
            true => format!("{scope}places/{id}/"),
            false => format!("{scope}places/{id}"),
        }
    };
    html! {
        section {
            h2 { (kind.label) }
            ul.prebuilt-places {
                @for area in areas.into_iter().flatten() {
                    li { a href=(link(&area.code)) { (area.label) } }
                }
            }
        }
    }
}

/// The address of the list in the app.
#[must_use]
pub fn in_app(query: &str) -> String {
    view_address(Route::Places, query)
}
