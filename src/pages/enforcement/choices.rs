//! The members of a table's dimensions that a visitor can choose at a figure.

use cube::{Dimension, DimensionKind, Header};
use leptos::prelude::*;
use wording::t;

use crate::{
    components::MemberPicker,
    state::{Resolved, ViewState},
};

/// A picker for each dimension of a table that is offered.
#[component]
pub(super) fn Choices(
    /// The table.
    header: Header,
    /// The ids of the dimensions that are offered.
    offered: Vec<String>,
    /// What the figure shows.
    resolved: Memo<Resolved>,
    /// What the page shows.
    view: Memo<ViewState>,
    /// Shows another view.
    apply: Callback<ViewState>,
) -> impl IntoView {
    let dimensions = header.dimensions.into_iter();
    let offered = dimensions.filter(|dimension| offered.contains(&dimension.id));
    let pickers = offered.map(|dimension| {
        let legend = legend(&dimension);
        let chosen = chosen(&dimension, resolved);
        let on_toggle = toggle(&dimension, chosen, view, apply);
        view! { <MemberPicker legend dimension chosen on_toggle /> }
    });
    let pickers = pickers.collect_view();
    let is_any = !pickers.is_empty();
    is_any.then(|| {
        view! { <div class="controls" role="group" aria-label=t!("What the chart shows")>{pickers}</div> }
    })
}

fn legend(dimension: &Dimension) -> String {
    match dimension.kind {
        DimensionKind::Category => t!(in "what is counted", "Count").to_owned(),
        DimensionKind::Geography => t!("Where").to_owned(),
        DimensionKind::Group => dimension.label.clone(),
    }
}

/// The codes of a dimension that the figure shows.
fn chosen(dimension: &Dimension, resolved: Memo<Resolved>) -> Signal<Vec<String>> {
    let (kind, id) = (dimension.kind, dimension.id.clone());
    let chosen = Memo::new(move |_| {
        resolved.with(|resolved| match kind {
            DimensionKind::Category => resolved.categories.clone(),
            DimensionKind::Geography => resolved.geographies.clone(),
            DimensionKind::Group => resolved.groups.get(&id).cloned().unwrap_or_default(),
        })
    });
    chosen.into()
}

/// Adds a code to those that the figure shows, or takes it away; what other figures show by codes
/// that this dimension does not have stays chosen.
fn toggle(
    dimension: &Dimension,
    chosen: Signal<Vec<String>>,
    view: Memo<ViewState>,
    apply: Callback<ViewState>,
) -> Callback<String> {
    let dimension = dimension.clone();
    Callback::new(move |code: String| {
        let mut codes = toggled(chosen.get_untracked(), code);
        let mut next = view.get_untracked();
        let is_other = |code: &&String| dimension.member(code).is_none();
        match dimension.kind {
            DimensionKind::Category => {
                codes.extend(next.categories.iter().filter(is_other).cloned());
                next.categories = codes;
            }
            DimensionKind::Geography => {
                codes.extend(next.geographies.iter().filter(is_other).cloned());
                next.geographies = codes;
            }
            DimensionKind::Group => next.choose_groups(&dimension.id, codes),
        }
        apply.run(next);
    })
}

/// The codes with one more, or without it; never without any.
fn toggled(mut codes: Vec<String>, code: String) -> Vec<String> {
    match codes.iter().position(|known| *known == code) {
        Some(position) if codes.len() > 1 => {
            codes.remove(position);
        }
        Some(_) => {}
        None => codes.push(code),
    }
    codes
}
