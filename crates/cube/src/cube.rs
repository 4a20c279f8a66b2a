//! The cube: dense cells over a few dimensions and months.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::sorting::sort;
use crate::texts::{EachText, Text};
use crate::{Cell, Dimension, Fixed, Grain, Month, Period, Step, Totals, Unit};

/// The months of a cube that one source stands for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stretch {
    /// The id of the source in the manifest.
    pub source: String,
    /// The first month that comes from it.
    pub first: Month,
    /// The last month that comes from it.
    pub last: Month,
}

/// A month from which on numbers cannot be compared with earlier ones.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Break {
    /// The first month after the break.
    pub month: Month,
    /// Why, as a sentence.
    pub reason: String,
}

/// Everything about a cube but its cells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// The id of the table, for example `crime-city`.
    pub id: String,
    /// What is counted.
    pub unit: Unit,
    /// The dimensions other than time, outermost first.
    pub dimensions: Vec<Dimension>,
    /// The first month.
    pub first: Month,
    /// The last month.
    pub last: Month,
    /// How much time one cell covers; the cells count on from `first` in steps of it.
    #[serde(default, skip_serializing_if = "Step::is_month")]
    pub step: Step,
    /// How many of the digits of each number stand after its point.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub decimals: u8,
    /// Where the numbers of members with parts come from.
    #[serde(default, skip_serializing_if = "Totals::is_summed")]
    pub totals: Totals,
    /// Which source each stretch of months comes from; months in none were not collected.
    pub stretches: Vec<Stretch>,
    /// Where numbers stop being comparable; no sum and no comparison reaches over one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub breaks: Vec<Break>,
}

fn is_zero(decimals: &u8) -> bool {
    *decimals == 0
}

/// Numbers over dimensions and steps of time: cells in row-major order, time innermost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cube {
    header: Header,
    cells: Vec<Cell>,
}

/// Why parts do not make a cube.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum CubeError {
    /// The number of cells does not follow from the dimensions.
    #[error("cube {cube}: expected {expected} cells from its dimensions and months, found {found}")]
    CellCount {
        /// The id of the cube.
        cube: String,
        /// The product of the lengths of all dimensions and months.
        expected: usize,
        /// The number of cells given.
        found: usize,
    },
    /// The dimensions and months multiply to more cells than a cube may have.
    #[error("cube {cube}: more than {limit} cells")]
    TooLarge {
        /// The id of the cube.
        cube: String,
        /// The most cells a cube may have.
        limit: usize,
    },
    /// The last month lies before the first.
    #[error("cube {cube}: expected a last month from {first} on, found {last}")]
    Months {
        /// The id of the cube.
        cube: String,
        /// The first month.
        first: Month,
        /// The last month.
        last: Month,
    },
    /// The months are not whole steps.
    #[error(
        "cube {cube}: expected whole quarters, or years from January to December, found {first} to {last}"
    )]
    Steps {
        /// The id of the cube.
        cube: String,
        /// The first month.
        first: Month,
        /// The last month.
        last: Month,
    },
    /// The numbers have more decimals than a cell can hold.
    #[error("cube {cube}: expected at most {most} decimals, found {found}", most = Fixed::MOST_DECIMALS)]
    Decimals {
        /// The id of the cube.
        cube: String,
        /// The number of decimals.
        found: u8,
    },
    /// Numbers that may not be added have totals that are sums.
    #[error("cube {cube}: numbers in {unit} cannot be added, but its totals are sums of parts")]
    Added {
        /// The id of the cube.
        cube: String,
        /// The unit, as tables name it.
        unit: &'static str,
    },
    /// A code occurs twice in a code list.
    #[error("cube {cube}, dimension {dimension}: code {code:?} occurs twice")]
    RepeatedCode {
        /// The id of the cube.
        cube: String,
        /// The id of the dimension.
        dimension: String,
        /// The code.
        code: String,
    },
    /// A member's parent is not in the list, or is a part of the member itself.
    #[error("cube {cube}, dimension {dimension}: the parent of {code:?} is not above it")]
    Parent {
        /// The id of the cube.
        cube: String,
        /// The id of the dimension.
        dimension: String,
        /// The code of the member.
        code: String,
    },
    /// A total differs from the sum of its parts.
    #[error(
        "cube {cube}, dimension {dimension}, {code:?}: a total differs from the sum of its parts"
    )]
    Total {
        /// The id of the cube.
        cube: String,
        /// The id of the dimension.
        dimension: String,
        /// The code of the total.
        code: String,
    },
}

