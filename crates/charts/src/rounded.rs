//! The finding of rounded counts: the newest, the one a year before, and whether the difference is
//! more than rounding and chance can make.
//!
//! `rose` and `fell` are said only where they would hold whatever the counts behind the rounded
//! numbers are. A range of chance is never said: it would look exact.

use cube::series::{Shown, ShownCount};
use cube::statistics::{self, Change};
use cube::{CellStatus, Line, Series};

use crate::{Context, finding, format, label, protection, words};

/// The finding of one line whose newest numbers are rounded.
pub(crate) fn about_one(series: &Series, line: &Line, shown: Shown, context: &Context) -> String {
    let when = format::capitalized(&format::within(shown.period));
    let what = words::noun_of(line).plural;
    let place = label::place(line, context);
    let count = format::count(shown.now.count);
    let remark = match shown.now.is_rounded {
        true => {
            let words = protection::status_words(line, series.grain, CellStatus::Rounded, context);
            format!(" ({words})")
        }
        false => String::new(),
    };
    let earlier = format::year_before(shown.period);
    let beside = match shown.before {
        Some(before) => format!("; in {earlier} it was {}.", format::count(before.count)),
        None => format!(". There is no complete number for {earlier} to set beside it."),
    };
    let sentences = [
        format!("{when}, the number of {what} in {place} was {count}{remark}{beside}"),
        difference(series, line, shown, context).to_owned(),
        finding::later(series, line, shown.period),
    ];
    let said = sentences.into_iter().filter(|text| !text.is_empty());
    said.collect::<Vec<_>>().join(" ")
}

/// One line of several: `120 (90 in 2024: rose, beyond rounding and chance)`.
pub(crate) fn brief(series: &Series, line: &Line, shown: Shown, context: &Context) -> String {
    let counted = words::noun_of(line).counted(shown.now.count);
    let Some(before) = shown.before else {
        return format!(
            "about {counted} {} (no complete number to set beside it)",
            format::within(shown.period)
        );
    };
    let beside = format!(
        "{} in {}",
        format::count(before.count),
        format::year_before(shown.period)
    );
    let change = match change(series, line, shown, context) {
        RoundedChange::Rose => ": rose, beyond rounding and chance",
        RoundedChange::Fell => ": fell, beyond rounding and chance",
        _ => "",
    };
    format!(
        "about {counted} {} ({beside}{change})",
        format::within(shown.period)
    )
}

/// What may be said of the difference between two numbers of which one is rounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RoundedChange {
    /// More, whatever the counts behind the numbers are, and by more than chance brings.
    Rose,
    /// Less, in the same sense.
    Fell,
    /// More than rounding can make, but chance can have a part in it.
    WithinChance,
    /// Rounding alone can make it.
    WithinRounding,
    /// Nothing: there is no other number, or how far the numbers can be off is not known.
    Unknown,
}

/// What may be said of the difference to the year before.
pub(crate) fn change(
    series: &Series,
    line: &Line,
    shown: Shown,
    context: &Context,
) -> RoundedChange {
    let (Some(before), Some(margin)) = (
        shown.before,
        protection::margin(line, series.grain, context),
    ) else {
        return RoundedChange::Unknown;
    };
    let of = |shown: ShownCount| if shown.is_rounded { margin } else { 0 };
    let (now, earlier) = (shown.now, before);
    if now.count.abs_diff(earlier.count) <= of(now).saturating_add(of(earlier)) {
        return RoundedChange::WithinRounding;
    }
    // The two counts that lie closest to each other among all that the numbers allow.
    let (least, most) = (
        |shown: ShownCount| shown.count.saturating_sub(of(shown)),
        |shown: ShownCount| shown.count.saturating_add(of(shown)),
    );
    match now.count > earlier.count {
        true if statistics::change(least(now), most(earlier)) == Change::Rose => {
            RoundedChange::Rose
        }
        false if statistics::change(most(now), least(earlier)) == Change::Fell => {
            RoundedChange::Fell
        }
        _ => RoundedChange::WithinChance,
    }
}

/// The same as a sentence; empty where nothing may be said.
pub(crate) fn difference(
    series: &Series,
    line: &Line,
    shown: Shown,
    context: &Context,
) -> &'static str {
    match change(series, line, shown, context) {
        RoundedChange::Rose => {
            "The count rose by more than rounding and chance alone usually bring."
        }
        RoundedChange::Fell => {
            "The count fell by more than rounding and chance alone usually bring."
        }
        RoundedChange::WithinChance => {
            "Rounding and chance together can make a difference of that size."
        }
        RoundedChange::WithinRounding => "Rounding alone can make a difference of that size.",
        RoundedChange::Unknown => "",
    }
}
