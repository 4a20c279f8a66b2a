//! A click on one of many elements, told to what holds them all.

use wasm_bindgen::JsCast;
use web_sys::{Element, MouseEvent};

/// An attribute of the element that was clicked or that is around what was clicked, and no longer the
/// browser's to follow; none where there is no such element, or where a key asks for a new tab or a
/// download.
#[must_use]
pub fn taken(event: &MouseEvent, selector: &str, attribute: &str) -> Option<String> {
    let target: Element = event.target()?.dyn_into().ok()?;
    let value = target.closest(selector).ok()??.get_attribute(attribute)?;
    if event.ctrl_key() || event.meta_key() || event.shift_key() {
        return None;
    }
    event.prevent_default();
    Some(value)
}
