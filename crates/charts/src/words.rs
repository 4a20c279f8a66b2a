//! What is counted, in words: people, offenses and arrests are different counts and never share a
//! noun.
//!
//! Nouns are chosen by unit and category code; a code that is not known here falls back to the
//! label of the code list, so that a new category needs no change of code. Homicides are people.

use cube::{Fixed, Line, Member, Unit};

use crate::format;

/// What one and many of a count are called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Noun {
    /// After the number 1: `person killed`.
    pub singular: String,
    /// After every other number: `people killed`.
    pub plural: String,
}

impl Noun {
    fn new(singular: &str, plural: &str) -> Self {
        Self {
            singular: singular.to_owned(),
            plural: plural.to_owned(),
        }
    }

    fn regular(singular: &str) -> Self {
        Self::new(singular, &format!("{singular}s"))
    }

    /// The noun with what a label adds to its name after a comma: `aggravated assaults (shootings
    /// included)`.
    fn qualified(self, label: &str) -> Self {
        let Some((_, remark)) = label.split_once(", ") else {
            return self;
        };
        let singular = format!("{} ({remark})", self.singular);
        match self.plural.ends_with(&format!("{remark} offenses")) {
            true => self,
            false => Self {
                singular,
                plural: format!("{} ({remark})", self.plural),
            },
        }
    }

    /// The noun with the people that the label of all of it limits it to: `arrests of adults` from
    /// `All arrests of adults`.
    fn of_whom(self, label: &str) -> Self {
        match label.split_once(" of ") {
            None => self,
            Some((_, whom)) => Self {
                singular: format!("{} of {whom}", self.singular),
                plural: format!("{} of {whom}", self.plural),
            },
        }
    }

    /// The noun with the people that it is about behind it, in the brackets of its class where it has
    /// one.
    fn of_people(self, people: &str) -> Self {
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
    match (unit, code) {
        (Unit::Victims | Unit::Offenses, "homicide") => Noun::new("person killed", "people killed"),
        (Unit::Victims, _) => Noun::regular(&format!("{} victim", offense(code, label))),
        (Unit::Offenses, _) => offenses(code, label).qualified(label),
        (Unit::Arrests, "all") => Noun::regular("arrest").of_whom(label),
        (Unit::Arrests, _) => {
            let charge = charge(code, label);
            Noun::new(&format!("arrest {charge}"), &format!("arrests {charge}"))
        }
        (Unit::UsesOfForce, _) => of_police("use-of-force incident", code, label),
        (Unit::Complaints, _) => of_police("complaint", code, label),
        (Unit::Allegations, _) => of_police("allegation", code, label),
        (Unit::Events, _) => events(code, label),
        (Unit::Residents, _) => Noun::new("resident", "residents"),
        (Unit::Per100000Residents | Unit::IndexOfJoining, _) => {
            let plural = format!("{} {}", counted(unit, code, label).plural, base(unit));
            Noun::new(&plural, &plural)
        }
        (Unit::Per1000Residents | Unit::Per1000Juveniles | Unit::Percent, _) => {
            let plural = format!("{} {}", events(code, label).plural, base(unit));
            Noun::new(&plural, &plural)
        }
    }
}

/// What a rate or a share is of: `per 1,000 residents`; nothing for a count.
#[must_use]
pub fn base(unit: Unit) -> &'static str {
    match unit {
        Unit::Per1000Residents => "per 1,000 residents",
        Unit::Per1000Juveniles => "per 1,000 residents under 18",
        Unit::Per100000Residents => "per 100,000 residents",
        Unit::IndexOfJoining => "beside the 12 months before joining (= 100)",
        Unit::Percent => "in percent",
        _ => "",
    }
}

/// A number with what it is a number of: `60.48 per 1,000 residents`, `12.40%`, `348 arrests`.
#[must_use]
pub fn measured(line: &Line, number: Fixed) -> String {
    let text = format::number(number);
    match line.unit {
        Unit::Percent => format!("{text}%"),
        Unit::Per1000Residents
        | Unit::Per1000Juveniles
        | Unit::Per100000Residents
        | Unit::IndexOfJoining => format!("{text} {}", base(line.unit)),
        _ => {
            let noun = noun_of(line);
            let is_one = number.decimals == 0 && number.stored == 1;
            let noun = if is_one { noun.singular } else { noun.plural };
            format!("{text} {noun}")
        }
    }
}

/// What a line counts, as [`noun`] calls it, and of which people: `arrests for gun offenses (Black)`.
#[must_use]
pub fn noun_of(line: &Line) -> Noun {
    let matter = matter(line);
    let groups: Vec<&str> = people(line)
        .filter(|member| member.parent.is_some())
        .map(|member| member.label.as_str())
        .collect();
    match groups.is_empty() {
        true => matter,
        false => matter.of_people(&groups.join(", ")),
    }
}

