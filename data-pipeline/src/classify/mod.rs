//! Finds the code of an offense or the group of a charge, by tables that are data.

mod charges;
mod offenses;

pub use charges::{ChargeClassifier, OTHER};
pub use offenses::OffenseClassifier;
