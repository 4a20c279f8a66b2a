//! The marks on the time axis: rules with flags, shaded years, notes in gaps.

use serde_json::Value;

use super::{Plot, part, position, sharp, svg::Layers};
use crate::text::{SMALL_TEXT, text_width};

/// The layer of rules and their flags, as in ECharts.
const RULES: i64 = 5;
/// The layer of areas that say nothing else.
const AREAS: i64 = 1;
/// How far text inside of an area stands from its edge, in pixels, as in ECharts.
const FROM_EDGE: f64 = 5.0;

/// Draws the marks that series carry.
pub(super) fn draw(series: &[Value], plot: &Plot, layers: &mut Layers) {
    for carrier in series {
        for rule in part(carrier, "/markLine/data")
            .as_array()
            .into_iter()
            .flatten()
        {
            draw_rule(rule, plot, layers);
        }
        let areas = &carrier["markArea"];
        for area in areas["data"].as_array().into_iter().flatten() {
            let colour = part(areas, "/itemStyle/color").as_str();
            let layer = areas["z"].as_i64().unwrap_or(AREAS);
            draw_area(area, (colour, layer), plot, layers);
        }
    }
}

fn draw_rule(rule: &Value, plot: &Plot, layers: &mut Layers) {
    // A rule is one place, or the pair of its ends.
    let (start, end) = match rule {
        Value::Array(ends) => (ends.first(), ends.get(1)),
        place => (Some(place), None),
    };
    let Some((start, at)) = start.and_then(|start| Some((start, position(&start["xAxis"])?)))
    else {
        return;
    };
    let x = plot.x(at);
    let top = end.and_then(|end| end["y"].as_f64()).unwrap_or(plot.top);
    let layer = layers.at(RULES);
    layer.line(
        (sharp(x), plot.bottom),
        (sharp(x), top),
        &start["lineStyle"],
    );
    let label = &start["label"];
    if let Some(text) = label["formatter"].as_str() {
        let padding = |side: &str| part(label, side).as_f64().unwrap_or(0.0);
        let middle = top + f64::from(SMALL_TEXT) / 2.0;
        let (anchor, beside) = match label["align"].as_str() {
            Some("right") => ("end", x - padding("/padding/1")),
            _ => ("start", x + padding("/padding/3")),
        };
        layer.text(text, (beside, middle), anchor, label);
    }
}

fn draw_area(area: &Value, (colour, layer): (Option<&str>, i64), plot: &Plot, layers: &mut Layers) {
    let edge = |end: &str| Some(plot.x(position(part(area, end))?));
    let (Some(left), Some(right)) = (edge("/0/xAxis"), edge("/1/xAxis")) else {
        return;
    };
    let layer = layers.at(layer);
    let rectangle = |left: f64, right: f64, top: f64, bottom: f64| {
        [(left, bottom), (right, bottom), (right, top), (left, top)]
    };
    let is_clear = part(area, "/0/itemStyle/opacity").as_f64() == Some(0.0);
    if let Some(colour) = colour.filter(|_| !is_clear) {
        layer.fill(&rectangle(left, right, plot.top, plot.bottom), colour, None);
    }
    let label = part(area, "/0/label");
    if let Some(text) = label["formatter"].as_str() {
        let half = (
            f64::from(text_width(text, SMALL_TEXT)) / 2.0
                + part(label, "/padding/1").as_f64().unwrap_or(0.0),
            f64::from(SMALL_TEXT) / 2.0 + part(label, "/padding/0").as_f64().unwrap_or(0.0),
        );
        let height = match label["position"].as_str() {
            Some("insideTop") => plot.top + FROM_EDGE + half.1,
            Some("insideBottom") => plot.bottom - FROM_EDGE - half.1,
            _ => (plot.top + plot.bottom) / 2.0,
        };
        let middle = ((left + right) / 2.0, height);
        let behind = rectangle(
            middle.0 - half.0,
            middle.0 + half.0,
            middle.1 - half.1,
            middle.1 + half.1,
        );
        if let Some(paper) = label["backgroundColor"].as_str() {
            layer.fill(&behind, paper, None);
        }
        layer.text(text, middle, "middle", label);
    }
}
