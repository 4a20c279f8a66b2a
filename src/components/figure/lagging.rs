//! A figure that nobody sees waits: what is seen is changed, laid out and painted first.

use leptos::{html, prelude::*};

use super::FigureContent;
use crate::platform::view;

/// The content of the figure at `place`: while it is outside of the window, each change comes after
/// the next paint.
pub(super) fn lagging(
    place: NodeRef<html::Figure>,
    content: Signal<FigureContent>,
) -> Signal<FigureContent> {
    let shown = RwSignal::new(content.get_untracked());
    let round = StoredValue::new(0_u32);
    Effect::new(move |_| {
        if let Some(figure) = place.get() {
            // From now on it is known.
            view::is_seen(&figure);
        }
    });
    Effect::new(move |_| {
        let now = content.get();
        round.update_value(|round| *round += 1);
        let own = round.get_value();
        if shown.with_untracked(|shown| *shown == now) {
            return;
        }
        let figure = place.get_untracked();
        match figure.is_some_and(|figure| !view::is_seen(&figure)) {
            false => shown.set(now),
            true => view::after_paint(move || {
                // Another change may have come in between, or the page may be gone.
                if round.try_get_value() == Some(own) {
                    shown.try_set(now);
                }
            }),
        }
    });
    shown.into()
}
