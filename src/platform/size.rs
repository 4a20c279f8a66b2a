//! The size of the window, and of an element as it changes.

use wasm_bindgen::{JsCast, closure::Closure};

/// From this width on, in CSS pixels, a page has room for more than one column.
const WIDE_FROM_PX: f64 = 680.0;

/// Whether the window is wider than a phone now.
#[must_use]
pub fn is_viewport_wide() -> bool {
    let width = web_sys::window().and_then(|window| window.inner_width().ok()?.as_f64());
    width.is_none_or(|width| width >= WIDE_FROM_PX)
}

/// Watches the size of one element until it is dropped.
pub struct SizeWatch {
    observer: web_sys::ResizeObserver,
    // The browser calls it; it has to live as long as the observer.
    _callback: Closure<dyn Fn()>,
}

impl SizeWatch {
    /// Calls back with the width and the height in CSS pixels once and on every change of them.
    #[must_use]
    pub fn start(element: &web_sys::Element, on_size: impl Fn(f64, f64) + 'static) -> Option<Self> {
        let watched = element.clone();
        let measure = move || {
            let (width, height) = (watched.client_width(), watched.client_height());
            on_size(f64::from(width), f64::from(height));
        };
        let callback = Closure::<dyn Fn()>::new(measure);
        let observer = web_sys::ResizeObserver::new(callback.as_ref().unchecked_ref()).ok()?;
        observer.observe(element);
        Some(Self {
            observer,
            _callback: callback,
        })
    }
}

impl Drop for SizeWatch {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}
