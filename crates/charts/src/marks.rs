//! What is marked on the time axis: events with a flag, shaded years, changes of source, breaks.
//!
//! Which event matters more is decided here by its kind, where its flag stands in
//! [`crate::flags`]. A flag for which there is no room is left out with its rule: the page lists
//! every event below the chart.

use cube::release::EventKind;
use cube::sorting::{sort, sort_by};
use cube::{Grain, Month, Series};
use wording::t;

use crate::colour::Colour;
use crate::flags::{Flag, Placed, Room, placed};
use crate::plan::Width;
use crate::text::{SMALL_TEXT, plain, text_width};
use crate::tokens::Palette;
use crate::{Context, protection};

/// The height of one row of flags in pixels.
const ROW: u32 = 17;
/// How far the first row stands below the top edge, in pixels.
const TOP: u32 = 2;
/// How far the text of a flag stands from its rule, in pixels.
pub(crate) const FROM_RULE: u32 = 5;
/// The room around the text of a note, in pixels: above and below, and beside it.
pub(crate) const NOTE_PADDING: (u32, u32) = (2, 5);

/// Everything marked on one chart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Marks {
    pub flags: Vec<Placed>,
    /// The first and the last position of each shaded stretch.
    pub areas: Vec<(usize, usize)>,
    pub notes: Vec<Note>,
}

/// A stretch without numbers, wide enough to say why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Note {
    pub first: usize,
    pub last: usize,
    pub reason: &'static str,
}

/// How high the notes of a chart stand in their gaps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NoteHeight {
    Top,
    Middle,
    Bottom,
}

impl NoteHeight {
    /// The height that is farthest from all texts at the ends of lines, which reach into a gap: their
    /// heights are parts of the whole plot's, from below.
    pub fn clear_of(texts: &[f64]) -> Self {
        let room = |height: Self| {
            let own = height.share();
            let distances = texts.iter().map(|text| (text - own).abs());
            distances.fold(f64::INFINITY, f64::min)
        };
        let best = |best: Self, other: Self| {
            if room(other) > room(best) {
                other
            } else {
                best
            }
        };
        best(best(Self::Middle, Self::Bottom), Self::Top)
    }

    /// As a part of the plot's height, from below.
    fn share(self) -> f64 {
        match self {
            Self::Top => 0.95,
            Self::Middle => 0.5,
            Self::Bottom => 0.05,
        }
    }
}

impl Marks {
    /// The marks of a series, placed on a chart with `right_margin` pixels beside the plot.
    pub fn of(series: &Series, context: &Context, width: Width, right_margin: u32) -> Self {
        let mut flags = event_flags(series, context);
        let breaks = break_flags(series);
        let is_break = |flag: &Flag| breaks.iter().any(|known| known.position == flag.position);
        flags.extend(
            source_flags(series)
                .into_iter()
                .filter(|flag| !is_break(flag)),
        );
        flags.extend(breaks.iter().cloned());
        sort_by(&mut flags, |a, b| {
            (a.rank, a.position, &a.label).cmp(&(b.rank, b.position, &b.label))
        });
        let last = series.periods.len().saturating_sub(1);
        let room = Room::of(width, right_margin);
        Self {
            notes: notes(series, &room),
            flags: placed(flags, last, &room),
            areas: areas(series, context),
        }
    }

    /// How many pixels the flags need above the plot.
    pub fn height(&self) -> u32 {
        let rows = self.flags.iter().filter_map(|placed| placed.row).max();
        rows.map_or(14, |row| TOP + (row + 1) * ROW + 8)
    }
}

/// The colour of a rule and the lengths of its strokes and gaps.
pub(crate) fn rule_style(placed: &Placed, palette: &Palette) -> (Colour, &'static [u8]) {
    match placed.flag.is_dotted {
        true => (palette.quiet, &[1, 3]),
        // In ECharts the label would inherit an opacity of the rule, so a thin rule is toned by its colour.
        false => (palette.quiet.mixed(palette.paper, 40), &[]),
    }
}

/// How far a row of flags stands below the top of its panel, in pixels.
pub(crate) fn top_of_row(row: u32) -> u32 {
    TOP + row * ROW
}

/// The stretches in which no line has a number and all for the same reason, where the reason fits.
fn notes(series: &Series, room: &Room) -> Vec<Note> {
    let reason_at = |position: usize| {
        let cells = series.lines.iter().map(|line| line.cells.get(position));
        let mut reasons = cells.map(|cell| match cell.map(|cell| cell.status()) {
            Some(status) if !status.has_value() => Some(protection::short_words(status)),
            _ => None,
        });
        let first = reasons.next()??;
        reasons.all(|other| other == Some(first)).then_some(first)
    };
    let mut notes: Vec<Note> = Vec::new();
    for position in 0..series.periods.len() {
        let Some(reason) = reason_at(position) else {
            continue;
        };
        match notes.last_mut() {
            Some(note) if note.last + 1 == position && note.reason == reason => {
                note.last = position;
            }
            _ => notes.push(Note {
                first: position,
                last: position,
                reason,
            }),
        }
    }
    let last = series.periods.len().saturating_sub(1);
    notes.retain(|note| {
        let width = room.at(note.last, last) - room.at(note.first, last);
        width >= i64::from(text_width(note.reason, SMALL_TEXT))
    });
    notes
}

