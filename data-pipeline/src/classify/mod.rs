//! Finds the code of an offense, the group of a charge or the codes of any list, by tables that are
//! data.

mod categories;
mod charges;
mod offenses;

pub use categories::CategoryClassifier;
pub use charges::{ChargeClassifier, OTHER};
pub use offenses::OffenseClassifier;
