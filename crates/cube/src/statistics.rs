//! What chance alone can bring: exact intervals of counts, and which changes may be named.

use statrs::distribution::{Continuous, ContinuousCDF, Gamma};

/// A range of plausible long-run means for an observed count.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// The lower bound, 0 or more.
    pub lower: f64,
    /// The upper bound.
    pub upper: f64,
}

/// What may be said of a count beside an earlier one of the same length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// More than chance alone brings from one period to the next.
    Rose,
    /// Less than chance alone brings from one period to the next.
    Fell,
    /// A difference that chance alone can bring.
    WithinChance,
    /// A difference so small that chance alone usually brings a larger one.
    AboutTheSame,
}

/// The smallest base on which a percentage is given.
pub const PERCENT_BASE: u32 = 20;

/// The exact 95 % interval of a Poisson count.
///
/// Source: Garwood, "Fiducial limits for the Poisson distribution", Biometrika 28 (1936): the
/// bounds are quantiles of gamma distributions with shapes `count` and `count + 1`.
#[must_use]
pub fn poisson_interval(count: u32) -> Interval {
    Interval {
        lower: if count == 0 {
            0.0
        } else {
            gamma_quantile(count, LOWER)
        },
        upper: gamma_quantile(count.saturating_add(1), UPPER),
    }
}

/// The shares of chance below the bounds of a 95 % interval, with the quantile of the normal
/// distribution that belongs to each.
const LOWER: (f64, f64) = (0.025, -1.959_963_984_540_054);
const UPPER: (f64, f64) = (0.975, 1.959_963_984_540_054);
/// After so many steps the search has gone astray; one or two are usual.
const MOST_STEPS: u32 = 12;
/// A step of at most this share of the quantile is the last one.
const LAST_STEP: f64 = 1e-5;

/// The quantile of a gamma distribution with scale 1 and a shape of 1 or more.
///
/// The library bisects, some sixty evaluations of the distribution a quantile, and a page has
/// thousands. From a good guess a few steps lead to the same number.
///
/// Sources: the guess of Wilson and Hilferty, "The distribution of chi-square", PNAS 17 (1931);
/// Halley's method for the steps.
fn gamma_quantile(shape: u32, (share, normal): (f64, f64)) -> f64 {
    let shape = f64::from(shape);
    let Ok(gamma) = Gamma::new(shape, 1.0) else {
        return 0.0;
    };
    let ninth = 1.0 / (9.0 * shape);
    let mut quantile = shape * (1.0 - ninth + normal * ninth.sqrt()).max(0.05).powi(3);
    for _ in 0..MOST_STEPS {
        // The density itself is a quotient of two numbers that no float holds.
        let newton = (gamma.cdf(quantile) - share) / gamma.ln_pdf(quantile).exp();
        let bend = (shape - 1.0) / quantile - 1.0;
        let step = newton / (1.0 - (newton * bend / 2.0).clamp(-0.5, 0.5));
        let next = (quantile - step).max(quantile / 4.0);
        // The next step would be as long as the third power of this one.
        if (next - quantile).abs() <= LAST_STEP * quantile {
            return next;
        }
        quantile = next;
    }
    gamma.inverse_cdf(share)
}

/// The difference of two counts on a scale on which chance has a standard deviation of about 1.
///
/// Source: the variance-stabilizing square root (Anscombe 1948), recommended for counts of crimes
/// by Wheeler, "Percent change is a horrible metric" (2018).
#[must_use]
pub fn standardized_change(now: u32, before: u32) -> f64 {
    2.0 * (f64::from(now).sqrt() - f64::from(before).sqrt())
}

/// What may be said of the change between two counts of periods of the same length.
///
/// "Rose" and "fell" only beyond three standard deviations; below one, "about the same".
#[must_use]
pub fn change(now: u32, before: u32) -> Change {
    match standardized_change(now, before) {
        z if z > 3.0 => Change::Rose,
        z if z < -3.0 => Change::Fell,
        z if z.abs() < 1.0 => Change::AboutTheSame,
        _ => Change::WithinChance,
    }
}

/// The change in percent of the earlier count; `None` on a base under [`PERCENT_BASE`].
#[must_use]
pub fn percent_change(now: u32, before: u32) -> Option<f64> {
    (before >= PERCENT_BASE)
        .then(|| (f64::from(now) - f64::from(before)) / f64::from(before) * 100.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_are_where_the_distribution_has_its_shares() {
        let counts = (0..400).chain([999, 4_000, 26_540, 400_000, 3_000_000]);
        for count in counts {
            let Interval { lower, upper } = poisson_interval(count);
            let share = |shape: u32, bound: f64| {
                Gamma::new(f64::from(shape), 1.0).map_or(f64::NAN, |gamma| gamma.cdf(bound))
            };
            if count > 0 {
                assert!((share(count, lower) - 0.025).abs() < 1e-7, "{count}");
            }
            assert!((share(count + 1, upper) - 0.975).abs() < 1e-7, "{count}");
        }
    }

    #[track_caller]
    fn check_interval(count: u32, lower: f64, upper: f64) {
        let interval = poisson_interval(count);
        assert!(
            (interval.lower - lower).abs() < 5e-4,
            "{count}: {interval:?}"
        );
        assert!(
            (interval.upper - upper).abs() < 5e-4,
            "{count}: {interval:?}"
        );
    }

    #[test]
    fn intervals_equal_those_of_scipy() {
        check_interval(0, 0.0, 3.689);
        check_interval(1, 0.025, 5.572);
        check_interval(5, 1.623, 11.668);
        check_interval(10, 4.795, 18.390);
        check_interval(20, 12.217, 30.888);
        check_interval(64, 49.288, 81.727);
        check_interval(197, 170.450, 226.514);
        check_interval(309, 275.504, 345.446);
        check_interval(344, 308.604, 382.342);
    }

    #[track_caller]
    fn check_change(now: u32, before: u32, standardized: f64, expected: Change) {
        assert!((standardized_change(now, before) - standardized).abs() < 5e-4);
        assert_eq!(change(now, before), expected);
    }

    #[test]
    fn only_changes_beyond_chance_are_named() {
        check_change(348, 309, 2.153, Change::WithinChance);
        check_change(333, 344, -0.598, Change::AboutTheSame);
        check_change(716, 766, -1.837, Change::WithinChance);
        check_change(197, 262, -4.301, Change::Fell);
        check_change(344, 211, 8.043, Change::Rose);
        check_change(22, 20, 0.437, Change::AboutTheSame);
        check_change(0, 0, 0.0, Change::AboutTheSame);
    }

    #[test]
    fn no_percentage_on_a_small_base() {
        assert_eq!(percent_change(30, 19), None);
        assert_eq!(percent_change(30, 20), Some(50.0));
    }
}
