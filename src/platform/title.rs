//! The title of the page, as the browser shows it.

/// Names the page in the browser's tab and history.
pub fn set(title: &str) {
    if let Some(document) = web_sys::window().and_then(|window| window.document()) {
        document.set_title(title);
    }
}
