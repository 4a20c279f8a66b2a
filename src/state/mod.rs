//! What the visitor has chosen: the view, which is the URL, and preferences, which stay here.

mod compare;
mod preferences;
mod resolve;
mod view;
mod visit;

pub use compare::CompareView;
pub use preferences::ThemeChoice;
pub use resolve::{Resolved, resolve};
pub use view::{EventMarks, LINE_LIMIT, ViewState};
pub use visit::{Going, Told, Visit, language_tag};
