//! The finding of lines that are not counts of events: the newest number, the one a year before,
//! and nothing else.
//!
//! Of a rate or a share no range of chance is known here, so `rose`, `fell`, percentages and
//! ranges do not occur; whoever reads the two numbers sees which is larger.

use cube::series::Newest;
use cube::{Fixed, Line, Period, Series, Unit};

use crate::finding::{SPOKEN, later, shared, without_finding};
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
    let when = format::capitalized(&format::within(newest.period));
    let earlier = format::year_before(newest.period);
    let beside = match newest.before {
        Some(before) => format!("; in {earlier} it was {}.", earlier_number(line, before)),
        None if is_broken(line, newest.period) => {
            ". Earlier numbers were counted in another way and cannot be set beside it.".to_owned()
        }
        None => format!(". There is no complete number for {earlier} to set beside it."),
    };
    let clause = clause(line, newest.now, &place);
    let said = [
        format!("{when}, {clause}{beside}"),
        later(series, line, newest.period),
    ];
    let said = said.into_iter().filter(|text| !text.is_empty());
    said.collect::<Vec<_>>().join(" ")
}

/// A number as the main clause of a sentence.
fn clause(line: &Line, number: Fixed, place: &str) -> String {
    let measured = words::measured(line, number);
    match line.unit {
        Unit::Residents => format!(
            "the number of residents of {place} was {}",
            format::number(number)
        ),
        Unit::Percent => format!("the share of {} in {place} was {measured}", what(line)),
        Unit::IndexOfJoining => format!("the number of {} in {place} was {measured}", what(line)),
        Unit::Per1000Residents | Unit::Per1000Juveniles | Unit::Per100000Residents => {
            format!("the rate of {} in {place} was {measured}", what(line))
        }
        _ => {
            format!("the number for {place} was {measured}")
        }
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
    let more = match lines.len() - items.len() {
        0 => String::new(),
        rest => format!("; and {rest} more"),
    };
    let front = [
        place.map(|place| format!("in {place}")),
        period.map(format::within),
        base.filter(|base| !base.is_empty()).map(str::to_owned),
    ];
    let front: Vec<String> = front.into_iter().flatten().collect();
    let front = match front.is_empty() {
        true => String::new(),
        false => format!("{}: ", front.join(", ")),
    };
    format::capitalized(&format!("{front}{}{more}.", items.join("; ")))
}

/// One line of several: `60.48 (62.49 in 2017)`.
fn brief(line: &Line, newest: Option<Newest>, has_base: bool, is_dated: bool) -> String {
    let Some(newest) = newest else {
        return "no complete number".to_owned();
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
            format!(
                "{number}{when} ({} in {earlier})",
                earlier_number(line, before)
            )
        }
        None => format!("{number}{when}"),
    }
}
