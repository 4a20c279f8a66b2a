//! The city now: a sentence, the headline measures, the main charts, and what is not known.

use std::{collections::BTreeMap, sync::Arc};

use cube::{
    Cube, Grain, Month, Selection, Series,
    release::{LineReference, OverviewChart},
};
use leptos::prelude::*;
use wording::t;

use super::context::{caveats, chart_context, page_title, view_in, with_incomplete};
use super::cubes::{CubeResource, cube_of};
use crate::{
    components::{Figure, FigureContent, FindPlace, HeadlineTile, Loaded, Pending, Title},
    data::Release,
    routes::Route,
    state::{Embed, EventMarks, ViewState},
};

type CubeResources = BTreeMap<String, CubeResource>;

/// The front page.
#[component]
pub fn Overview() -> impl IntoView {
    let release = expect_context::<Pending<Release>>();
    view! {
        <Title text="Sightline" />
        <Loaded
            pending=release
            placeholder="placeholder page"
            heading=t!("Overview")
            view=|release| view! { <OverviewOf release /> }
        />
    }
}

#[component]
fn OverviewOf(release: Arc<Release>) -> impl IntoView {
    let cubes = cube_resources(&release);
    let lead = release.overview.headlines.first().and_then(|reference| {
        let cube = cubes.get(&reference.table).copied()?;
        Some(view! { <Lead release=Arc::clone(&release) reference=reference.clone() cube /> })
    });
    let tiles = release.overview.headlines.iter().filter_map(|reference| {
        let cube = cubes.get(&reference.table).copied()?;
        Some(view! { <Tile release=Arc::clone(&release) reference=reference.clone() cube /> })
    });
    let tiles = tiles.collect_view();
    let figures = release.overview.charts.iter().map(|chart| {
        let cubes = cubes.clone();
        view! { <OverviewFigure release=Arc::clone(&release) chart=chart.clone() cubes /> }
    });
    let figures = figures.collect_view();
    let has_places = !release.manifest.places.is_empty();
    let find_place = has_places.then(|| view! { <FindPlace asked=release.asked.clone() /> });
    view! {
        <Title text=page_title(None, &release) />
        {lead}
        <section aria-labelledby="measures">
            <h2 id="measures" class="visually-hidden">{t!("Headline measures")}</h2>
            <div class="tiles">{tiles}</div>
        </section>
        {find_place}
        {figures}
        <Gaps release=Arc::clone(&release) />
        <Coverage release />
    }
}

/// One request a table, however many lines of it the page shows.
fn cube_resources(release: &Arc<Release>) -> CubeResources {
    let overview = &release.overview;
    let in_charts = overview.charts.iter().flat_map(|chart| &chart.lines);
    let mut resources = CubeResources::new();
    for line in overview.headlines.iter().chain(in_charts) {
        let resource_of = resources.entry(line.table.clone());
        resource_of.or_insert_with_key(|table| cube_of(release, table));
    }
    resources
}

/// The sentence that answers the question of the page.
#[component]
fn Lead(release: Arc<Release>, reference: LineReference, cube: CubeResource) -> impl IntoView {
    let sentence = move |cube: Arc<Cube>| {
        let context = context_of(&release, &reference);
        let series = twelve_months(&release, &cube, &reference);
        let lead = series
            .and_then(|series| charts::lead(&series, series.lines.first()?, &context.borrowed()));
        let lead = lead.unwrap_or_else(|| t!("Nothing was collected for a whole year.").to_owned());
        view! { <h1>{lead}</h1> }
    };
    view! {
        <section class="lede">
            <Loaded pending=cube placeholder="placeholder lede-placeholder" heading=t!("Overview") view=sentence />
        </section>
    }
}

#[component]
fn Tile(release: Arc<Release>, reference: LineReference, cube: CubeResource) -> impl IntoView {
    let link = Route::Trends.link(&view_of(&release, std::slice::from_ref(&reference)).query());
    let newest = release.manifest.tables.iter().map(|table| table.last).max();
    let tile = move |cube: Arc<Cube>| {
        let context = context_of(&release, &reference);
        let link = link.clone();
        twelve_months(&release, &cube, &reference).map(|series| {
            let note = is_stale(&series, newest).then(|| t!("No newer record in this release."));
            view! { <HeadlineTile series=Arc::new(series) context link note /> }
        })
    };
    view! { <Loaded pending=cube placeholder="placeholder tile" view=tile /> }
}

#[component]
fn OverviewFigure(
    release: Arc<Release>,
    chart: OverviewChart,
    cubes: CubeResources,
) -> impl IntoView {
    let tables: Vec<_> = chart
        .lines
        .iter()
        .filter_map(|line| release.table(&line.table))
        .collect();
    let context = chart_context(&release, &tables, EventMarks::Shown);
    let caveats = caveats(&release, &tables);
    let link = Route::Trends.link(
        &ViewState {
            first: Some(chart.first),
            grain: chart.grain,
            ..view_of(&release, &chart.lines)
        }
        .query(),
    );
    let used: Vec<CubeResource> = chart
        .lines
        .iter()
        .filter_map(|line| cubes.get(&line.table).copied())
        .collect();
    let (heading, id, labelled_by) = (chart.heading.clone(), chart.id.clone(), chart.id.clone());
    let all = together(used);
    let figure = move |cubes: Arc<Vec<Arc<Cube>>>| {
        let series = Arc::new(joined(&release, &cubes, &chart));
        let content = FigureContent {
            series,
            context: Arc::clone(&context),
            caveats: caveats.clone(),
        };
        let (file_name, link) = (format!("sightline-{}", chart.id), link.clone());
        let release = Arc::clone(&release);
        let embed = Signal::stored(Embed::Overview {
            asked: release.asked.clone(),
            chart: chart.id.clone(),
        });
        view! { <Figure release content=Signal::stored(content) file_name=Signal::stored(file_name) link embed /> }
    };
    view! {
        <section class="overview-chart" aria-labelledby=labelled_by>
            <h2 class="question" id=id>{heading}</h2>
            <Loaded pending=all placeholder="placeholder figure" view=figure />
        </section>
    }
}

