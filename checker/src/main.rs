//! The worker itself: takes messages from the page, and answers them. It reads no file and opens no
//! connection; the page hands it the bytes that it has verified.

use std::cell::RefCell;

use checker::{Answer, Question, Session};
use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

fn main() {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let session = RefCell::new(None);
    let answering = scope.clone();
    let listener = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        answer(&answering, &session, &event.data());
    });
    scope.set_onmessage(Some(listener.as_ref().unchecked_ref()));
    listener.forget();
    tell(&scope, &Answer::Ready);
}

/// A text is a question about a number; a list of bytes are the files of a check.
fn answer(
    scope: &DedicatedWorkerGlobalScope,
    session: &RefCell<Option<Session>>,
    message: &JsValue,
) {
    match message.as_string() {
        Some(text) => {
            let question = serde_json::from_str::<Question>(&text).ok();
            let session = session.borrow();
            // The page asks after it has heard that the check is finished, and not before.
            if let Some((question, session)) = question.zip(session.as_ref()) {
                tell(scope, &session.worlds(&question));
            }
        }
        None => {
            let files: Vec<Vec<u8>> = Array::from(message)
                .iter()
                .map(|file| Uint8Array::new(&file).to_vec())
                .collect();
            session.replace(check(scope, &files));
        }
    }
}

/// The whole check. The page stays alive meanwhile, and ends the worker where nobody waits for it.
fn check(scope: &DedicatedWorkerGlobalScope, files: &[Vec<u8>]) -> Option<Session> {
    match Session::begin(files) {
        Err(failed) => {
            tell(scope, &failed);
            None
        }
        Ok(mut session) => loop {
            let answer = session.step();
            tell(scope, &answer);
            if matches!(answer, Answer::Finished(_)) {
                return Some(session);
            }
        },
    }
}

fn tell(scope: &DedicatedWorkerGlobalScope, answer: &Answer) {
    let text = serde_json::to_string(answer).unwrap_or_default();
    // A page that is gone hears nothing; there is nobody to tell of it.
    let _ = scope.post_message(&JsValue::from_str(&text));
}
