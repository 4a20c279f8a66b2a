//! The page of methods as a program of its own, which `platform::part` fetches when somebody opens it.

mod part;

use leptos::prelude::*;
use sightline::{MethodsContent, Told};
use wasm_bindgen::prelude::wasm_bindgen;

use part::{Navigate, Opened};

fn main() {
    sightline::start();
}

/// Shows the pages of this program in an element, at an address below the home of a language, which is
/// spoken by its catalogue.
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
        |told, go| view! { <MethodsContent told go /> },
    )
}
