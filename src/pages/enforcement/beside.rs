//! Arrests beside reported crime: two charts on one time axis, and a sentence that says how each
//! changed and how sure that is.

use std::sync::Arc;

use cube::{Cube, Dimension, DimensionKind, enforcement::BesideFigure, release::LineReference};
use leptos::prelude::*;
use wording::t;

use super::Page;
use crate::{
    components::{FigureContent, Loaded, Pending, StackedFigure},
    pages::trends,
    state::{Defaults, Embed, ViewState, of_figure, resolve},
};

/// The question of the page with its two charts.
#[component]
pub(super) fn Beside(
    /// The page.
    page: Page,
    /// What is set beside each other.
    figure: BesideFigure,
) -> impl IntoView {
    let cubes = page
        .cubes
        .get(&figure.upper.table)
        .copied()
        .zip(page.cubes.get(&figure.lower.table).copied());
    let (id, labelled_by) = (figure.id.clone(), figure.id.clone());
    let other = {
        let (lower, own) = (cubes.map(|cubes| cubes.1), figure.lower.category.clone());
        let view = page.view;
        Memo::new(move |_| {
            let cube = lower?.get()?.ok()?;
            let dimension = category_dimension(&cube)?;
            let code = view.with(|view| view.groups.get(&dimension.id)?.first().cloned());
            let code = code.filter(|code| *code != own)?;
            dimension.member(&code).map(|member| member.label.clone())
        })
    };
    let question = figure.heading.clone();
    // The question is about one offense; another one is named.
    let heading = move || match other.get() {
        Some(offense) => t!(
            "Arrests beside reported crime: {offense}",
            offense = offense
        ),
        None => question.clone(),
    };
    let shown = cubes.map(|(upper, lower)| {
        let both = Pending {
            value: Signal::derive(move || {
                let both = upper.get().zip(lower.get());
                both.map(|(upper, lower)| Ok(Arc::new((upper?, lower?))))
            }),
            retry: Callback::new(move |()| {
                upper.refetch();
                lower.refetch();
            }),
        };
        let of_cubes = move |cubes: Arc<(Arc<Cube>, Arc<Cube>)>| {
            let (page, figure) = (page.clone(), figure.clone());
            view! { <OfTables page figure cubes /> }
        };
        view! { <Loaded pending=both placeholder="placeholder figure" view=of_cubes /> }
    });
    view! {
        <section class="overview-chart" aria-labelledby=labelled_by>
            <h2 class="question" id=id tabindex="-1">{heading}</h2>
            {shown}
        </section>
    }
}

#[component]
fn OfTables(page: Page, figure: BesideFigure, cubes: Arc<(Arc<Cube>, Arc<Cube>)>) -> impl IntoView {
    let first = figure.first;
    let begun = {
        let view = page.view;
        Memo::new(move |_| ViewState {
            first: view.with(|view| view.first).or(Some(first)),
            ..view.get()
        })
    };
    let (upper, upper_embed) = one_line(&page, &cubes.0, &figure.upper, begun);
    let chosen = category_dimension(&cubes.1);
    let (lower, lower_embed) = one_line(
        &page,
        &cubes.1,
        &figure.lower,
        chosen_of(begun, chosen.clone()),
    );
    // The two charts have the same periods: those of the upper, in which the lower may have nothing.
    let (upper, lower) = (upper, same_periods(upper, lower));
    let finding =
        Signal::derive(move || upper.with(|upper| lower.with(|lower| sentence(upper, lower))));
    let picker = chosen.map(|dimension| {
        let (view, apply) = (page.view, page.apply);
        view! { <CrimeChoice dimension reference=figure.lower.clone() view apply /> }
    });
    let embeds = vec![
        (t!("Embed the upper chart"), upper_embed),
        (t!("Embed the lower chart"), lower_embed),
    ];
    let file_name = Signal::stored("sightline-arrests-beside-crime".to_owned());
    view! {
        {picker}
        <StackedFigure release=page.release upper lower finding file_name embeds />
    }
}

