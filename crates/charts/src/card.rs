//! A picture for previews: the title in large letters, the chart below it, its source, the name of the
//! site. Previews are shown small, so its letters are larger than those of a chart on a page.

use std::fmt::Write as _;

use crate::picture::Size;
use crate::text::{escaped, wrapped};
use crate::tokens::{FONT, Theme, palette};

/// The size of the picture in pixels, as messengers and search engines ask for.
pub const CARD_SIZE: Size = Size {
    width_px: 1200.0,
    height_px: 630.0,
};

/// The margin around everything, in pixels.
const MARGIN: f64 = 44.0;
/// The size of the title and the height of a row of it, in pixels.
const TITLE: (f64, f64) = (40.0, 50.0);
/// The same of what stands where a picture has no chart.
const TEXT: (f64, f64) = (30.0, 42.0);
/// The same of the foot.
const FOOT: (f64, f64) = (20.0, 26.0);
/// How much larger a chart is drawn than on a page.
const SCALE: f64 = 1.6;
/// Letters of a row, in parts of their size.
const LETTER: f64 = 0.52;
/// The name at the foot.
const SITE: &str = "Sightline";

/// A picture of [`CARD_SIZE`] as SVG. `draw` draws the chart as SVG in a size; without one, `note` stands in
/// its place, otherwise at the foot.
#[must_use]
pub fn card(
    title: &str,
    note: &str,
    theme: Theme,
    draw: Option<&dyn Fn(Size) -> String>,
) -> String {
    let palette = palette(theme);
    let (ink, quiet) = (palette.ink.to_string(), palette.quiet.to_string());
    let Size {
        width_px: width,
        height_px: height,
    } = CARD_SIZE;
    let inner = width - 2.0 * MARGIN;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\" font-family=\"{font}\">\
         <rect width=\"100%\" height=\"100%\" fill=\"{paper}\"/>",
        font = escaped(FONT),
        paper = palette.paper,
    );
    let title = rows(title, inner, TITLE.0, 2);
    let below = write(
        &mut svg,
        &title,
        MARGIN,
        TITLE,
        &format!("fill=\"{ink}\" font-weight=\"600\""),
    );
    let foot = height - MARGIN - FOOT.1 + 10.0;
    let mut at_foot = String::new();
    match draw {
        Some(draw) => {
            let top = below + 18.0;
            let size = Size {
                width_px: inner / SCALE,
                height_px: (foot - 14.0 - top) / SCALE,
            };
            let picture = draw(size);
            let _ = write!(
                svg,
                "<g transform=\"translate({MARGIN} {top}) scale({SCALE})\">{picture}</g>"
            );
            note.clone_into(&mut at_foot);
        }
        None => {
            let note = rows(note, inner, TEXT.0, 8);
            write(
                &mut svg,
                &note,
                below + 24.0,
                TEXT,
                &format!("fill=\"{quiet}\""),
            );
        }
    }
    let note = rows(&at_foot, inner - 160.0, FOOT.0, 1);
    write(&mut svg, &note, foot, FOOT, &format!("fill=\"{quiet}\""));
    let _ = write!(
        svg,
        "<text x=\"{x}\" y=\"{y}\" text-anchor=\"end\" font-size=\"{size}\" font-weight=\"600\" \
         fill=\"{ink}\">{SITE}</text></svg>",
        x = width - MARGIN,
        y = foot + FOOT.0,
        size = FOOT.0,
    );
    svg
}

/// A text in at most so many rows; what does not fit is told by an ellipsis.
fn rows(text: &str, width: f64, size: f64, most: usize) -> Vec<String> {
    let letters = (width / (size * LETTER)).max(10.0);
    // A row has a few hundred letters at most.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let letters = letters as usize;
    let all = wrapped(text, letters);
    let mut rows: Vec<String> = all.lines().take(most).map(str::to_owned).collect();
    if let (true, Some(last)) = (all.lines().count() > most, rows.last_mut()) {
        *last = format!("{}…", last.trim_end_matches(['.', ',', ';', ':']));
    }
    rows
}

/// Writes rows from an upper edge on; the lower edge of the last one.
fn write(svg: &mut String, rows: &[String], top: f64, (size, row): (f64, f64), look: &str) -> f64 {
    let mut baseline = top + size;
    for text in rows {
        let text = escaped(text);
        let _ = write!(
            svg,
            "<text x=\"{MARGIN}\" y=\"{baseline}\" font-size=\"{size}\" {look}>{text}</text>"
        );
        baseline += row;
    }
    baseline - size
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_title_and_a_long_note_stay_within_the_picture() {
        let long = "Homicide victims & others ".repeat(20);
        let draw = |size: Size| {
            assert!(size.height_px > 200.0 && size.width_px > 600.0);
            crate::picture(&crate::Plan::nothing(Theme::Light), size).svg
        };
        let svg = card(&long, &long, Theme::Light, Some(&draw));
        assert_eq!(svg.matches("…</text>").count(), 2);
        assert_eq!(svg.matches("<text").count(), 4);
        let without = card("Data", "Every table.", Theme::Dark, None);
        assert!(without.contains(">Every table.</text>"));
    }
}
