//! The scale of an axis of numbers: from zero to a round number, in round steps.

/// From zero to `top`, with a rule at every `step`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Scale {
    /// Where it ends.
    pub top: f64,
    /// From one rule to the next.
    pub step: f64,
}

impl Scale {
    /// The shortest scale in about `steps` round steps on which `highest` has room; the steps of whole
    /// numbers are whole.
    pub fn above(highest: f64, steps: u32, is_whole: bool) -> Self {
        if highest <= 0.0 {
            return Self {
                top: 1.0,
                step: if is_whole { 1.0 } else { 0.2 },
            };
        }
        let step = match Step::near(highest / f64::from(steps)) {
            step if is_whole && step.exponent < 0 => Step::ONE,
            step => step,
        };
        // A value on the last rule needs no further one, whatever the last bits of its quotient say.
        let count = (highest / step.times(1.0) - 1e-9).ceil().max(1.0);
        Self {
            top: step.times(count),
            step: step.times(1.0),
        }
    }

    /// The scale that ends at `top`, in about `steps` round steps.
    pub fn to(top: f64, steps: u32) -> Self {
        let step = Step::near(top / f64::from(steps)).times(1.0);
        Self { top, step }
    }
}

/// `digit` times ten to the power of `exponent`.
#[derive(Clone, Copy)]
struct Step {
    digit: f64,
    exponent: i32,
}

impl Step {
    const ONE: Self = Self {
        digit: 1.0,
        exponent: 0,
    };

    /// The round number nearest to a length above 0: 1, 2, 3 or 5 times a power of ten.
    fn near(length: f64) -> Self {
        // The logarithm of a number that a chart shows is far within the range of an exponent.
        #[allow(clippy::cast_possible_truncation)]
        let exponent = length.log10().floor() as i32;
        let (digit, exponent) = match length / 10_f64.powi(exponent) {
            digit if digit < 1.5 => (1.0, exponent),
            digit if digit < 2.5 => (2.0, exponent),
            digit if digit < 4.0 => (3.0, exponent),
            digit if digit < 7.0 => (5.0, exponent),
            _ => (1.0, exponent + 1),
        };
        Self { digit, exponent }
    }

    /// So many steps: a whole number, or one divided by a power of ten, so that it is the nearest
    /// to what its digits say.
    fn times(self, count: f64) -> f64 {
        let power = 10_f64.powi(self.exponent.abs());
        match self.exponent {
            0.. => self.digit * count * power,
            _ => self.digit * count / power,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(highest: f64, steps: u32, is_whole: bool, expected: (f64, f64)) {
        let Scale { top, step } = Scale::above(highest, steps, is_whole);
        assert!((top - expected.0).abs() < f64::EPSILON, "top {top}");
        assert!((step - expected.1).abs() < f64::EPSILON, "step {step}");
    }

    #[test]
    fn a_scale_ends_at_the_next_round_number() {
        check(348.0, 5, true, (350.0, 50.0));
        check(300.0, 5, true, (300.0, 50.0));
        check(351.0, 5, true, (400.0, 100.0));
        check(13_400.0, 5, true, (15_000.0, 3_000.0));
        check(0.55, 5, false, (0.6, 0.1));
        check(58.3, 4, false, (60.0, 10.0));
    }

    #[test]
    fn whole_numbers_have_no_rules_between_them() {
        check(3.0, 5, true, (3.0, 1.0));
        check(1.0, 4, true, (1.0, 1.0));
        check(0.0, 5, true, (1.0, 1.0));
        check(0.0, 5, false, (1.0, 0.2));
    }

    #[test]
    fn a_given_top_is_kept() {
        let scale = Scale::to(500.0, 3);
        assert!((scale.top - 500.0).abs() < f64::EPSILON);
        assert!((scale.step - 200.0).abs() < f64::EPSILON);
    }
}
