//! What every part of the site that is a program of its own shows to the main program, which
//! fetches it by `platform::part`: how it is opened, told of changes, and taken out again.

use std::any::Any;

use leptos::prelude::*;
use sightline::{Going, Told};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// The main program's way to an address of the site.
    pub type Navigate;

    #[wasm_bindgen(method, catch)]
    fn call(this: &Navigate, of: &JsValue, address: &str, replaces: bool) -> Result<(), JsValue>;
}

/// A part in its place; it leaves when this is freed.
#[wasm_bindgen]
pub struct Opened {
    told: Told,
    _shown: Box<dyn Any>,
}

#[wasm_bindgen]
impl Opened {
    /// Tells the part where the visitor is now, and whether the page is dark.
    pub fn update(&self, address: &str, is_dark: bool) {
        self.told.update(address, is_dark);
    }
}

impl Opened {
    /// Shows a content in an element, of what it is told, with a way to other addresses.
    pub fn show<V: IntoView + 'static>(
        place: web_sys::HtmlElement,
        told: Told,
        navigate: Navigate,
        content: impl FnOnce(Told, Callback<Going>) -> V + 'static,
    ) -> Self {
        let of_content = told.clone();
        let shown = mount_to(place, move || {
            let navigate = StoredValue::new_local(navigate);
            let go = Callback::new(move |going: Going| {
                // The main program may be gone with its page; then there is nowhere to go.
                let _ = navigate.try_with_value(|navigate| {
                    navigate.call(&JsValue::NULL, &going.address, going.replaces)
                });
            });
            content(of_content, go)
        });
        Self {
            told,
            _shown: Box::new(shown),
        }
    }
}
