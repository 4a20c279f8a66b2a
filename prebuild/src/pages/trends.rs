//! Trends: the first table as it opens, and a page of each offense.

use anyhow::Result;
use charts::LINES;
use cube::DimensionKind;
use cube::release::Table;
use maud::html;
use sightline::ahead::{Embed, Route, ViewState};
use wording::t;

use super::{of_view, path, title};
use crate::library::Shelf;
use crate::page::Page;

/// The page as it opens.
pub fn page(shelf: &Shelf) -> Result<Page> {
    let release = &shelf.release;
    let asked = &release.asked;
    let first = release.manifest.tables.first();
    let view = ViewState::of(asked.clone());
    let figure = first.map(|table| of_view(shelf, table, &view, LINES));
    let figure = figure.transpose()?;
    let own = path(release, Route::Trends);
    let offenses = match release.is_current {
        true => offenses(shelf)?,
        false => Vec::new(),
    };
    let body = html! {
        @if let Some(figure) = &figure { (figure.markup) }
        @if !offenses.is_empty() {
            section.prose {
                h2 { (t!("By offense")) }
                ul { @for (code, label) in &offenses { li { a href=(format!("{own}{code}/")) { (label) } } } }
            }
        }
    };
    Ok(Page {
        path: own,
        title: title(release, Some(Route::Trends.label())),
        heading: Route::Trends.label().to_owned(),
        description: match &figure {
            Some(figure) => figure.sentence.clone(),
            None => t!("This release has no tables.").to_owned(),
        },
        body,
        drawn: figure.map(|figure| figure.drawn),
        table: first.cloned(),
        embed: Some(Embed::Trends(view)),
        is_listed: release.is_current,
    })
}

/// A page of each offense of the first table.
pub fn of_offenses(shelf: &Shelf) -> Result<Vec<Page>> {
    let release = &shelf.release;
    let Some(table) = release.manifest.tables.first() else {
        return Ok(Vec::new());
    };
    let pages = offenses(shelf)?.into_iter();
    let pages = pages.map(|(code, label)| of_offense(shelf, table, &code, &label));
    pages.collect()
}

fn of_offense(shelf: &Shelf, table: &Table, code: &str, label: &str) -> Result<Page> {
    let release = &shelf.release;
    let view = ViewState {
        categories: vec![code.to_owned()],
        ..ViewState::of(release.asked.clone())
    };
    let figure = of_view(shelf, table, &view, LINES)?;
    let trends = path(release, Route::Trends);
    let body = html! {
        (figure.markup)
        p { a href=(trends) { (t!("Every other offense")) } }
    };
    Ok(Page {
        path: format!("{trends}{code}/"),
        title: title(release, Some(label)),
        heading: t!(
            "{label} in {city}",
            label = label,
            city = release.manifest.city_label
        ),
        description: figure.sentence,
        body,
        drawn: Some(figure.drawn),
        table: Some(table.clone()),
        embed: Some(Embed::Trends(view)),
        is_listed: release.is_current,
    })
}

/// The codes and names of what the first table counts.
fn offenses(shelf: &Shelf) -> Result<Vec<(String, String)>> {
    let Some(table) = shelf.release.manifest.tables.first() else {
        return Ok(Vec::new());
    };
    let cube = shelf.cube(&table.id)?;
    let mut dimensions = cube.header().dimensions.iter();
    let list = dimensions.find(|one| one.kind == DimensionKind::Category);
    let members = list.into_iter().flat_map(|list| &list.members);
    let named = members.map(|member| (member.code.clone(), member.label.clone()));
    Ok(named.collect())
}
