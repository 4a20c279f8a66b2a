//! A series: what one chart, its sentence, its table and its download have in common.

use std::collections::BTreeMap;

use thiserror::Error;

use crate::{
    Break, Cell, Cube, DimensionKind, Fixed, Grain, Header, Member, Month, Period, Step, Stretch,
    UNLOCATED, Unit,
};

/// One line of a series to be: a member of each kind of dimension, by code.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Selection {
    /// The code of an offence or group of charges.
    pub category: String,
    /// The code of an area.
    pub geography: String,
    /// The code of a group of people, by the id of its dimension; everybody where none is named.
    pub groups: BTreeMap<String, String>,
}

/// The group of people that a line counts, in one dimension that tells groups apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The id of the dimension, for example `race`.
    pub dimension: String,
    /// The group; everybody where it is no part of another one.
    pub member: Member,
}

/// How many events of a period have a recorded place, of how many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Located {
    /// The events with a recorded place, whichever it is.
    pub located: u32,
    /// All events.
    pub total: u32,
}

/// One line: the cells of one category in one area, a cell a period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The id of the table that it comes from.
    pub table: String,
    /// What it counts.
    pub unit: Unit,
    /// How many of the digits of each number stand after its point.
    pub decimals: u8,
    /// The offence or group of charges.
    pub category: Member,
    /// The area.
    pub geography: Member,
    /// The id of the dimension that the category is of, for example `offense`; in a table without
    /// offenses or charges it tells groups of people apart, for example `age`.
    pub category_dimension: String,
    /// The group of people of each dimension that tells groups apart, in the order of the table.
    pub groups: Vec<Group>,
    /// How much time one cell of the table covers.
    pub step: Step,
    /// First and last of the months that the release calls incomplete, where whoever slices knows
    /// them: a rounded cell cannot say so itself.
    pub incomplete: Vec<(Month, Month)>,
    /// Which source each stretch of months comes from, as the table says.
    pub stretches: Vec<Stretch>,
    /// Where its numbers stop being comparable, as the table says.
    pub breaks: Vec<Break>,
    /// The cells, as many as the series has periods.
    pub cells: Vec<Cell>,
    /// What share of the category has a recorded place at all, as many as the series has periods;
    /// empty where the line is no part of a larger area or its table has no events without a place.
    ///
    /// Without it, a line of one area cannot be told from a change in how places are recorded.
    pub located: Vec<Option<Located>>,
}

/// Lines over the same periods.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Series {
    /// How much time a point covers.
    pub grain: Grain,
    /// The periods, in time order.
    pub periods: Vec<Period>,
    /// The lines, in the order in which they are shown.
    pub lines: Vec<Line>,
}

/// The newest complete period of a line beside the same period a year before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// The newest period that was completely observed.
    pub period: Period,
    /// Its count.
    pub now: u32,
    /// The count a year before, where it was completely observed too.
    pub before: Option<u32>,
}

/// The newest complete number of a line beside the one a year before, as numbers and nothing more.
///
/// A rate or a share may be set beside another; what chance alone brings is not known of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Newest {
    /// The newest period that was completely observed.
    pub period: Period,
    /// Its number.
    pub now: Fixed,
    /// The number a year before, where it was completely observed too.
    pub before: Option<Fixed>,
}

/// The newest complete number of a line that is shown at all, be it rounded, beside a year before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shown {
    /// The newest complete period with a number.
    pub period: Period,
    /// Its number.
    pub now: ShownCount,
    /// The number a year before, where it is complete and shown, too.
    pub before: Option<ShownCount>,
}

/// A number as it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShownCount {
    /// The number.
    pub count: u32,
    /// Whether it is rounded to protect people.
    pub is_rounded: bool,
}

impl Shown {
    /// Whether either number is rounded.
    #[must_use]
    pub fn is_rounded(&self) -> bool {
        self.now.is_rounded || self.before.is_some_and(|before| before.is_rounded)
    }
}

