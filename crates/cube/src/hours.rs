//! The hours of the week: how many events of one category, in one area, fell into each hour of
//! each weekday, over the years of a table that tells hours and weekdays apart.
//!
//! Such a table has two dimensions of kind [`DimensionKind::Group`], named [`HOUR`] and
//! [`WEEKDAY`], or the first of them alone. The first member of each is every hour and every day;
//! a member that is a part of it and of nothing else is one hour or one day, and the one whose code
//! is [`NOT_RECORDED`] holds the events of which the time is not known.

use crate::{Cell, Cube, Dimension, DimensionKind, Member, Period};

/// The id of the dimension of hours.
pub const HOUR: &str = "hour";
/// The id of the dimension of weekdays.
pub const WEEKDAY: &str = "weekday";
/// The code of events of which the hour or the day is not known.
pub const NOT_RECORDED: &str = "not_recorded";

/// The counts of one category in one area by hour and, where the table tells them, by weekday.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hours {
    /// The id of the table.
    pub table: String,
    /// What is counted.
    pub unit: crate::Unit,
    /// The category.
    pub category: Member,
    /// The area.
    pub geography: Member,
    /// The period that the counts are of.
    pub period: Period,
    /// The hours, in the order of the table.
    pub hours: Vec<Member>,
    /// A row for each weekday, every day first; a single row where the table tells no days.
    pub days: Vec<Day>,
    /// The events of which the hour is not known, and all events, on any day.
    pub unknown: Cell,
    /// All events, of known and unknown hour.
    pub total: Cell,
}

/// One row of [`Hours`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Day {
    /// The day, or every day.
    pub member: Member,
    /// A cell for each hour.
    pub cells: Vec<Cell>,
    /// All events of the day, of known and unknown hour.
    pub total: Cell,
}

impl Hours {
    /// Whether a table tells hours apart.
    #[must_use]
    pub fn are_in(dimensions: &[Dimension]) -> bool {
        dimensions.iter().any(is_of_hours)
    }

    /// The periods of the table in which anything of a category and area was counted, in time order.
    #[must_use]
    pub fn periods(cube: &Cube, category: &str, geography: &str) -> Vec<Period> {
        let header = cube.header();
        let Some(positions) = positions(cube, category, geography) else {
            return Vec::new();
        };
        let steps = cube.steps_of(&positions).unwrap_or_default();
        let periods = header.periods().into_iter().zip(steps);
        let counted = periods.filter(|(_, cell)| cell.value().is_some());
        counted.map(|(period, _)| period).collect()
    }

    /// The counts of a category and an area in one period of the table; none where the table has no
    /// hours, or no such category, area or period.
    #[must_use]
    pub fn of(cube: &Cube, category: &str, geography: &str, period: Period) -> Option<Self> {
        let header = cube.header();
        let step = header.periods().iter().position(|known| *known == period)?;
        let positions = positions(cube, category, geography)?;
        let at = |id: &str| header.dimensions.iter().position(|found| found.id == id);
        let (hour_at, day_at) = (at(HOUR)?, at(WEEKDAY));
        let hours = parts(header.dimensions.get(hour_at)?);
        let cell = |hour: usize, day: Option<usize>| {
            let mut positions = positions.clone();
            if let Some(slot) = positions.get_mut(hour_at) {
                *slot = hour;
            }
            if let (Some(day_at), Some(day)) = (day_at, day)
                && let Some(slot) = positions.get_mut(day_at)
            {
                *slot = day;
            }
            let steps = cube.steps_of(&positions).unwrap_or_default();
            steps.get(step).copied().unwrap_or(Cell::NotCollected)
        };
        let row = |day: Option<usize>, member: Member| Day {
            cells: hours.iter().map(|(hour, _)| cell(*hour, day)).collect(),
            total: cell(0, day),
            member,
        };
        let dimension = header.dimensions.get(hour_at)?;
        let days = match day_at.and_then(|at| header.dimensions.get(at)) {
            None => vec![row(None, dimension.members.first()?.clone())],
            Some(days) => {
                let every = days.members.first().map(|member| (0, member.clone()));
                let all = every.into_iter().chain(parts(days));
                all.map(|(day, member)| row(Some(day), member)).collect()
            }
        };
        let member_of = |kind| {
            let at = header
                .dimensions
                .iter()
                .position(|found| found.kind == kind)?;
            header
                .dimensions
                .get(at)?
                .members
                .get(*positions.get(at)?)
                .cloned()
        };
        Some(Self {
            table: header.id.clone(),
            unit: header.unit,
            category: member_of(DimensionKind::Category)?,
            geography: member_of(DimensionKind::Geography)?,
            period,
            unknown: dimension
                .position(NOT_RECORDED)
                .map_or(Cell::NotApplicable, |hour| cell(hour, None)),
            total: cell(0, None),
            hours: hours.into_iter().map(|(_, member)| member).collect(),
            days,
        })
    }

