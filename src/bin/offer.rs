//! The offer of a chart for pages of others, as a program of its own: a figure fetches it when a reader
//! opens its offer.

mod part;

use leptos::prelude::*;
use sightline::{OfferContent, Told};
use wasm_bindgen::prelude::wasm_bindgen;

use part::{Navigate, Opened};

fn main() {
    sightline::start();
}

/// Offers the chart of an address below the home of a language, which is spoken by its catalogue, in an
/// element.
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
        |told, go| view! { <OfferContent told go /> },
    )
}
