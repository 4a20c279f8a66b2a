//! A map: the outlines of places as links, filled by class, with a legend.
//!
//! It is drawn by the page itself, so that each area can be reached by keyboard and is read aloud
//! with its number. It computes nothing: shades and names come from the sheet.

use std::{collections::HashMap, fmt::Write as _, sync::Arc};

use charts::escaped;
use charts::places::{AreaRow, AreaSheet, LegendEntry, Shade, short_labels};
use cube::places::{Area, PlaceLayer};
use leptos::{ev::MouseEvent, prelude::*, svg};
use wording::t;

use super::quietly::after_paint;
use crate::platform::click;
use crate::platform::each::{lines, tell_what_is_pointed_at, write_each};

/// Up to so many places have their names on the map.
pub(crate) const LABEL_LIMIT: usize = 15;

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
    let Some(view_box) = view_box(&layer) else {
        return ().into_any();
    };
    let place = NodeRef::<svg::Svg>::new();
    follow(place, &layer, sheet, chosen, link);
    let first = sheet.get_untracked();
    let rows = rows_by_code(&first);
    let areas = area_links(&layer, &rows);
    // Routers know links of HTML alone: a click is followed here.
    let choose = move |event: MouseEvent| {
        if let Some(code) = click::taken(&event, "a.area", "data-code") {
            on_choose.run(code);
        }
    };
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
            <svg viewBox=view_box role="group" aria-label=title class="map-plane" node_ref=place>
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
                <g inner_html=areas on:click=choose></g>
                <g class="map-over" aria-hidden="true">
                    {lines} {outline} {labels}
                </g>
            </svg>
            <ul class="map-legend">{legend}</ul>
        </div>
    }
    .into_any()
}

/// Keeps the areas as the sheet has them: an attribute of all of them at once, and of those alone that
/// have another one. Hundreds of signals that follow it would take longer than the map.
///
/// Names and addresses are not painted, so they follow after what is.
fn follow(
    place: NodeRef<svg::Svg>,
    layer: &PlaceLayer,
    sheet: Signal<Arc<AreaSheet>>,
    chosen: Signal<Option<String>>,
    link: Callback<String, String>,
) {
    let drawn = layer.areas.iter().filter(|area| area.outline.is_some());
    let drawn = drawn.map(|area| (area.code.clone(), area.label.clone()));
    let drawn: Arc<Vec<(String, String)>> = Arc::new(drawn.collect());
    let of_names = Arc::clone(&drawn);
    Effect::new(move |_| {
        let Some(plane) = place.get() else { return };
        tell_what_is_pointed_at(&plane);
    });
    Effect::new(move |_| {
        let (sheet, chosen) = (sheet.get(), chosen.get());
        let Some(plane) = place.get() else { return };
        let rows = rows_by_code(&sheet);
        let classes = drawn.iter().map(|(code, _)| class_of(&rows, code));
        write_each(&plane, "a.area > path", "class", &lines(classes));
        let is_chosen = |code: &String| chosen.as_ref() == Some(code);
        let current = drawn.iter().map(|(code, _)| match is_chosen(code) {
            true => "true",
            false => "",
        });
        write_each(&plane, "a.area", "aria-current", &lines(current));
    });
    let tell = move || {
        let sheet = sheet.get();
        let Some(plane) = place.get() else { return };
        let rows = rows_by_code(&sheet);
        let names = of_names
            .iter()
            .map(|(code, label)| match rows.get(code.as_str()) {
                Some(row) => row.name(),
                None => t!("{place}: not in this table", place = label),
            });
        write_each(&plane, "a.area", "aria-label", &lines(names));
        let addresses = of_names.iter().map(|(code, _)| link.run(code.clone()));
        write_each(&plane, "a.area", "href", &lines(addresses));
    };
    let changes = move || {
        sheet.track();
        // The addresses of all places change together.
        link.run(String::new());
    };
    after_paint(StoredValue::new(()), changes, tell);
}

fn class_of(rows: &HashMap<&str, &AreaRow>, code: &str) -> &'static str {
    let shade = rows.get(code).map(|row| row.shade);
    shade_class(shade.unwrap_or(Shade::Hatched))
}

fn rows_by_code(sheet: &AreaSheet) -> HashMap<&str, &AreaRow> {
    let rows = sheet.rows.iter();
    rows.map(|row| (row.code.as_str(), row)).collect()
}

/// Each area as a link that chooses it; its name, its address and whether it is chosen come later.
///
/// One text: hundreds of elements that are made one by one from here take several times as long.
fn area_links(layer: &PlaceLayer, rows: &HashMap<&str, &AreaRow>) -> String {
    let mut markup = String::new();
    for area in &layer.areas {
        let Some(outline) = &area.outline else {
            continue;
        };
        let _ = write!(
            markup,
            r#"<a class="area" data-code="{}"><path d="{}" class="{}"/></a>"#,
            escaped(&area.code),
            escaped(outline),
            class_of(rows, &area.code),
        );
    }
    markup
}

fn overlay_line(area: &Area) -> Option<impl IntoView + use<>> {
    let outline = area.outline.clone()?;
    Some(view! { <path d=outline class="overlay-line" /> })
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
    Some(view! { <path d=outline class="chosen-outline" /> })
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

/// The part of the plane that a map shows, as SVG names it; none of places without outlines.
#[must_use]
pub fn view_box(layer: &PlaceLayer) -> Option<String> {
    let plane = layer.plane?;
    let margin = plane.width.max(plane.height) / 100;
    let (width, height) = (plane.width + 2 * margin, plane.height + 2 * margin);
    Some(format!("-{margin} -{margin} {width} {height}"))
}

/// The class of an area that is filled so.
pub(crate) fn shade_class(shade: Shade) -> &'static str {
    const CLASSES: [&str; charts::places::CLASS_LIMIT] =
        ["class-1", "class-2", "class-3", "class-4", "class-5"];
    match shade {
        Shade::Class(class) => CLASSES.get(class).copied().unwrap_or("class-5"),
        Shade::Hatched => "hatched",
    }
}
