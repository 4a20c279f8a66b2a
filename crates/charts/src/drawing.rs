//! How one line is drawn: the line with all its values, and the helpers around it.
//!
//! The whole line has every value, for pointing, reading out and tables. Where one plain stroke
//! cannot show the line, because parts are incomplete or a break cuts it, its own stroke is hidden
//! and helpers with ids that start with `~` draw the parts.

use cube::sorting::sort_by;
use cube::{Cell, Fixed, Line, Series, statistics};
use wording::t;

use crate::plan::{Drawn, EndText, Part, Width};
use crate::stroke::{Strokes, Values, values};
use crate::style::LineStyle;
use crate::text::{END_TEXT, plain, text_width, wrapped};
use crate::tokens::{PROVISIONAL_DASH, Theme, palette};
use crate::{Context, format, label, protection};

/// How many points a chart has at most for each to get a symbol.
const FEW_POINTS: usize = 16;
/// How wide text at a line's end may be, in characters, before it takes another row. Rows are
/// avoided: ECharts moves labels apart in the order of their tops, which rows would disturb.
const END_CHARACTERS: usize = 24;
/// How high a row of text at a line's end is, in pixels.
const END_ROW: f64 = 15.0;
/// How wide the stroke of an incomplete part is, in pixels.
const INCOMPLETE_WIDTH: f64 = 1.5;
/// The layers of bands, of helpers, and from which on lines lie.
pub(crate) const BANDS: i64 = 2;
const HELPERS: i64 = 4;
const WHOLE: i64 = 10;
/// How far down the band of chance is toned, of 1.
const BAND_OPACITY: f64 = 0.14;

/// One line with everything needed to draw it.
#[derive(Clone, Debug)]
pub(crate) struct Drawing {
    id: String,
    name: String,
    values: Values,
    /// Whether its values have a range of chance.
    has_range: bool,
    strokes: Strokes,
    style: LineStyle,
    end: Option<End>,
    has_symbols: bool,
    symbol_size: i64,
    stroke_width: f64,
}

/// The text at the end of a line.
#[derive(Clone, Debug)]
struct End {
    text: String,
    is_quiet: bool,
    /// The position of the point that it stands beside.
    at: usize,
    /// How many pixels below that point it stands; negative for above.
    lowered: i64,
}

impl Drawing {
    /// The drawing of one line of a series.
    pub fn of(
        series: &Series,
        line: &Line,
        style: LineStyle,
        context: &Context,
        width: Width,
    ) -> Self {
        let name = plain(&label::line_label(series, line, context));
        let end = end(series, line, &name, width);
        Self::named(series, line, (id(line), name), end, style, width)
    }

    /// The drawing of one year of a line among others: the chosen one as any line, each other year
    /// thin and without symbols. `label` is what stands at its end, if anything.
    pub fn of_year(
        series: &Series,
        line: &Line,
        (year, label): (i32, Option<String>),
        style: LineStyle,
        width: Width,
    ) -> Self {
        let at = line.cells.iter().rposition(|cell| cell.value().is_some());
        let end = at.zip(label).map(|(at, text)| End {
            text,
            is_quiet: !style.is_first,
            at,
            lowered: 0,
        });
        let names = (format!("{}:{year}", id(line)), year.to_string());
        let drawing = Self::named(series, line, names, end, style, width);
        match style.is_first {
            true => drawing,
            false => Self {
                has_symbols: false,
                stroke_width: 1.25,
                ..drawing
            },
        }
    }

    fn named(
        series: &Series,
        line: &Line,
        (id, name): (String, String),
        end: Option<End>,
        style: LineStyle,
        width: Width,
    ) -> Self {
        let is_narrow = width == Width::Narrow;
        Self {
            id,
            end,
            name,
            values: values(line),
            has_range: line.counts_events() && !protection::has_rounded(line),
            strokes: Strokes::of(series, line),
            style,
            has_symbols: line.cells.len() <= FEW_POINTS,
            symbol_size: if is_narrow { 5 } else { 6 },
            stroke_width: if style.is_first { 2.5 } else { 2.0 },
        }
    }

