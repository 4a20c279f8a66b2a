//! An attribute or the text of many elements at once: to cross into the browser for each of hundreds
//! takes longer than what is changed there.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(inline_js = r#"
// What was written last, by place, selector and attribute: to ask the elements takes longer.
const written = new WeakMap();
function write(place, selector, name, lines, get, set) {
    if (!written.has(place)) written.set(place, new Map());
    const kept = written.get(place);
    const key = `${name} ${selector}`;
    // Where others have come in their place, what was written is of those that are gone.
    const last = kept.get(key);
    const before = place.contains(last?.elements[0] ?? null) ? last : undefined;
    if (before?.lines === lines) return;
    const elements = before?.elements ?? place.querySelectorAll(selector);
    const values = lines.split("\n");
    elements.forEach((element, at) => {
        const value = values[at] ?? "";
        if (value !== (before ? before.values[at] : get(element))) set(element, value);
    });
    kept.set(key, { lines, values, elements });
}
export function write_each(place, selector, attribute, lines) {
    const get = (element) => element.getAttribute(attribute) ?? "";
    write(place, selector, attribute, lines, get, (element, value) => {
        if (value) element.setAttribute(attribute, value);
        else element.removeAttribute(attribute);
    });
}
export function write_texts(place, selector, lines) {
    const get = (element) => element.textContent;
    write(place, selector, "", lines, get, (element, value) => {
        const text = element.firstChild;
        // Another text in the same node is cheaper than another node.
        if (text instanceof Text && !text.nextSibling) text.data = value;
        else element.textContent = value;
    });
}
export function tell_what_is_pointed_at(place) {
    place.addEventListener("pointerover", ({ target }) => {
        const named = target.closest("[aria-label]");
        if (named === place || !place.contains(named)) return;
        const title = named.querySelector("title") ?? document.createElementNS(named.namespaceURI, "title");
        if (!title.parentNode) named.prepend(title);
        const name = named.getAttribute("aria-label");
        if (title.textContent !== name) title.textContent = name;
    });
}
"#)]
extern "C" {
    /// Gives the elements below a place that a selector finds a value of an attribute each, in their
    /// order: a line of `lines`. An empty one takes the attribute away; no value has a line break.
    ///
    /// The elements are those of the first time until they are gone, and nobody else writes the attribute.
    pub fn write_each(place: &web_sys::Element, selector: &str, attribute: &str, lines: &str);

    /// The same with the texts of the elements.
    pub fn write_texts(place: &web_sys::Element, selector: &str, lines: &str);

    /// Gives what is pointed at within a drawing a `title` with its accessible name, which browsers show
    /// beside the pointer.
    pub fn tell_what_is_pointed_at(place: &web_sys::Element);
}

/// A value a line, as the functions above take them.
#[must_use]
pub fn lines(values: impl Iterator<Item = impl AsRef<str>>) -> String {
    let mut text = String::new();
    for (at, value) in values.enumerate() {
        if at > 0 {
            text.push('\n');
        }
        text.push_str(value.as_ref());
    }
    text
}
