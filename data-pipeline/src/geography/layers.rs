//! The places of a city as they are published: names, residents, outlines, and what lies in what.
//!
//! All of it is public already and none of it is a count of records: boundaries, the census, and the
//! city's own lists. A kind that is mapped is listed though no table counts by it, so that a page can
//! say so.

use std::collections::BTreeMap;

use cube::places::{Area, Census, PlaceKind, PlaceLayer, PlaceTable, Plane, Residents, path};
use cube::release::FORMAT;

use super::Maps;
use super::outlines::{Outline, outlines};
use crate::settings::{PlaceSettings, Population, Settings};

/// Units of the longer side of a city's plane.
const LONGEST: u32 = 4000;

/// The kinds of place within a city, and a layer of each.
#[must_use]
pub fn layers(settings: &Settings, maps: &Maps) -> (Vec<PlaceKind>, Vec<PlaceLayer>) {
    let plane = plane(maps);
    let mut kinds = Vec::new();
    let mut layers = Vec::new();
    for place in &settings.city.places {
        let tables = tables(settings, &place.id);
        if tables.is_empty() && place.boundaries.is_none() {
            continue;
        }
        let Some(layer) = layer(settings, maps, place, plane) else {
            continue;
        };
        let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string());
        kinds.push(PlaceKind {
            id: place.id.clone(),
            label: place.label.clone(),
            tables,
            layer: layer_path(&layer),
            mapped: layer.plane.is_some(),
            valid_from: day(place.valid_from),
            valid_until: day(place.valid_until),
            lies_in: place.crosswalks.iter().map(|one| one.to.clone()).collect(),
        });
        layers.push(layer);
    }
    (kinds, layers)
}

/// The path of a layer, relative to the release.
#[must_use]
pub fn layer_path(layer: &PlaceLayer) -> String {
    format!("geo/{}.json", layer.kind)
}

/// The tables that count by a kind of place and by the whole city.
fn tables(settings: &Settings, kind: &str) -> Vec<PlaceTable> {
    let counts = settings.tables.iter().filter(|table| {
        let geography = &table.geography;
        geography.city && geography.place.as_deref() == Some(kind)
    });
    let listed = counts.map(|table| PlaceTable {
        id: table.id.clone(),
        list: table.list.as_str().to_owned(),
        groups: table
            .groups
            .iter()
            .map(|group| group.list.clone())
            .collect(),
    });
    listed.collect()
}

/// The plane over all maps of the city.
fn plane(maps: &Maps) -> Option<Plane> {
    use geo::{BoundingRect, Rect, coord};

    let shapes = maps.maps.values().flat_map(super::Map::shapes);
    let boxes = shapes.filter_map(|(_, shape)| shape.bounding_rect());
    let around = boxes.reduce(|one: Rect, other| {
        let low = coord! { x: one.min().x.min(other.min().x), y: one.min().y.min(other.min().y) };
        let high = coord! { x: one.max().x.max(other.max().x), y: one.max().y.max(other.max().y) };
        Rect::new(low, high)
    })?;
    let (low, high) = (around.min(), around.max());
    Plane::over(low.x, low.y, high.x, high.y, LONGEST)
}

/// What is known of the places of a kind; none where the city has no list of them.
fn layer(
    settings: &Settings,
    maps: &Maps,
    place: &PlaceSettings,
    plane: Option<Plane>,
) -> Option<PlaceLayer> {
    let (_, list) = settings.place(&place.id)?;
    let population = settings.areas.population(&place.id);
    let map = maps.get(&place.id);
    let shapes = map.map(|map| map.shapes().collect::<BTreeMap<_, _>>());
    let plane = plane.filter(|_| shapes.is_some());
    let outlines = match (&shapes, &plane) {
        (Some(shapes), Some(plane)) => outlines(shapes, plane),
        _ => BTreeMap::new(),
    };
    let members = list.members.iter().enumerate();
    let areas = members.map(|(position, (code, label))| {
        let outline = outlines.get(&position);
        Area {
            code: code.clone(),
            label: label.clone(),
            outline: outline.map(|outline: &Outline| path(&outline.rings)),
            at: outline.map(|outline| outline.at),
            residents: population.map_or_else(Vec::new, |people| residents(people, position)),
            lies_in: lies_in(settings, place, position),
        }
    });
    Some(PlaceLayer {
        format: FORMAT,
        kind: place.id.clone(),
        plane,
        censuses: population.map_or_else(Vec::new, censuses),
        city: city_residents(settings),
        areas: areas.collect(),
    })
}

fn residents(population: &Population, position: usize) -> Vec<Residents> {
    let years = population.people.iter();
    let found = years.filter_map(|(year, people)| {
        Some(Residents {
            year: *year,
            people: *people.get(&position)?,
        })
    });
    found.collect()
}

fn city_residents(settings: &Settings) -> Vec<Residents> {
    let years = settings.areas.city_people.iter();
    years
        .map(|(year, people)| Residents {
            year: *year,
            people: *people,
        })
        .collect()
}

fn censuses(population: &Population) -> Vec<Census> {
    let years = population.sources.iter();
    let all = years.flat_map(|(year, sources)| {
        sources.iter().map(|source| Census {
            year: *year,
            source: source.clone(),
        })
    });
    all.collect()
}

/// The codes of the places that a place lies in, by their kind.
fn lies_in(
    settings: &Settings,
    place: &PlaceSettings,
    position: usize,
) -> BTreeMap<String, String> {
    let found = place.crosswalks.iter().filter_map(|crosswalk| {
        let loaded = settings.areas.crosswalk(&place.id, &crosswalk.to)?;
        let to = (*loaded.positions.get(position)?)?;
        let (_, list) = settings.place(&crosswalk.to)?;
        let (code, _) = list.members.get(to)?;
        Some((crosswalk.to.clone(), code.clone()))
    });
    found.collect()
}
