//! An attribute of many elements at once: to cross into the browser for each of hundreds takes longer
//! than what is changed there.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(inline_js = r#"
export function write_each(place, selector, attribute, lines) {
    const values = lines.split("\n");
    place.querySelectorAll(selector).forEach((element, at) => {
        const value = values[at];
        if (value && element.getAttribute(attribute) !== value) element.setAttribute(attribute, value);
        else if (!value) element.removeAttribute(attribute);
    });
}
export function tell_what_is_pointed_at(place) {
    place.addEventListener("pointerover", ({ target }) => {
        const named = target.closest("[aria-label]");
        const title = named?.querySelector("title");
        const name = named?.getAttribute("aria-label");
        if (title && title.textContent !== name) title.textContent = name;
    });
}
"#)]
extern "C" {
    /// Gives the elements below a place that a selector finds a value of an attribute each, in their
    /// order: a line of `lines`. An empty one takes the attribute away; no value has a line break.
    pub fn write_each(place: &web_sys::Element, selector: &str, attribute: &str, lines: &str);

    /// Puts the accessible name of what is pointed at within a place into its `title`, which browsers show
    /// beside the pointer.
    pub fn tell_what_is_pointed_at(place: &web_sys::Element);
}
