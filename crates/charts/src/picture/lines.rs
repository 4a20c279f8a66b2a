//! The lines: strokes between gaps, bands, points, and the text at their ends.

use cube::sorting::sort_by;

use super::{
    Plot,
    svg::{Layers, Lettering, ROW_PX, Stroke, Svg},
};
use crate::colour::Colour;
use crate::plan::{Drawn, EndText, Part};
use crate::text::END_TEXT;
use crate::tokens::{Marker, Palette};

/// How far text stands from the end of its line, in pixels.
const BESIDE: f64 = 6.0;
/// The layer of the text at the ends of lines, above all of them.
const ENDS: i64 = 100;

/// A point in the picture.
type Point = (f64, f64);

/// Draws the lines of a panel.
pub(super) fn draw(lines: &[Drawn], plot: &Plot, palette: &Palette, layers: &mut Layers) {
    let mut stacks: Vec<(&str, Vec<Option<f64>>)> = Vec::new();
    let mut ends = Vec::new();
    for line in lines {
        let layer = layers.at(line.layer);
        let heights = line.heights();
        if let Part::Band { stack, opacity, .. } = &line.part {
            let known = stacks.iter().position(|(name, _)| *name == stack);
            let below = known.map(|known| stacks.swap_remove(known).1);
            let heights = stacked(&heights, below.as_deref());
            if let Some(below) = &below {
                draw_band((line.colour, *opacity), &heights, below, plot, layer);
            }
            stacks.push((stack, heights));
            continue;
        }
        let points = placed(&heights, plot);
        let (has_stroke, has_points) = match line.part {
            Part::Whole {
                has_stroke,
                has_points,
                ..
            } => (has_stroke, has_points),
            Part::Points(_) | Part::Newest(_) => (false, true),
            Part::Stroke(_) | Part::Spark(_) | Part::Middle(_) | Part::Band { .. } => (true, false),
        };
        if has_stroke {
            draw_strokes(line, &points, layer);
        }
        if has_points {
            draw_points(line, &points, layer);
        }
        if let Part::Whole { end: Some(end), .. } = &line.part {
            ends.extend(End::of(end, &points));
        }
    }
    move_apart(&mut ends, plot.end);
    for end in &ends {
        end.draw(palette.paper, layers.at(ENDS));
    }
}

fn placed(heights: &[Option<f64>], plot: &Plot) -> Vec<Option<Point>> {
    let heights = heights.iter().enumerate();
    heights
        .map(|(at, height)| height.map(|height| (plot.x(at), plot.y(height))))
        .collect()
}

/// The runs of points without a gap.
fn runs(points: &[Option<Point>]) -> Vec<Vec<Point>> {
    let runs = points.split(Option::is_none);
    runs.map(|run| run.iter().copied().flatten().collect())
        .filter(|run: &Vec<Point>| !run.is_empty())
        .collect()
}

fn draw_strokes(line: &Drawn, points: &[Option<Point>], layer: &mut Svg) {
    let runs = runs(points);
    let strokes: Vec<&[Point]> = runs
        .iter()
        .map(Vec::as_slice)
        .filter(|run| run.len() > 1)
        .collect();
    let style = Stroke {
        colour: line.colour,
        width: line.width,
        dash: line.dash,
    };
    layer.stroke(&strokes, style);
}

fn draw_points(line: &Drawn, points: &[Option<Point>], layer: &mut Svg) {
    let (marker, size) = line.points;
    let (colour, half) = (line.colour, size as f64 / 2.0);
    for (x, y) in points.iter().copied().flatten() {
        let (left, right, top, bottom) = (x - half, x + half, y - half, y + half);
        match marker {
            Marker::Square => layer.fill(
                &[(left, top), (right, top), (right, bottom), (left, bottom)],
                colour,
                None,
            ),
            Marker::Triangle => {
                layer.fill(&[(x, top), (right, bottom), (left, bottom)], colour, None);
            }
            Marker::Diamond => layer.fill(
                &[(x, top), (right, y), (x, bottom), (left, y)],
                colour,
                None,
            ),
            Marker::Circle => layer.circle((x, y), half, colour),
        }
    }
}

/// Values on top of others of their stack.
fn stacked(values: &[Option<f64>], below: Option<&[Option<f64>]>) -> Vec<Option<f64>> {
    let base = |at: usize| match below {
        None => Some(0.0),
        Some(below) => below.get(at).copied().flatten(),
    };
    let values = values.iter().enumerate();
    values
        .map(|(at, value)| Some((*value)? + base(at)?))
        .collect()
}

fn draw_band(
    (colour, opacity): (Colour, f64),
    heights: &[Option<f64>],
    below: &[Option<f64>],
    plot: &Plot,
    layer: &mut Svg,
) {
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
            layer.fill(&shape, colour, Some(opacity));
        }
    }
}

/// The text at the end of a line.
struct End<'a> {
    of: &'a EndText,
    x: f64,
    /// The upper edge.
    top: f64,
    height: f64,
}

impl<'a> End<'a> {
    fn of(end: &'a EndText, points: &[Option<Point>]) -> Option<Self> {
        let (x, y) = points.iter().copied().flatten().next_back()?;
        let rows = f64::from(u32::try_from(end.text.lines().count()).unwrap_or(1));
        let height = rows * ROW_PX;
        Some(Self {
            of: end,
            x: x + BESIDE,
            top: y + end.lowered as f64 - height / 2.0,
            height,
        })
    }

    fn draw(&self, paper: Colour, layer: &mut Svg) {
        let middle = (self.x, self.top + ROW_PX / 2.0);
        let style = Lettering {
            colour: self.of.colour,
            size: END_TEXT,
            weight: Some(if self.of.is_bold { 600 } else { 400 }),
            halo: Some(paper),
        };
        layer.text(&self.of.text, middle, "start", style);
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
