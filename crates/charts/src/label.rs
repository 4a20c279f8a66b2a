//! Short names of lines and places: as short as their chart allows, and never the same twice.

use cube::{Line, Series};

use crate::{Context, format, words};

/// The code of the member that stands for events without an area.
const NOT_LOCATED: &str = "not-located";

/// The name of a line's place within a sentence or title: `Baltimore`, `Sandtown, Baltimore`.
pub(crate) fn place(line: &Line, context: &Context) -> String {
    let label = line.geography.label.as_str();
    let is_whole = line.geography.code == "city" || label.eq_ignore_ascii_case(context.city);
    match (is_whole, line.geography.parent) {
        (true, _) => context.city.to_owned(),
        // Events whose area was not written down are no area; they are the city's all the same.
        (false, Some(_)) if line.geography.code == NOT_LOCATED => {
            format!("{}, {}", context.city, words::lower_first(label))
        }
        (false, None) => label.to_owned(),
        (false, Some(_)) => format!("{label}, {}", context.city),
    }
}

/// A unique short label of a line: its category, its place, and its source where several are drawn.
#[must_use]
pub fn line_label(series: &Series, line: &Line, context: &Context) -> String {
    let unique_sources = series.lines.iter().all(|other| {
        other.table == line.table || sources(other, context) != sources(line, context)
    });
    label_with(series, line, |line| match sources(line, context) {
        Some(text) if unique_sources => text,
        _ => table_words(&line.table),
    })
}

fn label_with(series: &Series, line: &Line, origin: impl Fn(&Line) -> String) -> String {
    let differs = |same: fn(&Line, &Line) -> bool| {
        let mut others = series.lines.iter();
        others.any(|other| !same(other, line))
    };
    let of_things = differs(is_same_thing);
    let of_units = differs(|a, b| a.unit == b.unit);
    let of_places = differs(is_same_place);
    let of_people = differs(is_same_people);
    let of_things = of_things && differs(is_same_matter);
    let has_twin = series.lines.iter().any(|other| {
        other.table != line.table && is_same_thing(other, line) && is_same_place(other, line)
    });
    let mut parts = Vec::with_capacity(3);
    match (of_things, of_units) {
        (true, true) => parts.push(words::measure(line)),
        (true, false) => parts.push(line.category.label.clone()),
        (false, _) if !(of_places || of_people || has_twin) => {
            parts.push(line.category.label.clone());
        }
        (false, _) => {}
    }
    if of_places {
        parts.push(line.geography.label.clone());
    }
    if of_people {
        parts.extend(people_named(series, line));
    }
    if has_twin {
        parts.push(origin(line));
    }
    format::capitalized(&parts.join(", "))
}

/// Whether two lines count the same thing: what they count has the same name.
pub(crate) fn is_same_thing(one: &Line, other: &Line) -> bool {
    one.category.code == other.category.code && words::noun_of(one) == words::noun_of(other)
}

/// Whether two lines count the same thing, whichever people it is about.
fn is_same_matter(one: &Line, other: &Line) -> bool {
    let is_same_code = one.category.code == other.category.code
        || (words::counts_people_by_category(one) && words::counts_people_by_category(other));
    is_same_code && words::matter(one) == words::matter(other)
}

/// Whether two lines count the same groups of people.
pub(crate) fn is_same_people(one: &Line, other: &Line) -> bool {
    let codes = |line: &Line| {
        let groups = words::people(line).map(|member| member.code.clone());
        groups.collect::<Vec<_>>()
    };
    codes(one) == codes(other)
}

/// The groups of a line in those respects in which lines differ.
fn people_named(series: &Series, line: &Line) -> Vec<String> {
    let own = words::people(line).enumerate();
    let differs = |position: usize, code: &str| {
        let mut others = series.lines.iter();
        others.any(|other| {
            words::people(other)
                .nth(position)
                .is_none_or(|member| member.code != code)
        })
    };
    own.filter(|(position, member)| differs(*position, &member.code))
        .map(|(_, member)| member.label.clone())
        .collect()
}

/// Whether two lines are of the same place.
pub(crate) fn is_same_place(one: &Line, other: &Line) -> bool {
    one.geography.code == other.geography.code
}

/// The labels of the sources of a line's table, in time order, each up to its first comma or colon
/// so that a title of a source becomes a name; none where the table names no source.
fn sources(line: &Line, context: &Context) -> Option<String> {
    let mut labels: Vec<String> = Vec::new();
    for stretch in &line.stretches {
        let label = context.source_label(&stretch.source);
        let name = label.split([',', ':']).next().unwrap_or(label).trim();
        if !labels.iter().any(|known| known == name) {
            labels.push(name.to_owned());
        }
    }
    (!labels.is_empty()).then(|| format::list(&labels))
}

/// The id of a table as words: `crime-city` is `crime city`.
fn table_words(id: &str) -> String {
    id.replace(['-', '_'], " ")
}
