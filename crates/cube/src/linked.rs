//! Linked counts: what every dimension of a cube shows while parts of the others are chosen, as in
//! charts that are brushed together.
//!
//! The counts of a dimension are those of the events that pass the choices of all *other*
//! dimensions: a chart does not hide what was not chosen in it. A choice is a range of members or
//! any set of them, in any dimension.
//!
//! The index is a summed-area table (Crow, "Summed-area tables for texture mapping", SIGGRAPH 1984,
//! in as many dimensions as there are): each cell holds the sum of all cells at or before it in
//! every dimension. The counts of n members under one range in each of the other k − 1 dimensions
//! are then n differences of at most 2^(k − 1) numbers, however many cells and events lie in the
//! ranges.
//!
//! | | time | memory |
//! |---|---|---|
//! | [`Linked::new`] | one addition a cell and dimension | none beyond the cube, whose place it takes |
//! | [`Linked::keeping`] | the same, and a copy of the cube | the cube twice while it is made |
//! | [`Linked::brush`] of one dimension | the others read Σ n · 2^(k − 1) numbers, those of the last dimension in one stretch each | |
//! | [`Linked::select`] | a range for each run of chosen members, so as many times that | |
//!
//! So the dimension with the most members belongs last.

use std::ops::Range;

use thiserror::Error;

use crate::dense::{Dense, DenseError};

/// Counts of every dimension under the choices made in the others.
#[derive(Clone, Debug)]
pub struct Linked {
    /// Each cell is the sum of all cells of the cube at or before it in every dimension.
    sums: Vec<u32>,
    dimensions: Vec<View>,
    /// The signed positions whose sum is a count: room that is used again.
    corners: Vec<Corner>,
}

/// One dimension: what is chosen in it, and what it shows.
#[derive(Clone, Debug)]
struct View {
    /// How far apart two members stand in the index.
    stride: usize,
    /// The member at each position of the index: kept ones first, else in order.
    order: Vec<usize>,
    /// Whether each member is kept.
    is_kept: Vec<bool>,
    /// The edges of the chosen runs, as signed distances from the first cell.
    edges: Vec<Corner>,
    /// By member.
    counts: Vec<u32>,
    /// Running sums along the index's order, before they are counts.
    running: Vec<u32>,
    is_stale: bool,
}

/// A position in the index, and whether its number is taken away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Corner {
    at: usize,
    is_taken: bool,
}

/// A choice that a dimension does not have.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ChoiceError {
    /// There is no such dimension.
    #[error("expected one of {dimensions} dimensions, found {found}")]
    Dimension {
        /// How many there are.
        dimensions: usize,
        /// The position asked for.
        found: usize,
    },
    /// The range is not one of members.
    #[error("dimension {dimension}: expected a range of its {members} members, found {found:?}")]
    Range {
        /// The position of the dimension.
        dimension: usize,
        /// How many members it has.
        members: usize,
        /// The range asked for.
        found: Range<usize>,
    },
    /// It is not said of each member whether it is chosen.
    #[error(
        "dimension {dimension}: expected a choice for each of {members} members, found {found}"
    )]
    Members {
        /// The position of the dimension.
        dimension: usize,
        /// How many members it has.
        members: usize,
        /// How many choices were given.
        found: usize,
    },
    /// The members to keep cannot be brought together.
    #[error(transparent)]
    Dense(#[from] DenseError),
}

impl Linked {
    /// Takes the place of a cube; everything is chosen.
    #[must_use]
    pub fn new(dense: Dense) -> Self {
        let orders = dense.shape().iter().map(|members| (0..*members).collect());
        let orders = orders.collect();
        Self::ordered(dense, orders)
    }

    /// The same, with members of one dimension that alone pass its choices from now on: of what
    /// [`Self::brush`] chooses there, only they count. They stand side by side in the index, so
    /// that a set costs no more than a range.
    ///
    /// # Errors
    /// Where there is no such dimension, or `is_kept` does not say of each of its members whether
    /// it is kept.
    pub fn keeping(dense: &Dense, dimension: usize, is_kept: &[bool]) -> Result<Self, ChoiceError> {
        let shape = dense.shape();
        let members = *shape.get(dimension).ok_or(ChoiceError::Dimension {
            dimensions: shape.len(),
            found: dimension,
        })?;
        if is_kept.len() != members {
            return Err(ChoiceError::Members {
                dimension,
                members,
                found: is_kept.len(),
            });
        }
        let with = |wanted: bool| {
            let members = is_kept.iter().enumerate();
            members.filter_map(move |(member, kept)| (*kept == wanted).then_some(member))
        };
        let order: Vec<usize> = with(true).chain(with(false)).collect();
        let reordered = dense.reordered(dimension, &order)?;
        let orders = shape.iter().map(|members| (0..*members).collect());
        let mut orders: Vec<Vec<usize>> = orders.collect();
        if let Some(slot) = orders.get_mut(dimension) {
            *slot = order;
        }
        let mut linked = Self::ordered(reordered, orders);
        if let Some(view) = linked.dimensions.get_mut(dimension) {
            view.is_kept = is_kept.to_vec();
            view.choose(|_| true);
        }
        Ok(linked)
    }

