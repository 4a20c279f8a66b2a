//! Turns texts into days, counts, points and places. Pure: what cannot be turned comes back as nothing,
//! and who asked says where it stood.

mod coordinates;
mod counts;
mod days;
mod locating;
mod places;

pub use coordinates::Coordinate;
pub use counts::{count, signed_count};
pub use days::DayForms;
pub use locating::{Located, LocatedKind, Locator};
pub use places::{Place, PlaceResolver};
