//! Saving bytes that the page made as a file.

use wasm_bindgen::{JsCast, JsValue};

/// Offers bytes to the visitor as a file; whether the browser took them.
pub fn save(bytes: &[u8], file_name: &str, media_type: &str) -> bool {
    try_save(bytes, file_name, media_type).is_ok()
}

fn try_save(bytes: &[u8], file_name: &str, media_type: &str) -> Result<(), JsValue> {
    let parts = js_sys::Array::of1(&js_sys::Uint8Array::from(bytes));
    let options = web_sys::BlobPropertyBag::new();
    options.set_type(media_type);
    let blob = web_sys::Blob::new_with_u8_array_sequence_and_options(&parts, &options)?;
    let url = web_sys::Url::create_object_url_with_blob(&blob)?;
    let document = web_sys::window().and_then(|window| window.document());
    let document = document.ok_or(JsValue::NULL)?;
    let anchor: web_sys::HtmlAnchorElement = document.create_element("a")?.unchecked_into();
    anchor.set_href(&url);
    anchor.set_download(file_name);
    anchor.click();
    web_sys::Url::revoke_object_url(&url)
}
