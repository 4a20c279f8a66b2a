//! One file a route. A page composes; what is computed comes from `cube` and `charts`.

mod changes;
mod context;
mod data;
mod methods;
mod no_such_city;
mod not_found;
mod overview;
mod trends;

pub use data::Data;
pub use methods::{Methods, MethodsContent};
pub use no_such_city::NoSuchCity;
pub use not_found::NotFound;
pub use overview::Overview;
pub use trends::Trends;