    /// The highest value, 0 or more, for the room that the axis needs.
    pub fn highest(&self) -> f64 {
        let values = self.values.iter().flatten();
        values.map(|value| value.to_f64()).fold(0.0, f64::max)
    }

    /// Whether every value is a whole number.
    pub fn is_whole(&self) -> bool {
        let mut values = self.values.iter().flatten();
        values.all(|value| value.decimals == 0)
    }

    /// Whether this line keeps clear of another line's text, whose middle lies `centre` pixels
    /// above zero.
    fn leaves_free(&self, end: &End, centre: f64, pixels_each: f64) -> bool {
        let rows = u32::try_from(end.text.lines().count()).unwrap_or(1);
        let reach = f64::from(rows) * 8.0 + 4.0;
        let last = u32::try_from(self.values.len()).unwrap_or(u32::MAX).max(2) - 1;
        let width = f64::from(text_width(&end.text, END_TEXT)) + 6.0;
        let starts_under = |position: usize| {
            let steps = u32::try_from(position - end.at).unwrap_or(u32::MAX);
            f64::from(steps) * PLOT.1 / f64::from(last) <= width
        };
        let pairs = self.values.windows(2).enumerate().skip(end.at);
        let mut strokes = pairs
            .take_while(|(position, _)| starts_under(*position))
            .filter_map(|(_, pair)| match pair {
                [from, to] => Some((from.or(*to)?, to.or(*from)?)),
                _ => None,
            });
        strokes.all(|(from, to)| {
            let (from, to) = (from.to_f64() * pixels_each, to.to_f64() * pixels_each);
            let (low, high) = (from.min(to), from.max(to));
            centre < low - reach || high + reach < centre
        })
    }

    /// The value beside which a text stands at the end; none where there is no text.
    pub fn end_value(&self) -> Option<f64> {
        self.end.as_ref()?;
        let last = self.values.iter().copied().flatten().next_back()?;
        Some(last.to_f64())
    }

    /// How many pixels the text at the end needs.
    pub fn end_width(&self) -> u32 {
        self.end
            .as_ref()
            .map_or(0, |end| text_width(&end.text, END_TEXT) + 6)
    }

    /// The line with every value; `level` above the helpers.
    pub fn main(&self, theme: Theme, level: usize) -> Drawn {
        let quiet = palette(theme).quiet;
        let end = self.end.as_ref().map(|end| EndText {
            text: end.text.clone(),
            colour: if end.is_quiet {
                quiet
            } else {
                self.style.colour
            },
            is_bold: !end.is_quiet,
            lowered: end.lowered,
        });
        let part = Part::Whole {
            values: self.values.clone(),
            has_stroke: self.strokes.is_plain(),
            has_points: self.has_symbols,
            end,
        };
        Drawn {
            id: self.id.clone(),
            name: self.name.clone(),
            layer: WHOLE + i64::try_from(level).unwrap_or(0),
            ..self.drawn(String::new(), part)
        }
    }

    /// What shows the parts of the line that it does not show itself.
    pub fn helpers(&self) -> Vec<Drawn> {
        let mut helpers = Vec::new();
        if !self.strokes.is_plain() {
            let solid = self.strokes.solid.iter().enumerate();
            helpers.extend(solid.map(|(at, values)| {
                let id = format!("~complete-{at}:{}", self.id);
                self.drawn(id, Part::Stroke(values.clone()))
            }));
            let dashed = self.strokes.dashed.iter().enumerate();
            helpers.extend(dashed.map(|(at, values)| {
                let id = format!("~incomplete-{at}:{}", self.id);
                Drawn {
                    dash: PROVISIONAL_DASH,
                    width: INCOMPLETE_WIDTH,
                    ..self.drawn(id, Part::Stroke(values.clone()))
                }
            }));
        }
        if self.strokes.has_lone() && !self.has_symbols {
            let id = format!("~points:{}", self.id);
            helpers.push(self.drawn(id, Part::Points(self.strokes.lone.clone())));
        }
        helpers
    }

    /// A part of the line in its looks, which is called by its id.
    fn drawn(&self, id: String, part: Part) -> Drawn {
        Drawn {
            name: id.clone(),
            id,
            part,
            colour: self.style.colour,
            dash: self.style.dash,
            width: self.stroke_width,
            points: (self.style.marker, self.symbol_size),
            layer: HELPERS,
        }
    }

