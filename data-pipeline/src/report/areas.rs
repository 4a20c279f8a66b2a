//! The part of the run report about areas: how many people the tables of places count beside those of
//! the whole city, and what share the crosswalks cover.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::settings::{Crosswalk, PlaceList, Population, Settings};

/// What the tables about a kind of place cover.
#[derive(Clone, Debug, Serialize)]
pub struct AreaReport {
    /// The kind of place.
    pub place: String,
    /// How many places there are.
    pub places: usize,
    /// The people of all of them, by year.
    pub people: Vec<PeopleReport>,
    /// The crosswalks from it.
    pub crosswalks: Vec<CrosswalkReport>,
}

/// The people of all places of a kind in a year.
#[derive(Clone, Debug, Serialize)]
pub struct PeopleReport {
    /// The year.
    pub year: i32,
    /// Places with a number.
    pub places: usize,
    /// Their people.
    pub people: u64,
    /// The people of the city; none where nobody says.
    pub city: Option<u64>,
    /// By how much the places exceed the city; below zero where they fall short.
    pub difference: Option<i64>,
}

/// What a crosswalk covers.
#[derive(Clone, Debug, Serialize)]
pub struct CrosswalkReport {
    /// The kind that it leads to.
    pub to: String,
    /// Places that it speaks of.
    pub places: usize,
    /// The share of people who live in them, in percent, by year.
    pub people_percent: BTreeMap<i32, f64>,
}

impl AreaReport {
    /// What the tables of each kind of place cover, in the order of the settings.
    #[must_use]
    pub fn all(settings: &Settings) -> Vec<Self> {
        let all = settings
            .places
            .iter()
            .map(|place| Self::of(settings, place));
        all.filter(|area| !area.people.is_empty() || !area.crosswalks.is_empty())
            .collect()
    }

    fn of(settings: &Settings, place: &PlaceList) -> Self {
        let areas = &settings.areas;
        let population = areas.population(&place.id);
        let years = population.into_iter().flat_map(|all| &all.people);
        let people = years.map(|(year, people)| {
            let sum: u64 = people.values().sum();
            let city = areas.city_people.get(year).copied();
            PeopleReport {
                year: *year,
                places: people.len(),
                people: sum,
                city,
                difference: city.map(|city| sum.cast_signed() - city.cast_signed()),
            }
        });
        let crosswalks = areas.crosswalks.iter().filter(|one| one.from == place.id);
        Self {
            place: place.id.clone(),
            places: place.members.len(),
            crosswalks: crosswalks
                .map(|crosswalk| CrosswalkReport::of(crosswalk, population))
                .collect(),
            people: people.collect(),
        }
    }
}

impl CrosswalkReport {
    fn of(crosswalk: &Crosswalk, population: Option<&Population>) -> Self {
        let years = population.into_iter().flat_map(|all| all.people.keys());
        let percent = |year: &i32| {
            let percent = crosswalk.covered_people_percent(population?, *year)?;
            Some((*year, (percent * 100.0).round() / 100.0))
        };
        Self {
            to: crosswalk.to.clone(),
            places: crosswalk.covered().0,
            people_percent: years.filter_map(percent).collect(),
        }
    }
}