/// More cells than any table of a city needs; it bounds what a damaged file can ask for.
const CELL_LIMIT: usize = 50_000_000;

impl Header {
    /// How many steps of time the cube spans, a cell each.
    #[must_use]
    pub fn step_count(&self) -> usize {
        let months = self.last.since(self.first).saturating_add(1);
        usize::try_from(months / self.step.months()).unwrap_or(0)
    }

    /// The steps of time, in the order of the cells.
    #[must_use]
    pub fn periods(&self) -> Vec<Period> {
        self.step.periods(self.first, self.last)
    }

    /// The grains that a series of this cube may have; see [`Step::grains`].
    #[must_use]
    pub fn grains(&self) -> &'static [Grain] {
        self.step.grains(self.unit)
    }

    /// Whether the layout is the first one, which readers of old know: monthly counts whose totals
    /// are sums.
    pub(crate) fn is_plain(&self) -> bool {
        self.step.is_month() && self.decimals == 0 && self.totals.is_summed()
    }

    /// How many cells the cube has.
    ///
    /// # Errors
    /// Where the months are out of order, a code list is inconsistent, or the cells are too many.
    pub fn cell_count(&self) -> Result<usize, CubeError> {
        if self.last < self.first {
            return Err(CubeError::Months {
                cube: self.id.clone(),
                first: self.first,
                last: self.last,
            });
        }
        self.check_numbers()?;
        self.dimensions
            .iter()
            .try_for_each(|dimension| self.check_members(dimension))?;
        self.dimensions
            .iter()
            .map(|dimension| dimension.members.len())
            .try_fold(self.step_count(), usize::checked_mul)
            .filter(|&count| count <= CELL_LIMIT)
            .ok_or_else(|| CubeError::TooLarge {
                cube: self.id.clone(),
                limit: CELL_LIMIT,
            })
    }

    /// The rows of members without parts, in order. A row is a combination of members, which has a cell
    /// for each step of time.
    pub(crate) fn rows_without_parts(&self) -> Vec<usize> {
        let mut rows = vec![0];
        for dimension in &self.dimensions {
            let length = dimension.members.len();
            let mut without_parts = vec![true; length];
            for parent in dimension.members.iter().filter_map(|member| member.parent) {
                if let Some(without_parts) = without_parts.get_mut(parent) {
                    *without_parts = false;
                }
            }
            let mut inside = Vec::new();
            for row in rows {
                for (member, _) in (0..length).zip(&without_parts).filter(|(_, is)| **is) {
                    inside.push(row * length + member);
                }
            }
            rows = inside;
        }
        rows
    }

    /// Puts a row and those of all totals that it is a part of into a list, in a header that
    /// [`Self::cell_count`] accepts.
    pub(crate) fn rows_above(&self, mut row: usize, rows: &mut Vec<usize>) {
        rows.clear();
        rows.push(0);
        let mut stride = 1;
        for dimension in self.dimensions.iter().rev() {
            let length = dimension.members.len();
            let below = rows.len();
            let parent = |member: usize| dimension.members.get(member).and_then(|one| one.parent);
            let own = row % length;
            let mut total = parent(own);
            while let Some(member) = total {
                for position in 0..below {
                    let row = rows.get(position).copied().unwrap_or_default();
                    rows.push(row + member * stride);
                }
                total = parent(member);
            }
            for row in rows.iter_mut().take(below) {
                *row += own * stride;
            }
            row /= length;
            stride *= length;
        }
    }

    /// Adds the cells of a row to those of the row and of all totals that it is a part of.
    pub(crate) fn add(&self, cells: &mut [Cell], row: usize, parts: &[Cell]) {
        let mut rows = Vec::new();
        self.rows_above(row, &mut rows);
        for row in rows {
            let totals = cells.iter_mut().skip(row * parts.len());
            for (total, part) in totals.zip(parts) {
                *total = total.plus(*part);
            }
        }
    }

    /// Whether steps, decimals and unit go together.
    fn check_numbers(&self) -> Result<(), CubeError> {
        let cube = || self.id.clone();
        if !self.step.divides(self.first, self.last) {
            return Err(CubeError::Steps {
                cube: cube(),
                first: self.first,
                last: self.last,
            });
        }
        if self.decimals > Fixed::MOST_DECIMALS {
            return Err(CubeError::Decimals {
                cube: cube(),
                found: self.decimals,
            });
        }
        if self.totals.is_summed() && !self.unit.is_additive() {
            return Err(CubeError::Added {
                cube: cube(),
                unit: self.unit.as_str(),
            });
        }
        Ok(())
    }

    fn check_members(&self, dimension: &Dimension) -> Result<(), CubeError> {
        let mut codes: Vec<&str> = dimension.members.iter().map(|m| m.code.as_str()).collect();
        sort(&mut codes);
        if let Some(code) = codes.windows(2).find_map(|pair| match pair {
            [first, second] if first == second => Some(*first),
            _ => None,
        }) {
            return Err(CubeError::RepeatedCode {
                cube: self.id.clone(),
                dimension: dimension.id.clone(),
                code: code.to_owned(),
            });
        }
        let length = dimension.members.len();
        let orphan = dimension
            .members
            .iter()
            .enumerate()
            .find(|(position, member)| {
                member.parent.is_some_and(|parent| parent >= length)
                    || dimension.depth(*position) > length
            });
        match orphan {
            None => Ok(()),
            Some((_, member)) => Err(CubeError::Parent {
                cube: self.id.clone(),
                dimension: dimension.id.clone(),
                code: member.code.clone(),
            }),
        }
    }
}

