//! How the kinds of place of a city lie in each other, how many people live in them, and where
//! their boundaries are to be found.
//!
//! Tables of the city's folder, loaded and checked as a whole. The boundaries themselves lie with
//! the sources; they are read by [`crate::geography`].

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use schemars::JsonSchema;
use serde::Deserialize;

use super::guarded::in_folder;
use super::problem::Problem;
use super::sheet::{Sheet, SheetRow};
use super::{City, PlaceList};

/// A box in degrees of WGS 84; its edges belong to it.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Bounds {
    /// The lowest longitude.
    pub west: f64,
    /// The lowest latitude.
    pub south: f64,
    /// The highest longitude.
    pub east: f64,
    /// The highest latitude.
    pub north: f64,
}

impl Bounds {
    /// Whether a point lies in the box.
    #[must_use]
    pub fn contains(&self, longitude: f64, latitude: f64) -> bool {
        (self.west..=self.east).contains(&longitude)
            && (self.south..=self.north).contains(&latitude)
    }
}

/// The map of a kind of place.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BoundarySettings {
    /// A GeoJSON of polygons below the folder of sources; `.gz` is inflated.
    pub file: String,
    /// SHA-256 of the uncompressed content, in lower-case hexadecimal.
    pub sha256: String,
    /// The property that holds the code of a place, or a spelling of it.
    pub property: String,
    /// Values of the property that are no places of this kind.
    #[serde(default)]
    pub not_places: Vec<String>,
}

/// Which places of another kind the places of a kind lie in.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CrosswalkSettings {
    /// The other kind.
    pub to: String,
    /// A CSV with `code` and `to`: a place, and the place of the other kind that it lies in.
    pub file: String,
}

/// Which place of another kind each place of a kind lies in.
#[derive(Debug)]
pub struct Crosswalk {
    /// The kind that it starts from.
    pub from: String,
    /// The kind that it leads to.
    pub to: String,
    /// The path below the folder of the city.
    pub file: String,
    /// By position in the one kind: the position in the other; `None` where the table is silent.
    pub positions: Vec<Option<usize>>,
}

/// How many people lived in the places of a kind.
#[derive(Debug)]
pub struct Population {
    /// The kind of place.
    pub place: String,
    /// People, by year and position of the place.
    pub people: BTreeMap<i32, BTreeMap<usize, u64>>,
    /// Who counted them, by year; several where the places of a year were counted differently.
    pub sources: BTreeMap<i32, BTreeSet<String>>,
}

/// The tables about areas.
#[derive(Debug, Default)]
pub struct Areas {
    /// The crosswalks, in the order of the settings.
    pub crosswalks: Vec<Crosswalk>,
    /// The people, in the order of the kinds of place.
    pub populations: Vec<Population>,
    /// People of the whole city, by year.
    pub city_people: BTreeMap<i32, u64>,
}

/// The columns of a table of people.
const PEOPLE_COLUMNS: [&str; 4] = ["code", "year", "population", "source"];

impl Areas {
    pub(super) fn load(
        folder: &Path,
        city: &City,
        places: &[PlaceList],
        problems: &mut Vec<Problem>,
    ) -> Self {
        let list = |id: &str| places.iter().find(|place| place.id == id);
        let mut areas = Self::default();
        if let Some(file) = &city.population {
            let codes = [city.id.as_str()];
            let counted = people(&in_folder(folder, file), &codes, problems);
            areas.city_people = counted
                .people
                .into_iter()
                .filter_map(|(year, people)| Some((year, people.get(&0).copied()?)))
                .collect();
        }
        for place in &city.places {
            let Some(own) = list(&place.id) else { continue };
            if let Some(file) = &place.population {
                let codes: Vec<&str> = own.codes().collect();
                let counted = people(&in_folder(folder, file), &codes, problems);
                areas.populations.push(Population {
                    place: place.id.clone(),
                    people: counted.people,
                    sources: counted.sources,
                });
            }
            for crosswalk in &place.crosswalks {
                if let Some(other) = list(&crosswalk.to) {
                    let loaded = Crosswalk::load(folder, crosswalk, own, other, problems);
                    areas.crosswalks.push(loaded);
                }
            }
        }
        areas
    }

    /// The crosswalk from one kind of place to another.
    #[must_use]
    pub fn crosswalk(&self, from: &str, to: &str) -> Option<&Crosswalk> {
        let mut all = self.crosswalks.iter();
        all.find(|crosswalk| crosswalk.from == from && crosswalk.to == to)
    }

    /// The people of a kind of place.
    #[must_use]
    pub fn population(&self, place: &str) -> Option<&Population> {
        let mut all = self.populations.iter();
        all.find(|population| population.place == place)
    }
}

impl Population {
    /// The people of all places together in a year.
    #[must_use]
    pub fn sum(&self, year: i32) -> Option<u64> {
        let people = self.people.get(&year)?;
        Some(people.values().sum())
    }
}

