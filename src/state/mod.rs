//! What the visitor has chosen: the view, which is the URL, and preferences, which stay here.

mod chosen;
mod compare;
mod embed;
mod entrance;
mod figure_view;
mod kind;
mod of_release;
mod places_view;
mod preferences;
mod resolve;
mod view;
mod visit;

pub use chosen::{Chosen, Label, chosen, chosen_of_all};
pub use compare::CompareView;
pub use embed::{EMBEDS, Embed, Look};
pub use entrance::entrance;
pub use figure_view::{Defaults, of_figure, unknown_codes};
pub use kind::{Beside, ChartKind, TableState};
pub use of_release::of_release;
pub use places_view::{PlacesShown, PlacesView, parse_place_id, place_id};
pub use preferences::ThemeChoice;
pub use resolve::{Resolved, resolve};
pub use view::{EventMarks, LINE_LIMIT, ViewState};
pub use visit::{Going, Told, Visit, asked_language};
