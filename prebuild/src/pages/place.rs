//! One place: who lives there, its course beside the city's, and its numbers by year.

use anyhow::Result;
use charts::places::{introduction, people, transposed};
use charts::{DataTable, LINES};
use cube::places::{Area, PlaceKind};
use cube::release::Table;
use maud::{Markup, html};
use rayon::prelude::*;
use sightline::ahead::{
    Embed, EventMarks, PlacesView, Route, chart_context, counting_tables, heading, named, of_years,
    place_id, trend,
};
use sightline::written::figure::numbers_of;
use wording::t;

use super::{path, places, title};
use crate::figure::{Figure, OPEN_ROWS, figure};
use crate::library::Shelf;
use crate::page::Page;

/// The newest years that a table of a place shows, as in the app.
const YEARS: usize = 6;

/// A page of each place.
pub fn all(shelf: &Shelf) -> Result<Vec<Page>> {
    let atlas = &shelf.atlas;
    let all: Vec<(&PlaceKind, &Area)> = atlas.places().collect();
    all.into_par_iter()
        .map(|(kind, area)| page(shelf, kind, area))
        .collect()
}

fn page(shelf: &Shelf, kind: &PlaceKind, area: &Area) -> Result<Page> {
    let release = &shelf.release;
    let city = &release.manifest.city_label;
    let said = introduction(&area.label, kind, city);
    let residents = people(Some(area));
    let counting = counting_tables(release, kind);
    let longest = counting
        .iter()
        .max_by_key(|table| table.last.since(table.first));
    let figures = match longest {
        Some(table) => [Some(area.code.as_str()), None]
            .map(|place| trend_of(shelf, table, place))
            .into_iter()
            .collect::<Result<Vec<_>>>()?,
        None => Vec::new(),
    };
    let figures: Vec<Figure> = figures.into_iter().flatten().collect();
    let plain = kind.tables.iter().filter(|table| table.groups.is_empty());
    let tables: Vec<Markup> = plain
        .filter_map(|table| release.table(&table.id))
        .map(|table| by_year(shelf, table, area))
        .collect::<Result<Vec<_>>>()?
        .into_iter()
        .flatten()
        .collect();
    let back = PlacesView {
        kind: Some(kind.id.clone()),
        place: Some(area.code.clone()),
        ..PlacesView::of(release.asked.clone())
    };
    let body = html! {
        section.lede { p { (said) " " (residents) } }
        p.prebuilt-more { a href=(places::in_app(&back.query())) { (t!("On the map and in the list")) } }
        @if !figures.is_empty() {
            section {
                h2.question { (t!("How it went, beside the whole city")) }
                div.side-by-side { @for figure in &figures { (figure.markup) } }
            }
        }
        @for table in &tables { (table) }
    };
    let sentence = figures.first().map(|figure| figure.sentence.clone());
    let description = match sentence {
        Some(sentence) => format!("{said} {sentence}"),
        None => format!("{said} {residents}"),
    };
    Ok(Page {
        path: format!(
            "{}{}/",
            path(release, Route::Places),
            place_id(&kind.id, &area.code)
        ),
        title: title(release, Some(&named(kind, area))),
        heading: area.label.clone(),
        description,
        body,
        drawn: figures.into_iter().next().map(|figure| figure.drawn),
        table: longest.cloned(),
        embed: longest.map(|_| Embed::Place {
            kind: kind.id.clone(),
            code: area.code.clone(),
            view: PlacesView::of(release.asked.clone()),
        }),
        is_listed: release.is_current,
    })
}

fn trend_of(shelf: &Shelf, table: &Table, place: Option<&str>) -> Result<Option<Figure>> {
    let cube = shelf.cube(&table.id)?;
    let content = trend(&shelf.release, table, &cube, None, place);
    Ok(content.map(|content| figure(&shelf.release, &[table], content, LINES, None)))
}

/// A table of a place, a row an offense, charge group or indicator; none where it holds no such place.
fn by_year(shelf: &Shelf, table: &Table, area: &Area) -> Result<Option<Markup>> {
    let release = &shelf.release;
    let cube = shelf.cube(&table.id)?;
    let Some(mut series) = of_years(release, &cube, &area.code) else {
        return Ok(None);
    };
    let context = chart_context(release, &[table], EventMarks::Hidden);
    let context = context.borrowed();
    let coverage = charts::coverage_note(&series, &context);
    let source = charts::source_note(&series, &context);
    let lines = series.lines.iter_mut();
    lines.for_each(|line| line.located.clear());
    let numbers = DataTable {
        caption: t!(
            "{place}, by year. {table}",
            place = area.label,
            table = table.title
        ),
        ..transposed(&charts::table(&series, &context), YEARS)
    };
    Ok(Some(html! {
        section.profile-table aria-label=(table.title) data-table=(table.id) {
            h2 { (heading(table.unit)) }
            @if let Some(coverage) = coverage { p.coverage { (coverage) } }
            (numbers_of(&numbers, t!("What"), OPEN_ROWS))
            p.source { (source) }
            p.actions { a href=(release.address(&table.csv)) download { (t!("Whole table (CSV): {table}", table = table.title)) } }
        }
    }))
}
