//! One measure in every place of a kind over the same years: what a map, its list and its sentence have
//! in common.
//!
//! Counts of whole years, and the rates that they give with the residents of the nearest census. How a
//! number is written or colored is not known here, and nothing is ranked: places stay in the order of
//! their names.

use std::collections::BTreeMap;

use crate::places::{PlaceLayer, Residents};
use crate::series::SliceError;
use crate::sorting::sort_by;
use crate::{
    Break, Cell, Cube, DimensionKind, Grain, Line, Located, Member, Month, Period, Selection,
    Series, UNLOCATED,
};

/// With fewer residents a place has no rate: a few events would make any rate.
pub const RATE_RESIDENTS: u64 = 500;

/// A rate of this many events or fewer is unstable.
///
/// Source: CDC, WISQARS, "Fatal Injury Data: unstable rates", which marks rates from 20 or fewer.
pub const UNSTABLE_EVENTS: u32 = 20;

/// Below this share of events with a place, a map shows where places are recorded, and is not drawn.
///
/// Source: Ratcliffe, "Geocoding crime and a first estimate of a minimum acceptable hit rate" (2004).
pub const LOCATED_SHARE: f64 = 0.85;

/// The longest stretch of years that is chosen where nobody chooses.
const DEFAULT_YEARS: usize = 5;

/// Whether a map shows counts, or counts for the people who live there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Measure {
    /// Events for each 1,000 or 100,000 residents and year.
    #[default]
    Rate,
    /// Events.
    Count,
}

/// Whole years, the first and the last of them included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Years {
    /// The first year.
    pub first: i32,
    /// The last year, not before the first.
    pub last: i32,
}

/// A count in every place of a kind, over the same years.
#[derive(Clone, Debug, PartialEq)]
pub struct AreaFigures {
    /// The whole city's line, a cell a year: what is counted, and from which sources.
    pub line: Line,
    /// The years.
    pub years: Years,
    /// The number of the whole city.
    pub city: AreaFigure,
    /// The places, by their names.
    pub areas: Vec<AreaFigure>,
    /// How many of the events have a place; none where the table has no events without one.
    pub located: Option<Located>,
}

/// The number of one place.
#[derive(Clone, Debug, PartialEq)]
pub struct AreaFigure {
    /// The code of the place.
    pub code: String,
    /// Its name for people.
    pub label: String,
    /// The events of all the years together.
    pub count: Cell,
    /// The residents that a rate is of, and the year of their census.
    pub residents: Option<Residents>,
    /// The rate, or why there is none.
    pub rate: Rate,
}

/// Events for each resident and year, or the reason why there is no such number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Rate {
    /// Events for each resident and year.
    Known {
        /// The rate.
        per_resident: f64,
        /// Whether it is of [`UNSTABLE_EVENTS`] or fewer.
        is_unstable: bool,
    },
    /// Fewer than [`RATE_RESIDENTS`] people live there.
    FewResidents,
    /// So few of the events have a place that a rate of one would be far too low.
    FewLocated,
    /// No census tells how many people live there.
    NoCensus,
    /// There is no count to divide.
    NoCount,
}

impl Years {
    /// How many they are.
    #[must_use]
    pub fn count(self) -> u32 {
        (self.last - self.first).unsigned_abs() + 1
    }

    /// The newest of some years: up to five that follow each other without a break between them.
    #[must_use]
    pub fn newest(years: &[i32], breaks: &[Break]) -> Option<Self> {
        let last = *years.last()?;
        let mut newest = Self { first: last, last };
        for year in years.iter().rev().skip(1).take(DEFAULT_YEARS - 1) {
            let is_broken = breaks.iter().any(|one| {
                let before = Month::new(*year, 12);
                let within = Month::new(year + 1, 12);
                before.is_some_and(|before| before < one.month)
                    && within.is_some_and(|within| one.month <= within)
            });
            if *year != newest.first - 1 || is_broken {
                break;
            }
            newest.first = *year;
        }
        Some(newest)
    }

    fn periods(self) -> Option<(Month, Month)> {
        Some((Month::new(self.first, 1)?, Month::new(self.last, 12)?))
    }
}

impl AreaFigures {
    /// The figures of a category of a cube.
    ///
    /// `layer` tells how many people live in the places; without it there are no rates.
    ///
    /// # Errors
    /// Where the cube has no areas within a city, no such category, or numbers that no years add up to.
    pub fn of(
        cube: &Cube,
        layer: Option<&PlaceLayer>,
        category: &str,
        years: Years,
    ) -> Result<Self, SliceError> {
        Self::of_groups(cube, layer, (category, &BTreeMap::new()), years)
    }

