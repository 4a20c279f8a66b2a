//! Classes of a map: about as many areas in each, and never a limit between equal values.

use cube::sorting::sort_by;

/// The most classes that a map has: more shades of one color cannot be told apart.
pub const CLASS_LIMIT: usize = 5;

/// A class of values, lowest first.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Class {
    /// The least value in it.
    pub low: f64,
    /// The greatest value in it.
    pub high: f64,
    /// How many values are in it.
    pub areas: usize,
}

impl Class {
    /// Whether a value is in it.
    #[must_use]
    pub fn holds(&self, value: f64) -> bool {
        (self.low..=self.high).contains(&value)
    }
}

/// Classes of values by quantiles; equal values are in one class, so that there may be fewer.
#[must_use]
pub fn classes(values: &[f64]) -> Vec<Class> {
    let mut sorted = values.to_vec();
    sort_by(&mut sorted, f64::total_cmp);
    let mut classes: Vec<Class> = Vec::new();
    let mut rest = sorted.as_slice();
    for left in (1..=CLASS_LIMIT).rev() {
        // What remains is shared out anew: a class of many equal values takes from all others.
        let wanted = rest.len().div_ceil(left);
        let Some(high) = wanted.checked_sub(1).and_then(|at| rest.get(at)).copied() else {
            break;
        };
        let areas = rest.partition_point(|value| *value <= high);
        let (taken, further) = rest.split_at(areas);
        classes.extend(taken.first().map(|low| Class {
            low: *low,
            high,
            areas,
        }));
        rest = further;
    }
    classes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(values: &[f64], expected: &[(f64, f64, usize)]) {
        let found = classes(values);
        let found: Vec<_> = found
            .iter()
            .map(|one| (one.low, one.high, one.areas))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn equal_values_share_a_class() {
        check(&[], &[]);
        check(&[3.0, 3.0], &[(3.0, 3.0, 2)]);
        check(
            &[2.0, 0.0, 0.0, 0.0, 1.0],
            &[(0.0, 0.0, 3), (1.0, 1.0, 1), (2.0, 2.0, 1)],
        );
        let ten: Vec<f64> = (0..10).map(f64::from).collect();
        let pairs = [
            (0.0, 1.0, 2),
            (2.0, 3.0, 2),
            (4.0, 5.0, 2),
            (6.0, 7.0, 2),
            (8.0, 9.0, 2),
        ];
        check(&ten, &pairs);
    }
}
