//! Which pages there are, and what each says.

mod compare;
mod data;
mod enforcement;
mod methods;
mod overview;
mod partnership;
mod place;
mod places;
mod revisions;
mod trends;
mod verify;

use anyhow::Result;
use charts::Form;
use cube::release::Table;
use sightline::ahead::{
    Body, Embed, FigureContent, Release, Route, Stories, ViewState, content, page_of, page_title,
    resolve, shown, tables,
};
use wording::t;

use crate::figure::{Figure, figure};
use crate::library::Shelf;
use crate::markup::{path_of, scope_of, view_address, view_path};
use crate::page::Page;

/// Every page of a release: those of its routes, each place, and each offense.
///
/// # Errors
/// Where a file of the release cannot be read.
pub fn all(shelf: &Shelf) -> Result<Vec<Page>> {
    let mut pages = of_routes(shelf)?;
    pages.extend(place::all(shelf)?);
    pages.extend(trends::of_offenses(shelf)?);
    Ok(pages)
}

/// The pages of the routes, which a superseded release keeps.
///
/// # Errors
/// Where a file of the release cannot be read.
pub fn of_routes(shelf: &Shelf) -> Result<Vec<Page>> {
    let pages = [
        overview::page(shelf)?,
        trends::page(shelf)?,
        places::page(shelf),
        enforcement::page(shelf)?,
        partnership::page(shelf)?,
        compare::page(shelf)?,
        data::page(shelf)?,
        revisions::page(shelf)?,
        verify::page(shelf),
        methods::page(shelf),
    ];
    Ok(pages.into_iter().collect())
}

/// The path of a page of a release below the site's base.
fn path(release: &Release, route: Route) -> String {
    format!("{}{}", scope_of(&release.asked), path_of(route))
}

/// The title of a page of a release.
fn title(release: &Release, page: Option<&str>) -> String {
    let title = page_title(page, release);
    match release.is_current {
        true => title,
        false => t!(
            "{title} (release of {date})",
            title = title,
            date = release.manifest.released
        ),
    }
}

/// Where a statement is from.
fn sourced(source: &str) -> String {
    t!("Source: {source}", source = source)
}

/// A figure of a table, which can be changed at a view of the trends.
fn of_view(shelf: &Shelf, table: &Table, view: &ViewState, form: Form) -> Result<Figure> {
    let cube = shelf.cube(&table.id)?;
    let resolved = resolve(view, cube.header());
    let content = content(&shelf.release, &cube, &resolved, view.marks);
    let change = view_address(Route::Trends, &view.query());
    Ok(figure(
        &shelf.release,
        &[table],
        content,
        form,
        Some(&change),
    ))
}

/// The chart that stands in pages of others; none where the release does not hold it.
fn chart_of(
    shelf: &Shelf,
    stories: &Stories,
    embed: &Embed,
) -> Result<Option<(FigureContent, Form)>> {
    let release = &shelf.release;
    let ids = tables(embed, release, stories);
    let cubes = ids.iter().map(|id| shelf.cube(id));
    let cubes = cubes.collect::<Result<Vec<_>>>()?;
    let found = shown(embed, release, stories, &cubes);
    Ok(match found.map(|found| found.body) {
        Some(Body::Chart { content, form }) => Some((content, form)),
        Some(Body::Hours { .. } | Body::Map { .. }) | None => None,
    })
}

/// Its figure, which can be changed where all that belongs to it is.
fn figure_of(shelf: &Shelf, stories: &Stories, embed: &Embed) -> Result<Option<Figure>> {
    let release = &shelf.release;
    let ids = tables(embed, release, stories);
    let named: Vec<&Table> = ids.iter().filter_map(|id| release.table(id)).collect();
    let (path, query) = page_of(embed, stories);
    let change = view_path(&path, &query);
    let chart = chart_of(shelf, stories, embed)?;
    Ok(chart.map(|(content, form)| figure(release, &named, content, form, Some(&change))))
}
