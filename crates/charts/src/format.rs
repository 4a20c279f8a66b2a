//! Numbers, months and periods as Americans read them.
//!
//! Fixed formats, no locale: the same value gives the same text on every machine. Which words go
//! around a number is not decided here; see [`crate::words`] and the sentences.

use cube::{Fixed, Grain, Month, Period};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A count with a comma between thousands: `12,345`.
#[must_use]
pub fn count(value: impl Into<u64>) -> String {
    let digits = value.into().to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A size in bytes for people: whole kilobytes, or megabytes with one decimal.
#[must_use]
pub fn size(bytes: u64) -> String {
    const KILOBYTE: u64 = 1000;
    const MEGABYTE: u64 = 1_000_000;
    match bytes {
        0..MEGABYTE => format!("{} kB", bytes.div_ceil(KILOBYTE)),
        _ => format!("{}.{} MB", bytes / MEGABYTE, bytes % MEGABYTE / 100_000),
    }
}

/// A number with all its decimals and a comma between thousands: `1,234.50`, `348`.
#[must_use]
pub fn number(value: Fixed) -> String {
    let text = value.to_string();
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let whole = whole
        .parse::<u64>()
        .map_or_else(|_| whole.to_owned(), count);
    match fraction {
        "" => whole,
        _ => format!("{whole}.{fraction}"),
    }
}

/// A date as exact as its source gives it: `July 16, 2019`, `July 2019` or `2019`.
///
/// A text in another form is given back as it is.
#[must_use]
pub fn date(text: &str) -> String {
    let named = |year_and_month: &str| Month::parse(year_and_month).ok();
    if let Some(whole) = named(text) {
        return month(whole);
    }
    let parts = text.rsplit_once('-');
    let day = parts.and_then(|(rest, day)| Some((named(rest)?, day.parse::<u8>().ok()?)));
    match day {
        Some((in_month, day)) => {
            format!("{} {day}, {:04}", month_name(in_month), in_month.year())
        }
        None => text.to_owned(),
    }
}

/// A number of 0 or more, rounded to a whole one: a bound of an interval of counts.
#[must_use]
pub fn whole(value: f64) -> String {
    // A cast of a float saturates, and a bound of a count of `u32` is never above its range.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let rounded = value.round().max(0.0) as u32;
    count(rounded)
}

/// The size of a change in percent, without its sign: `63%`.
#[must_use]
pub fn percent(value: f64) -> String {
    match value.abs() {
        size if size < 0.5 => "less than 1%".to_owned(),
        size => format!("{}%", whole(size)),
    }
}

/// How much one count is above or below another: `39 more`, `11 fewer`, `the same number`.
#[must_use]
pub fn difference(now: u32, before: u32) -> String {
    match now.abs_diff(before) {
        0 => "the same number".to_owned(),
        size if now > before => format!("{} more", count(size)),
        size => format!("{} fewer", count(size)),
    }
}

/// The name of a month: `July`.
#[must_use]
pub fn month_name(month: Month) -> &'static str {
    let position = usize::try_from(month.number()).map_or(0, |number| number.saturating_sub(1));
    MONTHS.get(position).copied().unwrap_or_default()
}

/// The first three letters of a month: `Jul`.
#[must_use]
pub fn month_short(month: Month) -> &'static str {
    let name = month_name(month);
    name.get(..3).unwrap_or(name)
}

/// A month with its year: `July 2019`.
#[must_use]
pub fn month(month: Month) -> String {
    format!("{} {}", month_name(month), month.year())
}

/// A period by itself: `July 2019`, `July to September 2019`, `2019`, `12 months to July 2019`.
#[must_use]
pub fn period(period: Period) -> String {
    match period.grain {
        Grain::Month => month(period.last),
        Grain::Quarter => format!("{} to {}", month_name(period.first()), month(period.last)),
        Grain::Year => period.last.year().to_string(),
        Grain::Rolling12 => format!("12 months to {}", month(period.last)),
    }
}

/// A period within a sentence: `in July 2019`, `from July to September 2019`, `in 2019`,
/// `in the 12 months to July 2019`.
#[must_use]
pub fn within(at: Period) -> String {
    match at.grain {
        Grain::Month | Grain::Year => format!("in {}", period(at)),
        Grain::Quarter => format!("from {}", period(at)),
        Grain::Rolling12 => format!("in the {}", period(at)),
    }
}

/// The same period a year before, within a sentence, after `in`: `July 2018`, `the 12 months before`.
#[must_use]
pub fn year_before(at: Period) -> String {
    match at.grain {
        Grain::Rolling12 => "the 12 months before".to_owned(),
        Grain::Quarter => format!("the same months of {}", at.last.plus(-12).year()),
        Grain::Month | Grain::Year => period(Period {
            last: at.last.plus(-12),
            ..at
        }),
    }
}

