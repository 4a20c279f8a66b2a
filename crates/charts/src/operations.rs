//! An operation in words: when it was, what was counted, and how far the count reaches.

use cube::Month;
use cube::enforcement::{Covers, Exactness, Operation};
use wording::{Message, message, t};

use crate::format;

/// When it was: `July 1 to 3, 2019`, `March 2019`, `2024 to November 25, 2024`.
#[must_use]
pub fn operation_dates(operation: &Operation) -> String {
    let begun = &operation.first;
    let Some(ended) = operation.last.as_ref().filter(|ended| *ended != begun) else {
        return format::date(begun);
    };
    if let Some(year) = whole_year(begun, ended) {
        return year;
    }
    let (first, last) = (format::date(begun), format::date(ended));
    match day(begun).zip(day(ended)) {
        Some(((month, from), (last_month, to))) if month == last_month => t!(
            "{month} {from} to {to}, {year}",
            month = format::month_name(month),
            from = from,
            to = to,
            year = month.year(),
        ),
        Some(((month, from), (last_month, _))) if month.year() == last_month.year() => t!(
            "{month} {day} to {last}",
            month = format::month_name(month),
            day = from,
            last = last,
        ),
        _ => format::from_to(&first, &last),
    }
}

/// The year where two days open and close it.
fn whole_year(first: &str, last: &str) -> Option<String> {
    let year = first.strip_suffix("-01-01")?;
    (last.strip_suffix("-12-31") == Some(year)).then(|| year.to_owned())
}

/// A day as its month and its number; none where a date is less exact.
fn day(date: &str) -> Option<(Month, u8)> {
    let (month, day) = date.rsplit_once('-')?;
    Some((Month::parse(month).ok()?, day.parse().ok()?))
}

/// What was counted: `64 arrests`, or that nothing was.
#[must_use]
pub fn operation_count(operation: &Operation) -> String {
    match &operation.counted {
        Some(counted) => format!("{} {}", format::count(counted.count), counted.what),
        None => t!("Nothing was counted").to_owned(),
    }
}

/// The guns that were seized: `more than 51 guns seized`; none where the source tells of none.
#[must_use]
pub fn operation_guns(operation: &Operation) -> Option<String> {
    let guns = operation.guns.as_ref()?;
    let count = format::count(guns.count);
    Some(match (guns.exactness, guns.count) {
        (Exactness::Exact, 1) => t!("{count} gun seized", count = count),
        (Exactness::Exact, _) => t!("{count} guns seized", count = count),
        (Exactness::MoreThan, 1) => t!("more than {count} gun seized", count = count),
        (Exactness::MoreThan, _) => t!("more than {count} guns seized", count = count),
    })
}

/// That the count is of more than the city, where it is.
#[must_use]
pub fn operation_reach(operation: &Operation, city: &str) -> Option<String> {
    match (operation.covers, &operation.counted) {
        (Covers::Wider, Some(_)) => Some(t!(
            "The number is of a wider area. How much of it belongs to {city} is not known.",
            city = city,
        )),
        _ => None,
    }
}

/// What the list as a whole is, in a sentence.
#[must_use]
pub fn operations_sentence(operations: &[Operation], city: &str) -> String {
    let list = t!(
        "{count} operations and announcements are listed, each with where it is said. The list is \
         not complete, and its numbers are never added: arrests, people charged and people \
         indicted are different things.",
        count = format::count(operations.len() as u64),
    );
    let wider = operations
        .iter()
        .filter(|one| operation_reach(one, city).is_some())
        .count();
    let reach = match wider {
        0 => return list,
        1 => t!("One counts a wider area than {city}.", city = city),
        _ => t!(
            "{many} of them count a wider area than {city}.",
            many = several(wider),
            city = city,
        ),
    };
    format!("{list} {reach}")
}

/// The numbers from two on that are written in words at the beginning of a sentence.
const SEVERAL: [Message; 9] = [
    message!("Two"),
    message!("Three"),
    message!("Four"),
    message!("Five"),
    message!("Six"),
    message!("Seven"),
    message!("Eight"),
    message!("Nine"),
    message!("Ten"),
];

