//! Maps of a city's places: which place a point lies in.
//!
//! The rule, the same on every machine and for any order of the file: a point belongs to the place
//! whose inside it lies in; where it lies in none, to one on whose border it lies; and of several
//! to the first in the order of the city's list. A point that is in none has no place.
//!
//! It reads the GeoJSON files below the folder of sources and knows nothing of rows.

mod boundaries;
pub mod layers;
mod map;
pub mod outlines;
mod rings;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::settings::{Problem, Settings};

pub use map::Map;

/// The maps of the kinds of place that have one.
#[derive(Debug, Default)]
pub struct Maps {
    maps: BTreeMap<String, Map>,
}

impl Maps {
    /// Reads the maps that the rows of some source are located by or compared with.
    ///
    /// The problems are those of the files; where there are any, a map may have gaps.
    #[must_use]
    pub fn read(settings: &Settings, sources: &Path) -> (Self, Vec<Problem>) {
        let shapes = settings.sources.iter().map(|source| &source.shape);
        let with_points = shapes.filter(|shape| shape.coordinate().is_some());
        let kinds = with_points.filter_map(|shape| shape.places()).flatten();
        let wanted: BTreeSet<&str> = kinds.map(|(kind, _)| kind.as_str()).collect();
        Self::of(settings, sources, |kind| wanted.contains(kind))
    }

    /// Reads every map that the city declares, used or not.
    #[must_use]
    pub fn read_all(settings: &Settings, sources: &Path) -> (Self, Vec<Problem>) {
        Self::of(settings, sources, |_| true)
    }

    /// The map of a kind of place in the text of a GeoJSON, whatever its hash, and what is wrong with
    /// the text; `None` where the city declares no map of this kind.
    #[must_use]
    pub fn of_text(settings: &Settings, kind: &str, text: &str) -> Option<(Map, Vec<Problem>)> {
        let mut places = settings.city.places.iter();
        let boundaries = places.find(|place| place.id == kind)?.boundaries.as_ref()?;
        let (_, list) = settings.place(kind)?;
        let mut problems = Vec::new();
        let bounds = settings.city.bounds;
        let areas = boundaries::of_text(text, boundaries, list, bounds, &mut problems);
        problems.sort();
        Some((Map::new(areas), problems))
    }

    fn of(
        settings: &Settings,
        sources: &Path,
        is_wanted: impl Fn(&str) -> bool,
    ) -> (Self, Vec<Problem>) {
        let mut problems = Vec::new();
        let mut maps = BTreeMap::new();
        for place in settings
            .city
            .places
            .iter()
            .filter(|place| is_wanted(&place.id))
        {
            let list = settings.place(&place.id);
            if let (Some(boundaries), Some((_, list))) = (&place.boundaries, list) {
                let bounds = settings.city.bounds;
                let areas = boundaries::read(sources, boundaries, list, bounds, &mut problems);
                maps.insert(place.id.clone(), Map::new(areas));
            }
        }
        problems.sort();
        (Self { maps }, problems)
    }

    /// The map of a kind of place.
    #[must_use]
    pub fn get(&self, kind: &str) -> Option<&Map> {
        self.maps.get(kind)
    }
}
