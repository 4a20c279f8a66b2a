//! A frame of the page that asks for a height, as the charts of this site do.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(inline_js = r#"
export function watch_frame(frame, told) {
    const listener = ({ source, data }) => {
        if (source === frame.contentWindow && data?.sightline?.height > 0) told(data.sightline.height);
    };
    addEventListener("message", listener);
    return () => removeEventListener("message", listener);
}
"#)]
extern "C" {
    fn watch_frame(frame: &web_sys::Element, told: &Closure<dyn Fn(f64)>) -> js_sys::Function;
}

/// Tells of each height that a frame asks for, as long as it is kept.
pub struct FrameWatch {
    stop: js_sys::Function,
    // The browser calls it as long as it listens.
    _told: Closure<dyn Fn(f64)>,
}

impl FrameWatch {
    /// Begins to tell, in CSS pixels.
    #[must_use]
    pub fn start(frame: &web_sys::Element, told: impl Fn(f64) + 'static) -> Self {
        let told = Closure::<dyn Fn(f64)>::new(told);
        Self {
            stop: watch_frame(frame, &told),
            _told: told,
        }
    }
}

impl Drop for FrameWatch {
    fn drop(&mut self) {
        // Nothing is left to be done where it fails: the frame is gone with its page.
        let _ = self.stop.call0(&JsValue::NULL);
    }
}
