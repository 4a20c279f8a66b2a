//! The finding in one to three sentences: what was counted, beside a year before, and the range
//! of chance.
//!
//! Only complete counts are the subject. `rose` and `fell` are said only where
//! [`statistics::change`] names them, a percentage only beside them and on a base of 20 or more.
//! Never a cause.

use cube::series::{Comparison, Shown};
use cube::statistics::{self, Change};
use cube::{CellStatus, Line, Period, Series};
use wording::t;

use crate::{Context, format, label, protection, rounded, title, values, words};

mod several;

pub(crate) use several::listed;

/// How many lines a sentence speaks of before it only counts them.
pub(crate) const SPOKEN: usize = 4;

/// The finding of a series, which is also the accessible name of its figure.
#[must_use]
pub fn sentence(series: &Series, context: &Context) -> String {
    let is_counted = series.lines.iter().all(Line::counts_events);
    match series.lines.as_slice() {
        lines if !is_counted => values::sentence(series, lines, context),
        [] => t!("Nothing is chosen to be shown.").to_owned(),
        [line] => match found(series, line) {
            Some(Found::Exact(comparison)) => about_one(series, line, comparison, context),
            Some(Found::Rounded(shown)) => rounded::about_one(series, line, shown, context),
            None => without_finding(series, line, context),
        },
        lines => several::about_several(series, lines, context),
    }
}

/// The newest complete numbers of a line.
#[derive(Clone, Copy, Debug)]
enum Found {
    Exact(Comparison),
    /// One of them is rounded.
    Rounded(Shown),
}

impl Found {
    fn period(&self) -> Period {
        match self {
            Self::Exact(found) => found.period,
            Self::Rounded(shown) => shown.period,
        }
    }
}

fn found(series: &Series, line: &Line) -> Option<Found> {
    let shown = series.shown(line)?;
    match shown.is_rounded() {
        true => Some(Found::Rounded(shown)),
        false => series.comparison(line).map(Found::Exact),
    }
}

fn about_one(series: &Series, line: &Line, found: Comparison, context: &Context) -> String {
    let place = label::place(line, context);
    let said = t!(
        "{when}, {clause}",
        when = format::capitalized(&format::within(found.period)),
        clause = words::clause(line, found.now, &place)
    );
    let sentences = [
        beside_year_before(&said, line, found),
        range_sentence(found.now),
        later(series, line, found.period).to_owned(),
    ];
    let said = sentences.into_iter().filter(|text| !text.is_empty());
    said.collect::<Vec<_>>().join(" ")
}

/// What is said of a count, and behind it the year before with what may be said of the change.
fn beside_year_before(said: &str, line: &Line, found: Comparison) -> String {
    let earlier = format::year_before(found.period);
    if let Some(before) = found.before {
        return beside(said, found.now, before, &earlier, Percentages::Given);
    }
    let from = found.period.first().plus(-12);
    match line.has_break_within(from, found.period.last) {
        true => t!(
            "{said}. Earlier numbers were counted in another way and cannot be compared.",
            said = said
        ),
        false => nothing_beside(said, &earlier),
    }
}

/// What is said of a count where there is no earlier one.
pub(crate) fn nothing_beside(said: &str, earlier: &str) -> String {
    t!(
        "{said}. There is no complete count for {earlier} to compare with.",
        said = said,
        earlier = earlier
    )
}

/// Whether a change beyond chance is given in percent, too.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Percentages {
    /// Where the base allows it.
    Given,
    /// Never: a part of a year says little about the whole, and a percentage would look as if.
    LeftOut,
}

/// What is said of a count, and behind it an earlier one of a time as long with what may be said of
/// the change.
pub(crate) fn beside(
    said: &str,
    now: u32,
    before: u32,
    earlier: &str,
    percentages: Percentages,
) -> String {
    let change = statistics::change(now, before);
    let compared = t!(
        "{said}, {difference} than in {earlier} ({before})",
        said = said,
        difference = format::difference(now, before),
        earlier = earlier,
        before = format::count(before)
    );
    match change {
        Change::Rose | Change::Fell => {
            let percent = statistics::percent_change(now, before);
            let percent = percent.filter(|_| percentages == Percentages::Given);
            format!("{compared}. {}", beyond_chance(change, percent))
        }
        Change::WithinChance => t!(
            "{compared}; chance alone can bring a difference of that size.",
            compared = compared
        ),
        Change::AboutTheSame => format!("{said}, {}.", same_as(now, before, earlier)),
    }
}

/// What may be said of a rise or fall beyond chance.
fn beyond_chance(change: Change, percent: Option<f64>) -> String {
    match (change, percent.map(format::by_percent)) {
        (Change::Rose, None) => {
            t!("The count rose by more than chance alone usually brings.").to_owned()
        }
        (Change::Rose, Some(by_percent)) => t!(
            "The count rose {by_percent}, more than chance alone usually brings.",
            by_percent = by_percent
        ),
        (_, None) => t!("The count fell by more than chance alone usually brings.").to_owned(),
        (_, Some(by_percent)) => t!(
            "The count fell {by_percent}, more than chance alone usually brings.",
            by_percent = by_percent
        ),
    }
}

