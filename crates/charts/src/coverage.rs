//! How many events have a recorded place at all: said wherever areas are shown, because a change in
//! the recording of places looks like a change in every area.

use cube::{Cell, CellStatus, Line, Located, Member, Period, Series, Unit};
use wording::t;

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
    let known = match first_period == last_period {
        true => t!(
            "A place is recorded for {share} {when} of all {counted} in {city}; the rest are in no \
             area.",
            share = share_said(first),
            when = format::within(first_period),
            counted = noun,
            city = context.city,
        ),
        false => t!(
            "A place is recorded for {first} {then} and {last} {now} of all {counted} in {city}; \
             the rest are in no area.",
            first = share_said(first),
            then = format::within(first_period),
            last = share_said(last),
            now = format::within(last_period),
            counted = noun,
            city = context.city,
        ),
    };
    Some(match lowest < ACCEPTABLE_SHARE {
        true => {
            let warning = t!("So a rise or fall in one area can come from the recording alone.");
            format!("{known} {warning}")
        }
        false => known,
    })
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
            label: t!(
                "{counted} with a recorded place",
                counted = format::capitalized(&words::noun_of(line).plural),
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
pub(crate) fn share(share: f64) -> String {
    match whole_percent(share) {
        Some(percent) => t!("{number}%", number = percent),
        None => t!("more than 99%").to_owned(),
    }
}

/// The same within a sentence, where Spanish gives a percentage an article.
pub(crate) fn share_said(share: f64) -> String {
    match whole_percent(share) {
        Some(percent) => t!(in "within a sentence", "{number}%", number = percent),
        None => t!("more than 99%").to_owned(),
    }
}

/// A share in whole percent; none where it would round to all, but some are missing.
fn whole_percent(share: f64) -> Option<String> {
    let percent = share * 100.0;
    (share >= 1.0 || percent <= 99.0).then(|| format!("{percent:.0}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::bilingual::in_spanish;
    use crate::tests::sample::{homicide, observed, place, series};
    use cube::Grain;

    const CONTEXT: Context<'static> = Context {
        city: "Baltimore",
        events: &[],
        source_labels: &[],
        table_notes: &[],
    };

    #[track_caller]
    fn check(located: &[Option<Located>], expected: Option<&str>) {
        let mut line = place(homicide(observed(&[3, 4])), "east", "Eastern District");
        line.located = located.to_vec();
        let series = series(Grain::Year, "2014-01", "2015-12", vec![line]);
        assert_eq!(coverage_note(&series, &CONTEXT).as_deref(), expected);
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

    #[test]
    fn the_same_is_said_in_spanish() {
        let of = |located, total| Some(Located { located, total });
        let said = |located: Vec<Option<Located>>| {
            let mut line = place(homicide(observed(&[3, 4])), "east", "Eastern District");
            line.located = located;
            let series = series(Grain::Year, "2014-01", "2015-12", vec![line]);
            in_spanish(|| coverage_note(&series, &CONTEXT).unwrap())
        };
        assert_eq!(
            said(vec![of(60, 100), of(44, 100)]),
            "Del total de personas asesinadas en Baltimore, tiene un lugar registrado el \
             60\u{a0}% en 2014 y el 44\u{a0}% en 2015; el resto no está en ninguna zona. Por eso, \
             que una zona suba o baje puede deberse solo a la forma de registrar."
        );
        assert_eq!(
            said(vec![of(999, 1000), None]),
            "Del total de personas asesinadas en Baltimore, tiene un lugar registrado más del \
             99\u{a0}% en 2014; el resto no está en ninguna zona."
        );
        assert_eq!(in_spanish(|| share_text(of(3, 4)).unwrap()), "75\u{a0}%");
        let mut east = place(homicide(observed(&[3])), "east", "Eastern District");
        east.located = vec![of(600, 1001)];
        let series = series(Grain::Year, "2014-01", "2014-12", vec![east]);
        assert_eq!(
            in_spanish(|| crate::title(&located_share(&series).unwrap(), &CONTEXT)),
            "Personas asesinadas con un lugar registrado (en porcentaje) en Baltimore, por año, \
             2014"
        );
    }
}
