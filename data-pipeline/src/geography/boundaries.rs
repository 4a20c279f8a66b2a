//! Reads the map of one kind of place from GeoJSON, and says what is wrong with it: each fault with
//! the line and the number of its feature.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::path::{Path, PathBuf};

use flate2::read::MultiGzDecoder;
use geo::{Coord, LineString, MultiPolygon, Polygon};
use geojson::{Feature, GeometryValue, Position};
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use super::rings;
use crate::settings::{BoundarySettings, Bounds, PlaceList, Problem};
use crate::source::sha256_hex;

/// The names of the one coordinate system that GeoJSON knows, as older files write it.
const WGS_84: [&str; 3] = ["CRS84", "EPSG::4326", "EPSG:4326"];

/// A file whose features are not looked into yet.
#[derive(Deserialize)]
struct Collection<'t> {
    #[serde(rename = "type")]
    kind: String,
    crs: Option<Value>,
    #[serde(borrow, default)]
    features: Vec<&'t RawValue>,
}

/// The polygons of each place, by its position; what cannot be used is a problem and left out.
pub(super) fn read(
    sources: &Path,
    settings: &BoundarySettings,
    list: &PlaceList,
    bounds: Option<Bounds>,
    problems: &mut Vec<Problem>,
) -> BTreeMap<usize, MultiPolygon> {
    let mut reader = Reader {
        path: sources.join(&settings.file),
        settings,
        list,
        bounds,
        problems,
        areas: BTreeMap::new(),
    };
    if let Some(text) = reader.text() {
        reader.collection(&text);
    }
    reader.areas
}

/// The same from the text of a file that has been read; its hash is not asked for.
pub(super) fn of_text(
    text: &str,
    settings: &BoundarySettings,
    list: &PlaceList,
    bounds: Option<Bounds>,
    problems: &mut Vec<Problem>,
) -> BTreeMap<usize, MultiPolygon> {
    let mut reader = Reader {
        path: PathBuf::from(&settings.file),
        settings,
        list,
        bounds,
        problems,
        areas: BTreeMap::new(),
    };
    reader.collection(text);
    reader.areas
}

struct Reader<'a> {
    path: PathBuf,
    settings: &'a BoundarySettings,
    list: &'a PlaceList,
    bounds: Option<Bounds>,
    problems: &'a mut Vec<Problem>,
    areas: BTreeMap<usize, MultiPolygon>,
}

