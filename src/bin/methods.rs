//! The page of methods as a program of its own, which `platform::part` fetches when somebody opens it.

use std::any::Any;

use leptos::prelude::*;
use sightline::{Language, MethodsContent};
use wasm_bindgen::prelude::wasm_bindgen;

fn main() {
    console_error_panic_hook::set_once();
}

/// The page in its place; it leaves when this is freed.
#[wasm_bindgen]
pub struct Opened {
    _shown: Box<dyn Any>,
}

/// Shows the page of a city (empty for the default) in a language, in an element.
#[wasm_bindgen]
pub fn open(place: web_sys::HtmlElement, city: String, language: &str) -> Opened {
    let city = Some(city).filter(|city| !city.is_empty());
    let language = Language::of_tag(language);
    let shown = mount_to(place, move || {
        view! { <MethodsContent city language /> }
    });
    Opened {
        _shown: Box::new(shown),
    }
}
