//! The picture of a chart: what ECharts draws of the options of this crate, as SVG, at once.
//!
//! ECharts takes some ten milliseconds a chart on a desk and several times that on a phone, and is a
//! file of its own that has to come first. So what a reader sees is drawn here, from the very options
//! that ECharts takes where the reader points at the chart; the browser tests hold one against the
//! other, pixel by pixel. Read is what this crate writes, and nothing else that ECharts knows: lines with
//! gaps, dashes, symbols, areas and end labels; marks; an axis of positions and one of numbers.

mod axes;
mod lines;
mod marks;
mod svg;

use serde_json::Value;

use self::svg::{Layers, Svg};

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

/// Draws the options of a chart.
#[must_use]
pub fn picture(options: &Value, size: Size) -> Picture {
    let plot = Plot::of(options, size);
    let mut layers = Layers::default();
    axes::draw(options, &plot, &mut layers);
    let series = options["series"].as_array().map_or(&[][..], Vec::as_slice);
    lines::draw(series, &plot, &mut layers);
    marks::draw(series, &plot, &mut layers);
    Picture {
        svg: Svg::document(size, layers),
        size,
        plot,
    }
}

/// The rectangle between the axes, in CSS pixels from the upper left corner, and what its sides stand
/// for.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Plot {
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
    /// The bottom edge of the picture.
    end: f64,
    /// How many positions the horizontal axis has.
    positions: usize,
    /// The number at the top.
    highest: f64,
}

impl Plot {
    fn of(options: &Value, size: Size) -> Self {
        let side = |pointer: &str| part(options, pointer).as_f64().unwrap_or(0.0);
        let names = match &options["xAxis"] {
            Value::Array(axes) => axes.first(),
            axis => Some(axis),
        };
        let names = names.and_then(|axis| axis["data"].as_array());
        Self {
            left: side("/grid/0/left"),
            right: size.width_px - side("/grid/0/right"),
            top: side("/grid/0/top"),
            bottom: size.height_px - side("/grid/0/bottom"),
            end: size.height_px,
            positions: names.map_or(0, Vec::len),
            highest: part(options, "/yAxis/max").as_f64().unwrap_or(1.0),
        }
    }

    /// How far from the left side a position is, of 1; the only one stands in the middle.
    fn share(&self, position: usize) -> f64 {
        let number = |at: usize| f64::from(u32::try_from(at).unwrap_or(u32::MAX));
        match self.positions {
            0 | 1 => 0.5,
            positions => number(position) / number(positions - 1),
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

/// What stands at a JSON pointer; null where nothing does.
pub(crate) fn part<'a>(value: &'a Value, pointer: &str) -> &'a Value {
    value.pointer(pointer).unwrap_or(&Value::Null)
}

/// A position as JSON gives it.
fn position(value: &Value) -> Option<usize> {
    usize::try_from(value.as_u64()?).ok()
}

#[cfg(test)]
mod tests;
