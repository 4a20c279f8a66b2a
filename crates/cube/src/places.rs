//! The places of a city as a release tells them: their kinds, names, residents and outlines.
//!
//! Shapes as written and as read, the plane that outlines are drawn in, and which outline a point
//! lies in. What was counted there is in the cubes; who simplifies outlines is not known here.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// One kind of place that a city tells apart, as the manifest lists it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaceKind {
    /// The id, for example `neighborhood`.
    pub id: String,
    /// The name of one such place for people.
    pub label: String,
    /// The tables that count by it and by the whole city, in the order of the manifest.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tables: Vec<PlaceTable>,
    /// The path of its [`PlaceLayer`], relative to the release.
    pub layer: String,
    /// Whether the layer holds outlines.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub mapped: bool,
    /// The first day on which these places were in force, `YYYY-MM-DD`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<String>,
    /// The first day on which they no longer were, `YYYY-MM-DD`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<String>,
    /// The ids of the kinds of place that these places lie in, where a list says so.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lies_in: Vec<String>,
}

/// A table that counts by a kind of place, and what else it tells apart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaceTable {
    /// The id of the table.
    pub id: String,
    /// The id of the list of its categories, for example `offenses`.
    pub list: String,
    /// The ids of the further lists by which it tells groups apart.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<String>,
}

/// `geo/<kind>.json`: the places of one kind, in the order of the city's list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlaceLayer {
    /// The version of this shape, as that of the release.
    pub format: u32,
    /// The id of the kind.
    pub kind: String,
    /// The plane of the outlines; none where there are no outlines.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plane: Option<Plane>,
    /// Where the numbers of residents come from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub censuses: Vec<Census>,
    /// The residents of the whole city.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub city: Vec<Residents>,
    /// The places.
    pub areas: Vec<Area>,
}

/// One place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Area {
    /// The code, as in the tables.
    pub code: String,
    /// The name for people.
    pub label: String,
    /// Its outline as SVG path data in the units of the plane: rings of `M`, `l` and `z`, of which
    /// those within others are holes. Neighbors share every corner of their border.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outline: Option<String>,
    /// A point well inside, for a label.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<(i32, i32)>,
    /// How many people lived there, oldest census first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub residents: Vec<Residents>,
    /// The code of the place of another kind that it lies in, by the id of the kind.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub lies_in: BTreeMap<String, String>,
}

/// The people who lived in a place in the year of a census.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Residents {
    /// The year.
    pub year: i32,
    /// The people.
    pub people: u64,
}

/// Who counted the residents of a year.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Census {
    /// The year.
    pub year: i32,
    /// Who counted, and how the counts were brought to these places.
    pub source: String,
}

/// The plane that the outlines of a city are drawn in: x to the east, y to the south, the north-western
/// corner at 0, 0.
///
/// An equirectangular projection about the middle of the city (Snyder, "Map Projections: A Working
/// Manual", 1987, page 90): x = (longitude - west) × `units_per_longitude`, y = (north - latitude) ×
/// `units_per_latitude`, where the first is the second times the cosine of the middle latitude. Over a
/// city its lengths are true to about one part in a thousand.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plane {
    /// The longitude of x = 0, in degrees of WGS 84.
    pub west: f64,
    /// The latitude of y = 0, in degrees of WGS 84.
    pub north: f64,
    /// Units to a degree of longitude.
    pub units_per_longitude: f64,
    /// Units to a degree of latitude.
    pub units_per_latitude: f64,
    /// The width of the plane in units.
    pub width: u32,
    /// The height of the plane in units.
    pub height: u32,
}

impl Plane {
    /// The plane over a box of degrees, of which the longer side has `longest` units.
    ///
    /// `None` where the box is empty or lies around a pole.
    #[must_use]
    pub fn over(west: f64, south: f64, east: f64, north: f64, longest: u32) -> Option<Self> {
        let narrowing = f64::midpoint(south, north).to_radians().cos();
        let (wide, high) = ((east - west) * narrowing, north - south);
        if !(wide > 0.0 && high > 0.0 && narrowing > 0.01) {
            return None;
        }
        let units_per_latitude = f64::from(longest) / wide.max(high);
        let units_per_latitude = (units_per_latitude * 100.0).round() / 100.0;
        let units_per_longitude = (units_per_latitude * narrowing * 100.0).round() / 100.0;
        Some(Self {
            west,
            north,
            units_per_longitude,
            units_per_latitude,
            width: whole((east - west) * units_per_longitude),
            height: whole(high * units_per_latitude),
        })
    }

    /// Where a point lies in the plane, as x and y.
    #[must_use]
    pub fn project(&self, longitude: f64, latitude: f64) -> (f64, f64) {
        (
            (longitude - self.west) * self.units_per_longitude,
            (self.north - latitude) * self.units_per_latitude,
        )
    }

    /// The longitude and the latitude of a point of the plane.
    #[must_use]
    pub fn unproject(&self, x: f64, y: f64) -> (f64, f64) {
        (
            self.west + x / self.units_per_longitude,
            self.north - y / self.units_per_latitude,
        )
    }
}

impl PlaceLayer {
    /// The place of a code.
    #[must_use]
    pub fn area(&self, code: &str) -> Option<&Area> {
        self.areas.iter().find(|area| area.code == code)
    }

