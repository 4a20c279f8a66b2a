//! The cities of the partnership beside each other.

use anyhow::Result;
use cube::comparison::{Comparison, PATH};
use maud::html;
use sightline::ahead::{CompareView, Embed, Route, Stories, ViewState};
use wording::t;

use super::{figure_of, path, title};
use crate::library::Shelf;
use crate::page::Page;

pub fn page(shelf: &Shelf) -> Result<Page> {
    let release = &shelf.release;
    let city = &release.manifest.city_label;
    let comparison: Option<Comparison> = shelf.json(PATH)?;
    let table = comparison.as_ref().and_then(|it| release.table(&it.table));
    let mut page = Page {
        path: path(release, Route::Compare),
        title: title(release, Some(Route::Compare.label())),
        heading: t!("Cities beside each other").to_owned(),
        description: t!(
            "No other cities are set beside {city} here: such numbers were not collected.",
            city = city
        ),
        body: html! {},
        drawn: None,
        table: table.cloned(),
        embed: None,
        is_listed: release.is_current,
    };
    let (Some(comparison), Some(_)) = (&comparison, table) else {
        page.body = html! { p.notice { (page.description) } };
        return Ok(page);
    };
    let embed = Embed::Compare(CompareView {
        view: ViewState::of(release.asked.clone()),
        ..CompareView::default()
    });
    let stories = Stories {
        comparison: Some(comparison.clone()),
        ..Stories::default()
    };
    let figure = match figure_of(shelf, &stories, &embed)? {
        Some(figure) => figure,
        None => return Ok(page),
    };
    page.body = html! {
        section.prose { p { (comparison.about) } }
        (figure.markup)
        section.prose {
            h2 { (t!("What differs between cities")) }
            ul { @for difference in &comparison.differences { li { (difference) } } }
        }
    };
    page.description = figure.sentence;
    page.drawn = Some(figure.drawn);
    page.embed = Some(embed);
    Ok(page)
}
