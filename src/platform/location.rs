//! Where the visitor is, as far as the browser tells this page; the page keeps it to itself.

use wasm_bindgen::{JsCast, JsValue, closure::Closure};

/// A point on the earth, in degrees of WGS 84.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Position {
    /// The longitude.
    pub longitude: f64,
    /// The latitude.
    pub latitude: f64,
}

/// Why there is no position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoPosition {
    /// The visitor or the browser does not allow it.
    Refused,
    /// The device does not know, or took too long.
    Unknown,
    /// The browser has no such thing.
    Unsupported,
}

/// How long the device may take, in milliseconds.
const PATIENCE_MILLIS: u32 = 15_000;

/// Asks the browser once; the answer comes by `on_answer`, at most once.
pub fn ask(on_answer: impl Fn(Result<Position, NoPosition>) + Clone + 'static) {
    let geolocation = web_sys::window().and_then(|window| window.navigator().geolocation().ok());
    let Some(geolocation) = geolocation else {
        return on_answer(Err(NoPosition::Unsupported));
    };
    let failing = on_answer.clone();
    let unanswered = on_answer.clone();
    let found = Closure::once_into_js(move |value: JsValue| {
        let position: web_sys::Position = value.unchecked_into();
        let at = position.coords();
        on_answer(Ok(Position {
            longitude: at.longitude(),
            latitude: at.latitude(),
        }));
    });
    let failed = Closure::once_into_js(move |value: JsValue| {
        let error: web_sys::PositionError = value.unchecked_into();
        let is_refused = error.code() == web_sys::PositionError::PERMISSION_DENIED;
        failing(Err(match is_refused {
            true => NoPosition::Refused,
            false => NoPosition::Unknown,
        }));
    });
    let options = web_sys::PositionOptions::new();
    options.set_timeout(PATIENCE_MILLIS);
    let asked = geolocation.get_current_position_with_error_callback_and_options(
        found.unchecked_ref(),
        Some(failed.unchecked_ref()),
        &options,
    );
    if asked.is_err() {
        unanswered(Err(NoPosition::Unsupported));
    }
}
