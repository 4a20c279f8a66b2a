//! The hour and the weekday of a time, as the names that vocabularies of times use.
//!
//! A time in no accepted form has no name; what then counts is up to the limit of unknown names.

use jiff::civil::{Date, Time, Weekday};

use crate::settings::{TimeColumn, TimePart};

/// The names of the hours.
const HOURS: [&str; 24] = [
    "00", "01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11", "12", "13", "14", "15",
    "16", "17", "18", "19", "20", "21", "22", "23",
];

/// Whether a text stands where the source does not know the time.
pub(super) fn is_placeholder(column: &TimeColumn, text: &str) -> bool {
    column.placeholders.iter().any(|one| one.text == text)
}

/// The name of the hour or weekday of a text; none where it is in no accepted form.
pub(super) fn name(column: &TimeColumn, text: &str) -> Option<&'static str> {
    let mut forms = column.formats.iter();
    match column.part {
        TimePart::Hour => {
            let time = forms.find_map(|form| Time::strptime(form, text).ok())?;
            let hour = usize::try_from(time.hour()).ok()?;
            HOURS.get(hour).copied()
        }
        TimePart::Weekday => {
            let day = forms.find_map(|form| Date::strptime(form, text).ok())?;
            Some(weekday(day.weekday()))
        }
    }
}

fn weekday(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "monday",
        Weekday::Tuesday => "tuesday",
        Weekday::Wednesday => "wednesday",
        Weekday::Thursday => "thursday",
        Weekday::Friday => "friday",
        Weekday::Saturday => "saturday",
        Weekday::Sunday => "sunday",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::TimePlaceholder;

    fn column(part: TimePart, form: &str) -> TimeColumn {
        TimeColumn {
            part,
            formats: vec![form.into()],
            placeholders: vec![TimePlaceholder {
                text: "00:00:00".into(),
                reason: "it may stand where no time is known".into(),
            }],
        }
    }

    #[test]
    fn hours_and_weekdays_are_named() {
        let hours = column(TimePart::Hour, "%H:%M:%S");
        assert_eq!(name(&hours, "01:30:00"), Some("01"));
        assert_eq!(name(&hours, "23:59:59"), Some("23"));
        assert_eq!(name(&hours, "2345"), None);
        assert_eq!(name(&hours, "24:10:00"), None);
        let days = column(TimePart::Weekday, "%m/%d/%Y");
        assert_eq!(name(&days, "07/06/2019"), Some("saturday"));
        assert_eq!(name(&days, "2019-07-06"), None);
    }

    #[test]
    fn midnight_to_the_second_is_no_time() {
        let hours = column(TimePart::Hour, "%H:%M:%S");
        assert!(is_placeholder(&hours, "00:00:00"));
        assert!(!is_placeholder(&hours, "00:01:00"));
    }
}
