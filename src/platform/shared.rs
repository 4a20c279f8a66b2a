//! The catalogue as the programs of one page share it: the first that reads it tells the others.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(inline_js = r#"
let kept;
export const shared_catalog = () => kept;
export function share_catalog(text) {
    kept = text;
}
"#)]
extern "C" {
    /// The catalogue of this page; none where no program has read it yet.
    #[wasm_bindgen(js_name = shared_catalog)]
    pub fn catalog() -> Option<String>;

    /// Tells the other programs of this page the catalogue.
    #[wasm_bindgen(js_name = share_catalog)]
    pub fn share(text: &str);
}
