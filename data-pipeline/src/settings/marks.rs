//! What a code list may say of its members beside code, label and parent: how national statistics
//! call them, and whether they are about something so private that places need protection.
//!
//! Every column is optional, and so is every field: what is not unambiguous is left empty.

use super::codes::is_code;
use super::problem::Problem;
use super::sheet::{Sheet, SheetRow};

/// What a code list says of one member.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CodeMarks {
    /// The group that people sort it under, a code: `violent`, `property`.
    pub group: Option<String>,
    /// Whether it is about sexual violence, children or the like: shown only coarsely by place.
    pub is_sensitive: bool,
    /// The class of the older national summary (UCR): `1`, `4E`.
    pub ucr: Option<String>,
    /// The offense of the national incident-based system: `09A`, `120`.
    pub nibrs: Option<String>,
    /// A note for people.
    pub note: Option<String>,
}

impl CodeMarks {
    /// Reads the optional columns `group`, `sensitive`, `ucr`, `nibrs` and `note`.
    pub(super) fn read(sheet: &Sheet, row: &SheetRow, problems: &mut Vec<Problem>) -> Self {
        let mut field = |column: &str, is_fit: fn(&str) -> bool, expected: &str| {
            let text = sheet.field(row, column);
            if !text.is_empty() && !is_fit(text) {
                let problem = sheet.problem(row, column);
                problems.push(problem.saying("this is not such a mark", expected));
            }
            (!text.is_empty()).then(|| text.to_owned())
        };
        let is_answer = |text: &str| matches!(text, "yes" | "no");
        Self {
            group: field("group", is_code, "a code such as violent, or nothing"),
            is_sensitive: field("sensitive", is_answer, "yes, no, or nothing").as_deref()
                == Some("yes"),
            ucr: field("ucr", is_ucr, "a class such as 1 or 4E, or nothing"),
            nibrs: field(
                "nibrs",
                is_nibrs,
                "an offense such as 09A or 120, or nothing",
            ),
            note: field("note", |_| true, ""),
        }
    }

    /// What national statistics call it, for a line of text; empty where nothing is said.
    #[must_use]
    pub fn national(&self) -> String {
        let ucr = self.ucr.as_ref().map(|class| format!("UCR {class}"));
        let nibrs = self.nibrs.as_ref().map(|code| format!("NIBRS {code}"));
        let both: Vec<String> = ucr.into_iter().chain(nibrs).collect();
        both.join(", ")
    }
}

/// Digits, and a capital letter where there is a part.
fn is_ucr(text: &str) -> bool {
    let digits = text.strip_suffix(|last: char| last.is_ascii_uppercase());
    let digits = digits.unwrap_or(text);
    matches!(digits.len(), 1 | 2) && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// Two digits, and a third or a capital letter.
fn is_nibrs(text: &str) -> bool {
    match text.as_bytes() {
        [a, b, last] => {
            a.is_ascii_digit()
                && b.is_ascii_digit()
                && (last.is_ascii_digit() || last.is_ascii_uppercase())
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn national_codes_have_their_form() {
        for text in ["1", "8", "4E", "26"] {
            assert!(is_ucr(text), "{text}");
        }
        for text in ["09A", "120", "13A", "23F", "240"] {
            assert!(is_nibrs(text), "{text}");
        }
        for text in ["", "E", "4e", "123", "1.a"] {
            assert!(!is_ucr(text), "{text}");
        }
        for text in ["", "23", "23A-23H", "9A", "09a"] {
            assert!(!is_nibrs(text), "{text}");
        }
    }
}