impl Reader<'_> {
    /// The expected content.
    fn text(&mut self) -> Option<String> {
        let bytes = match inflated(&self.path) {
            Ok(bytes) => bytes,
            Err(error) => {
                let message = format!("the file cannot be read: {error}");
                let expected = "a GeoJSON file, as `boundaries` of city.toml names it";
                self.problems
                    .push(Problem::of_file(&self.path, message, expected));
                return None;
            }
        };
        let found = sha256_hex(&bytes);
        if found != self.settings.sha256 {
            let message = "this is not the content that city.toml describes";
            let expected = self.settings.sha256.as_str();
            let mut problem = Problem::of_file(&self.path, message, expected).found(found);
            problem.field = "sha256".into();
            self.problems.push(problem);
        }
        let text = String::from_utf8(bytes);
        if text.is_err() {
            let problem = Problem::of_file(&self.path, "the file is not UTF-8", "text in UTF-8");
            self.problems.push(problem);
        }
        let text = text.ok()?;
        Some(text.trim_start_matches('\u{feff}').to_owned())
    }

    fn collection(&mut self, text: &str) {
        let collection: Collection<'_> = match serde_json::from_str(text) {
            Ok(collection) => collection,
            Err(error) => {
                let problem = Problem::of_line(&self.path, error.line() as u64, "(syntax)");
                let expected = "a FeatureCollection of GeoJSON";
                self.problems
                    .push(problem.saying(error.to_string(), expected));
                return;
            }
        };
        if collection.kind != "FeatureCollection" {
            let problem = Problem::of_line(&self.path, 1, "type").found(&*collection.kind);
            let message = "the file is no collection of places";
            self.problems
                .push(problem.saying(message, "\"FeatureCollection\""));
        }
        self.system(collection.crs.as_ref());
        let mut seen = BTreeSet::new();
        for (index, raw) in collection.features.iter().enumerate() {
            let start = raw.get().as_ptr().addr() - text.as_ptr().addr();
            let before = text.get(..start).unwrap_or_default();
            let line = before.matches('\n').count() as u64 + 1;
            self.feature(raw.get(), &At { line, index }, &mut seen);
        }
        let missing = self.list.members.iter().enumerate();
        let missing: Vec<&str> = missing
            .filter(|(position, _)| !seen.contains(position))
            .map(|(_, (code, _))| code.as_str())
            .collect();
        if !missing.is_empty() {
            let message = format!("places are not on the map: {}", missing.join(", "));
            let expected = "a feature for each place";
            self.problems
                .push(Problem::of_file(&self.path, message, expected));
        }
    }

    /// Older files may name another coordinate system than the only one of the standard.
    fn system(&mut self, crs: Option<&Value>) {
        let Some(crs) = crs.filter(|crs| !crs.is_null()) else {
            return;
        };
        let name = crs.pointer("/properties/name").and_then(Value::as_str);
        let name = name.unwrap_or_default();
        if !WGS_84.iter().any(|known| name.ends_with(known)) {
            let problem = Problem::of_line(&self.path, 1, "crs").found(name);
            let message = "the file is in another coordinate system";
            let expected = "longitude and latitude in degrees of WGS 84";
            self.problems.push(problem.saying(message, expected));
        }
    }

    fn feature(&mut self, text: &str, at: &At, seen: &mut BTreeSet<usize>) {
        let feature: Feature = match text.parse() {
            Ok(feature) => feature,
            Err(error) => {
                let problem = self.problem(at, "");
                self.problems
                    .push(problem.saying(error.to_string(), "a feature of GeoJSON"));
                return;
            }
        };
        let Some(position) = self.position(&feature, at) else {
            return;
        };
        if !seen.insert(position) {
            let field = format!(".properties.{}", self.settings.property);
            let code = self.list.members.get(position).map_or("", |(code, _)| code);
            let problem = self.problem(at, &field).found(code);
            let message = "an earlier feature is this place";
            self.problems
                .push(problem.saying(message, "every place once"));
            return;
        }
        let value = feature.geometry.map(|geometry| geometry.value);
        let polygons = match value {
            Some(GeometryValue::Polygon { coordinates }) => vec![coordinates],
            Some(GeometryValue::MultiPolygon { coordinates }) => coordinates,
            other => {
                let found = other.map_or("nothing", |value| value.type_name());
                let problem = self.problem(at, ".geometry").found(found);
                let expected = "a Polygon or a MultiPolygon";
                self.problems
                    .push(problem.saying("a place is no area", expected));
                return;
            }
        };
        let polygons = polygons.iter().filter_map(|rings| self.polygon(rings, at));
        let polygons: Vec<Polygon> = polygons.collect();
        if !polygons.is_empty() {
            self.areas.insert(position, MultiPolygon::new(polygons));
        }
    }

    /// The place that a feature is; `None` where it is none of this kind.
    fn position(&mut self, feature: &Feature, at: &At) -> Option<usize> {
        let property = &self.settings.property;
        let field = format!(".properties.{property}");
        let Some(value) = feature.property(property).filter(|value| !value.is_null()) else {
            let properties = feature.properties.as_ref();
            let names: Vec<&str> = properties
                .into_iter()
                .flat_map(|all| all.keys())
                .map(String::as_str)
                .collect();
            let problem = self.problem(at, &field).found(names.join(", "));
            let message = "the feature has no such property";
            let expected = format!("{property:?}, which holds the code or name of the place");
            self.problems.push(problem.saying(message, expected));
            return None;
        };
        let name = value
            .as_str()
            .map_or_else(|| value.to_string(), str::to_owned);
        if self.settings.not_places.contains(&name) {
            return None;
        }
        let position = self.list.position(&name).or_else(|| self.list.find(&name));
        if position.is_none() {
            let problem = self.problem(at, &field).found(&*name);
            let message = "no place of this kind has this code or name";
            let expected = format!("a place of {:?}, or a name in not_places", self.list.id);
            let labels = self.list.members.iter().map(|(_, label)| label.as_str());
            self.problems
                .push(problem.saying(message, expected).suggesting(labels));
        }
        position
    }

    fn polygon(&mut self, rings: &[Vec<Position>], at: &At) -> Option<Polygon> {
        let mut lines = Vec::new();
        for ring in rings {
            let corners: Option<Vec<Coord>> = ring.iter().map(corner).collect();
            let corners = corners.ok_or_else(rings::Fault::short_position);
            match corners.and_then(|corners| rings::ring(corners, self.bounds)) {
                Ok(corners) => lines.push(LineString::new(corners)),
                Err(fault) => {
                    let problem = self.problem(at, ".geometry.coordinates");
                    let problem = problem.saying(fault.message, fault.expected);
                    self.problems.push(problem.found(fault.found));
                    return None;
                }
            }
        }
        let mut lines = lines.into_iter();
        let Some(outer) = lines.next() else {
            let problem = self.problem(at, ".geometry.coordinates");
            self.problems
                .push(problem.saying("a polygon has no ring", "a ring around the place"));
            return None;
        };
        Some(Polygon::new(outer, lines.collect()))
    }

    fn problem(&self, at: &At, field: &str) -> Problem {
        let field = format!("features[{}]{field}", at.index + 1);
        Problem::of_line(&self.path, at.line, &field)
    }
}

/// Where a feature stands: its line, and its number from 0.
struct At {
    line: u64,
    index: usize,
}

fn corner(position: &Position) -> Option<Coord> {
    match position.as_slice() {
        [x, y, ..] => Some(Coord { x: *x, y: *y }),
        _ => None,
    }
}

fn inflated(path: &Path) -> std::io::Result<Vec<u8>> {
    let bytes = std::fs::read(path)?;
    if path.extension().is_none_or(|extension| extension != "gz") {
        return Ok(bytes);
    }
    let mut content = Vec::new();
    MultiGzDecoder::new(bytes.as_slice()).read_to_end(&mut content)?;
    Ok(content)
}
