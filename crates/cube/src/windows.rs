//! The years around the launch of a program, and what a table holds of each of them.
//!
//! Every window is twelve months long and begins in the month of the launch, so that no two of them
//! cover different seasons. A window of which one month was not collected is not collected.

use crate::{
    Cell, Cube, DimensionKind, Grain, Member, Month, Period, Selection, Series,
    displacement::{Difference, Pair, SCALE_BASE, scaled_difference},
};

/// How many years before the launch and after the end are looked at.
pub const YEARS_AROUND: u32 = 3;

/// When a window lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Before the launch.
    Before,
    /// While the program runs.
    During,
    /// After its last month.
    After,
}

/// Twelve months.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// When it lies.
    pub phase: Phase,
    /// Which year of its phase, from 1: the first year, or the first year after. Before the launch it
    /// is counted back: 1 is the last year before.
    pub number: u32,
    /// The twelve months.
    pub period: Period,
}

/// The windows of a program that is launched in a month and runs some years, in time order.
#[must_use]
pub fn windows(launch: Month, years: u32) -> Vec<Window> {
    let window = |phase, number, first: Month| Window {
        phase,
        number,
        period: Period {
            grain: Grain::Rolling12,
            last: first.plus(11),
        },
    };
    let later = |years: u32| launch.plus(12 * i32::try_from(years).unwrap_or(0));
    let before = (1..=YEARS_AROUND).rev().map(|number| {
        let first = launch.plus(-12 * i32::try_from(number).unwrap_or(0));
        window(Phase::Before, number, first)
    });
    let during = (1..=years).map(|number| window(Phase::During, number, later(number - 1)));
    let after =
        (1..=YEARS_AROUND).map(|number| window(Phase::After, number, later(years + number - 1)));
    before.chain(during).chain(after).collect()
}

/// What a line of a table counts in each window; not collected where the table cannot say.
///
/// `incomplete` are the months that the release calls incomplete: a rounded number cannot say so
/// itself, and is provisional in a window that holds one of them.
#[must_use]
pub fn counts(
    cube: &Cube,
    selection: &Selection,
    windows: &[Window],
    incomplete: &[(Month, Month)],
) -> Vec<Cell> {
    let none = || vec![Cell::NotCollected; windows.len()];
    let (Some(first), Some(last)) = (windows.first(), windows.last()) else {
        return Vec::new();
    };
    let (first, last) = (first.period.last, last.period.last);
    let lines = [selection.clone()];
    let Ok(series) = Series::slice(cube, &lines, first, last, Grain::Rolling12) else {
        return none();
    };
    let Some(line) = series.lines.first() else {
        return none();
    };
    let cell = |window: &Window| {
        let at = series.periods.iter().position(|one| *one == window.period);
        let cell = at.and_then(|at| line.cells.get(at)).copied();
        let cell = cell.unwrap_or(Cell::NotCollected);
        let overlaps = |(first, last): &(Month, Month)| {
            *first <= window.period.last && window.period.first() <= *last
        };
        match cell {
            Cell::Rounded(count) if incomplete.iter().any(overlaps) => Cell::Provisional(count),
            other => other,
        }
    };
    windows.iter().map(cell).collect()
}

/// The count of a complete window; none for one that is incomplete, hidden or not collected.
#[must_use]
pub fn complete(cell: Cell) -> Option<u32> {
    match cell {
        Cell::Observed(count) | Cell::Rounded(count) => Some(count),
        _ => None,
    }
}

/// Other cities together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Others {
    /// The cities: all whose every window of those compared is complete.
    pub cities: Vec<Member>,
    /// Their count together in each window; none in windows that are not compared.
    pub counts: Vec<Option<u32>>,
}

/// Adds up the other areas of a table in the windows in which `own` is complete, from the last year
/// before the launch on.
///
/// The same cities stand in every window: one that lacks a month of one of them is left out of all.
#[must_use]
pub fn others(cube: &Cube, category: &str, city: &str, windows: &[Window], own: &[Cell]) -> Others {
    let base = base(windows);
    let is_compared = |at: usize| {
        let is_complete = own.get(at).copied().and_then(complete).is_some();
        base.is_some_and(|base| at >= base) && is_complete
    };
    let compared: Vec<usize> = (0..windows.len()).filter(|at| is_compared(*at)).collect();
    let mut found = Others {
        cities: Vec::new(),
        counts: vec![None; windows.len()],
    };
    let dimensions = cube.header().dimensions.iter();
    let areas = dimensions.filter(|one| one.kind == DimensionKind::Geography);
    for area in areas.flat_map(|dimension| &dimension.members) {
        if area.code == city {
            continue;
        }
        let selection = Selection {
            category: category.to_owned(),
            geography: area.code.clone(),
            groups: std::collections::BTreeMap::new(),
        };
        let cells = counts(cube, &selection, windows, &[]);
        let values = compared.iter().map(|at| complete(*cells.get(*at)?));
        let Some(values) = values.collect::<Option<Vec<u32>>>() else {
            continue;
        };
        found.cities.push(area.clone());
        for (at, value) in compared.iter().zip(values) {
            if let Some(sum) = found.counts.get_mut(*at) {
                *sum = Some(sum.unwrap_or(0).saturating_add(value));
            }
        }
    }
    found
}

/// The position of the last window before the launch, against which the others are held.
#[must_use]
pub fn base(windows: &[Window]) -> Option<usize> {
    windows.iter().rposition(|one| one.phase == Phase::Before)
}

