//! The page as it was written ahead of time, which stands until the app has its own.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(inline_js = r#"
export function leave() {
    const prebuilt = document.getElementById("prebuilt");
    if (!prebuilt) return;
    const isReady = () => {
        const main = document.querySelector("body > main");
        return main?.querySelector("h1, [role=alert]") && !main.querySelector("[aria-busy=true]");
    };
    const observer = new MutationObserver(() => {
        if (!isReady()) return;
        observer.disconnect();
        prebuilt.remove();
    });
    observer.observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ["aria-busy"] });
}
"#)]
extern "C" {
    /// Takes the prebuilt page away as soon as the app's has a heading, or says why it has none, and
    /// no part of it is on its way; until then the style sheets keep the app's out of sight.
    pub fn leave();
}
