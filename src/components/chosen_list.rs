//! What is chosen, as buttons that take it back.

use leptos::prelude::*;

use crate::state::{Chosen, Label, ViewState};

/// One button for each thing that is chosen; nothing where nothing is.
#[component]
pub fn ChosenList(
    /// What is chosen.
    #[prop(into)]
    chosen: Signal<Vec<Chosen>>,
    /// The name of the city.
    city: String,
    /// Called with the view without one of them, or without all.
    #[prop(into)]
    on_remove: Callback<ViewState>,
    /// The view without any of them.
    #[prop(into)]
    none: Signal<ViewState>,
) -> impl IntoView {
    let entry = move |one: Chosen| {
        let text = words(&one.label, &city);
        let name = format!("Remove: {text}");
        let without = one.without;
        view! {
            <li>
                <button type="button" aria-label=name on:click=move |_| on_remove.run(without.clone())>
                    {text} <span aria-hidden="true">" ×"</span>
                </button>
            </li>
        }
    };
    let clear = move |_| on_remove.run(none.get_untracked());
    move || {
        let chosen = chosen.get();
        let has_several = chosen.len() > 1;
        (!chosen.is_empty()).then(|| {
            let entries = chosen.into_iter().map(&entry).collect_view();
            let all = has_several.then(|| {
                view! { <li><button type="button" on:click=clear>"Remove all"</button></li> }
            });
            view! {
                <div class="chosen">
                    <p id="chosen-label">"Chosen"</p>
                    <ul aria-labelledby="chosen-label">{entries} {all}</ul>
                </div>
            }
        })
    }
}

fn words(label: &Label, city: &str) -> String {
    let month = charts::format::month;
    match label {
        Label::Member(text) => text.clone(),
        Label::City => format!("{city} beside it"),
        Label::Period(Some(first), Some(last)) => charts::format::span(*first, *last),
        Label::Period(Some(first), None) => format!("from {}", month(*first)),
        Label::Period(None, Some(last)) => format!("to {}", month(*last)),
        Label::Period(None, None) => "Whole period".to_owned(),
    }
}
