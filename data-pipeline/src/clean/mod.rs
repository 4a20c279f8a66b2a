//! Turns texts into days, counts and places. Pure: what cannot be turned comes back as nothing,
//! and who asked says where it stood.

mod counts;
mod days;
mod places;

pub use counts::{count, signed_count};
pub use days::DayForms;
pub use places::{Place, PlaceResolver};
