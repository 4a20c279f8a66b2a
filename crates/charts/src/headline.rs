//! The headline figure of a line: one number with its unit, period, range and change.
//!
//! The same comparison as in [`crate::sentence`], cut into pieces for a tile.

use cube::statistics::{self, Change};
use cube::{Line, Series};

use crate::{finding, format, words};

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

/// The headline figure of a line; none where no period is complete. The place is left to the page,
/// so that nothing of the context is needed yet.
#[must_use]
pub fn headline(series: &Series, line: &Line) -> Option<Headline> {
    let found = series.comparison(line)?;
    let interval = statistics::poisson_interval(found.now);
    let earlier = format::year_before(found.period);
    Some(Headline {
        value: format::count(found.now),
        unit: words::noun_of(line).of(found.now).to_owned(),
        period: format::period(found.period),
        range: match found.now {
            0 => format!("Allowing for chance, up to {:.1}", interval.upper),
            _ => format!(
                "Allowing for chance, between {} and {}",
                format::whole(interval.lower),
                format::whole(interval.upper)
            ),
        },
        change: finding::change_words(found),
        change_kind: found
            .before
            .map(|before| statistics::change(found.now, before)),
        before: match found.before {
            Some(before) => format!("{} in {earlier}", format::count(before)),
            None => format!("no complete count for {earlier}"),
        },
    })
}
