//! What a visitor chooses about a map: kind of place, table, offense, years, counts or rates.

use std::sync::Arc;

use cube::area_figures::Measure;
use cube::places::PlaceKind;
use cube::{Dimension, DimensionKind, Header};
use leptos::prelude::*;
use wording::t;

use crate::state::{PlacesShown, PlacesView};

/// Which kind of place is shown.
#[component]
pub fn KindChoice(
    /// The kinds.
    kinds: Arc<Vec<PlaceKind>>,
    /// The one shown.
    kind: Memo<Option<PlaceKind>>,
    /// The view.
    view: Memo<PlacesView>,
    /// Changes the view.
    apply: Callback<PlacesView>,
) -> impl IntoView {
    let option = move |one: &PlaceKind| {
        let (id, value, label) = (one.id.clone(), one.id.clone(), one.label.clone());
        let selected = move || kind.with(|kind| kind.as_ref().is_some_and(|kind| kind.id == id));
        view! { <option value=value prop:selected=selected>{label}</option> }
    };
    let options = kinds.iter().map(option).collect_view();
    let choose = move |id: String| apply.run(view.get_untracked().of_kind(&id));
    let is_any = !kinds.is_empty();
    is_any.then(|| {
        view! {
            <div class="controls">
                <label class="field">
                    <span>{t!("Kind of place")}</span>
                    <select id="kind" on:change:target=move |event| choose(event.target().value())>
                        {options}
                    </select>
                </label>
            </div>
        }
    })
}

/// Which table is shown, by titles.
#[component]
pub fn PlaceTableChoice(
    /// Ids and titles.
    tables: Vec<(String, String)>,
    /// The id of the one shown.
    table: Memo<String>,
    /// The view.
    view: Memo<PlacesView>,
    /// Changes the view.
    apply: Callback<PlacesView>,
) -> impl IntoView {
    let option = move |(id, title): (String, String)| {
        let value = id.clone();
        view! { <option value=value prop:selected=move || table.get() == id>{title}</option> }
    };
    let options = tables.into_iter().map(option).collect_view();
    let choose = move |id: String| {
        apply.run(PlacesView {
            table: Some(id),
            first: None,
            last: None,
            ..view.get_untracked()
        });
    };
    view! {
        <label class="field wide">
            <span>{t!("What to count")}</span>
            <select id="place-table" on:change:target=move |event| choose(event.target().value())>
                {options}
            </select>
        </label>
    }
}

/// Which offense or charge group, which years, and counts or rates.
#[component]
pub fn NumberChoices(
    /// What the table holds.
    header: Header,
    /// What is shown of it.
    shown: Memo<Option<PlacesShown>>,
    /// Whether residents are known, so that there are rates.
    has_rates: bool,
    /// The view.
    view: Memo<PlacesView>,
    /// Changes the view.
    apply: Callback<PlacesView>,
) -> impl IntoView {
    let list = header
        .dimensions
        .into_iter()
        .find(|one| one.kind == DimensionKind::Category);
    let categories = list.map(|list| category_choice(list, shown, view, apply));
    let first = move |years: &PlacesShown| years.years.first;
    let last = move |years: &PlacesShown| years.years.last;
    let set_first = move |year| {
        let view = view.get_untracked();
        apply.run(PlacesView {
            first: year,
            ..view
        });
    };
    let set_last = move |year| {
        let view = view.get_untracked();
        apply.run(PlacesView { last: year, ..view });
    };
    let measure = has_rates.then(|| measure_choice(view, apply));
    view! {
        <div class="controls" role="group" aria-label=t!("What the map shows")>
            {categories} {year_choice(t!("From"), "first-year", shown, first, set_first)}
            {year_choice(t!("Until"), "last-year", shown, last, set_last)} {measure}
        </div>
    }
}

fn category_choice(
    list: Dimension,
    shown: Memo<Option<PlacesShown>>,
    view: Memo<PlacesView>,
    apply: Callback<PlacesView>,
) -> impl IntoView {
    let option = move |member: cube::Member| {
        let (code, value) = (member.code.clone(), member.code);
        let selected =
            move || shown.with(|shown| shown.as_ref().is_some_and(|shown| shown.category == code));
        view! { <option value=value prop:selected=selected>{member.label}</option> }
    };
    let options = list.members.into_iter().map(option).collect_view();
    let choose = move |code: String| {
        apply.run(PlacesView {
            category: Some(code),
            first: None,
            last: None,
            ..view.get_untracked()
        });
    };
    view! {
        <label class="field">
            <span>{list.label}</span>
            <select id="category" on:change:target=move |event| choose(event.target().value())>
                {options}
            </select>
        </label>
    }
}

fn year_choice(
    label: &'static str,
    id: &'static str,
    shown: Memo<Option<PlacesShown>>,
    year: impl Fn(&PlacesShown) -> i32 + Copy + Send + Sync + 'static,
    choose: impl Fn(Option<i32>) + 'static,
) -> impl IntoView {
    let offered = Memo::new(move |_| {
        shown
            .with(|shown| shown.as_ref().map(|shown| shown.offered.clone()))
            .unwrap_or_default()
    });
    let current = Memo::new(move |_| shown.with(|shown| shown.as_ref().map(year)));
    let option = move |year: i32| {
        let selected = move || current.get() == Some(year);
        view! { <option value=year.to_string() prop:selected=selected>{year}</option> }
    };
    let options = move || offered.get().into_iter().rev().map(option).collect_view();
    view! {
        <label class="field year">
            <span>{label}</span>
            <select id=id on:change:target=move |event| choose(event.target().value().parse().ok())>
                {options}
            </select>
        </label>
    }
}

fn measure_choice(view: Memo<PlacesView>, apply: Callback<PlacesView>) -> impl IntoView {
    let radio = move |measure: Measure, id: &'static str, label: &'static str| {
        let checked = move || view.get().measure == measure;
        let choose = move |_| {
            apply.run(PlacesView {
                measure,
                ..view.get_untracked()
            });
        };
        view! {
            <label class="check">
                <input type="radio" name="measure" id=id prop:checked=checked on:change=choose />
                {label}
            </label>
        }
    };
    view! {
        <fieldset class="toggles">
            <legend class="visually-hidden">{t!("Counts or rates")}</legend>
            {radio(Measure::Rate, "measure-rate", t!("Per resident"))}
            {radio(Measure::Count, "measure-count", t!("Counts"))}
        </fieldset>
    }
}
