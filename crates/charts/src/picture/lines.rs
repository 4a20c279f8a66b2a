//! The lines: strokes between gaps, bands, points, and the text at their ends.

use cube::sorting::sort_by;
use serde_json::Value;

use super::{
    Plot, part, position,
    svg::{Layers, ROW_PX, Svg},
};

/// The layer of a line that names none, as in ECharts.
const LAYER: i64 = 2;
/// The layer of the text at the ends of lines, above all of them.
const ENDS: i64 = 100;

/// A point in the picture.
type Point = (f64, f64);

/// Draws the lines of a chart.
pub(super) fn draw(series: &[Value], plot: &Plot, layers: &mut Layers) {
    let mut stacks: Vec<(&str, Vec<Option<f64>>)> = Vec::new();
    let mut ends = Vec::new();
    for line in series {
        let layer = layers.at(line["z"].as_i64().unwrap_or(LAYER));
        let values = values(&line["data"]);
        match line["stack"].as_str() {
            Some(stack) => {
                let known = stacks.iter().position(|(name, _)| *name == stack);
                let below = known.map(|known| stacks.swap_remove(known).1);
                let heights = stacked(&values, below.as_deref());
                draw_band(line, &heights, below.as_deref(), plot, layer);
                stacks.push((stack, heights));
            }
            None => {
                let points = placed(&values, plot);
                draw_strokes(line, &points, layer);
                draw_points(line, &points, layer);
                ends.extend(End::of(line, &points));
            }
        }
    }
    move_apart(&mut ends, plot.end);
    for end in &ends {
        end.draw(layers.at(ENDS));
    }
}

/// The values of a line with their positions, in the two forms that ECharts takes: one for each
/// position, or pairs of a position and a value.
fn values(data: &Value) -> Vec<(usize, Option<f64>)> {
    let items = data.as_array().into_iter().flatten().enumerate();
    items
        .filter_map(|(at, item)| match item {
            Value::Array(pair) => Some((position(pair.first()?)?, pair.get(1)?.as_f64())),
            value => Some((at, value.as_f64())),
        })
        .collect()
}

fn placed(values: &[(usize, Option<f64>)], plot: &Plot) -> Vec<Option<Point>> {
    let place =
        |(at, value): &(usize, Option<f64>)| value.map(|value| (plot.x(*at), plot.y(value)));
    values.iter().map(place).collect()
}

/// The runs of points without a gap.
fn runs(points: &[Option<Point>]) -> Vec<Vec<Point>> {
    let runs = points.split(Option::is_none);
    runs.map(|run| run.iter().copied().flatten().collect())
        .filter(|run: &Vec<Point>| !run.is_empty())
        .collect()
}

fn draw_strokes(line: &Value, points: &[Option<Point>], layer: &mut Svg) {
    let runs = runs(points);
    let strokes: Vec<&[Point]> = runs
        .iter()
        .map(Vec::as_slice)
        .filter(|run| run.len() > 1)
        .collect();
    if !strokes.is_empty() {
        layer.stroke(&strokes, &line["lineStyle"]);
    }
}

fn draw_points(line: &Value, points: &[Option<Point>], layer: &mut Svg) {
    let Some(shape) = line["symbol"].as_str().filter(|shape| *shape != "none") else {
        return;
    };
    if line["showSymbol"].as_bool() == Some(false) {
        return;
    }
    let colour = part(line, "/itemStyle/color").as_str().unwrap_or_default();
    let half = line["symbolSize"].as_f64().unwrap_or(4.0) / 2.0;
    for (x, y) in points.iter().copied().flatten() {
        let (left, right, top, bottom) = (x - half, x + half, y - half, y + half);
        match shape {
            "rect" => layer.fill(
                &[(left, top), (right, top), (right, bottom), (left, bottom)],
                colour,
                None,
            ),
            "triangle" => layer.fill(&[(x, top), (right, bottom), (left, bottom)], colour, None),
            "diamond" => layer.fill(
                &[(x, top), (right, y), (x, bottom), (left, y)],
                colour,
                None,
            ),
            _ => layer.circle((x, y), half, colour),
        }
    }
}

/// Values on top of others of their stack.
fn stacked(values: &[(usize, Option<f64>)], below: Option<&[Option<f64>]>) -> Vec<Option<f64>> {
    let base = |at: usize| match below {
        None => Some(0.0),
        Some(below) => below.get(at).copied().flatten(),
    };
    let values = values.iter();
    values
        .map(|(at, value)| Some((*value)? + base(*at)?))
        .collect()
}

fn draw_band(
    line: &Value,
    heights: &[Option<f64>],
    below: Option<&[Option<f64>]>,
    plot: &Plot,
    layer: &mut Svg,
) {
    let area = &line["areaStyle"];
    let (Some(below), Some(colour)) = (below, area["color"].as_str()) else {
        return;
    };
    let edges: Vec<Option<(Point, Point)>> = heights
        .iter()
        .zip(below)
        .enumerate()
        .map(|(at, (upper, lower))| {
            let place = |value: f64| (plot.x(at), plot.y(value));
            Some((place((*upper)?), place((*lower)?)))
        })
        .collect();
    for run in edges.split(Option::is_none) {
        let there = run.iter().copied().flatten().map(|(upper, _)| upper);
        let back = run.iter().copied().flatten().rev().map(|(_, lower)| lower);
        let shape: Vec<Point> = there.chain(back).collect();
        // One point alone has no width.
        if shape.len() > 2 {
            layer.fill(&shape, colour, Some(&area["opacity"]));
        }
    }
}

/// The text at the end of a line.
struct End<'a> {
    text: &'a str,
    style: &'a Value,
    x: f64,
    /// The upper edge.
    top: f64,
    height: f64,
}

impl<'a> End<'a> {
    fn of(line: &'a Value, points: &[Option<Point>]) -> Option<Self> {
        let style = &line["endLabel"];
        let text = style["formatter"].as_str()?;
        let (x, y) = points.iter().copied().flatten().next_back()?;
        let rows = f64::from(u32::try_from(text.lines().count()).unwrap_or(1));
        let height = rows * ROW_PX;
        let lowered = part(style, "/offset/1").as_f64().unwrap_or(0.0);
        Some(Self {
            text,
            style,
            x: x + style["distance"].as_f64().unwrap_or(0.0),
            top: y + lowered - height / 2.0,
            height,
        })
    }

    fn draw(&self, layer: &mut Svg) {
        let middle = (self.x, self.top + ROW_PX / 2.0);
        layer.text(self.text, middle, "start", self.style);
    }
}

/// Moves texts down until none lies on another, and up again from the lower edge where they would leave
/// the picture.
fn move_apart(ends: &mut [End<'_>], bottom: f64) {
    sort_by(ends, |one, other| one.top.total_cmp(&other.top));
    let mut free = 0.0;
    for end in ends.iter_mut() {
        end.top = end.top.max(free);
        free = end.top + end.height;
    }
    let mut free = bottom;
    for end in ends.iter_mut().rev() {
        end.top = end.top.min(free - end.height);
        free = end.top;
    }
}
