//! What the pages are made of, for a page outside of the site that is measured beside others'
//! (`xtask/bench/web/ours`): the same components and nothing made for the purpose.

pub use crate::chart::{Chart, ChartContext, Drawing, DrawingKind};
pub use crate::components::{AreaMap, FigureContent, HourGrid, InTurn, Legend};
pub use crate::data::{DataError, fetch};
pub use crate::platform::{color_scheme, prebuilt};
