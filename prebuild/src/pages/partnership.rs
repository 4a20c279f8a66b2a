//! The program that a city takes part in: what it is, its dates, what is known of its parts.

use anyhow::Result;
use cube::programme::{Outcome, PATH, Programme, Statement};
use maud::{Markup, html};
use sightline::ahead::{Embed, Route, Stories};
use wording::t;

use super::{figure_of, path, sourced, title};
use crate::figure::Figure;
use crate::library::Shelf;
use crate::page::Page;

pub fn page(shelf: &Shelf) -> Result<Page> {
    let release = &shelf.release;
    let city = &release.manifest.city_label;
    let programme: Option<Programme> = shelf.json(PATH)?;
    let mut page = Page {
        path: path(release, Route::Partnership),
        title: title(release, Some(Route::Partnership.label())),
        heading: Route::Partnership.label().to_owned(),
        description: t!(
            "This release tells of no program that {city} takes part in.",
            city = city
        ),
        body: html! {},
        drawn: None,
        table: None,
        embed: None,
        is_listed: release.is_current,
    };
    let Some(programme) = programme else {
        page.body = html! { p.notice { (page.description) } };
        return Ok(page);
    };
    let stories = Stories {
        programme: Some(programme.clone()),
        ..Stories::default()
    };
    let figures = programme.outcomes.iter();
    let figures = figures.map(|outcome| of_outcome(shelf, &stories, outcome));
    let figures: Vec<(String, Figure)> = figures
        .collect::<Result<Vec<_>>>()?
        .into_iter()
        .flatten()
        .collect();
    let about = &programme.about;
    page.heading.clone_from(&about.name);
    let sentences = about
        .sentences
        .iter()
        .map(|sentence| sentence.text.as_str());
    page.description = sentences.collect::<Vec<_>>().join(" ");
    page.body = html! {
        section.prose { @for sentence in &about.sentences { (said(sentence)) } }
        section.prose {
            h2 { (t!("Timeline")) }
            ul {
                @for event in &programme.milestones {
                    li { strong { (charts::format::date(&event.date)) } " " (event.label) ". " (event.text) " " span.source { (sourced(&event.source)) } }
                }
            }
        }
        section.prose {
            h2 { (t!("What it is about, and what is known of it")) }
            @for area in &programme.focus_areas {
                h3 { (area.label) }
                p { (area.meaning) }
                @if area.known.is_empty() { p.quiet { (t!("Not published.")) } }
                @for known in &area.known { (said(known)) }
            }
        }
        section {
            h2 { (t!("Before, during and after")) }
            ul.prose { @for caution in &about.cautions { li { (caution) } } }
            @for (question, figure) in &figures {
                section.overview-chart { h3 { (question) } (figure.markup) }
            }
        }
        section.prose {
            h2 { (t!("What nobody publishes")) }
            ul { @for gap in &programme.gaps { li { (gap) } } }
        }
    };
    page.drawn = figures.into_iter().next().map(|(_, figure)| figure.drawn);
    Ok(page)
}

fn said(statement: &Statement) -> Markup {
    html! { p { (statement.text) " " span.source { (sourced(&statement.source)) } } }
}

fn of_outcome(
    shelf: &Shelf,
    stories: &Stories,
    outcome: &Outcome,
) -> Result<Option<(String, Figure)>> {
    let embed = Embed::Partnership {
        asked: shelf.release.asked.clone(),
        outcome: outcome.id.clone(),
    };
    let figure = figure_of(shelf, stories, &embed)?;
    Ok(figure.map(|figure| (outcome.heading.clone(), figure)))
}
