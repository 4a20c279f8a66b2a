//! What an embed shows: the same functions make it as make its page, and who writes pages ahead of
//! time calls them, too.

use std::sync::Arc;

use charts::places::{AreaSheet, area_sheet};
use charts::{Form, HourTable, LINES, hour_table};
use cube::area_figures::{AreaFigures, Measure};
use cube::comparison::Comparison;
use cube::places::{PlaceKind, PlaceLayer};
use cube::programme::Programme;
use cube::release::{LineReference, OverviewChart};
use cube::{Cube, windows};
use wording::t;

use crate::{
    components::FigureContent,
    data::{Atlas, Release},
    pages::{
        compare::content_of,
        context::{caveats, chart_context},
        overview::joined,
        partnership::outcome,
        place::trend,
        places::{counting_tables, known_kind, overlay},
        trends,
    },
    routes::Route,
    state::{ChartKind, Embed, EventMarks, PlacesShown, PlacesView, ViewState, place_id, resolve},
};

/// What a release tells beside its tables, as far as an embed needs it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stories {
    /// How its cities are set beside others.
    pub comparison: Option<Comparison>,
    /// The program that its city takes part in.
    pub programme: Option<Programme>,
    /// Its places.
    pub atlas: Option<Arc<Atlas>>,
}

/// What stands in a page of others.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown {
    /// The chart, the hours or the map.
    pub body: Body,
    /// What a reader should know before trusting the numbers, a sentence each.
    pub caveats: Vec<String>,
    /// What of its address was left out, a sentence each.
    pub notes: Vec<String>,
}

/// Its kinds.
#[derive(Clone, Debug, PartialEq)]
pub enum Body {
    /// A chart of lines.
    Chart {
        /// What it shows.
        content: FigureContent,
        /// In which form.
        form: Form,
    },
    /// Hours as a shaded table.
    Hours {
        /// The table.
        table: HourTable,
        /// Its source line.
        source: String,
    },
    /// A map with its list.
    Map {
        /// The numbers, with their classes.
        sheet: Arc<AreaSheet>,
        /// The outlines.
        layer: Arc<PlaceLayer>,
        /// The outlines of larger places, for orientation.
        overlay: Option<Arc<PlaceLayer>>,
    },
}

/// What something says of itself in words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// Its title.
    pub title: String,
    /// What it shows, in a sentence.
    pub sentence: String,
    /// What it is and what it shows, for who cannot see it.
    pub label: String,
    /// What has to be said above it, a sentence each.
    pub remarks: Vec<String>,
    /// Where the numbers are from.
    pub source: String,
}

impl Body {
    /// The words.
    #[must_use]
    pub fn said(&self) -> Said {
        match self {
            Self::Chart { content, form } => Said::of_chart(content, *form),
            Self::Hours { table, source } => Said::of(
                t!("Shaded table of hours"),
                table.title.clone(),
                table.sentence.clone(),
                vec![table.note.clone()],
                source.clone(),
            ),
            Self::Map { sheet, .. } => Said::of(
                t!("Map"),
                sheet.title.clone(),
                sheet.sentence.clone(),
                sheet.refusal.clone().into_iter().collect(),
                sheet.notes.join(" "),
            ),
        }
    }
}

impl Said {
    /// The words of a chart of lines.
    #[must_use]
    pub fn of_chart(content: &FigureContent, form: Form) -> Self {
        let (series, context) = (&content.series, content.context.borrowed());
        let remarks = [
            (form.key)(series, &context),
            charts::coverage_note(series, &context),
            charts::protection_note(series, &context),
        ];
        Self::of(
            form.name.text(),
            (form.title)(series, &context),
            (form.sentence)(series, &context),
            remarks.into_iter().flatten().collect(),
            charts::source_note(series, &context),
        )
    }

