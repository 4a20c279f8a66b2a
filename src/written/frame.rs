//! A chart in a frame of a page of others: everything that stands in it, at each of its addresses.

use std::cell::RefCell;
use std::sync::Arc;

use cube::release::Catalog;
use cube::{DimensionKind, Grain, Header};
use maud::{Markup, html};
use wording::{language, t};

use super::figure::{Drawn, legend, numbers_of, pictures};
use super::{hours, map};
use crate::data::{DataError, Library, Release};
use crate::pages::embed::fetched::{Fetched, fetch, needs};
use crate::pages::embed::shown::{Body, Said, Shown, page};
use crate::pages::embed::standing;
use crate::routes::path_in;
use crate::state::{Embed, Look, ViewState, resolve};

/// What of a chart is the same at each of its addresses.
pub struct Parts {
    /// What it says of itself.
    pub said: Said,
    /// What stands below the words.
    body: Markup,
    /// The numbers, as a table; nothing where the body is one.
    numbers: Markup,
    caveats: Vec<String>,
}

/// What stands around a chart at one of its addresses.
pub struct Around<'a> {
    /// The release.
    pub release: &'a Release,
    /// The catalogue that names it.
    pub catalog: &'a Catalog,
    /// The chart at this address.
    pub embed: &'a Embed,
    /// The page that shows the same with all that belongs to it, below the site's base.
    pub whole: &'a str,
    /// What has to be said before anything else.
    pub notes: Markup,
    /// How the chart can be changed.
    pub change: Markup,
}

impl Parts {
    /// The parts of what is shown.
    #[must_use]
    pub fn of(shown: &Shown) -> Self {
        let said = shown.body.said();
        let (body, numbers) = match &shown.body {
            Body::Chart { content, form } => {
                let numbers = (form.table)(&content.series, &content.context.borrowed());
                let drawn = Drawn::of(&said, content, *form);
                let body = html! { (legend(&drawn)) (pictures(&drawn, &said.label)) };
                (body, numbers_of(&numbers, t!("Period"), usize::MAX))
            }
            Body::Hours { table, .. } => (hours::grid(table), html! {}),
            Body::Map {
                sheet,
                layer,
                overlay,
            } => (map::map(sheet, layer, overlay.as_deref()), map::list(sheet)),
        };
        Self {
            said,
            body,
            numbers,
            caveats: shown.caveats.clone(),
        }
    }

    /// The chart with all that stands in its frame.
    #[must_use]
    pub fn within(&self, around: &Around<'_>) -> Markup {
        let standing = standing(around.embed, around.release, around.catalog);
        html! {
            @if around.release.manifest.sample {
                p.notice { (t!("Sample data: these numbers are invented and tell nothing about any place.")) }
            }
            (around.notes)
            figure.figure {
                figcaption {
                    h1 { (self.said.title) }
                    p.finding { (self.said.sentence) }
                    @for remark in &self.said.remarks { p.coverage { (remark) } }
                }
                (self.body)
                p.source { (self.said.source) }
                (around.change)
                @if !self.numbers.0.is_empty() {
                    details {
                        summary { (t!("Table of the same numbers")) }
                        (self.numbers)
                    }
                }
                details {
                    summary { (t!("What to know about these numbers")) }
                    ul { @for caveat in &self.caveats { li { (caveat) } } }
                }
            }
            footer.embed-foot {
                p.standing {
                    (standing.text)
                    @if let Some((text, address)) = &standing.newer {
                        " " a href=(in_own(address)) target="_blank" rel="noopener" { (text) } "."
                    }
                }
                p { a href=(around.whole) target="_blank" rel="noopener" { (t!("This chart on Sightline")) } }
            }
        }
    }
}

/// An address below the site's base in the language that is spoken.
#[must_use]
pub fn in_own(address: &str) -> String {
    let path = path_in(language(), &format!("/{address}"));
    path.trim_start_matches('/').to_owned()
}

/// The program of a frame: what it has fetched for the views that were shown so far.
#[derive(Default)]
pub struct Frame {
    library: Library,
    kept: RefCell<Option<(Embed, Arc<Fetched>)>>,
}

impl Frame {
    /// What stands in the frame at an address below the home of its language, with its query; where that
    /// cannot be had, why, with a button `data-retry`.
    pub async fn content(&self, address: &str) -> String {
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        let Some(embed) = Embed::parse(path, query) else {
            return said(t!("There is no such chart here."));
        };
        match self.fetched(&embed).await {
            Ok(fetched) => content(&embed, Look::parse(query), &fetched),
            Err(error) => failure(&error),
        }
    }

