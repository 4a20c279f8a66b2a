//! What the pages of the site are made of, for who writes them ahead of time: nothing in here needs a
//! browser. A prebuilt page slices, names and words its numbers by the same functions as the app, so
//! that the two cannot disagree.

pub use crate::chart::ChartContext;
pub use crate::components::FigureContent;
pub use crate::data::{Atlas, Release};
pub use crate::pages::{
    context::{chart_context, page_title},
    embed::{
        offer::{LISTENER, Lines, lines},
        shown::{Body, Said, Shown, Stories, page as page_of, shown, tables},
        standing,
    },
    overview::twelve_months,
    place::{heading, named, of_years, trend},
    places::counting_tables,
    trends::content,
};
pub use crate::routes::{Route, path_in};
pub use crate::state::{
    CompareView, EMBEDS, Embed, EventMarks, PlacesView, ViewState, place_id, resolve,
};
