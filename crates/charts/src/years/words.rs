//! What titles and findings of years beside each other have in common.

use cube::{Calendar, CellStatus, Line, Series};

use super::MONTHS;
use crate::finding::{Percentages, beside, range_sentence, without_finding};
use crate::{Context, format, label, title, words};

/// `2021 beside 2011 to 2020`; the year alone where there is no other.
pub(super) fn beside_years(calendar: &Calendar) -> String {
    let year = |position: usize| calendar.years.get(position).map(|year| year.year);
    let Some((latest, before)) = calendar.latest() else {
        return String::new();
    };
    match (year(0), before.last()) {
        (Some(first), Some(last)) if first < last.year => {
            let to = if first + 1 == last.year { "and" } else { "to" };
            format!("{} beside {first} {to} {}", latest.year, last.year)
        }
        (_, Some(last)) => format!("{} beside {}", latest.year, last.year),
        _ => latest.year.to_string(),
    }
}

/// The title of a form of years: what is measured and where, and how the years stand.
pub(super) fn title_of(series: &Series, how: &str, context: &Context) -> String {
    let first = super::only_first(series);
    let years = super::years(&first).map(|(calendar, _)| beside_years(&calendar));
    let parts = match first.lines.is_empty() {
        true => vec!["No series chosen".to_owned()],
        false => vec![title::subject(&first, context), how.to_owned()],
    };
    let parts: Vec<String> = parts.into_iter().chain(years).collect();
    title::marked_as_sample(&first, parts.join(", "), context)
}

/// What is said where nothing of the year looked at is complete.
pub(super) fn nothing(series: &Series, context: &Context) -> String {
    let first = super::only_first(series);
    match first.lines.first() {
        Some(line) => without_finding(&first, line, context),
        None => "Nothing is chosen to be shown.".to_owned(),
    }
}

/// The months from January to the one at a position: `January`, `January to June`, none for a year.
pub(super) fn months_to(position: usize) -> Option<String> {
    let last = MONTHS.get(position)?;
    match position {
        0 => Some((*last).to_owned()),
        11 => None,
        _ => Some(format!("January to {last}")),
    }
}

/// The year so far beside the same months of the year before: a count, the difference, what may
/// be said of it, and the range of chance. None where the year has no complete beginning.
///
/// Of a part of a year no percentage is given: it says little about how the year ends.
pub(super) fn year_so_far(running: &Calendar, line: &Line, context: &Context) -> Option<String> {
    let position = running.newest_complete()?;
    let (latest, before) = running.latest()?;
    let now = latest.observed(position)?;
    let place = label::place(line, context);
    let clause = words::clause(line, now, &place);
    let year = latest.year;
    let (when, earlier) = match months_to(position) {
        None => (format!("In {year}"), (year - 1).to_string()),
        Some(months) if position == 0 => (
            format!("In {months} {year}"),
            format!("{months} {}", year - 1),
        ),
        Some(months) => (
            format!("From {months} {year}"),
            format!("the same months of {}", year - 1),
        ),
    };
    let percentages = match position {
        11 => Percentages::Given,
        _ => Percentages::LeftOut,
    };
    let year_before = before.iter().find(|one| one.year == year - 1);
    let then = year_before.and_then(|one| one.observed(position));
    let change = match then {
        Some(then) => beside(now, then, &earlier, percentages),
        None => format!(". There is no complete count for {earlier} to compare with."),
    };
    let later = latest.cells.get(position + 1..).unwrap_or_default();
    let is_incomplete = later
        .iter()
        .any(|cell| cell.status() == CellStatus::Provisional);
    let later = match is_incomplete {
        true => " Later numbers are still incomplete.",
        false => "",
    };
    Some(format!(
        "{when}, {clause}{change} {}{later}",
        range_sentence(now)
    ))
}

/// What the reader has to know of years that are left out.
pub(super) fn left_out(calendar: &Calendar) -> Option<String> {
    let month = calendar.comparable_from?;
    Some(format!(
        "Numbers before {} were counted in another way and are left out.",
        format::month(month)
    ))
}

/// A key from sentences, of which some may be missing.
pub(super) fn joined(parts: impl IntoIterator<Item = Option<String>>) -> Option<String> {
    let said: Vec<String> = parts.into_iter().flatten().collect();
    (!said.is_empty()).then(|| said.join(" "))
}
