//! What a count of each known code is called; a code that is not known is called by its label, so
//! that a new category needs no change of code.
//!
//! A label is of the code list, in the language that is spoken, and fits into no grammar but that of
//! names: behind `for`, before `victims`, in brackets.

use wording::{Language, language, t};

use super::{Noun, lower_first};

/// People against whom an offense was recorded.
pub(super) fn victims(code: &str, label: &str) -> Noun {
    match code {
        "homicide" => people_killed(),
        "shooting" => Noun::new(
            t!("non-fatal shooting victim"),
            t!("non-fatal shooting victims"),
        ),
        "auto_theft" => Noun::new(t!("vehicle theft victim"), t!("vehicle theft victims")),
        "violent" => Noun::new(t!("violent crime victim"), t!("violent crime victims")),
        "property" => Noun::new(t!("property crime victim"), t!("property crime victims")),
        "all" => Noun::new(t!("crime victim"), t!("crime victims")),
        "robbery" => Noun::new(t!("robbery victim"), t!("robbery victims")),
        "burglary" => Noun::new(t!("burglary victim"), t!("burglary victims")),
        "larceny" => Noun::new(t!("larceny victim"), t!("larceny victims")),
        "rape" => Noun::new(t!("rape victim"), t!("rape victims")),
        "arson" => Noun::new(t!("arson victim"), t!("arson victims")),
        "aggravated_assault" => Noun::new(
            t!("aggravated assault victim"),
            t!("aggravated assault victims"),
        ),
        "common_assault" => Noun::new(t!("common assault victim"), t!("common assault victims")),
        _ => {
            let offense = lower_first(label);
            Noun::new(
                &t!("{offense} victim", offense = offense),
                &t!("{offense} victims", offense = offense),
            )
        }
    }
}

/// Offenses as an agency reports them; homicides are people.
pub(super) fn offenses(code: &str, label: &str) -> Noun {
    let known = match code {
        "homicide" => return people_killed(),
        "robbery" => Noun::new(t!("robbery"), t!("robberies")),
        "burglary" => Noun::new(t!("burglary"), t!("burglaries")),
        "larceny" => Noun::new(t!("larceny"), t!("larcenies")),
        "shooting" => Noun::new(t!("non-fatal shooting"), t!("non-fatal shootings")),
        "auto_theft" => Noun::new(t!("vehicle theft"), t!("vehicle thefts")),
        "violent" => violent_crimes(),
        "property" => property_crimes(),
        "all" => Noun::new(t!("crime"), t!("crimes")),
        "rape" => Noun::new(t!("rape"), t!("rapes")),
        "arson" => Noun::new(t!("arson"), t!("arsons")),
        "aggravated_assault" => Noun::new(t!("aggravated assault"), t!("aggravated assaults")),
        "common_assault" => Noun::new(t!("common assault"), t!("common assaults")),
        _ => {
            let offense = lower_first(label);
            return Noun::new(
                &t!("{offense} offense", offense = offense),
                &t!("{offense} offenses", offense = offense),
            );
        }
    };
    // What the label adds to the name after a comma: `aggravated assaults (shootings included)`.
    match label.split_once(", ") {
        Some((_, remark)) => known.with_class(remark),
        None => known,
    }
}

/// Arrests, with the charge that they were made for.
pub(super) fn arrests(code: &str, label: &str) -> Noun {
    match code {
        "all" => all_arrests(label),
        "court" => Noun::new(
            t!("arrest on court orders and warrants"),
            t!("arrests on court orders and warrants"),
        ),
        "other" => Noun::new(
            t!("arrest on other charges"),
            t!("arrests on other charges"),
        ),
        "unknown" => Noun::new(
            t!("arrest with no charge stated"),
            t!("arrests with no charge stated"),
        ),
        "gun" => Noun::new(
            t!("arrest for gun offenses"),
            t!("arrests for gun offenses"),
        ),
        "drugs" => Noun::new(
            t!("arrest for drug offenses"),
            t!("arrests for drug offenses"),
        ),
        "public_order" => Noun::new(
            t!("arrest for public order offenses"),
            t!("arrests for public order offenses"),
        ),
        "traffic" => Noun::new(
            t!("arrest for traffic offenses"),
            t!("arrests for traffic offenses"),
        ),
        _ => {
            let charge = lower_first(label);
            Noun::new(
                &t!("arrest for {charge}", charge = charge),
                &t!("arrests for {charge}", charge = charge),
            )
        }
    }
}

