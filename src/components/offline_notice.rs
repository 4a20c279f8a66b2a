//! A line that says when the network is gone, or the host gives no answer.

use leptos::prelude::*;
use wording::t;

use crate::platform::network;

/// Says that the browser is offline, while it is, or that what is shown is kept.
#[component]
pub fn OfflineNotice(
    /// Whether the host gave no answer when the page looked for the catalogue.
    #[prop(into)]
    is_unanswered: Signal<bool>,
) -> impl IntoView {
    let online = RwSignal::new(network::is_online());
    network::watch(move |now| online.set(now));
    let notice = move || {
        let text = match (online.get(), is_unanswered.get()) {
            (true, false) => return None,
            (true, true) => {
                t!("This site gives no answer now. You see what your browser has kept of it.")
            }
            (false, _) => {
                t!(
                    "You are offline. What your browser has kept of this site opens; the rest needs a connection."
                )
            }
        };
        Some(view! { <p class="notice">{text}</p> })
    };
    view! { <div aria-live="polite">{notice}</div> }
}
