//! How much time one point covers.

use cube::Grain;
use leptos::prelude::*;
use wording::t;

/// The grains in the order in which they are offered.
const ORDER: [Grain; 4] = [Grain::Rolling12, Grain::Month, Grain::Quarter, Grain::Year];

/// A choice of grain.
#[component]
pub fn GrainChoice(
    /// The grain as it is.
    #[prop(into)]
    grain: Signal<Grain>,
    /// The grains that can be shown.
    #[prop(into)]
    grains: Signal<&'static [Grain]>,
    /// Called with the grain that the visitor chooses.
    #[prop(into)]
    on_choose: Callback<Grain>,
) -> impl IntoView {
    let choice = move |choice: Grain| {
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
    };
    let choices = move || {
        let grains = grains.get();
        let shown = ORDER.into_iter().filter(|choice| grains.contains(choice));
        shown.map(choice).collect_view()
    };
    view! { <fieldset class="choice"><legend>{t!("Count by")}</legend>{choices}</fieldset> }
}

fn label(grain: Grain) -> &'static str {
    match grain {
        Grain::Month => t!("Month"),
        Grain::Quarter => t!("Quarter"),
        Grain::Year => t!("Year"),
        Grain::Rolling12 => t!("12 months"),
    }
}
