//! Brings a part of the page into view and gives it the keyboard's focus.

use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// Shows the heading of an id; nothing happens where there is none.
pub fn heading(id: &str) {
    let document = web_sys::window().and_then(|window| window.document());
    let Some(element) = document.and_then(|document| document.get_element_by_id(id)) else {
        return;
    };
    element.scroll_into_view();
    if let Ok(element) = element.dyn_into::<HtmlElement>() {
        // A heading that cannot take the focus is in view all the same.
        let _ = element.focus();
    }
}
