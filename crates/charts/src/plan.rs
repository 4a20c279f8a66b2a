//! What a chart shows, before anything draws it: axes, marks and lines with their numbers and looks.
//!
//! One plan serves three: [`crate::picture`] draws it at once, [`crate::readings`] tells the numbers of a
//! place that is pointed at, and [`Plan::options`] says the same to the chart library, where it is wanted.

use std::ops::Range;

use cube::{Fixed, Series};

use crate::axis::Tick;
use crate::colour::Colour;
use crate::drawing::{self, Drawing};
use crate::marks::{Marks, NoteHeight};
use crate::scale::Scale;
use crate::style::line_styles;
use crate::text::{SMALL_TEXT, text_width};
use crate::tokens::{Marker, Theme};
use crate::{Context, axis, format};

/// The room that a chart has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Width {
    /// A phone, about 360 pixels.
    Narrow,
    /// A desk, about 700 pixels and more.
    Wide,
}

/// The height of the labels below the plot, with what stands between.
pub(crate) const BELOW: u32 = 40;

/// The least height of one of several plots, in pixels.
const LOWEST_PLOT: f64 = 40.0;

/// A chart in the colors of a theme.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    pub(crate) theme: Theme,
    /// One, or several above each other on one horizontal axis; none where there is nothing to show.
    pub(crate) panels: Vec<Panel>,
}

/// Lines on one scale.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Panel {
    /// What stands above it, where there are several.
    pub name: Option<String>,
    pub sides: Sides,
    /// What each position of the horizontal axis is called.
    pub names: Vec<String>,
    /// The labels of some of them; a chart without axes has none.
    pub ticks: Option<Vec<Tick>>,
    pub scale: Scale,
    pub marks: Marks,
    pub notes: NoteHeight,
    /// The lines and what helps them, those that lie below first.
    pub lines: Vec<Drawn>,
}

/// The room beside the plot, in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Sides {
    pub left: u32,
    pub right: u32,
    pub top: u32,
    pub bottom: u32,
}

/// One line, or what helps to show it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Drawn {
    /// What tells it from others; helpers begin with `~`.
    pub id: String,
    /// What a reader is told that it is; of a helper its id.
    pub name: String,
    pub part: Part,
    pub colour: Colour,
    /// Lengths of strokes and gaps in pixels; empty for solid.
    pub dash: &'static [u8],
    /// How wide its stroke is, in pixels.
    pub width: f64,
    /// The shape and the size of its points.
    pub points: (Marker, i64),
    /// Which lie above others.
    pub layer: i64,
}

/// What is drawn of a line.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Part {
    /// Every number, with the text at the end; what helps may draw the stroke in its place.
    Whole {
        values: Vec<Option<Fixed>>,
        has_stroke: bool,
        has_points: bool,
        end: Option<EndText>,
    },
    /// One stroke.
    Stroke(Vec<Option<Fixed>>),
    /// Points that no stroke reaches.
    Points(Vec<Option<Fixed>>),
    /// One of a pair that makes a band: how far it begins above zero, or how high it is from there.
    Band {
        values: Vec<Option<f64>>,
        stack: String,
        /// How far it is toned, of 1.
        opacity: f64,
    },
    /// A line that is told of, without points.
    Middle(Vec<Option<f64>>),
    /// A stroke of a line the size of a word.
    Spark(Vec<Option<Fixed>>),
    /// The newest point of one.
    Newest(Vec<Option<Fixed>>),
}

/// The text at the end of a line.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct EndText {
    pub text: String,
    pub colour: Colour,
    pub is_bold: bool,
    /// How many pixels below the point it stands; negative for above.
    pub lowered: i64,
}

impl Drawn {
    /// Whether it is drawn and says nothing.
    pub fn is_helper(&self) -> bool {
        self.id.starts_with('~')
    }