    /// The exact 95 % range of each complete count, a list a stroke; none for a rate, of which no range
    /// is known.
    pub fn range(&self) -> Range {
        if !self.has_range {
            return Range::default();
        }
        let of_value = |value: &Option<Fixed>| {
            let interval = statistics::poisson_interval((*value)?.stored);
            Some((tenth(interval.lower), tenth(interval.upper)))
        };
        let strokes = self.strokes.solid.iter();
        Range(
            strokes
                .map(|values| values.iter().map(of_value).collect())
                .collect(),
        )
    }

    /// The range as a pale band, two stacked lines a stroke.
    pub fn band(&self, range: &Range) -> Vec<Drawn> {
        let strokes = range.0.iter().enumerate();
        strokes
            .flat_map(|(at, bounds)| {
                let lower = bounds.iter().map(|bounds| bounds.map(|(lower, _)| lower));
                let height = bounds
                    .iter()
                    .map(|bounds| bounds.map(|(lower, upper)| tenth(upper - lower)));
                [
                    self.band_part("range-from", at, lower.collect(), 0.0),
                    self.band_part("range", at, height.collect(), BAND_OPACITY),
                ]
            })
            .collect()
    }

    fn band_part(&self, kind: &str, at: usize, values: Vec<Option<f64>>, opacity: f64) -> Drawn {
        let part = Part::Band {
            values,
            stack: format!("~range-{at}:{}", self.id),
            opacity,
        };
        Drawn {
            layer: BANDS,
            ..self.drawn(format!("~{kind}-{at}:{}", self.id), part)
        }
    }
}

/// What chance alone can bring around each count of each stroke: lower and upper bound.
#[derive(Clone, Debug, Default)]
pub(crate) struct Range(Vec<Vec<Option<(f64, f64)>>>);

impl Range {
    /// The highest bound, 0 where there is none.
    pub fn top(&self) -> f64 {
        let bounds = self.0.iter().flatten().flatten();
        bounds.map(|(_, upper)| *upper).fold(0.0, f64::max)
    }
}

/// The height and width of a small plot on a desk in pixels, to tell whether text would lie on a
/// line.
const PLOT: (f64, f64) = (300.0, 480.0);

/// Moves the text of lines that end before the others off those others, or leaves it out: text
/// never lies on a line. ECharts itself only moves texts off each other.
pub(crate) fn clear_ends(drawings: &mut [Drawing]) {
    let highest = drawings.iter().map(Drawing::highest).fold(0.0, f64::max);
    let least = if drawings.iter().all(Drawing::is_whole) {
        1.0
    } else {
        0.01
    };
    let pixels_each = PLOT.0 / highest.max(least);
    let before = drawings.to_vec();
    for (own, drawing) in drawings.iter_mut().enumerate() {
        let others = before.iter().enumerate().filter(|(other, _)| *other != own);
        let others: Vec<&Drawing> = others.map(|(_, other)| other).collect();
        let Some(end) = &mut drawing.end else {
            continue;
        };
        let level = drawing.values.get(end.at).copied().flatten();
        let level = level.map_or(0.0, Fixed::to_f64);
        // Further away a text no longer belongs to its line; the legend names the line too.
        let free = [0, 24, -24].into_iter().find(|lowered| {
            let centre = level * pixels_each - f64::from(*lowered);
            let is_inside = (0.0..=PLOT.0).contains(&centre) || lowered == &0;
            is_inside
                && others
                    .iter()
                    .all(|other| other.leaves_free(end, centre, pixels_each))
        });
        match free {
            Some(lowered) => end.lowered = i64::from(lowered),
            None => drawing.end = None,
        }
    }
}