/// Several cubes as one: here when all of them are, failed when one of them is.
fn together(cubes: Vec<CubeResource>) -> Pending<Vec<Arc<Cube>>> {
    let asked_again = cubes.clone();
    Pending {
        value: Signal::derive(move || {
            let cubes = cubes.iter().map(LocalResource::get);
            cubes
                .collect::<Option<Result<Vec<_>, _>>>()
                .map(|cubes| cubes.map(Arc::new))
        }),
        retry: Callback::new(move |()| {
            let failed = |cube: &&CubeResource| matches!(cube.get_untracked(), Some(Err(_)));
            asked_again
                .iter()
                .filter(failed)
                .for_each(LocalResource::refetch);
        }),
    }
}

/// What a visitor may look for here and the data do not hold.
#[component]
fn Gaps(release: Arc<Release>) -> impl IntoView {
    let gaps = release
        .overview
        .gaps
        .iter()
        .map(|gap| view! { <li>{gap.clone()}</li> });
    view! {
        <section class="prose">
            <h2>{t!("What these data do not hold")}</h2>
            <ul>{gaps.collect_view()}</ul>
        </section>
    }
}

/// How far each table reaches.
#[component]
fn Coverage(release: Arc<Release>) -> impl IntoView {
    let tables = &release.manifest.tables;
    let first = tables.iter().map(|table| table.first).min();
    let last = tables.iter().map(|table| table.last).max();
    let reach = first.zip(last).map(|(first, last)| {
        t!(
            "{count} tables reach from {first} to {last}; each ends where its newest source does.",
            count = tables.len(),
            first = charts::format::month(first),
            last = charts::format::month(last)
        )
    });
    view! {
        <section class="prose">
            <h2>{t!("What there is, and how fresh it is")}</h2>
            <p>{reach}</p>
            <p>
                <a href=Route::Data.link(&view_in(&release).query())>
                    {t!("Every table with its months, and all downloads")}
                </a>
            </p>
        </section>
    }
}

/// Whether the newest complete period of the first line ended a year or more before `newest`.
fn is_stale(series: &Series, newest: Option<Month>) -> bool {
    let comparison = series
        .lines
        .first()
        .and_then(|line| series.comparison(line));
    comparison
        .zip(newest)
        .is_some_and(|(found, newest)| newest.since(found.period.last) >= 12)
}

fn context_of(release: &Release, reference: &LineReference) -> Arc<crate::chart::ChartContext> {
    let tables: Vec<_> = release.table(&reference.table).into_iter().collect();
    chart_context(release, &tables, EventMarks::Shown)
}

/// The line as twelve-month sums over the whole of its table.
pub fn twelve_months(release: &Release, cube: &Cube, reference: &LineReference) -> Option<Series> {
    let header = cube.header();
    let grain = Grain::Rolling12;
    let first = header.first.plus(grain.months() - 1);
    let series = Series::slice(cube, &[selection(reference)], first, header.last, grain).ok()?;
    Some(with_incomplete(release, series))
}

/// The lines of a chart from several tables, over the months that any of them spans.
pub fn joined(release: &Release, cubes: &[Arc<Cube>], chart: &OverviewChart) -> Series {
    let last = cubes
        .iter()
        .map(|cube| cube.header().last)
        .max()
        .unwrap_or(chart.first);
    let lines = cubes.iter().zip(&chart.lines).filter_map(|(cube, line)| {
        Series::slice(cube, &[selection(line)], chart.first, last, chart.grain).ok()
    });
    let series = Series {
        grain: chart.grain,
        periods: chart.grain.periods(chart.first, last),
        lines: lines.flat_map(|series| series.lines).collect(),
    };
    with_incomplete(release, series)
}

fn selection(reference: &LineReference) -> Selection {
    Selection {
        category: reference.category.clone(),
        geography: reference.geography.clone(),
        groups: BTreeMap::new(),
    }
}

/// The view of trends that shows the lines of the first table among `lines`.
fn view_of(release: &Release, lines: &[LineReference]) -> ViewState {
    let table = lines.first().map(|line| line.table.clone());
    let same_table = lines
        .iter()
        .filter(|line| Some(&line.table) == table.as_ref());
    let mut view = ViewState {
        table: table.clone(),
        ..view_in(release)
    };
    for line in same_table {
        for (codes, code) in [
            (&mut view.categories, &line.category),
            (&mut view.geographies, &line.geography),
        ] {
            if !codes.contains(code) {
                codes.push(code.clone());
            }
        }
    }
    view
}
