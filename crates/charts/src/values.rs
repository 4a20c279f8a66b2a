//! The finding of lines that are not counts of events: the newest number, the one a year before,
//! and nothing else.
//!
//! Of a rate or a share no range of chance is known here, so `rose`, `fell`, percentages and
//! ranges do not occur; whoever reads the two numbers sees which is larger.

use cube::series::Newest;
use cube::{Fixed, Line, Period, Series, Unit};
use wording::t;

use crate::finding::{SPOKEN, later, listed, number_in, shared, without_finding};
use crate::rounded::{beside, nothing_beside};
use crate::{Context, format, label, words};

/// The finding of a series in which some line is no count of events.
pub(crate) fn sentence(series: &Series, lines: &[Line], context: &Context) -> String {
    match lines {
        [line] => match series.newest(line) {
            Some(newest) => about_one(series, line, newest, context),
            None => without_finding(series, line, context),
        },
        lines => about_several(series, lines, context),
    }
}

fn about_one(series: &Series, line: &Line, newest: Newest, context: &Context) -> String {
    let place = label::place(line, context);
    let earlier = format::year_before(newest.period);
    let said = t!(
        "{when}, {clause}",
        when = format::capitalized(&format::within(newest.period)),
        clause = clause(line, newest.now, &place)
    );
    let said = match newest.before {
        Some(before) => beside(&said, &earlier_number(line, before), &earlier),
        None if is_broken(line, newest.period) => t!(
            "{said}. Earlier numbers were counted in another way and cannot be set beside it.",
            said = said
        ),
        None => nothing_beside(&said, &earlier),
    };
    match later(series, line, newest.period) {
        "" => said,
        later => format!("{said} {later}"),
    }
}

/// A number as the main clause of a sentence.
fn clause(line: &Line, number: Fixed, place: &str) -> String {
    let measured = words::measured(line, number);
    match line.unit {
        Unit::Residents => t!(
            "the number of residents of {place} was {number}",
            place = place,
            number = format::number(number)
        ),
        Unit::Percent => t!(
            "the share of {what} in {place} was {measured}",
            what = what(line),
            place = place,
            measured = measured
        ),
        Unit::IndexOfJoining => t!(
            "the number of {what} in {place} was {measured}",
            what = what(line),
            place = place,
            measured = measured
        ),
        Unit::Per1000Residents | Unit::Per1000Juveniles | Unit::Per100000Residents => t!(
            "the rate of {what} in {place} was {measured}",
            what = what(line),
            place = place,
            measured = measured
        ),
        _ => t!(
            "the number for {place} was {measured}",
            place = place,
            measured = measured
        ),
    }
}

/// A number after one of the same line, whose base has been said.
fn earlier_number(line: &Line, number: Fixed) -> String {
    match line.unit {
        Unit::Percent => words::measured(line, number),
        _ => format::number(number),
    }
}

/// What a rate is a rate of, without its base.
fn what(line: &Line) -> String {
    words::counted(line.unit, &line.category.code, &line.category.label).plural
}

fn is_broken(line: &Line, period: Period) -> bool {
    line.has_break_within(period.first().plus(-12), period.last)
}

/// Several lines, each briefly, with what they share said once at the front.
fn about_several(series: &Series, lines: &[Line], context: &Context) -> String {
    let spoken: Vec<(&Line, Option<Newest>)> = lines
        .iter()
        .take(SPOKEN)
        .map(|line| (line, series.newest(line)))
        .collect();
    let found = || spoken.iter().filter_map(|(_, newest)| newest.as_ref());
    let period = shared(found().map(|newest| newest.period));
    let place = shared(lines.iter().map(|line| label::place(line, context)));
    let base = shared(lines.iter().map(|line| words::base(line.unit)));
    let items = spoken.iter().map(|(line, newest)| {
        let name = label::line_label(series, line, context);
        format!(
            "{name}, {}",
            brief(line, *newest, base.is_some(), period.is_some())
        )
    });
    let items: Vec<String> = items.collect();
    let front = [
        place.map(|place| t!("in {place}", place = place)),
        period.map(format::within),
        base.filter(|base| !base.is_empty()).map(str::to_owned),
    ];
    let front: Vec<String> = front.into_iter().flatten().collect();
    let front = (!front.is_empty()).then(|| front.join(", "));
    listed(front.as_deref(), &items, lines.len())
}

/// One line of several: `60.48 (62.49 in 2017)`.
fn brief(line: &Line, newest: Option<Newest>, has_base: bool, is_dated: bool) -> String {
    let Some(newest) = newest else {
        return t!("no complete number").to_owned();
    };
    let number = match has_base {
        true => format::number(newest.now),
        false => words::measured(line, newest.now),
    };
    let when = match is_dated {
        true => String::new(),
        false => format!(" {}", format::within(newest.period)),
    };
    match newest.before {
        Some(before) => {
            let earlier = format::year_before(newest.period);
            let before = number_in(&earlier_number(line, before), &earlier);
            format!("{number}{when} ({before})")
        }
        None => format!("{number}{when}"),
    }
}
