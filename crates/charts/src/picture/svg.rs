//! Writing SVG: shapes in layers, numbers to a tenth of a pixel.

use std::fmt::{self, Write as _};

use super::Size;
use crate::colour::Colour;
use crate::text::{SMALL_TEXT, escaped};
use crate::tokens::FONT;

/// The height of a row of text, in pixels.
pub(super) const ROW_PX: f64 = 15.0;

/// How a line is drawn.
#[derive(Clone, Copy)]
pub(super) struct Stroke {
    pub colour: Colour,
    pub width: f64,
    /// Lengths of strokes and gaps in pixels; empty for solid.
    pub dash: &'static [u8],
}

impl Stroke {
    /// A line of one pixel.
    pub fn thin(colour: Colour) -> Self {
        Self {
            colour,
            width: 1.0,
            dash: &[],
        }
    }
}

/// How text is set.
#[derive(Clone, Copy)]
pub(super) struct Lettering {
    pub colour: Colour,
    pub size: u32,
    pub weight: Option<u32>,
    /// The colour around the letters, where they may stand on something.
    pub halo: Option<Colour>,
}

impl Lettering {
    /// Small text on an empty ground.
    pub fn small(colour: Colour) -> Self {
        Self {
            colour,
            size: SMALL_TEXT,
            weight: None,
            halo: None,
        }
    }
}

/// How wide a halo is, in pixels.
const HALO: u32 = 3;

/// A length in pixels, to a tenth.
#[derive(Clone, Copy)]
pub(super) struct Px(pub f64);

impl fmt::Display for Px {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Tenths::of(self.0).fmt(f)
    }
}

/// Tenths of a pixel, written in pixels.
#[derive(Clone, Copy)]
struct Tenths(i64);

impl Tenths {
    /// Those nearest to a length in pixels.
    // A cast of a float saturates, and a screen has far fewer pixels.
    #[allow(clippy::cast_possible_truncation)]
    fn of(px: f64) -> Self {
        Self((px * 10.0).round() as i64)
    }
}

impl fmt::Display for Tenths {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 < 0 {
            f.write_char('-')?;
        }
        let (whole, tenth) = (self.0.abs() / 10, self.0.abs() % 10);
        match tenth {
            0 => write!(f, "{whole}"),
            _ => write!(f, "{whole}.{tenth}"),
        }
    }
}

/// Shapes, the ones that lie below first.
#[derive(Default)]
pub(super) struct Layers(Vec<(i64, Svg)>);

impl Layers {
    /// The shapes of a height; those that are written later lie above.
    pub fn at(&mut self, height: i64) -> &mut Svg {
        let place = self.0.partition_point(|(other, _)| *other < height);
        if self.0.get(place).is_none_or(|(other, _)| *other != height) {
            self.0.insert(place, (height, Svg::default()));
        }
        // It has just been put there.
        #[allow(clippy::indexing_slicing)]
        &mut self.0[place].1
    }
}

/// What has been written.
#[derive(Default)]
pub(super) struct Svg(String);

impl Svg {
    /// A whole document.
    pub fn document(size: Size, layers: Layers) -> String {
        let Size {
            width_px,
            height_px,
        } = size;
        let (width, height) = (Px(width_px), Px(height_px));
        let mut text = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
             viewBox=\"0 0 {width} {height}\" font-family=\"{}\">",
            escaped(FONT)
        );
        for (_, layer) in layers.0 {
            text.push_str(&layer.0);
        }
        text.push_str("</svg>");
        text
    }

    /// A straight line.
    pub fn line(&mut self, from: (f64, f64), to: (f64, f64), style: Stroke) {
        let path = [from, to];
        self.stroke(&[&path], style);
    }

    /// Strokes through points, in one path.
    pub fn stroke(&mut self, strokes: &[&[(f64, f64)]], style: Stroke) {
        if strokes.is_empty() {
            return;
        }
        self.0.push_str("<path d=\"");
        for stroke in strokes {
            self.points(stroke);
        }
        let (colour, width) = (style.colour, Px(style.width));
        let _ = write!(
            self.0,
            "\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"{width}\""
        );
        if !style.dash.is_empty() {
            self.0.push_str(" stroke-dasharray=\"");
            for length in style.dash {
                let _ = write!(self.0, "{length} ");
            }
            self.0.push('"');
        }
        self.0.push_str(" stroke-linejoin=\"bevel\"/>");
    }

    /// A filled shape through points.
    pub fn fill(&mut self, points: &[(f64, f64)], colour: Colour, opacity: Option<f64>) {
        self.0.push_str("<path d=\"");
        self.points(points);
        let _ = write!(self.0, "Z\" fill=\"{colour}\"");
        if let Some(opacity) = opacity {
            let _ = write!(self.0, " fill-opacity=\"{opacity}\"");
        }
        self.0.push_str("/>");
    }

    /// A filled circle.
    pub fn circle(&mut self, (x, y): (f64, f64), radius: f64, colour: Colour) {
        let (x, y, radius) = (Px(x), Px(y), Px(radius));
        let _ = write!(
            self.0,
            "<circle cx=\"{x}\" cy=\"{y}\" r=\"{radius}\" fill=\"{colour}\"/>"
        );
    }

    /// The first point, and from each how far it is to the next one: periods are equally wide, so that
    /// compression finds the same steps again and again.
    fn points(&mut self, points: &[(f64, f64)]) {
        let mut before = None;
        for (at, (x, y)) in points.iter().enumerate() {
            let (x, y) = (Tenths::of(*x), Tenths::of(*y));
            let (left, top) = before.replace((x, y)).unwrap_or((Tenths(0), Tenths(0)));
            self.0.push_str(match at {
                0 => "M",
                1 => "l",
                _ => "",
            });
            self.step(Tenths(x.0 - left.0), at > 1);
            self.step(Tenths(y.0 - top.0), true);
        }
    }

    /// A number of a path, which a minus parts from the one before it as well as a space does.
    fn step(&mut self, step: Tenths, follows: bool) {
        if follows && step.0 >= 0 {
            self.0.push(' ');
        }
        let _ = write!(self.0, "{step}");
    }

    /// Text, a row a line of it, whose first row is centred on `middle.1`.
    pub fn text(&mut self, text: &str, middle: (f64, f64), anchor: &str, style: Lettering) {
        self.texts([(text.to_owned(), middle)], anchor, style);
    }

    /// Texts of one style, each as [`Svg::text`] puts it.
    pub fn texts(
        &mut self,
        texts: impl IntoIterator<Item = (String, (f64, f64))>,
        anchor: &str,
        style: Lettering,
    ) {
        let Lettering { colour, size, .. } = style;
        let _ = write!(
            self.0,
            "<g dominant-baseline=\"central\" text-anchor=\"{anchor}\" font-size=\"{size}\" \
             fill=\"{colour}\""
        );
        if let Some(weight) = style.weight {
            let _ = write!(self.0, " font-weight=\"{weight}\"");
        }
        if let Some(halo) = style.halo {
            let _ = write!(
                self.0,
                " stroke=\"{halo}\" stroke-width=\"{HALO}\" paint-order=\"stroke\" \
                 stroke-miterlimit=\"2\""
            );
        }
        self.0.push('>');
        for (text, (x, mut y)) in texts {
            for row in text.lines() {
                let (x, at, row) = (Px(x), Px(y), escaped(row));
                let _ = write!(self.0, "<text x=\"{x}\" y=\"{at}\">{row}</text>");
                y += ROW_PX;
            }
        }
        self.0.push_str("</g>");
    }
}