    /// The figures of a category of a cube, of the groups alone that are named by the ids of their
    /// dimensions.
    ///
    /// # Errors
    /// As [`AreaFigures::of`], and where there is no such group.
    pub fn of_groups(
        cube: &Cube,
        layer: Option<&PlaceLayer>,
        (category, groups): (&str, &BTreeMap<String, String>),
        years: Years,
    ) -> Result<Self, SliceError> {
        let (city, members) = places(cube)?;
        let codes = std::iter::once(city).chain(members.iter().copied());
        let selection = |member| Selection {
            groups: groups.clone(),
            ..of_place(category, member)
        };
        let selections: Vec<Selection> = codes.map(selection).collect();
        let missing = || no_geography(cube);
        let (first, last) = years.periods().ok_or_else(missing)?;
        let series = Series::slice(cube, &selections, first, last, Grain::Year)?;
        let mut lines = series.lines.into_iter();
        let line = lines.next().ok_or_else(missing)?;
        let mut located = None;
        let mut areas = Vec::new();
        for area in lines {
            located = located.or_else(|| total_located(&area));
            let residents = layer.and_then(|layer| layer.area(&area.geography.code));
            let residents = residents.map_or(&[][..], |area| &area.residents);
            areas.push(AreaFigure::of(&area, residents, years));
        }
        sort_by(&mut areas, |one, other| {
            one.label.cmp(&other.label).then(one.code.cmp(&other.code))
        });
        let share = located.and_then(Located::share);
        if share.is_some_and(|share| share < LOCATED_SHARE) {
            areas.iter_mut().for_each(AreaFigure::withhold_rate);
        }
        let residents = layer.map_or(&[][..], |layer| &layer.city);
        Ok(Self {
            city: AreaFigure::of(&line, residents, years),
            line,
            years,
            areas,
            located,
        })
    }

    /// The figure of a place.
    #[must_use]
    pub fn area(&self, code: &str) -> Option<&AreaFigure> {
        self.areas.iter().find(|area| area.code == code)
    }

    /// How many residents a rate is for: 100,000 where the city has fewer than one event a year for each
    /// 1,000, otherwise 1,000.
    #[must_use]
    pub fn rate_base(&self) -> u32 {
        match self.city.rate {
            Rate::Known { per_resident, .. } if per_resident < 0.001 => 100_000,
            _ => 1_000,
        }
    }

    /// The share of the events that have a place, 0 to 1; none where that is not known.
    #[must_use]
    pub fn located_share(&self) -> Option<f64> {
        self.located.and_then(Located::share)
    }

    /// Whether so many events have a place that a map of them says something about the places.
    #[must_use]
    pub fn may_be_mapped(&self) -> bool {
        self.located_share()
            .is_none_or(|share| share >= LOCATED_SHARE)
    }
}

impl AreaFigure {
    fn of(line: &Line, residents: &[Residents], years: Years) -> Self {
        let is_broken = years
            .periods()
            .is_some_and(|(first, last)| line.has_break_within(first, last));
        let count = match is_broken {
            true => Cell::NotApplicable,
            false => Cell::sum(line.cells.iter().copied()),
        };
        let residents = nearest(residents, years);
        let rate = match (count.value(), residents) {
            (None, _) => Rate::NoCount,
            (Some(_), None) => Rate::NoCensus,
            (Some(_), Some(residents)) if residents.people < RATE_RESIDENTS => Rate::FewResidents,
            (Some(count), Some(residents)) => Rate::Known {
                per_resident: f64::from(count)
                    / (residents.people as f64 * f64::from(years.count())),
                is_unstable: count <= UNSTABLE_EVENTS,
            },
        };
        Self {
            code: line.geography.code.clone(),
            label: line.geography.label.clone(),
            count,
            residents,
            rate,
        }
    }
}

impl AreaFigure {
    fn withhold_rate(&mut self) {
        if let Rate::Known { .. } = self.rate {
            self.rate = Rate::FewLocated;
        }
    }
}

/// The years of which a category's number for the whole city is complete, oldest first.
///
/// `incomplete` are the months that the release calls incomplete: a rounded number cannot say so.
#[must_use]
pub fn complete_years(cube: &Cube, category: &str, incomplete: &[(Month, Month)]) -> Vec<i32> {
    let header = cube.header();
    let Ok((city, _)) = places(cube) else {
        return Vec::new();
    };
    let (first, last) = (header.first, header.last);
    let chosen = [of_place(category, city)];
    let Ok(mut series) = Series::slice(cube, &chosen, first, last, Grain::Year) else {
        return Vec::new();
    };
    let Some(line) = series.lines.first_mut() else {
        return Vec::new();
    };
    line.incomplete = incomplete.to_vec();
    let is_complete = |period: &Period, cell: &Cell| {
        matches!(cell, Cell::Observed(_) | Cell::Rounded(_)) && !line.is_incomplete(*period)
    };
    let points = series.periods.iter().zip(&line.cells);
    points
        .filter(|(period, cell)| is_complete(period, cell))
        .map(|(period, _)| period.last.year())
        .collect()
}

