//! Words for numbers that are hidden or rounded to protect people, and for tables that are samples.
//!
//! Which rule holds is told by whoever read the policy, see [`TableNote`]; without it the words are
//! general. Nothing here hides or rounds.

use cube::{Cell, CellStatus, Grain, Line, Series};
use wording::{Message, message, t};

use crate::{Context, format};

/// What a reader has to know of all numbers of one table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TableNote {
    /// The id of the table.
    pub table: String,
    /// The least count that is shown; none where nothing is hidden or the rule is not known.
    pub hidden_below: Option<u32>,
    /// How far a rounded number can be from its count; none where nothing is rounded or the rule is
    /// not known.
    pub rounded_within: Option<u32>,
    /// Whether the table holds a sample, and no full period.
    pub is_sample: bool,
}

/// What is said of a table that is a sample.
pub const SAMPLE: Message = message!("Sample: not a full period");

/// How far a number shown at a grain can be from its count because of rounding; none where that is
/// not known.
///
/// A sum over time of rounded numbers can be off by as much as all of them together.
pub(crate) fn margin(line: &Line, grain: Grain, context: &Context) -> Option<u32> {
    let within = context.note(&line.table)?.rounded_within?;
    Some(within.saturating_mul(line.cells_each(grain)))
}

/// What a status says of a number: nothing where it is complete and exact.
pub(crate) fn status_words(
    line: &Line,
    grain: Grain,
    status: CellStatus,
    context: &Context,
) -> String {
    match status {
        CellStatus::Suppressed => hidden_words(line, grain, context),
        CellStatus::Rounded => rounded_words(line, grain, context),
        other => short_words(other).to_owned(),
    }
}

/// The same in one or two words, for a place without room.
pub(crate) fn short_words(status: CellStatus) -> &'static str {
    match status {
        CellStatus::Suppressed => t!("hidden to protect people"),
        CellStatus::NotCollected => t!("not collected"),
        CellStatus::NotApplicable => t!("not comparable"),
        CellStatus::Provisional => t!("incomplete"),
        CellStatus::Rounded => t!("rounded"),
        CellStatus::Observed => "",
    }
}

fn hidden_words(line: &Line, grain: Grain, context: &Context) -> String {
    let below = context.note(&line.table).and_then(|note| note.hidden_below);
    match (line.cells_each(grain), below) {
        (1, Some(below)) => t!(
            "fewer than {count}, or hidden to protect others",
            count = below
        ),
        (1, None) => t!("a small number, or hidden to protect others").to_owned(),
        _ => t!("a sum with hidden parts").to_owned(),
    }
}

fn rounded_words(line: &Line, grain: Grain, context: &Context) -> String {
    match margin(line, grain, context) {
        Some(margin) if line.cells_each(grain) == 1 => t!(
            "rounded: within {margin} of the count",
            margin = format::count(margin)
        ),
        Some(margin) => t!(
            "a sum of rounded numbers: at most {margin} from the count",
            margin = format::count(margin)
        ),
        None => t!("rounded").to_owned(),
    }
}

/// The same of all numbers that are shown, as a sentence.
fn rounded_sentence(line: &Line, grain: Grain, context: &Context) -> String {
    match margin(line, grain, context) {
        Some(margin) if line.cells_each(grain) == 1 => t!(
            "To protect people, numbers are rounded: within {margin} of the count.",
            margin = format::count(margin)
        ),
        Some(margin) => t!(
            "To protect people, numbers are sums of rounded numbers: at most {margin} from the \
             count.",
            margin = format::count(margin)
        ),
        None => t!("To protect people, numbers are rounded a little.").to_owned(),
    }
}

/// What has to be known of hidden and rounded numbers among those shown, and of samples; none where
/// there are none.
#[must_use]
pub fn protection_note(series: &Series, context: &Context) -> Option<String> {
    let mut sentences: Vec<String> = Vec::new();
    let mut say = |sentence: String| {
        if !sentences.contains(&sentence) {
            sentences.push(sentence);
        }
    };
    for line in &series.lines {
        let has = |status| line.cells.iter().any(|cell| cell.status() == status);
        if has(CellStatus::Suppressed) {
            let hidden = hidden_words(line, series.grain, context);
            say(t!("A hidden number is {hidden}.", hidden = hidden));
        }
        if has(CellStatus::Rounded) {
            say(rounded_sentence(line, series.grain, context));
        }
        if is_sample(line, context) {
            say(format!("{}.", SAMPLE.text()));
        }
    }
    (!sentences.is_empty()).then(|| sentences.join(" "))
}

/// Whether a line is from a table that is a sample.
pub(crate) fn is_sample(line: &Line, context: &Context) -> bool {
    context.note(&line.table).is_some_and(|note| note.is_sample)
}

/// Whether a line holds a rounded number, so that it has no range of chance.
pub(crate) fn has_rounded(line: &Line) -> bool {
    line.cells
        .iter()
        .any(|cell| matches!(cell, Cell::Rounded(_)))
}
