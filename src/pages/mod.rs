//! One file a route. A page composes; what is computed comes from `cube` and `charts`.

mod changes;
mod compare;
pub mod context;
mod cubes;
mod data;
pub mod embed;
mod enforcement;
mod explore;
mod methods;
mod no_such_city;
mod not_found;
pub mod overview;
mod partnership;
pub mod place;
pub mod places;
mod revisions;
pub mod trends;
mod verify;

use compare::Compare;
use data::Data;
pub use embed::OfferContent;
use enforcement::EnforcementPage;
pub use explore::ExploreContent;
pub use methods::MethodsContent;
pub use no_such_city::NoSuchCity;
pub use not_found::NotFound;
pub use overview::Overview;
use partnership::Partnership;
use place::Place;
use places::Places;
use revisions::Revisions;
use trends::Trends;
use verify::Verify;
