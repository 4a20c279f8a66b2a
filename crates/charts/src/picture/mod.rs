//! The picture of a chart: what ECharts draws of the options of a plan, as SVG, at once.
//!
//! ECharts takes some ten milliseconds a chart on a desk and several times that on a phone, and is a
//! file of its own that has to come first. So what a reader sees is drawn here, from the same plan of
//! which ECharts takes the options where the reader points at the chart; the browser tests hold one
//! against the other, pixel by pixel.

mod axes;
mod lines;
mod marks;
mod svg;

use self::svg::{Layers, Svg};
use crate::plan::{Panel, Plan};
use crate::tokens::palette;

/// The room of a picture in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Size {
    /// From the left edge to the right one.
    pub width_px: f64,
    /// From the top edge to the bottom.
    pub height_px: f64,
}

/// A drawn picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    /// The SVG document.
    pub svg: String,
    /// Its size.
    pub size: Size,
    plot: Plot,
}

impl Picture {
    /// The position on the horizontal axis at an offset from the left edge in CSS pixels, that of
    /// the first or last one beside the axis; none where the axis has no positions.
    #[must_use]
    pub fn position_at(&self, offset_px: f64) -> Option<usize> {
        let last = self.plot.positions.checked_sub(1)?;
        let way = (offset_px - self.plot.left) / (self.plot.right - self.plot.left).max(1.0);
        let nearest = (0..=last).min_by(|one, other| {
            let distance = |at: usize| (self.plot.share(at) - way).abs();
            distance(*one).total_cmp(&distance(*other))
        });
        Some(nearest.unwrap_or(0))
    }

    /// The middle of the plot above a position, in pixels from the upper left corner; none where the
    /// axis has no such position.
    #[must_use]
    pub fn place_px(&self, position: usize) -> Option<(f64, f64)> {
        let middle = (self.plot.top + self.plot.bottom) / 2.0;
        (position < self.plot.positions).then(|| (self.plot.x(position), middle))
    }

    /// How far a position of the horizontal axis is from the left edge, in CSS pixels.
    #[must_use]
    pub fn x_of(&self, position: usize) -> f64 {
        self.plot.x(position)
    }

    /// Where the plot begins and ends, in pixels from the upper edge.
    #[must_use]
    pub fn reach_px(&self) -> (f64, f64) {
        (self.plot.top, self.plot.bottom)
    }

    /// Where the first and the last position of the horizontal axis are, in pixels from the left edge,
    /// and how many there are; the others stand between them at equal distances.
    #[must_use]
    pub fn positions(&self) -> (f64, f64, usize) {
        let Plot {
            left,
            right,
            positions,
            ..
        } = self.plot;
        (left, right, positions)
    }
}

/// Draws a chart.
#[must_use]
pub fn picture(plan: &Plan, size: Size) -> Picture {
    let palette = palette(plan.theme);
    let mut layers = Layers::default();
    let plots = plots(plan, size);
    for (panel, plot) in plan.panels.iter().zip(&plots) {
        axes::draw(panel, plot, &palette, &mut layers);
        lines::draw(&panel.lines, plot, &palette, &mut layers);
        marks::draw(panel, plot, &palette, &mut layers);
    }
    let plot = match (plots.first(), plots.last()) {
        (Some(first), Some(last)) => Plot {
            bottom: last.bottom,
            ..*first
        },
        _ => Plot::nothing(size),
    };
    Picture {
        svg: Svg::document(size, layers),
        size,
        plot,
    }
}

/// The plot of each panel.
fn plots(plan: &Plan, size: Size) -> Vec<Plot> {
    let panels = plan.panels.iter().zip(plan.reaches(size.height_px));
    let plot = |(panel, (begin, top, bottom)): (&Panel, (f64, f64, f64))| Plot {
        left: f64::from(panel.sides.left),
        right: size.width_px - f64::from(panel.sides.right),
        top,
        bottom,
        begin,
        end: bottom + f64::from(panel.sides.bottom),
        positions: panel.names.len(),
        highest: panel.scale.top,
    };
    panels.map(plot).collect()
}

/// The rectangle between the axes, in CSS pixels from the upper left corner, and what its sides stand
/// for.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Plot {
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
    /// The top edge of the panel.
    begin: f64,
    /// The bottom edge of it.
    end: f64,
    /// How many positions the horizontal axis has.
    positions: usize,
    /// The number at the top.
    highest: f64,
}

impl Plot {
    fn nothing(size: Size) -> Self {
        Self {
            left: 0.0,
            right: size.width_px,
            top: 0.0,
            bottom: size.height_px,
            begin: 0.0,
            end: size.height_px,
            positions: 0,
            highest: 1.0,
        }
    }

    /// How far from the left side a position is, of 1; the only one stands in the middle.
    fn share(&self, position: usize) -> f64 {
        match self.positions {
            0 | 1 => 0.5,
            positions => count(position) / count(positions - 1),
        }
    }

    fn x(&self, position: usize) -> f64 {
        self.left + (self.right - self.left) * self.share(position)
    }

    fn y(&self, value: f64) -> f64 {
        self.bottom - (self.bottom - self.top) * value / self.highest
    }
}

/// A place between or on pixels, moved to where a line of one pixel is sharp.
fn sharp(place: f64) -> f64 {
    let halves = (place * 2.0).round();
    match (halves / 2.0).fract() == 0.0 {
        true => (halves + 1.0) / 2.0,
        false => halves / 2.0,
    }
}

fn count(number: usize) -> f64 {
    f64::from(u32::try_from(number).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests;