    fn of(
        name: &str,
        title: String,
        sentence: String,
        remarks: Vec<String>,
        source: String,
    ) -> Self {
        Self {
            label: format!("{name}. {title}. {sentence}"),
            title,
            sentence,
            remarks,
            source,
        }
    }
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
        Embed::Map(view) => {
            let kind = known_kind(&release.manifest.places, view.kind.as_deref());
            let table = kind.and_then(|kind| kind_table(release, &kind, view));
            return table.into_iter().collect();
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
    match embed {
        Embed::Trends(view) => {
            let resolved = resolve(view, first.header());
            let content = trends::content(release, first, &resolved, view.marks);
            let notes = resolved.notes.clone();
            if resolved.kind == ChartKind::Hours {
                let hours = trends::Found::of(first, &resolved).hours?;
                let context = content.context.borrowed();
                return Some(Shown {
                    body: Body::Hours {
                        table: hour_table(&hours, &context),
                        source: charts::source_note(&content.series, &context),
                    },
                    caveats: content.caveats.clone(),
                    notes,
                });
            }
            let form = trends::form(resolved.kind, view.beside, &content.series);
            Some(shown_chart(content, form, notes))
        }
        Embed::Overview { chart, .. } => {
            let found = overview_chart(release, chart)?;
            let lines = found.lines.iter();
            let tables: Vec<_> = lines
                .filter_map(|line| release.table(&line.table))
                .collect();
            let content = FigureContent {
                series: Arc::new(joined(release, cubes, found)),
                context: chart_context(release, &tables, EventMarks::Shown),
                caveats: caveats(release, &tables),
            };
            Some(shown_chart(content, LINES, Vec::new()))
        }
        Embed::Place { code, view, .. } => {
            let table = release.table(&first.header().id)?;
            let content = trend(release, table, first, view.category.as_deref(), Some(code))?;
            Some(shown_chart(content, LINES, Vec::new()))
        }
        Embed::Map(view) => map(view, release, stories, first),
        Embed::Compare(compare) => {
            let comparison = stories.comparison.as_ref()?;
            let resolved = compare.resolve(comparison, first.header());
            let notes = resolved.notes.clone();
            let content = content_of(release, comparison, first, &resolved, compare.scale);
            Some(shown_chart(content, LINES, notes))
        }
        Embed::Partnership { outcome, .. } => {
            let about = &stories.programme.as_ref()?.about;
            let windows = windows::windows(about.launch, about.years);
            let lines = outcome_lines(stories, outcome).cloned();
            let own: Vec<_> = lines.zip(cubes.iter().cloned()).collect();
            let content = outcome::figure(release, &own, &windows);
            Some(shown_chart(content, LINES, Vec::new()))
        }
    }
}

fn shown_chart(content: FigureContent, form: Form, notes: Vec<String>) -> Shown {
    Shown {
        caveats: content.caveats.clone(),
        body: Body::Chart { content, form },
        notes,
    }
}

fn map(view: &PlacesView, release: &Release, stories: &Stories, cube: &Cube) -> Option<Shown> {
    let atlas = stories.atlas.as_ref()?;
    let kind = known_kind(&atlas.kinds, view.kind.as_deref())?;
    let layer = atlas.layers.get(&kind.id)?;
    layer.plane?;
    let table = release.table(&cube.header().id)?;
    let incomplete: Vec<_> = table
        .incomplete
        .iter()
        .map(|months| (months.first, months.last))
        .collect();
    let PlacesShown {
        category,
        years,
        notes,
        ..
    } = view.shown(cube, &incomplete)?;
    let figures = AreaFigures::of(cube, Some(layer), &category, years).ok()?;
    let measure = match layer.censuses.is_empty() {
        true => Measure::Count,
        false => view.measure,
    };
    let context = chart_context(release, &[table], EventMarks::Hidden);
    Some(Shown {
        body: Body::Map {
            sheet: Arc::new(area_sheet(
                &figures,
                &kind.label,
                measure,
                &context.borrowed(),
            )),
            layer: Arc::new(layer.clone()),
            overlay: overlay(atlas, layer),
        },
        caveats: caveats(release, &[table]),
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
        Embed::Map(view) => (Route::Places.path().to_owned(), view.query()),
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

/// The table that a map is drawn from: the one that is asked for, or the first.
fn kind_table(release: &Release, kind: &PlaceKind, view: &PlacesView) -> Option<String> {
    let tables = counting_tables(release, kind);
    let asked = tables
        .iter()
        .find(|table| view.table.as_ref() == Some(&table.id));
    asked.or(tables.first()).map(|table| table.id.clone())
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