    /// The number at each position, as it is drawn.
    pub fn heights(&self) -> Vec<Option<f64>> {
        match &self.part {
            Part::Whole { values, .. }
            | Part::Stroke(values)
            | Part::Points(values)
            | Part::Spark(values)
            | Part::Newest(values) => {
                let values = values.iter();
                values.map(|value| value.map(Fixed::to_f64)).collect()
            }
            Part::Band { values, .. } | Part::Middle(values) => values.clone(),
        }
    }

    /// The number at a position, in digits.
    pub fn digits(&self, position: usize) -> Option<String> {
        match &self.part {
            Part::Whole { values, .. }
            | Part::Stroke(values)
            | Part::Points(values)
            | Part::Spark(values)
            | Part::Newest(values) => values.get(position)?.map(|value| value.to_string()),
            Part::Band { values, .. } | Part::Middle(values) => {
                values.get(position)?.map(|value| value.to_string())
            }
        }
    }
}

impl Plan {
    pub(crate) fn of(theme: Theme, panel: Panel) -> Self {
        Self {
            theme,
            panels: vec![panel],
        }
    }

    /// Where the plot of each panel begins and ends in a picture of a height, in pixels from its top, after
    /// where the panel begins: all plots are equally high.
    pub(crate) fn reaches(&self, height_px: f64) -> Vec<(f64, f64, f64)> {
        let around = |panel: &Panel| f64::from(panel.sides.top + panel.sides.bottom);
        let taken: f64 = self.panels.iter().map(around).sum();
        let many = f64::from(u32::try_from(self.panels.len()).unwrap_or(1).max(1));
        let plot = match self.panels.len() {
            1 => height_px - taken,
            _ => ((height_px - taken) / many).floor().max(LOWEST_PLOT),
        };
        let mut begin = 0.0;
        let reach = |panel: &Panel| {
            let top = begin + f64::from(panel.sides.top);
            let reach = (begin, top, top + plot);
            begin = top + plot + f64::from(panel.sides.bottom);
            reach
        };
        self.panels.iter().map(reach).collect()
    }

    /// A chart of nothing.
    pub(crate) fn nothing(theme: Theme) -> Self {
        Self {
            theme,
            panels: Vec::new(),
        }
    }
}

/// The plan of a line chart.
#[must_use]
pub fn line_plan(series: &Series, context: &Context, theme: Theme, width: Width) -> Plan {
    plan_in_steps(series, context, theme, width, steps(width))
}

/// The same with about so many steps on the scale.
pub(crate) fn plan_in_steps(
    series: &Series,
    context: &Context,
    theme: Theme,
    width: Width,
    steps: u32,
) -> Plan {
    let drawings = drawings(series, context, theme, width);
    let panel = panel(series, &drawings, context, (theme, width), steps);
    Plan::of(theme, panel)
}

/// How each line of a series is drawn.
fn drawings(series: &Series, context: &Context, theme: Theme, width: Width) -> Vec<Drawing> {
    let mut drawings: Vec<Drawing> = series
        .lines
        .iter()
        .zip(line_styles(series, theme))
        .map(|(line, style)| Drawing::of(series, line, style, context, width))
        .collect();
    drawing::clear_ends(&mut drawings);
    drawing::raise_low_ends(&mut drawings);
    drawings
}

/// The room that lines need beside the plot, left and right, in pixels.
fn beside(drawings: &[Drawing]) -> (u32, u32) {
    let ends = drawings.iter().map(Drawing::end_width).max();
    (numbers_width(drawings), ends.unwrap_or(0).max(6) + 10)
}

fn panel(
    series: &Series,
    drawings: &[Drawing],
    context: &Context,
    (theme, width): (Theme, Width),
    steps: u32,
) -> Panel {
    let (left, right) = beside(drawings);
    let marks = Marks::of(series, context, width, right);
    let mut highest = drawings.iter().map(Drawing::highest).fold(0.0, f64::max);
    let mut lines = Vec::new();
    if let [only] = drawings {
        let range = only.range();
        highest = highest.max(range.top());
        lines = only.band(&range);
    }
    let is_whole = drawings.iter().all(Drawing::is_whole);
    let scale = Scale::above(highest, steps, is_whole);
    let ends = drawings.iter().filter_map(Drawing::end_value);
    let ends: Vec<f64> = ends.map(|value| value / scale.top).collect();
    lines.extend(one_above_the_other(drawings, theme));
    Panel {
        name: None,
        sides: Sides {
            left,
            right,
            top: marks.height(),
            bottom: BELOW,
        },
        names: axis::period_names(series, context),
        ticks: Some(axis::ticks(series, width)),
        scale,
        marks,
        notes: NoteHeight::clear_of(&ends),
        lines,
    }
}

