//! An attribute of many elements at once: to cross into the browser for each of hundreds takes longer
//! than what is changed there.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(inline_js = r#"
// What was written last, by place, selector and attribute: to ask the elements takes longer.
const written = new WeakMap();
export function write_each(place, selector, attribute, lines) {
    if (!written.has(place)) written.set(place, new Map());
    const kept = written.get(place);
    const key = `${attribute} ${selector}`;
    const before = kept.get(key);
    if (before?.lines === lines) return;
    const elements = before?.elements ?? place.querySelectorAll(selector);
    const values = lines.split("\n");
    elements.forEach((element, at) => {
        const value = values[at];
        if (value === before?.values[at]) return;
        if (value) element.setAttribute(attribute, value);
        else element.removeAttribute(attribute);
    });
    kept.set(key, { lines, values, elements });
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
    ///
    /// The elements are those that were there the first time, and nobody else writes the attribute.
    pub fn write_each(place: &web_sys::Element, selector: &str, attribute: &str, lines: &str);

    /// Puts the accessible name of what is pointed at within a place into its `title`, which browsers show
    /// beside the pointer.
    pub fn tell_what_is_pointed_at(place: &web_sys::Element);
}
