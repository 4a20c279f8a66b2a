//! A map: the outlines of places as links, filled by class, with a legend.
//!
//! It is drawn by the page itself, so that each area can be reached by keyboard and is read aloud
//! with its number. It computes nothing: shades and names come from the sheet.

use std::{collections::HashMap, sync::Arc};

use charts::places::{AreaRow, AreaSheet, LegendEntry, Shade, short_labels};
use cube::places::{Area, PlaceLayer};
use leptos::prelude::*;
use wording::t;

use super::quietly::{after_paint, set};

/// Up to so many places have their names on the map.
const LABEL_LIMIT: usize = 15;

/// The map of a kind of place.
#[component]
pub fn AreaMap(
    /// The places.
    layer: Arc<PlaceLayer>,
    /// Larger places whose lines and names lie over the map, for orientation; none where these are
    /// large themselves.
    overlay: Option<Arc<PlaceLayer>>,
    /// What is shown.
    #[prop(into)]
    sheet: Signal<Arc<AreaSheet>>,
    /// The code of the chosen place.
    #[prop(into)]
    chosen: Signal<Option<String>>,
    /// The address that chooses a place.
    #[prop(into)]
    link: Callback<String, String>,
    /// Called with the code of a place that is clicked.
    #[prop(into)]
    on_choose: Callback<String>,
) -> impl IntoView {
    let Some(plane) = layer.plane else {
        return ().into_any();
    };
    let margin = plane.width.max(plane.height) / 100;
    let (width, height) = (plane.width + 2 * margin, plane.height + 2 * margin);
    let view_box = format!("-{margin} -{margin} {width} {height}");
    let looks: Vec<Look> = layer.areas.iter().map(|_| Look::new()).collect();
    follow(&layer, looks.clone(), sheet, chosen, link);
    let areas = layer.areas.iter().zip(looks);
    let areas = areas.map(|(area, look)| area_link(area, look, on_choose));
    let areas = areas.collect_view();
    let labelled = if layer.areas.len() <= LABEL_LIMIT {
        Some(Arc::clone(&layer))
    } else {
        overlay
    };
    let lines = labelled.as_ref().filter(|over| over.kind != layer.kind);
    let lines = lines.map(|over| over.areas.iter().map(overlay_line).collect_view());
    let labels = labelled.map(|over| labels(&over));
    let outlined = Arc::clone(&layer);
    let outline = move || {
        let chosen = chosen.get();
        let area = chosen.and_then(|code| outlined.area(&code).cloned());
        area.map(|area| chosen_outline(&area))
    };
    let title = move || {
        t!(
            "Map. {title}",
            title = sheet.with(|sheet| sheet.title.clone())
        )
    };
    let legend = move || sheet.with(|sheet| sheet.legend.iter().map(entry).collect_view());
    view! {
        <div class="map">
            <svg viewBox=view_box role="group" aria-label=title class="map-plane">
                <defs>
                    <pattern
                        id="hatch"
                        width="60"
                        height="60"
                        patternUnits="userSpaceOnUse"
                        patternTransform="rotate(45)"
                    >
                        <rect width="60" height="60" class="hatch-ground" />
                        <line x1="0" y1="0" x2="0" y2="60" class="hatch-line" />
                    </pattern>
                </defs>
                {areas}
                <g class="map-over" aria-hidden="true">
                    {lines} {outline} {labels}
                </g>
            </svg>
            <ul class="map-legend">{legend}</ul>
        </div>
    }
    .into_any()
}

/// What changes of an area: a piece of it is touched only where that piece is another one.
#[derive(Clone)]
struct Look {
    class: RwSignal<&'static str>,
    name: RwSignal<String>,
    href: RwSignal<String>,
    is_chosen: RwSignal<bool>,
}

impl Look {
    fn new() -> Self {
        Self {
            class: RwSignal::new(shade_class(Shade::Hatched)),
            name: RwSignal::default(),
            href: RwSignal::default(),
            is_chosen: RwSignal::new(false),
        }
    }
}

