//! One thing that is counted before, during and after a program: the sentence, the windows, the line
//! over time.

use std::collections::BTreeMap;
use std::sync::Arc;

use cube::programme::{Outcome, Programme};
use cube::release::LineReference;
use cube::windows::{self, Compared, Others, Window};
use cube::{Cube, Grain, Line, Selection, Series};
use futures_util::future::{try_join, try_join_all};
use leptos::prelude::*;
use wording::t;

use super::windows_chart::WindowsChart;
use super::windows_table::{Windows, WindowsTable};
use crate::{
    components::{Figure, FigureContent, Glossed, Loaded},
    data::{Library, Release},
    pages::context::{chart_context, view_in, with_incomplete},
    routes::Route,
    state::{Embed, EventMarks, ViewState},
};

/// A section of the page; its numbers are fetched when it is shown.
#[component]
pub fn OutcomeSection(
    /// The release.
    release: Arc<Release>,
    /// The program, for its launch and its years.
    programme: Arc<Programme>,
    /// What is counted.
    outcome: Outcome,
) -> impl IntoView {
    let library = expect_context::<Library>();
    let (fetching, wanted) = (Arc::clone(&release), outcome.clone());
    let cubes = LocalResource::new(move || {
        let (library, release, outcome) = (library.clone(), Arc::clone(&fetching), wanted.clone());
        async move { cubes(&library, &release, &outcome).await.map(Arc::new) }
    });
    let id = format!("outcome-{}", outcome.id);
    let heading = outcome.heading.clone();
    let notes = outcome
        .notes
        .iter()
        .map(|note| view! { <li>{note.clone()}</li> });
    let notes = notes.collect_view();
    let body = move |cubes: Arc<Cubes>| {
        let shown = Shown::new(&release, &programme, &outcome, &cubes);
        view! { <Numbers release=Arc::clone(&release) shown /> }
    };
    view! {
        <section class="outcome" id=id.clone() aria-labelledby=format!("{id}-title")>
            <h3 id=format!("{id}-title")>{heading}</h3>
            <ul class="quiet notes">{notes}</ul>
            <Loaded pending=cubes placeholder="placeholder figure" view=body />
        </section>
    }
}

/// The cubes of an outcome: of the city's lines, and of the table of other cities.
struct Cubes {
    own: Vec<(LineReference, Arc<Cube>)>,
    others: Option<(LineReference, Arc<Cube>)>,
}

async fn cubes(
    library: &Library,
    release: &Release,
    outcome: &Outcome,
) -> Result<Cubes, crate::data::DataError> {
    let own = std::iter::once(&outcome.line).chain(&outcome.second);
    let own: Vec<LineReference> = own.cloned().collect();
    let fetch = |line: &LineReference| {
        let line = line.clone();
        async move { Ok((line.clone(), library.cube(release, &line.table).await?)) }
    };
    let others = outcome.comparison.iter().map(fetch);
    let (own, others) = try_join(try_join_all(own.iter().map(fetch)), try_join_all(others)).await?;
    Ok(Cubes {
        own,
        others: others.into_iter().next(),
    })
}

/// Everything that the section shows, computed by the crates.
struct Shown {
    sentence: String,
    others: String,
    caption: String,
    first: Windows,
    second: Option<Windows>,
    compared: bool,
    figure: FigureContent,
    link: String,
    outcome: String,
}

impl Shown {
    fn new(release: &Release, programme: &Programme, outcome: &Outcome, cubes: &Cubes) -> Self {
        let windows = windows::windows(programme.about.launch, programme.about.years);
        let city = &release.manifest.city_label;
        let mut lines = cubes.own.iter().enumerate().map(|(at, (reference, cube))| {
            let (rows, others) = compared(release, cubes, reference, cube, &windows, at == 0);
            let source = source_label(release, &reference.table);
            (Windows { source, rows }, others)
        });
        let none = || {
            (
                Windows {
                    source: String::new(),
                    rows: Vec::new(),
                },
                None,
            )
        };
        let (first, others) = lines.next().unwrap_or_else(none);
        let second = lines.next().map(|(windows, _)| windows);
        let own = cubes.own.first();
        let line = own.and_then(|(reference, cube)| line(cube, reference));
        let sentence = line.map(|line| {
            charts::programme::windows_sentence(&first.rows, &line, city, others.as_ref())
        });
        Self {
            sentence: sentence.unwrap_or_default(),
            others: others.as_ref().map(cities).unwrap_or_default(),
            caption: t!(
                "{counted} in {city}, twelve months each",
                counted = outcome.heading,
                city = city
            ),
            first,
            second,
            compared: others.is_some(),
            figure: figure(release, &cubes.own, &windows),
            link: link(release, &outcome.line),
            outcome: outcome.id.clone(),
        }
    }
}

/// The short name of the newest source of a table.
fn source_label(release: &Release, table: &str) -> String {
    let source = release.table(table).and_then(|table| table.sources.last());
    let mut sources = release.manifest.sources.iter();
    let found = sources.find(|one| Some(&one.id) == source);
    found.map_or_else(|| table.to_owned(), |source| source.label.clone())
}