/// Why a cube cannot be sliced as asked.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum SliceError {
    /// The cube has no dimension of a kind.
    #[error("table {table} has no dimension of kind {kind:?}")]
    NoDimension {
        /// The id of the table.
        table: String,
        /// The kind that is missing.
        kind: DimensionKind,
    },
    /// The numbers of the cube do not add up to such periods.
    #[error("table {table}: its numbers cannot be shown by {grain:?}")]
    Grain {
        /// The id of the table.
        table: String,
        /// The grain as asked for.
        grain: Grain,
    },
    /// A code is not in the code list.
    #[error("table {table}, dimension {dimension}: no member has the code {code:?}")]
    UnknownCode {
        /// The id of the table.
        table: String,
        /// The id of the dimension.
        dimension: String,
        /// The code as asked for.
        code: String,
    },
}

impl Located {
    /// The share with a recorded place, 0 to 1; none where there are no events.
    #[must_use]
    pub fn share(self) -> Option<f64> {
        (self.total > 0).then(|| f64::from(self.located) / f64::from(self.total))
    }
}

impl Series {
    /// No lines over no periods.
    #[must_use]
    pub fn empty(grain: Grain) -> Self {
        Self {
            grain,
            periods: Vec::new(),
            lines: Vec::new(),
        }
    }

    /// The selected lines of a cube over the months `first` to `last` at a grain.
    ///
    /// Months that the cube does not span are not collected. A period that reaches over a break is
    /// not applicable: its halves cannot be added. A dimension of groups that a selection does not
    /// name, and a second dimension of another kind, is read at its first member, the total.
    ///
    /// # Errors
    /// Where the cube lacks a kind of dimension, a code list lacks a code, or the numbers of the
    /// cube do not add up to periods of the grain (see [`Header::grains`]).
    pub fn slice(
        cube: &Cube,
        selections: &[Selection],
        first: Month,
        last: Month,
        grain: Grain,
    ) -> Result<Self, SliceError> {
        if !cube.header().grains().contains(&grain) {
            return Err(SliceError::Grain {
                table: cube.header().id.clone(),
                grain,
            });
        }
        let periods = grain.periods(first, last);
        let lines = selections
            .iter()
            .map(|selection| Line::slice(cube, selection, &periods))
            .collect::<Result<_, _>>()?;
        Ok(Self {
            grain,
            periods,
            lines,
        })
    }

    /// The same without the periods of which no line has a number or hides one.
    #[must_use]
    pub fn with_numbers(mut self) -> Self {
        let has_number = |at: usize| {
            let cells = self.lines.iter().filter_map(|line| line.cells.get(at));
            let mut cells = cells.copied();
            cells.any(|cell| cell.value().is_some() || cell == Cell::Suppressed)
        };
        let kept: Vec<bool> = (0..self.periods.len()).map(has_number).collect();
        let is_kept = |at: usize| kept.get(at).copied().unwrap_or(false);
        for line in &mut self.lines {
            line.cells = only(&line.cells, is_kept);
            line.located = only(&line.located, is_kept);
        }
        self.periods = only(&self.periods, is_kept);
        self
    }

    /// The same lines over other periods of the same grain: a period that the series does not have
    /// is not collected.
    #[must_use]
    pub fn over(&self, periods: &[Period]) -> Self {
        let at = |period: &Period| self.periods.iter().position(|own| own == period);
        let positions: Vec<Option<usize>> = periods.iter().map(at).collect();
        let mut series = self.clone();
        series.periods = periods.to_vec();
        for (line, own) in series.lines.iter_mut().zip(&self.lines) {
            let cell = |at: &Option<usize>| at.and_then(|at| own.cells.get(at).copied());
            let cells = positions.iter().map(cell);
            line.cells = cells
                .map(|cell| cell.unwrap_or(Cell::NotCollected))
                .collect();
            if !own.located.is_empty() {
                let located = |at: &Option<usize>| at.and_then(|at| *own.located.get(at)?);
                line.located = positions.iter().map(located).collect();
            }
        }
        series
    }

