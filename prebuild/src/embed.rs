//! The pages of charts for pages of others: each a small file that shows its chart without a program,
//! with its picture and what oEmbed says of it (<https://oembed.com/>) beside it.

use std::sync::Arc;

use anyhow::Result;
use cube::release::{Asked, Catalog};
use cube::{DimensionKind, comparison, programme};
use maud::{DOCTYPE, Markup, html};
use rayon::prelude::*;
use serde_json::{Value, json};
use sightline::ahead::{
    Body, CompareView, EMBEDS, Embed, LISTENER, Lines, PlacesView, Shown, Stories, ViewState,
    counting_tables, lines, page_of, shown, tables,
};
use sightline::written::{
    figure::Drawn,
    frame::{Around, Parts, in_own},
};
use wording::{language, t};

use crate::colors::Colors;
use crate::library::Shelf;
use crate::markup::view_path;
use crate::page::shortened;
use crate::picture::Printer;
use crate::{hours, map};

/// The width that oEmbed asks for, in CSS pixels: a column of text.
const WIDTH_PX: u32 = 680;

/// The height of a frame before it has asked for its own, in CSS pixels.
const HEIGHT_PX: u32 = 620;

/// What the pages of embeds take from the page that trunk built.
pub struct Frame {
    base: String,
    sheets: Vec<String>,
    /// The style sheet of maps.
    places: Option<String>,
    icon: Option<String>,
}

/// A chart, and the addresses at which it stands: with the numbers of its release for good, and where
/// that is the newest, with whatever is the newest.
pub struct Chart {
    /// The chart at each address.
    pub embeds: Vec<Embed>,
    /// Its picture for previews and for readers without scripts, as SVG.
    pub card: String,
    parts: Parts,
    whole: (String, String),
}

impl Frame {
    /// Finds the base and the style sheets in the page that trunk built.
    ///
    /// # Errors
    /// Where it names no base.
    pub fn cut(html: &str) -> Result<Self> {
        let attributes = |tag: &str, name: &str| -> Vec<String> {
            let tags = html
                .split(tag)
                .skip(1)
                .filter_map(|rest| rest.split('>').next());
            let values = tags.filter_map(|tag| tag.split_once(name)?.1.split('"').nth(1));
            values.map(str::to_owned).collect()
        };
        let base = attributes("<base", "href=").into_iter().next();
        let base =
            base.ok_or_else(|| anyhow::anyhow!("index.html of the built site names no base"))?;
        let links = attributes("<link", "href=");
        let sheet = |start: &str| {
            let mut names = links.iter();
            let found = names.find(|path| {
                let name = path.rsplit('/').next().unwrap_or_default();
                name.starts_with(start) && name.ends_with(".css")
            });
            found.cloned()
        };
        // In the order of the layers.
        let sheets = ["tokens-", "base-", "components-", "prebuilt-"].map(sheet);
        Ok(Self {
            base,
            sheets: sheets.into_iter().flatten().collect(),
            places: sheet("places-"),
            icon: links.iter().find(|path| path.ends_with(".svg")).cloned(),
        })
    }
}

/// Every chart of a release that has a page of its own.
///
/// # Errors
/// Where a file of the release cannot be read.
pub fn all(shelf: &Shelf, colors: &Colors) -> Result<Vec<Chart>> {
    let release = &shelf.release;
    let stories = Stories {
        comparison: shelf.json(comparison::PATH)?,
        programme: shelf.json(programme::PATH)?,
        atlas: Some(Arc::new(shelf.atlas.clone())),
    };
    let embeds = embeds(shelf, &stories)?;
    let charts = embeds.into_par_iter().map(|embed| {
        let ids = tables(&embed, release, &stories);
        let cubes = ids
            .iter()
            .map(|id| shelf.cube(id))
            .collect::<Result<Vec<_>>>()?;
        let found = shown(&embed, release, &stories, &cubes);
        Ok(found.map(|found| Chart::new(shelf, &stories, colors, embed, &found)))
    });
    let charts: Vec<Option<Chart>> = charts.collect::<Result<_>>()?;
    Ok(charts.into_iter().flatten().collect())
}

