//! What of the page is in the window, and what can wait until that has been painted.

use wasm_bindgen::prelude::*;

/// Whether any of an element is in the window.
#[must_use]
pub fn is_seen(element: &web_sys::Element) -> bool {
    let edges = element.get_bounding_client_rect();
    let height = web_sys::window().and_then(|window| window.inner_height().ok()?.as_f64());
    height.is_none_or(|height| edges.bottom() > 0.0 && edges.top() < height)
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
