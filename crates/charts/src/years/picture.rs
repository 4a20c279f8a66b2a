//! How years beside each other are drawn: an axis from January to December, a line a year, and the
//! range of earlier years as a band.

use cube::{Calendar, CalendarYear, Line, Month, Series};
use wording::{Message, t};

use super::month_headings;
use crate::axis::Tick;
use crate::colour::Colour;
use crate::drawing::{self, BANDS, Drawing};
use crate::marks::{Marks, NoteHeight};
use crate::plan::{
    BELOW, Drawn, Panel, Part, Plan, Sides, numbers_width, one_above_the_other, steps,
};
use crate::scale::Scale;
use crate::style::LineStyle;
use crate::tokens::{self, DASHES, Marker, Theme, palette};
use crate::{Width, format};

/// How many years are named at the ends of their lines on a desk.
const NAMED: usize = 12;
/// The room above the plot in pixels.
const TOP: u32 = 14;
/// How far down the band of earlier years is toned, of 1.
const BAND_OPACITY: f64 = 0.22;
/// How wide the stroke of the middle is, in pixels.
const MIDDLE_WIDTH: f64 = 1.5;
/// How many percent of the way to the paper the quiet years go; they keep 3:1 on it.
const FADED: u8 = 30;

/// Which years are drawn as lines.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Shown {
    /// Every year.
    All,
    /// The year that is looked at, the others being a band.
    Latest,
}

/// The range of earlier years at each month: lowest, middle, highest.
#[derive(Clone, Debug, Default)]
pub(super) struct Band {
    /// Lowest and highest, where there are any earlier years.
    pub range: Vec<Option<(f64, f64)>>,
    /// The middle, where it is drawn.
    pub middle: Vec<Option<f64>>,
}

impl Band {
    /// The highest number that it reaches, 0 or more.
    fn top(&self) -> f64 {
        let edges = self.range.iter().flatten().map(|(_, high)| *high);
        let middle = self.middle.iter().flatten().copied();
        edges.chain(middle).fold(0.0, f64::max)
    }
}

/// The plan of a chart of years; none where there is no year.
pub(super) fn plan(
    calendar: &Calendar,
    line: &Line,
    (shown, band): (Shown, Band),
    theme: Theme,
    width: Width,
) -> Option<Plan> {
    let drawings = drawings(calendar, line, shown, theme, width)?;
    let right = drawings.iter().map(Drawing::end_width).max();
    let mut lines = band_lines(&band, palette(theme).quiet);
    let mut highest = drawings
        .iter()
        .map(Drawing::highest)
        .fold(band.top(), f64::max);
    if let (Shown::All, Some(chosen)) = (shown, drawings.first())
        && !calendar.is_running
    {
        let range = chosen.range();
        highest = highest.max(range.top());
        lines.extend(chosen.band(&range));
    }
    lines.extend(one_above_the_other(&drawings, theme));
    let is_whole = drawings.iter().all(Drawing::is_whole);
    let panel = Panel {
        name: None,
        sides: Sides {
            left: numbers_width(&drawings),
            right: right.unwrap_or(0).max(24) + 10,
            top: TOP,
            bottom: BELOW,
        },
        names: month_headings().collect(),
        ticks: Some(ticks(width)),
        scale: Scale::above(highest, steps(width), is_whole),
        marks: Marks::default(),
        notes: NoteHeight::Middle,
        lines,
    };
    Some(Plan::of(theme, panel))
}

/// The lines of the years, the one that is looked at first, then from the newest to the oldest.
fn drawings(
    calendar: &Calendar,
    line: &Line,
    shown: Shown,
    theme: Theme,
    width: Width,
) -> Option<Vec<Drawing>> {
    let (latest, before) = calendar.latest()?;
    let earlier = match shown {
        Shown::All => before,
        Shown::Latest => &[],
    };
    let years: Vec<&CalendarYear> = std::iter::once(latest)
        .chain(earlier.iter().rev())
        .collect();
    let periods =
        cube::Grain::Month.periods(Month::new(latest.year, 1)?, Month::new(latest.year, 12)?);
    let series = Series {
        grain: cube::Grain::Month,
        periods,
        lines: years
            .iter()
            .map(|year| line_of(line, year, latest.year))
            .collect(),
    };
    let has_many = years.len() > NAMED;
    let drawings = series.lines.iter().zip(&years).enumerate();
    let mut drawings: Vec<Drawing> = drawings
        .map(|(position, (own, year))| {
            let is_named = position < 2 || (width == Width::Wide && !has_many);
            let label = is_named.then(|| year.year.to_string());
            let style = style(line, position, theme);
            Drawing::of_year(&series, own, (year.year, label), style, width)
        })
        .collect();
    drawing::clear_ends(&mut drawings);
    Some(drawings)
}