/// The charts of a release as the address of its newest numbers has them.
fn embeds(shelf: &Shelf, stories: &Stories) -> Result<Vec<Embed>> {
    let release = &shelf.release;
    let asked = Asked {
        release: None,
        ..release.asked.clone()
    };
    let mut embeds = Vec::new();
    let view = || ViewState::of(asked.clone());
    if let Some(first) = release.manifest.tables.first() {
        embeds.push(Embed::Trends(view()));
        let cube = shelf.cube(&first.id)?;
        let mut dimensions = cube.header().dimensions.iter();
        let offenses = dimensions.find(|one| one.kind == DimensionKind::Category);
        embeds.extend(
            offenses
                .into_iter()
                .flat_map(|list| &list.members)
                .map(|member| {
                    Embed::Trends(ViewState {
                        categories: vec![member.code.clone()],
                        ..view()
                    })
                }),
        );
    }
    embeds.extend(release.manifest.tables.iter().map(|table| {
        Embed::Trends(ViewState {
            table: Some(table.id.clone()),
            ..view()
        })
    }));
    embeds.extend(release.overview.charts.iter().map(|chart| Embed::Overview {
        asked: asked.clone(),
        chart: chart.id.clone(),
    }));
    let places = shelf.atlas.places();
    let places = places.filter(|(kind, _)| !counting_tables(release, kind).is_empty());
    embeds.extend(places.map(|(kind, area)| Embed::Place {
        kind: kind.id.clone(),
        code: area.code.clone(),
        view: PlacesView::of(asked.clone()),
    }));
    let mapped = shelf.atlas.kinds.iter().filter(|kind| kind.mapped);
    embeds.extend(mapped.map(|kind| {
        Embed::Map(PlacesView {
            kind: Some(kind.id.clone()),
            ..PlacesView::of(asked.clone())
        })
    }));
    if stories.comparison.is_some() {
        let mut compare = CompareView::default();
        compare.view.asked = asked.clone();
        embeds.push(Embed::Compare(compare));
    }
    let outcomes = stories.programme.iter().flat_map(|told| &told.outcomes);
    embeds.extend(outcomes.map(|outcome| Embed::Partnership {
        asked: asked.clone(),
        outcome: outcome.id.clone(),
    }));
    Ok(embeds)
}

impl Chart {
    fn new(shelf: &Shelf, stories: &Stories, colors: &Colors, live: Embed, found: &Shown) -> Self {
        let release = &shelf.release;
        let parts = Parts::of(found);
        let said = &parts.said;
        let whole = page_of(&live, stories);
        let frozen = live.clone().of(Some(&release.manifest.id));
        let embeds = match release.is_current {
            true => vec![live, frozen],
            false => vec![frozen],
        };
        let card = match &found.body {
            Body::Chart { content, form } => Printer::chart(&Drawn::of(said, content, *form)),
            Body::Hours { table, .. } => Printer::drawn_by(&said.title, &said.source, &|size| {
                hours::picture(table, colors, size)
            }),
            Body::Map { sheet, layer, .. } => {
                let draw = |size| map::picture(sheet, layer, colors, size);
                Printer::drawn_by(&said.title, &said.source, &draw)
            }
        };
        Self {
            embeds,
            card,
            parts,
            whole,
        }
    }

