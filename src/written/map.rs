//! A map with its list, whose style sheets color it.

use std::collections::HashMap;

use charts::places::{AreaRow, AreaSheet, Shade, short_labels};
use cube::places::PlaceLayer;
use maud::{Markup, html};
use wording::t;

pub use crate::components::view_box;
use crate::components::{LABEL_LIMIT, shade_class};

/// The map, whose areas say their numbers where they are pointed at; nothing where there may be none.
#[must_use]
pub fn map(sheet: &AreaSheet, layer: &PlaceLayer, overlay: Option<&PlaceLayer>) -> Markup {
    let Some(view_box) = view_box(layer).filter(|_| sheet.refusal.is_none()) else {
        return html! {};
    };
    let rows = by_code(sheet);
    let labelled = match layer.areas.len() <= LABEL_LIMIT {
        true => Some(layer),
        false => overlay,
    };
    html! {
        div.map {
            svg.map-plane viewBox=(view_box) role="img" aria-label=(t!("Map. {title}. {sentence}", title = sheet.title, sentence = sheet.sentence)) {
                defs {
                    pattern #hatch width="60" height="60" patternUnits="userSpaceOnUse" patternTransform="rotate(45)" {
                        rect.hatch-ground width="60" height="60" {}
                        line.hatch-line x1="0" y1="0" x2="0" y2="60" {}
                    }
                }
                @for area in &layer.areas {
                    @if let Some(outline) = &area.outline {
                        @let row = rows.get(area.code.as_str());
                        @let name = row.map_or_else(|| t!("{place}: not in this table", place = area.label), |row| row.name());
                        g.area {
                            path class=(shade_class(row.map_or(Shade::Hatched, |row| row.shade))) d=(outline) fill-rule="evenodd" data-name=(name) {}
                        }
                    }
                }
                g.map-over {
                    @if let Some(over) = labelled {
                        @if over.kind != layer.kind {
                            @for area in &over.areas {
                                @if let Some(outline) = &area.outline { path.overlay-line d=(outline) fill-rule="evenodd" {} }
                            }
                        }
                        @for (at, name) in names(over) {
                            text.area-label x=(at.0) y=(at.1) { (name) }
                        }
                    }
                }
            }
            ul.map-legend {
                @for entry in &sheet.legend {
                    li {
                        svg.swatch viewBox="0 0 240 160" aria-hidden="true" { rect width="240" height="160" class=(shade_class(entry.shade)) {} }
                        span { (entry.text) } " "
                        span.quiet { @if entry.areas == 1 { (t!("1 area")) } @else { (t!("{count} areas", count = entry.areas)) } }
                    }
                }
            }
        }
        p.map-said role="status" {}
    }
}

/// The places with their numbers, the whole city first.
#[must_use]
pub fn list(sheet: &AreaSheet) -> Markup {
    html! {
        div.table-scroll tabindex="0" role="region" aria-label=(t!("List of the places")) {
            table.numbers {
                caption { (sheet.title) }
                thead { tr { @for column in &sheet.columns { th scope="col" { (column) } } } }
                tbody {
                    @for row in std::iter::once(&sheet.city).chain(&sheet.rows) {
                        tr {
                            th scope="row" { (row.label) }
                            @for cell in row.cells() { td { (cell) } }
                        }
                    }
                }
            }
        }
    }
}

/// The rows of a sheet by the codes of their places.
#[must_use]
pub fn by_code(sheet: &AreaSheet) -> HashMap<&str, &AreaRow> {
    let rows = sheet.rows.iter();
    rows.map(|row| (row.code.as_str(), row)).collect()
}

fn names(layer: &PlaceLayer) -> Vec<((i32, i32), String)> {
    let labels: Vec<&str> = layer.areas.iter().map(|area| area.label.as_str()).collect();
    let named = layer.areas.iter().zip(short_labels(&labels));
    named
        .filter_map(|(area, name)| Some((area.at?, name)))
        .collect()
}
