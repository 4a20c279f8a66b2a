//! What the visitor has chosen: the view, which is the URL, and preferences, which stay here.

mod compare;
mod figure_view;
mod places_view;
mod preferences;
mod resolve;
mod view;
mod visit;

pub use compare::CompareView;
pub use figure_view::{Defaults, of_figure, unknown_codes};
pub use places_view::{PlacesShown, PlacesView, parse_place_id, place_id};
pub use preferences::ThemeChoice;
pub use resolve::{Resolved, resolve};
pub use view::{EventMarks, LINE_LIMIT, ViewState};
pub use visit::{Going, Told, Visit, language_tag};