impl EachText for Cube {
    fn each_text(&mut self, each: &mut dyn FnMut(Text<'_>)) {
        self.header.each_text(each);
    }
}

impl Cube {
    /// A cube of cells that are all given, totals included.
    ///
    /// # Errors
    /// Where the header is inconsistent or the number of cells does not follow from it.
    pub fn new(header: Header, cells: Vec<Cell>) -> Result<Self, CubeError> {
        let expected = header.cell_count()?;
        if cells.len() != expected {
            return Err(CubeError::CellCount {
                cube: header.id,
                expected,
                found: cells.len(),
            });
        }
        Ok(Self { header, cells })
    }

    /// A cube whose totals are computed: cells of members with parts are replaced by their sums,
    /// unless its totals are given.
    ///
    /// # Errors
    /// As [`Cube::new`].
    pub fn with_totals(header: Header, leaves: Vec<Cell>) -> Result<Self, CubeError> {
        let mut cube = Self::new(header, leaves)?;
        if cube.header.totals.is_summed() {
            let mut cells = vec![Cell::NotApplicable; cube.cells.len()];
            for row in cube.header.rows_without_parts() {
                let parts = cube.row(row).unwrap_or_default();
                cube.header.add(&mut cells, row, parts);
            }
            cube.cells = cells;
        }
        Ok(cube)
    }

    /// Everything about the cube but its cells.
    #[must_use]
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// All cells, in row-major order of the dimensions, time innermost.
    #[must_use]
    pub fn cells(&self) -> &[Cell] {
        &self.cells
    }

