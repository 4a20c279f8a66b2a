//! The lines that put a figure into pages of others.

use leptos::prelude::*;
use wording::t;

use crate::components::PartPlace;
use crate::state::{Embed, Look};

/// The program that offers charts for pages of others.
const PROGRAM: &str = "offer.js";

/// The offer of a figure; its program is fetched when it is opened.
#[component]
pub fn Embedding(
    /// The chart.
    embed: Signal<Embed>,
    /// What opens it.
    #[prop(default = t!("Embed this chart"))]
    label: &'static str,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let address = Signal::derive(move || {
        let address = embed.with(|embed| embed.address(Look::default()));
        format!("/{address}")
    });
    let offer = move || {
        // It leads nowhere.
        let go = Callback::new(|_| ());
        open.get()
            .then(|| view! { <PartPlace part=PROGRAM address go is_page=false /> })
    };
    view! {
        <details class="embedding" on:toggle=move |_| open.update(|open| *open = !*open)>
            <summary>{label}</summary>
            {offer}
        </details>
    }
}
