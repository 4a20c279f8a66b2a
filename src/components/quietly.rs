//! Changing only what says something else, and after the paint what is not painted.

use leptos::prelude::*;

use crate::platform::view;

/// Sets a signal to a value, and tells nobody where it has that value already.
pub(super) fn set<T: PartialEq + Send + Sync + 'static>(signal: RwSignal<T>, value: T) {
    if signal.with_untracked(|now| *now != value) {
        signal.set(value);
    }
}

/// Does some work, and again after the paint that follows each change of what `changes` reads, for as
/// long as `owned` is there.
pub(super) fn after_paint<T: 'static>(
    owned: StoredValue<T>,
    changes: impl Fn() + 'static,
    work: impl Fn() + Clone + 'static,
) {
    Effect::new(move |is_done: Option<()>| {
        changes();
        let work = work.clone();
        match is_done {
            None => untrack(work),
            Some(()) => view::after_paint(move || {
                if !owned.is_disposed() {
                    untrack(work);
                }
            }),
        }
    });
}
