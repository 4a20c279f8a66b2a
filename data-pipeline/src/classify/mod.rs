//! Finds the code of an offense, the group of a charge, the codes of any list or the groups of a
//! person, by tables that are data.

mod categories;
mod charges;
mod groups;
mod offenses;
mod times;

pub use categories::CategoryClassifier;
pub use charges::{ChargeClassifier, OTHER};
pub use groups::{GroupClassifier, UnknownName};
pub use offenses::OffenseClassifier;
