//! The months of one line as calendar years beside each other: what overlays of years, running
//! totals of a year and seasonal bands are drawn from.
//!
//! A year beside others only says something where both were counted the same way, so years before
//! the newest break are left out, and known as left out. What this is not: it says no sentence and
//! draws nothing.

use std::cmp::Reverse;

use crate::sorting::sort_by_key;
use crate::{Cell, Grain, Line, Month, Series};

/// How many months a year has.
const MONTHS: usize = 12;

/// The calendar years of a line of months.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    /// The years in time order; the last one is the year that is looked at.
    pub years: Vec<CalendarYear>,
    /// The month of the newest break, where years before it are left out.
    pub comparable_from: Option<Month>,
    /// Whether each number counts from January on.
    pub is_running: bool,
}

/// One calendar year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarYear {
    /// The year.
    pub year: i32,
    /// A cell for each of the twelve months; months outside the series are not applicable.
    pub cells: Vec<Cell>,
}

/// What the same month was in earlier years.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Earlier {
    /// How many earlier years have a complete number of this month.
    pub years: usize,
    /// The lowest number and the newest year that had it.
    pub lowest: (u32, i32),
    /// The highest number and the newest year that had it.
    pub highest: (u32, i32),
    /// The number in the middle; between two of them, halfway.
    pub median: f64,
}

impl Calendar {
    /// The years of a line; none where the series is not one of months, or has none.
    ///
    /// Only whole months of the series are in it: a window that begins in March begins there.
    #[must_use]
    pub fn of(series: &Series, line: &Line) -> Option<Self> {
        if series.grain != Grain::Month {
            return None;
        }
        let (first, last) = (series.periods.first()?.last, series.periods.last()?.last);
        let breaks = line.breaks.iter().map(|point| point.month);
        let newest = breaks
            .filter(|month| first < *month && *month <= last)
            .max();
        let start = newest.map_or(first, |month| month.max(first));
        let points = series.periods.iter().zip(&line.cells);
        let mut years: Vec<CalendarYear> = (start.year()..=last.year())
            .map(CalendarYear::empty)
            .collect();
        for (period, cell) in points.filter(|(period, _)| period.last >= start) {
            let year = years
                .iter_mut()
                .find(|year| year.year == period.last.year());
            if let Some(slot) = year.and_then(|year| year.cells.get_mut(index(period.last))) {
                *slot = *cell;
            }
        }
        // Years at the end that hold nothing yet are no years to look at.
        while years.len() > 1 && years.last().is_some_and(|year| !year.has_numbers()) {
            years.pop();
        }
        Some(Self {
            years,
            comparable_from: newest,
            is_running: false,
        })
    }

    /// The same with each number counted from January on. A year whose first months are missing
    /// has none: a total that begins in March is no total of the year so far.
    #[must_use]
    pub fn running(&self) -> Self {
        let years = self.years.iter().map(|year| CalendarYear {
            year: year.year,
            cells: running(&year.cells),
        });
        Self {
            years: years.collect(),
            comparable_from: self.comparable_from,
            is_running: true,
        }
    }

    /// The year that is looked at, and the years before it.
    #[must_use]
    pub fn latest(&self) -> Option<(&CalendarYear, &[CalendarYear])> {
        self.years.split_last()
    }

    /// What the month at a position (0 for January) was in the years before the last one; none
    /// where no earlier year has a complete number of it.
    #[must_use]
    pub fn earlier(&self, position: usize) -> Option<Earlier> {
        let (_, before) = self.latest()?;
        let counts = before
            .iter()
            .filter_map(|year| match year.cells.get(position)? {
                Cell::Observed(count) => Some((*count, year.year)),
                _ => None,
            });
        let mut counts: Vec<(u32, i32)> = counts.collect();
        // The newest year of equal numbers first, so that it is the one that is named.
        sort_by_key(&mut counts, |(count, year)| (*count, Reverse(*year)));
        let lowest = *counts.first()?;
        let top = counts.last()?.0;
        let highest = *counts.iter().find(|(count, _)| *count == top)?;
        Some(Earlier {
            years: counts.len(),
            lowest,
            highest,
            median: median(&counts),
        })
    }

    /// The position of the last month of the last year that has a complete number.
    #[must_use]
    pub fn newest_complete(&self) -> Option<usize> {
        let (latest, _) = self.latest()?;
        let mut cells = latest.cells.iter();
        cells.rposition(|cell| matches!(cell, Cell::Observed(_)))
    }
}

impl CalendarYear {
    fn empty(year: i32) -> Self {
        Self {
            year,
            cells: vec![Cell::NotApplicable; MONTHS],
        }
    }

    /// The complete number of a month.
    #[must_use]
    pub fn observed(&self, position: usize) -> Option<u32> {
        match self.cells.get(position)? {
            Cell::Observed(count) => Some(*count),
            _ => None,
        }
    }

