//! A short code list as buttons, any of which can be pressed.

use cube::Dimension;
use leptos::prelude::*;

/// The members of a dimension as buttons; parts stand behind their total.
#[component]
pub fn MemberToggles(
    /// What is chosen here.
    #[prop(into)]
    legend: String,
    /// The code list.
    dimension: Dimension,
    /// The chosen codes.
    #[prop(into)]
    chosen: Signal<Vec<String>>,
    /// Called with the code of the member that the visitor presses.
    #[prop(into)]
    on_toggle: Callback<String>,
) -> impl IntoView {
    let buttons = dimension
        .members
        .iter()
        .enumerate()
        .map(|(position, member)| {
            let (code, pressed) = (member.code.clone(), member.code.clone());
            let is_pressed = move || chosen.with(|codes| codes.contains(&pressed)).to_string();
            view! {
                <button
                    type="button"
                    class="toggle"
                    data-depth=dimension.depth(position).to_string()
                    data-code=member.code.clone()
                    aria-pressed=is_pressed
                    on:click=move |_| on_toggle.run(code.clone())
                >
                    {member.label.clone()}
                </button>
            }
        });
    let buttons = buttons.collect_view();
    view! {
        <fieldset class="toggles"><legend class="visually-hidden">{legend}</legend>{buttons}</fieldset>
    }
}
