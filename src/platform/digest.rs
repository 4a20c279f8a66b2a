//! SHA-256 by the browser's own cryptography.

use js_sys::{Reflect, Uint8Array};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

/// The SHA-256 of some bytes; none where the browser offers no cryptography, as on pages that are not
/// served securely.
pub async fn sha256(bytes: &[u8]) -> Option<Vec<u8>> {
    let crypto = web_sys::window()?.crypto().ok()?;
    let subtle = Reflect::get(&crypto, &JsValue::from_str("subtle")).ok()?;
    if subtle.is_undefined() || subtle.is_null() {
        return None;
    }
    // The browser copies the bytes before it gives back the promise.
    let digest = crypto.subtle();
    let digest = digest.digest_with_str_and_u8_array("SHA-256", bytes).ok()?;
    let hash = JsFuture::from(digest).await.ok()?;
    Some(Uint8Array::new(&hash).to_vec())
}
