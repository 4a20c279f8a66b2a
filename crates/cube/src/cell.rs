//! A cell: a count, or the reason why there is none.
//!
//! A missing number is never 0 and never NaN; it is a variant that has to be matched.

use serde::{Deserialize, Serialize};

/// One published number, or the reason why there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Cell {
    /// Counted by the source, and complete for its period.
    Observed(u32),
    /// Counted, but the period is incomplete or the newest reports are still coming in.
    Provisional(u32),
    /// Rounded to protect people.
    Rounded(u32),
    /// Withheld to protect people.
    Suppressed,
    /// The source does not hold it.
    NotCollected,
    /// The combination cannot occur.
    NotApplicable,
}

/// The status of a cell as files and tables name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CellStatus {
    /// See [`Cell::Observed`].
    Observed,
    /// See [`Cell::Suppressed`].
    Suppressed,
    /// See [`Cell::Rounded`].
    Rounded,
    /// See [`Cell::NotCollected`].
    NotCollected,
    /// See [`Cell::NotApplicable`].
    NotApplicable,
    /// See [`Cell::Provisional`].
    Provisional,
}

impl CellStatus {
    /// Every status, in the order of their codes in files.
    pub const ALL: [Self; 6] = [
        Self::Observed,
        Self::Suppressed,
        Self::Rounded,
        Self::NotCollected,
        Self::NotApplicable,
        Self::Provisional,
    ];

    /// The name in the `status` column of a published table.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Observed => "observed",
            Self::Suppressed => "suppressed",
            Self::Rounded => "rounded",
            Self::NotCollected => "not_collected",
            Self::NotApplicable => "not_applicable",
            Self::Provisional => "provisional",
        }
    }

    /// Whether a cell of this status carries a number.
    #[must_use]
    pub fn has_value(self) -> bool {
        matches!(self, Self::Observed | Self::Rounded | Self::Provisional)
    }

    /// The byte that stands for this status in a `.cube` file.
    pub(crate) fn code(self) -> u8 {
        match self {
            Self::Observed => 0,
            Self::Suppressed => 1,
            Self::Rounded => 2,
            Self::NotCollected => 3,
            Self::NotApplicable => 4,
            Self::Provisional => 5,
        }
    }

    /// The status that a byte of a `.cube` file stands for.
    pub(crate) fn from_code(code: u8) -> Option<Self> {
        Self::ALL.get(usize::from(code)).copied()
    }
}

impl Cell {
    /// The count, where there is one.
    #[must_use]
    pub fn value(self) -> Option<u32> {
        match self {
            Self::Observed(value) | Self::Provisional(value) | Self::Rounded(value) => Some(value),
            Self::Suppressed | Self::NotCollected | Self::NotApplicable => None,
        }
    }

    /// The count, to be set, where the cell carries one.
    pub(crate) fn value_mut(&mut self) -> Option<&mut u32> {
        match self {
            Self::Observed(value) | Self::Provisional(value) | Self::Rounded(value) => Some(value),
            Self::Suppressed | Self::NotCollected | Self::NotApplicable => None,
        }
    }

    /// The status of the cell.
    #[must_use]
    pub fn status(self) -> CellStatus {
        match self {
            Self::Observed(_) => CellStatus::Observed,
            Self::Provisional(_) => CellStatus::Provisional,
            Self::Rounded(_) => CellStatus::Rounded,
            Self::Suppressed => CellStatus::Suppressed,
            Self::NotCollected => CellStatus::NotCollected,
            Self::NotApplicable => CellStatus::NotApplicable,
        }
    }

    /// The cell of a status and, where the status carries a number, its value.
    #[must_use]
    pub fn from_parts(status: CellStatus, value: u32) -> Self {
        match status {
            CellStatus::Observed => Self::Observed(value),
            CellStatus::Provisional => Self::Provisional(value),
            CellStatus::Rounded => Self::Rounded(value),
            CellStatus::Suppressed => Self::Suppressed,
            CellStatus::NotCollected => Self::NotCollected,
            CellStatus::NotApplicable => Self::NotApplicable,
        }
    }

    /// The sum of cells, as strict as its weakest part.
    ///
    /// One part that was not collected makes the sum not collected; one that is suppressed makes
    /// it suppressed; parts that are not applicable add nothing. A provisional part makes the sum
    /// provisional, a rounded part rounded. No parts at all: not applicable. The sum saturates at
    /// `u32::MAX`, far above any count of events in a city.
    #[must_use]
    pub fn sum(parts: impl IntoIterator<Item = Self>) -> Self {
        parts.into_iter().fold(Self::NotApplicable, Self::plus)
    }

    /// Whether this is the total of parts as they are published.
    ///
    /// Where nothing is suppressed or rounded it is their sum. A total beside suppressed parts is
    /// suppressed, too, or a count not below what the other parts add up to. Where it or a part is
    /// rounded, the values must add up; the statuses may differ, because a total can be exact.
    #[must_use]
    pub fn follows_from(self, parts: impl Iterator<Item = Self> + Clone) -> bool {
        let sum = Self::sum(parts.clone());
        let is_rounded = |cell: Self| cell.status() == CellStatus::Rounded;
        if sum == self {
            return true;
        }
        if sum.status() == CellStatus::Suppressed {
            let shown = parts.filter_map(Self::value);
            let shown = shown.fold(0, u32::saturating_add);
            return self.value().is_some_and(|total| total >= shown);
        }
        let mut all = parts.chain([self]);
        all.any(is_rounded) && self.value().is_some() && self.value() == sum.value()
    }

    /// The sum of two cells; see [`Cell::sum`].
    pub(crate) fn plus(self, other: Self) -> Self {
        let status = match (self.status(), other.status()) {
            (CellStatus::NotApplicable, _) => return other,
            (_, CellStatus::NotApplicable) => return self,
            (CellStatus::NotCollected, _) | (_, CellStatus::NotCollected) => {
                CellStatus::NotCollected
            }
            (CellStatus::Suppressed, _) | (_, CellStatus::Suppressed) => CellStatus::Suppressed,
            (CellStatus::Provisional, _) | (_, CellStatus::Provisional) => CellStatus::Provisional,
            (CellStatus::Rounded, _) | (_, CellStatus::Rounded) => CellStatus::Rounded,
            (CellStatus::Observed, CellStatus::Observed) => CellStatus::Observed,
        };
        let value = self
            .value()
            .unwrap_or(0)
            .saturating_add(other.value().unwrap_or(0));
        Self::from_parts(status, value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_sum(parts: &[Cell], expected: Cell) {
        assert_eq!(Cell::sum(parts.iter().copied()), expected);
    }

    #[test]
    fn a_sum_is_as_strict_as_its_weakest_part() {
        use Cell::{NotApplicable, NotCollected, Observed, Provisional, Rounded, Suppressed};
        check_sum(&[], NotApplicable);
        check_sum(&[Observed(2), Observed(3)], Observed(5));
        check_sum(&[NotApplicable, Observed(3)], Observed(3));
        check_sum(&[Observed(2), Provisional(3), Observed(1)], Provisional(6));
        check_sum(&[Rounded(5), Observed(3)], Rounded(8));
        check_sum(&[Suppressed, Observed(3)], Suppressed);
        check_sum(&[Suppressed, NotCollected, Observed(3)], NotCollected);
        check_sum(&[Observed(u32::MAX), Observed(1)], Observed(u32::MAX));
    }

    #[test]
    fn codes_of_statuses_come_back() {
        for status in CellStatus::ALL {
            assert_eq!(CellStatus::from_code(status.code()), Some(status));
        }
        assert_eq!(CellStatus::from_code(6), None);
    }
}