/// Months from one to another: `2012 to April 2021`. January opens and December closes a year, so
/// that they need no name.
#[must_use]
pub fn span(first: Month, last: Month) -> String {
    let whole_years = first.number() == 1 && last.number() == 12;
    if whole_years && first.year() == last.year() {
        return first.year().to_string();
    }
    if first == last {
        return month(first);
    }
    let open = match first.number() {
        1 if first.year() < last.year() => first.year().to_string(),
        _ => month(first),
    };
    let close = match last.number() {
        12 if first.year() < last.year() => last.year().to_string(),
        _ => month(last),
    };
    format!("{open} to {close}")
}

/// Items as a list in a sentence: `a`, `a and b`, `a, b and c`.
#[must_use]
pub fn list(items: &[String]) -> String {
    match items.split_last() {
        None => String::new(),
        Some((only, [])) => only.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
    }
}

/// A text with a capital first letter.
#[must_use]
pub fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(text: &str) -> Month {
        Month::parse(text).unwrap()
    }

    #[test]
    fn counts_have_commas() {
        for (value, expected) in [
            (0_u32, "0"),
            (348, "348"),
            (999, "999"),
            (1000, "1,000"),
            (12_345, "12,345"),
            (123_456, "123,456"),
            (1_234_567, "1,234,567"),
        ] {
            assert_eq!(count(value), expected);
        }
    }

    #[test]
    fn sizes_are_for_people() {
        assert_eq!(size(1), "1 kB");
        assert_eq!(size(999_000), "999 kB");
        assert_eq!(size(1_250_000), "1.2 MB");
    }

    #[test]
    fn numbers_keep_their_decimals() {
        let text = |stored, decimals| number(Fixed { stored, decimals });
        assert_eq!(text(1240, 2), "12.40");
        assert_eq!(text(123_456, 2), "1,234.56");
        assert_eq!(text(5, 3), "0.005");
        assert_eq!(text(12_345, 0), "12,345");
    }

    #[track_caller]
    fn check_period(grain: Grain, last: &str, expected: &str, before: &str) {
        let last = at(last);
        assert_eq!(period(Period { grain, last }), expected);
        assert_eq!(year_before(Period { grain, last }), before);
    }

    #[test]
    fn periods_have_names() {
        check_period(Grain::Month, "2019-07", "July 2019", "July 2018");
        check_period(
            Grain::Quarter,
            "2019-09",
            "July to September 2019",
            "the same months of 2018",
        );
        check_period(Grain::Year, "2019-12", "2019", "2018");
        check_period(
            Grain::Rolling12,
            "2019-07",
            "12 months to July 2019",
            "the 12 months before",
        );
    }

    #[test]
    fn spans_name_no_more_months_than_needed() {
        for (first, last, expected) in [
            ("2012-01", "2021-04", "2012 to April 2021"),
            ("2012-01", "2020-12", "2012 to 2020"),
            ("2019-01", "2019-12", "2019"),
            ("2019-01", "2019-04", "January 2019 to April 2019"),
            ("2019-03", "2020-12", "March 2019 to 2020"),
            ("2019-03", "2019-03", "March 2019"),
        ] {
            assert_eq!(span(at(first), at(last)), expected);
        }
    }

    #[test]
    fn dates_are_as_exact_as_their_source() {
        for (text, expected) in [
            ("2019-07-16", "July 16, 2019"),
            ("2023-07-09", "July 9, 2023"),
            ("2020-03", "March 2020"),
            ("2007", "2007"),
            ("early 2023", "early 2023"),
        ] {
            assert_eq!(date(text), expected);
        }
    }

    #[test]
    fn differences_and_percentages_have_no_signs() {
        assert_eq!(difference(348, 309), "39 more");
        assert_eq!(difference(333, 344), "11 fewer");
        assert_eq!(difference(5, 5), "the same number");
        assert_eq!(percent(-24.8), "25%");
        assert_eq!(percent(0.2), "less than 1%");
    }

    #[test]
    fn lists_end_in_and() {
        let items = ["a", "b", "c"].map(str::to_owned);
        assert_eq!(list(&items), "a, b and c");
        assert_eq!(list(items.get(..2).unwrap()), "a and b");
        assert_eq!(list(&[]), "");
        assert_eq!(capitalized("people killed"), "People killed");
    }

    proptest! {
        #[test]
        fn a_count_without_its_commas_is_the_number(value: u32) {
            let text = count(value);
            prop_assert_eq!(text.replace(',', "").parse::<u32>().unwrap(), value);
            prop_assert!(text.split(',').skip(1).all(|group| group.len() == 3));
            prop_assert!(text.split(',').next().is_some_and(|head| (1..=3).contains(&head.len())));
        }
    }
}
