//! Which chart shows the numbers.

use leptos::prelude::*;
use wording::t;

use crate::state::ChartKind;

/// A choice among the charts that a table can be shown as; nothing where there is only one.
#[component]
pub fn KindChoice(
    /// The kind as it is.
    #[prop(into)]
    kind: Signal<ChartKind>,
    /// The kinds that can be chosen.
    #[prop(into)]
    kinds: Signal<Vec<ChartKind>>,
    /// Called with the kind that the visitor chooses.
    #[prop(into)]
    on_choose: Callback<ChartKind>,
) -> impl IntoView {
    let choice = move |choice: ChartKind| {
        view! {
            <label>
                <input
                    type="radio"
                    name="kind"
                    value=choice.code()
                    prop:checked=move || kind.get() == choice
                    on:change=move |_| on_choose.run(choice)
                />
                {choice.label()}
            </label>
        }
    };
    let choices = move || {
        let kinds = kinds.get();
        (kinds.len() > 1).then(|| {
            let choices = kinds.into_iter().map(choice).collect_view();
            view! { <fieldset class="choice"><legend>{t!("Show as")}</legend>{choices}</fieldset> }
        })
    };
    view! { {choices} }
}
