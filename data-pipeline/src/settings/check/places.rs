//! What `city.toml` says about places beyond their names: validity, maps, crosswalks and people.

use jiff::civil::Date;

use super::super::document::Step;
use super::super::document::Step::{At, Id, Key};
use super::super::{PlaceSettings, TableSettings};
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
        if !super::sources::is_hash(&boundaries.sha256) {
            let steps = [
                Key("place"),
                Id(&place.id),
                Key("boundaries"),
                Key("sha256"),
            ];
            let problem = self.city_problem(&steps).found(&boundaries.sha256);
            let expected = super::sources::A_HASH;
            self.push(problem.saying("this is no SHA-256", expected));
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
