//! What can be chosen of a table: what to count, where, of whom, when, and as which chart.

use std::sync::Arc;

use cube::{Dimension, DimensionKind, Header, Month, Step, hours, release::EventKind};
use leptos::prelude::*;
use wording::t;

use crate::{
    components::{
        ChosenList, Edge, GrainChoice, KindChoice, MemberPicker, MonthSelect, YearSelect,
    },
    data::Release,
    state::{Beside, ChartKind, EventMarks, Resolved, ViewState, chosen},
};

/// The controls of one table.
#[component]
pub fn Controls(
    release: Arc<Release>,
    header: Header,
    resolved: Memo<Resolved>,
    view: Memo<ViewState>,
    apply: Callback<ViewState>,
) -> impl IntoView {
    let categories = Memo::new(move |_| resolved.get().categories);
    let geographies = Memo::new(move |_| resolved.get().geographies);
    let toggle_category = move |code: String| {
        let categories = toggled(resolved.get_untracked().categories, code);
        apply.run(ViewState {
            categories,
            ..view.get_untracked()
        });
    };
    let toggle_geography = move |code: String| {
        let geographies = toggled(resolved.get_untracked().geographies, code);
        apply.run(ViewState {
            geographies,
            ..view.get_untracked()
        });
    };
    let pickers = header
        .dimensions
        .iter()
        .cloned()
        .map(|dimension| match dimension.kind {
            DimensionKind::Category => picker(
                t!(in "what is counted", "Count").into(),
                dimension,
                categories.into(),
                toggle_category,
            ),
            DimensionKind::Geography => picker(
                t!("Where").into(),
                dimension,
                geographies.into(),
                toggle_geography,
            ),
            // The chart of hours shows all of them.
            DimensionKind::Group if is_time(&dimension) => {
                let picker = group_picker(dimension, resolved, view, apply);
                let is_shown = move || resolved.get().kind != ChartKind::Hours;
                picker.map(|picker| {
                    view! { <div hidden=move || !is_shown()>{picker}</div> }.into_any()
                })
            }
            DimensionKind::Group => group_picker(dimension, resolved, view, apply),
        });
    let pickers = pickers.collect_view();
    let grain = Memo::new(move |_| resolved.get().grain);
    let grains = Memo::new(move |_| resolved.get().grains);
    let choose_grain = move |grain| {
        apply.run(ViewState {
            grain,
            ..view.get_untracked()
        });
    };
    let marks = move || view.get().marks == EventMarks::Shown;
    let toggle_marks = move |_| {
        let marks = match view.get_untracked().marks {
            EventMarks::Shown => EventMarks::Hidden,
            EventMarks::Hidden => EventMarks::Shown,
        };
        apply.run(ViewState {
            marks,
            ..view.get_untracked()
        });
    };
    let kind = Memo::new(move |_| resolved.get().kind);
    let kinds = Memo::new(move |_| resolved.get().kinds);
    let choose_kind = move |kind| {
        apply.run(ViewState {
            kind: Some(kind),
            ..view.get_untracked()
        });
    };
    // Years over each other are counted by month, hours by year.
    let is_of_lines = move || resolved.get().kind == ChartKind::Lines;
    let lines_only = move || !is_of_lines();
    let city = release.manifest.city_label.clone();
    view! {
        <Statement city=city.clone() header=header.clone() view apply />
        <div class="controls" role="group" aria-label=t!("What the chart shows")>
            {pickers} <BesideChoice city header=header.clone() resolved view apply />
            <KindChoice kind kinds on_choose=choose_kind />
            <PeriodChoice release header resolved view apply />
            <div hidden=lines_only>
                <GrainChoice grain grains on_choose=choose_grain />
            </div>
            <label class="check" hidden=lines_only>
                <input type="checkbox" prop:checked=marks on:change=toggle_marks />
                {t!("Mark events")}
            </label>
        </div>
    }
}

/// What is chosen, each to be taken back.
#[component]
fn Statement(
    city: String,
    header: Header,
    view: Memo<ViewState>,
    apply: Callback<ViewState>,
) -> impl IntoView {
    let chosen = Memo::new(move |_| view.with(|view| chosen(view, &header)));
    let none = Signal::derive(move || {
        let view = view.get();
        ViewState {
            asked: view.asked,
            table: view.table,
            grain: view.grain,
            marks: view.marks,
            kind: view.kind,
            table_state: view.table_state,
            ..ViewState::default()
        }
    });
    view! { <ChosenList chosen city on_remove=apply none /> }
}

