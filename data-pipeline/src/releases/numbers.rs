//! The numbers of a cube one line after the other: the steps of time of one area and category.

use cube::{Cell, Cube, Dimension, DimensionKind, Month, Step, UNLOCATED};

/// What a published number counts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CellKey {
    /// The id of the table.
    pub table: String,
    /// The code of the area.
    pub geography: String,
    /// The code of the category, then those of the groups of people, joined by `/`.
    pub category: String,
    /// The first month counted.
    pub first: Month,
    /// The last month counted.
    pub last: Month,
}

/// The steps of time of one area and category.
#[derive(Clone, Debug)]
pub(super) struct Line<'a> {
    /// The code of the area; empty where the table has none.
    pub geography: String,
    /// The code of the category, then those of the groups of people, joined by `/`.
    pub category: String,
    /// Whether the area is no part of another.
    pub is_whole: bool,
    /// The first month.
    pub first: Month,
    /// How much time a cell covers.
    pub step: Step,
    /// How many digits of each number stand after its point.
    pub decimals: u8,
    /// A cell a step.
    pub cells: &'a [Cell],
}

impl Line<'_> {
    /// The cell that covers a month; one outside of the table was not collected.
    pub(super) fn cell(&self, month: Month) -> Cell {
        let steps = month.since(self.first).div_euclid(self.step.months());
        let offset = usize::try_from(steps).ok();
        let cell = offset.and_then(|offset| self.cells.get(offset));
        cell.copied().unwrap_or(Cell::NotCollected)
    }

    /// The sum of several months.
    pub(super) fn sum(&self, first: Month, last: Month) -> Cell {
        let months = first.through(last).step_by(stride(self.step));
        Cell::sum(months.map(|month| self.cell(month)))
    }
}

/// How many months lie between the beginnings of two steps.
pub(super) fn stride(step: Step) -> usize {
    usize::try_from(step.months()).unwrap_or(1).max(1)
}

/// Every line of a cube, in the order of its cells.
pub(super) fn lines(cube: &Cube) -> impl Iterator<Item = Line<'_>> {
    let header = cube.header();
    let rows = cube.cells().chunks(header.step_count().max(1)).enumerate();
    rows.map(move |(row, cells)| {
        let (mut rest, mut geography, mut categories) = (row, String::new(), Vec::new());
        let mut is_whole = true;
        for dimension in header.dimensions.iter().rev() {
            let length = dimension.members.len().max(1);
            let member = dimension.members.get(rest % length);
            rest /= length;
            let code = member.map(|member| member.code.clone()).unwrap_or_default();
            match dimension.kind {
                DimensionKind::Geography => {
                    is_whole = member.is_some_and(|member| member.parent.is_none());
                    geography = code;
                }
                DimensionKind::Category | DimensionKind::Group => categories.push(code),
            }
        }
        categories.reverse();
        Line {
            geography,
            category: categories.join("/"),
            is_whole,
            first: header.first,
            step: header.step,
            decimals: header.decimals,
            cells,
        }
    })
}

/// The line of an area and category.
pub(super) fn line<'a>(cube: &'a Cube, geography: &str, category: &str) -> Option<Line<'a>> {
    lines(cube).find(|line| line.geography == geography && line.category == category)
}

/// The labels of codes that are joined by `/`, for people.
pub(super) fn labels(cube: &Cube, codes: &str) -> Vec<String> {
    let all = cube.header().dimensions.iter();
    let others = all
        .clone()
        .filter(|one| one.kind != DimensionKind::Geography);
    // Codes of several dimensions stand in their order: each list may have a code `all`.
    let own: Vec<&Dimension> = match codes.contains('/') {
        true => others.collect(),
        false => Vec::new(),
    };
    let label = |(at, code): (usize, &str)| {
        let own = own.get(at).and_then(|dimension| dimension.member(code));
        let member = own.or_else(|| all.clone().find_map(|dimension| dimension.member(code)));
        member.map_or_else(|| code.to_owned(), |member| member.label.clone())
    };
    codes.split('/').enumerate().map(label).collect()
}

/// How many of the events of a table have a recorded place, and of how many, over some months.
///
/// `None` where the table does not tell, or counts nothing in these months.
#[must_use]
pub fn located(cube: &Cube, first: Month, last: Month) -> Option<(u64, u64)> {
    let header = cube.header();
    let geography = header.dimensions.iter();
    let mut geography = geography.filter(|one| one.kind == DimensionKind::Geography);
    let areas = geography.next()?;
    let parent = areas.member(UNLOCATED)?.parent?;
    let whole = &areas.members.get(parent)?.code;
    // Totals of categories would count their parts again.
    let others = header.dimensions.iter();
    let others: Vec<&Dimension> = others
        .filter(|one| one.kind != DimensionKind::Geography)
        .collect();
    let is_top = |codes: &str| {
        let mut codes = codes.split('/').zip(&others);
        codes.all(|(code, one)| one.member(code).is_some_and(|m| m.parent.is_none()))
    };
    let (mut without, mut all) = (0_u64, 0_u64);
    for line in lines(cube).filter(|line| is_top(&line.category)) {
        let months = first.max(header.first).through(last.min(header.last));
        let values = months.filter_map(|month| line.cell(month).value());
        let sum: u64 = values.map(u64::from).sum();
        if line.geography == UNLOCATED {
            without += sum;
        } else if line.geography == *whole {
            all += sum;
        }
    }
    (all > 0).then(|| (all.saturating_sub(without), all))
}
