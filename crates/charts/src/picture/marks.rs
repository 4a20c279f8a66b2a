//! The marks on the time axis: rules with flags, shaded years, notes in gaps.

use super::{
    Plot, sharp,
    svg::{Layers, Lettering, Stroke, Svg},
};
use crate::flags::Placed;
use crate::marks::{FROM_RULE, NOTE_PADDING, Note, NoteHeight, rule_style, top_of_row};
use crate::plan::Panel;
use crate::text::{SMALL_TEXT, text_width};
use crate::tokens::Palette;

/// The layer of rules and their flags, as in ECharts.
const RULES: i64 = 5;
/// The layer of shaded stretches, under the axes.
const AREAS: i64 = -1;
/// The layer of notes.
const NOTES: i64 = 1;
/// How far text inside of an area stands from its edge, in pixels, as in ECharts.
const FROM_EDGE: f64 = 5.0;

/// Draws the marks of a panel.
pub(super) fn draw(panel: &Panel, plot: &Plot, palette: &Palette, layers: &mut Layers) {
    for placed in &panel.marks.flags {
        draw_rule(placed, plot, palette, layers.at(RULES));
    }
    for (first, last) in &panel.marks.areas {
        let area = rectangle((plot.x(*first), plot.x(*last)), (plot.top, plot.bottom));
        layers.at(AREAS).fill(&area, palette.band, None);
    }
    for note in &panel.marks.notes {
        draw_note(note, panel.notes, plot, palette, layers.at(NOTES));
    }
}

fn draw_rule(placed: &Placed, plot: &Plot, palette: &Palette, layer: &mut Svg) {
    let x = plot.x(placed.flag.position);
    let row = placed
        .row
        .map(|row| plot.begin + f64::from(top_of_row(row)));
    let top = row.unwrap_or(plot.top);
    let (colour, dash) = rule_style(placed, palette);
    let style = Stroke {
        dash,
        ..Stroke::thin(colour)
    };
    layer.line((sharp(x), plot.bottom), (sharp(x), top), style);
    if row.is_some() {
        let middle = top + f64::from(SMALL_TEXT) / 2.0;
        let beside = f64::from(FROM_RULE);
        let (anchor, place) = match placed.is_left {
            true => ("end", x - beside),
            false => ("start", x + beside),
        };
        let style = Lettering::small(palette.quiet);
        layer.text(&placed.flag.label, (place, middle), anchor, style);
    }
}

/// A note in its gap, on paper.
fn draw_note(note: &Note, height: NoteHeight, plot: &Plot, palette: &Palette, layer: &mut Svg) {
    let (down, beside) = NOTE_PADDING;
    let half = (
        f64::from(text_width(note.reason, SMALL_TEXT)) / 2.0 + f64::from(beside),
        f64::from(SMALL_TEXT) / 2.0 + f64::from(down),
    );
    let from_edge = FROM_EDGE + f64::from(SMALL_TEXT) / 2.0;
    let height = match height {
        NoteHeight::Top => plot.top + from_edge,
        NoteHeight::Bottom => plot.bottom - from_edge,
        NoteHeight::Middle => (plot.top + plot.bottom) / 2.0,
    };
    let middle = ((plot.x(note.first) + plot.x(note.last)) / 2.0, height);
    let behind = rectangle(
        (middle.0 - half.0, middle.0 + half.0),
        (middle.1 - half.1, middle.1 + half.1),
    );
    layer.fill(&behind, palette.paper, None);
    let style = Lettering::small(palette.quiet);
    layer.text(note.reason, middle, "middle", style);
}

fn rectangle((left, right): (f64, f64), (top, bottom): (f64, f64)) -> [(f64, f64); 4] {
    [(left, bottom), (right, bottom), (right, top), (left, top)]
}