/// Whether the city is drawn beside the places chosen; offered where some place is.
#[component]
fn BesideChoice(
    city: String,
    header: Header,
    resolved: Memo<Resolved>,
    view: Memo<ViewState>,
    apply: Callback<ViewState>,
) -> impl IntoView {
    let mut dimensions = header.dimensions.into_iter();
    let places = dimensions.find(|found| found.kind == DimensionKind::Geography);
    let is_offered = move || {
        let resolved = resolved.get();
        let is_part = |code: &String| {
            let member = places.as_ref().and_then(|places| places.member(code));
            member.is_some_and(|member| member.parent.is_some())
        };
        resolved.kind == ChartKind::Lines && resolved.geographies.iter().all(is_part)
    };
    let is_beside = move || view.get().beside == Beside::City;
    let toggle = move |_| {
        let view = view.get_untracked();
        let beside = match view.beside {
            Beside::Nothing => Beside::City,
            Beside::City => Beside::Nothing,
        };
        apply.run(ViewState { beside, ..view });
    };
    view! {
        <label class="check" hidden=move || !is_offered()>
            <input type="checkbox" prop:checked=is_beside on:change=toggle />
            {t!("Show {city} beside", city = city)}
        </label>
    }
}

/// Whether a dimension tells times apart.
fn is_time(dimension: &Dimension) -> bool {
    [hours::HOUR, hours::WEEKDAY].contains(&dimension.id.as_str())
}

/// A choice of groups of people.
fn group_picker(
    dimension: Dimension,
    resolved: Memo<Resolved>,
    view: Memo<ViewState>,
    apply: Callback<ViewState>,
) -> Option<AnyView> {
    let (legend, id) = (dimension.label.clone(), dimension.id.clone());
    let everybody = dimension.members.first().map(|member| member.code.clone());
    let of_id = id.clone();
    let chosen = Memo::new(move |_| {
        let groups = resolved.get().groups.get(&of_id).cloned();
        groups.unwrap_or_default()
    });
    let toggle = move |code: String| {
        let codes = toggled(chosen.get_untracked(), code);
        let is_default = codes.iter().eq(&everybody);
        let mut next = view.get_untracked();
        // Parameters that are none of this table's dimensions are left behind.
        let known = resolved.get_untracked().groups;
        next.groups.retain(|id, _| known.contains_key(id));
        next.choose_groups(&id, if is_default { Vec::new() } else { codes });
        apply.run(next);
    };
    picker(legend, dimension, chosen.into(), toggle)
}

fn picker(
    legend: String,
    dimension: Dimension,
    chosen: Signal<Vec<String>>,
    on_toggle: impl Fn(String) + Send + Sync + 'static,
) -> Option<AnyView> {
    // One member is no choice; the title of the chart names it.
    (dimension.members.len() > 1).then(|| {
        let on_toggle = Callback::new(on_toggle);
        view! { <MemberPicker legend dimension chosen on_toggle /> }.into_any()
    })
}

/// From when until when, with the stretches that people ask for.
#[component]
fn PeriodChoice(
    release: Arc<Release>,
    header: Header,
    resolved: Memo<Resolved>,
    view: Memo<ViewState>,
    apply: Callback<ViewState>,
) -> impl IntoView {
    let earliest = Memo::new(move |_| resolved.get().earliest);
    let first = Memo::new(move |_| resolved.get().first);
    let last = Memo::new(move |_| resolved.get().last);
    let choose_first = move |month| {
        apply.run(ViewState {
            first: Some(month),
            ..view.get_untracked()
        });
    };
    let choose_last = move |month| {
        apply.run(ViewState {
            last: Some(month),
            ..view.get_untracked()
        });
    };
    let span = move |first: Option<Month>, last: Option<Month>| {
        apply.run(ViewState {
            first,
            last,
            ..view.get_untracked()
        });
    };
    let partnership = release.events.events.iter().find_map(|event| {
        let overlaps = event.month <= header.last && event.last? >= header.first;
        (event.kind == EventKind::Partnership && overlaps).then_some((event.month, event.last))
    });
    let partnership = partnership.map(|(start, end)| {
        view! {
            <button type="button" on:click=move |_| span(Some(start), end)>
                {t!("Partnership years")}
            </button>
        }
    });
    let edges = match header.step {
        step @ (Step::Month | Step::Quarter) => {
            let latest = header.last;
            let (opens, closes) = match step {
                Step::Quarter => (Edge::OpensQuarter, Edge::ClosesQuarter),
                _ => (Edge::Month, Edge::Month),
            };
            view! {
                <MonthSelect label=t!("From") edge=opens first=earliest last=latest month=first on_choose=choose_first />
                <MonthSelect label=t!("To") edge=closes first=earliest last=latest month=last on_choose=choose_last />
            }
            .into_any()
        }
        Step::Year => {
            let years = header.periods();
            let starts = years.iter().map(|year| year.first()).collect::<Vec<_>>();
            let ends = years.iter().map(|year| year.last).collect::<Vec<_>>();
            view! {
                <YearSelect label=t!("From") years=starts month=first on_choose=choose_first />
                <YearSelect label=t!("To") years=ends month=last on_choose=choose_last />
            }
            .into_any()
        }
    };
    view! {
        <fieldset class="period">
            <legend>{t!("When")}</legend>
            {edges}
            <button type="button" on:click=move |_| span(None, None)>{t!("Whole period")}</button>
            {partnership}
        </fieldset>
    }
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
