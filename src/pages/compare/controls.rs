//! What can be chosen about cities beside each other.

use cube::{DimensionKind, Header, Month, comparison::Scale};
use leptos::prelude::*;
use wording::t;

use crate::{
    components::{Edge, GrainChoice, MemberPicker, MonthSelect, ScaleChoice},
    state::{CompareView, Resolved, ViewState},
};

/// The choices: cities, one offense, the scale, the time and the grain.
#[component]
pub(super) fn Controls(
    /// What the table has.
    header: Header,
    /// What is shown.
    resolved: Memo<Resolved>,
    /// What is asked for.
    view: Memo<CompareView>,
    /// Called with the next view.
    apply: Callback<CompareView>,
) -> impl IntoView {
    let change = move |change: &dyn Fn(&mut CompareView)| {
        let mut next = view.get_untracked();
        change(&mut next);
        apply.run(next);
    };
    let choose_offense = Callback::new(move |code: String| {
        change(&|next| next.view.categories = vec![code.clone()]);
    });
    let toggle_city = Callback::new(move |code: String| {
        let cities = toggled(resolved.get_untracked().geographies, &code);
        change(&|next| next.view.geographies.clone_from(&cities));
    });
    let cities = Memo::new(move |_| resolved.with(|resolved| resolved.geographies.clone()));
    let offense = Memo::new(move |_| resolved.with(|resolved| resolved.categories.clone()));
    let pickers = header.dimensions.iter().filter_map(|dimension| {
        let dimension = dimension.clone();
        let (legend, chosen, on_toggle) = match dimension.kind {
            DimensionKind::Geography => (t!("Cities"), cities, toggle_city),
            DimensionKind::Category => (t!(in "what is counted", "Count"), offense, choose_offense),
            DimensionKind::Group => return None,
        };
        Some(view! { <MemberPicker legend dimension chosen on_toggle /> })
    });
    let pickers = pickers.collect_view();
    let scale = Memo::new(move |_| view.with(|view| view.scale));
    let choose_scale = move |scale: Scale| change(&|next| next.scale = scale);
    let grain = Memo::new(move |_| resolved.with(|resolved| resolved.grain));
    let grains = Memo::new(move |_| resolved.with(|resolved| resolved.grains));
    let choose_grain = move |grain| change(&|next| next.view.grain = grain);
    let earliest = Memo::new(move |_| resolved.with(|resolved| resolved.earliest));
    let first = Memo::new(move |_| resolved.with(|resolved| resolved.first));
    let last = Memo::new(move |_| resolved.with(|resolved| resolved.last));
    let choose_first = move |month: Month| change(&|next| next.view.first = Some(month));
    let choose_last = move |month: Month| change(&|next| next.view.last = Some(month));
    let latest = header.last;
    let start_over = move |_| {
        change(&|next| {
            *next = CompareView {
                view: ViewState::of(next.view.asked.clone()),
                ..CompareView::default()
            };
        });
    };
    view! {
        <div class="controls" role="group" aria-label=t!("What the charts show")>
            {pickers} <ScaleChoice scale on_choose=choose_scale />
            <GrainChoice grain grains on_choose=choose_grain />
            <fieldset class="period">
                <legend>{t!("When")}</legend>
                <MonthSelect label=t!("From") edge=Edge::Month first=earliest last=latest month=first on_choose=choose_first />
                <MonthSelect label=t!("To") edge=Edge::Month first=earliest last=latest month=last on_choose=choose_last />
                <button type="button" on:click=start_over>{t!("Start over")}</button>
            </fieldset>
        </div>
    }
}

/// The codes with one more, or without it; never without any.
fn toggled(mut codes: Vec<String>, code: &str) -> Vec<String> {
    match codes.iter().position(|known| known == code) {
        Some(position) if codes.len() > 1 => {
            codes.remove(position);
        }
        Some(_) => {}
        None => codes.push(code.to_owned()),
    }
    codes
}
