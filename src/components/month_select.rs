//! A month out of a span of months, or the first or last month of a quarter.

use cube::Month;
use leptos::prelude::*;

/// Which months can be chosen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Edge {
    /// Any.
    #[default]
    Month,
    /// Those with which a quarter begins.
    OpensQuarter,
    /// Those with which a quarter ends.
    ClosesQuarter,
}

impl Edge {
    fn allows(self, month: Month) -> bool {
        match self {
            Self::Month => true,
            Self::OpensQuarter => month.number() % 3 == 1,
            Self::ClosesQuarter => month.number().is_multiple_of(3),
        }
    }
}

/// A list of months, grouped by year.
#[component]
pub fn MonthSelect(
    /// What the month is for.
    label: &'static str,
    /// Which months are offered.
    edge: Edge,
    /// The first month offered.
    #[prop(into)]
    first: Signal<Month>,
    /// The last month offered.
    last: Month,
    /// The month as it is.
    #[prop(into)]
    month: Signal<Month>,
    /// Called with the month that the visitor chooses.
    #[prop(into)]
    on_choose: Callback<Month>,
) -> impl IntoView {
    let option = move |choice: Month| {
        view! {
            <option value=choice.to_string() prop:selected=move || month.get() == choice>
                {charts::format::month(choice)}
            </option>
        }
    };
    let years = move || {
        let first = first.get();
        let year = |year: i32| {
            let months = first
                .through(last)
                .filter(|month| month.year() == year && edge.allows(*month));
            let options = months.map(option).collect_view();
            view! { <optgroup label=year.to_string()>{options}</optgroup> }
        };
        (first.year()..=last.year()).rev().map(year).collect_view()
    };
    let choose = move |text: String| {
        if let Ok(month) = Month::parse(&text) {
            on_choose.run(month);
        }
    };
    view! {
        <label class="field">
            <span>{label}</span>
            <select on:change:target=move |event| choose(event.target().value())>
                {years}
            </select>
        </label>
    }
}
