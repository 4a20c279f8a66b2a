//! The sentence that answers the question of a page: a count, and how it differs from the year
//! before. What may be said of the difference is left to [`crate::sentence`] below it.

use cube::{Line, Series};
use wording::t;

use crate::{Context, format, label, words};

/// The newest complete count of a line in one sentence; none where no period is complete.
#[must_use]
pub fn lead(series: &Series, line: &Line, context: &Context) -> Option<String> {
    let found = series.comparison(line)?;
    let when = format::capitalized(&format::within(found.period));
    let clause = words::clause(line, found.now, &label::place(line, context));
    let Some(before) = found.before else {
        return Some(t!("{when}, {clause}.", when = when, clause = clause));
    };
    let earlier = format::year_before(found.period);
    Some(match found.now == before {
        true => t!(
            "{when}, {clause}, as many as in {earlier}.",
            when = when,
            clause = clause,
            earlier = earlier
        ),
        false => t!(
            "{when}, {clause}, {difference} than in {earlier}.",
            when = when,
            clause = clause,
            difference = format::difference(found.now, before),
            earlier = earlier
        ),
    })
}
