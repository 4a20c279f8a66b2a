//! Any offence, place and period of a table, with everything that is chosen in the URL.

mod controls;
mod hours;

use std::sync::Arc;

use charts::{Form, LINES, OVERLAY, PANELS, RUNNING, SEASONAL, are_far_apart};
use cube::{Cube, Series, Step};
use leptos::prelude::*;
use wording::t;

use super::context::{caveats, chart_context, page_title, site_title, view_in, with_incomplete};
use crate::{
    components::{Figure, FigureContent, Loaded, Pending, PeriodBrush, TableOpening, Title},
    data::{Library, Release},
    routes::Route,
    state::{
        Beside, ChartKind, Embed, EventMarks, Resolved, TableState, ViewState, Visit, resolve,
    },
};
use controls::Controls;
pub use hours::Found;
use hours::HoursOfTable;

/// The page of trends.
#[component]
pub fn Trends() -> impl IntoView {
    let release = expect_context::<Pending<Release>>();
    view! {
        <Title text=site_title(t!("Trends")) />
        <Loaded
            pending=release
            placeholder="placeholder page"
            heading=t!("Trends")
            view=|release| view! { <TrendsOf release /> }
        />
    }
}

#[component]
fn TrendsOf(release: Arc<Release>) -> impl IntoView {
    let visit = expect_context::<Visit>();
    let view = Memo::new(move |_| visit.query.with(|query| ViewState::parse(query)));
    let apply = Callback::new(move |next: ViewState| {
        let now = view.get_untracked();
        let address = Route::Trends.link(&next.query());
        let is_only_table = ViewState {
            table_state: now.table_state,
            ..next
        } == now;
        match is_only_table {
            // Opening a table is no step; every other choice is one that "back" takes back.
            true => visit.replace(address),
            false => visit.push(address),
        }
    });
    provide_context(PeriodBrush::of_view(view, apply));
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
            let text = |id: String| t!("There is no table “{id}”.", id = id);
            asked.map(|id| view! { <p class="notice">{text(id)}</p> })
        }
    };
    let title = page_title(Some(t!("Trends")), &release);
    let choice_of_table = view! { <TableChoice release=Arc::clone(&release) table apply view /> };
    let of_cube = move |cube| {
        let release = Arc::clone(&release);
        view! { <TrendsOfTable release cube table view apply /> }
    };
    view! {
        <Title text=title />
        <section class="exploration">
            <h1>{t!("Trends")}</h1>
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
                <span>{t!("What to count")}</span>
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
    let drawn = Arc::clone(&release);
    let sliced = Arc::clone(&cube);
    let content = Memo::new(move |_| {
        let marks = view.get().marks;
        resolved.with(|resolved| content(&drawn, &sliced, resolved, marks))
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
    let form = Memo::new(move |_| {
        let (kind, beside) = (resolved.get().kind, view.get().beside);
        content.with(|content| form(kind, beside, &content.series))
    });
    let table = TableOpening {
        is_open: Memo::new(move |_| view.get().table_state == TableState::Open).into(),
        on_change: Callback::new(move |is_open| {
            let table_state = match is_open {
                true => TableState::Open,
                false => TableState::Closed,
            };
            apply.run(ViewState {
                table_state,
                ..view.get_untracked()
            });
        }),
    };
    let embed = Signal::derive(move || Embed::Trends(view.get()));
    let is_of_hours = Memo::new(move |_| resolved.get().kind == ChartKind::Hours);
    let header = cube.header().clone();
    let shown = Arc::clone(&release);
    let figure = move || {
        let release = Arc::clone(&shown);
        match is_of_hours.get() {
            true => {
                let cube = Arc::clone(&cube);
                view! { <HoursOfTable release cube resolved content file_name view apply /> }
                    .into_any()
            }
            false => view! { <Figure release content file_name form=form.into() table embed /> }
                .into_any(),
        }
    };
    view! {
        <div
            class="exploration with-controls"
            class:outdated=is_outdated
            inert=is_outdated
            aria-busy=move || is_outdated.get().to_string()
        >
            <Controls release header resolved view apply />
            <div role="status">{left_out}</div>
            {figure}
        </div>
    }
}

/// What of a table a view shows.
pub fn slice(cube: &Cube, view: &Resolved) -> Series {
    Series::slice(cube, &view.selections, view.first, view.last, view.grain)
        // Every code of a resolved view is in the cube; an empty chart would say so otherwise.
        .unwrap_or_else(|_| Series::empty(view.grain))
}

/// What of a table a view shows, with what is to be known of it.
pub fn content(
    release: &Release,
    cube: &Cube,
    resolved: &Resolved,
    marks: EventMarks,
) -> FigureContent {
    let tables: Vec<_> = release.table(&cube.header().id).into_iter().collect();
    FigureContent {
        series: Arc::new(with_incomplete(release, slice(cube, resolved))),
        context: chart_context(release, &tables, marks),
        caveats: caveats(release, &tables),
    }
}

/// The form of a kind of chart that is drawn from a series; lines that are far apart stand in panels
/// where a place is set beside its city.
pub fn form(kind: ChartKind, beside: Beside, series: &Series) -> Form {
    match kind {
        ChartKind::Lines if beside == Beside::City && are_far_apart(series) => PANELS,
        ChartKind::Lines | ChartKind::Hours => LINES,
        ChartKind::Overlay => OVERLAY,
        ChartKind::Running => RUNNING,
        ChartKind::Seasonal => SEASONAL,
    }
}