/// Arrests for any charge, of the people that their label limits them to: `arrests of adults` from
/// `All arrests of adults`.
fn all_arrests(label: &str) -> Noun {
    let of = match language() {
        Language::English => " of ",
        Language::Spanish => " de ",
    };
    match label.split_once(of) {
        None => Noun::new(t!("arrest"), t!("arrests")),
        Some((_, whom)) => Noun::new(
            &t!("arrest of {whom}", whom = whom),
            &t!("arrests of {whom}", whom = whom),
        ),
    }
}

/// Incidents in which officers used force, of a class.
pub(super) fn uses_of_force(code: &str, label: &str) -> Noun {
    let all = Noun::new(t!("use-of-force incident"), t!("use-of-force incidents"));
    of_class(all, code, label)
}

/// Complaints about officers, of a class.
pub(super) fn complaints(code: &str, label: &str) -> Noun {
    of_class(Noun::new(t!("complaint"), t!("complaints")), code, label)
}

/// What complaints say that officers did, of a class.
pub(super) fn allegations(code: &str, label: &str) -> Noun {
    of_class(Noun::new(t!("allegation"), t!("allegations")), code, label)
}

/// The class stands behind the noun, because the classes are the city's own words and fit no one
/// grammar.
fn of_class(all: Noun, code: &str, label: &str) -> Noun {
    match code {
        "all" => all,
        _ => all.with_class(&lower_first(label)),
    }
}

/// Events of many kinds; a label that is not known here is a plural already.
pub(super) fn events(code: &str, label: &str) -> Noun {
    match code {
        "part1" => Noun::new(t!("Part 1 crime"), t!("Part 1 crimes")),
        "violent" => violent_crimes(),
        "property" => property_crimes(),
        "gun_homicide" => Noun::new(
            t!("person killed with a gun"),
            t!("people killed with a gun"),
        ),
        "shooting" => Noun::new(t!("reported shooting"), t!("reported shootings")),
        "arrest" => Noun::new(t!("arrest"), t!("arrests")),
        "call_narcotics" => Noun::new(
            t!("call to 911 about narcotics"),
            t!("calls to 911 about narcotics"),
        ),
        "call_common_assault" => Noun::new(
            t!("call to 911 about common assaults"),
            t!("calls to 911 about common assaults"),
        ),
        "call_car_accident" => Noun::new(
            t!("call to 911 about car accidents"),
            t!("calls to 911 about car accidents"),
        ),
        "call_overdose" => Noun::new(
            t!("call to 911 about overdoses"),
            t!("calls to 911 about overdoses"),
        ),
        _ => {
            let plural = lower_first(label);
            Noun::new(&one_of(&plural), &plural)
        }
    }
}

/// One of what a label names in the plural. A plural of Spanish does not tell its singular, and its
/// other words would have to agree.
fn one_of(plural: &str) -> String {
    match language() {
        Language::English => match plural.strip_prefix("calls to ") {
            Some(whom) => format!("call to {whom}"),
            None => plural.strip_suffix('s').unwrap_or(plural).to_owned(),
        },
        Language::Spanish => t!("case of {events}", events = plural),
    }
}

/// People killed, whatever the unit that they are reported in.
fn people_killed() -> Noun {
    Noun::new(t!("person killed"), t!("people killed"))
}

fn violent_crimes() -> Noun {
    Noun::new(t!("violent crime"), t!("violent crimes"))
}

fn property_crimes() -> Noun {
    Noun::new(t!("property crime"), t!("property crimes"))
}

/// People who live somewhere.
pub(super) fn residents() -> Noun {
    Noun::new(t!("resident"), t!("residents"))
}
