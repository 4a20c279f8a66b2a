//! A chart in a page of others, as a program of its own: a frame fetches it when a reader wants to change
//! the chart, or when its address asks for another view than the one written ahead of time. It writes what
//! stands in the frame, as it was written ahead of time, and nothing of it is drawn by Leptos.

use sightline::{Frame, redraw};
use wasm_bindgen::prelude::wasm_bindgen;

fn main() {
    sightline::start();
}

/// The charts of one frame.
#[wasm_bindgen]
pub struct Charts(Frame);

/// The charts of a frame in a language, which is spoken by its catalogue.
#[wasm_bindgen]
pub fn charts(language: &str, catalogue: &str) -> Charts {
    sightline::speak(language, catalogue);
    Charts(Frame::default())
}

#[wasm_bindgen]
impl Charts {
    /// What stands in the frame at an address below the home of the language: the chart, or why it cannot
    /// be shown.
    pub async fn content(&self, address: String) -> String {
        self.0.content(&address).await
    }
}

/// Makes an element hold a content, and keeps what of it is there already.
#[wasm_bindgen]
pub fn put(place: &web_sys::HtmlElement, content: &str) {
    redraw(place, content);
}
