//! Changing a signal only where it says something else.

use leptos::prelude::*;

/// Sets a signal to a value, and tells nobody where it has that value already.
pub(super) fn set<T: PartialEq + Send + Sync + 'static>(signal: RwSignal<T>, value: T) {
    if signal.with_untracked(|now| *now != value) {
        signal.set(value);
    }
}