/// Lines with their helpers: the first line is drawn last, on top of the others.
pub(crate) fn one_above_the_other(drawings: &[Drawing], theme: Theme) -> Vec<Drawn> {
    let helpers = drawings.iter().rev().flat_map(Drawing::helpers);
    let whole = drawings.iter().enumerate();
    let whole = whole.map(|(at, drawing)| drawing.main(theme, drawings.len() - at));
    helpers.chain(whole).collect()
}

/// The plan of one of two charts that stand above each other on one time axis: the lines of a series at
/// the positions `panel`, with as much room beside them as those of the other panel need.
///
/// Each panel has a scale of its own, from zero; only the time axis is shared.
#[must_use]
pub fn panel_plan(
    series: &Series,
    own: Range<usize>,
    context: &Context,
    theme: Theme,
    width: Width,
) -> Plan {
    let of = |is_own: bool| {
        let lines = series.lines.iter().enumerate();
        let lines = lines.filter(|(at, _)| own.contains(at) == is_own);
        let part = Series {
            lines: lines.map(|(_, line)| line.clone()).collect(),
            ..series.clone()
        };
        let drawings = drawings(&part, context, theme, width);
        (part, drawings)
    };
    let ((part, own), (_, other)) = (of(true), of(false));
    let mut panel = panel(&part, &own, context, (theme, width), steps(width));
    let (own, other) = (beside(&own), beside(&other));
    panel.sides.left = own.0.max(other.0);
    panel.sides.right = own.1.max(other.1);
    Plan::of(theme, panel)
}

/// The room that the numbers beside the plot need, in pixels.
pub(crate) fn numbers_width(drawings: &[Drawing]) -> u32 {
    let highest = drawings.iter().map(Drawing::highest).fold(0.0, f64::max);
    // The axis ends at a round number above the highest value, with at most one more digit; below
    // ten, values that are not whole are labeled with decimals.
    let widest = match drawings.iter().all(Drawing::is_whole) {
        false if highest < 10.0 => "0.00".to_owned(),
        _ => format::whole((highest * 1.25).floor()),
    };
    text_width(&widest, SMALL_TEXT) + 14
}

/// About how many steps the numbers at the side make.
pub(crate) fn steps(width: Width) -> u32 {
    match width {
        Width::Wide => 5,
        Width::Narrow => 4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::sample::{self, homicide, line, observed};
    use cube::{Grain, Unit};

    #[test]
    fn two_panels_share_the_edges_of_the_time_axis_and_no_scale() {
        let arrests = line(
            Unit::Arrests,
            "all",
            "All arrests of adults",
            observed(&[26_000, 20_000, 14_000]),
        );
        let lines = vec![arrests, homicide(observed(&[3, 4, 5]))];
        let series = sample::series(Grain::Year, "2015-01", "2017-12", lines);
        let of = |panel| {
            let plan = sample::with_context(|context| {
                panel_plan(&series, panel, context, Theme::Light, Width::Wide)
            });
            plan.panels.into_iter().next().unwrap()
        };
        let (upper, lower) = (of(0..1), of(1..2));
        assert_eq!(upper.sides.left, lower.sides.left);
        assert_eq!(upper.sides.right, lower.sides.right);
        assert_eq!(upper.names, lower.names);
        assert_eq!(upper.ticks, lower.ticks);
        let highest = |panel: &Panel| {
            let heights = panel.lines.iter().flat_map(Drawn::heights).flatten();
            heights.fold(0.0, f64::max)
        };
        assert!(highest(&upper) > 20_000.0 && highest(&lower) < 100.0);
    }
}
