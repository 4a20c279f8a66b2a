//! A worker: a second program of the site, which computes while the page stays alive.

use js_sys::{Array, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::{ErrorEvent, MessageEvent};

#[wasm_bindgen(module = "/src/platform/programs.js")]
extern "C" {
    #[wasm_bindgen(catch)]
    fn start_worker(path: &str) -> Result<web_sys::Worker, JsValue>;
}

/// A worker that tells texts; it ends when this is dropped.
pub struct Worker {
    worker: web_sys::Worker,
    // The browser calls them as long as the worker lives.
    _on_message: Closure<dyn Fn(MessageEvent)>,
    _on_error: Closure<dyn Fn(ErrorEvent)>,
}

impl Worker {
    /// Starts the program at a path below the site's base; none where the browser refuses.
    ///
    /// `hear` is called with each text that it tells, or with what went wrong.
    pub fn start(
        path: &str,
        hear: impl Fn(Result<String, String>) + Clone + 'static,
    ) -> Option<Self> {
        let worker = start_worker(path).ok()?;
        let told = hear.clone();
        let on_message = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            told(Ok(event.data().as_string().unwrap_or_default()));
        });
        let on_error = Closure::<dyn Fn(ErrorEvent)>::new(move |event: ErrorEvent| {
            hear(Err(event.message()));
        });
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        Some(Self {
            worker,
            _on_message: on_message,
            _on_error: on_error,
        })
    }

    /// Hands files over.
    pub fn send_files(&self, files: &[Vec<u8>]) {
        let list: Array = files
            .iter()
            .map(|bytes| Uint8Array::from(bytes.as_slice()))
            .collect();
        self.post(&list);
    }

    /// Asks something.
    pub fn send_text(&self, text: &str) {
        self.post(&JsValue::from_str(text));
    }

    fn post(&self, message: &JsValue) {
        // A worker that has ended has told so through its error.
        let _ = self.worker.post_message(message);
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.worker.terminate();
    }
}
