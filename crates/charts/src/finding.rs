//! The finding in one to three sentences: what was counted, beside a year before, and the range
//! of chance.
//!
//! Only complete counts are the subject. `rose` and `fell` are said only where
//! [`statistics::change`] names them, a percentage only beside them and on a base of 20 or more.
//! Never a cause.

use cube::series::{Comparison, Shown};
use cube::statistics::{self, Change};
use cube::{CellStatus, Line, Period, Series};

use crate::{Context, format, label, protection, rounded, title, values, words};

/// How many lines a sentence speaks of before it only counts them.
pub(crate) const SPOKEN: usize = 4;

/// The finding of a series, which is also the accessible name of its figure.
#[must_use]
pub fn sentence(series: &Series, context: &Context) -> String {
    let is_counted = series.lines.iter().all(Line::counts_events);
    match series.lines.as_slice() {
        lines if !is_counted => values::sentence(series, lines, context),
        [] => "Nothing is chosen to be shown.".to_owned(),
        [line] => match found(series, line) {
            Some(Found::Exact(comparison)) => about_one(series, line, comparison, context),
            Some(Found::Rounded(shown)) => rounded::about_one(series, line, shown, context),
            None => without_finding(series, line, context),
        },
        lines => about_several(series, lines, context),
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
    let when = format::capitalized(&format::within(found.period));
    let clause = words::clause(line, found.now, &place);
    let sentences = [
        format!("{when}, {clause}{}", beside_year_before(line, found)),
        range_sentence(found.now),
        later(series, line, found.period),
    ];
    let said = sentences.into_iter().filter(|text| !text.is_empty());
    said.collect::<Vec<_>>().join(" ")
}

/// What follows the count: the year before, and what may be said of the change.
fn beside_year_before(line: &Line, found: Comparison) -> String {
    let earlier = format::year_before(found.period);
    let Some(before) = found.before else {
        let from = found.period.first().plus(-12);
        return match line.has_break_within(from, found.period.last) {
            true => {
                ". Earlier numbers were counted in another way and cannot be compared.".to_owned()
            }
            false => format!(". There is no complete count for {earlier} to compare with."),
        };
    };
    beside(found.now, before, &earlier, Percentages::Given)
}

/// Whether a change beyond chance is given in percent, too.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Percentages {
    /// Where the base allows it.
    Given,
    /// Never: a part of a year says little about the whole, and a percentage would look as if.
    LeftOut,
}

/// What follows a count: an earlier one of a time as long, and what may be said of the change.
pub(crate) fn beside(now: u32, before: u32, earlier: &str, percentages: Percentages) -> String {
    let (difference, base) = (format::difference(now, before), format::count(before));
    let percent = statistics::percent_change(now, before);
    let percent = percent.filter(|_| percentages == Percentages::Given);
    let beyond = |verb: &str| {
        let size = percent.map_or(" by more".to_owned(), |percent| {
            format!(" by {}, more", format::percent(percent))
        });
        format!(
            ", {difference} than in {earlier} ({base}). \
             The count {verb}{size} than chance alone usually brings."
        )
    };
    match statistics::change(now, before) {
        Change::Rose => beyond("rose"),
        Change::Fell => beyond("fell"),
        Change::WithinChance => format!(
            ", {difference} than in {earlier} ({base}); \
             chance alone can bring a difference of that size."
        ),
        Change::AboutTheSame => format!(", {} {earlier} ({base}).", same_as(now, before)),
    }
}

fn same_as(now: u32, before: u32) -> &'static str {
    if now == before {
        "the same number as in"
    } else {
        "about the same as in"
    }
}

/// The exact 95 % range of a count; at zero its upper bound.
pub(crate) fn range_sentence(count: u32) -> String {
    let interval = statistics::poisson_interval(count);
    match count {
        0 => format!(
            "Even so, chance allows for an underlying level of up to {:.1} (95% range).",
            interval.upper
        ),
        _ => format!(
            "Allowing for chance, the underlying level is likely between {} and {} (95% range).",
            format::whole(interval.lower),
            format::whole(interval.upper)
        ),
    }
}

/// What became of the periods after the newest complete one.
pub(crate) fn later(series: &Series, line: &Line, newest: Period) -> String {
    let after = series.periods.iter().zip(&line.cells);
    let statuses = after
        .filter(|(period, _)| period.last > newest.last)
        .map(|(_, cell)| cell.status());
    match only_status(statuses) {
        Statuses::Nothing => "",
        Statuses::Only(CellStatus::Provisional) => "Later numbers are still incomplete.",
        Statuses::Only(CellStatus::NotCollected) => "Later numbers were not collected.",
        Statuses::Only(CellStatus::Suppressed) => "Later numbers are hidden to protect people.",
        Statuses::Only(_) | Statuses::Several => "Later numbers are incomplete or missing.",
    }
    .to_owned()
}