/// What a line counts, whichever people it is about.
pub(crate) fn matter(line: &Line) -> Noun {
    match counts_people_by_category(line) {
        true => noun(line.unit, "all", "All"),
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

/// What a line measures without the base of a rate, which a title says once for several.
pub(crate) fn measure_without_base(line: &Line) -> String {
    match base(line.unit) {
        "" => measure(line),
        _ => match (line.unit, line.category.code.as_str()) {
            (Unit::Per100000Residents | Unit::IndexOfJoining, "homicide") => "Homicides".to_owned(),
            (unit, code) => format::capitalized(&counted(unit, code, &line.category.label).plural),
        },
    }
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
    match (line.unit, line.category.code.as_str()) {
        (Unit::Victims, "homicide") => {
            format!("Homicide victims{}", people_in_brackets(line))
        }
        (Unit::Offenses, "homicide") => format!("Homicides{}", people_in_brackets(line)),
        (Unit::Per100000Residents | Unit::IndexOfJoining, "homicide") => {
            format!("Homicides {}", base(line.unit))
        }
        _ => format::capitalized(&noun_of(line).plural),
    }
}

fn people_in_brackets(line: &Line) -> String {
    let noun = noun_of(line).plural;
    let matter = matter(line).plural;
    noun.strip_prefix(&matter).unwrap_or_default().to_owned()
}

/// A count as the main clause of a sentence: `348 people were killed in Baltimore`.
#[must_use]
pub fn clause(line: &Line, count: u32, place: &str) -> String {
    let noun = noun_of(line);
    let many = format::count(count);
    let who = people_in_brackets(line);
    match (line.unit, line.category.code.as_str(), count) {
        (Unit::Victims | Unit::Offenses, "homicide", 0) => {
            format!("no one{who} was killed in {place}")
        }
        (Unit::Victims | Unit::Offenses, "homicide", 1) => {
            format!("1 person{who} was killed in {place}")
        }
        (Unit::Victims | Unit::Offenses, "homicide", _) => {
            format!("{many} people{who} were killed in {place}")
        }
        (Unit::Victims, "shooting", 1) => {
            format!("1 person{who} was shot and survived in {place}")
        }
        (Unit::Victims, "shooting", 2..) => {
            format!("{many} people{who} were shot and survived in {place}")
        }
        (Unit::Victims, "shooting", 0) => {
            format!("police recorded no non-fatal shootings{who} in {place}")
        }
        (Unit::Arrests, _, 0) => format!("police made no {} in {place}", noun.plural),
        (Unit::Arrests, _, _) => format!("police made {} in {place}", noun.counted(count)),
        (Unit::Events, _, 0) => format!("there were no {} in {place}", noun.plural),
        (Unit::Events, _, 1) => format!("there was {} in {place}", noun.counted(count)),
        (Unit::Events, _, _) => format!("there were {} in {place}", noun.counted(count)),
        (Unit::Complaints | Unit::Allegations, _, 0) => {
            format!(
                "no {} about police officers in {place} were received",
                noun.plural
            )
        }
        (Unit::Complaints | Unit::Allegations, _, _) => {
            let were = if count == 1 { "was" } else { "were" };
            let counted = noun.counted(count);
            format!("{counted} about police officers in {place} {were} received")
        }
        (_, _, 0) => format!("police recorded no {} in {place}", noun.plural),
        _ => format!("police recorded {} in {place}", noun.counted(count)),
    }
}

/// Something that officers do or are said to have done; the class stands behind it, because the
/// classes are the city's own words and fit no one grammar.
fn of_police(singular: &str, code: &str, label: &str) -> Noun {
    let noun = Noun::regular(singular);
    match code {
        "all" => noun,
        _ => {
            let class = lower_first(label);
            Noun::new(
                &format!("{} ({class})", noun.singular),
                &format!("{} ({class})", noun.plural),
            )
        }
    }
}

/// The offense before the word `victim`.
fn offense(code: &str, label: &str) -> String {
    match code {
        "shooting" => "non-fatal shooting".to_owned(),
        "auto_theft" => "vehicle theft".to_owned(),
        "violent" => "violent crime".to_owned(),
        "property" => "property crime".to_owned(),
        "all" => "crime".to_owned(),
        "robbery" | "burglary" | "larceny" | "rape" | "arson" | "aggravated_assault"
        | "common_assault" => code.replace('_', " "),
        _ => lower_first(label),
    }
}

fn offenses(code: &str, label: &str) -> Noun {
    match code {
        "robbery" => Noun::new("robbery", "robberies"),
        "burglary" => Noun::new("burglary", "burglaries"),
        "larceny" => Noun::new("larceny", "larcenies"),
        "shooting" | "auto_theft" | "violent" | "property" | "all" | "rape" | "arson"
        | "aggravated_assault" | "common_assault" => Noun::regular(&offense(code, label)),
        _ => Noun::regular(&format!("{} offense", lower_first(label))),
    }
}

/// Events of many kinds; a label that is not known here is a plural already.
fn events(code: &str, label: &str) -> Noun {
    match code {
        "part1" => Noun::regular("Part 1 crime"),
        "violent" | "property" => Noun::regular(&offense(code, label)),
        "gun_homicide" => Noun::new("person killed with a gun", "people killed with a gun"),
        "arrest" => Noun::regular("arrest"),
        _ => {
            let plural = lower_first(label);
            let begun = plural.strip_prefix("calls to 911 about ");
            match begun.map(|about| format!("call to 911 about {about}")) {
                Some(singular) => Noun::new(&singular, &plural),
                None => Noun::new(plural.strip_suffix('s').unwrap_or(&plural), &plural),
            }
        }
    }
}

/// The charge after `arrests`.
fn charge(code: &str, label: &str) -> String {
    match code {
        "court" => "on court orders and warrants".to_owned(),
        "other" => "on other charges".to_owned(),
        "unknown" => "with no charge stated".to_owned(),
        "gun" => "for gun offenses".to_owned(),
        "drugs" => "for drug offenses".to_owned(),
        "public_order" => "for public order offenses".to_owned(),
        "traffic" => "for traffic offenses".to_owned(),
        _ => format!("for {}", lower_first(label)),
    }
}

/// A label within a sentence: its first letter small, unless it begins with an abbreviation or a
/// numbered name such as `Part 1`.
#[must_use]
pub fn lower_first(label: &str) -> String {
    let is_number = |word: &str| word.starts_with(|letter: char| letter.is_ascii_digit());
    if label.split(' ').nth(1).is_some_and(is_number) {
        return label.to_owned();
    }
    let mut letters = label.chars();
    let (first, second) = (letters.next(), letters.clone().next());
    match first {
        Some(first) if !second.is_some_and(char::is_uppercase) => {
            first.to_lowercase().chain(letters).collect()
        }
        _ => label.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(unit: Unit, code: &str, label: &str, one: &str, many: &str) {
        let noun = noun(unit, code, label);
        assert_eq!(noun.counted(1), one);
        assert_eq!(noun.counted(2345), many);
    }

    #[test]
    fn homicides_are_people() {
        for unit in [Unit::Victims, Unit::Offenses] {
            check(
                unit,
                "homicide",
                "Homicide",
                "1 person killed",
                "2,345 people killed",
            );
        }
    }

    #[test]
    fn each_unit_has_its_own_noun() {
        use Unit::{Arrests, Offenses, Victims};
        check(
            Victims,
            "robbery",
            "Robbery",
            "1 robbery victim",
            "2,345 robbery victims",
        );
        check(
            Offenses,
            "robbery",
            "Robbery",
            "1 robbery",
            "2,345 robberies",
        );
        check(
            Arrests,
            "robbery",
            "Robbery",
            "1 arrest for robbery",
            "2,345 arrests for robbery",
        );
        check(
            Victims,
            "shooting",
            "Shooting",
            "1 non-fatal shooting victim",
            "2,345 non-fatal shooting victims",
        );
        check(
            Arrests,
            "gun",
            "Guns",
            "1 arrest for gun offenses",
            "2,345 arrests for gun offenses",
        );
        check(Arrests, "all", "All", "1 arrest", "2,345 arrests");
        check(
            Arrests,
            "all",
            "All arrests of adults",
            "1 arrest of adults",
            "2,345 arrests of adults",
        );
    }

    #[test]
    fn events_and_rates_are_named_by_their_category() {
        use Unit::{Events, Per1000Residents};
        check(
            Events,
            "part1",
            "Part 1 crimes",
            "1 Part 1 crime",
            "2,345 Part 1 crimes",
        );
        check(
            Events,
            "call_narcotics",
            "Calls to 911 about narcotics",
            "1 call to 911 about narcotics",
            "2,345 calls to 911 about narcotics",
        );
        check(Events, "fire", "Fires", "1 fire", "2,345 fires");
        let rate = noun(Per1000Residents, "arrest", "Arrests");
        assert_eq!(rate.plural, "arrests per 1,000 residents");
    }

    #[test]
    fn what_officers_do_is_named_with_its_class() {
        use Unit::{Allegations, Complaints, UsesOfForce};
        check(
            UsesOfForce,
            "all",
            "All",
            "1 use-of-force incident",
            "2,345 use-of-force incidents",
        );
        check(
            UsesOfForce,
            "takedown",
            "Takedown",
            "1 use-of-force incident (takedown)",
            "2,345 use-of-force incidents (takedown)",
        );
        check(
            Complaints,
            "di_1",
            "DI-1",
            "1 complaint (DI-1)",
            "2,345 complaints (DI-1)",
        );
        check(
            Allegations,
            "sustained",
            "Sustained",
            "1 allegation (sustained)",
            "2,345 allegations (sustained)",
        );
    }

    #[test]
    fn an_unknown_code_falls_back_to_its_label() {
        use Unit::{Arrests, Offenses, Victims};
        check(
            Victims,
            "carjacking",
            "Carjacking",
            "1 carjacking victim",
            "2,345 carjacking victims",
        );
        check(
            Offenses,
            "dui",
            "DUI",
            "1 DUI offense",
            "2,345 DUI offenses",
        );
        check(
            Arrests,
            "fraud",
            "Fraud",
            "1 arrest for fraud",
            "2,345 arrests for fraud",
        );
    }
}