    /// The first place whose outline a point lies in, by longitude and latitude.
    #[must_use]
    pub fn locate(&self, longitude: f64, latitude: f64) -> Option<&Area> {
        let (x, y) = self.plane?.project(longitude, latitude);
        self.at(x, y)
    }

    /// The first place whose outline a point of the plane lies in.
    #[must_use]
    pub fn at(&self, x: f64, y: f64) -> Option<&Area> {
        let is_around = |area: &&Area| {
            let rings = area.outline.as_deref().and_then(rings);
            rings.is_some_and(|rings| contains(&rings, x, y))
        };
        self.areas.iter().find(is_around)
    }
}

/// One closed line of corners in a plane; the last leads back to the first.
pub type Ring = Vec<(i32, i32)>;

/// Rings as the path data of an outline; empty for no rings.
#[must_use]
pub fn path(rings: &[Ring]) -> String {
    let mut text = String::new();
    for ring in rings {
        let Some(((x, y), rest)) = ring.split_first() else {
            continue;
        };
        text.push_str(&format!("M{x} {y}l"));
        let mut before = (*x, *y);
        for (at, (x, y)) in rest.iter().enumerate() {
            let (dx, dy) = (x - before.0, y - before.1);
            if at > 0 && dx >= 0 {
                text.push(' ');
            }
            let gap = if dy < 0 { "" } else { " " };
            text.push_str(&format!("{dx}{gap}{dy}"));
            before = (*x, *y);
        }
        text.push('z');
    }
    text
}

/// The rings of path data that [`path`] wrote; `None` for any other text.
#[must_use]
pub fn rings(path: &str) -> Option<Vec<Ring>> {
    let mut all = Vec::new();
    for ring in path.split_inclusive('z') {
        let inner = ring.strip_prefix('M')?.strip_suffix('z')?;
        let (start, rest) = inner.split_once('l')?;
        let (mut x, mut y) = match numbers(start)?.as_slice() {
            [x, y] => (*x, *y),
            _ => return None,
        };
        let mut corners = vec![(x, y)];
        for step in numbers(rest)?.chunks(2) {
            let [dx, dy] = step else { return None };
            (x, y) = (x.checked_add(*dx)?, y.checked_add(*dy)?);
            corners.push((x, y));
        }
        all.push(corners);
    }
    Some(all)
}

/// Whole numbers that a space or a sign sets apart.
fn numbers(text: &str) -> Option<Vec<i32>> {
    let text = text.replace('-', " -");
    let numbers = text.split(' ').filter(|part| !part.is_empty());
    numbers.map(|part| part.parse().ok()).collect()
}

/// Whether a point lies within rings, by the even-odd rule.
#[must_use]
pub fn contains(rings: &[Ring], x: f64, y: f64) -> bool {
    let mut is_inside = false;
    for ring in rings {
        let ends = ring.iter().cycle().skip(1);
        for ((ax, ay), (bx, by)) in ring.iter().zip(ends) {
            let (ax, ay, bx, by) = (
                f64::from(*ax),
                f64::from(*ay),
                f64::from(*bx),
                f64::from(*by),
            );
            // An edge counts with its upper end only, so that a corner is not counted twice.
            if (ay > y) != (by > y) && x < ax + (y - ay) / (by - ay) * (bx - ax) {
                is_inside = !is_inside;
            }
        }
    }
    is_inside
}

/// A length of the plane in whole units, rounded up.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "lengths of a plane are positive and far below the limit; a cast saturates"
)]
fn whole(length: f64) -> u32 {
    length.ceil() as u32
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn plane() -> Plane {
        Plane::over(-76.712, 39.197, -76.529, 39.373, 4000).unwrap()
    }

    #[test]
    fn a_plane_fits_its_box() {
        let plane = plane();
        assert_eq!(plane.height, 4000);
        assert!((3210..3230).contains(&plane.width), "{}", plane.width);
        assert_eq!(Plane::over(1.0, 2.0, 1.0, 3.0, 10), None);
    }

    proptest! {
        #[test]
        fn projection_and_its_inverse_agree(east in 0.0..0.2_f64, south in 0.0..0.2_f64) {
            let (longitude, latitude) = (-76.712 + east, 39.373 - south);
            let (x, y) = plane().project(longitude, latitude);
            let (back_longitude, back_latitude) = plane().unproject(x, y);
            prop_assert!((back_longitude - longitude).abs() < 1e-9);
            prop_assert!((back_latitude - latitude).abs() < 1e-9);
        }

        #[test]
        fn a_path_is_read_as_it_was_written(
            all in prop::collection::vec(prop::collection::vec((0..5000_i32, 0..5000_i32), 3..9), 1..4)
        ) {
            prop_assert_eq!(rings(&path(&all)), Some(all));
        }

        #[test]
        fn no_text_stops_the_reader(text in "[Mlz0-9 -]{0,30}") {
            let _ = rings(&text);
        }
    }

    #[test]
    fn holes_are_outside() {
        let square = |low: i32, high: i32| vec![(low, low), (high, low), (high, high), (low, high)];
        let rings = [square(0, 10), square(4, 6)];
        assert!(contains(&rings, 2.0, 2.0));
        assert!(!contains(&rings, 5.0, 5.0));
        assert!(!contains(&rings, 11.0, 5.0));
    }
}
