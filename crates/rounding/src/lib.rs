//! Rounds the records behind linked tables so that small counts disappear and all tables still add
//! up, and finds worlds that prove how little a rounded number tells.
//!
//! One inner table holds every combination of properties that records have. [`round`] changes its
//! counts; whatever is published is a sum of it, so that no two tables can contradict each other.
//! The method is that of small count rounding (Langsrud and Heldal, 2018), with exact totals and a
//! bound on every error. [`worlds`] works from the published numbers alone.
//!
//! What this crate is not: it reads no file, knows no table by name and draws no random number; the
//! order in which it tries things follows from a keyed hash.

mod cover;
mod fill;
mod grid;
mod order;
mod round;
mod search;
mod totals;
mod worlds;

pub use grid::Grid;
pub use round::{Method, RoundError, Rounded, round};
pub use totals::exact_totals;
pub use worlds::{Unproven, Worlds, worlds};
