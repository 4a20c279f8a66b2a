//! A line that says when the network is gone.

use leptos::prelude::*;
use wording::t;

use crate::platform::network;

/// Says that the browser is offline, while it is.
#[component]
pub fn OfflineNotice() -> impl IntoView {
    let online = RwSignal::new(network::is_online());
    network::watch(move |now| online.set(now));
    let notice = move || {
        (!online.get()).then(|| {
            view! {
                <p class="notice">
                    {t!("You are offline. What is on the page stays; other tables need a connection.")}
                </p>
            }
        })
    };
    view! { <div aria-live="polite">{notice}</div> }
}
