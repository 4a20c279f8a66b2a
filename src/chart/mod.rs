//! A series on the screen: the element that holds a chart's picture, and the chart library over it.
//!
//! What a chart looks like is decided in the `charts` crate; here is only where and when.

mod brush;
mod drawing;
mod echarts;
mod host;
mod library;
mod live;
mod reading;

pub use drawing::{ChartContext, Drawing, DrawingKind};
pub use host::{Chart, ChartPicture};
pub use library::WithLibrary;