/// The sentence of a line without a complete count in the window.
pub(crate) fn without_finding(series: &Series, line: &Line, context: &Context) -> String {
    let what = words::noun_of(line).plural;
    let when = title::window(series).map(|(first, last)| format::span(first, last));
    let shown = when.map(|when| format!(" ({when})")).unwrap_or_default();
    let statuses = line.cells.iter().map(|cell| cell.status());
    match only_status(statuses) {
        Statuses::Only(CellStatus::NotCollected) | Statuses::Nothing => {
            format!("Numbers of {what} were not collected for the time shown{shown}.")
        }
        Statuses::Only(status @ CellStatus::Suppressed) => {
            let why = protection::status_words(line, series.grain, status, context);
            format!("Numbers of {what} are not shown here{shown}: each is {why}.")
        }
        Statuses::Only(CellStatus::Provisional) => format!(
            "All numbers of {what} shown here are still incomplete{shown}, \
             so nothing is concluded from them."
        ),
        _ => format!("No complete count of {what} is at hand for the time shown{shown}."),
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

/// Several lines, each briefly, with what they share said once at the front.
fn about_several(series: &Series, lines: &[Line], context: &Context) -> String {
    let spoken: Vec<(&Line, Option<Found>)> = lines
        .iter()
        .take(SPOKEN)
        .map(|line| (line, found(series, line)))
        .collect();
    let places = lines.iter().map(|line| label::place(line, context));
    let period = shared(
        spoken
            .iter()
            .filter_map(|(_, found)| found.as_ref().map(Found::period)),
    );
    let has_rounded = spoken
        .iter()
        .any(|(_, found)| matches!(found, Some(Found::Rounded(_))));
    // Rounded numbers say themselves what they are beside.
    let period = period.filter(|_| !has_rounded);
    let place = shared(places);
    let is_one_noun = shared(lines.iter().map(words::noun_of)).is_some();
    let is_named = place.is_none() || has_twins(lines);
    let items: Vec<String> = spoken
        .iter()
        .enumerate()
        .map(|(position, (line, found))| {
            let name = is_named.then(|| label::line_label(series, line, context));
            let says_noun = position == 0 || !is_one_noun;
            let said = match found {
                Some(Found::Rounded(shown)) => rounded::brief(series, line, *shown, context),
                Some(Found::Exact(found)) => brief(line, Some(*found), says_noun, period.is_some()),
                None => brief(line, None, says_noun, period.is_some()),
            };
            [name, Some(said)]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(", ")
        })
        .collect();
    let more = match lines.len() - items.len() {
        0 => String::new(),
        rest => format!("; and {rest} more"),
    };
    let shared = front(place.as_deref(), period);
    format::capitalized(&format!("{shared}{}{more}.", items.join("; ")))
}

/// The place and period that all lines share, before a colon.
fn front(place: Option<&str>, period: Option<Period>) -> String {
    let place = place.map(|place| format!("in {place}"));
    let period = period.map(|period| {
        let earlier = format::year_before(period);
        format!("{}, compared with {earlier}", format::within(period))
    });
    match (place, period) {
        (None, None) => String::new(),
        (place, period) => {
            let said: Vec<String> = [place, period].into_iter().flatten().collect();
            format!("{}: ", said.join(" "))
        }
    }
}

/// What all items have in common, if anything.
pub(crate) fn shared<T: PartialEq>(mut items: impl Iterator<Item = T>) -> Option<T> {
    let first = items.next()?;
    items.all(|item| item == first).then_some(first)
}

/// Whether two lines count the same thing, so that nouns do not tell them apart.
fn has_twins(lines: &[Line]) -> bool {
    let mut nouns: Vec<String> = lines
        .iter()
        .map(|line| words::noun_of(line).plural)
        .collect();
    nouns.sort_unstable();
    nouns
        .windows(2)
        .any(|pair| matches!(pair, [a, b] if a == b))
}

/// One line of several: `716 non-fatal shooting victims (50 fewer, which chance alone can bring)`.
fn brief(line: &Line, found: Option<Comparison>, says_noun: bool, is_dated: bool) -> String {
    let noun = words::noun_of(line);
    let Some(found) = found else {
        return format!("no complete count of {}", noun.plural);
    };
    let count = match says_noun {
        true => noun.counted(found.now),
        false => format::count(found.now),
    };
    let when = match is_dated {
        true => String::new(),
        false => format!(
            " {}, compared with {}",
            format::within(found.period),
            format::year_before(found.period)
        ),
    };
    let change = match found.before {
        None => "no complete count to compare with".to_owned(),
        Some(before) => {
            let difference = format::difference(found.now, before);
            match statistics::change(found.now, before) {
                Change::Rose => format!("{difference}: rose, beyond chance"),
                Change::Fell => format!("{difference}: fell, beyond chance"),
                Change::WithinChance => format!("{difference}, which chance alone can bring"),
                Change::AboutTheSame if found.now == before => difference,
                Change::AboutTheSame => format!("about the same, {} then", format::count(before)),
            }
        }
    };
    // One pair of brackets is enough: the class of a count shares it with the change.
    match count.strip_suffix(')').filter(|_| when.is_empty()) {
        Some(count) => format!("{count}; {change})"),
        None => format!("{count}{when} ({change})"),
    }
}

/// The change beside the year before, in words short enough for a tile or a list.
pub(crate) fn change_words(found: Comparison) -> String {
    let earlier = format::year_before(found.period);
    let Some(before) = found.before else {
        return "no complete count a year before to compare with".to_owned();
    };
    let difference = format::difference(found.now, before);
    match statistics::change(found.now, before) {
        Change::Rose => {
            format!("{difference} than in {earlier}: rose, by more than chance alone brings")
        }
        Change::Fell => {
            format!("{difference} than in {earlier}: fell, by more than chance alone brings")
        }
        Change::WithinChance => {
            format!(
                "{difference} than in {earlier}: chance alone can bring a difference of that size"
            )
        }
        Change::AboutTheSame => {
            let base = format::count(before);
            format!("{} {earlier} ({base})", same_as(found.now, before))
        }
    }
}
