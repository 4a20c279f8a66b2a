//! What `city.toml` says about places beyond their names: validity, maps, crosswalks and people; and
//! how sources find them.

use jiff::civil::Date;

use super::super::document::Step;
use super::super::document::Step::{At, Id, Key};
use super::super::{Method, PlaceColumn, PlaceSettings, SourceSettings, TableSettings};
use super::Checker;
use crate::settings::problem::Problem;

impl Checker<'_> {
    pub(super) fn geography(&mut self) {
        self.bounds();
        let settings = self.settings;
        for place in &settings.city.places {
            self.validity(place);
            self.boundaries(place);
            for (index, crosswalk) in place.crosswalks.iter().enumerate() {
                let steps = [
                    Key("place"),
                    Id(&place.id),
                    Key("crosswalk"),
                    At(index),
                    Key("to"),
                ];
                let documents = self.documents;
                self.place(&crosswalk.to, &documents.city, &steps);
                if crosswalk.to == place.id {
                    let problem = self.city_problem(&steps).found(&crosswalk.to);
                    let message = "the crosswalk leads to the kind that it starts from";
                    self.push(problem.saying(message, "the id of another [[place]]"));
                }
            }
        }
        self.people();
    }

    fn city_problem(&self, steps: &[Step<'_>]) -> Problem {
        self.documents.city.problem(steps)
    }

    fn bounds(&mut self) {
        let Some(bounds) = self.settings.city.bounds else {
            return;
        };
        for (key, low, high, limit) in [
            ("west", bounds.west, bounds.east, 180.0),
            ("south", bounds.south, bounds.north, 90.0),
        ] {
            let is_range = low < high && low >= -limit && high <= limit;
            if !is_range {
                let problem = self.city_problem(&[Key("bounds"), Key(key)]);
                let expected = format!("degrees from -{limit} to {limit}, the lower one first");
                let problem = problem.found(format!("{low} to {high}"));
                self.push(problem.saying("this is no box on the globe", expected));
            }
        }
    }

    fn validity(&mut self, place: &PlaceSettings) {
        if let (Some(from), Some(until)) = (place.valid_from, place.valid_until)
            && from >= until
        {
            let steps = [Key("place"), Id(&place.id), Key("valid_until")];
            let problem = self.city_problem(&steps).found(until.to_string());
            let message = "the places end before they begin";
            self.push(problem.saying(message, format!("a day after {from}")));
        }
    }

    fn boundaries(&mut self, place: &PlaceSettings) {
        let Some(boundaries) = &place.boundaries else {
            return;
        };
        let base = [Key("place"), Id(&place.id), Key("boundaries")];
        let at = |key| [base[0], base[1], base[2], Key(key)];
        if !super::sources::is_hash(&boundaries.sha256) {
            let problem = self.city_problem(&at("sha256")).found(&boundaries.sha256);
            let expected = super::sources::A_HASH;
            self.push(problem.saying("this is no SHA-256", expected));
        }
        if !super::sources::is_below(&boundaries.file) {
            let problem = self.city_problem(&at("file")).found(&boundaries.file);
            let expected = "a path below the folder of sources";
            self.push(problem.saying("the path leads elsewhere", expected));
        }
    }

    /// The people of all places of a kind are about as many as those of the city.
    fn people(&mut self) {
        let settings = self.settings;
        let limit_percent = settings.city.population_tolerance_percent.unwrap_or(0.0);
        if !(0.0..=100.0).contains(&limit_percent) {
            let steps = [Key("population_tolerance_percent")];
            let problem = self.city_problem(&steps).found(limit_percent.to_string());
            self.push(problem.saying("this is not a share", "a percentage from 0 to 100"));
        }
        for population in &settings.areas.populations {
            for (year, city) in &settings.areas.city_people {
                let Some(sum) = population.sum(*year) else {
                    continue;
                };
                if sum.abs_diff(*city) as f64 * 100.0 > *city as f64 * limit_percent {
                    let steps = [Key("place"), Id(&population.place), Key("population")];
                    let message = format!(
                        "the people of {year} differ from those of the city by {}, more than \
                         {limit_percent} %",
                        sum.abs_diff(*city)
                    );
                    let problem = self.city_problem(&steps).found(sum.to_string());
                    self.push(problem.saying(message, format!("about {city} people")));
                }
            }
        }
    }

    /// How the rows of a source find their places.
    pub(super) fn locating(&mut self, source: &SourceSettings) {
        let base = [Key("source"), Id(&source.id), Key("shape")];
        let has_coordinate = source.shape.coordinate().is_some();
        let steps = [base[0], base[1], base[2], Key("coordinate")];
        self.placeholders(source, &steps);
        if has_coordinate && self.settings.city.bounds.is_none() {
            let problem = self.documents.sources.problem(&steps);
            let message = "city.toml has no box that coordinates must lie in";
            self.push(problem.saying(message, "bounds = { west, south, east, north } there"));
        }
        for (id, column) in source.shape.places().into_iter().flatten() {
            self.methods(source, id, column);
        }
    }

    /// A point that stands for no place lies in the city: others are none anyway.
    fn placeholders(&mut self, source: &SourceSettings, steps: &[Step<'_>]) {
        let Some(bounds) = self.settings.city.bounds else {
            return;
        };
        let points = source.shape.coordinate();
        let points = points.map_or(&[][..], |points| points.placeholders());
        for (index, point) in points.iter().enumerate() {
            if !bounds.contains(point.longitude, point.latitude) {
                let steps = [steps, &[Key("placeholders"), At(index)]].concat();
                let problem = self.documents.sources.problem(&steps);
                let problem = problem.found(format!("{}, {}", point.latitude, point.longitude));
                let message = "the point lies outside of the box of city.toml, where none counts";
                self.push(problem.saying(message, "a point in the city"));
            }
        }
    }

    fn methods(&mut self, source: &SourceSettings, id: &str, column: &PlaceColumn) {
        let base = [
            Key("source"),
            Id(&source.id),
            Key("shape"),
            Key("places"),
            Key(id),
        ];
        let at = |key| [base[0], base[1], base[2], base[3], base[4], Key(key)];
        let documents = self.documents;
        let by = documents.sources.problem(&at("by"));
        let mut sorted = column.by.clone();
        sorted.sort_unstable();
        sorted.dedup();
        if column.by.is_empty() || sorted.len() != column.by.len() {
            let expected = "coordinate, name, crosswalk or some of them, each once";
            self.push(by.clone().saying("this is no order of methods", expected));
        }
        let says = |method| column.by.contains(&method);
        if says(Method::Name) && column.column.is_none() {
            let expected = "column = the column of names, or by = other methods";
            let problem = documents.sources.problem(&base);
            self.push(problem.saying("rows are located by a name that no column holds", expected));
        }
        let has_map = |place: &&PlaceSettings| place.id == id && place.boundaries.is_some();
        let has_map = self
            .settings
            .city
            .places
            .iter()
            .any(|place| has_map(&place));
        if says(Method::Coordinate) && source.shape.coordinate().is_none() {
            let message = "rows are located by a coordinate that no column holds";
            self.push(by.saying(message, "coordinate = its columns, in the shape"));
        } else if says(Method::Coordinate) && !has_map {
            let message = "these places have no boundaries for a coordinate to lie in";
            self.push(by.saying(message, "boundaries of the [[place]] in city.toml"));
        }
        match (says(Method::Crosswalk), &column.from) {
            (false, None) => {}
            (true, Some(from)) => self.crosswalk(source, id, from, &at("from")),
            (true, None) => {
                let problem = documents.sources.problem(&base);
                let expected = "from = the kind of place that the crosswalk starts from";
                self.push(problem.saying("the crosswalk starts nowhere", expected));
            }
            (false, Some(from)) => {
                let problem = documents.sources.problem(&at("from")).found(from);
                let message = "no crosswalk is used that could start from here";
                self.push(problem.saying(message, "\"crosswalk\" in by"));
            }
        }
    }

    fn crosswalk(&mut self, source: &SourceSettings, id: &str, from: &str, steps: &[Step<'_>]) {
        let problem = self.documents.sources.problem(steps).found(from);
        let places = source.shape.places();
        let start = places.and_then(|places| places.get(from));
        let Some(start) = start else {
            let message = "the source locates no rows in these places";
            let expected = "a kind of place of the same source";
            let names = places.into_iter().flatten().map(|(id, _)| id.as_str());
            self.push(problem.saying(message, expected).suggesting(names));
            return;
        };
        if start.by.contains(&Method::Crosswalk) {
            let message = "the crosswalk starts from places that are found by a crosswalk";
            self.push(problem.saying(message, "places found by coordinate or name"));
        } else if self.settings.areas.crosswalk(from, id).is_none() {
            let message = format!("no crosswalk leads from {from} to {id}");
            self.push(problem.saying(message, "a [[place.crosswalk]] of city.toml"));
        }
    }

    /// A table counts places only in months in which they are in force to the last day.
    pub(super) fn in_force(&mut self, table: &TableSettings) {
        let settings = self.settings;
        let mut places = settings.city.places.iter();
        let Some(place) = places.find(|one| Some(&one.id) == table.geography.place.as_ref()) else {
            return;
        };
        for (index, stretch) in table.stretches.iter().enumerate() {
            let from = place
                .valid_from
                .filter(|from| first_day(stretch.first) < Some(*from));
            let until = place
                .valid_until
                .filter(|until| first_day(stretch.last.plus(1)) > Some(*until));
            for (key, month, limit) in [
                (
                    "first",
                    stretch.first,
                    from.map(|day| format!("from {day} on")),
                ),
                (
                    "last",
                    stretch.last,
                    until.map(|day| format!("before {day}")),
                ),
            ] {
                if let Some(limit) = limit {
                    let steps = [
                        Key("table"),
                        Id(&table.id),
                        Key("stretch"),
                        At(index),
                        Key(key),
                    ];
                    let problem = self.documents.tables.problem(&steps);
                    let problem = problem.found(month.to_string());
                    let message = format!("the places {:?} are not in force all month", place.id);
                    self.push(problem.saying(message, format!("months wholly {limit}")));
                }
            }
        }
    }
}

fn first_day(month: cube::Month) -> Option<Date> {
    format!("{month}-01").parse().ok()
}
