//! Work in turns, so that a visitor can scroll and choose in between. Unlike `view::after_paint` it waits
//! for no frame, since what is made so is not seen yet.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(inline_js = r#"
// Messages, because timers wait longer the more of them there are.
const { port1, port2 } = new MessageChannel();
const waiting = [];
port1.onmessage = () => waiting.shift()?.();
export function in_turn(work) {
    waiting.push(work);
    port2.postMessage(null);
}
"#)]
extern "C" {
    #[wasm_bindgen(js_name = in_turn)]
    fn run_in_turn(work: JsValue);
}

/// Does some work in a task of the browser of its own, after what asked for one before.
pub fn in_turn(work: impl FnOnce() + 'static) {
    run_in_turn(Closure::once_into_js(work));
}
