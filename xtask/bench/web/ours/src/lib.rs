//! What a page of four charts shows of the data that the pages beside it have: lines by offense, bars
//! by district, hours of the week and a map of neighborhoods, for an offense and a district.
//!
//! Everything is sliced and worded by `cube` and `charts`, as on any page of the site; here is only
//! which table and which choice. The page is written ahead of time by `src/bin/write.rs` and shown by
//! `src/main.rs`.

use std::collections::BTreeMap;
use std::sync::Arc;

use charts::places::{AreaSheet, area_sheet};
use charts::{Context, HourTable, hour_table};
use cube::area_figures::{AreaFigures, Measure, Years};
use cube::places::PlaceLayer;
use cube::{Cube, Dimension, Grain, Hours, Member, Selection, Series};
use sightline::ahead::{ChartContext, FigureContent};

/// The id of the dimension by which the table of neighborhoods tells districts apart.
pub const DISTRICT: &str = "district";
/// The name of the city.
pub const CITY: &str = "Baltimore";
/// The id of the one source.
pub const SOURCE: &str = "police";
/// The heading of the page.
pub const HEADING: &str = "Part 1 crime in Baltimore";
/// What the numbers are of.
pub const SPAN: &str = "Reported incidents from January 2011 to September 2016; hours of the week from the first half of 2019.";

/// The paths of the tables below the page, and that of the outlines.
pub const FILES: Files = Files {
    crime: "data/crime.cube",
    hours: "data/hours.cube",
    places: "data/places.cube",
    layer: "data/neighborhoods.json",
};

/// The paths of the data of the page.
#[derive(Clone, Copy, Debug)]
pub struct Files {
    /// Offenses by district and month.
    pub crime: &'static str,
    /// Offenses by district, hour and weekday.
    pub hours: &'static str,
    /// Offenses by neighborhood, district and year.
    pub places: &'static str,
    /// The outlines of the neighborhoods.
    pub layer: &'static str,
}

/// Positions in the lists of offenses and of districts; 0 is all of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// The offense.
    pub offense: usize,
    /// The district.
    pub district: usize,
}

/// One bar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bar {
    /// The name of the district.
    pub label: String,
    /// Its count.
    pub count: u32,
    /// How long it is, in thousandths of the longest.
    pub length: u32,
}

/// The tables and the outlines.
pub struct Numbers {
    /// Offenses by district and month.
    pub crime: Cube,
    /// Offenses by district, hour and weekday.
    pub hours: Cube,
    /// Offenses by neighborhood, district and year.
    pub places: Cube,
    /// The outlines of the neighborhoods.
    pub layer: Arc<PlaceLayer>,
}

impl Numbers {
    /// The offenses, all of them together first.
    #[must_use]
    pub fn offenses(&self) -> &[Member] {
        members(&self.crime, 0)
    }

    /// The districts, the whole city first.
    #[must_use]
    pub fn districts(&self) -> &[Member] {
        members(&self.crime, 1)
    }

    /// The lines: every offense, or the one that is chosen, by month.
    #[must_use]
    pub fn figure(&self, choice: Choice) -> FigureContent {
        let header = self.crime.header();
        let district = code(self.districts(), choice.district);
        let chosen = match choice.offense {
            0 => self.offenses().get(1..),
            one => self.offenses().get(one..=one),
        };
        let chosen = chosen.unwrap_or_default().iter();
        let selection = |offense: &Member| Selection {
            category: offense.code.clone(),
            geography: district.to_owned(),
            groups: BTreeMap::new(),
        };
        let selections: Vec<Selection> = chosen.map(selection).collect();
        let (first, last) = (header.first, header.last);
        let series = Series::slice(&self.crime, &selections, first, last, Grain::Month);
        FigureContent {
            series: Arc::new(series.unwrap_or_else(|_| Series::empty(Grain::Month))),
            context: Arc::new(context()),
            caveats: Vec::new(),
        }
    }

    /// The bars: every district, with a number where it is chosen.
    #[must_use]
    pub fn bars(&self, choice: Choice) -> Vec<Bar> {
        let districts = self.districts().iter().enumerate().skip(1);
        let counted = districts.map(|(at, district)| {
            let is_chosen = choice.district == 0 || choice.district == at;
            let cells = self.crime.steps_of(&[choice.offense, at]);
            let cells = cells.filter(|_| is_chosen).unwrap_or_default();
            let count: u32 = cells.iter().filter_map(|cell| cell.value()).sum();
            (district.label.clone(), count)
        });
        let counted: Vec<(String, u32)> = counted.collect();
        let most = counted.iter().map(|(_, count)| *count).max();
        let most = u64::from(most.unwrap_or(0).max(1));
        let length = |count: u32| u32::try_from(u64::from(count) * 1000 / most).unwrap_or_default();
        let bar = |(label, count)| Bar {
            label,
            count,
            length: length(count),
        };
        counted.into_iter().map(bar).collect()
    }

    /// What the bars are of: `All offenses by police district`.
    #[must_use]
    pub fn bars_title(&self, choice: Choice) -> String {
        let offense = self.offenses().get(choice.offense);
        let offense = offense.map_or("", |offense| offense.label.as_str());
        format!("{offense} by police district, 2011 to September 2016")
    }

    /// The hours of the week.
    #[must_use]
    pub fn hour_table(&self, choice: Choice) -> HourTable {
        let offense = code(self.offenses(), choice.offense);
        let district = code(self.districts(), choice.district);
        let period = self.hours.header().periods().first().copied();
        let hours = period.and_then(|period| Hours::of(&self.hours, offense, district, period));
        let context = context();
        hours
            .map(|hours| hour_table(&hours, &context.borrowed()))
            .unwrap_or_default()
    }

    /// The map.
    #[must_use]
    pub fn sheet(&self, choice: Choice) -> AreaSheet {
        let district = self.districts().get(choice.district);
        let groups = district.map(|district| (DISTRICT.to_owned(), district.code.clone()));
        let groups: BTreeMap<String, String> = groups.into_iter().collect();
        let offense = code(self.offenses(), choice.offense);
        let (first, last) = (self.places.header().first, self.places.header().last);
        let years = Years {
            first: first.year(),
            last: last.year(),
        };
        let figures = AreaFigures::of_groups(&self.places, None, (offense, &groups), years);
        let Ok(mut figures) = figures else {
            return AreaSheet::default();
        };
        // A district is no group of people: the title names it as the place.
        figures.line.groups.clear();
        let city = match choice.district {
            0 => CITY.to_owned(),
            _ => format!("{}, {CITY}", district.map_or("", |one| one.label.as_str())),
        };
        let context = Context {
            city: &city,
            events: &[],
            source_labels: &[],
            table_notes: &[],
        };
        area_sheet(&figures, "Neighborhood", Measure::Count, &context)
    }
}

/// What the charts have to know beside their numbers.
#[must_use]
pub fn context() -> ChartContext {
    ChartContext {
        city: CITY.to_owned(),
        source_labels: vec![(SOURCE.to_owned(), "Baltimore Police Department".to_owned())],
        ..ChartContext::default()
    }
}

fn members(cube: &Cube, dimension: usize) -> &[Member] {
    let dimension: Option<&Dimension> = cube.header().dimensions.get(dimension);
    dimension.map_or(&[], |dimension| &dimension.members)
}

fn code(members: &[Member], position: usize) -> &str {
    members.get(position).map_or("", |member| &member.code)
}