    /// Dense counts whose members stand in `orders`.
    fn ordered(dense: Dense, orders: Vec<Vec<usize>>) -> Self {
        let (shape, mut sums) = dense.into_parts();
        accumulate(&mut sums, &shape);
        let strides = (1..=shape.len()).map(|from| shape.iter().skip(from).product());
        let views = strides.zip(orders);
        let dimensions = views.map(|(stride, order)| View::new(stride, order));
        Self {
            sums,
            dimensions: dimensions.collect(),
            corners: Vec::new(),
        }
    }

    /// Chooses a range of the members of a dimension, in place of what was chosen there.
    ///
    /// # Errors
    /// Where there is no such dimension, or it has no such members.
    pub fn brush(&mut self, dimension: usize, range: Range<usize>) -> Result<(), ChoiceError> {
        let members = self.view(dimension)?.order.len();
        if range.start > range.end || range.end > members {
            return Err(ChoiceError::Range {
                dimension,
                members,
                found: range,
            });
        }
        self.choose(dimension, |member| range.contains(&member));
        Ok(())
    }

    /// Chooses a set of the members of a dimension, in place of what was chosen there.
    ///
    /// # Errors
    /// Where there is no such dimension, or `is_chosen` does not say of each of its members whether
    /// it is chosen.
    pub fn select(&mut self, dimension: usize, is_chosen: &[bool]) -> Result<(), ChoiceError> {
        let members = self.view(dimension)?.order.len();
        if is_chosen.len() != members {
            return Err(ChoiceError::Members {
                dimension,
                members,
                found: is_chosen.len(),
            });
        }
        self.choose(dimension, |member| is_chosen.get(member) == Some(&true));
        Ok(())
    }

    /// The counts of every dimension, a slice each, in the order of the dimensions: by member, of
    /// the events that pass the choices of all other dimensions. Only dimensions whose counts may
    /// have changed since the last call are counted anew.
    pub fn counts(&mut self) -> impl Iterator<Item = &[u32]> {
        for dimension in 0..self.dimensions.len() {
            self.count(dimension);
        }
        self.dimensions.iter().map(|view| view.counts.as_slice())
    }

    fn view(&self, dimension: usize) -> Result<&View, ChoiceError> {
        self.dimensions
            .get(dimension)
            .ok_or(ChoiceError::Dimension {
                dimensions: self.dimensions.len(),
                found: dimension,
            })
    }

    fn choose(&mut self, dimension: usize, is_chosen: impl Fn(usize) -> bool) {
        for (at, view) in self.dimensions.iter_mut().enumerate() {
            if at == dimension {
                view.choose(&is_chosen);
            } else {
                view.is_stale = true;
            }
        }
    }

    /// Counts a dimension anew where a choice in another has changed.
    fn count(&mut self, dimension: usize) {
        let stale = self.dimensions.get(dimension).map(|view| view.is_stale);
        if stale != Some(true) {
            return;
        }
        self.corners.clear();
        self.corners.push(Corner::FIRST);
        for (at, other) in self.dimensions.iter().enumerate() {
            if at != dimension {
                multiply(&mut self.corners, &other.edges);
            }
        }
        if let Some(view) = self.dimensions.get_mut(dimension) {
            view.count(&self.sums, &self.corners);
        }
    }
}

impl View {
    fn new(stride: usize, order: Vec<usize>) -> Self {
        let members = order.len();
        let mut view = Self {
            stride,
            order,
            is_kept: vec![true; members],
            edges: Vec::new(),
            counts: vec![0; members],
            running: vec![0; members],
            is_stale: true,
        };
        view.choose(|_| true);
        view
    }

    /// The edges of the runs that chosen members make in the index: the sum up to the end of a run
    /// less the sum up to where it begins, which is 0 before the first position.
    fn choose(&mut self, is_chosen: impl Fn(usize) -> bool) {
        self.edges.clear();
        let mut was_chosen = false;
        let chosen = self.order.iter().map(|member| {
            let is_kept = self.is_kept.get(*member) == Some(&true);
            is_kept && is_chosen(*member)
        });
        for (position, is_chosen) in chosen.chain([false]).enumerate() {
            if is_chosen != was_chosen
                && let Some(before) = position.checked_sub(1)
            {
                self.edges.push(Corner {
                    at: before * self.stride,
                    is_taken: is_chosen,
                });
            }
            was_chosen = is_chosen;
        }
    }

