//! Days in the forms that a source is known to write, and in no other.

use jiff::civil::Date;

/// The accepted forms of one column, as `strftime` writes them.
#[derive(Clone, Debug)]
pub struct DayForms {
    forms: Vec<String>,
}

impl DayForms {
    /// The forms, tried in order.
    #[must_use]
    pub fn new(forms: &[String]) -> Self {
        Self {
            forms: forms.to_vec(),
        }
    }

    /// The day, where the text is one in an accepted form.
    #[must_use]
    pub fn parse(&self, text: &str) -> Option<Date> {
        self.forms
            .iter()
            .find_map(|form| Date::strptime(form, text).ok())
    }
}

impl std::fmt::Display for DayForms {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.forms.join(" or "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(form: &str, text: &str, expected: Option<&str>) {
        let found = DayForms::new(&[form.into()]).parse(text);
        assert_eq!(found.map(|day| day.to_string()).as_deref(), expected);
    }

    #[test]
    fn each_form_reads_its_own_days() {
        check("%Y-%m-%d", "2019-07-06", Some("2019-07-06"));
        check("%m/%d/%Y", "07/06/2019", Some("2019-07-06"));
        let stamp = "%Y/%m/%d %H:%M:%S+00";
        check(stamp, "2022/08/18 23:59:00+00", Some("2022-08-18"));
    }

    #[test]
    fn other_texts_are_not_days() {
        check("%Y-%m-%d", "07/06/2019", None);
        check("%m/%d/%Y", "2019-07-06", None);
        check("%Y-%m-%d", "2019-02-29", None);
        check("%Y-%m-%d", "2019-13-01", None);
        check("%Y-%m-%d", "2019-07-06 extra", None);
        check("%Y-%m-%d", "", None);
    }

    #[test]
    fn several_forms_are_tried_in_order() {
        let forms = DayForms::new(&["%Y-%m-%d".into(), "%m/%d/%Y".into()]);
        assert!(forms.parse("2019-07-06") == forms.parse("07/06/2019"));
        assert_eq!(forms.to_string(), "%Y-%m-%d or %m/%d/%Y");
    }
}