impl Crosswalk {
    fn load(
        folder: &Path,
        settings: &CrosswalkSettings,
        own: &PlaceList,
        other: &PlaceList,
        problems: &mut Vec<Problem>,
    ) -> Self {
        let mut crosswalk = Self {
            from: own.id.clone(),
            to: other.id.clone(),
            file: settings.file.clone(),
            positions: vec![None; own.members.len()],
        };
        let path = in_folder(folder, &settings.file);
        let Some(sheet) = Sheet::read(&path, &["code", "to"], problems) else {
            return crosswalk;
        };
        for row in &sheet.rows {
            let from = known(own, &sheet, row, "code", problems);
            let to = known(other, &sheet, row, "to", problems);
            let (Some(from), Some(to)) = (from, to) else {
                continue;
            };
            let slot = crosswalk.positions.get_mut(from);
            if slot.is_some_and(|slot| slot.replace(to).is_some()) {
                let problem = sheet.problem(row, "code");
                let message = "an earlier line says where this place lies";
                problems.push(problem.saying(message, "every place once"));
            }
        }
        crosswalk
    }

    /// How many places the table speaks of, and how many there are.
    #[must_use]
    pub fn covered(&self) -> (usize, usize) {
        let covered = self.positions.iter().flatten().count();
        (covered, self.positions.len())
    }

    /// The share of people that live in places of which the table speaks, in percent.
    ///
    /// `None` where nobody was counted in the year.
    #[must_use]
    pub fn covered_people_percent(&self, population: &Population, year: i32) -> Option<f64> {
        let all = population.sum(year).filter(|all| *all > 0)?;
        let is_covered = |at: &usize| matches!(self.positions.get(*at), Some(Some(_)));
        let people = population.people.get(&year)?.iter();
        let covered: u64 = people
            .filter_map(|(at, people)| is_covered(at).then_some(people))
            .sum();
        Some(covered as f64 * 100.0 / all as f64)
    }
}

/// The position of the code that stands in a column.
fn known(
    list: &PlaceList,
    sheet: &Sheet,
    row: &SheetRow,
    column: &str,
    problems: &mut Vec<Problem>,
) -> Option<usize> {
    let position = list.position(sheet.field(row, column));
    if position.is_none() && list.is_read() {
        let expected = format!("a code of the places {:?}", list.id);
        let problem = sheet.problem(row, column);
        let problem = problem.saying("no such place has this code", expected);
        problems.push(problem.suggesting(list.codes()));
    }
    position
}

/// A table of people, as it was read.
#[derive(Default)]
struct Counted {
    /// By year and by the position of the code.
    people: BTreeMap<i32, BTreeMap<usize, u64>>,
    /// Who counted, by year.
    sources: BTreeMap<i32, BTreeSet<String>>,
}

/// A table of people, by year and by the position of the code.
fn people(path: &Path, codes: &[&str], problems: &mut Vec<Problem>) -> Counted {
    let mut found = Counted::default();
    let Some(sheet) = Sheet::read(path, &PEOPLE_COLUMNS, problems) else {
        return found;
    };
    for row in &sheet.rows {
        let Some((year, position, count)) = counted(&sheet, row, codes, problems) else {
            continue;
        };
        let source = sheet.field(row, "source").to_owned();
        found.sources.entry(year).or_default().insert(source);
        if found
            .people
            .entry(year)
            .or_default()
            .insert(position, count)
            .is_some()
        {
            let problem = sheet.problem(row, "code");
            let message = format!("an earlier line counts this place in {year}");
            problems.push(problem.saying(message, "every place once a year"));
        }
    }
    found
}

/// The year, the position of the place and its people.
fn counted(
    sheet: &Sheet,
    row: &SheetRow,
    codes: &[&str],
    problems: &mut Vec<Problem>,
) -> Option<(i32, usize, u64)> {
    let field = |column| sheet.field(row, column);
    let position = codes.iter().position(|code| *code == field("code"));
    if position.is_none() && !codes.is_empty() {
        let problem = sheet.problem(row, "code");
        let problem = problem.saying("no such place has this code", "a code of the places");
        problems.push(problem.suggesting(codes.iter().copied()));
    }
    let is_year = |text: &str| text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    let year = Some(field("year")).filter(|text| is_year(text));
    let year = year.and_then(|year| year.parse().ok());
    if year.is_none() {
        let problem = sheet.problem(row, "year");
        problems.push(problem.saying("this is not a year", "four digits"));
    }
    let count = field("population").parse().ok();
    if count.is_none() {
        let problem = sheet.problem(row, "population");
        problems.push(problem.saying("this is not a number of people", "a whole number"));
    }
    if field("source").is_empty() {
        let problem = sheet.problem(row, "source");
        problems.push(problem.saying("there is no source", "who counted them, and when"));
    }
    Some((year?, position?, count?))
}