    /// The cells of one combination of members, a cell a step of time.
    ///
    /// `positions` names one member of each dimension, in the order of the dimensions; `None`
    /// where one is out of range or their number differs.
    #[must_use]
    pub fn steps_of(&self, positions: &[usize]) -> Option<&[Cell]> {
        let dimensions = &self.header.dimensions;
        if positions.len() != dimensions.len() {
            return None;
        }
        let row = dimensions
            .iter()
            .zip(positions)
            .try_fold(0, |row, (dimension, &position)| {
                let length = dimension.members.len();
                (position < length).then(|| row * length + position)
            })?;
        self.row(row)
    }

    /// The cells of a row, a cell a step of time; `None` where there is no such row.
    pub(crate) fn row(&self, row: usize) -> Option<&[Cell]> {
        let steps = self.header.step_count();
        self.cells.get(row * steps..(row + 1) * steps)
    }

    /// Checks that every total follows from its parts as they are published; totals that are given
    /// need not.
    ///
    /// Beside suppressed parts a total may be suppressed, or any number that is not below what the
    /// other parts add up to. Where it or a part is rounded, the values must add up, whatever the
    /// statuses are. Every other total is the sum of its parts, status included.
    ///
    /// # Errors
    /// The first total that does not.
    pub fn check_totals(&self) -> Result<(), CubeError> {
        if !self.header.totals.is_summed() {
            return Ok(());
        }
        for (at, dimension) in self.header.dimensions.iter().enumerate() {
            for total in 0..dimension.members.len() {
                if !self.follows_from_parts(at, dimension, total) {
                    let member = dimension.members.get(total);
                    return Err(CubeError::Total {
                        cube: self.header.id.clone(),
                        dimension: dimension.id.clone(),
                        code: member.map(|member| member.code.clone()).unwrap_or_default(),
                    });
                }
            }
        }
        Ok(())
    }

    /// Whether all cells of a member of the dimension at `at` follow from those of its parts.
    fn follows_from_parts(&self, at: usize, dimension: &Dimension, total: usize) -> bool {
        let children: Vec<usize> = dimension.children(total).collect();
        let (outer, length, inner) = self.extents(at);
        let mut cells = (0..outer).flat_map(|block| (0..inner).map(move |offset| (block, offset)));
        children.is_empty()
            || cells.all(|(block, offset)| {
                let cell = |member: usize| {
                    let position = (block * length + member) * inner + offset;
                    self.cells.get(position).copied()
                };
                let parts = children.iter().filter_map(|child| cell(*child));
                cell(total).is_some_and(|whole| whole.follows_from(parts))
            })
    }