    fn count(&mut self, sums: &[u32], corners: &[Corner]) {
        self.running.fill(0);
        for corner in corners {
            let from = sums.get(corner.at..).unwrap_or_default();
            match (self.stride, corner.is_taken) {
                // Numbers in one stretch are added several at once.
                (1, false) => add(&mut self.running, from.iter()),
                (1, true) => take(&mut self.running, from.iter()),
                (stride, false) => add(&mut self.running, from.iter().step_by(stride)),
                (stride, true) => take(&mut self.running, from.iter().step_by(stride)),
            }
        }
        let mut before = 0_u32;
        for (member, running) in self.order.iter().zip(&self.running) {
            if let Some(count) = self.counts.get_mut(*member) {
                *count = running.wrapping_sub(before);
            }
            before = *running;
        }
        self.is_stale = false;
    }
}

impl Corner {
    const FIRST: Self = Self {
        at: 0,
        is_taken: false,
    };
}

// A sum that is half made may pass below 0 or over the largest count and comes back, because what
// it ends at is a count (see `Dense::new`).

fn add<'a>(to: &mut [u32], numbers: impl Iterator<Item = &'a u32>) {
    for (slot, number) in to.iter_mut().zip(numbers) {
        *slot = slot.wrapping_add(*number);
    }
}

fn take<'a>(from: &mut [u32], numbers: impl Iterator<Item = &'a u32>) {
    for (slot, number) in from.iter_mut().zip(numbers) {
        *slot = slot.wrapping_sub(*number);
    }
}

/// Every corner at every edge.
fn multiply(corners: &mut Vec<Corner>, edges: &[Corner]) {
    let before = corners.len();
    for corner in 0..before {
        for edge in edges {
            if let Some(corner) = corners.get(corner) {
                corners.push(Corner {
                    at: corner.at + edge.at,
                    is_taken: corner.is_taken != edge.is_taken,
                });
            }
        }
    }
    corners.drain(..before);
}