    /// The page at one of its addresses.
    #[must_use]
    pub fn page(
        &self,
        shelf: &Shelf,
        catalog: &Catalog,
        frame: &Frame,
        place: &Place<'_>,
    ) -> Markup {
        let Place {
            embed,
            address,
            picture,
        } = place;
        let release = &shelf.release;
        let folder = folder_of(embed);
        let description = shortened(&self.parts.said.sentence, 300);
        let is_map = matches!(embed, Embed::Map(_));
        let is_changeable = matches!(embed, Embed::Trends(_));
        let around = Around {
            release,
            catalog,
            embed,
            whole: &self.whole_of(embed),
            notes: html! {
                p.notice #other-view hidden { (t!("The view that this address asks for could not be loaded. This is the chart as it opens.")) }
                p.notice #stopped hidden { (t!("This chart has stopped working. You see it as it opens; reload the page to change it again.")) }
            },
            change: html! {
                @if is_changeable {
                    details #choose hidden {
                        summary { (t!("Change this chart")) }
                        p.quiet { (t!("Loading")) }
                    }
                }
            },
        };
        html! {
            (DOCTYPE)
            html lang=(language().tag()) data-catalogue=[language().path()] {
                head {
                    meta charset="utf-8";
                    base href=(frame.base);
                    title { (self.parts.said.title) }
                    meta name="description" content=(description);
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content="light dark";
                    // The page of the chart is what search engines should list.
                    meta name="robots" content="noindex";
                    link rel="alternate" type="application/json+oembed" title=(self.parts.said.title) href=(format!("{address}{folder}oembed.json"));
                    meta property="og:type" content="website";
                    meta property="og:title" content=(self.parts.said.title);
                    meta property="og:description" content=(description);
                    meta property="og:url" content=(format!("{address}{folder}"));
                    meta property="og:image" content=(format!("{address}{picture}"));
                    meta property="og:image:width" content="1200";
                    meta property="og:image:height" content="630";
                    meta property="og:image:alt" content=(self.parts.said.label);
                    meta name="twitter:card" content="summary_large_image";
                    @if let Some(icon) = &frame.icon { link rel="icon" type="image/svg+xml" href=(icon); }
                    @for sheet in &frame.sheets { link rel="stylesheet" href=(sheet); }
                    @if let (Some(sheet), true) = (&frame.places, is_map) { link rel="stylesheet" href=(sheet); }
                    link rel="stylesheet" href=(format!("{EMBEDS}/frame.css"));
                    script type="module" src=(format!("{EMBEDS}/frame.js")) {}
                }
                body.embed {
                    main #prebuilt {
                        (self.parts.within(&around))
                    }
                    div #live {}
                }
            }
        }
    }

    /// What oEmbed says of the chart at one of its addresses.
    #[must_use]
    pub fn oembed(&self, place: &Place<'_>) -> Value {
        let Place { embed, address, .. } = place;
        let folder = format!("{address}{}", folder_of(embed));
        let listener = format!("{address}{LISTENER}");
        let picture = format!("{folder}picture.png");
        let html = lines(&Lines {
            address: &folder,
            said: &self.parts.said,
            picture: &picture,
            height_px: HEIGHT_PX,
            listener: Some(&listener),
            spoken: None,
        });
        json!({
            "version": "1.0",
            "type": "rich",
            "title": self.parts.said.title,
            "provider_name": "Sightline",
            "provider_url": address,
            "html": html,
            "width": WIDTH_PX,
            "height": HEIGHT_PX,
            "thumbnail_url": picture,
            "thumbnail_width": 1200,
            "thumbnail_height": 630,
        })
    }

    /// The address of the page that shows the same, below the site's base.
    fn whole_of(&self, embed: &Embed) -> String {
        let (path, query) = &self.whole;
        let release = embed
            .asked()
            .release
            .as_ref()
            .map(|release| format!("r={release}"));
        let parts = [Some(query.clone()).filter(|it| !it.is_empty()), release];
        let query: Vec<String> = parts.into_iter().flatten().collect();
        view_path(path, &query.join("&"))
    }
}

/// The folder of an embed in the language that is spoken, below the site's base.
#[must_use]
pub fn folder_of(embed: &Embed) -> String {
    in_own(&embed.folder())
}

/// One address of a chart.
pub struct Place<'a> {
    /// The chart as this address has it.
    pub embed: &'a Embed,
    /// The address of the site, with a slash at its end.
    pub address: &'a str,
    /// The path of the picture for previews, below the site's base.
    pub picture: &'a str,
}
