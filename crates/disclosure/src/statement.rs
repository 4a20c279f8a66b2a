//! What a published cell says about the count behind it.

use cube::Cell;

use crate::policy::{Family, Rule, Zeros};

/// What a reader, and so an attacker, knows about a count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Statement {
    /// It is this number.
    Exact(u32),
    /// It is hidden, and at least this.
    Hidden {
        /// The least that it can be.
        lowest: u32,
    },
    /// It is rounded, and at most `within` from the number shown.
    Rounded {
        /// The number shown.
        shown: u32,
        /// How far from it the count can be.
        within: u32,
    },
    /// There is no count: it was not collected, or cannot occur.
    Nothing,
}

impl Statement {
    /// What a cell says under the family that it belongs to.
    ///
    /// A suppressed cell outside of a family of suppression was hidden to protect others; zeros are
    /// then as the zeros of the numbers it protects, which is not known of it alone: it may be 0.
    #[must_use]
    pub fn of(cell: Cell, family: Option<&Family>) -> Self {
        let rule = family.map(|family| &family.rule);
        match cell {
            Cell::Observed(value) | Cell::Provisional(value) => Self::Exact(value),
            Cell::NotCollected | Cell::NotApplicable => Self::Nothing,
            Cell::Suppressed => Self::Hidden {
                lowest: match rule {
                    Some(Rule::Suppression {
                        zeros: Zeros::Published,
                        ..
                    }) => 1,
                    _ => 0,
                },
            },
            Cell::Rounded(shown) => Self::Rounded {
                shown,
                within: match rule {
                    Some(Rule::Rounding { within, .. }) => *within,
                    _ => 0,
                },
            },
        }
    }

    /// Whether a count can stand behind the cell.
    #[must_use]
    pub fn allows(self, count: i64) -> bool {
        match self {
            Self::Exact(value) => count == i64::from(value),
            Self::Hidden { lowest } => count >= i64::from(lowest),
            Self::Rounded { shown, within } => {
                count >= 0 && (count - i64::from(shown)).abs() <= i64::from(within)
            }
            Self::Nothing => true,
        }
    }
}
