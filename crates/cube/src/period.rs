//! Months, and the periods that months roll up to.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use thiserror::Error;

/// A calendar month, counted from January of year 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Month(i32);

/// A text that should have been a month.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("expected a month as YYYY-MM, for example 2019-07, found {found:?}")]
pub struct MonthError {
    /// The text as found.
    pub found: String,
}

impl Month {
    /// The month `number` (1 to 12) of a year; `None` where the number is not one of these.
    #[must_use]
    pub fn new(year: i32, number: u32) -> Option<Self> {
        let offset = i32::try_from(number).ok()?;
        (1..=12)
            .contains(&offset)
            .then(|| Self(year * 12 + offset - 1))
    }

    /// Reads `YYYY-MM`.
    ///
    /// # Errors
    /// Where the text is not four digits, a hyphen and two digits of a month.
    pub fn parse(text: &str) -> Result<Self, MonthError> {
        let error = || MonthError {
            found: text.to_owned(),
        };
        let (year, number) = text.split_once('-').ok_or_else(error)?;
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if year.len() != 4 || number.len() != 2 || !digits(year) || !digits(number) {
            return Err(error());
        }
        let year = year.parse().map_err(|_| error())?;
        let number = number.parse().map_err(|_| error())?;
        Self::new(year, number).ok_or_else(error)
    }

    /// The calendar year.
    #[must_use]
    pub fn year(self) -> i32 {
        self.0.div_euclid(12)
    }

    /// The number of the month in its year, 1 to 12.
    #[must_use]
    pub fn number(self) -> u32 {
        self.0.rem_euclid(12).unsigned_abs() + 1
    }

    /// The month `months` later, or earlier where negative.
    #[must_use]
    pub fn plus(self, months: i32) -> Self {
        Self(self.0.saturating_add(months))
    }

    /// How many months this one lies after `earlier`; negative where it lies before.
    #[must_use]
    pub fn since(self, earlier: Self) -> i32 {
        self.0.saturating_sub(earlier.0)
    }

    /// The months from this one to `last`, both included.
    pub fn through(self, last: Self) -> impl Iterator<Item = Self> {
        (self.0..=last.0).map(Self)
    }
}

impl std::fmt::Display for Month {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{:04}-{:02}", self.year(), self.number())
    }
}

impl Serialize for Month {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Month {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).map_err(de::Error::custom)
    }
}

/// A month in settings: the form that [`Month::parse`] reads, for editors.
#[cfg(feature = "schema")]
impl schemars::JsonSchema for Month {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Month".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "format": "month",
            "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])$",
        })
    }
}

/// How much time one point of a series covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Grain {
    /// One calendar month.
    Month,
    /// One calendar quarter.
    Quarter,
    /// One calendar year.
    Year,
    /// The twelve months that end with a month.
    Rolling12,
}

impl Grain {
    /// Every grain, finest first.
    pub const ALL: [Self; 4] = [Self::Month, Self::Quarter, Self::Year, Self::Rolling12];

    /// How many months one period of this grain covers.
    #[must_use]
    pub fn months(self) -> i32 {
        match self {
            Self::Month => 1,
            Self::Quarter => 3,
            Self::Year | Self::Rolling12 => 12,
        }
    }

    /// The periods of this grain that lie within the months `first` to `last`, in time order.
    ///
    /// Quarters and years that reach over an edge are left out; rolling periods are those that
    /// end within the window, and look back before `first`.
    #[must_use]
    pub fn periods(self, first: Month, last: Month) -> Vec<Period> {
        first
            .through(last)
            .filter(|end| match self {
                Self::Month | Self::Rolling12 => true,
                Self::Quarter | Self::Year => {
                    let length = self.months();
                    let ends_here = i32::try_from(end.number()).is_ok_and(|n| n % length == 0);
                    ends_here && end.plus(1 - length) >= first
                }
            })
            .map(|end| Period {
                grain: self,
                last: end,
            })
            .collect()
    }
}

/// A stretch of whole months that one point of a series covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Period {
    /// How many months it covers, and how they are named.
    pub grain: Grain,
    /// Its last month.
    pub last: Month,
}

impl Period {
    /// Its first month.
    #[must_use]
    pub fn first(self) -> Month {
        self.last.plus(1 - self.grain.months())
    }

    /// The period of the same grain and length right before this one.
    #[must_use]
    pub fn preceding(self) -> Self {
        Self {
            grain: self.grain,
            last: self.last.plus(-self.grain.months()),
        }
    }
}

/// The code in files: `2019-07`, `2019-Q3`, `2019`, or `2018-08/2019-07` for twelve months.
impl std::fmt::Display for Period {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.grain {
            Grain::Month => write!(formatter, "{}", self.last),
            Grain::Quarter => {
                write!(
                    formatter,
                    "{:04}-Q{}",
                    self.last.year(),
                    self.last.number().div_ceil(3)
                )
            }
            Grain::Year => write!(formatter, "{:04}", self.last.year()),
            Grain::Rolling12 => write!(formatter, "{}/{}", self.first(), self.last),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn month(text: &str) -> Month {
        Month::parse(text).unwrap()
    }

    #[track_caller]
    fn check_periods(grain: Grain, first: &str, last: &str, expected: &[&str]) {
        let found: Vec<String> = grain
            .periods(month(first), month(last))
            .into_iter()
            .map(|period| period.to_string())
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn months_count_across_years() {
        assert_eq!(month("2019-12").plus(1), month("2020-01"));
        assert_eq!(month("2020-01").plus(-13), month("2018-12"));
        assert_eq!(month("2020-03").since(month("2019-12")), 3);
        assert_eq!(month("2020-03").to_string(), "2020-03");
    }

    #[test]
    fn only_months_are_read_as_months() {
        for text in [
            "2019-13",
            "2019-00",
            "2019-7",
            "19-07",
            "2019/07",
            "+019-07",
            "",
            "2019-07-01",
        ] {
            assert_eq!(Month::parse(text).unwrap_err().found, text);
        }
    }

    #[test]
    fn periods_keep_within_the_window() {
        check_periods(
            Grain::Month,
            "2019-11",
            "2020-01",
            &["2019-11", "2019-12", "2020-01"],
        );
        check_periods(
            Grain::Quarter,
            "2019-02",
            "2019-10",
            &["2019-Q2", "2019-Q3"],
        );
        check_periods(Grain::Year, "2018-01", "2020-11", &["2018", "2019"]);
        check_periods(Grain::Year, "2018-02", "2020-11", &["2019"]);
        check_periods(Grain::Rolling12, "2019-01", "2019-01", &["2018-02/2019-01"]);
        check_periods(Grain::Month, "2019-02", "2019-01", &[]);
    }

    #[test]
    fn the_preceding_period_ends_where_this_one_begins() {
        let period = Period {
            grain: Grain::Rolling12,
            last: month("2026-02"),
        };
        assert_eq!(period.first(), month("2025-03"));
        assert_eq!(period.preceding().last, month("2025-02"));
    }
}