/// Gives each area its look now and with every change: one effect for all, as hundreds that each watch
/// the whole sheet take longer than the map.
///
/// Names and addresses are not painted, so they follow after what is.
fn follow(
    layer: &PlaceLayer,
    looks: Vec<Look>,
    sheet: Signal<Arc<AreaSheet>>,
    chosen: Signal<Option<String>>,
    link: Callback<String, String>,
) {
    let names = layer.areas.iter();
    let names: Vec<(String, String)> = names
        .map(|area| (area.code.clone(), area.label.clone()))
        .collect();
    let (names, looks) = (Arc::new(names), StoredValue::new(looks));
    let of_names = Arc::clone(&names);
    let paint = move || {
        let (sheet, chosen) = (sheet.get(), chosen.get());
        let rows = rows_by_code(&sheet);
        looks.with_value(|looks| {
            for ((code, _), look) in names.iter().zip(looks) {
                let shade = rows.get(code.as_str()).map(|row| row.shade);
                set(look.class, shade_class(shade.unwrap_or(Shade::Hatched)));
                set(look.is_chosen, chosen.as_ref() == Some(code));
            }
        });
    };
    let tell = move || {
        let sheet = sheet.get();
        let rows = rows_by_code(&sheet);
        looks.with_value(|looks| {
            for ((code, label), look) in of_names.iter().zip(looks) {
                let name = match rows.get(code.as_str()) {
                    Some(row) => row.name.clone(),
                    None => t!("{place}: not in this table", place = label),
                };
                set(look.name, name);
                set(look.href, link.run(code.clone()));
            }
        });
    };
    Effect::new(move |_| paint());
    let changes = move || {
        sheet.track();
        // The addresses of all places change together.
        link.run(String::new());
    };
    after_paint(looks, changes, tell);
}

fn rows_by_code(sheet: &AreaSheet) -> HashMap<&str, &AreaRow> {
    let rows = sheet.rows.iter();
    rows.map(|row| (row.code.as_str(), row)).collect()
}

/// One area as a link that chooses it.
fn area_link(area: &Area, look: Look, on_choose: Callback<String>) -> Option<AnyView> {
    let outline = area.outline.clone()?;
    let Look {
        class,
        name,
        href,
        is_chosen,
    } = look;
    let current = move || is_chosen.get().then_some("true");
    // Routers know links of HTML alone: a click without a modifier is followed here.
    let of_click = area.code.clone();
    let choose = move |event: leptos::ev::MouseEvent| {
        if !(event.ctrl_key() || event.meta_key() || event.shift_key()) {
            event.prevent_default();
            on_choose.run(of_click.clone());
        }
    };
    // The group tells the macro that the link is one of SVG.
    let shown = view! {
        <g>
            <a
                href=href
                class="area"
                aria-label=name
                aria-current=current
                data-code=area.code.clone()
                on:click=choose
            >
                <title>{name}</title>
                <path d=outline class=class fill-rule="evenodd" />
            </a>
        </g>
    };
    Some(shown.into_any())
}

fn overlay_line(area: &Area) -> Option<impl IntoView + use<>> {
    let outline = area.outline.clone()?;
    Some(view! { <path d=outline class="overlay-line" fill-rule="evenodd" /> })
}

fn labels(layer: &PlaceLayer) -> impl IntoView + use<> {
    let names: Vec<&str> = layer.areas.iter().map(|area| area.label.as_str()).collect();
    let names = short_labels(&names);
    let label = |(area, name): (&Area, String)| {
        let (x, y) = area.at?;
        Some(view! { <text x=x y=y class="area-label">{name}</text> })
    };
    layer.areas.iter().zip(names).map(label).collect_view()
}

/// The chosen area in ink, over everything else.
fn chosen_outline(area: &Area) -> Option<impl IntoView + use<>> {
    let outline = area.outline.clone()?;
    Some(view! { <path d=outline class="chosen-outline" fill-rule="evenodd" /> })
}

fn entry(entry: &LegendEntry) -> impl IntoView + use<> {
    let class = shade_class(entry.shade);
    let areas = match entry.areas {
        1 => t!("1 area").to_owned(),
        many => t!("{count} areas", count = many),
    };
    view! {
        <li>
            <svg class="swatch" viewBox="0 0 240 160" aria-hidden="true">
                <rect width="240" height="160" class=class />
            </svg>
            <span>{entry.text.clone()}</span>
            <span class="quiet">{areas}</span>
        </li>
    }
}

fn shade_class(shade: Shade) -> &'static str {
    const CLASSES: [&str; charts::places::CLASS_LIMIT] =
        ["class-1", "class-2", "class-3", "class-4", "class-5"];
    match shade {
        Shade::Class(class) => CLASSES.get(class).copied().unwrap_or("class-5"),
        Shade::Hatched => "hatched",
    }
}
