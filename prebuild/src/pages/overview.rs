//! The front page: the sentence, the headline measures, the charts, what is not known.

use anyhow::Result;
use maud::html;
use sightline::ahead::{
    Embed, EventMarks, Route, Stories, ViewState, chart_context, twelve_months,
};
use wording::t;

use super::{chart_of, path, title};
use crate::figure::figure;
use crate::library::Shelf;
use crate::markup::view_address;
use crate::page::Page;

pub fn page(shelf: &Shelf) -> Result<Page> {
    let release = &shelf.release;
    let overview = &release.overview;
    let mut lead = None;
    let mut tiles = Vec::new();
    for reference in &overview.headlines {
        let Some(table) = release.table(&reference.table) else {
            continue;
        };
        let cube = shelf.cube(&table.id)?;
        let Some(series) = twelve_months(release, &cube, reference) else {
            continue;
        };
        let context = chart_context(release, &[table], EventMarks::Shown);
        let context = context.borrowed();
        let Some(line) = series.lines.first() else {
            continue;
        };
        lead = lead.or_else(|| charts::lead(&series, line, &context));
        tiles.extend(charts::headline(&series, line, &context));
    }
    let mut figures = Vec::new();
    for chart in &overview.charts {
        let embed = Embed::Overview {
            asked: release.asked.clone(),
            chart: chart.id.clone(),
        };
        let Some((content, form)) = chart_of(shelf, &Stories::default(), &embed)? else {
            continue;
        };
        let lines = chart.lines.iter();
        let mut named: Vec<_> = lines
            .filter_map(|line| release.table(&line.table))
            .collect();
        named.dedup_by_key(|table| table.id.clone());
        let view = ViewState {
            table: named.first().map(|table| table.id.clone()),
            first: Some(chart.first),
            grain: chart.grain,
            ..ViewState::of(release.asked.clone())
        };
        let change = view_address(Route::Trends, &view.query());
        let figure = figure(release, &named, content, form, Some(&change));
        figures.push((chart.heading.clone(), figure));
    }
    let heading = lead.unwrap_or_else(|| t!("Nothing was collected for a whole year.").to_owned());
    let body = html! {
        section {
            ul.prebuilt-measures {
                @for tile in &tiles {
                    li {
                        strong { (tile.value) " " (tile.unit) } " "
                        (tile.period) ": " (tile.change) ". " (tile.range) "."
                    }
                }
            }
        }
        @for (question, figure) in &figures {
            section.overview-chart { h2.question { (question) } (figure.markup) }
        }
        section.prose {
            h2 { (t!("What these data do not hold")) }
            ul { @for gap in &overview.gaps { li { (gap) } } }
        }
    };
    let description = match figures.first() {
        Some((_, figure)) => format!("{heading} {}", figure.sentence),
        None => heading.clone(),
    };
    Ok(Page {
        path: path(release, Route::Overview),
        title: title(release, None),
        heading,
        description,
        body,
        drawn: figures.into_iter().next().map(|(_, figure)| figure.drawn),
        table: None,
        embed: overview.charts.first().map(|chart| Embed::Overview {
            asked: release.asked.clone(),
            chart: chart.id.clone(),
        }),
        is_listed: release.is_current,
    })
}
