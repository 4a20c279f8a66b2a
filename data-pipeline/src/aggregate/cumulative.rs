//! Months from running totals of a year.
//!
//! Each publication gives the total so far, as known then; a month is the difference of two. A
//! revision in between can make it negative: then the month is unknown, not zero and not negative.

use std::collections::BTreeMap;

/// What the totals say of one month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Difference {
    /// The count of the month.
    Count(u32),
    /// A revision took away more than the month added.
    Negative(i64),
    /// The total of the month, or of the month before, was not published.
    Unknown,
}

/// The months of one year, January first, from its totals by the number of the month (1 to 12).
#[must_use]
pub fn monthly(totals: &BTreeMap<u32, u32>) -> [Difference; 12] {
    let total = |month: u32| match month {
        0 => Some(0),
        _ => totals.get(&month).copied(),
    };
    let mut months = [Difference::Unknown; 12];
    for (before, month) in (0..).zip(&mut months) {
        if let (Some(earlier), Some(later)) = (total(before), total(before + 1)) {
            let added = i64::from(later) - i64::from(earlier);
            *month = u32::try_from(added).map_or(Difference::Negative(added), Difference::Count);
        }
    }
    months
}

#[cfg(test)]
mod tests {
    use super::Difference::{Count, Negative, Unknown};
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(totals: &[(u32, u32)], expected: &[Difference]) {
        let months = monthly(&totals.iter().copied().collect());
        let (head, tail) = months.split_at(expected.len());
        assert_eq!(head, expected);
        assert!(tail.iter().all(|month| *month == Unknown));
    }

    #[test]
    fn a_month_is_the_difference_of_two_totals() {
        check(
            &[(1, 13), (2, 22), (3, 34)],
            &[Count(13), Count(9), Count(12)],
        );
        check(&[(1, 0), (2, 0)], &[Count(0), Count(0)]);
        check(&[], &[]);
    }

    #[test]
    fn a_revision_below_the_total_before_makes_a_month_unknown() {
        check(
            &[(1, 13), (2, 10), (3, 12)],
            &[Count(13), Negative(-3), Count(2)],
        );
    }

    #[test]
    fn a_total_that_was_not_published_hides_two_months() {
        check(
            &[(1, 4), (3, 9), (4, 9)],
            &[Count(4), Unknown, Unknown, Count(0)],
        );
        check(&[(2, 9), (3, 11)], &[Unknown, Unknown, Count(2)]);
    }

    proptest! {
        #[test]
        fn complete_growing_totals_add_up_to_the_last(steps in prop::collection::vec(0_u32..9999, 12)) {
            let mut total = 0;
            let totals = (1..).zip(&steps).map(|(month, step)| { total += step; (month, total) });
            let months = monthly(&totals.collect());
            let expected: Vec<Difference> = steps.into_iter().map(Count).collect();
            prop_assert_eq!(months.as_slice(), expected.as_slice());
        }
    }
}
