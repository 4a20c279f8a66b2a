//! In which numbers cities stand beside each other.

use cube::comparison::Scale;
use leptos::prelude::*;
use wording::t;

/// A choice of scale.
#[component]
pub fn ScaleChoice(
    /// The scale as it is.
    #[prop(into)]
    scale: Signal<Scale>,
    /// Called with the scale that the visitor chooses.
    #[prop(into)]
    on_choose: Callback<Scale>,
) -> impl IntoView {
    let choices = Scale::ALL.map(|choice| {
        view! {
            <label>
                <input
                    type="radio"
                    name="scale"
                    prop:checked=move || scale.get() == choice
                    on:change=move |_| on_choose.run(choice)
                />
                {label(choice)}
            </label>
        }
    });
    view! { <fieldset class="choice"><legend>{t!("Numbers")}</legend>{choices}</fieldset> }
}

fn label(scale: Scale) -> &'static str {
    match scale {
        Scale::Counts => t!("Counts"),
        Scale::Rate => t!("Per 100,000 residents"),
        Scale::Joining => t!("100 = the year before joining"),
    }
}
