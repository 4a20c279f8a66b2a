//! A year out of a span of years.

use cube::Month;
use leptos::prelude::*;

/// A list of years, the newest first; each stands for one of its months.
#[component]
pub fn YearSelect(
    /// What the year is for.
    label: &'static str,
    /// A month of each year offered, the first or the last, in time order.
    years: Vec<Month>,
    /// The month as it is.
    #[prop(into)]
    month: Signal<Month>,
    /// Called with the month of the year that the visitor chooses.
    #[prop(into)]
    on_choose: Callback<Month>,
) -> impl IntoView {
    let option = move |choice: Month| {
        view! {
            <option value=choice.to_string() prop:selected=move || month.get() == choice>
                {choice.year()}
            </option>
        }
    };
    let options = years.into_iter().rev().map(option).collect_view();
    let choose = move |text: String| {
        if let Ok(month) = Month::parse(&text) {
            on_choose.run(month);
        }
    };
    view! {
        <label class="field year">
            <span>{label}</span>
            <select on:change:target=move |event| choose(event.target().value())>{options}</select>
        </label>
    }
}