/// Stacks the texts of lines that end near zero upwards from the axis: ECharts moves texts off each
/// other downwards, where the years stand.
pub(crate) fn raise_low_ends(drawings: &mut [Drawing]) {
    let highest = drawings.iter().map(Drawing::highest).fold(0.0, f64::max);
    if highest <= 0.0 {
        return;
    }
    let last = drawings
        .iter()
        .filter_map(|drawing| drawing.end.as_ref())
        .map(|end| end.at)
        .max();
    let mut ends: Vec<(f64, &mut End)> = Vec::new();
    for drawing in drawings {
        let Drawing { values, end, .. } = drawing;
        if let Some(end) = end
            .as_mut()
            .filter(|end| Some(end.at) == last && end.lowered == 0)
        {
            let level = values
                .get(end.at)
                .copied()
                .flatten()
                .map_or(0.0, Fixed::to_f64);
            ends.push((level * PLOT.0 / highest, end));
        }
    }
    sort_by(&mut ends, |one, other| one.0.total_cmp(&other.0));
    let mut top = 0.0;
    for (centre, end) in ends {
        let rows = u32::try_from(end.text.lines().count()).unwrap_or(1);
        let half = f64::from(rows) * END_ROW / 2.0;
        let needed = top + half;
        if centre >= needed {
            // What ends higher has no part in the stack.
            break;
        }
        end.lowered = (centre - needed).round() as i64;
        top = needed + half;
    }
}

/// The id of the series of a line: table, category, place, and the groups of people where there are
/// any.
pub(crate) fn id(line: &Line) -> String {
    let groups = line.groups.iter().map(|group| group.member.code.as_str());
    let parts = [&line.table, &line.category.code, &line.geography.code];
    let parts: Vec<&str> = parts
        .into_iter()
        .map(String::as_str)
        .chain(groups)
        .collect();
    parts.join(":")
}

/// A bound to a tenth, the same digits on every machine.
fn tenth(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

/// What stands at a line's end: its name among several; alone its newest count, or that it is
/// incomplete. On a phone only the count: the buttons below name the lines.
fn end(series: &Series, line: &Line, name: &str, width: Width) -> Option<End> {
    let several = series.lines.len() > 1;
    let at = line.cells.iter().rposition(|cell| cell.value().is_some())?;
    let newest = line.cells.get(at)?;
    let (text, is_quiet) = match (several, width, newest) {
        (true, Width::Narrow, _) => return None,
        (true, Width::Wide, _) => (wrapped(name, END_CHARACTERS), false),
        (false, Width::Narrow, Cell::Provisional(_)) => return None,
        (false, Width::Wide, Cell::Provisional(_)) => (t!("incomplete").to_owned(), true),
        (false, _, cell) => (format::number(line.number(cell.value()?)), false),
    };
    Some(End {
        text,
        is_quiet,
        at,
        lowered: 0,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::style::line_styles;
    use crate::tests::sample::{homicide, observed, series, with_context};
    use cube::Grain;

    /// Where the text of a line that ends in 2014 stands beside another that runs on.
    fn lowered(other: &[u32]) -> Option<i64> {
        let mut ending = observed(&[200, 210, 205, 200, 200]);
        ending.resize(other.len(), Cell::NotCollected);
        let mut index = homicide(observed(other));
        index.table = "index-city".into();
        let series = series(
            Grain::Year,
            "2010-01",
            "2021-12",
            vec![homicide(ending), index],
        );
        let styles = line_styles(&series, Theme::Light);
        let mut drawings: Vec<Drawing> = with_context(|context| {
            let lines = series.lines.iter().zip(styles);
            lines
                .map(|(line, style)| Drawing::of(&series, line, style, context, Width::Wide))
                .collect()
        });
        clear_ends(&mut drawings);
        drawings[0].end.as_ref().map(|end| end.lowered)
    }

    #[test]
    fn text_at_an_end_never_lies_on_another_line() {
        assert_eq!(
            lowered(&[300, 300, 300, 300, 300, 300, 300, 300, 300, 300, 300, 300]),
            Some(0)
        );
        assert_eq!(
            lowered(&[200, 210, 205, 200, 200, 200, 200, 200, 200, 200, 200, 200]),
            Some(24)
        );
        assert_eq!(
            lowered(&[200, 210, 205, 200, 200, 20, 200, 20, 200, 20, 300, 20]),
            Some(-24)
        );
        assert_eq!(
            lowered(&[200, 210, 205, 200, 200, 20, 300, 20, 300, 20, 300, 20]),
            None
        );
    }
}
