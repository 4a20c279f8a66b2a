//! The finding of rounded counts: the newest, the one a year before, and whether the difference is
//! more than rounding and chance can make.
//!
//! `rose` and `fell` are said only where they would hold whatever the counts behind the rounded
//! numbers are. A range of chance is never said: it would look exact.

use cube::series::{Shown, ShownCount};
use cube::statistics::{self, Change};
use cube::{CellStatus, Line, Series};
use wording::t;

use crate::{Context, finding, format, label, protection, words};

/// The finding of one line whose newest numbers are rounded.
pub(crate) fn about_one(series: &Series, line: &Line, shown: Shown, context: &Context) -> String {
    let when = format::capitalized(&format::within(shown.period));
    let what = words::noun_of(line).plural;
    let place = label::place(line, context);
    let mut count = format::count(shown.now.count);
    if shown.now.is_rounded {
        let words = protection::status_words(line, series.grain, CellStatus::Rounded, context);
        count = format!("{count} ({words})");
    }
    let said = t!(
        "{when}, the number of {what} in {place} was {count}",
        when = when,
        what = what,
        place = place,
        count = count
    );
    let earlier = format::year_before(shown.period);
    let said = match shown.before {
        Some(before) => beside(&said, &format::count(before.count), &earlier),
        None => nothing_beside(&said, &earlier),
    };
    let sentences = [
        said.as_str(),
        difference(series, line, shown, context),
        finding::later(series, line, shown.period),
    ];
    let said = sentences.into_iter().filter(|text| !text.is_empty());
    said.collect::<Vec<_>>().join(" ")
}

/// What is said of a number, and behind it one of an earlier time.
pub(crate) fn beside(said: &str, before: &str, earlier: &str) -> String {
    t!(
        "{said}; in {earlier} it was {before}.",
        said = said,
        earlier = earlier,
        before = before
    )
}

/// What is said of a number where there is none of an earlier time.
pub(crate) fn nothing_beside(said: &str, earlier: &str) -> String {
    t!(
        "{said}. There is no complete number for {earlier} to set beside it.",
        said = said,
        earlier = earlier
    )
}

/// One line of several: `120 (90 in 2024: rose, beyond rounding and chance)`.
pub(crate) fn brief(series: &Series, line: &Line, shown: Shown, context: &Context) -> String {
    let about = t!(
        "about {counted} {when}",
        counted = words::noun_of(line).counted(shown.now.count),
        when = format::within(shown.period)
    );
    let Some(before) = shown.before else {
        return format!("{about} ({})", t!("no complete number to set beside it"));
    };
    let before = finding::number_in(
        &format::count(before.count),
        &format::year_before(shown.period),
    );
    let beside = match change(series, line, shown, context) {
        RoundedChange::Rose => t!(
            "{before}: rose, beyond rounding and chance",
            before = before
        ),
        RoundedChange::Fell => t!(
            "{before}: fell, beyond rounding and chance",
            before = before
        ),
        _ => before,
    };
    format!("{about} ({beside})")
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
            t!("The count rose by more than rounding and chance alone usually bring.")
        }
        RoundedChange::Fell => {
            t!("The count fell by more than rounding and chance alone usually bring.")
        }
        RoundedChange::WithinChance => {
            t!("Rounding and chance together can make a difference of that size.")
        }
        RoundedChange::WithinRounding => t!("Rounding alone can make a difference of that size."),
        RoundedChange::Unknown => "",
    }
}
