//! Charges by ordered rules over their free text: the first rule that fits any part decides.
//!
//! The order is the hierarchy: rules of the most serious groups stand first. No text is refused;
//! what fits no rule is counted under the group named `other`, and reported.

use std::cell::RefCell;
use std::collections::BTreeMap;

use crate::settings::{ChargeRule, MatchKind};

/// The group of a charge that no rule fits.
pub const OTHER: &str = "other";

/// Finds the group of a charge.
#[derive(Debug)]
pub struct ChargeClassifier<'a> {
    rules: Vec<PreparedRule<'a>>,
    separator: Option<&'a str>,
    /// Texts repeat by the thousand; each is matched against the rules once.
    known: RefCell<BTreeMap<String, Option<usize>>>,
}

#[derive(Debug)]
struct PreparedRule<'a> {
    rule: &'a ChargeRule,
    /// The pattern as a run of words with a space on either side.
    words: String,
}

impl<'a> ChargeClassifier<'a> {
    /// A classifier of fields whose charges are parted by `separator`.
    #[must_use]
    pub fn new(rules: &'a [ChargeRule], separator: Option<&'a str>) -> Self {
        let prepare = |rule: &'a ChargeRule| PreparedRule {
            rule,
            words: spaced_words(&rule.pattern),
        };
        Self {
            rules: rules.iter().map(prepare).collect(),
            separator,
            known: RefCell::default(),
        }
    }

    /// The position of the group of a field; `None` where no rule fits.
    #[must_use]
    pub fn group(&self, charge: &str) -> Option<usize> {
        if let Some(group) = self.known.borrow().get(charge) {
            return *group;
        }
        let group = self.first_fitting(charge);
        self.known.borrow_mut().insert(charge.to_owned(), group);
        group
    }

    fn first_fitting(&self, charge: &str) -> Option<usize> {
        let text = normal(charge);
        let parts: Vec<(&str, String)> = match self.separator {
            Some(separator) => text.split(separator).map(str::trim).map(prepared).collect(),
            None => vec![prepared(&text)],
        };
        let fits = |rule: &&PreparedRule<'_>| parts.iter().any(|part| rule.fits(part));
        self.rules.iter().find(fits).map(|found| found.rule.group)
    }
}

impl PreparedRule<'_> {
    fn fits(&self, (text, words): &(&str, String)) -> bool {
        let pattern = self.rule.pattern.as_str();
        match self.rule.kind {
            MatchKind::Exact => *text == pattern,
            MatchKind::Prefix => text.starts_with(pattern),
            MatchKind::Word => words.contains(&self.words),
            MatchKind::Contains => text.contains(pattern),
        }
    }
}

/// Capitals, and one space where there is space.
fn normal(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").to_uppercase()
}

fn prepared(part: &str) -> (&str, String) {
    (part, spaced_words(part))
}

fn spaced_words(text: &str) -> String {
    let words = text.split(|c: char| !c.is_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    format!(" {} ", words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(kind: MatchKind, pattern: &str, group: usize) -> ChargeRule {
        ChargeRule {
            kind,
            pattern: pattern.into(),
            group,
        }
    }

    fn rules() -> Vec<ChargeRule> {
        vec![
            rule(MatchKind::Contains, "MURDER", 0),
            rule(MatchKind::Contains, "ROBB", 1),
            rule(MatchKind::Word, "HGV", 2),
            rule(MatchKind::Word, "POSS W INT", 3),
            rule(MatchKind::Prefix, "FAIL", 4),
            rule(MatchKind::Exact, "", 5),
        ]
    }

    #[track_caller]
    fn check(charge: &str, expected: Option<usize>) {
        let rules = rules();
        let classifier = ChargeClassifier::new(&rules, Some("||"));
        assert_eq!(classifier.group(charge), expected, "{charge:?}");
        assert_eq!(classifier.group(charge), expected, "{charge:?} again");
    }

    #[test]
    fn the_first_rule_that_fits_decides() {
        check("ROBBERY AND ATT MURDER", Some(0));
        check("armed robbery/hgv", Some(1));
        check("HGV/CDS", Some(2));
    }

    #[test]
    fn words_are_whole_and_side_by_side() {
        check("POSS W/INT: NARC", Some(3));
        check("POSS. W INTENT", None);
        check("XHGV", None);
    }

    #[test]
    fn each_part_of_a_field_is_tried() {
        check("CDS  || Fail to appear", Some(4));
        check("TO FAIL", None);
        check("", Some(5));
    }
}
