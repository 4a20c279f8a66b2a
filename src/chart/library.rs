//! A chart of ECharts over the picture that a reader points at.

use std::future::Future;
use std::pin::Pin;

use leptos::prelude::*;

use super::{
    echarts::Library,
    live::{Laid, Live},
};

/// Brings a chart over a picture, for the request of a round; counts the attempts.
type LayOver = fn(Live, u32, u32) -> Pin<Box<dyn Future<Output = ()>>>;

/// In the context of a program whose charts have the chart library laid over them where they are pointed at.
#[derive(Clone, Copy)]
pub struct WithLibrary(pub(super) LayOver);

impl WithLibrary {
    /// ECharts, fetched when a reader first points at a chart.
    #[must_use]
    pub fn echarts() -> Self {
        Self(|live, attempt, own| Box::pin(lay_over(live, attempt, own)))
    }
}

async fn lay_over(live: Live, attempt: u32, own: u32) {
    let library = Library::load(attempt).await;
    // The page may be gone by now, or the pointer elsewhere.
    if live.is_wanted(own) {
        live.take(library.and_then(|library| mount(live, &library)));
    }
}

fn mount(live: Live, library: &Library) -> Result<Option<Box<dyn Laid>>, String> {
    let Some((element, plan)) = live.place.get_untracked().zip(live.shown()) else {
        return Ok(None);
    };
    let chart = library.mount(&element, move |position| live.tell(position))?;
    let height_px = f64::from(element.client_height());
    chart.draw(&plan.options(height_px))?;
    live.point(&chart);
    Ok(Some(Box::new(chart)))
}
