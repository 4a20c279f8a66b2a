//! Colours as numbers: hexadecimal text, mixing, and the contrast formula of WCAG.
//!
//! Which colour means what is not decided here; see [`crate::tokens`].

use std::fmt;

/// An opaque sRGB colour, `0xRRGGBB`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Colour(pub u32);

impl Colour {
    /// Red, green and blue, each 0 to 255.
    #[must_use]
    pub fn channels(self) -> [u8; 3] {
        let [_, red, green, blue] = self.0.to_be_bytes();
        [red, green, blue]
    }

    /// This colour moved towards another: `percent` 0 is this one, 100 the other.
    #[must_use]
    pub fn mixed(self, other: Self, percent: u8) -> Self {
        let share = u32::from(percent.min(100));
        let mix = |own: u8, theirs: u8| {
            (u32::from(own) * (100 - share) + u32::from(theirs) * share + 50) / 100
        };
        let ([r, g, b], [x, y, z]) = (self.channels(), other.channels());
        Self(mix(r, x) << 16 | mix(g, y) << 8 | mix(b, z))
    }

    /// The relative luminance, 0 for black to 1 for white.
    ///
    /// Source: WCAG 2.2, definition of relative luminance.
    #[must_use]
    pub fn luminance(self) -> f64 {
        let linear = |channel: u8| {
            let share = f64::from(channel) / 255.0;
            if share <= 0.04045 {
                share / 12.92
            } else {
                ((share + 0.055) / 1.055).powf(2.4)
            }
        };
        let [red, green, blue] = self.channels().map(linear);
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    /// The contrast ratio with another colour, 1 to 21.
    ///
    /// Source: WCAG 2.2, definition of contrast ratio.
    #[must_use]
    pub fn contrast(self, other: Self) -> f64 {
        let (own, theirs) = (self.luminance(), other.luminance());
        (own.max(theirs) + 0.05) / (own.min(theirs) + 0.05)
    }
}

/// As CSS and SVG write it: `#0b6e75`.
impl fmt::Display for Colour {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "#{:06x}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_is_that_of_the_guidelines() {
        let (black, white, grey) = (Colour(0), Colour(0xff_ffff), Colour(0x76_7676));
        assert!((black.contrast(white) - 21.0).abs() < 1e-9);
        assert!((white.contrast(white) - 1.0).abs() < 1e-9);
        assert!((grey.contrast(white) - 4.54).abs() < 5e-3);
    }

    #[test]
    fn mixing_moves_from_one_to_the_other() {
        let (from, to) = (Colour(0x00_1020), Colour(0xff_3040));
        assert_eq!(from.mixed(to, 0), from);
        assert_eq!(from.mixed(to, 100), to);
        assert_eq!(from.mixed(to, 50).to_string(), "#802030");
    }
}
