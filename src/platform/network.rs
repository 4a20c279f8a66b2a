//! Whether the browser believes that it has a network.

use wasm_bindgen::{JsCast, closure::Closure};

/// Whether the browser says that it has a network; true where it does not say.
#[must_use]
pub fn is_online() -> bool {
    web_sys::window().is_none_or(|window| window.navigator().on_line())
}

/// Calls back whenever the network comes or goes, with whether there is one.
///
/// Meant for the life of the page: the listeners are never removed.
pub fn watch(on_change: impl Fn(bool) + 'static) {
    let Some(window) = web_sys::window() else {
        return;
    };
    let listener = Closure::<dyn Fn()>::new(move || on_change(is_online()));
    for event in ["online", "offline"] {
        // A browser that refuses the listener leaves the visitor without this one notice.
        let _ = window.add_event_listener_with_callback(event, listener.as_ref().unchecked_ref());
    }
    listener.forget();
}