    /// The part of the series whose periods end within the months `first` to `last`.
    #[must_use]
    pub fn within(&self, first: Month, last: Month) -> Self {
        let ends = self.periods.iter().map(|period| period.last);
        let kept: Vec<bool> = ends.map(|end| first <= end && end <= last).collect();
        let is_kept = |at: usize| kept.get(at).copied().unwrap_or(false);
        let lines = self.lines.iter().map(|line| Line {
            cells: only(&line.cells, is_kept),
            located: only(&line.located, is_kept),
            ..line.clone()
        });
        Self {
            grain: self.grain,
            periods: only(&self.periods, is_kept),
            lines: lines.collect(),
        }
    }

    /// The newest period in which `line` was completely observed, beside a year before; none for
    /// a line that does not count events, of which nothing can be said but its numbers.
    #[must_use]
    pub fn comparison(&self, line: &Line) -> Option<Comparison> {
        let found = line.counts_events().then(|| self.newest(line))??;
        Some(Comparison {
            period: found.period,
            now: found.now.stored,
            before: found.before.map(|before| before.stored),
        })
    }

    /// The newest number of `line` that was completely observed, beside a year before.
    #[must_use]
    pub fn newest(&self, line: &Line) -> Option<Newest> {
        let (period, now, before) = self.newest_of(line, |_, cell| match cell {
            Cell::Observed(value) => Some(line.number(value)),
            _ => None,
        })?;
        Some(Newest {
            period,
            now,
            before,
        })
    }

    /// The newest complete number of `line`, exact or rounded, beside a year before; none for a line
    /// that does not count events.
    #[must_use]
    pub fn shown(&self, line: &Line) -> Option<Shown> {
        let shown = |count, is_rounded| Some(ShownCount { count, is_rounded });
        let usable = |period, cell| match cell {
            Cell::Observed(count) => shown(count, false),
            Cell::Rounded(count) if !line.is_incomplete(period) => shown(count, true),
            _ => None,
        };
        let (period, now, before) = line
            .counts_events()
            .then(|| self.newest_of(line, usable))??;
        Some(Shown {
            period,
            now,
            before,
        })
    }

    /// The newest cell that can be used, with its period, and that of a year before.
    fn newest_of<T>(
        &self,
        line: &Line,
        usable: impl Fn(Period, Cell) -> Option<T>,
    ) -> Option<(Period, T, Option<T>)> {
        let points = || self.periods.iter().copied().zip(line.cells.iter().copied());
        let (period, now) = points()
            .rev()
            .find_map(|(period, cell)| Some((period, usable(period, cell)?)))?;
        let year_before = Period {
            last: period.last.plus(-12),
            ..period
        };
        let comparable = !line.has_break_within(year_before.first(), period.last);
        let before = points().find(|(period, _)| comparable && *period == year_before);
        let before = before.and_then(|(period, cell)| usable(period, cell));
        Some((period, now, before))
    }
}

/// The items that are kept; what has no place in the list of those stays out.
impl Line {
    /// Whether its numbers count separate events, so that they have a range of chance.
    #[must_use]
    pub fn counts_events(&self) -> bool {
        self.unit.counts_events() && self.decimals == 0
    }

    /// Whether a part of a period is called incomplete by the release.
    #[must_use]
    pub fn is_incomplete(&self, period: Period) -> bool {
        let overlaps =
            |(first, last): &(Month, Month)| *first <= period.last && period.first() <= *last;
        self.incomplete.iter().any(overlaps)
    }

    /// How many cells of the table one period of a grain adds up.
    #[must_use]
    pub fn cells_each(&self, grain: Grain) -> u32 {
        let cells = grain.months() / self.step.months();
        u32::try_from(cells).unwrap_or(1).max(1)
    }