/// Sums up along every dimension in place: the inner ones of a plane while it is in the cache of
/// the processor, then the plane before it.
fn accumulate(cells: &mut [u32], shape: &[usize]) {
    let Some((members, inner)) = shape.split_first() else {
        return;
    };
    let plane: usize = inner.iter().product();
    if plane == 0 || *members == 0 {
        return;
    }
    if inner.is_empty() {
        let mut sum = 0_u32;
        for cell in cells {
            sum = sum.wrapping_add(*cell);
            *cell = sum;
        }
        return;
    }
    let mut before: &mut [u32] = &mut [];
    for plane in cells.chunks_exact_mut(plane) {
        accumulate(plane, inner);
        add(plane, before.iter());
        before = plane;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// What is chosen in a dimension.
    #[derive(Clone, Debug)]
    enum Choice {
        Range(Range<usize>),
        Set(Vec<bool>),
    }

    impl Choice {
        fn has(&self, member: usize) -> bool {
            match self {
                Self::Range(range) => range.contains(&member),
                Self::Set(set) => set[member],
            }
        }
    }

    /// Rows with a member of each dimension, counted one by one.
    fn scanned(
        shape: &[usize],
        rows: &[Vec<usize>],
        is_in: impl Fn(usize, usize) -> bool,
    ) -> Vec<Vec<u32>> {
        let mut counts: Vec<Vec<u32>> = shape.iter().map(|members| vec![0; *members]).collect();
        for row in rows {
            for (dimension, member) in row.iter().enumerate() {
                let mut others = row.iter().enumerate().filter(|(at, _)| *at != dimension);
                if others.all(|(at, member)| is_in(at, *member)) {
                    counts[dimension][*member] += 1;
                }
            }
        }
        counts
    }

    fn dense(shape: &[usize], rows: &[Vec<usize>]) -> Dense {
        let mut counts = vec![0; shape.iter().product()];
        for row in rows {
            let at = row.iter().zip(shape).fold(0, |at, (m, n)| at * n + m);
            counts[at] += 1;
        }
        Dense::new(shape.to_vec(), counts).unwrap()
    }

    fn counts(linked: &mut Linked) -> Vec<Vec<u32>> {
        linked.counts().map(<[u32]>::to_vec).collect()
    }

    fn choice(members: usize) -> impl Strategy<Value = Choice> {
        let range = (0..=members, 0..=members).prop_map(|(a, b)| Choice::Range(a.min(b)..a.max(b)));
        let set = prop::collection::vec(any::<bool>(), members).prop_map(Choice::Set);
        prop_oneof![range, set]
    }

    type Case = (
        Vec<usize>,
        Vec<Vec<usize>>,
        Vec<(usize, Choice)>,
        usize,
        Vec<bool>,
    );

    /// A shape, rows, choices in turn, and a dimension with the members that are kept of it.
    fn cases() -> impl Strategy<Value = Case> {
        prop::collection::vec(1..6_usize, 1..6).prop_flat_map(|shape| {
            let row: Vec<_> = shape.iter().map(|members| 0..*members).collect();
            let rows = prop::collection::vec(row, 0..80);
            let sizes = shape.clone();
            let step = (0..shape.len())
                .prop_flat_map(move |at| choice(sizes[at]).prop_map(move |choice| (at, choice)));
            let steps = prop::collection::vec(step, 1..8);
            let sizes = shape.clone();
            let kept = (0..shape.len()).prop_flat_map(move |at| {
                (Just(at), prop::collection::vec(any::<bool>(), sizes[at]))
            });
            (Just(shape), rows, steps, kept)
                .prop_map(|(shape, rows, steps, (at, kept))| (shape, rows, steps, at, kept))
        })
    }

    fn choose(linked: &mut Linked, dimension: usize, choice: &Choice) {
        match choice {
            Choice::Range(range) => linked.brush(dimension, range.clone()).unwrap(),
            Choice::Set(set) => linked.select(dimension, set).unwrap(),
        }
    }

    proptest! {
        #[test]
        fn counts_are_those_of_a_scan_of_the_rows((shape, rows, steps, _, _) in cases()) {
            let mut linked = Linked::new(dense(&shape, &rows));
            let mut chosen: Vec<Choice> = shape.iter().map(|n| Choice::Range(0..*n)).collect();
            prop_assert_eq!(counts(&mut linked), scanned(&shape, &rows, |_, _| true));
            for (dimension, choice) in steps {
                choose(&mut linked, dimension, &choice);
                chosen[dimension] = choice;
                let expected = scanned(&shape, &rows, |at, member| chosen[at].has(member));
                prop_assert_eq!(counts(&mut linked), expected);
            }
        }

        #[test]
        fn members_that_are_not_kept_pass_no_choice((shape, rows, steps, at, kept) in cases()) {
            let mut linked = Linked::keeping(&dense(&shape, &rows), at, &kept).unwrap();
            let mut chosen: Vec<Choice> = shape.iter().map(|n| Choice::Range(0..*n)).collect();
            let is_in = |chosen: &[Choice], dimension: usize, member: usize| {
                chosen[dimension].has(member) && (dimension != at || kept[member])
            };
            let expected = scanned(&shape, &rows, |at, member| is_in(&chosen, at, member));
            prop_assert_eq!(counts(&mut linked), expected);
            for (dimension, choice) in steps {
                choose(&mut linked, dimension, &choice);
                chosen[dimension] = choice;
                let expected = scanned(&shape, &rows, |at, member| is_in(&chosen, at, member));
                prop_assert_eq!(counts(&mut linked), expected);
            }
        }
    }

    #[test]
    fn counts_may_be_as_large_as_a_count() {
        let most = u32::MAX - 3;
        let dense = Dense::new(vec![2, 2], vec![1, most, 1, 1]).unwrap();
        let mut linked = Linked::new(dense);
        linked.brush(1, 1..2).unwrap();
        assert_eq!(counts(&mut linked), [[most, 1], [2, most + 1]]);
    }

    #[test]
    fn kept_members_side_by_side_are_one_range() {
        let dense = Dense::new(vec![5, 2], vec![1; 10]).unwrap();
        let kept = [true, false, true, false, true];
        let linked = Linked::keeping(&dense, 0, &kept).unwrap();
        assert_eq!(linked.dimensions[0].edges.len(), 1);
        let mut linked = Linked::new(dense);
        linked.select(0, &kept).unwrap();
        assert_eq!(linked.dimensions[0].edges.len(), 5);
    }

    #[test]
    fn choices_that_are_none_are_refused() {
        let mut linked = Linked::new(Dense::new(vec![2, 3], vec![1; 6]).unwrap());
        let found = |result: Result<(), ChoiceError>| result.unwrap_err().to_string();
        assert_eq!(
            found(linked.brush(2, 0..1)),
            "expected one of 2 dimensions, found 2"
        );
        assert_eq!(
            found(linked.brush(1, 1..4)),
            "dimension 1: expected a range of its 3 members, found 1..4"
        );
        #[expect(clippy::reversed_empty_ranges, reason = "it is what is refused")]
        let reversed = 2..1;
        assert!(linked.brush(1, reversed).is_err());
        assert_eq!(
            found(linked.select(0, &[true])),
            "dimension 0: expected a choice for each of 2 members, found 1"
        );
        let dense = Dense::new(vec![2, 3], vec![1; 6]).unwrap();
        assert!(Linked::keeping(&dense, 2, &[]).is_err());
        assert!(Linked::keeping(&dense, 0, &[true]).is_err());
        assert_eq!(counts(&mut linked), [vec![3, 3], vec![2, 2, 2]]);
    }
}
