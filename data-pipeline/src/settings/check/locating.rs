//! How sources find the places of their rows: every method needs its columns, its map or its crosswalk.

use super::super::document::Step;
use super::super::document::Step::{At, Id, Key};
use super::super::{Method, PlaceColumn, SourceSettings};
use super::Checker;
use super::sources::join;

impl Checker<'_> {
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
        let documents = self.documents;
        let mut sorted = column.by.clone();
        sorted.sort_unstable();
        sorted.dedup();
        if column.by.is_empty() || sorted.len() != column.by.len() {
            let problem = documents.sources.problem(&join(&base, &[Key("by")]));
            let expected = "coordinate, name, crosswalk or some of them, each once";
            self.push(problem.saying("this is no order of methods", expected));
        }
        if column.by.contains(&Method::Name) && column.column.is_none() {
            let expected = "column = the column of names, or by = other methods";
            let problem = documents.sources.problem(&base);
            self.push(problem.saying("rows are located by a name that no column holds", expected));
        }
        if column.by.contains(&Method::Coordinate) {
            self.by_coordinate(source, id, &join(&base, &[Key("by")]));
        }
        let from = join(&base, &[Key("from")]);
        match (column.by.contains(&Method::Crosswalk), &column.from) {
            (false, None) => {}
            (true, Some(start)) => self.crosswalk(source, id, start, &from),
            (true, None) => {
                let problem = documents.sources.problem(&base);
                let expected = "from = the kind of place that the crosswalk starts from";
                self.push(problem.saying("the crosswalk starts nowhere", expected));
            }
            (false, Some(start)) => {
                let problem = documents.sources.problem(&from).found(start);
                let message = "no crosswalk is used that could start from here";
                self.push(problem.saying(message, "\"crosswalk\" in by"));
            }
        }
    }

    fn by_coordinate(&mut self, source: &SourceSettings, id: &str, steps: &[Step<'_>]) {
        let problem = self.documents.sources.problem(steps);
        let mut places = self.settings.city.places.iter();
        if source.shape.coordinate().is_none() {
            let message = "rows are located by a coordinate that no column holds";
            self.push(problem.saying(message, "coordinate = its columns, in the shape"));
        } else if !places.any(|place| place.id == id && place.boundaries.is_some()) {
            let message = "these places have no boundaries for a coordinate to lie in";
            self.push(problem.saying(message, "boundaries of the [[place]] in city.toml"));
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
}
