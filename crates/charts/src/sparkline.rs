//! A line the size of a word: no axes, no labels, only the shape and its newest complete point.
//!
//! It stands beside a headline that says the number, so it carries no tooltip.

use charming::component::{Axis, Grid};
use charming::element::AxisType;
use cube::{Cell, Fixed, Line, Series};
use serde_json::{Value, json};

use crate::charming_gaps::{chart, completed};
use crate::drawing::{dash, id};
use crate::scale::Scale;
use crate::stroke::{Strokes, Values, values};
use crate::style::{LineStyle, line_styles};
use crate::tokens::{PROVISIONAL_DASH, Theme};

/// About how many steps its scale would have, if it were shown.
const STEPS: u32 = 5;

/// The option of a tiny chart of all lines of a series.
#[must_use]
pub fn sparkline_options(series: &Series, theme: Theme) -> Value {
    let styles = line_styles(series, theme);
    let lines: Vec<Value> = series
        .lines
        .iter()
        .zip(styles)
        .rev()
        .flat_map(|(line, style)| strokes(series, line, style))
        .collect();
    let hidden = |kind| Axis::new().type_(kind).show(false);
    let grid = Grid::new().left(2).right(5).top(5).bottom(3);
    let x_axis = hidden(AxisType::Category).boundary_gap(false);
    let y_axis = hidden(AxisType::Value).min(0);
    let values = series.lines.iter().flat_map(values);
    let highest = values.flatten().map(Fixed::to_f64).fold(0.0, f64::max);
    let scale = Scale::above(highest, STEPS, false);
    let names: Vec<String> = series.periods.iter().map(ToString::to_string).collect();
    let extra = json!({
        "aria": {"enabled": false},
        "tooltip": {"show": false},
        "xAxis": completed(&x_axis, json!({"data": names})),
        "yAxis": completed(&y_axis, json!({"max": scale.top})),
        "series": lines,
    });
    chart(&grid, extra)
}

fn strokes(series: &Series, line: &Line, style: LineStyle) -> Vec<Value> {
    let id = id(line);
    let strokes = Strokes::of(series, line);
    let solid = strokes.solid.iter().enumerate().map(|(at, values)| {
        let name = match at {
            0 => id.clone(),
            _ => format!("~complete-{at}:{id}"),
        };
        stroke(&name, values, style, style.dash)
    });
    let dashed = strokes.dashed.iter().enumerate().map(|(at, values)| {
        stroke(
            &format!("~incomplete-{at}:{id}"),
            values,
            style,
            PROVISIONAL_DASH,
        )
    });
    let mut all: Vec<Value> = solid.chain(dashed).collect();
    all.push(newest_point(&id, line, style));
    all
}

fn stroke(id: &str, values: &Values, style: LineStyle, pattern: &[u8]) -> Value {
    json!({
        "type": "line",
        "id": id,
        "name": id,
        "silent": true,
        "symbol": "none",
        "connectNulls": false,
        "emphasis": {"disabled": true},
        "lineStyle": {"color": style.colour.to_string(), "width": 1.5, "type": dash(pattern)},
        "data": values,
    })
}

/// A dot at the newest complete count, the one that the headline says.
fn newest_point(id: &str, line: &Line, style: LineStyle) -> Value {
    let newest = line
        .cells
        .iter()
        .rposition(|cell| matches!(cell, Cell::Observed(_)));
    let values: Values = values(line)
        .into_iter()
        .enumerate()
        .map(|(position, value)| value.filter(|_| Some(position) == newest))
        .collect();
    json!({
        "type": "line",
        "id": format!("~newest:{id}"),
        "name": format!("~newest:{id}"),
        "silent": true,
        "symbol": "circle",
        "symbolSize": 5,
        "showSymbol": true,
        "showAllSymbol": true,
        "emphasis": {"disabled": true},
        "itemStyle": {"color": style.colour.to_string()},
        "lineStyle": {"opacity": 0},
        "data": values,
    })
}
