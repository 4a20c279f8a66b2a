//! One file a route. A page composes; what is computed comes from `cube` and `charts`.

mod changes;
mod context;
mod data;
mod explore;
mod methods;
mod no_such_city;
mod not_found;
mod overview;
mod trends;

use data::Data;
pub use explore::ExploreContent;
pub use methods::MethodsContent;
pub use no_such_city::NoSuchCity;
pub use not_found::NotFound;
pub use overview::Overview;
use trends::Trends;