fn sentence(upper: &FigureContent, lower: &FigureContent) -> String {
    let lines = upper.series.lines.first().zip(lower.series.lines.first());
    let mut context = upper.context.borrowed();
    let notes: Vec<_> = [&upper.context, &lower.context]
        .into_iter()
        .flat_map(|context| context.table_notes.iter().cloned())
        .collect();
    context.table_notes = &notes;
    let said = lines.and_then(|(one, other)| {
        charts::beside((&upper.series, one), (&lower.series, other), &context)
    });
    let none = || t!("There is no time in which both were counted completely.").to_owned();
    said.unwrap_or_else(none)
}

/// The list of offenses of the lower table, whose id is the name of its parameter in the address.
fn category_dimension(cube: &Cube) -> Option<Dimension> {
    let mut dimensions = cube.header().dimensions.iter();
    let found = dimensions.find(|dimension| dimension.kind == DimensionKind::Category);
    found.cloned()
}

/// The view in which the offense of the address stands in the place of the charge groups.
fn chosen_of(view: Memo<ViewState>, dimension: Option<Dimension>) -> Memo<ViewState> {
    Memo::new(move |_| {
        let view = view.get();
        let id = dimension.as_ref().map(|dimension| &dimension.id);
        let asked = id.and_then(|id| view.groups.get(id)).cloned();
        ViewState {
            categories: asked.unwrap_or_default(),
            ..view
        }
    })
}

/// One line of a table, and the same for pages of others: the first of the chosen codes that it has,
/// or its own.
fn one_line(
    page: &Page,
    cube: &Arc<Cube>,
    reference: &LineReference,
    view: Memo<ViewState>,
) -> (Signal<FigureContent>, Signal<Embed>) {
    let (release, cube) = (Arc::clone(&page.release), Arc::clone(cube));
    let defaults = Defaults {
        categories: vec![reference.category.clone()],
        geographies: vec![reference.geography.clone()],
        ..Defaults::default()
    };
    let header = cube.header().clone();
    let own = Memo::new(move |_| {
        let mut own = view.with(|view| of_figure(view, &header, &defaults));
        own.categories.truncate(1);
        own.geographies.clone_from(&defaults.geographies);
        own
    });
    let content = Memo::new(move |_| {
        own.with(|own| {
            let resolved = resolve(own, cube.header());
            trends::content(&release, &cube, &resolved, own.marks)
        })
    });
    let embed = Signal::derive(move || Embed::Trends(own.get()));
    (content.into(), embed)
}

/// The lower content over the periods of the upper.
fn same_periods(
    upper: Signal<FigureContent>,
    lower: Signal<FigureContent>,
) -> Signal<FigureContent> {
    let same = Memo::new(move |_| {
        let periods = upper.with(|upper| upper.series.periods.clone());
        let content = lower.get();
        FigureContent {
            series: Arc::new(content.series.over(&periods)),
            ..content
        }
    });
    same.into()
}

/// Which reported crime stands below.
#[component]
fn CrimeChoice(
    dimension: Dimension,
    reference: LineReference,
    view: Memo<ViewState>,
    apply: Callback<ViewState>,
) -> impl IntoView {
    let id = dimension.id.clone();
    let chosen = {
        let id = id.clone();
        let own = reference.category.clone();
        Memo::new(move |_| {
            let asked = view.with(|view| view.groups.get(&id)?.first().cloned());
            asked.unwrap_or_else(|| own.clone())
        })
    };
    let options = dimension.members.iter().map(|member| {
        let (code, label) = (member.code.clone(), member.label.clone());
        let selected = code.clone();
        view! { <option value=code prop:selected=move || chosen.get() == selected>{label}</option> }
    });
    let options = options.collect_view();
    let choose = move |code: String| {
        let mut next = view.get_untracked();
        let is_own = code == reference.category;
        next.choose_groups(&id, if is_own { Vec::new() } else { vec![code] });
        apply.run(next);
    };
    view! {
        <div class="controls">
            <label class="field">
                <span>{t!("Reported crime in the lower chart")}</span>
                <select id="offense" on:change:target=move |event| choose(event.target().value())>
                    {options}
                </select>
            </label>
        </div>
    }
}
