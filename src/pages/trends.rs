//! Any offence, place and period of a table, with everything that is chosen in the URL.

use std::sync::Arc;

use cube::{Cube, Dimension, DimensionKind, Header, Month, Series, Step, release::EventKind};
use leptos::prelude::*;

use super::context::{caveats, chart_context, page_title, view_in, with_incomplete};
use crate::{
    components::{
        Edge, Figure, FigureContent, GrainChoice, Loaded, MemberPicker, MonthSelect, Pending,
        Title, YearSelect,
    },
    data::{Library, Release},
    routes::Route,
    state::{EventMarks, Resolved, ViewState, Visit, resolve},
};

/// The page of trends.
#[component]
pub fn Trends() -> impl IntoView {
    let release = expect_context::<Pending<Release>>();
    view! {
        <Title text="Trends – Sightline" />
        <Loaded
            pending=release
            placeholder="placeholder page"
            view=|release| view! { <TrendsOf release /> }
        />
    }
}

#[component]
fn TrendsOf(release: Arc<Release>) -> impl IntoView {
    let visit = expect_context::<Visit>();
    let view = Memo::new(move |_| visit.query.with(|query| ViewState::parse(query)));
    let apply = Callback::new(move |next: ViewState| {
        visit.replace(Route::Trends.link(&next.query()));
    });
    let table = {
        let release = Arc::clone(&release);
        Memo::new(move |_| known_table(&release, view.get().table.as_deref()))
    };
    let library = expect_context::<Library>();
    let loading = Arc::clone(&release);
    let cube = LocalResource::new(move || {
        let (library, release, id) = (library.clone(), Arc::clone(&loading), table.get());
        async move { library.cube(&release, &id).await }
    });
    let unknown = {
        let release = Arc::clone(&release);
        move || {
            let asked = view.get().table.filter(|id| release.table(id).is_none());
            asked.map(|id| view! { <p class="notice">{format!("There is no table “{id}”.")}</p> })
        }
    };
    let title = page_title(Some("Trends"), &release);
    let choice_of_table = view! { <TableChoice release=Arc::clone(&release) table apply view /> };
    let of_cube = move |cube| {
        let release = Arc::clone(&release);
        view! { <TrendsOfTable release cube table view apply /> }
    };
    view! {
        <Title text=title />
        <section class="exploration">
            <h1>"Trends"</h1>
            {choice_of_table} {unknown}
            <Loaded pending=cube placeholder="placeholder figure" view=of_cube />
        </section>
    }
}

/// The table of an id, or the first where there is no such table.
fn known_table(release: &Release, id: Option<&str>) -> String {
    let table = id
        .and_then(|id| release.table(id))
        .or(release.manifest.tables.first());
    table.map(|table| table.id.clone()).unwrap_or_default()
}

/// Which table is shown; another one starts with its own defaults.
#[component]
fn TableChoice(
    release: Arc<Release>,
    table: Memo<String>,
    view: Memo<ViewState>,
    apply: Callback<ViewState>,
) -> impl IntoView {
    let (described, chosen) = (Arc::clone(&release), Arc::clone(&release));
    let options = release.manifest.tables.iter().map(|entry| {
        let (id, title) = (entry.id.clone(), entry.title.clone());
        let selected = id.clone();
        view! { <option value=id prop:selected=move || table.get() == selected>{title}</option> }
    });
    let options = options.collect_view();
    let choose = move |id: String| {
        let (grain, marks) = view.with_untracked(|view| (view.grain, view.marks));
        apply.run(ViewState {
            table: Some(id),
            grain,
            marks,
            ..view_in(&chosen)
        });
    };
    let description = move || {
        described
            .table(&table.get())
            .map(|table| table.description.clone())
    };
    view! {
        <div class="controls">
            <label class="field wide">
                <span>"What to count"</span>
                <select id="table" on:change:target=move |event| choose(event.target().value())>
                    {options}
                </select>
            </label>
            <p class="quiet">{description}</p>
        </div>
    }
}

