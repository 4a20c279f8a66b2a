//! Parts of a page that are made one after the other.

use leptos::prelude::*;

use crate::platform::{prebuilt, turn};

/// Whether the turn of a part of a page has come.
///
/// While a page that was written ahead of time stands, nothing waits for the app's, and each part of it
/// has a task of the browser to itself: a slow phone would not answer for a second otherwise. Later, at
/// once.
#[derive(Clone, Copy)]
pub(super) struct Turn {
    has_come: RwSignal<bool>,
    is_asked: StoredValue<bool>,
}

impl Turn {
    /// A turn that has not been asked for yet.
    pub(super) fn new() -> Self {
        Self {
            has_come: RwSignal::new(!prebuilt::stands()),
            is_asked: StoredValue::new(false),
        }
    }

    /// Whether it has come; asks for it the first time.
    pub(super) fn has_come(self) -> bool {
        let has_come = self.has_come.get();
        if !has_come && !self.is_asked.get_value() {
            self.is_asked.set_value(true);
            turn::in_turn(move || {
                self.has_come.try_set(true);
            });
        }
        has_come
    }
}

/// Makes a part of a page when its turn has come.
#[component]
pub fn InTurn<F, V>(
    /// The part.
    view: F,
) -> impl IntoView
where
    F: Fn() -> V + Send + 'static,
    V: IntoView + 'static,
{
    let turn = Turn::new();
    move || match turn.has_come() {
        true => view().into_any(),
        false => view! { <div aria-busy="true"></div> }.into_any(),
    }
}