fn event_flags(series: &Series, context: &Context) -> Vec<Flag> {
    let events = context.events.iter();
    events
        .filter_map(|event| {
            let clipped = event
                .last
                .and_then(|last| stretch(series, event.month, last));
            let position = position_of(series, event.month).or(clipped.map(|(first, _)| first))?;
            Some(Flag {
                rank: match event.kind {
                    // A shaded stretch has to be named before anything else.
                    EventKind::Partnership if event.last.is_some() => 1,
                    EventKind::ConsentDecree => 3,
                    EventKind::Data => 4,
                    EventKind::City => 5,
                    EventKind::Partnership => 6,
                },
                position,
                label: plain(&event.label),
                is_dotted: false,
            })
        })
        .collect()
}

/// The months at which a table goes over to another source.
fn source_flags(series: &Series) -> Vec<Flag> {
    let mut starts: Vec<Month> = Vec::new();
    for line in &series.lines {
        let first = line.stretches.iter().map(|stretch| stretch.first).min();
        let later = line.stretches.iter().map(|stretch| stretch.first);
        starts.extend(later.filter(|start| Some(*start) != first));
    }
    dotted(series, starts, 2, t!("new export"))
}

fn break_flags(series: &Series) -> Vec<Flag> {
    let breaks = series.lines.iter().flat_map(|line| &line.breaks);
    let months = breaks.map(|point| point.month).collect();
    dotted(series, months, 0, t!("break in the counts"))
}

fn dotted(series: &Series, mut months: Vec<Month>, rank: u8, label: &str) -> Vec<Flag> {
    sort(&mut months);
    months.dedup();
    months
        .into_iter()
        .filter_map(|month| position_of(series, month))
        .filter(|position| *position > 0)
        .map(|position| Flag {
            rank,
            position,
            label: label.to_owned(),
            is_dotted: true,
        })
        .collect()
}

/// The position of the period that holds a month; of twelve months, the one that ends with it.
fn position_of(series: &Series, month: Month) -> Option<usize> {
    series.periods.iter().position(|period| match series.grain {
        Grain::Rolling12 => period.last == month,
        Grain::Month | Grain::Quarter | Grain::Year => {
            period.first() <= month && month <= period.last
        }
    })
}

/// The first and last position that a stretch of months touches.
fn stretch(series: &Series, first: Month, last: Month) -> Option<(usize, usize)> {
    let opens = |period: &cube::Period| match series.grain {
        Grain::Rolling12 => period.last,
        Grain::Month | Grain::Quarter | Grain::Year => period.first(),
    };
    let from = series
        .periods
        .iter()
        .position(|period| period.last >= first)?;
    let to = series
        .periods
        .iter()
        .rposition(|period| opens(period) <= last)?;
    (from < to).then_some((from, to))
}

fn areas(series: &Series, context: &Context) -> Vec<(usize, usize)> {
    let partnership = |kind| kind == EventKind::Partnership;
    let events = context
        .events
        .iter()
        .filter(|event| partnership(event.kind));
    events
        .filter_map(|event| stretch(series, event.month, event.last?))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::sample::{broken, homicides_rolling, series, several, with_context};

    /// The flags of a series as `month label @row`, with `<` for text on the left of its rule.
    fn flags(series: &Series, width: Width) -> Vec<String> {
        let marks = with_context(|context| Marks::of(series, context, width, 60));
        let text = |placed: &Placed| {
            let month = series.periods[placed.flag.position].last;
            let row = placed.row.map_or("-".into(), |row| row.to_string());
            let side = if placed.is_left { "<" } else { "" };
            format!("{month} {} @{row}{side}", placed.flag.label)
        };
        marks.flags.iter().map(text).collect()
    }

    #[test]
    fn the_partnership_comes_first_and_a_phone_shows_two() {
        assert_eq!(
            flags(&several(), Width::Wide),
            [
                "2015-04 Freddie Gray dies @0",
                "2017-04 Consent decree @0",
                "2019-07 Partnership @0",
                "2020-03 COVID-19 @1",
            ]
        );
        assert_eq!(flags(&several(), Width::Narrow).len(), 2);
        assert!(
            flags(&homicides_rolling(0), Width::Narrow)
                .join(" ")
                .contains("Partnership")
        );
    }

    #[test]
    fn a_note_stands_where_no_name_is() {
        assert_eq!(NoteHeight::clear_of(&[]), NoteHeight::Middle);
        assert_eq!(NoteHeight::clear_of(&[0.9, 0.5, 0.4]), NoteHeight::Bottom);
        assert_eq!(NoteHeight::clear_of(&[0.5, 0.1]), NoteHeight::Top);
    }

    #[test]
    fn a_break_is_always_marked() {
        assert!(
            flags(&broken(), Width::Wide).contains(&"2020-01 break in the counts @0".to_owned())
        );
    }

    #[test]
    fn shaded_years_are_clipped_to_the_window() {
        let within = |first: &str, last: &str| {
            let series = series(Grain::Month, first, last, Vec::new());
            with_context(|context| areas(&series, context))
        };
        assert_eq!(within("2019-01", "2023-12"), [(6, 42)]);
        assert_eq!(within("2020-01", "2020-12"), [(0, 11)]);
        assert!(within("2010-01", "2015-12").is_empty());
    }
}
