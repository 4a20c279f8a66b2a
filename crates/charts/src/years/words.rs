//! What titles and findings of years beside each other have in common.

use cube::{Calendar, CellStatus, Grain, Line, Month, Period, Series};
use wording::t;

use crate::finding::{Percentages, beside, nothing_beside, range_sentence, without_finding};
use crate::{Context, format, label, title, words};

/// `2021 beside 2011 to 2020`; the year alone where there is no other.
pub(super) fn beside_years(calendar: &Calendar) -> String {
    let year = |position: usize| calendar.years.get(position).map(|year| year.year);
    let Some((latest, before)) = calendar.latest() else {
        return String::new();
    };
    match (year(0), before.last()) {
        (Some(first), Some(last)) if first + 1 == last.year => t!(
            "{latest} beside {first} and {last}",
            latest = latest.year,
            first = first,
            last = last.year
        ),
        (Some(first), Some(last)) if first < last.year => t!(
            "{latest} beside {first} to {last}",
            latest = latest.year,
            first = first,
            last = last.year
        ),
        (_, Some(last)) => t!(
            "{latest} beside {before}",
            latest = latest.year,
            before = last.year
        ),
        _ => latest.year.to_string(),
    }
}

/// The title of a form of years: what is measured and where, and how the years stand.
pub(super) fn title_of(series: &Series, how: &str, context: &Context) -> String {
    let first = super::only_first(series);
    let years = super::years(&first).map(|(calendar, _)| beside_years(&calendar));
    let parts = match first.lines.is_empty() {
        true => vec![t!("No series chosen").to_owned()],
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
        None => t!("Nothing is chosen to be shown.").to_owned(),
    }
}

/// The months of a year from January to the one at a position, at the beginning of a sentence, and
/// the same months of the year before, after `in` or `for`.
fn so_far(year: i32, position: usize) -> Option<(String, String)> {
    let last = Month::new(year, u32::try_from(position + 1).ok()?)?;
    let grain = match position {
        0 => Grain::Month,
        11 => Grain::Year,
        _ => {
            let when = t!(
                "From {first} to {last} {year}",
                first = format::month_name(Month::new(year, 1)?),
                last = format::month_name(last),
                year = year
            );
            return Some((when, format::same_months_of(year - 1)));
        }
    };
    let period = Period { grain, last };
    Some((
        format::capitalized(&format::within(period)),
        format::year_before(period),
    ))
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
    let year = latest.year;
    let (when, earlier) = so_far(year, position)?;
    let said = t!(
        "{when}, {clause}",
        when = when,
        clause = words::clause(line, now, &place)
    );
    let percentages = match position {
        11 => Percentages::Given,
        _ => Percentages::LeftOut,
    };
    let year_before = before.iter().find(|one| one.year == year - 1);
    let then = year_before.and_then(|one| one.observed(position));
    let counted = match then {
        Some(then) => beside(&said, now, then, &earlier, percentages),
        None => nothing_beside(&said, &earlier),
    };
    let later = latest.cells.get(position + 1..).unwrap_or_default();
    let is_incomplete = later
        .iter()
        .any(|cell| cell.status() == CellStatus::Provisional);
    let later = is_incomplete.then(|| t!("Later numbers are still incomplete.").to_owned());
    joined([Some(counted), Some(range_sentence(now)), later])
}

/// What the reader has to know of years that are left out.
pub(super) fn left_out(calendar: &Calendar) -> Option<String> {
    let month = calendar.comparable_from?;
    Some(t!(
        "Numbers before {month} were counted in another way and are left out.",
        month = format::month(month)
    ))
}

/// Sentences behind each other, of which some may be missing.
pub(super) fn joined(parts: impl IntoIterator<Item = Option<String>>) -> Option<String> {
    let said: Vec<String> = parts.into_iter().flatten().collect();
    (!said.is_empty()).then(|| said.join(" "))
}
