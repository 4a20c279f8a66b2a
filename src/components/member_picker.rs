//! A choice of members of one dimension, under a line that says what is chosen.

use cube::Dimension;
use leptos::prelude::*;

use super::{member_search::MemberSearch, member_toggles::MemberToggles};
use crate::platform::size;

/// Up to this many members are offered as buttons; more are searched.
const BUTTON_LIMIT: usize = 24;

/// A choice of members; it starts closed on a phone, so that the chart is near.
#[component]
pub fn MemberPicker(
    /// What is chosen here, in a word.
    #[prop(into)]
    legend: String,
    /// The code list.
    dimension: Dimension,
    /// The chosen codes.
    #[prop(into)]
    chosen: Signal<Vec<String>>,
    /// Called with the code of a member to add or to remove.
    #[prop(into)]
    on_toggle: Callback<String>,
) -> impl IntoView {
    let labelled = dimension.clone();
    let summary = move || {
        let label = |code: &String| labelled.member(code).map(|member| member.label.clone());
        chosen.with(|codes| {
            codes
                .iter()
                .filter_map(label)
                .collect::<Vec<_>>()
                .join(", ")
        })
    };
    let choice = if dimension.members.len() <= BUTTON_LIMIT {
        view! { <MemberToggles legend=legend.clone() dimension chosen on_toggle /> }.into_any()
    } else {
        view! { <MemberSearch legend=legend.clone() dimension chosen on_toggle /> }.into_any()
    };
    view! {
        <details class="picker" open=size::is_viewport_wide()>
            <summary><strong>{legend}</strong> " " {summary}</summary>
            {choice}
        </details>
    }
}
