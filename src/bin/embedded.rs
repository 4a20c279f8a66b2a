//! A chart in a page of others, and the offer of it, as a program of its own: a frame fetches it when
//! a reader points at its chart or its address asks for another view than the one written ahead of
//! time.

mod part;

use leptos::prelude::*;
use sightline::{EmbedContent, Told};
use wasm_bindgen::prelude::wasm_bindgen;

use part::{Navigate, Opened};

fn main() {
    sightline::start();
}

/// Shows the chart of an address below the home of a language, which is spoken by its catalogue, in an
/// element, or offers it.
#[wasm_bindgen]
pub fn open(
    place: web_sys::HtmlElement,
    address: &str,
    is_dark: bool,
    language: &str,
    catalogue: &str,
    navigate: Navigate,
) -> Opened {
    sightline::speak(language, catalogue);
    let told = Told::new(address, is_dark);
    Opened::show(
        place,
        told,
        navigate,
        |told, go| view! { <EmbedContent told go /> },
    )
}
