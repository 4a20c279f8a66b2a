//! How many events have a recorded place at all: said wherever areas are shown, because a change in
//! the recording of places looks like a change in every area.

use cube::{Cell, CellStatus, Line, Located, Member, Period, Series, Unit};

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
    // Where every record names a place, there is nothing to be careful of.
    if known(series, line).all(|(_, share)| share >= 1.0) {
        return None;
    }
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

/// The share with a recorded place as a series of its own, in whole percent: a line for each thing
/// that is counted by area; none where nothing is.
///
/// Where fewer than [`LEAST_TOTAL`] are counted, the share is left out: with them rounding alone could
/// move it by several points.
#[must_use]
pub fn located_share(series: &Series) -> Option<Series> {
    let mut shares: Vec<Line> = Vec::new();
    for line in series.lines.iter().filter(|line| !line.located.is_empty()) {
        let share = share_line(line);
        let is_new =
            |other: &Line| other.category != share.category || other.groups != share.groups;
        if shares.iter().all(is_new) {
            shares.push(share);
        }
    }
    (!shares.is_empty()).then(|| Series {
        lines: shares,
        ..series.clone()
    })
}

/// The least number of events of which a share is shown.
const LEAST_TOTAL: u32 = 100;

fn share_line(line: &Line) -> Line {
    let cell = |(at, located): (usize, &Option<Located>)| {
        let status = line.cells.get(at).map(|cell| cell.status());
        let known = located.filter(|located| located.total >= LEAST_TOTAL);
        let percent = known.map(|located| {
            let (part, all) = (u64::from(located.located), u64::from(located.total));
            u32::try_from((200 * part + all) / (2 * all)).unwrap_or(100)
        });
        match (status, percent, located) {
            (Some(CellStatus::Provisional), Some(percent), _) => Cell::Provisional(percent),
            (Some(CellStatus::NotApplicable), ..) | (_, None, Some(_)) => Cell::NotApplicable,
            (_, Some(percent), _) => Cell::Observed(percent),
            (_, None, None) => Cell::NotCollected,
        }
    };
    Line {
        unit: Unit::Percent,
        decimals: 0,
        category: Member {
            code: format!("{}_located", line.category.code),
            label: format!(
                "{} with a recorded place",
                format::capitalized(&words::noun_of(line).plural)
            ),
            parent: None,
        },
        geography: Member {
            code: "city".to_owned(),
            label: String::new(),
            parent: None,
        },
        cells: line.located.iter().enumerate().map(cell).collect(),
        located: Vec::new(),
        ..line.clone()
    }
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

    #[test]
    fn the_share_is_a_series_of_its_own() {
        let of = |located, total| Some(Located { located, total });
        let mut east = place(homicide(observed(&[3, 4, 5])), "east", "Eastern District");
        east.located = vec![of(600, 1001), of(9, 10), None];
        let west = place(east.clone(), "west", "Western District");
        let series = series(Grain::Year, "2014-01", "2016-12", vec![east, west]);
        let shares = located_share(&series).unwrap();
        assert_eq!(shares.lines.len(), 1);
        assert_eq!(
            shares.lines[0].cells,
            [Cell::Observed(60), Cell::NotApplicable, Cell::NotCollected]
        );
        assert_eq!(shares.lines[0].unit, Unit::Percent);
        let plain = sample_without_places();
        assert_eq!(located_share(&plain), None);
    }

    fn sample_without_places() -> Series {
        series(
            Grain::Year,
            "2014-01",
            "2014-12",
            vec![homicide(observed(&[3]))],
        )
    }
}
