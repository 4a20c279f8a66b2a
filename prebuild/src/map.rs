//! A map as a picture.

use std::fmt::Write as _;

use charts::Size;
use charts::places::{AreaSheet, Shade};
use cube::places::PlaceLayer;
use maud::html;
use sightline::written::map::{by_code, view_box};

use crate::colors::Colors;

/// The map with its legend at its side, as SVG.
#[must_use]
pub fn picture(sheet: &AreaSheet, layer: &PlaceLayer, colors: &Colors, size: Size) -> String {
    let Size {
        width_px: width,
        height_px: height,
    } = size;
    let rows = by_code(sheet);
    let mut svg =
        format!("<svg width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\">");
    if let Some(view_box) = view_box(layer) {
        let _ = write!(
            svg,
            "<svg width=\"{side}\" height=\"{height}\" viewBox=\"{view_box}\" preserveAspectRatio=\"xMinYMid\">",
            side = width * 0.5
        );
        for area in &layer.areas {
            let Some(outline) = &area.outline else {
                continue;
            };
            let shade = rows
                .get(area.code.as_str())
                .map_or(Shade::Hatched, |row| row.shade);
            let _ = write!(
                svg,
                "<path d=\"{outline}\" fill=\"{fill}\" fill-rule=\"evenodd\" stroke=\"{paper}\" stroke-width=\"6\"/>",
                fill = fill(shade, colors),
                paper = colors.of("paper"),
            );
        }
        svg += "</svg>";
    }
    let left = width * 0.5;
    for (at, entry) in sheet.legend.iter().enumerate() {
        let row = f64::from(u32::try_from(at).unwrap_or_default());
        let top = 10.0 + row * 26.0;
        let text = html! { (entry.text) }.into_string();
        let _ = write!(
            svg,
            "<rect x=\"{left}\" y=\"{top}\" width=\"24\" height=\"16\" fill=\"{fill}\"/>\
             <text x=\"{x}\" y=\"{y}\" font-size=\"13\" fill=\"{ink}\">{text}</text>",
            fill = fill(entry.shade, colors),
            x = left + 32.0,
            y = top + 13.0,
            ink = colors.of("ink"),
        );
    }
    svg + "</svg>"
}

fn fill(shade: Shade, colors: &Colors) -> &str {
    match shade {
        Shade::Class(class) => colors.of(&format!("class-{}", class + 1)),
        Shade::Hatched => colors.of("wash"),
    }
}