    /// The number of blocks outside a dimension, its length, and the cells inside one member.
    fn extents(&self, at: usize) -> (usize, usize, usize) {
        let lengths = || {
            self.header
                .dimensions
                .iter()
                .map(|dimension| dimension.members.len())
        };
        let outer = lengths().take(at).product();
        let length = lengths().nth(at).unwrap_or(1);
        let inner = lengths().skip(at + 1).product::<usize>() * self.header.step_count();
        (outer, length, inner.max(1))
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::{DimensionKind, Member};

    pub(crate) fn member(code: &str, parent: Option<usize>) -> Member {
        Member {
            code: code.into(),
            label: code.to_uppercase(),
            parent,
        }
    }

    /// Two places under a city, two offences under a group, three months.
    pub(crate) fn header() -> Header {
        let dimension = |id: &str, kind, members: Vec<Member>| Dimension {
            id: id.into(),
            label: id.into(),
            kind,
            members,
        };
        Header {
            id: "example".into(),
            unit: Unit::Victims,
            dimensions: vec![
                dimension(
                    "place",
                    DimensionKind::Geography,
                    vec![
                        member("city", None),
                        member("east", Some(0)),
                        member("west", Some(0)),
                    ],
                ),
                dimension(
                    "offense",
                    DimensionKind::Category,
                    vec![
                        member("violent", None),
                        member("homicide", Some(0)),
                        member("rape", Some(0)),
                    ],
                ),
            ],
            first: Month::parse("2019-01").unwrap(),
            last: Month::parse("2019-03").unwrap(),
            step: Step::Month,
            decimals: 0,
            totals: Totals::Summed,
            stretches: vec![],
            breaks: vec![],
        }
    }

    pub(crate) fn cube() -> Cube {
        let mut leaves = vec![Cell::Observed(0); 27];
        leaves[12..15].copy_from_slice(&[
            Cell::Observed(1),
            Cell::Observed(2),
            Cell::Provisional(3),
        ]);
        leaves[24..27].copy_from_slice(&[
            Cell::NotCollected,
            Cell::Observed(300),
            Cell::Observed(5),
        ]);
        Cube::with_totals(header(), leaves).unwrap()
    }

    #[test]
    fn a_total_may_stand_anywhere_and_have_totals_as_parts() {
        let members = [
            ("a", Some(1)),
            ("half", Some(3)),
            ("b", Some(1)),
            ("all", None),
            ("c", Some(3)),
        ];
        let mut header = header();
        header.dimensions.truncate(1);
        header.dimensions[0].members = members.map(|(code, parent)| member(code, parent)).to_vec();
        let of_members = [1, 99, 2, 99, 4].map(|number| [number, 0, 10 * number]);
        let leaves = of_members.concat().into_iter().map(Cell::Observed);
        let cube = Cube::with_totals(header, leaves.collect()).unwrap();
        let values = |member| cube.steps_of(&[member]).unwrap()[..].to_vec();
        assert_eq!(values(1), [3, 0, 30].map(Cell::Observed));
        assert_eq!(values(3), [7, 0, 70].map(Cell::Observed));
        assert_eq!(values(4), [4, 0, 40].map(Cell::Observed));
    }

    #[test]
    fn totals_are_sums_over_both_hierarchies() {
        let cube = cube();
        assert_eq!(
            cube.steps_of(&[0, 0]).unwrap(),
            [
                Cell::NotCollected,
                Cell::Observed(302),
                Cell::Provisional(8)
            ]
        );
        assert_eq!(
            cube.steps_of(&[1, 0]).unwrap(),
            [Cell::Observed(1), Cell::Observed(2), Cell::Provisional(3)]
        );
        cube.check_totals().unwrap();
    }

    #[test]
    fn a_changed_cell_shows_in_the_totals() {
        let mut changed = cube();
        changed.cells[13] = Cell::Observed(9);
        assert!(matches!(
            changed.check_totals(),
            Err(CubeError::Total { .. })
        ));
    }

    /// A table whose first month of the city is `total` beside `east` and `west`.
    fn check_parts(total: Cell, east: Cell, west: Cell, fits: bool) {
        let mut header = header();
        header.dimensions.truncate(1);
        header.last = header.first;
        let cube = Cube::new(header, vec![total, east, west]).unwrap();
        let found = cube.check_totals().is_ok();
        assert_eq!(found, fits, "{total:?} of {east:?} and {west:?}");
    }

    #[test]
    fn a_total_beside_protected_parts_need_not_be_their_plain_sum() {
        use Cell::{NotApplicable, NotCollected, Observed, Provisional, Rounded, Suppressed};
        check_parts(Suppressed, Suppressed, Observed(3), true);
        check_parts(Observed(7), Suppressed, Observed(3), true);
        check_parts(Provisional(7), Suppressed, Provisional(3), true);
        check_parts(Observed(2), Suppressed, Observed(3), false);
        check_parts(NotCollected, Suppressed, Observed(3), false);
        check_parts(NotApplicable, Suppressed, NotApplicable, false);
        check_parts(Suppressed, Observed(3), Observed(4), false);
        check_parts(Observed(15), Rounded(10), Rounded(5), true);
        check_parts(Provisional(15), Rounded(10), Rounded(5), true);
        check_parts(Rounded(15), Observed(10), Observed(5), true);
        check_parts(Rounded(15), Rounded(10), Provisional(5), true);
        check_parts(Observed(14), Rounded(10), Rounded(5), false);
        check_parts(Suppressed, Rounded(10), Rounded(5), false);
        check_parts(Observed(7), Observed(3), Provisional(4), false);
        check_parts(Observed(7), NotCollected, Suppressed, false);
        check_parts(NotCollected, NotCollected, Suppressed, true);
    }

    #[test]
    fn cells_must_follow_from_the_dimensions() {
        let error = Cube::new(header(), vec![Cell::Observed(0); 26]).unwrap_err();
        assert_eq!(
            error.to_string(),
            "cube example: expected 27 cells from its dimensions and months, found 26"
        );
    }

    #[test]
    fn code_lists_must_be_consistent() {
        let mut repeated = header();
        repeated.dimensions[0].members[2].code = "east".into();
        assert!(matches!(
            repeated.cell_count(),
            Err(CubeError::RepeatedCode { .. })
        ));
        let mut cyclic = header();
        cyclic.dimensions[1].members[0].parent = Some(1);
        assert!(matches!(cyclic.cell_count(), Err(CubeError::Parent { .. })));
        let mut dangling = header();
        dangling.dimensions[1].members[1].parent = Some(7);
        assert!(matches!(
            dangling.cell_count(),
            Err(CubeError::Parent { .. })
        ));
    }

    /// The same places and categories as rates of three years.
    pub(crate) fn yearly_header() -> Header {
        Header {
            unit: Unit::Per1000Residents,
            first: Month::parse("2016-01").unwrap(),
            last: Month::parse("2018-12").unwrap(),
            step: Step::Year,
            decimals: 2,
            totals: Totals::Given,
            ..header()
        }
    }

    #[test]
    fn a_year_is_one_cell_and_given_totals_stay_as_they_are() {
        let mut cells = vec![Cell::NotCollected; 27];
        cells[0] = Cell::Observed(1240);
        cells[12] = Cell::Observed(7);
        let cube = Cube::with_totals(yearly_header(), cells).unwrap();
        assert_eq!(cube.steps_of(&[0, 0]).unwrap()[0], Cell::Observed(1240));
        assert_eq!(cube.steps_of(&[1, 1]).unwrap()[0], Cell::Observed(7));
        cube.check_totals().unwrap();
        let periods: Vec<String> = cube
            .header()
            .periods()
            .iter()
            .map(ToString::to_string)
            .collect();
        assert_eq!(periods, ["2016", "2017", "2018"]);
    }

    #[track_caller]
    fn check_refused(change: impl Fn(&mut Header), expected: &str) {
        let mut header = yearly_header();
        change(&mut header);
        assert_eq!(header.cell_count().unwrap_err().to_string(), expected);
    }

    #[test]
    fn steps_decimals_and_units_must_go_together() {
        check_refused(
            |header| header.last = Month::parse("2018-11").unwrap(),
            "cube example: expected whole quarters, or years from January to December, found 2016-01 to 2018-11",
        );
        check_refused(
            |header| header.decimals = 10,
            "cube example: expected at most 9 decimals, found 10",
        );
        check_refused(
            |header| header.totals = Totals::Summed,
            "cube example: numbers in per_1000_residents cannot be added, but its totals are sums \
             of parts",
        );
    }

    #[test]
    fn only_months_that_may_be_added_have_other_grains() {
        assert_eq!(header().grains(), Grain::ALL);
        assert_eq!(yearly_header().grains(), [Grain::Year]);
        let monthly = Header {
            step: Step::Month,
            ..yearly_header()
        };
        assert_eq!(monthly.grains(), [Grain::Month]);
    }

    #[test]
    fn positions_out_of_range_have_no_cells() {
        assert_eq!(cube().steps_of(&[3, 0]), None);
        assert_eq!(cube().steps_of(&[0, 3]), None);
        assert_eq!(cube().steps_of(&[0]), None);
    }
}
