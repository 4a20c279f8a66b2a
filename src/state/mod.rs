//! What the visitor has chosen: the view, which is the URL, and preferences, which stay here.

mod chosen;
mod kind;
mod preferences;
mod resolve;
mod view;
mod visit;

pub use chosen::{Chosen, Label, chosen};
pub use kind::{Beside, ChartKind, TableState};
pub use preferences::ThemeChoice;
pub use resolve::{Resolved, resolve};
pub use view::{EventMarks, LINE_LIMIT, ViewState};
pub use visit::{Going, Told, Visit, language_tag};
