//! Light, dark or paper: what the system prefers, and what the page is told to be.

use wasm_bindgen::{JsCast, closure::Closure};

/// Calls back now and whenever the system's preference changes, with whether it prefers dark.
///
/// Meant for the life of the page: the listener is never removed.
pub fn watch_system(on_change: impl Fn(bool) + 'static) {
    watch("(prefers-color-scheme: dark)", on_change);
}

/// Calls back now and whenever the page begins or ends to be laid out for paper.
///
/// Meant for the life of the page: the listener is never removed.
pub fn watch_printing(on_change: impl Fn(bool) + 'static) {
    watch("print", on_change);
}

fn watch(query: &str, on_change: impl Fn(bool) + 'static) {
    let query = web_sys::window().and_then(|window| window.match_media(query).ok().flatten());
    let Some(query) = query else {
        on_change(false);
        return;
    };
    on_change(query.matches());
    let watched = query.clone();
    let listener = Closure::<dyn Fn()>::new(move || on_change(watched.matches()));
    query.set_onchange(Some(listener.as_ref().unchecked_ref()));
    listener.forget();
}

/// Tells the style sheets which theme was chosen; `None` leaves it to the system.
pub fn set_page_theme(theme: Option<&str>) {
    let root = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.document_element());
    if let Some(root) = root {
        // Setting or removing a plain attribute of the root element cannot fail.
        let _ = match theme {
            Some(theme) => root.set_attribute("data-theme", theme),
            None => root.remove_attribute("data-theme"),
        };
    }
}
