//! How much more or less happened than a comparison would lead one to expect: the weighted
//! displacement difference and its range of chance.
//!
//! It is arithmetic over counts. It says nothing of a cause: what else differed between the places
//! is in none of these numbers.

/// The count of one place, or of several together, in two spans of time of the same length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The earlier count.
    pub before: u32,
    /// The later count.
    pub after: u32,
}

/// A difference of changes with its standard error.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Difference {
    /// How many more events (or, below zero, fewer) than the comparison would lead one to expect.
    pub estimate: f64,
    /// The variance of the estimate if every count is a Poisson count.
    pub variance: f64,
}

/// The 97.5 % quantile of the normal distribution, for a 95 % range.
const NORMAL_QUANTILE: f64 = 1.959_963_984_540_054;

/// The smallest count before to which others may be scaled: a few events are no scale.
pub const SCALE_BASE: u32 = 20;

/// The smallest count before of what is scaled: below it the delta method is off by more than two
/// percent.
pub const CONTROL_BASE: u32 = 200;

impl Pair {
    /// The later count less the earlier one.
    #[must_use]
    pub fn change(self) -> f64 {
        f64::from(self.after) - f64::from(self.before)
    }

    fn sum(self) -> f64 {
        f64::from(self.after) + f64::from(self.before)
    }
}

impl Difference {
    /// The lower and the upper bound of the 95 % range.
    #[must_use]
    pub fn interval(self) -> (f64, f64) {
        let reach = NORMAL_QUANTILE * self.variance.sqrt();
        (self.estimate - reach, self.estimate + reach)
    }

    /// Whether the range leaves out zero, so that there is more than chance to the difference.
    #[must_use]
    pub fn is_beyond_chance(self) -> bool {
        let (lower, upper) = self.interval();
        lower > 0.0 || upper < 0.0
    }
}

/// The weighted displacement difference of an area and a control area of a similar size, and, where
/// crime may have moved next door, of a displacement area and its own control area.
///
/// `WDD = (T1 - T0) - (C1 - C0) + (D1 - D0) - (E1 - E0)`; its variance is the sum of all counts.
///
/// Source: Wheeler and Ratcliffe, "A simple weighted displacement difference test to evaluate place
/// based crime interventions", Crime Science 7:11 (2018).
#[must_use]
pub fn weighted_displacement_difference(
    treated: Pair,
    control: Pair,
    displacement: Option<(Pair, Pair)>,
) -> Difference {
    let (moved_to, moved_control) = displacement.map_or((0.0, 0.0), |(area, control)| {
        (area.change() - control.change(), area.sum() + control.sum())
    });
    Difference {
        estimate: treated.change() - control.change() + moved_to,
        variance: treated.sum() + control.sum() + moved_control,
    }
}

/// The same difference against a control of another size, whose counts are scaled to the count of
/// the area before: with `w = T0 / C0` it is `(T1 - T0) - w (C1 - C0)`, which is `T1 - w C1`.
///
/// Because the weight is itself made from counts, the variance is the one of the delta method over
/// four Poisson counts: `T1 + (C1/C0)^2 T0 + w^2 C1 + (w C1/C0)^2 C0`. None where the
/// count of the area before is under [`SCALE_BASE`] or that of the control under [`CONTROL_BASE`].
///
/// Source: the difference as in [`weighted_displacement_difference`]; the delta method as in any
/// textbook, for example Wasserman, "All of Statistics", theorem 5.15.
#[must_use]
pub fn scaled_difference(treated: Pair, control: Pair) -> Option<Difference> {
    if treated.before < SCALE_BASE || control.before < CONTROL_BASE {
        return None;
    }
    let (before, after) = (f64::from(control.before), f64::from(control.after));
    let weight = f64::from(treated.before) / before;
    let growth = after / before;
    Some(Difference {
        estimate: f64::from(treated.after) - weight * after,
        variance: f64::from(treated.after)
            + growth.powi(2) * f64::from(treated.before)
            + weight.powi(2) * after
            + (weight * growth).powi(2) * before,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    /// A row of check values, computed with NumPy and SciPy; how is said beside the file.
    #[derive(Deserialize)]
    struct Check {
        formula: String,
        t0: u32,
        t1: u32,
        c0: u32,
        c1: u32,
        d0: Option<u32>,
        d1: Option<u32>,
        e0: Option<u32>,
        e1: Option<u32>,
        estimate: f64,
        variance: f64,
        lower: f64,
        upper: f64,
    }

    fn pair(before: u32, after: u32) -> Pair {
        Pair { before, after }
    }

    fn found(check: &Check) -> Difference {
        let (treated, control) = (pair(check.t0, check.t1), pair(check.c0, check.c1));
        if check.formula == "scaled" {
            return scaled_difference(treated, control).unwrap();
        }
        let area = check.d0.zip(check.d1).map(|(d0, d1)| pair(d0, d1));
        let own = check.e0.zip(check.e1).map(|(e0, e1)| pair(e0, e1));
        weighted_displacement_difference(treated, control, area.zip(own))
    }

    #[test]
    fn differences_equal_those_of_scipy() {
        let file = include_str!("../tests/fixtures/displacement.csv");
        let mut checked = 0;
        for check in csv::Reader::from_reader(file.as_bytes()).deserialize() {
            let check: Check = check.unwrap();
            let found = found(&check);
            let (lower, upper) = found.interval();
            for (one, other) in [
                (found.estimate, check.estimate),
                (found.variance, check.variance),
                (lower, check.lower),
                (upper, check.upper),
            ] {
                assert!((one - other).abs() < 1e-6, "{found:?}, expected {other}");
            }
            checked += 1;
        }
        assert!(checked >= 8, "{checked} rows");
    }

    #[test]
    fn only_a_range_without_zero_is_beyond_chance() {
        let same = weighted_displacement_difference(pair(100, 90), pair(100, 90), None);
        assert!(!same.is_beyond_chance());
        let fewer = weighted_displacement_difference(pair(100, 40), pair(100, 100), None);
        assert!(fewer.is_beyond_chance());
    }

    #[test]
    fn a_few_events_are_no_scale() {
        assert_eq!(scaled_difference(pair(19, 20), pair(500, 500)), None);
        assert_eq!(scaled_difference(pair(300, 280), pair(199, 9)), None);
    }
}