/// The controls and the figure of one table; out of reach while another one is on its way.
#[component]
fn TrendsOfTable(
    release: Arc<Release>,
    cube: Arc<Cube>,
    table: Memo<String>,
    view: Memo<ViewState>,
    apply: Callback<ViewState>,
) -> impl IntoView {
    let id = cube.header().id.clone();
    let resolving = Arc::clone(&cube);
    let shown = id.clone();
    let is_outdated = Memo::new(move |_| table.get() != shown);
    // While another table is on its way, this one stays as it was.
    let resolved = Memo::new(move |previous: Option<&Resolved>| match previous {
        Some(previous) if table.get() != id => previous.clone(),
        _ => resolve(&view.get(), resolving.header()),
    });
    let entry = release.table(&cube.header().id).cloned();
    let notes = entry
        .as_ref()
        .map(|entry| caveats(&release, &[entry]))
        .unwrap_or_default();
    let drawn = Arc::clone(&release);
    let sliced = Arc::clone(&cube);
    let content = Memo::new(move |_| {
        let marks = view.get().marks;
        let tables: Vec<_> = entry.iter().collect();
        FigureContent {
            series: Arc::new(with_incomplete(&drawn, slice(&sliced, &resolved.get()))),
            context: chart_context(&drawn, &tables, marks),
            caveats: notes.clone(),
        }
    });
    let step = cube.header().step;
    let file_name = Signal::derive(move || {
        let Resolved { first, last, .. } = resolved.get();
        match step {
            Step::Month | Step::Quarter => format!("sightline-{}-{first}-{last}", table.get()),
            Step::Year => format!("sightline-{}-{}-{}", table.get(), first.year(), last.year()),
        }
    });
    let left_out = move || {
        let notes = resolved.get().notes.into_iter();
        notes
            .map(|note| view! { <p class="notice">{note}</p> })
            .collect_view()
    };
    view! {
        <div
            class="exploration"
            class:outdated=is_outdated
            inert=is_outdated
            aria-busy=move || is_outdated.get().to_string()
        >
            <Controls release=Arc::clone(&release) header=cube.header().clone() resolved view apply />
            <div role="status">{left_out}</div>
            <Figure release content file_name />
        </div>
    }
}

fn slice(cube: &Cube, view: &Resolved) -> Series {
    let empty = || Series {
        grain: view.grain,
        periods: Vec::new(),
        lines: Vec::new(),
    };
    Series::slice(cube, &view.selections, view.first, view.last, view.grain)
        // Every code of a resolved view is in the cube; an empty chart would say so otherwise.
        .unwrap_or_else(|_| empty())
}

#[component]
fn Controls(
    release: Arc<Release>,
    header: Header,
    resolved: Memo<Resolved>,
    view: Memo<ViewState>,
    apply: Callback<ViewState>,
) -> impl IntoView {
    let categories = Signal::derive(move || resolved.get().categories);
    let geographies = Signal::derive(move || resolved.get().geographies);
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
            DimensionKind::Category => {
                picker("Count".into(), dimension, categories, toggle_category)
            }
            DimensionKind::Geography => {
                picker("Where".into(), dimension, geographies, toggle_geography)
            }
            DimensionKind::Group => group_picker(dimension, resolved, view, apply),
        });
    let pickers = pickers.collect_view();
    let grain = Signal::derive(move || resolved.get().grain);
    let grains = Signal::derive(move || resolved.get().grains);
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
    view! {
        <div class="controls" role="group" aria-label="What the chart shows">
            {pickers} <PeriodChoice release header resolved view apply />
            <GrainChoice grain grains on_choose=choose_grain />
            <label class="check">
                <input type="checkbox" prop:checked=marks on:change=toggle_marks />
                "Mark events"
            </label>
        </div>
    }
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
    let chosen = Signal::derive(move || {
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
    picker(legend, dimension, chosen, toggle)
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
    let earliest = Signal::derive(move || resolved.get().earliest);
    let first = Signal::derive(move || resolved.get().first);
    let last = Signal::derive(move || resolved.get().last);
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
                "Partnership years"
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
                <MonthSelect label="From" edge=opens first=earliest last=latest month=first on_choose=choose_first />
                <MonthSelect label="To" edge=closes first=earliest last=latest month=last on_choose=choose_last />
            }
            .into_any()
        }
        Step::Year => {
            let years = header.periods();
            let starts = years.iter().map(|year| year.first()).collect::<Vec<_>>();
            let ends = years.iter().map(|year| year.last).collect::<Vec<_>>();
            view! {
                <YearSelect label="From" years=starts month=first on_choose=choose_first />
                <YearSelect label="To" years=ends month=last on_choose=choose_last />
            }
            .into_any()
        }
    };
    view! {
        <fieldset class="period">
            <legend>"When"</legend>
            {edges}
            <button type="button" on:click=move |_| span(None, None)>"Whole period"</button>
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