/// The line with the months of one year, as if they were those of the year that is looked at.
fn line_of(line: &Line, year: &CalendarYear, latest: i32) -> Line {
    let months = 12 * (latest - year.year);
    let moved = |(first, last): &(Month, Month)| (first.plus(months), last.plus(months));
    Line {
        cells: year.cells.clone(),
        incomplete: line.incomplete.iter().map(moved).collect(),
        breaks: Vec::new(),
        located: Vec::new(),
        ..line.clone()
    }
}

/// The year that is looked at in the color of what it counts; the year before dashed; all others
/// in one quiet tone, told apart by their names.
fn style(line: &Line, position: usize, theme: Theme) -> LineStyle {
    let own = tokens::category_style(line.unit, &line.category.code);
    let palette = palette(theme);
    let (colour, dash) = match position {
        0 => (own.colour(theme), DASHES[0]),
        1 => (palette.quiet, DASHES[1]),
        _ => (palette.quiet.mixed(palette.paper, FADED), DASHES[0]),
    };
    LineStyle {
        colour,
        dash,
        marker: match position {
            0 => own.marker,
            _ => Marker::Circle,
        },
        is_first: position == 0,
    }
}

/// The range as two stacked lines, and the middle as a thin one.
fn band_lines(band: &Band, quiet: Colour) -> Vec<Drawn> {
    let drawn = |id: &str, part: Part, layer: i64| Drawn {
        id: id.to_owned(),
        name: id.to_owned(),
        part,
        colour: quiet,
        dash: DASHES[1],
        width: MIDDLE_WIDTH,
        points: (Marker::Circle, 0),
        layer,
    };
    let part = |id: &str, values: Vec<Option<f64>>, opacity: f64| {
        let stack = "~earlier".to_owned();
        let part = Part::Band {
            values,
            stack,
            opacity,
        };
        drawn(id, part, BANDS)
    };
    let mut all = Vec::new();
    if band.range.iter().any(Option::is_some) {
        let low = band.range.iter().map(|range| range.map(|(low, _)| low));
        let height = band
            .range
            .iter()
            .map(|range| range.map(|(low, high)| high - low));
        all.push(part("~earlier-from", low.collect(), 0.0));
        all.push(part("~earlier", height.collect(), BAND_OPACITY));
    }
    if band.middle.iter().any(Option::is_some) {
        all.push(Drawn {
            name: t!("Middle of earlier years").to_owned(),
            ..drawn("middle", Part::Middle(band.middle.clone()), BANDS + 1)
        });
    }
    all
}

/// The months under the axis: each on a desk, every other one on a phone.
fn ticks(width: Width) -> Vec<Tick> {
    let step = match width {
        Width::Wide => 1,
        Width::Narrow => 2,
    };
    let months = format::SHORT_MONTHS.iter().enumerate().step_by(step);
    let tick = |(position, name): (usize, &Message)| Tick {
        position,
        label: name.text().to_owned(),
    };
    months.map(tick).collect()
}

/// The lowest and the highest count of each month in earlier years.
pub(super) fn range_of_earlier(calendar: &Calendar) -> Vec<Option<(f64, f64)>> {
    let range = |month: usize| {
        let earlier = calendar.earlier(month)?;
        Some((f64::from(earlier.lowest.0), f64::from(earlier.highest.0)))
    };
    (0..format::MONTHS.len()).map(range).collect()
}

/// What the band is, for the key: `The band is the range of the 9 earlier years.`
pub(super) fn band_key(calendar: &Calendar) -> Option<String> {
    let counts = (0..format::MONTHS.len()).filter_map(|month| calendar.earlier(month));
    let (fewest, most) = counts.fold((usize::MAX, 0), |(fewest, most), earlier| {
        (fewest.min(earlier.years), most.max(earlier.years))
    });
    let many = |years: usize| format::count(u64::try_from(years).unwrap_or(u64::MAX));
    match (fewest, most) {
        (_, 0) => None,
        (1, 1) => Some(t!("There is one earlier year, so the band has no width.").to_owned()),
        (fewest, most) if fewest == most => Some(t!(
            "The band goes from the lowest to the highest of the {years} earlier years.",
            years = many(most)
        )),
        (fewest, most) => Some(t!(
            "The band goes from the lowest to the highest of earlier years: of {fewest} to {most} of \
             them, as far as a month is complete.",
            fewest = many(fewest),
            most = many(most)
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quiet_years_can_be_seen() {
        for theme in [Theme::Light, Theme::Dark] {
            let palette = palette(theme);
            let faded = palette.quiet.mixed(palette.paper, FADED);
            assert!(faded.contrast(palette.paper) >= 3.0, "{theme:?}");
        }
    }
}
