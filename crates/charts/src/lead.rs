//! The sentence that answers the question of a page: a count, and how it differs from the year
//! before. What may be said of the difference is left to [`crate::sentence`] below it.

use cube::{Line, Series};

use crate::{Context, format, label, words};

/// The newest complete count of a line in one sentence; none where no period is complete.
#[must_use]
pub fn lead(series: &Series, line: &Line, context: &Context) -> Option<String> {
    let found = series.comparison(line)?;
    let when = format::capitalized(&format::within(found.period));
    let clause = words::clause(line, found.now, &label::place(line, context));
    let beside = found.before.map(|before| {
        let earlier = format::year_before(found.period);
        match found.now == before {
            true => format!(", as many as in {earlier}"),
            false => format!(
                ", {} than in {earlier}",
                format::difference(found.now, before)
            ),
        }
    });
    Some(format!("{when}, {clause}{}.", beside.unwrap_or_default()))
}