    async fn fetched(&self, embed: &Embed) -> Result<Arc<Fetched>, DataError> {
        let needs = needs(embed);
        let kept = self.kept.borrow().clone();
        if let Some((_, fetched)) = kept.filter(|(of, _)| *of == needs) {
            return Ok(fetched);
        }
        let release = self.library.release(embed.asked().clone()).await?;
        let fetched = fetch(&self.library, release, Some(needs.clone())).await?;
        let fetched = Arc::new(fetched);
        self.kept.replace(Some((needs, Arc::clone(&fetched))));
        Ok(fetched)
    }
}

fn content(embed: &Embed, look: Look, fetched: &Fetched) -> String {
    let Some(shown) = fetched.shown(embed) else {
        return said(t!("This release does not hold this chart."));
    };
    let (path, query) = page(embed, &fetched.stories);
    let whole = in_own(path.trim_start_matches('/'));
    let whole = match query.is_empty() {
        true => whole,
        false => format!("{whole}?{query}"),
    };
    let change = match (embed, fetched.cubes.first()) {
        (Embed::Trends(view), Some(cube)) if !look.is_bare => choices(view, look, cube.header()),
        _ => html! {},
    };
    let around = Around {
        release: &fetched.release,
        catalog: &fetched.catalog,
        embed,
        whole: &whole,
        notes: html! {
            div role="status" { @for note in &shown.notes { p.notice { (note) } } }
        },
        change,
    };
    Parts::of(&shown).within(&around).into_string()
}

fn said(text: &str) -> String {
    html! { p.notice role="alert" { (text) } }.into_string()
}

fn failure(error: &DataError) -> String {
    html! {
        section.failure role="alert" {
            h2 { (error.summary()) }
            p { (error.advice()) }
            button type="button" data-retry { (t!("Try again")) }
            details {
                summary { (t!("For a report")) }
                p { code { (error) } }
            }
        }
    }
    .into_string()
}

/// What a reader can choose: the offense, the place and how much time a point covers, each one of a list
/// whose values are addresses below the site's base; nothing of an axis where several are compared.
fn choices(view: &ViewState, look: Look, header: &Header) -> Markup {
    let resolved = resolve(view, header);
    let to = |view: ViewState| in_own(&Embed::Trends(view).address(look));
    let of_category = |code: &str| ViewState {
        categories: vec![code.to_owned()],
        ..view.clone()
    };
    let of_geography = |code: &str| ViewState {
        geographies: vec![code.to_owned()],
        ..view.clone()
    };
    let members = |kind: DimensionKind, chosen: &[String], choose: &dyn Fn(&str) -> ViewState| {
        let [chosen] = chosen else { return Vec::new() };
        let dimension = header.dimensions.iter().find(|one| one.kind == kind);
        let members = dimension.map_or(&[][..], |dimension| &dimension.members);
        let option = |member: &cube::Member| Choice {
            label: member.label.clone(),
            address: to(choose(&member.code)),
            is_chosen: member.code == *chosen,
        };
        members.iter().map(option).collect::<Vec<_>>()
    };
    let grains = header.grains().iter().copied().map(|grain| Choice {
        label: grain_label(grain).to_owned(),
        address: to(ViewState {
            grain,
            ..view.clone()
        }),
        is_chosen: view.grain == grain,
    });
    let lists = [
        (
            t!(in "what is counted", "Count"),
            members(DimensionKind::Category, &resolved.categories, &of_category),
        ),
        (
            t!("Where"),
            members(
                DimensionKind::Geography,
                &resolved.geographies,
                &of_geography,
            ),
        ),
        (t!("Count by"), grains.collect()),
    ];
    html! {
        details.embed-choices {
            summary { (t!("Change this chart")) }
            div.controls {
                @for (label, options) in lists.iter().filter(|(_, options)| options.len() > 1) {
                    label.field {
                        span { (label) }
                        select {
                            @for option in options {
                                option value=(option.address) selected[option.is_chosen] { (option.label) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// One entry of a list.
struct Choice {
    label: String,
    address: String,
    is_chosen: bool,
}

fn grain_label(grain: Grain) -> &'static str {
    match grain {
        Grain::Month => t!("Each month"),
        Grain::Quarter => t!("Each quarter"),
        Grain::Year => t!("Each year"),
        Grain::Rolling12 => t!("12 months to each month"),
    }
}
