//! What a place lies in, and what lies in it.

use std::sync::Arc;

use charts::places::lower_first;
use cube::places::{Area, PlaceKind};
use leptos::prelude::*;
use wording::t;

use crate::{
    components::with_views,
    data::{Atlas, Release},
    routes::Route,
    state::{PlacesView, place_id},
};

/// A sentence's worth of links.
#[component]
pub fn Around(
    /// The release.
    release: Arc<Release>,
    /// Its places.
    atlas: Arc<Atlas>,
    /// The kind of the place.
    kind: PlaceKind,
    /// The place.
    area: Arc<Area>,
) -> impl IntoView {
    let query = PlacesView::of(release.asked.clone()).query();
    let link = |kind: &str, area: &Area| {
        let href = Route::Place.link_to(&place_id(kind, &area.code), &query);
        view! { <a href=href>{area.label.clone()}</a> }
    };
    let listed = area.lies_in.iter().filter_map(|(kind, code)| {
        let label = atlas.kind(kind)?.label.clone();
        let around = atlas.area(kind, code)?;
        let text = t!("In the {kind} {place}");
        Some(view! { <li>{in_kind(text, &label, link(kind, around))}</li> })
    });
    let middle = middle_in(&atlas, &kind, &area)
        .into_iter()
        .map(|(other, around)| {
            let text = t!("Its middle lies in the {kind} {place}");
            view! { <li>{in_kind(text, &other.label, link(&other.id, around))}</li> }
        });
    let within = atlas
        .kinds
        .iter()
        .filter(|other| other.lies_in.contains(&kind.id));
    let within = within.filter_map(|other| {
        let areas = &atlas.layers.get(&other.id)?.areas;
        let is_within = |one: &&Area| one.lies_in.get(&kind.id) == Some(&area.code);
        let links: Vec<_> = areas
            .iter()
            .filter(is_within)
            .map(|one| link(&other.id, one))
            .collect();
        let text = t!("Places of the kind “{kind}” in it: {place}");
        let items = links.into_iter().enumerate().map(|(at, link)| {
            let gap = if at > 0 { ", " } else { "" };
            view! { {gap}{link} }
        });
        let items: Vec<_> = items.collect();
        (!items.is_empty()).then(|| view! { <li>{in_kind(text, &other.label, items)}</li> })
    });
    view! {
        <ul class="around">
            {listed.collect_view()} {middle.collect_view()} {within.collect_view()}
        </ul>
    }
}

/// A text with the name of a kind of place, and with a place or several of that kind.
fn in_kind<Places: IntoView + 'static>(
    text: &'static str,
    kind: &str,
    places: Places,
) -> impl IntoView + use<Places> {
    let kind = lower_first(kind);
    with_views(
        text,
        [("kind", kind.into_any()), ("place", places.into_any())],
    )
}

/// The places of larger kinds that the middle of a place lies in, where no list says it.
fn middle_in<'a>(
    atlas: &'a Atlas,
    kind: &PlaceKind,
    area: &Area,
) -> Vec<(&'a PlaceKind, &'a Area)> {
    let Some((x, y)) = area.at else {
        return Vec::new();
    };
    let own = atlas
        .layers
        .get(&kind.id)
        .map_or(0, |layer| layer.areas.len());
    let others = atlas
        .kinds
        .iter()
        .filter(|other| other.id != kind.id && !area.lies_in.contains_key(&other.id));
    let found = others.filter_map(|other| {
        let layer = atlas
            .layers
            .get(&other.id)
            .filter(|layer| layer.areas.len() < own)?;
        Some((other, layer.at(f64::from(x), f64::from(y))?))
    });
    found.collect()
}