/// The whole city of a cube, and the areas that are its parts.
///
/// # Errors
/// Where the cube has none.
pub fn places(cube: &Cube) -> Result<(&Member, Vec<&Member>), SliceError> {
    let mut dimensions = cube.header().dimensions.iter();
    let areas = dimensions.find(|one| one.kind == DimensionKind::Geography);
    let areas = areas.ok_or_else(|| no_geography(cube))?;
    let mut members = areas.members.iter();
    let city = members.find(|member| member.parent.is_none());
    let city = city.ok_or_else(|| no_geography(cube))?;
    let within = areas.members.iter();
    let within = within.filter(|member| member.parent.is_some() && member.code != UNLOCATED);
    Ok((city, within.collect()))
}

fn of_place(category: &str, place: &Member) -> Selection {
    Selection {
        category: category.to_owned(),
        geography: place.code.clone(),
        groups: BTreeMap::new(),
    }
}

fn no_geography(cube: &Cube) -> SliceError {
    SliceError::NoDimension {
        table: cube.header().id.clone(),
        kind: DimensionKind::Geography,
    }
}

fn total_located(line: &Line) -> Option<Located> {
    let mut sum = Located {
        located: 0,
        total: 0,
    };
    for year in &line.located {
        let year = (*year)?;
        sum.located = sum.located.saturating_add(year.located);
        sum.total = sum.total.saturating_add(year.total);
    }
    (!line.located.is_empty()).then_some(sum)
}

