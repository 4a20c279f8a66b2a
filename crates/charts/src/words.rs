//! What is counted, in words: people, offenses and arrests are different counts and never share a
//! noun.
//!
//! Nouns are chosen by unit and category code, see [`nouns`]; a code that is not known there falls
//! back to the label of the code list, so that a new category needs no change of code. Homicides are
//! people. No text takes a noun apart or bends it: where a sentence of one language would have to
//! agree with it, the sentence is built around the noun.

use std::iter::once;

use cube::{Fixed, Line, Member, Unit};
use wording::{Language, language, letters, t};

use crate::format;

mod nouns;

/// What one and many of a count are called, in the language that is spoken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Noun {
    /// After the number 1: `person killed`, `persona asesinada`.
    pub singular: String,
    /// After every other number: `people killed`, `personas asesinadas`.
    pub plural: String,
}

impl Noun {
    fn new(singular: &str, plural: &str) -> Self {
        Self {
            singular: singular.to_owned(),
            plural: plural.to_owned(),
        }
    }

    /// The noun with its class in brackets behind it: `complaints (from the public)`.
    fn with_class(&self, class: &str) -> Self {
        Self {
            singular: format!("{} ({class})", self.singular),
            plural: format!("{} ({class})", self.plural),
        }
    }

    /// The noun with the people that it is about behind it, in the brackets of its class where it has
    /// one.
    fn of_people(&self, people: &str) -> Self {
        let add = |noun: &str| match noun.strip_suffix(')') {
            Some(open) => format!("{open}; {people})"),
            None => format!("{noun} ({people})"),
        };
        Self {
            singular: add(&self.singular),
            plural: add(&self.plural),
        }
    }

    /// A count with its noun: `348 people killed`, `1 person killed`.
    #[must_use]
    pub fn counted(&self, count: u32) -> String {
        format!("{} {}", format::count(count), self.of(count))
    }

    /// The noun that fits a count.
    #[must_use]
    pub fn of(&self, count: u32) -> &str {
        if count == 1 {
            &self.singular
        } else {
            &self.plural
        }
    }
}

/// What a count of a unit and category is called.
#[must_use]
pub fn noun(unit: Unit, code: &str, label: &str) -> Noun {
    match unit {
        Unit::Victims => nouns::victims(code, label),
        Unit::Offenses => nouns::offenses(code, label),
        Unit::Arrests => nouns::arrests(code, label),
        Unit::UsesOfForce => nouns::uses_of_force(code, label),
        Unit::Complaints => nouns::complaints(code, label),
        Unit::Allegations => nouns::allegations(code, label),
        Unit::Events => nouns::events(code, label),
        Unit::Residents => nouns::residents(),
        Unit::Per100000Residents
        | Unit::IndexOfJoining
        | Unit::Per1000Residents
        | Unit::Per1000Juveniles
        | Unit::Percent => {
            let plural = with_base(unit, &counted(unit, code, label).plural);
            Noun::new(&plural, &plural)
        }
    }
}

/// What a rate or a share is of: `per 1,000 residents`; nothing for a count.
#[must_use]
pub fn base(unit: Unit) -> &'static str {
    match unit {
        Unit::Per1000Residents => t!("per 1,000 residents"),
        Unit::Per1000Juveniles => t!("per 1,000 residents under 18"),
        Unit::Per100000Residents => t!("per 100,000 residents"),
        Unit::IndexOfJoining => t!("beside the 12 months before joining (= 100)"),
        Unit::Percent => t!("in percent"),
        _ => "",
    }
}

/// What is counted, or a number of it, with the base of its rate: `arrests per 1,000 residents`; a
/// count alone.
pub(crate) fn with_base(unit: Unit, what: &str) -> String {
    match unit {
        Unit::Per1000Residents => t!("{what} per 1,000 residents", what = what),
        Unit::Per1000Juveniles => t!("{what} per 1,000 residents under 18", what = what),
        Unit::Per100000Residents => t!("{what} per 100,000 residents", what = what),
        Unit::IndexOfJoining => t!(
            "{what} beside the 12 months before joining (= 100)",
            what = what
        ),
        Unit::Percent => t!("{what} in percent", what = what),
        _ => what.to_owned(),
    }
}

