//! One question of the page, answered from one table of the release.

use std::sync::Arc;

use cube::{Cube, enforcement::TableFigure};
use leptos::prelude::*;
use wording::t;

use super::{Page, choices::Choices};
use crate::{
    components::{Figure, FigureContent, Loaded, StackedFigure},
    data::Release,
    pages::trends,
    routes::Route,
    state::{Defaults, Embed, Resolved, ViewState, of_figure, resolve},
};

/// A question with its figure, which follows what is chosen on the page.
#[component]
pub(super) fn FigureSection(
    /// The page.
    page: Page,
    /// The figure.
    figure: TableFigure,
) -> impl IntoView {
    let cube = page.cubes.get(&figure.table).copied();
    let (id, labelled_by) = (figure.id.clone(), figure.id.clone());
    let heading = figure.heading.clone();
    let shown = cube.map(|cube| {
        let of_cube = move |cube: Arc<Cube>| {
            let (page, figure) = (page.clone(), figure.clone());
            view! { <OfTable page figure cube /> }
        };
        view! { <Loaded pending=cube placeholder="placeholder figure" view=of_cube /> }
    });
    view! {
        <section class="overview-chart" aria-labelledby=labelled_by>
            <h2 class="question" id=id tabindex="-1">{heading}</h2>
            {shown}
        </section>
    }
}

#[component]
fn OfTable(page: Page, figure: TableFigure, cube: Arc<Cube>) -> impl IntoView {
    let Page {
        release,
        view,
        apply,
        ..
    } = page;
    let header = cube.header().clone();
    let defaults = Defaults {
        categories: figure.categories.clone(),
        geographies: figure.geographies.clone(),
        groups: figure.groups.clone(),
        keeps_categories: figure.keeps_categories,
    };
    let own = {
        let header = header.clone();
        Memo::new(move |_| view.with(|view| of_figure(view, &header, &defaults)))
    };
    let resolved = {
        let header = header.clone();
        Memo::new(move |_| own.with(|own| resolve(own, &header)))
    };
    let content = content(&release, cube, own, resolved);
    let file_name = file_name(figure.id.clone(), resolved);
    let notes = move || {
        let notes = resolved.with(|resolved| resolved.notes.clone()).into_iter();
        notes
            .map(|note| view! { <p class="notice">{note}</p> })
            .collect_view()
    };
    let trends = move || own.with(|own| Route::Trends.link(&own.query()));
    let embed = Signal::derive(move || Embed::Trends(own.get()));
    let drawn = drawing(release, content, embed, file_name);
    view! {
        <Choices header offered=figure.choices resolved view apply />
        <div role="status">{notes}</div>
        {drawn}
        <p class="more"><a href=trends>{t!("See the same numbers in Trends")}</a></p>
    }
}

/// The figure; where it compares areas, with the share of records that name one below it.
fn drawing(
    release: Arc<Release>,
    content: Signal<FigureContent>,
    embed: Signal<Embed>,
    file_name: Signal<String>,
) -> impl IntoView + use<> {
    let has_areas = Memo::new(move |_| content.with(|content| share(content).is_some()));
    move || {
        let release = Arc::clone(&release);
        match has_areas.get() {
            false => view! { <Figure release content file_name embed /> }.into_any(),
            true => {
                let lower = Signal::derive(move || content.with(|c| share(c).unwrap_or(c.clone())));
                let finding = Signal::derive(move || {
                    content.with(|c| charts::sentence(&c.series, &c.context.borrowed()))
                });
                let embeds = vec![(t!("Embed the upper chart"), embed)];
                view! { <StackedFigure release upper=content lower finding file_name embeds /> }
                    .into_any()
            }
        }
    }
}

/// The share of records that name an area, of the lines of a content; none where none is an area.
fn share(content: &FigureContent) -> Option<FigureContent> {
    Some(FigureContent {
        series: Arc::new(charts::located_share(&content.series)?),
        ..content.clone()
    })
}

fn content(
    release: &Arc<Release>,
    cube: Arc<Cube>,
    own: Memo<ViewState>,
    resolved: Memo<Resolved>,
) -> Signal<FigureContent> {
    let release = Arc::clone(release);
    let content = Memo::new(move |_| {
        let marks = own.with(|own| own.marks);
        resolved.with(|resolved| trends::content(&release, &cube, resolved, marks))
    });
    content.into()
}

fn file_name(id: String, resolved: Memo<Resolved>) -> Signal<String> {
    Signal::derive(move || {
        let (first, last) = resolved.with(|resolved| (resolved.first, resolved.last));
        format!("sightline-{}-{first}-{last}", id.replace('_', "-"))
    })
}
