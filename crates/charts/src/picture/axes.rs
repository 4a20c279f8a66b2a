//! The axes: rules and numbers at the side, ticks and labels below.

use cube::Fixed;
use serde_json::Value;

use super::{Plot, part, position, sharp, svg::Layers};
use crate::format;

/// The layer of everything that belongs to an axis.
const LAYER: i64 = 0;
/// The most decimals of a number at the side.
const MOST_DECIMALS: u8 = 6;

/// Draws what the options show of their axes.
pub(super) fn draw(options: &Value, plot: &Plot, layers: &mut Layers) {
    numbers(&options["yAxis"], plot, layers);
    for axis in options["xAxis"].as_array().into_iter().flatten() {
        positions(axis, plot, layers);
    }
}

fn numbers(axis: &Value, plot: &Plot, layers: &mut Layers) {
    let (Some(step), Some(top)) = (axis["interval"].as_f64(), axis["max"].as_f64()) else {
        return;
    };
    if axis["show"].as_bool() == Some(false) {
        return;
    }
    let label = &axis["axisLabel"];
    let beside = plot.left - label["margin"].as_f64().unwrap_or(0.0);
    let rules = rules(step, top);
    let across = rules.iter().map(|rule| {
        let at = sharp(plot.y(rule.to_f64()));
        [(plot.left, at), (plot.right, at)]
    });
    let across: Vec<_> = across.collect();
    let across: Vec<&[_]> = across.iter().map(<[_; 2]>::as_slice).collect();
    let texts = rules.iter().map(|rule| {
        let place = (beside, plot.y(rule.to_f64()));
        (format::number(*rule), place)
    });
    let layer = layers.at(LAYER);
    layer.stroke(&across, part(axis, "/splitLine/lineStyle"));
    layer.texts(texts, "end", label);
}

/// The numbers from zero to the top, each with no more decimals than it needs.
fn rules(step: f64, top: f64) -> Vec<Fixed> {
    let power = |decimals: u8| 10_f64.powi(i32::from(decimals));
    let is_whole = |decimals: &u8| {
        let scaled = step * power(*decimals);
        (scaled - scaled.round()).abs() < 1e-6
    };
    let decimals = (0..=MOST_DECIMALS).find(is_whole).unwrap_or(MOST_DECIMALS);
    // A cast of a float saturates; numbers of charts are below.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let stored = |number: f64| (number * power(decimals)).round() as u32;
    let (step, top) = (stored(step).max(1), stored(top));
    let steps = (0..=top / step).map(|count| count * step);
    let is_beyond = !top.is_multiple_of(step);
    let all = steps.chain(is_beyond.then_some(top));
    all.map(|stored| shortest(Fixed { stored, decimals }))
        .collect()
}

fn shortest(mut number: Fixed) -> Fixed {
    while number.decimals > 0 && number.stored.is_multiple_of(10) {
        number.stored /= 10;
        number.decimals -= 1;
    }
    number
}

fn positions(axis: &Value, plot: &Plot, layers: &mut Layers) {
    if part(axis, "/axisLine/show").as_bool() != Some(true) {
        return;
    }
    let label = &axis["axisLabel"];
    let tick = &axis["axisTick"];
    let length = tick["length"].as_f64().unwrap_or(0.0);
    let below = plot.bottom + label["margin"].as_f64().unwrap_or(0.0);
    let middle = below + label["lineHeight"].as_f64().unwrap_or(0.0) / 2.0;
    let labelled = label["customValues"].as_array().into_iter().flatten();
    let labelled: Vec<usize> = labelled.filter_map(position).collect();
    let ticks = labelled.iter().map(|position| {
        let x = sharp(plot.x(*position));
        [(x, plot.bottom), (x, plot.bottom + length)]
    });
    let ticks: Vec<_> = ticks.collect();
    let ticks: Vec<&[_]> = ticks.iter().map(<[_; 2]>::as_slice).collect();
    let texts = labelled.iter().map(|position| {
        let text = axis["data"].get(position).and_then(Value::as_str);
        let place = (plot.x(*position), middle);
        (text.unwrap_or_default().to_owned(), place)
    });
    let layer = layers.at(LAYER);
    let at = sharp(plot.bottom);
    layer.line(
        (plot.left, at),
        (plot.right, at),
        part(axis, "/axisLine/lineStyle"),
    );
    layer.stroke(&ticks, &tick["lineStyle"]);
    layer.texts(texts, "middle", label);
}