    /// A number of one of its cells.
    #[must_use]
    pub fn number(&self, stored: u32) -> Fixed {
        Fixed {
            stored,
            decimals: self.decimals,
        }
    }

    fn slice(cube: &Cube, selection: &Selection, periods: &[Period]) -> Result<Self, SliceError> {
        let header = cube.header();
        let mut positions = Vec::with_capacity(header.dimensions.len());
        let (mut category, mut geography, mut groups) = (None, None, Vec::new());
        for dimension in &header.dimensions {
            let (slot, code) = match dimension.kind {
                DimensionKind::Category => (Some(&mut category), Some(&selection.category)),
                DimensionKind::Geography => (Some(&mut geography), Some(&selection.geography)),
                DimensionKind::Group => (None, selection.groups.get(&dimension.id)),
            };
            let is_taken = slot.as_ref().is_some_and(|slot| slot.is_some());
            let position = match code.filter(|_| !is_taken) {
                None => 0,
                Some(code) => {
                    let unknown = || SliceError::UnknownCode {
                        table: header.id.clone(),
                        dimension: dimension.id.clone(),
                        code: code.clone(),
                    };
                    dimension.position(code).ok_or_else(unknown)?
                }
            };
            positions.push(position);
            let member = dimension.members.get(position).cloned();
            let member = member.map(|member| Group {
                dimension: dimension.id.clone(),
                member,
            });
            match slot {
                Some(slot) if !is_taken => *slot = member,
                Some(_) => {}
                None => groups.extend(member),
            }
        }
        let missing = |kind| SliceError::NoDimension {
            table: header.id.clone(),
            kind,
        };
        let steps = cube.steps_of(&positions).unwrap_or_default();
        let category = category.ok_or_else(|| missing(DimensionKind::Category))?;
        let geography = geography.ok_or_else(|| missing(DimensionKind::Geography))?;
        Ok(Self {
            table: header.id.clone(),
            unit: header.unit,
            decimals: header.decimals,
            category: category.member,
            geography: geography.member,
            category_dimension: category.dimension,
            groups,
            step: header.step,
            incomplete: Vec::new(),
            stretches: header.stretches.clone(),
            breaks: header.breaks.clone(),
            cells: Vec::new(),
            located: Vec::new(),
        }
        .with_cells(header, steps, periods)
        .with_located(cube, &positions, periods))
    }

    /// Adds how many events have a place, where the line is one area among others.
    fn with_located(mut self, cube: &Cube, positions: &[usize], periods: &[Period]) -> Self {
        let header = cube.header();
        let areas = header
            .dimensions
            .iter()
            .position(|d| d.kind == DimensionKind::Geography);
        let unlocated = areas.and_then(|at| header.dimensions.get(at)?.position(UNLOCATED));
        let (Some(at), Some(unlocated), Some(whole)) = (areas, unlocated, self.geography.parent)
        else {
            return self;
        };
        let steps_at = |area: usize| {
            let mut positions = positions.to_vec();
            if let Some(slot) = positions.get_mut(at) {
                *slot = area;
            }
            cube.steps_of(&positions).unwrap_or_default()
        };
        let (all, without) = (steps_at(whole), steps_at(unlocated));
        let located = |period: &Period| {
            let value = |steps| total(header, steps, *period).value();
            let (total, without) = (value(all)?, value(without)?);
            Some(Located {
                located: total.saturating_sub(without),
                total,
            })
        };
        self.located = periods.iter().map(located).collect();
        self
    }

    fn with_cells(mut self, header: &Header, steps: &[Cell], periods: &[Period]) -> Self {
        self.cells = periods
            .iter()
            .map(
                |period| match self.has_break_within(period.first(), period.last) {
                    true => Cell::NotApplicable,
                    false => total(header, steps, *period),
                },
            )
            .collect();
        self
    }

