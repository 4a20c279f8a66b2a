//! Small preferences that stay in the visitor's browser.

/// The stored text of a key; `None` where there is none or storage is forbidden.
#[must_use]
pub fn read(key: &str) -> Option<String> {
    storage()?.get_item(key).ok().flatten()
}

/// Stores a text, where the browser allows it.
pub fn write(key: &str, value: &str) {
    if let Some(storage) = storage() {
        // Full or forbidden storage costs the visitor a remembered preference, nothing else.
        let _ = storage.set_item(key, value);
    }
}

fn storage() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok().flatten()
}
