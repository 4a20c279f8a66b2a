//! The title of a chart, which names measure, unit, place, grain and period, and its source line.

use cube::sorting::sort;
use cube::{Grain, Line, Month, Series, Unit};
use wording::t;

use crate::{Context, finding, format, label, protection, words};

/// How many measures or places a title names before it only counts them.
const NAMED: usize = 3;

/// The title: `Homicide victims in Baltimore, 12 months ending each month, 2012 to April 2021`.
#[must_use]
pub fn title(series: &Series, context: &Context) -> String {
    let subject = match series.lines.is_empty() {
        true => t!("No series chosen").to_owned(),
        false => subject(series, context),
    };
    let grain = match series.grain {
        Grain::Month => t!("by month"),
        Grain::Quarter => t!("by quarter"),
        Grain::Year => t!("by year"),
        Grain::Rolling12 => t!("12 months ending each month"),
    };
    let window = window(series).map(|(first, last)| format::span(first, last));
    let parts = [Some(subject), Some(grain.to_owned()), window];
    let title = parts.into_iter().flatten().collect::<Vec<_>>().join(", ");
    marked_as_sample(series, title, context)
}

/// The title, after the word for a sample where a line is from one.
pub(crate) fn marked_as_sample(series: &Series, title: String, context: &Context) -> String {
    match series
        .lines
        .iter()
        .any(|line| protection::is_sample(line, context))
    {
        true => format!("{}. {title}", protection::SAMPLE.text()),
        false => title,
    }
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

/// What is measured, and where: `Homicide victims in Baltimore`.
pub(crate) fn subject(series: &Series, context: &Context) -> String {
    let mut things: Vec<&Line> = Vec::new();
    for line in &series.lines {
        if !things.iter().any(|known| label::is_same_thing(known, line)) {
            things.push(line);
        }
    }
    let is_shared = finding::shared(things.iter().map(|line| words::base(line.unit))).is_some();
    let measures: Vec<String> = things
        .iter()
        .map(|line| match is_shared {
            true => words::measure_without_base(line),
            false => words::measure_within(line),
        })
        .collect();
    let what = measures_named(&measures);
    let what = match things.first().filter(|_| is_shared) {
        Some(line) => words::with_base(line.unit, &what),
        None => what,
    };
    let places = distinct(series, |line| label::place(line, context));
    let subject = t!(
        "{what} in {place}",
        what = format::capitalized(&what),
        place = places_named(&places, context)
    );
    match series.lines.len() > 1 && measures.len() == 1 && places.len() == 1 {
        true => t!(
            "{subject}, from {count} sources",
            subject = subject,
            count = series.lines.len()
        ),
        false => subject,
    }
}

/// Measures in a list; those of one noun with different classes behind it name the noun once, and
/// the one without a class as all of them.
fn measures_named(measures: &[String]) -> String {
    let parts: Vec<(&str, Option<&str>)> = measures
        .iter()
        .map(|measure| {
            let classed = measure
                .strip_suffix(')')
                .and_then(|open| open.split_once(" ("));
            classed.map_or((measure.as_str(), None), |(noun, class)| {
                (noun, Some(class))
            })
        })
        .collect();
    match parts.as_slice() {
        [(first, _), _, ..] if parts.iter().all(|(noun, _)| noun == first) => {
            let class = |(_, class): &(&str, Option<&str>)| {
                class.map_or_else(|| t!(in "among classes", "all").to_owned(), str::to_owned)
            };
            let classes: Vec<String> = parts.iter().map(class).collect();
            format!("{first} ({})", named(&classes, Named::Classes))
        }
        _ => named(measures, Named::Measures),
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

/// What a title names a few of.
#[derive(Clone, Copy)]
enum Named {
    Measures,
    Classes,
    Places,
}

/// Items in a list; of many the first few, and how many more there are.
fn named(items: &[String], of: Named) -> String {
    let (Some(first), rest @ 1..) = (items.get(..NAMED), items.len().saturating_sub(NAMED)) else {
        return format::list(items);
    };
    let some = first.join(", ");
    match (of, rest) {
        (Named::Measures, 1) => t!("{some} and {rest} more measure", some = some, rest = rest),
        (Named::Measures, _) => t!("{some} and {rest} more measures", some = some, rest = rest),
        (Named::Classes, 1) => t!("{some} and {rest} more class", some = some, rest = rest),
        (Named::Classes, _) => t!("{some} and {rest} more classes", some = some, rest = rest),
        (Named::Places, 1) => t!("{some} and {rest} more place", some = some, rest = rest),
        (Named::Places, _) => t!("{some} and {rest} more places", some = some, rest = rest),
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
        Some(short) => format!("{}{suffix}", named(&short, Named::Places)),
        None => {
            let short = |place: &String| place.strip_suffix(&suffix).unwrap_or(place).to_owned();
            named(&places.iter().map(short).collect::<Vec<_>>(), Named::Places)
        }
    }
}

/// The source line: `Source: Police export of August 2021 (2014 to April 2021)`.
///
/// Each source with the months of the chart that come from it, oldest first.
#[must_use]
pub fn source_note(series: &Series, context: &Context) -> String {
    let (Some(first), Some(last)) = (series.periods.first(), series.periods.last()) else {
        return t!("No source covers the period shown.").to_owned();
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
    sort(&mut used);
    used.dedup();
    let texts: Vec<String> = used
        .iter()
        .map(|(from, to, label)| format!("{label} ({})", format::span(*from, *to)))
        .collect();
    let sources = match texts.len() {
        0 => return t!("No source covers the period shown.").to_owned(),
        1 => t!("Source: {sources}.", sources = texts.join("; ")),
        _ => t!("Sources: {sources}.", sources = texts.join("; ")),
    };
    format!("{sources} {}", what_is_counted(series))
}

/// What kind of number the chart shows, which every chart has to say: recorded crime follows the
/// work of the police and the reports of residents as well as crime.
fn what_is_counted(series: &Series) -> &'static str {
    let mut kinds: Vec<Kind> = series.lines.iter().map(|line| kind(line.unit)).collect();
    kinds.dedup();
    match kinds.as_slice() {
        [Kind::Crime] | [] => t!("Only crime that was reported and recorded is counted."),
        [Kind::Arrests] => t!("Arrests are counted, not people."),
        [Kind::Force] => {
            t!("Only force that officers reported is counted, by incident, not by person.")
        }
        [Kind::Complaints] => {
            t!(
                "Complaints are counted as they were received, whether or not they were found to \
                 be true."
            )
        }
        [Kind::Residents] => t!("Residents are those of a census."),
        [Kind::Shares] => t!("Shares of different groups cannot be added."),
        [Kind::Events] => {
            t!("Numbers follow what was reported and recorded as well as what happened.")
        }
        several
            if several
                .iter()
                .all(|kind| matches!(kind, Kind::Crime | Kind::Arrests)) =>
        {
            t!("Arrests and reported crime are different counts.")
        }
        _ => t!("Different things are counted here; their numbers cannot be added."),
    }
}

/// What a reader has to keep apart.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Crime,
    Arrests,
    Force,
    Complaints,
    Events,
    Residents,
    Shares,
}

fn kind(unit: Unit) -> Kind {
    match unit {
        Unit::Victims | Unit::Offenses | Unit::Per100000Residents | Unit::IndexOfJoining => {
            Kind::Crime
        }
        Unit::Arrests => Kind::Arrests,
        Unit::UsesOfForce => Kind::Force,
        Unit::Complaints | Unit::Allegations => Kind::Complaints,
        Unit::Events | Unit::Per1000Residents | Unit::Per1000Juveniles => Kind::Events,
        Unit::Residents => Kind::Residents,
        Unit::Percent => Kind::Shares,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::bilingual::in_spanish;
    use crate::tests::sample::{homicide, observed, series};
    use cube::Grain;

    /// A line of what officers do, under a class.
    fn force(code: &str, label: &str) -> Line {
        let mut line = homicide(observed(&[3, 4]));
        line.unit = Unit::UsesOfForce;
        line.category.code = code.into();
        line.category.label = label.into();
        line
    }

    #[track_caller]
    fn check(lines: Vec<Line>, expected_title: &str, expected_note: &str) {
        let series = series(Grain::Year, "2014-01", "2015-12", lines);
        let context = Context {
            city: "Baltimore",
            events: &[],
            source_labels: &[],
            table_notes: &[],
        };
        assert_eq!(title(&series, &context), expected_title);
        assert_eq!(what_is_counted(&series), expected_note);
    }

    #[test]
    fn classes_of_one_thing_name_the_thing_once() {
        let force_note =
            "Only force that officers reported is counted, by incident, not by person.";
        check(
            vec![force("all", "All")],
            "Use-of-force incidents in Baltimore, by year, 2014 to 2015",
            force_note,
        );
        check(
            vec![force("hands", "Hands"), force("dog", "Dog")],
            "Use-of-force incidents (hands and dog) in Baltimore, by year, 2014 to 2015",
            force_note,
        );
        let classes = ["A", "B", "C", "D", "E"];
        check(
            classes.map(|class| force(class, class)).to_vec(),
            "Use-of-force incidents (a, b, c and 2 more classes) in Baltimore, by year, 2014 to \
             2015",
            force_note,
        );
        check(
            vec![force("hands", "Hands"), homicide(observed(&[3, 4]))],
            "Use-of-force incidents (hands) and homicide victims in Baltimore, by year, 2014 to \
             2015",
            "Different things are counted here; their numbers cannot be added.",
        );
    }

    #[test]
    fn spanish_classes_name_the_thing_once_whatever_its_gender() {
        let title_of = |lines: Vec<Line>| {
            let series = series(Grain::Year, "2014-01", "2015-12", lines);
            let context = Context {
                city: "New Orleans",
                events: &[],
                source_labels: &[],
                table_notes: &[],
            };
            in_spanish(|| title(&series, &context))
        };
        assert_eq!(
            title_of(vec![force("all", "Todos"), force("hands", "Manos")]),
            "Incidentes de uso de la fuerza (en total y manos) en New Orleans, por año, 2014 a 2015"
        );
        let classes = ["A", "B", "C", "D"];
        assert_eq!(
            title_of(classes.map(|class| force(class, class)).to_vec()),
            "Incidentes de uso de la fuerza (a, b, c y 1 clase más) en New Orleans, por año, 2014 a \
             2015"
        );
        assert_eq!(
            title_of(vec![force("hands", "Manos"), homicide(observed(&[3, 4]))]),
            "Incidentes de uso de la fuerza (manos) y víctimas de homicidio en New Orleans, por año, \
             2014 a 2015"
        );
    }
}
