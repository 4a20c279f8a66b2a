//! Markup without the browser's parser, which the policy of contents keeps shut (Trusted Types).
//!
//! Leptos sets `innerHTML` for the parts of a view that never change and for maps and tables that are made
//! of one text, a chart draws its picture, and ECharts empties its element. What is written so is this
//! site's own, and simple enough to be made element by element. A browser that knows no Trusted Types gets
//! the same.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/platform/markup.js")]
extern "C" {
    /// From now on `innerHTML` makes its elements one by one, and refuses what could run.
    pub fn write_without_parser();

    /// Makes a place hold what a markup says, and keeps the elements of it that are there already: of a
    /// chart that follows a choice, its axes, and most of what it costs to lay out.
    pub fn redraw(place: &web_sys::Element, markup: &str);
}