/// A number of two or more at the beginning of a sentence, in words where it is small.
fn several(number: usize) -> String {
    let small = number.checked_sub(2).and_then(|at| SEVERAL.get(at));
    small.map_or_else(
        || format::count(number as u64),
        |word| word.text().to_owned(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::bilingual::in_spanish;
    use cube::enforcement::{Counted, Guns};

    fn operation(first: &str, last: Option<&str>) -> Operation {
        Operation {
            id: "one".into(),
            first: first.into(),
            last: last.map(str::to_owned),
            announced: first.into(),
            name: "Sweep".into(),
            agencies: "Police".into(),
            counted: None,
            area: "Here".into(),
            covers: Covers::City,
            guns: None,
            note: None,
            caution: None,
            source: "A paper".into(),
        }
    }

    #[track_caller]
    fn check(first: &str, last: Option<&str>, expected: &str) {
        assert_eq!(operation_dates(&operation(first, last)), expected);
    }

    #[test]
    fn dates_are_as_exact_as_their_source() {
        check("2019-07-01", Some("2019-07-03"), "July 1 to 3, 2019");
        check(
            "2007-02-26",
            Some("2007-03-02"),
            "February 26 to March 2, 2007",
        );
        check(
            "2018-12-30",
            Some("2019-01-02"),
            "December 30, 2018 to January 2, 2019",
        );
        check("2019-03", Some("2019-03"), "March 2019");
        check("2019-09-04", None, "September 4, 2019");
        check("2018-01-01", Some("2018-12-31"), "2018");
        check(
            "2019-01-01",
            Some("2019-07-31"),
            "January 1 to July 31, 2019",
        );
        check("2024", Some("2024-11-25"), "2024 to November 25, 2024");
        check("2023", Some("2023"), "2023");
    }

    #[test]
    fn a_count_says_how_far_it_reaches() {
        let mut one = operation("2019", None);
        assert_eq!(operation_count(&one), "Nothing was counted");
        assert_eq!(operation_guns(&one), None);
        one.counted = Some(Counted {
            count: 4455,
            what: "arrests".into(),
        });
        one.guns = Some(Guns {
            count: 51,
            exactness: Exactness::MoreThan,
        });
        assert_eq!(operation_count(&one), "4,455 arrests");
        assert_eq!(operation_guns(&one).unwrap(), "more than 51 guns seized");
        assert_eq!(operation_reach(&one, "Baltimore"), None);
        one.covers = Covers::Wider;
        assert!(
            operation_reach(&one, "Baltimore")
                .unwrap()
                .contains("is not known")
        );
        assert!(operations_sentence(&[one], "Baltimore").contains("One counts a wider area"));
    }

    #[test]
    fn the_same_is_said_in_spanish() {
        let dates = |first, last| in_spanish(|| operation_dates(&operation(first, last)));
        for (first, last, expected) in [
            ("2019-07-01", Some("2019-07-03"), "1 al 3 de julio de 2019"),
            (
                "2007-02-26",
                Some("2007-03-02"),
                "26 de febrero al 2 de marzo de 2007",
            ),
            (
                "2018-12-30",
                Some("2019-01-02"),
                "30 de diciembre de 2018 a 2 de enero de 2019",
            ),
            ("2019-03", Some("2019-03"), "marzo de 2019"),
            ("2018-01-01", Some("2018-12-31"), "2018"),
            ("2024", Some("2024-11-25"), "2024 a 25 de noviembre de 2024"),
        ] {
            assert_eq!(dates(first, last), expected);
        }
        let mut one = operation("2019", None);
        assert_eq!(in_spanish(|| operation_count(&one)), "No se contó nada");
        one.counted = Some(Counted {
            count: 4455,
            what: "arrestos".into(),
        });
        one.covers = Covers::Wider;
        let guns = |count, exactness| {
            let guns = Some(Guns { count, exactness });
            let one = Operation {
                guns,
                ..operation("2019", None)
            };
            in_spanish(|| operation_guns(&one).unwrap())
        };
        assert_eq!(guns(1, Exactness::Exact), "1 arma de fuego incautada");
        assert_eq!(
            guns(51, Exactness::MoreThan),
            "más de 51 armas de fuego incautadas"
        );
        assert_eq!(in_spanish(|| operation_count(&one)), "4,455 arrestos");
        let list = "operativos y anuncios, cada uno con su fuente. No está completa y sus números \
                    nunca se suman: los arrestos, las personas con cargos y las personas acusadas \
                    formalmente son cosas distintas.";
        for (count, reach) in [
            (1, "Uno cuenta una zona más amplia que Baltimore."),
            (
                7,
                "Siete de ellos cuentan una zona más amplia que Baltimore.",
            ),
            (12, "12 de ellos cuentan una zona más amplia que Baltimore."),
        ] {
            let operations = vec![one.clone(); count];
            assert_eq!(
                in_spanish(|| operations_sentence(&operations, "Baltimore")),
                format!("La lista tiene {count} {list} {reach}")
            );
        }
    }
}
