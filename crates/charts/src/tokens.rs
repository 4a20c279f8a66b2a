//! The colours, dashes and markers that a thing has on every page, in both themes.
//!
//! Values only; which line of a chart gets which is decided in [`crate::style`]. The tests hold
//! every value to 3:1 on its paper (WCAG 2.2, 1.4.11), and text to 4.5:1.

use cube::Unit;

use crate::colour::Colour;

/// Light paper or dark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Theme {
    /// Dark ink on light paper.
    Light,
    /// Light ink on dark paper.
    Dark,
}

/// The colours of everything that is not a series.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Palette {
    /// Behind everything.
    pub paper: Colour,
    /// Text.
    pub ink: Colour,
    /// Secondary text, axis labels.
    pub quiet: Colour,
    /// Thin rules.
    pub rule: Colour,
    /// Links and the chosen thing.
    pub accent: Colour,
    /// Shaded years behind a line.
    pub band: Colour,
}

/// The shape of a line's points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Marker {
    /// ECharts `circle`.
    Circle,
    /// ECharts `rect`.
    Square,
    /// ECharts `triangle`.
    Triangle,
    /// ECharts `diamond`.
    Diamond,
}

/// How the line of one category is drawn wherever it appears.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CategoryStyle {
    /// The colour on light paper.
    pub light: Colour,
    /// The colour on dark paper.
    pub dark: Colour,
    /// Lengths of strokes and gaps in pixels, where several lines are drawn; empty for solid.
    pub dash: &'static [u8],
    /// The shape of its points.
    pub marker: Marker,
}

/// The patterns that tell lines apart without colour, most different first. The short even dash
/// of provisional parts is not among them.
pub const DASHES: [&[u8]; 8] = [
    &[],
    &[9, 4],
    &[2, 4],
    &[12, 4, 2, 4],
    &[16, 5],
    &[6, 3, 2, 3, 2, 3],
    &[5, 6],
    &[20, 4, 6, 4],
];

/// The dash of provisional parts.
pub const PROVISIONAL_DASH: &[u8] = &[3, 3];

/// The typeface of all chart text; the page brings the file.
pub const FONT: &str = "\"Public Sans\", \"Public Sans Fallback\", system-ui, sans-serif";

/// The colours of a theme.
#[must_use]
pub fn palette(theme: Theme) -> Palette {
    match theme {
        Theme::Light => Palette {
            paper: Colour(0xfc_fcfa),
            ink: Colour(0x1d_2125),
            quiet: Colour(0x59_626b),
            rule: Colour(0xd9_dcdf),
            accent: Colour(0x0b_6e75),
            band: Colour(0xef_f1f0),
        },
        Theme::Dark => Palette {
            paper: Colour(0x14_171a),
            ink: Colour(0xe9_ebed),
            quiet: Colour(0xa3_abb3),
            rule: Colour(0x30_363c),
            accent: Colour(0x4f_c3c9),
            band: Colour(0x1e_2327),
        },
    }
}

const fn style(light: u32, dark: u32, dash: &'static [u8], marker: Marker) -> CategoryStyle {
    CategoryStyle {
        light: Colour(light),
        dark: Colour(dark),
        dash,
        marker,
    }
}

const SOLID: &[u8] = DASHES[0];
const LONG: &[u8] = DASHES[1];
const DOTS: &[u8] = DASHES[2];
const DASH_DOT: &[u8] = DASHES[3];

/// What all other categories look like.
const OTHER: CategoryStyle = style(0x59_626b, 0xa3_abb3, LONG, Marker::Square);

