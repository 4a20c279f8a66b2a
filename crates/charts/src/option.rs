//! The complete ECharts option of a line chart: frame, axes, pointer, and all its series.
//!
//! Charming builds what it knows; [`crate::charming_gaps`] adds the rest. How one line is drawn is
//! said in [`crate::drawing`], what is marked on the time axis in [`crate::marks`].

use std::ops::Range;

use charming::component::{Axis, Grid};
use charming::element::AxisType;
use cube::Series;
use serde_json::{Map, Value, json};

use crate::charming_gaps::{chart, completed};
use crate::drawing::Drawing;
use crate::marks::{Marks, NoteHeight};
use crate::scale::Scale;
use crate::style::line_styles;
use crate::text::{SMALL_TEXT, text_width};
use crate::tokens::{FONT, Palette, Theme, palette};
use crate::{Context, axis, drawing, format};

/// The room that a chart has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Width {
    /// A phone, about 360 pixels.
    Narrow,
    /// A desk, about 700 pixels and more.
    Wide,
}

/// The option of a line chart for ECharts with its SVG renderer, without any function in it.
#[must_use]
pub fn line_options(series: &Series, context: &Context, theme: Theme, width: Width) -> Value {
    options_of(
        series,
        &drawings(series, context, theme, width),
        context,
        (theme, width),
    )
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
fn sides(drawings: &[Drawing]) -> (u32, u32) {
    let ends = drawings.iter().map(Drawing::end_width).max();
    (numbers_width(drawings), ends.unwrap_or(0).max(6) + 10)
}

fn options_of(
    series: &Series,
    drawings: &[Drawing],
    context: &Context,
    (theme, width): (Theme, Width),
) -> Value {
    let palette = palette(theme);
    let (left, right) = sides(drawings);
    let marks = Marks::of(series, context, width, right);
    let mut highest = drawings.iter().map(Drawing::highest).fold(0.0, f64::max);
    let mut band = Vec::new();
    if let [only] = drawings {
        let range = only.range();
        highest = highest.max(range.top());
        band = only.band(&range);
    }
    let is_whole = drawings.iter().all(Drawing::is_whole);
    let scale = Scale::above(highest, steps(width), is_whole);
    let ends = drawings.iter().filter_map(Drawing::end_value);
    let ends: Vec<f64> = ends.map(|value| value / scale.top).collect();
    let mut all: Vec<Value> = marks.series(&palette, NoteHeight::clear_of(&ends));
    all.extend(band);
    // The first line is drawn last, on top of the others.
    all.extend(
        drawings
            .iter()
            .rev()
            .flat_map(|drawing| drawing.helpers(&palette)),
    );
    all.extend(
        drawings
            .iter()
            .enumerate()
            .map(|(position, drawing)| drawing.main(&palette, drawings.len() - position)),
    );
    let mut extra = around(&palette);
    if let Value::Object(extra) = &mut extra {
        extra.insert("xAxis".into(), x_axes(series, context, width, &palette));
        extra.insert("yAxis".into(), y_axis(scale, &palette));
        extra.insert("series".into(), Value::Array(all));
    }
    chart(&grid(left, marks.height(), right), extra)
}

/// The option of one of two charts that stand above each other on one time axis: the lines of a
/// series at the positions `panel`, with as much room beside them as those of the other panel need.
///
/// Each panel has a scale of its own, from zero; only the time axis is shared.
#[must_use]
pub fn panel_options(
    series: &Series,
    panel: Range<usize>,
    context: &Context,
    theme: Theme,
    width: Width,
) -> Value {
    let of = |is_own: bool| {
        let lines = series.lines.iter().enumerate();
        let lines = lines.filter(|(at, _)| panel.contains(at) == is_own);
        let part = Series {
            lines: lines.map(|(_, line)| line.clone()).collect(),
            ..series.clone()
        };
        let drawings = drawings(&part, context, theme, width);
        (part, drawings)
    };
    let ((part, own), (_, other)) = (of(true), of(false));
    let mut options = options_of(&part, &own, context, (theme, width));
    let (own, other) = (sides(&own), sides(&other));
    if let Some(grid) = options.get_mut("grid").and_then(grid_mut) {
        grid.insert("left".to_owned(), json!(own.0.max(other.0)));
        grid.insert("right".to_owned(), json!(own.1.max(other.1)));
    }
    options
}

fn grid_mut(grid: &mut Value) -> Option<&mut Map<String, Value>> {
    match grid {
        Value::Array(grids) => grids.first_mut()?.as_object_mut(),
        grid => grid.as_object_mut(),
    }
}

/// What charming cannot say of the chart as a whole.
pub(crate) fn around(palette: &Palette) -> Value {
    json!({
        "textStyle": {"fontFamily": FONT, "fontSize": SMALL_TEXT, "color": palette.ink.to_string()},
        "aria": {"enabled": false},
        "legend": {"show": false},
        // The rule at the position that is pointed at; what is told of it is [`crate::readings`].
        "axisPointer": {
            "type": "line",
            "animation": false,
            "label": {"show": false},
            "lineStyle": {"color": palette.quiet.to_string(), "width": 1, "type": "solid"},
        },
    })
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

pub(crate) fn grid(left: u32, top: u32, right: u32) -> Grid {
    Grid::new()
        .left(i64::from(left))
        .right(i64::from(right))
        .top(i64::from(top))
        .bottom(40)
        .contain_label(false)
}

/// Two axes on one line: the first carries full names of periods, for pointing, and is not drawn;
/// the second carries the sparse labels. One axis cannot do both without a function.
fn x_axes(series: &Series, context: &Context, width: Width, palette: &Palette) -> Value {
    let ticks = axis::ticks(series, width);
    named_axes(&axis::period_names(series, context), ticks, palette)
}

/// The two axes of positions with a name each, some of which carry a label.
pub(crate) fn named_axes(all: &[String], ticks: Vec<axis::Tick>, palette: &Palette) -> Value {
    let positions: Vec<usize> = ticks.iter().map(|tick| tick.position).collect();
    let labels = labels(all.len(), ticks);
    let names = Axis::new()
        .id("periods")
        .type_(AxisType::Category)
        .boundary_gap(false)
        .show(false);
    let shown = Axis::new()
        .id("~labels")
        .type_(AxisType::Category)
        .boundary_gap(false)
        .position("bottom");
    let rule = json!({"color": palette.quiet.to_string(), "width": 1});
    let drawn = json!({
        "data": labels,
        "silent": true,
        "axisPointer": {"show": false},
        "axisLine": {"show": true, "onZero": false, "lineStyle": rule},
        "axisTick": {"show": true, "length": 5, "customValues": positions, "lineStyle": rule},
        "axisLabel": {
            "customValues": positions,
            "color": palette.quiet.to_string(),
            "fontFamily": FONT,
            "fontSize": SMALL_TEXT,
            "lineHeight": 15,
            "margin": 9,
        },
        "splitLine": {"show": false},
    });
    json!([
        completed(&names, json!({"data": all, "axisPointer": {"show": true}})),
        completed(&shown, drawn)
    ])
}

/// A label for every period, empty where there is no tick.
fn labels(positions: usize, ticks: Vec<axis::Tick>) -> Vec<String> {
    let mut labels = vec![String::new(); positions];
    for tick in ticks {
        if let Some(label) = labels.get_mut(tick.position) {
            *label = tick.label;
        }
    }
    labels
}

/// About how many steps the numbers at the side make.
pub(crate) fn steps(width: Width) -> u32 {
    match width {
        Width::Wide => 5,
        Width::Narrow => 4,
    }
}

/// Numbers from zero: light horizontal rules and numbers, no axis line.
pub(crate) fn y_axis(scale: Scale, palette: &Palette) -> Value {
    let axis = Axis::new().type_(AxisType::Value).min(0);
    let drawn = json!({
        "max": scale.top,
        "interval": scale.step,
        "axisLine": {"show": false},
        "axisTick": {"show": false},
        "axisPointer": {"show": false},
        "axisLabel": {
            "color": palette.quiet.to_string(),
            "fontFamily": FONT,
            "fontSize": SMALL_TEXT,
            "margin": 8,
        },
        "splitLine": {
            "show": true,
            "lineStyle": {"color": palette.rule.to_string(), "width": 1, "type": "solid"},
        },
    });
    completed(&axis, drawn)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::sample::{self, homicide, line, observed};
    use cube::{Grain, Unit};

    /// The grid of an option, which may stand in a list.
    fn grid_of(options: &Value) -> Option<&Value> {
        let grid = options.get("grid")?;
        grid.get(0).or(Some(grid))
    }

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
            sample::with_context(|context| {
                panel_options(&series, panel, context, Theme::Light, Width::Wide)
            })
        };
        let (upper, lower) = (of(0..1), of(1..2));
        let side =
            |options: &Value, side: &str| grid_of(options).and_then(|grid| grid[side].as_f64());
        for edge in ["left", "right"] {
            assert!(side(&upper, edge).is_some());
            assert_eq!(side(&upper, edge), side(&lower, edge), "{edge}");
        }
        assert_eq!(upper["xAxis"], lower["xAxis"]);
        let text = |options: &Value| options["series"].to_string();
        assert!(text(&upper).contains("26000") && !text(&lower).contains("26000"));
    }
}
