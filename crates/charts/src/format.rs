//! Numbers, months and periods as people in the United States read them, in the language that is
//! spoken.
//!
//! Fixed formats, no locale of a machine: the same value gives the same text everywhere, and the same
//! digits in both languages. Which words go around a number is not decided here; see
//! [`crate::words`] and the sentences.

use std::iter::once;

use cube::{Fixed, Grain, Month, Period};
use wording::{Message, letters, message, t};

/// The names of the months.
pub(crate) const MONTHS: [Message; 12] = [
    message!("January"),
    message!("February"),
    message!("March"),
    message!("April"),
    message!("May"),
    message!("June"),
    message!("July"),
    message!("August"),
    message!("September"),
    message!("October"),
    message!("November"),
    message!("December"),
];

/// The months in three letters, for axes.
pub(crate) const SHORT_MONTHS: [Message; 12] = [
    message!(in "short", "Jan"),
    message!(in "short", "Feb"),
    message!(in "short", "Mar"),
    message!(in "short", "Apr"),
    message!(in "short", "May"),
    message!(in "short", "Jun"),
    message!(in "short", "Jul"),
    message!(in "short", "Aug"),
    message!(in "short", "Sep"),
    message!(in "short", "Oct"),
    message!(in "short", "Nov"),
    message!(in "short", "Dec"),
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
        Some((in_month, day)) => t!(
            "{month} {day}, {year}",
            month = month_name(in_month),
            day = day,
            year = format!("{:04}", in_month.year())
        ),
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
        size if size < 0.5 => t!("less than 1%").to_owned(),
        size => t!("{number}%", number = whole(size)),
    }
}

/// The same after a verb such as `rose`: `by 63%`.
#[must_use]
pub fn by_percent(value: f64) -> String {
    match value.abs() {
        size if size < 0.5 => t!("by less than 1%").to_owned(),
        size => t!("by {number}%", number = whole(size)),
    }
}

/// How much one count is above or below another: `39 more`, `11 fewer`, `the same number`.
#[must_use]
pub fn difference(now: u32, before: u32) -> String {
    match now.abs_diff(before) {
        0 => t!("the same number").to_owned(),
        size if now > before => t!("{count} more", count = count(size)),
        size => t!("{count} fewer", count = count(size)),
    }
}

/// The name of a month: `July`.
#[must_use]
pub fn month_name(month: Month) -> &'static str {
    name_of(month, &MONTHS)
}

/// A month in three letters: `Jul`.
#[must_use]
pub fn month_short(month: Month) -> &'static str {
    name_of(month, &SHORT_MONTHS)
}

fn name_of(month: Month, names: &[Message; 12]) -> &'static str {
    let position = usize::try_from(month.number()).map_or(0, |number| number.saturating_sub(1));
    names.get(position).map_or("", |name| name.text())
}

/// A month with its year: `July 2019`.
#[must_use]
pub fn month(month: Month) -> String {
    t!(
        "{month} {year}",
        month = month_name(month),
        year = month.year()
    )
}

/// From one time to another, such as months or years: `July to September 2019`.
pub(crate) fn from_to(first: &str, last: &str) -> String {
    t!("{first} to {last}", first = first, last = last)
}

/// A period by itself: `July 2019`, `July to September 2019`, `2019`, `12 months to July 2019`.
#[must_use]
pub fn period(period: Period) -> String {
    match period.grain {
        Grain::Month => month(period.last),
        Grain::Quarter => from_to(month_name(period.first()), &month(period.last)),
        Grain::Year => period.last.year().to_string(),
        Grain::Rolling12 => t!("12 months to {month}", month = month(period.last)),
    }
}

/// A period within a sentence: `in July 2019`, `from July to September 2019`, `in 2019`,
/// `in the 12 months to July 2019`.
#[must_use]
pub fn within(at: Period) -> String {
    match at.grain {
        Grain::Month | Grain::Year => t!("in {period}", period = period(at)),
        Grain::Quarter => t!("from {period}", period = period(at)),
        Grain::Rolling12 => t!("in the {period}", period = period(at)),
    }
}

/// The same period a year before, within a sentence, after `in` or `for`: `July 2018`,
/// `the 12 months before`.
#[must_use]
pub fn year_before(at: Period) -> String {
    match at.grain {
        Grain::Rolling12 => t!("the 12 months before").to_owned(),
        Grain::Quarter => same_months_of(at.last.plus(-12).year()),
        Grain::Month | Grain::Year => period(Period {
            last: at.last.plus(-12),
            ..at
        }),
    }
}

/// The months of another year that have the same names, after `in` or `for`.
pub(crate) fn same_months_of(year: i32) -> String {
    t!("the same months of {year}", year = year)
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
    from_to(&open, &close)
}

/// Items as a list in a sentence: `a`, `a and b`, `a, b and c`.
#[must_use]
pub fn list(items: &[String]) -> String {
    match items.split_last() {
        None => String::new(),
        Some((only, [])) => only.clone(),
        Some((last, rest)) if begins_with_i(last) => t!(
            in "before the sound of i",
            "{items} and {last}",
            items = rest.join(", "),
            last = last
        ),
        Some((last, rest)) => {
            t!("{items} and {last}", items = rest.join(", "), last = last)
        }
    }
}

/// Whether a text begins with the sound of an i, before which the Spanish `y` is `e`; in `hierro` or
/// `Iowa` it is that of another letter.
fn begins_with_i(text: &str) -> bool {
    let text = letters::lower(text);
    let text = text.strip_prefix('h').unwrap_or(&text);
    let mut letters = text.chars();
    let is_i = matches!(letters.next(), Some('i' | 'í'));
    is_i && !matches!(letters.next(), Some('a' | 'e' | 'o' | 'á' | 'é' | 'ó'))
}

/// A text with a capital first letter.
#[must_use]
pub fn capitalized(text: &str) -> String {
    let mut rest = text.chars();
    rest.next()
        .map(|first| once(letters::capital(first)).chain(rest).collect())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests;