/// Offenses, whether counted by victims or as offenses. A code that extends one of these with an
/// underscore is a part of it and shares its style.
const OFFENSES: [(&str, CategoryStyle); 11] = [
    (
        "homicide",
        style(0x3b_2f6b, 0xa9_9be6, SOLID, Marker::Circle),
    ),
    (
        "shooting",
        style(0x8a_3b8f, 0xd8_8fdc, LONG, Marker::Triangle),
    ),
    (
        "robbery",
        style(0xb5_592b, 0xe8_996e, DASH_DOT, Marker::Square),
    ),
    (
        "aggravated_assault",
        style(0x8c_7125, 0xd1_b457, SOLID, Marker::Diamond),
    ),
    (
        "common_assault",
        style(0x6b_6a3a, 0xb9_b87c, DOTS, Marker::Circle),
    ),
    (
        "burglary",
        style(0x2f_6f4f, 0x6f_c096, LONG, Marker::Circle),
    ),
    (
        "larceny",
        style(0x3f_74aa, 0x84_b3e4, DOTS, Marker::Triangle),
    ),
    (
        "auto_theft",
        style(0x1d_5c8a, 0x5f_a8dc, SOLID, Marker::Square),
    ),
    ("rape", style(0x9b_2f5c, 0xe8_86ae, DOTS, Marker::Diamond)),
    (
        "arson",
        style(0x7a_4a2a, 0xcf_9a74, DASH_DOT, Marker::Circle),
    ),
    (
        "violent",
        style(0x4d_2b55, 0xc4_a0d0, SOLID, Marker::Circle),
    ),
];

/// Property crime as a whole, apart from [`OFFENSES`] to keep that list one screen long.
const PROPERTY: CategoryStyle = style(0x2a_5566, 0x86_b9cc, SOLID, Marker::Square);

/// Groups of charges: the accent of arrests and its neighbours.
const CHARGES: [(&str, CategoryStyle); 15] = [
    ("all", style(0x0b_6e75, 0x4f_c3c9, SOLID, Marker::Circle)),
    (
        "murder",
        style(0x3a_4a86, 0x9d_ace8, SOLID, Marker::Diamond),
    ),
    ("assault", style(0x6b_7322, 0xbc_c567, DOTS, Marker::Square)),
    (
        "robbery",
        style(0x94_6220, 0xdb_a868, DASH_DOT, Marker::Triangle),
    ),
    ("gun", style(0x0c_4a5b, 0x7f_b9d6, LONG, Marker::Triangle)),
    (
        "drugs",
        style(0x2c_7a55, 0x6c_c79b, DASH_DOT, Marker::Circle),
    ),
    (
        "burglary",
        style(0x4a_6b3a, 0x9c_c487, LONG, Marker::Square),
    ),
    ("theft", style(0x3a_7d9e, 0x7c_c0e0, DOTS, Marker::Diamond)),
    (
        "auto_theft",
        style(0x2f_5f9a, 0x88_b0ea, DASH_DOT, Marker::Square),
    ),
    (
        "property_damage",
        style(0x5a_6f80, 0x9d_b3c4, LONG, Marker::Circle),
    ),
    (
        "public_order",
        style(0x4f_7a6e, 0x92_c2b4, DOTS, Marker::Circle),
    ),
    (
        "traffic",
        style(0x6a_6f8f, 0xae_b3d6, DASH_DOT, Marker::Diamond),
    ),
    ("court", style(0x6f_6480, 0xb8_abcb, LONG, Marker::Diamond)),
    ("other", style(0x72_7468, 0xb2_b4a6, DOTS, Marker::Triangle)),
    (
        "unknown",
        style(0x80_8080, 0x9a_9a9a, DASH_DOT, Marker::Triangle),
    ),
];

/// What officers do as a whole: force, complaints, allegations.
const POLICE: CategoryStyle = style(0x2f_4b7c, 0x9d_b7ea, SOLID, Marker::Circle);

/// Other places beside the emphasized one, nearest first: quiet, and told apart by hue and dash.
pub const COMPANIONS: [(Colour, Colour); 7] = [
    (Colour(0x59_626b), Colour(0xa3_abb3)),
    (Colour(0x7d_6b57), Colour(0xc2_ae98)),
    (Colour(0x4f_7468), Colour(0x93_b8ac)),
    (Colour(0x6d_6288), Colour(0xb0_a6cb)),
    (Colour(0x86_6a70), Colour(0xc9_aeb4)),
    (Colour(0x66_753f), Colour(0xae_bd86)),
    (Colour(0x45_718a), Colour(0x8d_b6ce)),
];

