//! What is chosen, as buttons that take it back.

use leptos::prelude::*;
use wording::t;

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
        let name = t!("Remove: {name}", name = text);
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
                view! { <li><button type="button" on:click=clear>{t!("Remove all")}</button></li> }
            });
            view! {
                <div class="chosen">
                    <p id="chosen-label">{t!("Chosen")}</p>
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
        Label::City => t!("{city} beside it", city = city),
        Label::Period(Some(first), Some(last)) => charts::format::span(*first, *last),
        Label::Period(Some(first), None) => t!("from {month}", month = month(*first)),
        Label::Period(None, Some(last)) => t!("to {month}", month = month(*last)),
        Label::Period(None, None) => t!("Whole period").to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use cube::Month;
    use wording::{Language, speaking};

    #[test]
    fn what_is_chosen_is_named_in_the_language_that_is_spoken() {
        let month = |text: &str| Month::parse(text).ok();
        let check = |label: Label, english: &str, spanish: &str| {
            let named = || words(&label, "Rivertown");
            assert_eq!(named(), english);
            assert_eq!(speaking(Language::Spanish, named), spanish);
        };
        let since = Label::Period(month("2019-07"), None);
        check(since, "from July 2019", "desde julio de 2019");
        let until = Label::Period(None, month("2019-07"));
        check(until, "to July 2019", "hasta julio de 2019");
        check(Label::City, "Rivertown beside it", "Rivertown al lado");
    }
}
