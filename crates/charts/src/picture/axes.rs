//! The axes: rules and numbers at the side, ticks and labels below.

use cube::Fixed;

use super::{
    Plot, sharp,
    svg::{Layers, Lettering, ROW_PX, Stroke, Svg},
};
use crate::axis::Tick;
use crate::format;
use crate::plan::Panel;
use crate::scale::Scale;
use crate::text::END_TEXT;
use crate::tokens::Palette;

/// The layer of everything that belongs to an axis.
const LAYER: i64 = 0;
/// The most decimals of a number at the side.
const MOST_DECIMALS: u8 = 6;

/// How far the numbers stand from the plot, in pixels.
const BESIDE: f64 = 8.0;
/// How far the labels stand below the plot, and how long ticks are, in pixels.
const BELOW: f64 = 9.0;
const TICK: f64 = 5.0;
/// How far the name of a panel stands above its plot, and from there its middle, in pixels.
const NAME: (f64, f64) = (8.0, 4.0);

/// Draws the axes of a panel.
pub(super) fn draw(panel: &Panel, plot: &Plot, palette: &Palette, layers: &mut Layers) {
    let Some(ticks) = &panel.ticks else {
        return;
    };
    let layer = layers.at(LAYER);
    numbers(panel.scale, plot, palette, layer);
    positions(ticks, plot, palette, layer);
    if let Some(name) = &panel.name {
        let style = Lettering {
            colour: palette.ink,
            size: END_TEXT,
            weight: Some(600),
            halo: None,
        };
        let place = (plot.left, plot.top - NAME.0 - NAME.1);
        layer.text(name, place, "start", style);
    }
}

fn numbers(scale: Scale, plot: &Plot, palette: &Palette, layer: &mut Svg) {
    let rules = rules(scale.step, scale.top);
    let across = rules.iter().map(|rule| {
        let at = sharp(plot.y(rule.to_f64()));
        [(plot.left, at), (plot.right, at)]
    });
    let across: Vec<_> = across.collect();
    let across: Vec<&[_]> = across.iter().map(<[_; 2]>::as_slice).collect();
    let texts = rules.iter().map(|rule| {
        let place = (plot.left - BESIDE, plot.y(rule.to_f64()));
        (format::number(*rule), place)
    });
    layer.stroke(&across, Stroke::thin(palette.rule));
    layer.texts(texts, "end", Lettering::small(palette.quiet));
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

fn positions(ticks: &[Tick], plot: &Plot, palette: &Palette, layer: &mut Svg) {
    let middle = plot.bottom + BELOW + ROW_PX / 2.0;
    let marks = ticks.iter().map(|tick| {
        let x = sharp(plot.x(tick.position));
        [(x, plot.bottom), (x, plot.bottom + TICK)]
    });
    let marks: Vec<_> = marks.collect();
    let marks: Vec<&[_]> = marks.iter().map(<[_; 2]>::as_slice).collect();
    let texts = ticks.iter();
    let texts = texts.map(|tick| (tick.label.clone(), (plot.x(tick.position), middle)));
    let at = sharp(plot.bottom);
    let style = Stroke::thin(palette.quiet);
    layer.line((plot.left, at), (plot.right, at), style);
    layer.stroke(&marks, style);
    layer.texts(texts, "middle", Lettering::small(palette.quiet));
}
