//! One file a route. A page composes; what is computed comes from `cube` and `charts`.

mod context;
mod data;
mod not_found;
mod overview;
mod trends;

pub use data::Data;
pub use not_found::NotFound;
pub use overview::Overview;
pub use trends::Trends;
