//! A map: the outlines of places as links, filled by class, with a legend.
//!
//! It is drawn by the page itself, so that each area can be reached by keyboard and is read aloud
//! with its number. It computes nothing: shades and names come from the sheet.

use std::sync::Arc;

use charts::places::{AreaSheet, LegendEntry, Shade, short_labels};
use cube::places::{Area, PlaceLayer};
use leptos::prelude::*;

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
    let areas = layer
        .areas
        .iter()
        .map(|area| area_link(area, sheet, chosen, link, on_choose));
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
    let title = move || format!("Map. {}", sheet.with(|sheet| sheet.title.clone()));
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

/// One area as a link that chooses it.
fn area_link(
    area: &Area,
    sheet: Signal<Arc<AreaSheet>>,
    chosen: Signal<Option<String>>,
    link: Callback<String, String>,
    on_choose: Callback<String>,
) -> Option<AnyView> {
    let outline = area.outline.clone()?;
    let (code, of_row, of_link, label) = (
        area.code.clone(),
        area.code.clone(),
        area.code.clone(),
        area.label.clone(),
    );
    let row = Memo::new(move |_| {
        sheet.with(|sheet| {
            let row = sheet.rows.iter().find(|row| row.code == of_row);
            row.map(|row| (row.shade, row.name.clone()))
        })
    });
    let class =
        move || row.with(|row| shade_class(row.as_ref().map_or(Shade::Hatched, |row| row.0)));
    let name = Signal::derive(move || {
        let found = row.with(|row| row.as_ref().map(|row| row.1.clone()));
        found.unwrap_or_else(|| format!("{label}: not in this table"))
    });
    let current = move || {
        chosen
            .with(|chosen| chosen.as_ref() == Some(&code))
            .then_some("true")
    };
    let href = move || link.run(of_link.clone());
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
        1 => "1 area".to_owned(),
        many => format!("{many} areas"),
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
