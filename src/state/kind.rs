//! Which chart shows a view, what stands beside it, and whether its table is open: the parameters
//! `k`, `x` and `d` of the URL.

use wording::t;

/// A chart that a table can be shown as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChartKind {
    /// Lines over time.
    Lines,
    /// A line a year, from January to December.
    Overlay,
    /// The total of the year so far beside earlier years.
    Running,
    /// The months of a year on the range of earlier years.
    Seasonal,
    /// A table of hours and weekdays.
    Hours,
}

impl ChartKind {
    /// Every kind, in the order in which they are offered.
    pub const ALL: [Self; 5] = [
        Self::Lines,
        Self::Overlay,
        Self::Running,
        Self::Seasonal,
        Self::Hours,
    ];

    /// The code in the URL.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Lines => "l",
            Self::Overlay => "o",
            Self::Running => "c",
            Self::Seasonal => "s",
            Self::Hours => "h",
        }
    }

    /// The kind of a code.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// The name of the kind on its button.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Lines => t!("Line over time"),
            Self::Overlay => t!("Years over each other"),
            Self::Running => t!("Total of the year so far"),
            Self::Seasonal => t!("Range of earlier years"),
            Self::Hours => t!("Hours of the week"),
        }
    }

    /// Whether it sets calendar years beside each other, month by month.
    #[must_use]
    pub fn is_of_years(self) -> bool {
        matches!(self, Self::Overlay | Self::Running | Self::Seasonal)
    }
}

/// What is shown beside the chosen places.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Beside {
    /// Nothing else.
    #[default]
    Nothing,
    /// The whole that the places are parts of: the city.
    City,
}

/// Whether the table of the numbers stands open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TableState {
    /// A line to open it.
    #[default]
    Closed,
    /// The table itself.
    Open,
}
