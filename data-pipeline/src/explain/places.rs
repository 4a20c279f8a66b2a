//! The part of the page about places: how rows find them, since when they are in force, what they lie
//! in and how many people live there; and how many rows found theirs, where a release is given.

use cube::release::{LocatedRows, Manifest};

use super::Page;
use crate::settings::{Method, PlaceColumn, PlaceSettings, SourceSettings};

impl Page<'_> {
    /// How the rows of a source find their places of one kind.
    pub(super) fn place_column(
        &mut self,
        source: &SourceSettings,
        kind: &str,
        column: &PlaceColumn,
    ) {
        let files = [&column.spellings, &column.not_told_apart];
        let files: Vec<&str> = files.into_iter().flatten().map(String::as_str).collect();
        let own = match files.is_empty() {
            true => String::new(),
            false => format!(", with {} of its own", files.join(" and ")),
        };
        let method = |method: &Method| match method {
            Method::Name => {
                let name = column.column.as_deref().unwrap_or_default();
                format!("from column {name}{own}")
            }
            Method::Coordinate => {
                let columns = source
                    .shape
                    .coordinate()
                    .map(|at| at.columns().join(" and "));
                let columns = columns.unwrap_or_default();
                format!("by the point in {columns} (on a border, the first of the list)")
            }
            Method::Crosswalk => {
                let from = column.from.as_deref().unwrap_or_default();
                format!("by the {from} that it lies in")
            }
        };
        let methods: Vec<String> = column.by.iter().map(method).collect();
        self.line(2, &format!("{kind} {}", methods.join(", else ")));
    }

    /// What is known about the kind of place that the table counts by.
    pub(super) fn places(&mut self) {
        let settings = self.settings;
        let id = self.table.geography.place.as_ref();
        let mut places = settings.city.places.iter();
        let Some(place) = places.find(|place| Some(&place.id) == id) else {
            return;
        };
        self.heading(&format!("Places of the kind {}: {}", place.id, place.label));
        self.validity(place);
        if let Some(map) = &place.boundaries {
            let text = format!("map: property {} of {}", map.property, map.file);
            self.line(2, &text);
        }
        self.people(place);
        self.crosswalks(place);
        if let Some(release) = self.release {
            self.located(release, &place.id);
        }
    }

    fn validity(&mut self, place: &PlaceSettings) {
        let text = match (place.valid_from, place.valid_until) {
            (None, None) => "in force in every month".to_owned(),
            (Some(from), None) => format!("in force from {from} on"),
            (None, Some(until)) => format!("in force until the day before {until}"),
            (Some(from), Some(until)) => format!("in force from {from} to the day before {until}"),
        };
        self.line(2, &text);
    }

    fn people(&mut self, place: &PlaceSettings) {
        let areas = &self.settings.areas;
        let Some(population) = areas.population(&place.id) else {
            return;
        };
        let file = place.population.as_deref().unwrap_or_default();
        for year in population.people.keys() {
            let people = population.sum(*year).unwrap_or_default();
            let of_city = areas.city_people.get(year).map(|city| {
                let (sign, apart) = match people < *city {
                    true => ("fewer", city - people),
                    false => ("more", people - city),
                };
                format!(", {apart} {sign} than the {city} of the city")
            });
            let of_city = of_city.unwrap_or_default();
            self.line(2, &format!("people in {year} ({file}): {people}{of_city}"));
        }
    }

    fn crosswalks(&mut self, place: &PlaceSettings) {
        let areas = &self.settings.areas;
        let touching = areas.crosswalks.iter();
        let touching = touching.filter(|one| one.from == place.id || one.to == place.id);
        for crosswalk in touching {
            let (covered, all) = crosswalk.covered();
            let population = areas.population(&crosswalk.from);
            let years = population.into_iter().flat_map(|all| all.people.keys());
            let people: Vec<String> = years
                .filter_map(|year| {
                    let percent = crosswalk.covered_people_percent(population?, *year)?;
                    Some(format!(", {percent:.2} % of the people of {year}"))
                })
                .collect();
            let text = format!(
                "{} to {} ({}): {covered} of {all} places{}",
                crosswalk.from,
                crosswalk.to,
                crosswalk.file,
                people.join("")
            );
            self.line(2, &text);
        }
    }

    /// How many rows of the table's sources found a place of the kind, in a release.
    fn located(&mut self, release: &Manifest, kind: &str) {
        self.line(
            2,
            &format!("rows located, as release {} counts them", release.id),
        );
        for source in &release.sources {
            let mut stretches = self.table.stretches.iter();
            if !stretches.any(|stretch| stretch.source == source.id) {
                continue;
            }
            let rows = source.located.iter().filter(|rows| rows.place == kind);
            for rows in rows {
                self.line(
                    4,
                    &format!("{}, {}: {}", source.id, rows.year, shares(rows)),
                );
            }
        }
    }
}

/// The shares of rows by method, in words.
fn shares(rows: &LocatedRows) -> String {
    let percent = |part: u64, whole: u64| match whole {
        0 => "none".to_owned(),
        _ => format!("{:.1} %", part as f64 * 100.0 / whole as f64),
    };
    let methods = [
        ("by coordinate", rows.by_coordinate),
        ("by name", rows.by_name),
        ("by crosswalk", rows.by_crosswalk),
        ("without a place", Some(rows.not_located)),
    ];
    let methods = methods.into_iter().filter_map(|(method, part)| {
        let part = part?;
        Some(format!("{} {method}", percent(part, rows.rows)))
    });
    let methods: Vec<String> = methods.collect();
    let compared = rows.compared.zip(rows.disagreeing).map(|(both, apart)| {
        let share = percent(apart, both);
        format!("; name and coordinate differ in {share} of the {both} rows with both")
    });
    let compared = compared.unwrap_or_default();
    format!("{} rows, {}{compared}", rows.rows, methods.join(", "))
}
