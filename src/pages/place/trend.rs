//! The course of one offense in a place, beside the whole city: two charts with scales of their own,
//! because the counts of a place are small beside those of its city.

use std::{collections::BTreeMap, sync::Arc};

use cube::places::Area;
use cube::release::Table;
use cube::{Cube, DimensionKind, Grain, Selection, Series};
use leptos::prelude::*;
use wording::t;

use super::section::beside_the_city;
use crate::pages::cubes::cube_of;
use crate::{
    components::{Figure, FigureContent, Loaded},
    data::Release,
    pages::context::{caveats, chart_context, with_incomplete},
    state::{Embed, EventMarks, PlacesView, ViewState, Visit},
};

/// The charts; nothing where no table counts events by the kind of place.
#[component]
pub fn Trend(
    /// The release.
    release: Arc<Release>,
    /// The place.
    area: Arc<Area>,
    /// The tables that count by its kind.
    tables: Vec<Table>,
    /// The id of its kind.
    kind: String,
) -> impl IntoView {
    let visit = expect_context::<Visit>();
    let view = visit.query.with_untracked(|query| PlacesView::parse(query));
    let asked = tables
        .iter()
        .find(|table| view.table.as_ref() == Some(&table.id));
    let longest = tables
        .iter()
        .max_by_key(|table| table.last.since(table.first));
    let table = asked.or(longest).cloned()?;
    let cube = cube_of(&release, &table.id);
    let category = view.category;
    let figures = move |cube: Arc<Cube>| {
        let (release, area, table) = (Arc::clone(&release), Arc::clone(&area), table.clone());
        let (kind, category) = (kind.clone(), category.clone());
        view! { <Charts release area table cube kind category /> }
    };
    Some(view! { <Loaded pending=cube placeholder="placeholder figure" view=figures /> })
}

#[component]
fn Charts(
    release: Arc<Release>,
    area: Arc<Area>,
    table: Table,
    cube: Arc<Cube>,
    kind: String,
    category: Option<String>,
) -> impl IntoView {
    let place = trend(
        &release,
        &table,
        &cube,
        category.as_deref(),
        Some(&area.code),
    );
    let city = trend(&release, &table, &cube, category.as_deref(), None);
    let counted = place.as_ref().and_then(|place| place.series.lines.first());
    let counted = counted
        .map(|line| line.category.code.clone())
        .unwrap_or_default();
    let beside = beside_the_city(&release, &table.id, &counted, &area.code);
    let name = |which: &str| Signal::stored(format!("sightline-{}-{which}", table.id));
    let (place_name, city_name) = (name(&area.code), name("city"));
    let of_place = Embed::Place {
        kind,
        code: area.code.clone(),
        view: PlacesView {
            table: Some(table.id.clone()),
            category,
            ..PlacesView::of(release.asked.clone())
        },
    };
    let of_city = Embed::Trends(ViewState {
        table: Some(table.id.clone()),
        categories: vec![counted],
        ..ViewState::of(release.asked.clone())
    });
    let show = |content: Option<FigureContent>, name, embed: Embed| {
        let embed = Signal::stored(embed);
        let release = Arc::clone(&release);
        let content = content.map(Signal::stored);
        let link = beside.clone();
        content.map(|content| view! { <Figure release content file_name=name link embed /> })
    };
    view! {
        <section aria-labelledby="trend">
            <h2 id="trend" class="question">{t!("How it went, beside the whole city")}</h2>
            <p class="quiet">{t!("Each chart has a scale of its own: a place counts far fewer than its city.")}</p>
            <div class="side-by-side">{show(place, place_name, of_place)} {show(city, city_name, of_city)}</div>
        </section>
    }
}

/// Twelve months to each month of a table, of one place or of the whole city.
pub fn trend(
    release: &Release,
    table: &Table,
    cube: &Cube,
    category: Option<&str>,
    place: Option<&str>,
) -> Option<FigureContent> {
    let header = cube.header();
    let list = header
        .dimensions
        .iter()
        .find(|one| one.kind == DimensionKind::Category)?;
    let known = category.filter(|code| list.position(code).is_some());
    let category = known.or(list.members.first().map(|member| member.code.as_str()))?;
    let (city, _) = cube::area_figures::places(cube).ok()?;
    let selection = Selection {
        category: category.to_owned(),
        geography: place.unwrap_or(&city.code).to_owned(),
        groups: BTreeMap::new(),
    };
    let grain = match header.grains().contains(&Grain::Rolling12) {
        true => Grain::Rolling12,
        false => Grain::Year,
    };
    // The first twelve months end so much later than the table begins.
    let full = header.first.plus(grain.months() - 1);
    let first = match grain {
        Grain::Rolling12 if full <= header.last => full,
        _ => header.first,
    };
    let series = Series::slice(cube, &[selection], first, header.last, grain).ok()?;
    let tables = [table];
    Some(FigureContent {
        series: Arc::new(with_incomplete(release, series)),
        context: chart_context(release, &tables, EventMarks::Shown),
        caveats: caveats(release, &tables),
    })
}
