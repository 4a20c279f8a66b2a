//! Programs that a page fetches when it needs them. It knows their hashes (`xtask/src/integrity.rs`): none
//! of another version, and none that was changed on its way, runs beside it.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/platform/programs.js")]
extern "C" {
    #[wasm_bindgen(catch)]
    async fn known_module(path: &str, attempt: u32) -> Result<JsValue, JsValue>;
}

/// The address of a module below the site's base, once it is here; `attempt` counts the retries.
///
/// # Errors
/// Where it cannot be fetched, or is not the one that this page knows, in the words of an engineer.
pub async fn checked(path: &str, attempt: u32) -> Result<String, String> {
    let address = known_module(path, attempt).await;
    address
        .map(|address| address.as_string().unwrap_or_default())
        .map_err(|error| text(&error))
}

/// What a script says went wrong.
#[must_use]
pub fn text(error: &JsValue) -> String {
    let error = error.dyn_ref::<js_sys::Error>();
    error.map_or_else(
        || "unknown".to_owned(),
        |error| String::from(error.message()),
    )
}
