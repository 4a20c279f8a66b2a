//! What the page is told about its programs, for `watch.js`: it says what is wrong where no program can.

use std::panic;

use wasm_bindgen::prelude::*;

#[wasm_bindgen(inline_js = r#"
export const tell = (kind, detail) => void dispatchEvent(new CustomEvent(`sightline-${kind}`, { detail }));
"#)]
extern "C" {
    fn tell(kind: &str, detail: &str);
}

/// From now on a panic of this program is said to the visitor, and in the console.
pub fn tell_panics() {
    panic::set_hook(Box::new(|info| {
        console_error_panic_hook::hook(info);
        tell("stopped", &info.to_string());
    }));
}

/// Says that the page does not speak the language of its address, whose texts could not be had.
pub fn tell_untranslated() {
    tell("untranslated", "");
}

/// Names the release that is shown, for whoever reports a fault.
pub fn name_release(id: &str) {
    let document = web_sys::window().and_then(|window| window.document());
    if let Some(root) = document.and_then(|document| document.document_element()) {
        // A report without it is still one.
        let _ = root.set_attribute("data-release", id);
    }
}