    /// The events of which the hour is known; none where a part is not shown.
    #[must_use]
    pub fn known(&self) -> Option<u32> {
        let total = self.total.value()?;
        Some(total.saturating_sub(self.unknown.value().unwrap_or(0)))
    }

    /// The rows of single days; none where the table tells no days.
    #[must_use]
    pub fn weekdays(&self) -> &[Day] {
        self.days.get(1..).unwrap_or_default()
    }
}

fn is_of_hours(dimension: &Dimension) -> bool {
    dimension.kind == DimensionKind::Group && dimension.id == HOUR
}

/// The single hours or days of a dimension with their positions.
fn parts(dimension: &Dimension) -> Vec<(usize, Member)> {
    let members = dimension.members.iter().enumerate();
    let single = members.filter(|(at, member)| {
        let is_leaf = dimension.children(*at).next().is_none();
        *at > 0 && is_leaf && member.code != NOT_RECORDED
    });
    single.map(|(at, member)| (at, member.clone())).collect()
}

/// The positions of a category and an area in every dimension; the first member of all others.
fn positions(cube: &Cube, category: &str, geography: &str) -> Option<Vec<usize>> {
    let dimensions = &cube.header().dimensions;
    let position = |dimension: &Dimension| match dimension.kind {
        DimensionKind::Category => dimension.position(category),
        DimensionKind::Geography => dimension.position(geography),
        DimensionKind::Group => Some(0),
    };
    Hours::are_in(dimensions).then(|| dimensions.iter().map(position).collect::<Option<_>>())?
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Grain, Header, Month, Step, Totals, Unit};

    fn member(code: &str, parent: Option<usize>) -> Member {
        Member {
            code: code.into(),
            label: code.into(),
            parent,
        }
    }

    fn dimension(id: &str, kind: DimensionKind, parts: &[&str]) -> Dimension {
        let parts = parts.iter().map(|code| member(code, Some(0)));
        Dimension {
            id: id.into(),
            label: id.into(),
            kind,
            members: std::iter::once(member("all", None)).chain(parts).collect(),
        }
    }

    /// Two hours and two days; the count of hour h on day d is 10 h + d.
    fn cube() -> Cube {
        let header = Header {
            id: "crime-hours".into(),
            unit: Unit::Victims,
            dimensions: vec![
                dimension("geography", DimensionKind::Geography, &[]),
                dimension("offense", DimensionKind::Category, &[]),
                dimension(HOUR, DimensionKind::Group, &["00", "01", NOT_RECORDED]),
                dimension(WEEKDAY, DimensionKind::Group, &["monday", "tuesday"]),
            ],
            first: Month::parse("2018-01").unwrap(),
            last: Month::parse("2019-12").unwrap(),
            step: Step::Year,
            decimals: 0,
            totals: Totals::Summed,
            stretches: vec![],
            breaks: vec![],
        };
        let leaves = (0..=3_u32).flat_map(|hour| {
            (0..=2).flat_map(move |day| [Cell::NotCollected, Cell::Observed(10 * hour + day)])
        });
        Cube::with_totals(header, leaves.collect()).unwrap()
    }

    #[test]
    fn hours_stand_by_day() {
        let cube = cube();
        let years = Hours::periods(&cube, "all", "all");
        let year = Period {
            grain: Grain::Year,
            last: Month::parse("2019-12").unwrap(),
        };
        assert_eq!(years, [year]);
        let hours = Hours::of(&cube, "all", "all", year).unwrap();
        let codes: Vec<&str> = hours.hours.iter().map(|hour| &*hour.code).collect();
        assert_eq!(codes, ["00", "01"]);
        let rows: Vec<(&str, Vec<Option<u32>>)> = hours
            .days
            .iter()
            .map(|day| {
                let cells = day.cells.iter().map(|cell| cell.value());
                (&*day.member.code, cells.collect())
            })
            .collect();
        assert_eq!(
            rows,
            [
                ("all", vec![Some(23), Some(43)]),
                ("monday", vec![Some(11), Some(21)]),
                ("tuesday", vec![Some(12), Some(22)])
            ]
        );
        assert_eq!(hours.unknown, Cell::Observed(63));
        assert_eq!(hours.known(), Some(66));
        assert_eq!(hours.weekdays().len(), 2);
    }

    #[test]
    fn other_tables_have_no_hours() {
        let other = crate::cube::tests::cube();
        assert!(!Hours::are_in(&other.header().dimensions));
        assert!(Hours::periods(&other, "homicide", "east").is_empty());
        assert!(Hours::periods(&cube(), "homicide", "east").is_empty());
    }
}
