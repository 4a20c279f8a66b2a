//! Which colour, dash and marker each line of one chart gets.
//!
//! The first line of a category keeps its colour everywhere. What would look the same is moved
//! apart: other places to quiet tones, parts of the same category towards grey, a second source of
//! the same thing by its dash alone. No two lines share a dash, so that they differ without colour.

use cube::{Line, Series};

use crate::colour::Colour;
use crate::tokens::{self, DASHES, Marker, Theme};
use crate::{label, words};

/// How one line is drawn; the site's legend buttons show the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LineStyle {
    /// Its colour in the theme.
    pub colour: Colour,
    /// Lengths of strokes and gaps in pixels; empty for solid.
    pub dash: &'static [u8],
    /// The shape of its points.
    pub marker: Marker,
    /// Whether it is the line that the chart is about; drawn a little heavier.
    pub is_first: bool,
}

/// The style of each line, in the order of the lines.
#[must_use]
pub fn line_styles(series: &Series, theme: Theme) -> Vec<LineStyle> {
    let mut styles: Vec<LineStyle> = Vec::with_capacity(series.lines.len());
    for (position, line) in series.lines.iter().enumerate() {
        let earlier = series.lines.get(..position).unwrap_or_default();
        let token = tokens::category_style(line.unit, &line.category.code);
        let wanted = if position == 0 { &[][..] } else { token.dash };
        let dash = free_dash(wanted, &styles);
        styles.push(LineStyle {
            colour: colour(line, earlier, theme),
            dash,
            marker: token.marker,
            is_first: position == 0,
        });
    }
    styles
}

fn colour(line: &Line, earlier: &[Line], theme: Theme) -> Colour {
    let token = |line: &Line| tokens::category_style(line.unit, &line.category.code);
    let own = token(line).colour(theme);
    // Homicides from another source may be counted in another unit; they keep their colour.
    let same_thing = |other: &&Line| is_same_category(other, line) && token(other) == token(line);
    let same_place =
        |other: &Line| label::is_same_place(other, line) && label::is_same_people(other, line);
    let places: usize = earlier
        .iter()
        .filter(same_thing)
        .filter(|other| !same_place(other))
        .count();
    if earlier.iter().filter(same_thing).any(same_place) {
        return own;
    }
    if let Some(companion) = places
        .checked_sub(1)
        .and_then(|rank| tokens::COMPANIONS.get(rank % tokens::COMPANIONS.len()))
    {
        return match theme {
            Theme::Light => companion.0,
            Theme::Dark => companion.1,
        };
    }
    let relatives = earlier
        .iter()
        .filter(|other| token(other) == token(line))
        .count();
    let step = u8::try_from(relatives.min(4)).unwrap_or(4) * 22;
    own.mixed(tokens::palette(theme).quiet, step)
}

/// Whether two lines are of one offense or charge, whichever people they count.
fn is_same_category(one: &Line, other: &Line) -> bool {
    let of_people =
        words::counts_people_by_category(one) && words::counts_people_by_category(other);
    one.category.code == other.category.code || of_people
}

/// The dash that a line wants, or the first that no earlier line has.
fn free_dash(wanted: &'static [u8], taken: &[LineStyle]) -> &'static [u8] {
    let is_free = |dash: &&[u8]| taken.iter().all(|style| style.dash != *dash);
    std::iter::once(wanted)
        .chain(DASHES)
        .find(is_free)
        .unwrap_or(wanted)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::sample::{charges, districts, several, two_sources};
    use crate::tokens::palette;

    #[test]
    fn lines_differ_without_colour_and_stand_out_from_the_paper() {
        for series in [charges(), districts(), several(), two_sources()] {
            for theme in [Theme::Light, Theme::Dark] {
                let styles = line_styles(&series, theme);
                assert!(styles.first().is_some_and(|style| style.dash.is_empty()));
                for (position, style) in styles.iter().enumerate() {
                    assert!(style.colour.contrast(palette(theme).paper) >= 3.0);
                    let same = |other: &LineStyle| other.dash == style.dash;
                    assert!(!styles[..position].iter().any(same), "{position}");
                }
            }
        }
    }

    #[test]
    fn a_second_source_keeps_the_colour_and_another_place_does_not() {
        let sources = line_styles(&two_sources(), Theme::Light);
        assert_eq!(sources[0].colour, sources[1].colour);
        let places = line_styles(&districts(), Theme::Light);
        assert_ne!(places[0].colour, places[1].colour);
        assert_ne!(places[1].colour, places[2].colour);
    }

    #[test]
    fn a_thing_has_one_colour_on_every_page() {
        let several = line_styles(&several(), Theme::Light);
        let alone = Series {
            lines: vec![crate::tests::sample::several().lines.remove(1)],
            ..districts()
        };
        assert_eq!(
            several[1].colour,
            line_styles(&alone, Theme::Light)[0].colour
        );
    }
}
