//! Finds the places of a row by the methods that its source declares, and says which one found each.
//!
//! Coordinates and names are tried first, for every kind of place; crosswalks start from what these
//! have found. Where a row has both a name and a coordinate, they are compared, whichever wins.

use super::{Coordinate, Place, PlaceResolver};
use crate::geography::Map;
use crate::settings::{Crosswalk, Method};

/// One kind of place, as a source locates its rows in it.
#[derive(Debug)]
pub struct LocatedKind<'a> {
    /// Finds places by name.
    pub resolver: PlaceResolver<'a>,
    /// Whether a column of the source names the places.
    pub is_named: bool,
    /// The methods, in their order.
    pub by: &'a [Method],
    /// The map of the places, where there is one.
    pub map: Option<&'a Map>,
    /// The index of the kind that the crosswalk starts from, and the crosswalk.
    pub crosswalk: Option<(usize, &'a Crosswalk)>,
}

/// Where a row lies in one kind of place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Located {
    /// The position of the place; `None` where none was found.
    pub position: Option<usize>,
    /// What found it.
    pub method: Option<Method>,
    /// Whether name and coordinate name the same place; `None` where one of them names none.
    pub agrees: Option<bool>,
    /// Whether there is a name that no spelling explains.
    pub is_unknown_name: bool,
}

/// Locates the rows of one source.
#[derive(Debug)]
pub struct Locator<'a> {
    kinds: Vec<LocatedKind<'a>>,
}

impl<'a> Locator<'a> {
    /// A locator for kinds of place in the order of the source.
    #[must_use]
    pub fn new(kinds: Vec<LocatedKind<'a>>) -> Self {
        Self { kinds }
    }

    /// The kinds of place, in the order of what [`Locator::locate`] finds.
    #[must_use]
    pub fn kinds(&self) -> &[LocatedKind<'a>] {
        &self.kinds
    }

    /// Where a row lies in each kind of place.
    ///
    /// `names` are the names of places, in the order of the kinds.
    #[must_use]
    pub fn locate(&self, names: &[Option<&str>], coordinate: Coordinate) -> Vec<Located> {
        let direct = self.kinds.iter().zip(names);
        let mut found: Vec<Located> = direct
            .map(|(kind, name)| kind.locate(*name, coordinate))
            .collect();
        for (at, kind) in self.kinds.iter().enumerate() {
            let Some((from, crosswalk)) = kind.crosswalk else {
                continue;
            };
            let start = found.get(from).and_then(|start| start.position);
            let end = start.and_then(|start| crosswalk.positions.get(start).copied().flatten());
            if let Some(located) = found.get_mut(at)
                && let Some(end) = end
                && kind.prefers(Method::Crosswalk, located.method)
            {
                located.position = Some(end);
                located.method = Some(Method::Crosswalk);
            }
        }
        found
    }
}

impl LocatedKind<'_> {
    fn locate(&self, name: Option<&str>, coordinate: Coordinate) -> Located {
        let named = self.resolver.resolve(name);
        let by_name = match named {
            Place::At(position) => Some(position),
            Place::NotGiven | Place::Several | Place::Unknown => None,
        };
        let by_coordinate = match (coordinate, self.map) {
            (
                Coordinate::At {
                    longitude,
                    latitude,
                },
                Some(map),
            ) => map.locate(longitude, latitude),
            _ => None,
        };
        let found = self.by.iter().find_map(|method| {
            let position = match method {
                Method::Coordinate => by_coordinate,
                Method::Name => by_name,
                Method::Crosswalk => None,
            };
            Some((position?, *method))
        });
        Located {
            position: found.map(|(position, _)| position),
            method: found.map(|(_, method)| method),
            agrees: by_name
                .zip(by_coordinate)
                .map(|(name, point)| name == point),
            is_unknown_name: named == Place::Unknown,
        }
    }

    /// Whether a method stands before the one that has found a place.
    fn prefers(&self, method: Method, found: Option<Method>) -> bool {
        let rank = |method| self.by.iter().position(|other| *other == method);
        match found {
            None => true,
            Some(found) => rank(method) < rank(found),
        }
    }
}