/// A number with what it is a number of: `60.48 per 1,000 residents`, `12.40%`, `348 arrests`.
#[must_use]
pub fn measured(line: &Line, number: Fixed) -> String {
    let text = format::number(number);
    match (line.unit, base(line.unit)) {
        (Unit::Percent, _) => t!("{number}%", number = text),
        (_, "") => {
            let noun = noun_of(line);
            let is_one = number.decimals == 0 && number.stored == 1;
            let noun = if is_one { noun.singular } else { noun.plural };
            format!("{text} {noun}")
        }
        (unit, _) => with_base(unit, &text),
    }
}

/// What a line counts, as [`noun`] calls it, and of which people: `arrests for gun offenses (Black)`.
#[must_use]
pub fn noun_of(line: &Line) -> Noun {
    match groups(line) {
        None => matter(line),
        Some(groups) => matter(line).of_people(&groups),
    }
}

/// What a line counts, whichever people it is about.
pub(crate) fn matter(line: &Line) -> Noun {
    match counts_people_by_category(line) {
        true => noun(line.unit, "all", t!(in "of people", "All")),
        false => noun(line.unit, &line.category.code, &line.category.label),
    }
}

/// The ids of dimensions that tell groups of people apart.
const OF_PEOPLE: [&str; 3] = ["age", "sex", "race"];

/// Whether the category of a line is a group of people, and no offense or charge.
pub(crate) fn counts_people_by_category(line: &Line) -> bool {
    OF_PEOPLE.contains(&line.category_dimension.as_str())
}

/// The groups of people that a line counts, everybody included, in the order of its table.
pub(crate) fn people(line: &Line) -> impl Iterator<Item = &Member> {
    let category = counts_people_by_category(line).then_some(&line.category);
    let groups = line.groups.iter().map(|group| &group.member);
    category.into_iter().chain(groups)
}

/// The groups of people that a line is limited to: `Black, Female`; none where it counts everybody.
fn groups(line: &Line) -> Option<String> {
    let limited = people(line).filter(|member| member.parent.is_some());
    let named = limited.map(|member| match language() {
        Language::English => member.label.clone(),
        // Spanish writes no group of people with a capital letter.
        Language::Spanish => lower_first(&member.label),
    });
    let named: Vec<String> = named.collect();
    (!named.is_empty()).then(|| named.join(", "))
}

/// The same in brackets behind a word, with the space before them; empty for everybody.
fn groups_in_brackets(line: &Line) -> String {
    groups(line).map_or_else(String::new, |groups| format!(" ({groups})"))
}

/// What a rate, a share or an index is made from, as a count of it is called.
pub(crate) fn counted(unit: Unit, code: &str, label: &str) -> Noun {
    match unit {
        Unit::Per100000Residents | Unit::IndexOfJoining => noun(Unit::Offenses, code, label),
        _ => noun(Unit::Events, code, label),
    }
}

/// What a line measures, as a title names it: `Homicide victims`, `Robberies`.
#[must_use]
pub fn measure(line: &Line) -> String {
    format::capitalized(&measure_within(line))
}

/// What a line measures, within a title: `homicide victims`.
pub(crate) fn measure_within(line: &Line) -> String {
    let homicides = match (line.unit, line.category.code.as_str()) {
        (Unit::Victims, "homicide") => t!("homicide victims"),
        (Unit::Offenses, "homicide") => t!("homicides"),
        (Unit::Per100000Residents | Unit::IndexOfJoining, "homicide") => {
            return with_base(line.unit, t!("homicides"));
        }
        _ => return noun_of(line).plural,
    };
    format!("{homicides}{}", groups_in_brackets(line))
}

