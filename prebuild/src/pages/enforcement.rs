//! What the police did: the figures of tables, and the operations with their sources.

use anyhow::Result;
use charts::LINES;
use cube::enforcement::{Enforcement, PATH};
use maud::html;
use sightline::ahead::{Route, ViewState};
use wording::t;

use super::{of_view, path, sourced, title};
use crate::library::Shelf;
use crate::page::Page;

pub fn page(shelf: &Shelf) -> Result<Page> {
    let release = &shelf.release;
    let told: Enforcement = shelf.json(PATH)?.unwrap_or_default();
    let mut figures = Vec::new();
    for told in &told.figures {
        let Some(table) = release.table(&told.table) else {
            continue;
        };
        let view = ViewState {
            table: Some(table.id.clone()),
            categories: told.categories.clone(),
            geographies: told.geographies.clone(),
            groups: told.groups.clone(),
            ..ViewState::of(release.asked.clone())
        };
        let figure = of_view(shelf, table, &view, LINES)?;
        figures.push((told.heading.clone(), table, figure));
    }
    let city = &release.manifest.city_label;
    let description = match figures.first() {
        Some((_, _, figure)) => figure.sentence.clone(),
        None => t!("What police in {city} did was not collected.", city = city),
    };
    let body = html! {
        @if figures.is_empty() { p.notice { (description) } }
        @for (question, _, figure) in &figures {
            section.overview-chart { h2.question { (question) } (figure.markup) }
        }
        @if !told.operations.is_empty() {
            section.prose {
                h2 { (t!("Joint operations")) }
                ul {
                    @for operation in &told.operations {
                        li {
                            strong { (charts::operation_dates(operation)) } " " (operation.name) ". "
                            (operation.agencies) ". "
                            (charts::operation_count(operation)) " "
                            @for said in [&operation.note, &operation.caution].into_iter().flatten() { (said) " " }
                            span.source { (sourced(&operation.source)) }
                        }
                    }
                }
            }
        }
    };
    let first = figures.into_iter().next();
    Ok(Page {
        path: path(release, Route::Enforcement),
        title: title(release, Some(Route::Enforcement.label())),
        heading: t!("What police in {city} did", city = city),
        description,
        body,
        table: first.as_ref().map(|(_, table, _)| (*table).clone()),
        drawn: first.map(|(_, _, figure)| figure.drawn),
        embed: None,
        is_listed: release.is_current,
    })
}
