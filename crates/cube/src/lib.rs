//! Published numbers as cubes, and what may be computed from them.
//!
//! Everything here is pure: no files, no clock, no random numbers, and no hash map is iterated
//! into output. The pipeline builds a [`Cube`] and encodes it; the site decodes the same bytes,
//! slices them into a [`Series`] and shows them. What this crate is not: it knows no city, reads
//! no source file and says no sentence.

pub mod area_csv;
pub mod area_figures;
pub mod calendar;
pub mod cell;
pub mod codec;
pub mod comparison;
pub mod dense;
pub mod dimension;
pub mod displacement;
pub mod enforcement;
pub mod excerpt;
pub mod fixed;
pub mod history;
pub mod hours;
pub mod json;
pub mod linked;
pub mod period;
pub mod places;
pub mod programme;
pub mod release;
#[cfg(feature = "rows")]
pub mod rows;
pub mod series;
pub mod sorting;
pub mod statistics;
pub mod step;
pub mod texts;
pub mod tidy;
pub mod windows;

mod csv_text;
mod cube;

pub use calendar::{Calendar, CalendarYear};
pub use cell::{Cell, CellStatus};
pub use cube::{Break, Cube, CubeError, Header, Stretch};
pub use dense::Dense;
pub use dimension::{Dimension, DimensionKind, Member, UNLOCATED, Unit};
pub use fixed::Fixed;
pub use hours::Hours;
pub use linked::Linked;
pub use period::{Grain, Month, Period};
pub use series::{Group, Line, Located, Selection, Series};
pub use step::{Step, Totals};
