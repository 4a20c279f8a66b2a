//! How many events have a recorded place at all: said wherever areas are shown, because a change in
//! the recording of places looks like a change in every area.

use cube::{Line, Located, Period, Series};

use crate::{Context, format, words};

/// Below this share, the recording itself may be what a line of one area shows.
///
/// Source: Ratcliffe, "Geocoding crime and a first estimate of a minimum acceptable hit rate"
/// (2004), which puts it at 85 %.
const ACCEPTABLE_SHARE: f64 = 0.85;

/// The share with a recorded place in the first and the last period shown, in a sentence or two;
/// none where no line is one area among others.
#[must_use]
pub fn coverage_note(series: &Series, context: &Context) -> Option<String> {
    let line = series.lines.iter().find(|line| !line.located.is_empty())?;
    let mut known = known(series, line);
    let (first_period, first) = known.next()?;
    let (last_period, last) = known.last().unwrap_or((first_period, first));
    let lowest = first.min(last);
    let noun = words::noun_of(line).plural;
    let shares = match first_period == last_period {
        true => format!("{} {}", share(first), format::within(first_period)),
        false => format!(
            "{} {} and {} {}",
            share(first),
            format::within(first_period),
            share(last),
            format::within(last_period)
        ),
    };
    let warning = match lowest < ACCEPTABLE_SHARE {
        true => " So a rise or fall in one area can come from the recording alone.",
        false => "",
    };
    Some(format!(
        "A place is recorded for {shares} of all {noun} in {}; the rest are in no area.{warning}",
        context.city
    ))
}

/// The share with a recorded place in each period of a line, for the column of a table.
pub(crate) fn share_text(located: Option<Located>) -> Option<String> {
    located.and_then(Located::share).map(share)
}

fn known<'a>(series: &'a Series, line: &'a Line) -> impl Iterator<Item = (Period, f64)> + 'a {
    let periods = series.periods.iter().zip(&line.located);
    periods.filter_map(|(period, located)| Some((*period, located.and_then(Located::share)?)))
}

/// A share in whole percent that never rounds to all where some are missing.
fn share(share: f64) -> String {
    match share * 100.0 {
        percent if share < 1.0 && percent > 99.0 => "more than 99%".to_owned(),
        percent => format!("{percent:.0}%"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::sample::{homicide, observed, place, series};
    use cube::Grain;

    #[track_caller]
    fn check(located: &[Option<Located>], expected: Option<&str>) {
        let mut line = place(homicide(observed(&[3, 4])), "east", "Eastern District");
        line.located = located.to_vec();
        let series = series(Grain::Year, "2014-01", "2015-12", vec![line]);
        let context = Context {
            city: "Baltimore",
            events: &[],
            source_labels: &[],
            table_notes: &[],
        };
        assert_eq!(coverage_note(&series, &context).as_deref(), expected);
    }

    #[test]
    fn the_share_with_a_place_is_said() {
        let of = |located, total| Some(Located { located, total });
        check(
            &[of(60, 100), of(44, 100)],
            Some(
                "A place is recorded for 60% in 2014 and 44% in 2015 of all people killed in \
                 Baltimore; the rest are in no area. So a rise or fall in one area can come from \
                 the recording alone.",
            ),
        );
        check(
            &[of(999, 1000), None],
            Some(
                "A place is recorded for more than 99% in 2014 of all people killed in Baltimore; \
                 the rest are in no area.",
            ),
        );
        check(&[None, None], None);
        check(&[], None);
    }
}
