//! The finding of several lines: each briefly, with what they share said once at the front.

use cube::series::Comparison;
use cube::sorting::sort;
use cube::statistics::{self, Change};
use cube::{Line, Period, Series};
use wording::t;

use super::{Found, SPOKEN, found, shared};
use crate::{Context, format, label, rounded, words};

/// Several lines, each briefly, with what they share said once at the front.
pub(super) fn about_several(series: &Series, lines: &[Line], context: &Context) -> String {
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
    let front = front(place.as_deref(), period);
    listed(front.as_deref(), &items, lines.len())
}

/// The place and period that all lines share.
fn front(place: Option<&str>, period: Option<Period>) -> Option<String> {
    let when = period.map(compared_with);
    match (place, when) {
        (None, when) => when,
        (Some(place), None) => Some(t!("in {place}", place = place)),
        (Some(place), Some(when)) => Some(t!("in {place} {when}", place = place, when = when)),
    }
}

/// A period within a sentence, and what it is compared with.
fn compared_with(period: Period) -> String {
    t!(
        "{when}, compared with {earlier}",
        when = format::within(period),
        earlier = format::year_before(period)
    )
}

/// A sentence that lists what is said of each line, behind what they share; of lines that are not
/// spoken of only their number.
pub(crate) fn listed(front: Option<&str>, items: &[String], lines: usize) -> String {
    let said = items.join("; ");
    let said = match lines.saturating_sub(items.len()) {
        0 => said,
        rest => t!("{said}; and {rest} more", said = said, rest = rest),
    };
    let sentence = match front {
        None => format!("{said}."),
        Some(front) => format!("{front}: {said}."),
    };
    format::capitalized(&sentence)
}

/// Whether two lines count the same thing, so that nouns do not tell them apart.
fn has_twins(lines: &[Line]) -> bool {
    let mut nouns: Vec<String> = lines
        .iter()
        .map(|line| words::noun_of(line).plural)
        .collect();
    sort(&mut nouns);
    nouns
        .windows(2)
        .any(|pair| matches!(pair, [a, b] if a == b))
}

/// One line of several: `716 non-fatal shooting victims (50 fewer, which chance alone can bring)`.
fn brief(line: &Line, found: Option<Comparison>, says_noun: bool, is_dated: bool) -> String {
    let noun = words::noun_of(line);
    let Some(found) = found else {
        return t!("no complete count of {what}", what = noun.plural);
    };
    let count = match says_noun {
        true => noun.counted(found.now),
        false => format::count(found.now),
    };
    let change = brief_change(found);
    if !is_dated {
        let when = compared_with(found.period);
        return format!("{count} {when} ({change})");
    }
    // One pair of brackets is enough: the class of a count shares it with the change.
    match count.strip_suffix(')') {
        Some(count) => format!("{count}; {change})"),
        None => format!("{count} ({change})"),
    }
}

fn brief_change(found: Comparison) -> String {
    let Some(before) = found.before else {
        return t!("no complete count to compare with").to_owned();
    };
    let difference = format::difference(found.now, before);
    match statistics::change(found.now, before) {
        Change::Rose => t!("{difference}: rose, beyond chance", difference = difference),
        Change::Fell => t!("{difference}: fell, beyond chance", difference = difference),
        Change::WithinChance => {
            t!(
                "{difference}, which chance alone can bring",
                difference = difference
            )
        }
        Change::AboutTheSame if found.now == before => difference,
        Change::AboutTheSame => t!(
            "about the same, {before} then",
            before = format::count(before)
        ),
    }
}
