//! The title of a chart, which names measure, unit, place, grain and period, and its source line.

use cube::{Grain, Line, Month, Series, Unit};

use crate::{Context, finding, format, label, words};

/// How many measures or places a title names before it only counts them.
const NAMED: usize = 3;

/// The title: `Homicide victims in Baltimore, 12 months ending each month, 2012 to April 2021`.
#[must_use]
pub fn title(series: &Series, context: &Context) -> String {
    let subject = match series.lines.is_empty() {
        true => "No series chosen".to_owned(),
        false => subject(series, context),
    };
    let grain = match series.grain {
        Grain::Month => "by month",
        Grain::Quarter => "by quarter",
        Grain::Year => "by year",
        Grain::Rolling12 => "12 months ending each month",
    };
    let window = window(series).map(|(first, last)| format::span(first, last));
    let parts = [Some(subject), Some(grain.to_owned()), window];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// The months over which points lie: from the first month of the first period, or its last where
/// each point looks back twelve months, to the last month of the last period.
pub(crate) fn window(series: &Series) -> Option<(Month, Month)> {
    let (first, last) = (series.periods.first()?, series.periods.last()?);
    let from = match series.grain {
        Grain::Rolling12 => first.last,
        Grain::Month | Grain::Quarter | Grain::Year => first.first(),
    };
    Some((from, last.last))
}

fn subject(series: &Series, context: &Context) -> String {
    let mut things: Vec<&Line> = Vec::new();
    for line in &series.lines {
        if !things.iter().any(|known| label::is_same_thing(known, line)) {
            things.push(line);
        }
    }
    let base = finding::shared(things.iter().map(|line| words::base(line.unit)));
    let measure = |line: &Line| match base {
        Some(_) => words::measure_without_base(line),
        None => words::measure(line),
    };
    let measures: Vec<String> = things
        .into_iter()
        .enumerate()
        .map(|(position, line)| match position {
            0 => measure(line),
            _ => words::lower_first(&measure(line)),
        })
        .collect();
    let base = base.filter(|base| !base.is_empty());
    let places = distinct(series, |line| label::place(line, context));
    let subject = format!(
        "{}{} in {}",
        named(&measures, "measure"),
        base.map(|base| format!(" {base}")).unwrap_or_default(),
        places_named(&places, context)
    );
    match series.lines.len() > 1 && measures.len() == 1 && places.len() == 1 {
        true => format!("{subject}, from {} sources", series.lines.len()),
        false => subject,
    }
}

fn distinct(series: &Series, name: impl Fn(&Line) -> String) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for text in series.lines.iter().map(name) {
        if !names.contains(&text) {
            names.push(text);
        }
    }
    names
}

fn named(items: &[String], of_what: &str) -> String {
    match (items.get(..NAMED), items.len().saturating_sub(NAMED)) {
        (None, _) | (_, 0) => format::list(items),
        (Some(first), rest) => {
            let plural = if rest > 1 { "s" } else { "" };
            format!("{} and {rest} more {of_what}{plural}", first.join(", "))
        }
    }
}

/// Places in a list; the city is said once, at the end, where all of them lie in it.
fn places_named(places: &[String], context: &Context) -> String {
    let suffix = format!(", {}", context.city);
    let short: Option<Vec<String>> = places
        .iter()
        .map(|place| place.strip_suffix(&suffix).map(str::to_owned))
        .collect();
    match short {
        Some(short) => format!("{}{suffix}", named(&short, "place")),
        None => {
            let short = |place: &String| place.strip_suffix(&suffix).unwrap_or(place).to_owned();
            named(&places.iter().map(short).collect::<Vec<_>>(), "place")
        }
    }
}

/// The source line: `Source: Police export of August 2021 (2014 to April 2021)`.
///
/// Each source with the months of the chart that come from it, oldest first.
#[must_use]
pub fn source_note(series: &Series, context: &Context) -> String {
    let (Some(first), Some(last)) = (series.periods.first(), series.periods.last()) else {
        return "No source covers the period shown.".to_owned();
    };
    let (first, last) = (first.first(), last.last);
    let mut used: Vec<(Month, Month, &str)> = series
        .lines
        .iter()
        .flat_map(|line| &line.stretches)
        .map(|stretch| {
            let label = context.source_label(&stretch.source);
            (stretch.first.max(first), stretch.last.min(last), label)
        })
        .filter(|(from, to, _)| from <= to)
        .collect();
    used.sort_unstable();
    used.dedup();
    let texts: Vec<String> = used
        .iter()
        .map(|(from, to, label)| format!("{label} ({})", format::span(*from, *to)))
        .collect();
    let sources = match texts.len() {
        0 => return "No source covers the period shown.".to_owned(),
        1 => format!("Source: {}.", texts.join("; ")),
        _ => format!("Sources: {}.", texts.join("; ")),
    };
    format!("{sources} {}", what_is_counted(series))
}

/// What kind of number the chart shows, which every chart has to say: recorded crime follows the
/// work of the police and the reports of residents as well as crime.
fn what_is_counted(series: &Series) -> &'static str {
    let is_arrests = |line: &Line| line.unit == Unit::Arrests;
    let has_other = series.lines.iter().any(|line| !is_crime(line.unit));
    match (
        series.lines.iter().any(is_arrests),
        series.lines.iter().all(is_arrests),
    ) {
        (_, true) => "Arrests are counted, not people.",
        (true, false) => "Arrests and reported crime are different counts.",
        (false, false) if has_other => what_else_is_counted(series),
        (false, false) => "Only crime that was reported and recorded is counted.",
    }
}

fn is_crime(unit: Unit) -> bool {
    matches!(unit, Unit::Victims | Unit::Offenses)
}

fn what_else_is_counted(series: &Series) -> &'static str {
    let is_of = |unit: Unit| series.lines.iter().all(|line| line.unit == unit);
    if is_of(Unit::Residents) {
        return "Residents are those of a census.";
    }
    if is_of(Unit::Percent) {
        return "Shares of different groups cannot be added.";
    }
    "Numbers follow what was reported and recorded as well as what happened."
}
