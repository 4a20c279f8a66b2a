//! A picture of a chart that can stand alone: the drawing with its title above, and its source and
//! date below, as one SVG.

use std::fmt::Write as _;

use crate::picture::Picture;
use crate::text::{escaped, wrapped};
use crate::tokens::{FONT, Theme, palette};

/// The margin around everything, in pixels.
const MARGIN: f64 = 16.0;
/// The size and the height of a row of the title, and of what stands below, in pixels.
const TITLE: (f64, f64) = (18.0, 24.0);
const NOTE: (f64, f64) = (12.0, 17.0);

/// A picture and its size in pixels.
#[derive(Clone, Debug, PartialEq)]
pub struct Poster {
    /// The SVG document.
    pub svg: String,
    /// Its width.
    pub width: f64,
    /// Its height.
    pub height: f64,
}

/// A drawing with a title above it and notes below, a line each, in the colors of a theme.
#[must_use]
pub fn poster(picture: &Picture, title: &str, notes: &[String], theme: Theme) -> Poster {
    let palette = palette(theme);
    let title = rows(title, picture.size.width_px, TITLE.0);
    let notes: Vec<String> = notes
        .iter()
        .flat_map(|note| rows(note, picture.size.width_px, NOTE.0))
        .collect();
    let top = MARGIN + height(&title, TITLE.1) + 8.0;
    let below = top + picture.size.height_px + 8.0;
    let total = below + height(&notes, NOTE.1) + MARGIN;
    let wide = picture.size.width_px + 2.0 * MARGIN;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{wide}\" height=\"{total}\" \
         viewBox=\"0 0 {wide} {total}\" font-family=\"{font}\">\
         <rect width=\"100%\" height=\"100%\" fill=\"{paper}\"/>",
        font = escaped(FONT),
        paper = palette.paper,
    );
    let ink = palette.ink.to_string();
    let quiet = palette.quiet.to_string();
    write_rows(
        &mut svg,
        &title,
        MARGIN,
        TITLE,
        &format!("fill=\"{ink}\" font-weight=\"600\""),
    );
    // The inner document keeps its own size and coordinates.
    let _ = write!(svg, "<svg x=\"{MARGIN}\" y=\"{top}\">{}</svg>", picture.svg);
    write_rows(&mut svg, &notes, below, NOTE, &format!("fill=\"{quiet}\""));
    svg.push_str("</svg>");
    Poster {
        svg,
        width: wide,
        height: total,
    }
}

/// A text in rows that fit a width; letters take about half of their size.
fn rows(text: &str, width: f64, size: f64) -> Vec<String> {
    let most = (width / (size * 0.55)).max(20.0);
    // A chart is a few thousand pixels wide at most.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let most = most as usize;
    wrapped(text, most).lines().map(str::to_owned).collect()
}

fn height(rows: &[String], row: f64) -> f64 {
    rows.iter().fold(0.0, |sum, _| sum + row)
}

fn write_rows(svg: &mut String, rows: &[String], top: f64, (size, row): (f64, f64), look: &str) {
    let mut baseline = top + size;
    for text in rows {
        let text = escaped(text);
        let _ = write!(
            svg,
            "<text x=\"{MARGIN}\" y=\"{baseline}\" font-size=\"{size}\" {look}>{text}</text>"
        );
        baseline += row;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::Size;

    #[test]
    fn a_picture_holds_its_title_and_its_source() {
        let size = Size {
            width_px: 300.0,
            height_px: 100.0,
        };
        let picture = crate::picture(&crate::Plan::nothing(Theme::Light), size);
        let notes = ["Source: A & B.".to_owned(), "Release of 2026.".to_owned()];
        let poster = poster(
            &picture,
            "Homicide victims in Baltimore, by month",
            &notes,
            Theme::Dark,
        );
        assert!(poster.svg.contains(">Source: A &amp; B.</text>"));
        assert!(
            poster
                .svg
                .contains(">Homicide victims in Baltimore,</text>")
        );
        assert!(poster.svg.contains(&picture.svg));
        assert!((poster.width - 332.0).abs() < 1e-9);
        // Two rows of title, two of notes.
        assert!((poster.height - (16.0 + 48.0 + 8.0 + 100.0 + 8.0 + 34.0 + 16.0)).abs() < 1e-9);
    }
}