fn same_as(now: u32, before: u32, earlier: &str) -> String {
    let base = format::count(before);
    match now == before {
        true => t!(
            "the same number as in {earlier} ({before})",
            earlier = earlier,
            before = base
        ),
        false => t!(
            "about the same as in {earlier} ({before})",
            earlier = earlier,
            before = base
        ),
    }
}

/// The exact 95 % range of a count; at zero its upper bound.
pub(crate) fn range_sentence(count: u32) -> String {
    let interval = statistics::poisson_interval(count);
    match count {
        0 => t!(
            "Even so, chance allows for an underlying level of up to {upper} (95% range).",
            upper = format!("{:.1}", interval.upper)
        ),
        _ => t!(
            "Allowing for chance, the underlying level is likely between {lower} and {upper} (95% \
             range).",
            lower = format::whole(interval.lower),
            upper = format::whole(interval.upper)
        ),
    }
}

/// What became of the periods after the newest complete one; empty where there are none.
pub(crate) fn later(series: &Series, line: &Line, newest: Period) -> &'static str {
    let after = series.periods.iter().zip(&line.cells);
    let statuses = after
        .filter(|(period, _)| period.last > newest.last)
        .map(|(_, cell)| cell.status());
    match only_status(statuses) {
        Statuses::Nothing => "",
        Statuses::Only(CellStatus::Provisional) => t!("Later numbers are still incomplete."),
        Statuses::Only(CellStatus::NotCollected) => t!("Later numbers were not collected."),
        Statuses::Only(CellStatus::Suppressed) => {
            t!("Later numbers are hidden to protect people.")
        }
        Statuses::Only(_) | Statuses::Several => t!("Later numbers are incomplete or missing."),
    }
}

/// The sentence of a line without a complete count in the window.
pub(crate) fn without_finding(series: &Series, line: &Line, context: &Context) -> String {
    let what = words::noun_of(line).plural;
    let when = title::window(series).map(|(first, last)| format::span(first, last));
    let shown = when.map(|when| format!(" ({when})")).unwrap_or_default();
    let statuses = line.cells.iter().map(|cell| cell.status());
    match only_status(statuses) {
        Statuses::Only(CellStatus::NotCollected) | Statuses::Nothing => {
            t!(
                "Numbers of {what} were not collected for the time shown{when}.",
                what = what,
                when = shown
            )
        }
        Statuses::Only(status @ CellStatus::Suppressed) => {
            let why = protection::status_words(line, series.grain, status, context);
            t!(
                "Numbers of {what} are not shown here{when}: each is {why}.",
                what = what,
                when = shown,
                why = why
            )
        }
        Statuses::Only(CellStatus::Provisional) => t!(
            "All numbers of {what} shown here are still incomplete{when}, so nothing is concluded \
             from them.",
            what = what,
            when = shown
        ),
        _ => t!(
            "No complete count of {what} is at hand for the time shown{when}.",
            what = what,
            when = shown
        ),
    }
}

enum Statuses {
    Nothing,
    Only(CellStatus),
    Several,
}

fn only_status(mut statuses: impl Iterator<Item = CellStatus>) -> Statuses {
    match statuses.next() {
        None => Statuses::Nothing,
        Some(first) if statuses.all(|status| status == first) => Statuses::Only(first),
        Some(_) => Statuses::Several,
    }
}

/// What all items have in common, if anything.
pub(crate) fn shared<T: PartialEq>(mut items: impl Iterator<Item = T>) -> Option<T> {
    let first = items.next()?;
    items.all(|item| item == first).then_some(first)
}

/// A number of an earlier time: `192 in the 12 months before`.
pub(crate) fn number_in(number: &str, earlier: &str) -> String {
    t!("{number} in {earlier}", number = number, earlier = earlier)
}

/// The change beside the year before, in words short enough for a tile or a list.
pub(crate) fn change_words(found: Comparison) -> String {
    let earlier = format::year_before(found.period);
    let Some(before) = found.before else {
        return t!("no complete count a year before to compare with").to_owned();
    };
    let difference = format::difference(found.now, before);
    match statistics::change(found.now, before) {
        Change::Rose => t!(
            "{difference} than in {earlier}: rose, by more than chance alone brings",
            difference = difference,
            earlier = earlier
        ),
        Change::Fell => t!(
            "{difference} than in {earlier}: fell, by more than chance alone brings",
            difference = difference,
            earlier = earlier
        ),
        Change::WithinChance => t!(
            "{difference} than in {earlier}: chance alone can bring a difference of that size",
            difference = difference,
            earlier = earlier
        ),
        Change::AboutTheSame => same_as(found.now, before, &earlier),
    }
}
