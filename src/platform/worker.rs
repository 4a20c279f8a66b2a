//! A worker: a second program of the site, which computes while the page stays alive.

use js_sys::{Array, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::{Event, MessageEvent};

/// A worker's program did not come, was not the one that was published, or has stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stopped;

#[wasm_bindgen(module = "/src/platform/programs.js")]
extern "C" {
    #[wasm_bindgen(catch)]
    async fn start_worker(path: &str) -> Result<JsValue, JsValue>;
}

/// A worker that tells texts; it ends when this is dropped.
pub struct Worker {
    worker: web_sys::Worker,
    // The browser calls them as long as the worker lives.
    _on_message: Closure<dyn Fn(MessageEvent)>,
    _on_error: Closure<dyn Fn(Event)>,
}

impl Worker {
    /// Starts the program at a path below the site's base.
    ///
    /// `hear` is called with each text that it tells, or with its end.
    ///
    /// # Errors
    /// Where it cannot be fetched, is not the one that this page knows, or the browser starts no worker.
    pub async fn start(
        path: &str,
        hear: impl Fn(Result<String, Stopped>) + Clone + 'static,
    ) -> Result<Self, Stopped> {
        let worker = start_worker(path).await.map_err(|_| Stopped)?;
        let worker: web_sys::Worker = worker.unchecked_into();
        let told = hear.clone();
        let on_message = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            told(Ok(event.data().as_string().unwrap_or_default()));
        });
        // Of a program that did not come, the event has no message; of others, one for engineers.
        let on_error = Closure::<dyn Fn(Event)>::new(move |_| hear(Err(Stopped)));
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        Ok(Self {
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
