//! The language that the page says it is in.

/// Names the language of the page by its tag, for the browser and for those who read aloud.
pub fn set(tag: &str) {
    let document = web_sys::window().and_then(|window| window.document());
    if let Some(root) = document.and_then(|document| document.document_element()) {
        // A page whose language cannot be named is still read.
        let _ = root.set_attribute("lang", tag);
    }
}
