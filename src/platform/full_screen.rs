//! One element over the whole screen; Escape brings the page back, by the browser itself.

/// Shows an element over the whole screen; whether the browser may do so.
pub fn show(element: &web_sys::Element) -> bool {
    // Phones of some makers have no such thing for anything but videos.
    let can = js_sys::Reflect::has(element, &"requestFullscreen".into()).unwrap_or(false);
    can && element.request_fullscreen().is_ok()
}