/// The same without the base of a rate, which a title says once for several.
pub(crate) fn measure_without_base(line: &Line) -> String {
    match (line.unit, line.category.code.as_str()) {
        (unit, _) if base(unit).is_empty() => measure_within(line),
        (Unit::Per100000Residents | Unit::IndexOfJoining, "homicide") => t!("homicides").to_owned(),
        (unit, code) => counted(unit, code, &line.category.label).plural,
    }
}

/// A count as the main clause of a sentence: `348 people were killed in Baltimore`.
#[must_use]
pub fn clause(line: &Line, count: u32, place: &str) -> String {
    let noun = noun_of(line);
    let (none, counted) = (&noun.plural, noun.counted(count));
    match (line.unit, line.category.code.as_str(), count) {
        (Unit::Victims | Unit::Offenses, "homicide", _) => people_killed(line, count, place),
        (Unit::Victims, "shooting", _) => people_shot(line, count, place),
        (Unit::Arrests, _, 0) => {
            t!(
                "police made no {arrests} in {place}",
                arrests = none,
                place = place
            )
        }
        (Unit::Arrests, ..) => {
            t!(
                "police made {arrests} in {place}",
                arrests = counted,
                place = place
            )
        }
        (Unit::Events, _, 0) => {
            t!(
                "there were no {events} in {place}",
                events = none,
                place = place
            )
        }
        (Unit::Events, _, 1) => {
            t!(
                "there was {events} in {place}",
                events = counted,
                place = place
            )
        }
        (Unit::Events, ..) => {
            t!(
                "there were {events} in {place}",
                events = counted,
                place = place
            )
        }
        (Unit::Complaints | Unit::Allegations, _, 0) => t!(
            "no {complaints} about police officers in {place} were received",
            complaints = none,
            place = place
        ),
        (Unit::Complaints | Unit::Allegations, _, 1) => t!(
            "{complaints} about police officers in {place} was received",
            complaints = counted,
            place = place
        ),
        (Unit::Complaints | Unit::Allegations, ..) => t!(
            "{complaints} about police officers in {place} were received",
            complaints = counted,
            place = place
        ),
        (_, _, 0) => {
            t!(
                "police recorded no {offenses} in {place}",
                offenses = none,
                place = place
            )
        }
        _ => {
            t!(
                "police recorded {offenses} in {place}",
                offenses = counted,
                place = place
            )
        }
    }
}

fn people_killed(line: &Line, count: u32, place: &str) -> String {
    let who = groups_in_brackets(line);
    match count {
        0 => t!(
            "no one{who} was killed in {place}",
            who = who,
            place = place
        ),
        1 => t!(
            "1 person{who} was killed in {place}",
            who = who,
            place = place
        ),
        _ => t!(
            "{count} people{who} were killed in {place}",
            count = format::count(count),
            who = who,
            place = place
        ),
    }
}

fn people_shot(line: &Line, count: u32, place: &str) -> String {
    let who = groups_in_brackets(line);
    match count {
        0 => t!(
            "police recorded no non-fatal shootings{who} in {place}",
            who = who,
            place = place
        ),
        1 => t!(
            "1 person{who} was shot and survived in {place}",
            who = who,
            place = place
        ),
        _ => t!(
            "{count} people{who} were shot and survived in {place}",
            count = format::count(count),
            who = who,
            place = place
        ),
    }
}

/// A label within a sentence: its first letter small, unless it begins with an abbreviation or, in
/// English, is a numbered name such as `Part 1`.
#[must_use]
pub fn lower_first(label: &str) -> String {
    if language() == Language::English && is_numbered(label) {
        return label.to_owned();
    }
    let mut rest = label.chars();
    let (first, second) = (rest.next(), rest.clone().next());
    match first {
        Some(first) if !second.is_some_and(letters::is_capital) => {
            once(letters::small(first)).chain(rest).collect()
        }
        _ => label.to_owned(),
    }
}

/// Whether a number stands behind the first word of a label.
fn is_numbered(label: &str) -> bool {
    let second = label.split(' ').nth(1);
    second.is_some_and(|word| word.starts_with(|letter: char| letter.is_ascii_digit()))
}

#[cfg(test)]
mod tests;
