//! How much time one point covers.

use cube::Grain;
use leptos::prelude::*;

/// A choice of grain.
#[component]
pub fn GrainChoice(
    /// The grain as it is.
    #[prop(into)]
    grain: Signal<Grain>,
    /// Called with the grain that the visitor chooses.
    #[prop(into)]
    on_choose: Callback<Grain>,
) -> impl IntoView {
    let choices = [Grain::Rolling12, Grain::Month, Grain::Quarter, Grain::Year].map(|choice| {
        view! {
            <label>
                <input
                    type="radio"
                    name="grain"
                    prop:checked=move || grain.get() == choice
                    on:change=move |_| on_choose.run(choice)
                />
                {label(choice)}
            </label>
        }
    });
    view! { <fieldset class="choice"><legend>"Count by"</legend>{choices}</fieldset> }
}

fn label(grain: Grain) -> &'static str {
    match grain {
        Grain::Month => "Month",
        Grain::Quarter => "Quarter",
        Grain::Year => "Year",
        Grain::Rolling12 => "12 months",
    }
}
