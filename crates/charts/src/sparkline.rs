//! A line the size of a word: no axes, no labels, only the shape and its newest complete point.
//!
//! It stands beside a headline that says the number, so it carries no tooltip.

use cube::{Cell, Fixed, Line, Series};

use crate::drawing::id;
use crate::marks::{Marks, NoteHeight};
use crate::plan::{Drawn, Panel, Part, Plan, Sides};
use crate::scale::Scale;
use crate::stroke::{Strokes, Values, values};
use crate::style::{LineStyle, line_styles};
use crate::tokens::{Marker, PROVISIONAL_DASH, Theme};

/// About how many steps its scale would have, if it were shown.
const STEPS: u32 = 5;
/// How wide its strokes are, in pixels.
const STROKE: f64 = 1.5;
/// How large its point is, in pixels.
const POINT: i64 = 5;
/// The layer of its lines, as ECharts puts what names none.
const LAYER: i64 = 2;

/// The plan of a tiny chart of all lines of a series.
#[must_use]
pub fn sparkline_plan(series: &Series, theme: Theme) -> Plan {
    let styles = line_styles(series, theme);
    let lines = series.lines.iter().zip(styles).rev();
    let lines = lines.flat_map(|(line, style)| strokes(series, line, style));
    let values = series.lines.iter().flat_map(values);
    let highest = values.flatten().map(Fixed::to_f64).fold(0.0, f64::max);
    let panel = Panel {
        name: None,
        sides: Sides {
            left: 2,
            right: 5,
            top: 5,
            bottom: 3,
        },
        names: series.periods.iter().map(ToString::to_string).collect(),
        ticks: None,
        scale: Scale::above(highest, STEPS, false),
        marks: Marks::default(),
        notes: NoteHeight::Middle,
        lines: lines.collect(),
    };
    Plan::of(theme, panel)
}

fn strokes(series: &Series, line: &Line, style: LineStyle) -> Vec<Drawn> {
    let id = id(line);
    let strokes = Strokes::of(series, line);
    let drawn = |id: String, part: Part, dash: &'static [u8]| Drawn {
        name: id.clone(),
        id,
        part,
        colour: style.colour,
        dash,
        width: STROKE,
        points: (Marker::Circle, POINT),
        layer: LAYER,
    };
    let solid = strokes.solid.into_iter().enumerate().map(|(at, values)| {
        let name = match at {
            0 => id.clone(),
            _ => format!("~complete-{at}:{id}"),
        };
        drawn(name, Part::Spark(values), style.dash)
    });
    let dashed = strokes.dashed.into_iter().enumerate().map(|(at, values)| {
        let name = format!("~incomplete-{at}:{id}");
        drawn(name, Part::Spark(values), PROVISIONAL_DASH)
    });
    let mut all: Vec<Drawn> = solid.chain(dashed).collect();
    all.push(drawn(
        format!("~newest:{id}"),
        Part::Newest(newest(line)),
        &[],
    ));
    all
}

/// The newest complete count alone, the one that the headline says.
fn newest(line: &Line) -> Values {
    let newest = line
        .cells
        .iter()
        .rposition(|cell| matches!(cell, Cell::Observed(_)));
    values(line)
        .into_iter()
        .enumerate()
        .map(|(position, value)| value.filter(|_| Some(position) == newest))
        .collect()
}
