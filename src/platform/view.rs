//! What of the page is in the window, and what can wait until that has been painted.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(inline_js = r#"
// What the browser said last: asking for the place of an element would lay the page out first.
const seen = new WeakMap();
const observer = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) seen.set(target, isIntersecting);
});
export function is_seen(element) {
    if (!seen.has(element)) {
        seen.set(element, true);
        observer.observe(element);
    }
    return seen.get(element);
}
"#)]
extern "C" {
    /// Whether any of an element was in the window at the last frame. It is watched from the first
    /// time on that this is asked, which is answered with yes, until it is gone.
    pub fn is_seen(element: &web_sys::Element) -> bool;
}

#[wasm_bindgen(inline_js = r#"
const waiting = [];
let isDue = false;
function next() {
    const first = waiting.shift();
    isDue = waiting.length > 0;
    if (isDue) schedule();
    first();
}
function schedule() {
    // A hidden page has no frames.
    if (document.hidden) setTimeout(next);
    else requestAnimationFrame(() => setTimeout(next));
}
export function after_paint(work) {
    waiting.push(work);
    if (!isDue) {
        isDue = true;
        schedule();
    }
}
"#)]
extern "C" {
    #[wasm_bindgen(js_name = after_paint)]
    fn run_after_paint(work: JsValue);
}

/// Does some work once the next frame has been painted: one piece of work a frame, in the order in
/// which they came.
pub fn after_paint(work: impl FnOnce() + 'static) {
    run_after_paint(Closure::once_into_js(work));
}
