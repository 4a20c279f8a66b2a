//! An operation in words: when it was, what was counted, and how far the count reaches.

use cube::enforcement::{Covers, Exactness, Operation};

use crate::format;

/// When it was: `July 1 to 3, 2019`, `March 2019`, `2024 to November 25, 2024`.
#[must_use]
pub fn operation_dates(operation: &Operation) -> String {
    let first = format::date(&operation.first);
    let Some(last) = operation
        .last
        .as_ref()
        .filter(|last| **last != operation.first)
    else {
        return first;
    };
    let (first_month, last_month) = (operation.first.get(..7), last.get(..7));
    let day = |text: &str| text.get(8..).and_then(|day| day.parse::<u8>().ok());
    let days = day(&operation.first).zip(day(last));
    match (first_month == last_month, days) {
        (true, Some((begun, ended))) => {
            let (_, year) = operation_month(&operation.first);
            let (month, _) = operation_month(last);
            format!("{month} {begun} to {ended}, {year}")
        }
        _ => match (whole_year(&operation.first, last), first.rsplit_once(", ")) {
            (Some(year), _) => year,
            (None, Some((day, year))) if last.starts_with(year) => {
                format!("{day} to {}", format::date(last))
            }
            _ => format!("{first} to {}", format::date(last)),
        },
    }
}

/// The year where two days open and close it.
fn whole_year(first: &str, last: &str) -> Option<String> {
    let year = first.strip_suffix("-01-01")?;
    (last.strip_suffix("-12-31") == Some(year)).then(|| year.to_owned())
}

/// The name of a day's month, and its year.
fn operation_month(day: &str) -> (String, String) {
    let named = format::date(day.get(..7).unwrap_or(day));
    let (month, year) = named.rsplit_once(' ').unwrap_or((&named, ""));
    (month.to_owned(), year.to_owned())
}

/// What was counted: `64 arrests`, or that nothing was.
#[must_use]
pub fn operation_count(operation: &Operation) -> String {
    match &operation.counted {
        Some(counted) => format!("{} {}", format::count(counted.count), counted.what),
        None => "Nothing was counted".to_owned(),
    }
}

/// The guns that were seized: `more than 51 guns seized`; none where the source tells of none.
#[must_use]
pub fn operation_guns(operation: &Operation) -> Option<String> {
    let guns = operation.guns.as_ref()?;
    let many = format::count(guns.count);
    let noun = if guns.count == 1 { "gun" } else { "guns" };
    Some(match guns.exactness {
        Exactness::Exact => format!("{many} {noun} seized"),
        Exactness::MoreThan => format!("more than {many} {noun} seized"),
    })
}

/// That the count is of more than the city, where it is.
#[must_use]
pub fn operation_reach(operation: &Operation, city: &str) -> Option<String> {
    match (operation.covers, &operation.counted) {
        (Covers::Wider, Some(_)) => Some(format!(
            "The number is of a wider area. How much of it belongs to {city} is not known."
        )),
        _ => None,
    }
}

/// What the list as a whole is, in a sentence.
#[must_use]
pub fn operations_sentence(operations: &[Operation], city: &str) -> String {
    let wider = operations
        .iter()
        .filter(|one| operation_reach(one, city).is_some())
        .count();
    let reach = match wider {
        0 => String::new(),
        1 => format!(" One counts a wider area than {city}."),
        _ => format!(
            " {} of them count a wider area than {city}.",
            format::capitalized(&small(wider))
        ),
    };
    format!(
        "{} operations and announcements are listed, each with where it is said. The list is not \
         complete, and its numbers are never added: arrests, people charged and people indicted \
         are different things.{reach}",
        format::count(operations.len() as u64)
    )
}

/// A small number in words at the beginning of a sentence.
fn small(number: usize) -> String {
    let words = [
        "none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    ];
    words
        .get(number)
        .map_or_else(|| format::count(number as u64), |word| (*word).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
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
}
