//! What an embed shows: the same functions make it as make its page, and who writes pages ahead of
//! time calls them, too.

use std::sync::Arc;

use charts::{Form, LINES};
use cube::comparison::Comparison;
use cube::programme::Programme;
use cube::release::{LineReference, OverviewChart};
use cube::{Cube, windows};

use crate::{
    components::FigureContent,
    data::Release,
    pages::{
        compare::content_of,
        context::{caveats, chart_context},
        overview::joined,
        partnership::outcome,
        place::trend,
        places::counting_tables,
        trends,
    },
    routes::Route,
    state::{Embed, EventMarks, PlacesView, ViewState, place_id, resolve},
};

/// What a release tells beside its tables, as far as an embed needs it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stories {
    /// How its cities are set beside others.
    pub comparison: Option<Comparison>,
    /// The program that its city takes part in.
    pub programme: Option<Programme>,
}

/// A chart for a page of others.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown {
    /// What it shows.
    pub content: FigureContent,
    /// In which form.
    pub form: Form,
    /// What of its address was left out, a sentence each.
    pub notes: Vec<String>,
}

/// The ids of the tables that an embed needs, in the order in which [`shown`] takes them; none where
/// its release does not hold what it asks for.
#[must_use]
pub fn tables(embed: &Embed, release: &Release, stories: &Stories) -> Vec<String> {
    let ids: Vec<&str> = match embed {
        Embed::Trends(view) => {
            let asked = match &view.table {
                Some(id) => release.table(id),
                None => release.manifest.tables.first(),
            };
            asked.map(|table| table.id.as_str()).into_iter().collect()
        }
        Embed::Overview { chart, .. } => {
            let lines = overview_chart(release, chart).map(|chart| chart.lines.iter());
            let lines = lines.into_iter().flatten();
            lines.map(|line| line.table.as_str()).collect()
        }
        Embed::Place { kind, view, .. } => {
            return place_table(release, kind, view).into_iter().collect();
        }
        Embed::Compare(_) => {
            let table = stories
                .comparison
                .as_ref()
                .map(|comparison| comparison.table.as_str());
            table.into_iter().collect()
        }
        Embed::Partnership { outcome, .. } => {
            let lines = outcome_lines(stories, outcome);
            lines.map(|line| line.table.as_str()).collect()
        }
    };
    let is_there = ids.iter().all(|id| release.table(id).is_some());
    let ids = ids.into_iter().filter(|_| is_there);
    ids.map(str::to_owned).collect()
}

/// What an embed shows of the [`tables`] that it needs; none where they hold no such thing.
#[must_use]
pub fn shown(
    embed: &Embed,
    release: &Release,
    stories: &Stories,
    cubes: &[Arc<Cube>],
) -> Option<Shown> {
    let first = cubes.first()?;
    let mut form = LINES;
    let mut notes = Vec::new();
    let content = match embed {
        Embed::Trends(view) => {
            let resolved = resolve(view, first.header());
            let content = trends::content(release, first, &resolved, view.marks);
            form = trends::form(resolved.kind, view.beside, &content.series);
            notes = resolved.notes;
            content
        }
        Embed::Overview { chart, .. } => {
            let chart = overview_chart(release, chart)?;
            let lines = chart.lines.iter();
            let tables: Vec<_> = lines
                .filter_map(|line| release.table(&line.table))
                .collect();
            FigureContent {
                series: Arc::new(joined(release, cubes, chart)),
                context: chart_context(release, &tables, EventMarks::Shown),
                caveats: caveats(release, &tables),
            }
        }
        Embed::Place { code, view, .. } => {
            let table = release.table(&first.header().id)?;
            trend(release, table, first, view.category.as_deref(), Some(code))?
        }
        Embed::Compare(compare) => {
            let comparison = stories.comparison.as_ref()?;
            let resolved = compare.resolve(comparison, first.header());
            notes.clone_from(&resolved.notes);
            content_of(release, comparison, first, &resolved, compare.scale)
        }
        Embed::Partnership { outcome, .. } => {
            let about = &stories.programme.as_ref()?.about;
            let windows = windows::windows(about.launch, about.years);
            let lines = outcome_lines(stories, outcome).cloned();
            let own: Vec<_> = lines.zip(cubes.iter().cloned()).collect();
            outcome::figure(release, &own, &windows)
        }
    };
    Some(Shown {
        content,
        form,
        notes,
    })
}

/// The page that shows the same with all that belongs to it: its path below the site's base, and its
/// query without a `?`.
#[must_use]
pub fn page(embed: &Embed, stories: &Stories) -> (String, String) {
    match embed {
        Embed::Trends(view) => (Route::Trends.path().to_owned(), view.query()),
        Embed::Overview { asked, .. } => {
            let query = ViewState::of(asked.clone()).query();
            (Route::Overview.path().to_owned(), query)
        }
        Embed::Place { kind, code, view } => {
            let path = Route::Place.path_to(&place_id(kind, code));
            (path, view.query())
        }
        Embed::Compare(view) => (Route::Compare.path().to_owned(), view.query()),
        Embed::Partnership { asked, outcome } => {
            let line = outcome_lines(stories, outcome).next();
            let view = line.map_or_else(ViewState::default, of_line);
            let view = ViewState {
                asked: asked.clone(),
                ..view
            };
            (Route::Trends.path().to_owned(), view.query())
        }
    }
}

fn of_line(line: &LineReference) -> ViewState {
    ViewState {
        table: Some(line.table.clone()),
        categories: vec![line.category.clone()],
        geographies: vec![line.geography.clone()],
        ..ViewState::default()
    }
}

fn overview_chart<'a>(release: &'a Release, id: &str) -> Option<&'a OverviewChart> {
    let mut charts = release.overview.charts.iter();
    charts.find(|chart| chart.id == id)
}

fn outcome_lines<'a>(
    stories: &'a Stories,
    id: &str,
) -> impl Iterator<Item = &'a LineReference> + use<'a> {
    let outcomes = stories
        .programme
        .iter()
        .flat_map(|programme| &programme.outcomes);
    let id = id.to_owned();
    let found = outcomes.filter(move |outcome| outcome.id == id);
    found.flat_map(|outcome| std::iter::once(&outcome.line).chain(&outcome.second))
}

/// The table that a place's chart is drawn from: the one that is asked for, or the longest.
fn place_table(release: &Release, kind: &str, view: &PlacesView) -> Option<String> {
    let kind = release.manifest.places.iter().find(|one| one.id == kind)?;
    let tables = counting_tables(release, kind);
    let asked = tables
        .iter()
        .find(|table| view.table.as_ref() == Some(&table.id));
    let longest = tables
        .iter()
        .max_by_key(|table| table.last.since(table.first));
    asked.or(longest).map(|table| table.id.clone())
}