/// The style of a category counted in a unit; the same on every page.
#[must_use]
pub fn category_style(unit: Unit, code: &str) -> CategoryStyle {
    let (list, code): (&[(&str, CategoryStyle)], &str) = match unit {
        Unit::Victims | Unit::Offenses | Unit::Per100000Residents | Unit::IndexOfJoining => {
            (&OFFENSES, code)
        }
        Unit::Arrests => (&CHARGES, code),
        Unit::Events
        | Unit::Residents
        | Unit::Per1000Residents
        | Unit::Per1000Juveniles
        | Unit::Percent => kindred(code),
        Unit::UsesOfForce | Unit::Complaints | Unit::Allegations => return of_police(code),
    };
    let exact = list.iter().find(|(known, _)| *known == code);
    let part = || list.iter().find(|(known, _)| is_part_of(code, known));
    match exact.or_else(part) {
        Some((_, found)) => *found,
        None if unit != Unit::Arrests && code.starts_with("property") => PROPERTY,
        None => OTHER,
    }
}

/// The offense or group of charges whose colour an indicator shares, because it tells of the same
/// thing.
fn kindred(code: &str) -> (&'static [(&'static str, CategoryStyle)], &str) {
    match code {
        "arrest" => (&CHARGES, "all"),
        "call_narcotics" => (&CHARGES, "drugs"),
        "gun_homicide" => (&OFFENSES, "homicide"),
        "call_car_accident" => (&OFFENSES, "auto_theft"),
        _ => (&OFFENSES, code.strip_prefix("call_").unwrap_or(code)),
    }
}

/// What officers do is classed in each city's own words, which nothing here knows: a class takes
/// one of the styles by its spelling, so that it looks the same on every page.
fn of_police(code: &str) -> CategoryStyle {
    if code == "all" {
        return POLICE;
    }
    let letters = code.bytes().enumerate();
    let spelling: usize = letters.map(|(at, byte)| (at + 1) * usize::from(byte)).sum();
    let classes = CHARGES.get(1..).unwrap_or_default();
    let class = spelling.checked_rem(classes.len());
    let found = class.and_then(|at| classes.get(at));
    found.map_or(OTHER, |(_, style)| *style)
}

/// Whether a code names a part of another: `robbery_street` of `robbery`.
#[must_use]
pub fn is_part_of(code: &str, whole: &str) -> bool {
    code.strip_prefix(whole)
        .is_some_and(|rest| rest.starts_with('_') || rest.starts_with('-'))
}

impl CategoryStyle {
    /// The colour in a theme.
    #[must_use]
    pub fn colour(&self, theme: Theme) -> Colour {
        match theme {
            Theme::Light => self.light,
            Theme::Dark => self.dark,
        }
    }
}

impl Marker {
    /// The name that ECharts gives the shape.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Circle => "circle",
            Self::Square => "rect",
            Self::Triangle => "triangle",
            Self::Diamond => "diamond",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_contrast(name: &str, colour: Colour, theme: Theme, least: f64) {
        let contrast = colour.contrast(palette(theme).paper);
        assert!(
            contrast >= least,
            "{name} {colour} {theme:?}: {contrast:.2}"
        );
    }

    #[test]
    fn every_line_stands_out_from_its_paper() {
        let styles = OFFENSES.iter().chain(&CHARGES);
        let apart = [("property", PROPERTY), ("other", OTHER), ("police", POLICE)];
        let named = styles.chain(&apart);
        for (name, style) in named {
            check_contrast(name, style.light, Theme::Light, 3.0);
            check_contrast(name, style.dark, Theme::Dark, 3.0);
        }
        for (light, dark) in COMPANIONS {
            check_contrast("companion", light, Theme::Light, 3.0);
            check_contrast("companion", dark, Theme::Dark, 3.0);
        }
    }

    #[test]
    fn text_can_be_read() {
        for theme in [Theme::Light, Theme::Dark] {
            let palette = palette(theme);
            check_contrast("ink", palette.ink, theme, 7.0);
            check_contrast("quiet", palette.quiet, theme, 4.5);
            check_contrast("accent", palette.accent, theme, 4.5);
            assert!(palette.quiet.contrast(palette.band) >= 4.5);
        }
    }

    #[test]
    fn parts_share_the_style_of_the_whole() {
        let whole = category_style(Unit::Victims, "robbery");
        assert_eq!(category_style(Unit::Victims, "robbery_carjacking"), whole);
        assert_ne!(category_style(Unit::Arrests, "robbery"), whole);
        assert_eq!(category_style(Unit::Offenses, "robbery"), whole);
        assert_eq!(category_style(Unit::Victims, "robberyish"), OTHER);
    }
}