#[component]
fn Numbers(release: Arc<Release>, shown: Shown) -> impl IntoView {
    let Shown {
        sentence,
        others,
        caption,
        first,
        second,
        compared,
        figure,
        link,
        outcome,
    } = shown;
    let city = release.manifest.city_label.clone();
    let chart = compared.then(|| {
        let label = t!("Line chart of two indices. {sentence}", sentence = sentence);
        view! { <WindowsChart rows=first.rows.clone() city label /> }
    });
    let others = (!others.is_empty()).then(|| view! { <p class="quiet">{others}</p> });
    let file_name = "partnership";
    let embed = Signal::stored(Embed::Partnership {
        asked: release.asked.clone(),
        outcome,
    });
    let content = Signal::stored(figure);
    view! {
        <p class="finding"><Glossed text=sentence /></p>
        {chart}
        <WindowsTable caption first second compared />
        {others}
        <Figure release content file_name link embed />
    }
}

/// The windows of a line of the city, and the other cities beside the first of its lines.
fn compared(
    release: &Release,
    cubes: &Cubes,
    reference: &LineReference,
    cube: &Cube,
    windows: &[Window],
    is_first: bool,
) -> (Vec<Compared>, Option<Others>) {
    let table = release.table(&reference.table);
    let incomplete = table.into_iter().flat_map(|table| &table.incomplete);
    let incomplete: Vec<_> = incomplete
        .map(|months| (months.first, months.last))
        .collect();
    let own = windows::counts(cube, &selection(reference), windows, &incomplete);
    let others = cubes.others.as_ref().filter(|_| is_first);
    let others = others.map(|(reference, cube)| {
        windows::others(
            cube,
            &reference.category,
            &reference.geography,
            windows,
            &own,
        )
    });
    let others = others.filter(|others| !others.cities.is_empty());
    (windows::compare(windows, &own, others.as_ref()), others)
}

/// Which other cities stand beside, and how the difference is made.
fn cities(others: &Others) -> String {
    let names: Vec<String> = others
        .cities
        .iter()
        .map(|city| city.label.clone())
        .collect();
    t!(
        "Other cities: {cities}. They are those of the table of partnership cities whose every month in these \
         years is known. Index: the 12 months before the launch are 100. The difference is the weighted \
         displacement difference: the change of this city less the change of the others, with the others \
         scaled to its number before the launch; its range knows only the chance that lies in counts. Cities \
         differ from each other by more than that, so a range without zero is no proof of anything.",
        cities = names.join("; ")
    )
}

/// The lines of the city over time, with what is marked on them.
pub fn figure(
    release: &Release,
    own: &[(LineReference, Arc<Cube>)],
    windows: &[Window],
) -> FigureContent {
    let first = windows.first().map(|window| window.period.first());
    let headers = own.iter().map(|(_, cube)| cube.header());
    let last = headers.clone().map(|header| header.last).max();
    let earliest = headers.map(|header| header.first).min();
    let grain = Grain::Rolling12;
    let (first, last) = match (first, earliest, last) {
        (Some(first), Some(earliest), Some(last)) => (first.max(earliest.plus(11)), last),
        _ => {
            return FigureContent {
                series: Arc::new(Series::empty(grain)),
                context: chart_context(release, &[], EventMarks::Shown),
                caveats: Vec::new(),
            };
        }
    };
    let lines = own.iter().filter_map(|(reference, cube)| {
        Series::slice(cube, &[selection(reference)], first, last, grain).ok()
    });
    let series = Series {
        grain,
        periods: grain.periods(first, last),
        lines: lines.flat_map(|series| series.lines).collect(),
    };
    let tables: Vec<_> = own
        .iter()
        .filter_map(|(one, _)| release.table(&one.table))
        .collect();
    let caveats = &release.manifest.caveats;
    let named = caveats.iter().filter(|caveat| {
        let mut tables = tables.iter();
        tables.any(|table| table.caveats.contains(&caveat.id))
    });
    FigureContent {
        series: Arc::new(with_incomplete(release, series)),
        context: chart_context(release, &tables, EventMarks::Shown),
        caveats: named.map(|caveat| caveat.text.clone()).collect(),
    }
}

/// The line as the table has it, for its nouns.
fn line(cube: &Cube, reference: &LineReference) -> Option<Line> {
    let header = cube.header();
    let grain = *header.grains().first()?;
    let lines = [selection(reference)];
    let series = Series::slice(cube, &lines, header.first, header.last, grain).ok()?;
    series.lines.into_iter().next()
}

fn selection(reference: &LineReference) -> Selection {
    Selection {
        category: reference.category.clone(),
        geography: reference.geography.clone(),
        groups: BTreeMap::new(),
    }
}

/// The address at which the line can be changed.
fn link(release: &Release, line: &LineReference) -> String {
    let view = ViewState {
        table: Some(line.table.clone()),
        categories: vec![line.category.clone()],
        geographies: vec![line.geography.clone()],
        ..view_in(release)
    };
    Route::Trends.link(&view.query())
}