/// A window of the city beside the others.
#[derive(Clone, Debug, PartialEq)]
pub struct Compared {
    /// The window.
    pub window: Window,
    /// The count of the city.
    pub own: Cell,
    /// The count of the city where the last year before the launch is 100; none where either is not
    /// complete, or the base is under 20.
    pub index: Option<f64>,
    /// The count of the other cities together.
    pub others: Option<u32>,
    /// The same as an index.
    pub others_index: Option<f64>,
    /// How many more events than the others would lead one to expect, in windows after the base.
    pub difference: Option<Difference>,
}

/// Sets the windows of a city beside those of others.
#[must_use]
pub fn compare(windows: &[Window], own: &[Cell], others: Option<&Others>) -> Vec<Compared> {
    let base = base(windows);
    let own_at = |at: usize| own.get(at).copied().and_then(complete);
    let others_at = |at: usize| others.and_then(|others| *others.counts.get(at)?);
    let index = |value: Option<u32>, base: Option<u32>| {
        let (value, base) = (value?, base.filter(|base| *base >= SCALE_BASE)?);
        Some(f64::from(value) / f64::from(base) * 100.0)
    };
    let pair = |before: Option<u32>, after: Option<u32>| {
        let (before, after) = (before?, after?);
        Some(Pair { before, after })
    };
    let row = |(at, window): (usize, &Window)| {
        let own_pair = pair(base.and_then(own_at), own_at(at));
        let other_pair = pair(base.and_then(others_at), others_at(at));
        let both = own_pair.zip(other_pair);
        let is_later = base.is_some_and(|base| at > base);
        Compared {
            window: *window,
            own: own.get(at).copied().unwrap_or(Cell::NotCollected),
            index: index(own_at(at), base.and_then(own_at)),
            others: others_at(at),
            others_index: index(others_at(at), base.and_then(others_at)),
            difference: both
                .filter(|_| is_later)
                .and_then(|(own, other)| scaled_difference(own, other)),
        }
    };
    windows.iter().enumerate().map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Dimension, Header, Step, Stretch, Totals, Unit};

    fn month(text: &str) -> Month {
        Month::parse(text).unwrap()
    }

    /// Monthly counts of some cities from January 2018 on; none of a month that is not collected.
    fn table(cities: &[(&str, Vec<Option<u32>>)]) -> Cube {
        let member = |code: &str| Member {
            code: code.to_owned(),
            label: code.to_owned(),
            parent: None,
        };
        let months = cities[0].1.len();
        let last = month("2018-01").plus(i32::try_from(months).unwrap() - 1);
        let header = Header {
            id: "index".into(),
            unit: Unit::Offenses,
            dimensions: vec![
                Dimension {
                    id: "geography".into(),
                    label: "City".into(),
                    kind: DimensionKind::Geography,
                    members: cities.iter().map(|(code, _)| member(code)).collect(),
                },
                Dimension {
                    id: "offense".into(),
                    label: "Offense".into(),
                    kind: DimensionKind::Category,
                    members: vec![member("homicide")],
                },
            ],
            first: month("2018-01"),
            last,
            step: Step::Month,
            decimals: 0,
            totals: Totals::Summed,
            stretches: Vec::<Stretch>::new(),
            breaks: Vec::new(),
        };
        let cells = cities.iter().flat_map(|(_, counts)| counts);
        let cells = cells.map(|count| count.map_or(Cell::NotCollected, Cell::Observed));
        Cube::new(header, cells.collect()).unwrap()
    }

    fn homicides(city: &str) -> Selection {
        Selection {
            category: "homicide".into(),
            geography: city.into(),
            groups: std::collections::BTreeMap::new(),
        }
    }

    #[test]
    fn windows_are_twelve_months_around_the_launch() {
        let found = windows(month("2019-07"), 3);
        let periods: Vec<String> = found.iter().map(|one| one.period.to_string()).collect();
        assert_eq!(periods.len(), 9);
        assert_eq!(periods[0], "2016-07/2017-06");
        assert_eq!(periods[2], "2018-07/2019-06");
        assert_eq!(periods[3], "2019-07/2020-06");
        assert_eq!(periods[5], "2021-07/2022-06");
        assert_eq!(periods[8], "2024-07/2025-06");
        assert_eq!(base(&found), Some(2));
        assert_eq!((found[2].number, found[3].number), (1, 1));
    }

    #[test]
    fn a_window_that_lacks_a_month_is_not_collected() {
        let cube = table(&[("here", vec![Some(2); 36])]);
        let windows = windows(month("2019-01"), 1);
        let found = counts(&cube, &homicides("here"), &windows, &[]);
        use Cell::{NotCollected, Observed};
        assert_eq!(found[..3], [NotCollected, NotCollected, Observed(24)]);
        assert_eq!(
            found[3..],
            [Observed(24), Observed(24), NotCollected, NotCollected]
        );
    }

    #[test]
    fn only_cities_with_every_month_are_compared() {
        let mut gap = vec![Some(50); 36];
        gap[20] = None;
        let cube = table(&[
            ("here", vec![Some(25); 36]),
            ("other", vec![Some(40); 36]),
            ("gap", gap),
        ]);
        let windows = windows(month("2019-01"), 1);
        let own = counts(&cube, &homicides("here"), &windows, &[]);
        let others = others(&cube, "homicide", "here", &windows, &own);
        assert_eq!(others.cities.len(), 1);
        assert_eq!(others.counts[2..5], [Some(480), Some(480), Some(480)]);
        let rows = compare(&windows, &own, Some(&others));
        assert_eq!(rows[3].index, Some(100.0));
        assert!(rows[2].difference.is_none());
        let difference = rows[3].difference.unwrap();
        assert!(difference.estimate.abs() < 1e-9);
        assert!(!difference.is_beyond_chance());
        assert!(rows[5].difference.is_none());
    }
}
