//! Where the site is: its base path and the address of the page.

use std::sync::OnceLock;

/// The path under which the site is served, without a slash at its end: empty at the root of a
/// host, `/sightline` in a folder. It follows from the `base` element of the page.
#[must_use]
pub fn base_path() -> &'static str {
    // A page has one base for good, and a list of places asks for it hundreds of times.
    static BASE: OnceLock<String> = OnceLock::new();
    BASE.get_or_init(|| {
        let base = web_sys::window()
            .and_then(|window| window.document())
            .and_then(|document| document.base_uri().ok().flatten())
            .and_then(|uri| web_sys::Url::new(&uri).ok());
        base.map(|url| url.pathname().trim_end_matches('/').to_owned())
            .unwrap_or_default()
    })
}

/// The whole address of a link of this site.
#[must_use]
pub fn absolute(link: &str) -> String {
    let url = web_sys::Url::new_with_base(link, &current());
    url.map_or_else(|_| link.to_owned(), |url| url.href())
}

/// The whole address of the page as it is now.
#[must_use]
pub fn current() -> String {
    web_sys::window()
        .and_then(|window| window.location().href().ok())
        .unwrap_or_default()
}

/// The path and the query of the page as it is now.
#[must_use]
pub fn path_and_query() -> (String, String) {
    let location = web_sys::window().map(|window| window.location());
    let of = |part: fn(&web_sys::Location) -> Result<String, wasm_bindgen::JsValue>| {
        let part = location.as_ref().and_then(|location| part(location).ok());
        part.unwrap_or_default()
    };
    (
        of(web_sys::Location::pathname),
        of(web_sys::Location::search),
    )
}

/// Loads the page anew.
pub fn reload() {
    if let Some(window) = web_sys::window() {
        // Where the browser refuses, the page stays as it is.
        let _ = window.location().reload();
    }
}

/// Another address for the page as it is, in the place of its own.
pub fn replace(address: &str) {
    let history = web_sys::window().and_then(|window| window.history().ok());
    if let Some(history) = history {
        let state = wasm_bindgen::JsValue::NULL;
        // Where the browser refuses, the address stays, and the page says that it knows none such.
        let _ = history.replace_state_with_url(&state, "", Some(address));
    }
}
