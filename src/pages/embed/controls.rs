//! What a reader can choose in a frame: the offense, the place and how much time a point covers, each
//! one of a list; nothing where several are compared.

use cube::{DimensionKind, Grain, Header};
use leptos::prelude::*;
use wording::t;

use crate::{
    routes::Route,
    state::{Embed, Look, ViewState, Visit, resolve},
};

/// The choices, behind a button, so that the chart stands first.
#[component]
pub fn Controls(
    /// The chart.
    embed: Signal<Option<Embed>>,
    /// Its look, which stays.
    look: Memo<Look>,
    /// Its table.
    header: Header,
) -> impl IntoView {
    let visit = expect_context::<Visit>();
    let view = Memo::new(move |_| {
        embed.with(|embed| match embed {
            Some(Embed::Trends(view)) => Some(view.clone()),
            _ => None,
        })
    });
    let apply = Callback::new(move |view: ViewState| {
        let address = Embed::Trends(view).address(look.get_untracked());
        visit.replace(Route::Overview.link("") + &address);
    });
    let is_offered = Memo::new(move |_| view.with(Option::is_some));
    move || {
        let kinds = [
            (DimensionKind::Category, t!(in "what is counted", "Count")),
            (DimensionKind::Geography, t!("Where")),
        ];
        let members = kinds.map(|(kind, label)| members(&header, kind, label, view, apply));
        let grains = grains(&header, view, apply);
        is_offered.get().then(|| {
            view! {
                <details class="embed-choices">
                    <summary>{t!("Change this chart")}</summary>
                    <div class="controls">{members.into_iter().collect_view()} {grains}</div>
                </details>
            }
        })
    }
}

fn members(
    header: &Header,
    kind: DimensionKind,
    label: &'static str,
    view: Memo<Option<ViewState>>,
    apply: Callback<ViewState>,
) -> Option<impl IntoView + use<>> {
    let dimension = header.dimensions.iter().find(|one| one.kind == kind)?;
    let members = dimension.members.clone();
    let known = header.clone();
    let chosen = Memo::new(move |_| {
        let resolved = view.with(|view| Some(resolve(view.as_ref()?, &known)));
        let codes = resolved.map(|resolved| match kind {
            DimensionKind::Category => resolved.categories,
            _ => resolved.geographies,
        });
        match codes.unwrap_or_default().as_slice() {
            [one] => Some(one.clone()),
            _ => None,
        }
    });
    let is_worth_it = members.len() > 1;
    let choose = move |code: String| {
        let Some(mut next) = view.get_untracked() else {
            return;
        };
        match kind {
            DimensionKind::Category => next.categories = vec![code],
            _ => next.geographies = vec![code],
        }
        apply.run(next);
    };
    Some(move || {
        let is_single = chosen.with(Option::is_some);
        (is_worth_it && is_single).then(|| {
            let options = members.iter().map(|member| {
                let (code, own) = (member.code.clone(), member.code.clone());
                let is_chosen = move || chosen.with(|chosen| chosen.as_ref() == Some(&own));
                view! { <option value=code prop:selected=is_chosen>{member.label.clone()}</option> }
            });
            let options = options.collect_view();
            view! {
                <label class="field">
                    <span>{label}</span>
                    <select on:change:target=move |event| choose(event.target().value())>{options}</select>
                </label>
            }
        })
    })
}

fn grains(
    header: &Header,
    view: Memo<Option<ViewState>>,
    apply: Callback<ViewState>,
) -> Option<impl IntoView + use<>> {
    let offered = header.grains();
    let option = |grain: Grain| {
        let label = match grain {
            Grain::Month => t!("Each month"),
            Grain::Quarter => t!("Each quarter"),
            Grain::Year => t!("Each year"),
            Grain::Rolling12 => t!("12 months to each month"),
        };
        let is_chosen =
            move || view.with(|view| view.as_ref().map(|view| view.grain) == Some(grain));
        view! { <option value=label prop:selected=is_chosen>{label}</option> }
    };
    let choose = move |at: i32| {
        let grain = usize::try_from(at)
            .ok()
            .and_then(|at| offered.get(at))
            .copied();
        if let (Some(mut next), Some(grain)) = (view.get_untracked(), grain) {
            next.grain = grain;
            apply.run(next);
        }
    };
    (offered.len() > 1).then(|| {
        let options = offered.iter().copied().map(option).collect_view();
        view! {
            <label class="field">
                <span>{t!("Count by")}</span>
                <select on:change:target=move |event| choose(event.target().selected_index())>{options}</select>
            </label>
        }
    })
}
