//! Numbers with a fixed count of decimals: a whole number in a file, and where its point stands.
//!
//! No binary fraction is involved between the text of a source and the text of a table, so that
//! the same digits come out on every machine.

use serde::{Serialize, Serializer};

/// A number of 0 or more: `stored / 10^decimals`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Fixed {
    /// The digits as a whole number, as a cell holds them.
    pub stored: u32,
    /// How many of the digits stand after the point, at most [`Fixed::MOST_DECIMALS`].
    pub decimals: u8,
}

/// Whole in JSON where it has no decimals.
impl Serialize for Fixed {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.decimals {
            0 => serializer.serialize_u32(self.stored),
            _ => serializer.serialize_f64(self.to_f64()),
        }
    }
}

impl Fixed {
    /// The most decimals that a number can have: with more, a cell could not hold 4.3.
    pub const MOST_DECIMALS: u8 = 9;

    /// Reads a decimal number such as `12.4` and rounds it, half up, to `decimals` digits after
    /// the point.
    ///
    /// `None` where the text is not digits with at most one point between digits, or where the
    /// rounded number does not fit into a cell. There is no sign and no exponent.
    #[must_use]
    pub fn parse(text: &str, decimals: u8) -> Option<Self> {
        let (whole, fraction) = split(text)?;
        let kept = usize::from(decimals);
        let digit = |at: usize| fraction.as_bytes().get(at).copied().unwrap_or(b'0');
        let mut digits = whole.bytes().chain((0..kept).map(digit));
        let stored = digits.try_fold(0_u64, |sum, digit| {
            sum.checked_mul(10)?
                .checked_add(u64::from(digit.wrapping_sub(b'0')))
        })?;
        let up = u64::from(digit(kept) >= b'5');
        Some(Self {
            stored: u32::try_from(stored.checked_add(up)?).ok()?,
            decimals,
        })
    }

    /// The number as a binary fraction, for drawing only: the nearest there is.
    #[must_use]
    pub fn to_f64(self) -> f64 {
        f64::from(self.stored) / 10_f64.powi(i32::from(self.decimals))
    }
}

/// The digits before and after the point.
fn split(text: &str) -> Option<(&str, &str)> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    (is_digits(whole) && is_digits(fraction)).then_some((whole, fraction))
}

/// All digits: `12.40` with two decimals, `348` with none.
impl std::fmt::Display for Fixed {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let decimals = usize::from(self.decimals);
        let unit = 10_u64.saturating_pow(u32::from(self.decimals));
        let (whole, fraction) = (u64::from(self.stored) / unit, u64::from(self.stored) % unit);
        match decimals {
            0 => write!(formatter, "{whole}"),
            _ => write!(formatter, "{whole}.{fraction:0decimals$}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(text: &str, decimals: u8, expected: Option<&str>) {
        let found = Fixed::parse(text, decimals).map(|number| number.to_string());
        assert_eq!(
            found.as_deref(),
            expected,
            "{text:?} to {decimals} decimals"
        );
    }

    #[test]
    fn numbers_are_rounded_half_up() {
        check("12.4", 2, Some("12.40"));
        check("0.00", 2, Some("0.00"));
        check("60.4804", 2, Some("60.48"));
        check("0.435", 2, Some("0.44"));
        check("0.4349999999999999", 2, Some("0.43"));
        check("9.999", 2, Some("10.00"));
        check("007", 0, Some("7"));
        check("16217.0", 0, Some("16217"));
        check("4294967295", 0, Some("4294967295"));
    }

    #[test]
    fn anything_else_is_no_number() {
        for text in [
            "", ".", "1.", ".5", "-1", "+1", "1e3", "1,000", "NA", "1.2.3", " 1",
        ] {
            check(text, 2, None);
        }
        check("4294967296", 0, None);
        check("42949672.96", 2, None);
        check("99999999999999999999999999", 0, None);
    }

    #[test]
    fn json_has_a_point_only_where_there_are_decimals() {
        let json = |stored, decimals| serde_json::to_string(&Fixed { stored, decimals }).unwrap();
        assert_eq!(json(348, 0), "348");
        assert_eq!(json(1240, 2), "12.4");
    }

    proptest! {
        #[test]
        fn every_number_is_read_as_it_is_written(
            stored in any::<u32>(),
            decimals in 0..=Fixed::MOST_DECIMALS,
        ) {
            let number = Fixed { stored, decimals };
            prop_assert_eq!(Fixed::parse(&number.to_string(), decimals), Some(number));
        }

        #[test]
        fn rounding_is_never_off_by_more_than_half(
            whole in 0_u32..400_000,
            fraction in "[0-9]{1,18}",
            decimals in 0_u8..4,
        ) {
            let text = format!("{whole}.{fraction}");
            let found = Fixed::parse(&text, decimals).unwrap().to_f64();
            let exact: f64 = text.parse().unwrap();
            let half = 0.5 / 10_f64.powi(i32::from(decimals));
            prop_assert!((found - exact).abs() <= half + 1e-9, "{} read as {}", text, found);
        }

        #[test]
        fn any_text_is_a_number_or_none(text in ".{0,30}", decimals in 0_u8..=9) {
            let _ = Fixed::parse(&text, decimals);
        }
    }
}