    /// Whether any month of it lies within the series.
    #[must_use]
    pub fn has_numbers(&self) -> bool {
        self.cells.iter().any(|cell| cell.value().is_some())
    }
}

/// The position of a month in its year, from 0.
fn index(month: Month) -> usize {
    usize::try_from(month.number().saturating_sub(1)).unwrap_or(0)
}

fn running(cells: &[Cell]) -> Vec<Cell> {
    let mut total = Some(Cell::Observed(0));
    let mut sums = Vec::with_capacity(cells.len());
    for cell in cells {
        total = match (total, cell) {
            (None, _) | (_, Cell::NotApplicable) => None,
            (Some(sum), cell) => Some(Cell::sum([sum, *cell])),
        };
        sums.push(total.unwrap_or(Cell::NotApplicable));
    }
    sums
}

/// The middle of sorted counts, which are at least one.
fn median(counts: &[(u32, i32)]) -> f64 {
    let at = |position: usize| {
        counts
            .get(position)
            .map_or(0.0, |(count, _)| f64::from(*count))
    };
    let middle = counts.len() / 2;
    match counts.len() % 2 {
        1 => at(middle),
        _ => f64::midpoint(at(middle.saturating_sub(1)), at(middle)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::series::tests::line_of;

    fn month(text: &str) -> Month {
        Month::parse(text).unwrap()
    }

    fn series(first: &str, last: &str, cells: Vec<Cell>) -> Series {
        Series {
            grain: Grain::Month,
            periods: Grain::Month.periods(month(first), month(last)),
            lines: vec![line_of(cells)],
        }
    }

    fn observed(counts: impl IntoIterator<Item = u32>) -> Vec<Cell> {
        counts.into_iter().map(Cell::Observed).collect()
    }

    #[test]
    fn years_stand_beside_each_other() {
        let series = series("2017-03", "2019-02", observed(1..=24));
        let calendar = Calendar::of(&series, &series.lines[0]).unwrap();
        let years: Vec<i32> = calendar.years.iter().map(|year| year.year).collect();
        assert_eq!(years, [2017, 2018, 2019]);
        assert_eq!(calendar.years[0].cells[1], Cell::NotApplicable);
        assert_eq!(calendar.years[0].cells[2], Cell::Observed(1));
        assert_eq!(calendar.years[1].cells[0], Cell::Observed(11));
        assert_eq!(calendar.newest_complete(), Some(1));
    }

    #[test]
    fn a_total_of_the_year_begins_in_january() {
        let series = series("2017-03", "2019-02", observed(1..=24));
        let running = Calendar::of(&series, &series.lines[0]).unwrap().running();
        assert!(!running.years[0].has_numbers());
        assert_eq!(running.years[1].cells[11], Cell::Observed((11..=22).sum()));
        assert_eq!(running.years[2].cells[1], Cell::Observed(23 + 24));
        assert_eq!(running.years[2].cells[2], Cell::NotApplicable);
    }

    #[test]
    fn what_is_missing_ends_a_running_total() {
        let cells = vec![
            Cell::Observed(2),
            Cell::Provisional(3),
            Cell::NotCollected,
            Cell::Observed(4),
        ];
        let sums = running(&cells);
        assert_eq!(
            sums,
            [
                Cell::Observed(2),
                Cell::Provisional(5),
                Cell::NotCollected,
                Cell::NotCollected
            ]
        );
    }

    #[test]
    fn earlier_years_are_those_with_complete_numbers() {
        let mut cells = observed([7; 48]);
        cells[0] = Cell::Observed(9);
        cells[12] = Cell::Provisional(100);
        cells[24] = Cell::Observed(4);
        let series = series("2016-01", "2019-12", cells);
        let calendar = Calendar::of(&series, &series.lines[0]).unwrap();
        let earlier = calendar.earlier(0).unwrap();
        assert_eq!(
            (earlier.years, earlier.lowest, earlier.highest),
            (2, (4, 2018), (9, 2016))
        );
        assert!((earlier.median - 6.5).abs() < 1e-12);
        assert_eq!(calendar.earlier(1).unwrap().highest, (7, 2018));
    }

    #[test]
    fn years_before_a_break_are_left_out() {
        let mut series = series("2016-01", "2019-12", observed([7; 48]));
        series.lines[0].breaks = vec![crate::Break {
            month: month("2018-04"),
            reason: "another system".into(),
        }];
        let calendar = Calendar::of(&series, &series.lines[0]).unwrap();
        assert_eq!(calendar.comparable_from, Some(month("2018-04")));
        assert_eq!(calendar.years.len(), 2);
        assert_eq!(calendar.years[0].cells[2], Cell::NotApplicable);
        assert!(!calendar.running().years[0].has_numbers());
    }

    #[test]
    fn only_months_make_a_calendar() {
        let mut series = series("2016-01", "2019-12", observed([7; 48]));
        series.grain = Grain::Rolling12;
        assert_eq!(Calendar::of(&series, &series.lines[0]), None);
    }
}