/// The census nearest to the middle of some years, the earlier of two that are as near.
fn nearest(residents: &[Residents], years: Years) -> Option<Residents> {
    let distance = |one: &&Residents| (one.year * 2 - years.first - years.last).abs();
    residents.iter().min_by_key(distance).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::places::Area;
    use crate::{Dimension, Header, Step, Totals, Unit};

    fn member(code: &str, parent: Option<usize>) -> Member {
        Member {
            code: code.into(),
            label: code.to_uppercase(),
            parent,
        }
    }

    /// Two years, one offense, a city of two wards and what is in neither.
    fn cube() -> Cube {
        let dimension = |id: &str, kind, members| Dimension {
            id: id.into(),
            label: id.into(),
            kind,
            members,
        };
        let wards = vec![
            member("town", None),
            member("west", Some(0)),
            member("east", Some(0)),
            member(UNLOCATED, Some(0)),
        ];
        let header = Header {
            id: "crime-ward".into(),
            unit: Unit::Victims,
            dimensions: vec![
                dimension(
                    "offense",
                    DimensionKind::Category,
                    vec![member("robbery", None)],
                ),
                dimension("geography", DimensionKind::Geography, wards),
            ],
            first: Month::new(2014, 1).unwrap(),
            last: Month::new(2015, 12).unwrap(),
            step: Step::Year,
            decimals: 0,
            totals: Totals::Summed,
            stretches: Vec::new(),
            breaks: Vec::new(),
        };
        let observed = |counts: &[u32]| counts.iter().copied().map(Cell::Observed).collect();
        Cube::new(header, observed(&[100, 50, 70, 30, 20, 15, 10, 5])).unwrap()
    }

    fn layer(people: u64) -> PlaceLayer {
        let residents = |year, people| Residents { year, people };
        let area = |code: &str, people| Area {
            code: code.into(),
            label: code.into(),
            outline: None,
            at: None,
            residents: vec![residents(2010, people), residents(2020, 1)],
            lies_in: BTreeMap::new(),
        };
        PlaceLayer {
            format: 1,
            kind: "ward".into(),
            plane: None,
            censuses: Vec::new(),
            city: vec![residents(2010, 2000)],
            areas: vec![area("east", people), area("west", 1000)],
        }
    }

    #[test]
    fn places_have_their_sums_and_rates_in_the_order_of_names() {
        let years = Years {
            first: 2014,
            last: 2015,
        };
        let figures = AreaFigures::of(&cube(), Some(&layer(499)), "robbery", years).unwrap();
        let names: Vec<&str> = figures
            .areas
            .iter()
            .map(|area| area.label.as_str())
            .collect();
        assert_eq!(names, ["EAST", "WEST"]);
        assert_eq!(figures.city.count, Cell::Observed(150));
        assert_eq!(figures.areas[0].count, Cell::Observed(35));
        assert_eq!(figures.areas[0].rate, Rate::FewResidents);
        let west = Rate::Known {
            per_resident: 0.05,
            is_unstable: false,
        };
        assert_eq!(figures.areas[1].rate, west);
        assert_eq!(figures.located_share(), Some(0.9));
        assert!(figures.may_be_mapped());
    }

    #[test]
    fn figures_of_a_group_are_its_own() {
        let mut header = cube().header().clone();
        let sex = Dimension {
            id: "sex".into(),
            label: "sex".into(),
            kind: DimensionKind::Group,
            members: vec![member("all", None), member("women", Some(0))],
        };
        header.dimensions.push(sex);
        // Everybody and women, of each place in both years.
        let counts = [100, 50, 40, 20, 70, 30, 7, 3, 20, 15, 9, 6, 10, 5, 1, 1];
        let cells = counts.iter().copied().map(Cell::Observed).collect();
        let cube = Cube::new(header, cells).unwrap();
        let years = Years {
            first: 2014,
            last: 2015,
        };
        let of = |groups: &[(&str, &str)]| {
            let groups = groups.iter();
            let groups = groups.map(|(id, code)| ((*id).into(), (*code).into()));
            AreaFigures::of_groups(&cube, None, ("robbery", &groups.collect()), years)
        };
        let women = of(&[("sex", "women")]).unwrap();
        assert_eq!(women.city.count, Cell::Observed(60));
        assert_eq!(women.area("west").unwrap().count, Cell::Observed(10));
        let all = of(&[]).unwrap();
        assert_eq!(all.area("west").unwrap().count, Cell::Observed(100));
        assert!(of(&[("sex", "men")]).is_err());
    }

    #[test]
    fn where_few_events_have_a_place_no_place_has_a_rate() {
        let years = Years {
            first: 2014,
            last: 2015,
        };
        let mut cells = cube().cells().to_vec();
        // All in neither ward but five.
        let counts = [100, 50, 3, 0, 2, 0, 95, 50];
        cells
            .iter_mut()
            .zip(counts)
            .for_each(|(cell, count)| *cell = Cell::Observed(count));
        let cube = Cube::new(cube().header().clone(), cells).unwrap();
        let figures = AreaFigures::of(&cube, Some(&layer(900)), "robbery", years).unwrap();
        assert!(!figures.may_be_mapped());
        assert!(
            figures
                .areas
                .iter()
                .all(|area| area.rate == Rate::FewLocated)
        );
        assert!(matches!(figures.city.rate, Rate::Known { .. }));
    }

    #[test]
    fn few_events_make_an_unstable_rate_and_no_census_makes_none() {
        let years = Years {
            first: 2014,
            last: 2014,
        };
        let figures = AreaFigures::of(&cube(), Some(&layer(500)), "robbery", years).unwrap();
        let east = Rate::Known {
            per_resident: 0.04,
            is_unstable: true,
        };
        assert_eq!(figures.area("east").unwrap().rate, east);
        let figures = AreaFigures::of(&cube(), None, "robbery", years).unwrap();
        assert_eq!(figures.areas[0].rate, Rate::NoCensus);
    }

    #[test]
    fn years_outside_of_the_cube_have_no_number() {
        let years = Years {
            first: 2013,
            last: 2014,
        };
        let figures = AreaFigures::of(&cube(), Some(&layer(500)), "robbery", years).unwrap();
        assert_eq!(figures.areas[0].count, Cell::NotCollected);
        assert_eq!(figures.areas[0].rate, Rate::NoCount);
        assert_eq!(complete_years(&cube(), "robbery", &[]), [2014, 2015]);
        let incomplete = (Month::new(2015, 9).unwrap(), Month::new(2015, 9).unwrap());
        assert_eq!(complete_years(&cube(), "robbery", &[incomplete]), [2014]);
    }

    #[test]
    fn the_newest_years_follow_each_other() {
        let newest = |years: &[i32], breaks: &[Break]| {
            Years::newest(years, breaks).map(|years| (years.first, years.last))
        };
        assert_eq!(
            newest(&[2011, 2012, 2013, 2014, 2015, 2016], &[]),
            Some((2012, 2016))
        );
        assert_eq!(newest(&[2011, 2012, 2014, 2015], &[]), Some((2014, 2015)));
        let broken = Break {
            month: Month::new(2015, 1).unwrap(),
            reason: String::new(),
        };
        assert_eq!(newest(&[2013, 2014, 2015], &[broken]), Some((2015, 2015)));
        assert_eq!(newest(&[], &[]), None);
    }
}
