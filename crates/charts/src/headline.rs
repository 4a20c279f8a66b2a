//! The headline figure of a line: one number with its unit, period, range and change.
//!
//! The same comparison as in [`crate::sentence`], cut into pieces for a tile.

use cube::series::Shown;
use cube::statistics::{self, Change};
use cube::{CellStatus, Line, Series};
use wording::t;

use crate::rounded::{self, RoundedChange};
use crate::{Context, finding, format, protection, words};

/// One figure, in pieces that a page sets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Headline {
    /// The count: `133`.
    pub value: String,
    /// What was counted, in the number that fits: `people killed`.
    pub unit: String,
    /// The newest complete period: `12 months to February 2026`.
    pub period: String,
    /// The exact 95 % range in words: `Allowing for chance, between 111 and 158`.
    pub range: String,
    /// The change in words: `59 fewer than in the 12 months before: fell, by more than ...`.
    pub change: String,
    /// What kind of change that is; none where nothing complete lies a year before.
    pub change_kind: Option<Change>,
    /// The count a year before: `192 in the 12 months before`.
    pub before: String,
}

/// The headline figure of a line; none where no period is complete. The place is left to the page.
#[must_use]
pub fn headline(series: &Series, line: &Line, context: &Context) -> Option<Headline> {
    let shown = series.shown(line)?;
    if shown.is_rounded() {
        return Some(of_rounded(series, line, shown, context));
    }
    let found = series.comparison(line)?;
    let interval = statistics::poisson_interval(found.now);
    let earlier = format::year_before(found.period);
    Some(Headline {
        value: format::count(found.now),
        unit: words::noun_of(line).of(found.now).to_owned(),
        period: format::period(found.period),
        range: match found.now {
            0 => t!(
                "Allowing for chance, up to {upper}",
                upper = format!("{:.1}", interval.upper)
            ),
            _ => t!(
                "Allowing for chance, between {lower} and {upper}",
                lower = format::whole(interval.lower),
                upper = format::whole(interval.upper)
            ),
        },
        change: finding::change_words(found),
        change_kind: found
            .before
            .map(|before| statistics::change(found.now, before)),
        before: match found.before {
            Some(before) => finding::number_in(&format::count(before), &earlier),
            None => t!("no complete count for {earlier}", earlier = earlier),
        },
    })
}

/// The same of numbers of which one is rounded: no range of chance, and no change beyond what
/// rounding allows.
fn of_rounded(series: &Series, line: &Line, shown: Shown, context: &Context) -> Headline {
    let earlier = format::year_before(shown.period);
    let words = protection::status_words(line, series.grain, CellStatus::Rounded, context);
    let before = match shown.before {
        Some(before) => finding::number_in(&format::count(before.count), &earlier),
        None => t!("no complete number for {earlier}", earlier = earlier),
    };
    let change_kind = match rounded::change(series, line, shown, context) {
        RoundedChange::Rose => Some(Change::Rose),
        RoundedChange::Fell => Some(Change::Fell),
        RoundedChange::WithinChance => Some(Change::WithinChance),
        RoundedChange::WithinRounding | RoundedChange::Unknown => None,
    };
    let change = rounded::difference(series, line, shown, context);
    Headline {
        value: format::count(shown.now.count),
        unit: words::noun_of(line).of(shown.now.count).to_owned(),
        period: format::period(shown.period),
        range: format::capitalized(&words),
        change: match change {
            "" => before.clone(),
            _ => format!("{before}. {}", change.trim_end_matches('.')),
        },
        change_kind,
        before,
    }
}