    /// Whether a break lies after the month `first` and not after the month `last`.
    #[must_use]
    pub fn has_break_within(&self, first: Month, last: Month) -> bool {
        self.breaks
            .iter()
            .any(|point| first < point.month && point.month <= last)
    }
}

/// The items at the positions that are kept.
fn only<T: Copy>(items: &[T], is_kept: impl Fn(usize) -> bool) -> Vec<T> {
    let items = items.iter().enumerate();
    let kept = items.filter(|(at, _)| is_kept(*at));
    kept.map(|(_, item)| *item).collect()
}

/// The sum of the steps within a period; a step that the cube does not span is not collected.
fn total(header: &Header, steps: &[Cell], period: Period) -> Cell {
    let length = header.step.months();
    let cell = |months: i32| {
        let offset = usize::try_from(months / length).ok();
        let offset = offset.filter(|_| months >= 0);
        offset
            .and_then(|offset| steps.get(offset))
            .copied()
            .unwrap_or(Cell::NotCollected)
    };
    let first = period.first().since(header.first);
    let last = period.last.since(header.first);
    let stride = usize::try_from(length).unwrap_or(1).max(1);
    let starts = (first..=last).step_by(stride);
    Cell::sum(starts.map(cell))
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::cube::tests::{cube, yearly_header};

    fn month(text: &str) -> Month {
        Month::parse(text).unwrap()
    }

    /// A line of the cells, of nothing in particular.
    pub(crate) fn line_of(cells: Vec<Cell>) -> Line {
        let series = slice("homicide", "east", Grain::Month).unwrap();
        Line {
            cells,
            breaks: Vec::new(),
            ..series.lines[0].clone()
        }
    }

    fn slice(category: &str, geography: &str, grain: Grain) -> Result<Series, SliceError> {
        let selection = Selection {
            category: category.into(),
            geography: geography.into(),
            groups: BTreeMap::new(),
        };
        Series::slice(
            &cube(),
            &[selection],
            month("2018-12"),
            month("2019-03"),
            grain,
        )
    }

    #[test]
    fn other_periods_keep_the_cells_that_they_share() {
        let series = slice("homicide", "east", Grain::Month).unwrap();
        let periods = Grain::Month.periods(month("2019-01"), month("2019-04"));
        let moved = series.over(&periods);
        assert_eq!(moved.periods, periods);
        assert_eq!(
            moved.lines[0].cells,
            [
                Cell::Observed(1),
                Cell::Observed(2),
                Cell::Provisional(3),
                Cell::NotCollected
            ]
        );
        assert_eq!(moved.lines[0].located.len(), series.lines[0].located.len());
    }

    #[test]
    fn months_outside_the_cube_are_not_collected() {
        let series = slice("homicide", "east", Grain::Month).unwrap();
        assert_eq!(
            series.lines[0].cells,
            [
                Cell::NotCollected,
                Cell::Observed(1),
                Cell::Observed(2),
                Cell::Provisional(3)
            ]
        );
    }

    /// One line of rates: 12.40 in 2016, nothing in 2017, 13.05 in 2018.
    fn rates(first: &str, last: &str, grain: Grain) -> Result<Series, SliceError> {
        let mut cells = vec![Cell::NotCollected; 27];
        cells[12] = Cell::Observed(1240);
        cells[14] = Cell::Observed(1305);
        let cube = Cube::new(yearly_header(), cells).unwrap();
        let selection = Selection {
            category: "homicide".into(),
            geography: "east".into(),
            groups: BTreeMap::new(),
        };
        Series::slice(&cube, &[selection], month(first), month(last), grain)
    }

    #[test]
    fn years_are_only_ever_years() {
        let series = rates("2015-01", "2019-12", Grain::Year).unwrap();
        let none = Cell::NotCollected;
        assert_eq!(
            series.lines[0].cells,
            [none, Cell::Observed(1240), none, Cell::Observed(1305), none]
        );
        // A window that opens within a year begins with the next whole one.
        let series = rates("2016-03", "2018-12", Grain::Year).unwrap();
        assert_eq!(series.lines[0].cells, [none, Cell::Observed(1305)]);
        for grain in [Grain::Month, Grain::Quarter, Grain::Rolling12] {
            let error = rates("2016-01", "2018-12", grain).unwrap_err().to_string();
            let expected = format!("table example: its numbers cannot be shown by {grain:?}");
            assert_eq!(error, expected);
        }
    }

    #[test]
    fn a_rate_is_set_beside_another_and_never_compared_as_a_count() {
        let series = rates("2016-01", "2018-12", Grain::Year).unwrap();
        let line = &series.lines[0];
        assert_eq!(series.comparison(line), None);
        let newest = series.newest(line).unwrap();
        assert_eq!(
            (newest.now.to_string().as_str(), newest.before),
            ("13.05", None)
        );
        let earlier = rates("2016-01", "2016-12", Grain::Year).unwrap();
        let newest = earlier.newest(&earlier.lines[0]).unwrap();
        assert_eq!(newest.now.to_string(), "12.40");
    }

    #[test]
    fn a_quarter_with_a_provisional_month_is_provisional() {
        let series = slice("homicide", "east", Grain::Quarter).unwrap();
        assert_eq!(series.lines[0].cells, [Cell::Provisional(6)]);
    }

    #[test]
    fn no_sum_and_no_comparison_reaches_over_a_break() {
        let mut header = cube().header().clone();
        let reason = "The districts changed.".into();
        header.breaks = vec![Break {
            month: month("2019-02"),
            reason,
        }];
        let broken = Cube::new(header, cube().cells().to_vec()).unwrap();
        let selection = Selection {
            category: "homicide".into(),
            geography: "east".into(),
            groups: BTreeMap::new(),
        };
        let slice = |grain| {
            let selections = std::slice::from_ref(&selection);
            Series::slice(
                &broken,
                selections,
                month("2019-01"),
                month("2019-03"),
                grain,
            )
            .unwrap()
        };
        assert_eq!(slice(Grain::Quarter).lines[0].cells, [Cell::NotApplicable]);
        assert_eq!(slice(Grain::Month).lines[0].cells[0], Cell::Observed(1));
        assert!(slice(Grain::Month).lines[0].has_break_within(month("2019-01"), month("2019-02")));
        assert!(!slice(Grain::Month).lines[0].has_break_within(month("2019-02"), month("2019-03")));
    }

    #[test]
    fn a_line_of_one_area_says_how_many_events_have_a_place() {
        let mut header = cube().header().clone();
        header.dimensions[0].members[2].code = UNLOCATED.into();
        let cube = Cube::new(header, cube().cells().to_vec()).unwrap();
        let slice = |geography: &str| {
            let selection = Selection {
                category: "rape".into(),
                geography: geography.into(),
                groups: BTreeMap::new(),
            };
            Series::slice(
                &cube,
                &[selection],
                month("2019-01"),
                month("2019-03"),
                Grain::Month,
            )
        };
        let east = slice("east").unwrap();
        assert_eq!(
            east.lines[0].located,
            [
                None,
                Some(Located {
                    located: 0,
                    total: 300
                }),
                Some(Located {
                    located: 0,
                    total: 5
                })
            ]
        );
        assert_eq!(slice("city").unwrap().lines[0].located, []);
    }

    #[test]
    fn a_code_that_is_not_there_is_named() {
        assert_eq!(
            slice("arson", "east", Grain::Month)
                .unwrap_err()
                .to_string(),
            "table example, dimension offense: no member has the code \"arson\""
        );
    }

    #[test]
    fn a_comparison_leaves_provisional_periods_out() {
        let series = slice("homicide", "east", Grain::Month).unwrap();
        let comparison = series.comparison(&series.lines[0]).unwrap();
        assert_eq!(comparison.period.last, month("2019-02"));
        assert_eq!((comparison.now, comparison.before), (2, None));
    }
}
