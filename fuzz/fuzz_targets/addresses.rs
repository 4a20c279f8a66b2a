//! Addresses of the site: each is a view, whose own address is the same view again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use sightline::ahead::{CompareView, Embed, PlacesView, Route, ViewState};

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let view = ViewState::parse(&text);
    assert_eq!(ViewState::parse(&view.query()), view);
    let view = PlacesView::parse(&text);
    assert_eq!(PlacesView::parse(&view.query()), view);
    let view = CompareView::parse(&text);
    assert_eq!(CompareView::parse(&view.query()), view);
    if let Some(route) = Route::at(&text) {
        let _ = route.parameter(&text);
    }
    let (path, query) = text.split_once('?').unwrap_or((&text, ""));
    let _ = Embed::parse(path, query);
});
