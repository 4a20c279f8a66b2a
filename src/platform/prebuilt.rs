//! The page as it was written ahead of time, which stands until the app has its own.

use leptos::prelude::document;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/platform/prebuilt.js")]
extern "C" {
    /// Takes the prebuilt page away as soon as the app's has a heading, or says why it has none, and
    /// no part of it is on its way; until then the style sheets keep the app's out of sight. What the
    /// visitor looks at, has opened and has the focus on stays.
    pub fn leave();
}

/// Whether it still stands.
#[must_use]
pub fn stands() -> bool {
    document().get_element_by_id("prebuilt").is_some()
}

/// The path and the hash of the file that the page names as the excerpt of a release (`prebuild`); none
/// where it names none.
#[must_use]
pub fn excerpt(release: &str) -> Option<(String, String)> {
    let link = document().query_selector("link[data-excerpt]").ok()??;
    let is_of_this = link.get_attribute("data-excerpt").as_deref() == Some(release);
    let named = || {
        Some((
            link.get_attribute("href")?,
            link.get_attribute("integrity")?,
        ))
    };
    is_of_this.then(named)?
}
