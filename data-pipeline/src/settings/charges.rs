//! The ordered rules that put a charge's free text into a group, as data.
//!
//! How a rule is applied is known to `classify`; here it is only read, and a rule that can never
//! decide because an earlier one fits whatever it fits is a problem.

use std::path::Path;

use super::CodeList;
use super::problem::Problem;
use super::sheet::{Sheet, SheetRow};

/// How the pattern of a rule is compared with a charge in capitals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MatchKind {
    /// The charge is the pattern.
    Exact,
    /// The charge begins with the pattern.
    Prefix,
    /// The words of the pattern occur in the charge, in order and side by side.
    Word,
    /// The pattern occurs anywhere, also inside a word.
    Contains,
}

impl MatchKind {
    /// The kinds by the words for them.
    const WORDS: [(&'static str, Self); 4] = [
        ("exact", Self::Exact),
        ("prefix", Self::Prefix),
        ("word", Self::Word),
        ("contains", Self::Contains),
    ];

    /// The word for it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        let mut words = Self::WORDS.into_iter();
        words
            .find(|(_, kind)| *kind == self)
            .map_or("", |(word, _)| word)
    }
}

/// One rule; the first that fits decides.
#[derive(Clone, Debug)]
pub struct ChargeRule {
    /// How the pattern is compared.
    pub kind: MatchKind,
    /// The pattern, in capitals.
    pub pattern: String,
    /// The position of the group in the list of charge groups.
    pub group: usize,
}

/// Loads a CSV with the columns `match`, `pattern` and `group`.
pub(super) fn load(
    path: &Path,
    groups: Option<&CodeList>,
    problems: &mut Vec<Problem>,
) -> Option<Vec<ChargeRule>> {
    let sheet = Sheet::read(path, &["match", "pattern", "group"], problems)?;
    let mut rules: Vec<(u64, ChargeRule)> = Vec::new();
    for row in &sheet.rows {
        let Some(rule) = rule(&sheet, row, groups, problems) else {
            continue;
        };
        let pattern = sheet.problem(row, "pattern");
        if let Some((line, _)) = rules.iter().find(|(_, earlier)| covers(earlier, &rule)) {
            let message = format!("the rule never decides: line {line} fits whatever it fits");
            problems.push(pattern.saying(message, "a narrower rule before a wider one"));
        } else if rule.pattern != normal(&rule.pattern) {
            let message = "the rule never fits: charges are compared in capitals and single spaces";
            problems.push(pattern.saying(message, format!("{:?}", normal(&rule.pattern))));
        }
        rules.push((row.line, rule));
    }
    Some(rules.into_iter().map(|(_, rule)| rule).collect())
}

fn rule(
    sheet: &Sheet,
    row: &SheetRow,
    groups: Option<&CodeList>,
    problems: &mut Vec<Problem>,
) -> Option<ChargeRule> {
    let word = sheet.field(row, "match");
    let kind = MatchKind::WORDS.iter().find(|(name, _)| *name == word);
    if kind.is_none() {
        let words: Vec<&str> = MatchKind::WORDS.iter().map(|(name, _)| *name).collect();
        let expected = format!("one of {}", words.join(", "));
        let problem = sheet.problem(row, "match");
        let problem = problem.saying("nothing is compared this way", expected);
        problems.push(problem.suggesting(words.iter().copied()));
    }
    let groups = groups?;
    let group = groups.position(sheet.field(row, "group"));
    if group.is_none() {
        let problem = sheet.problem(row, "group");
        let problem = problem.saying("no line of charge_groups.csv has this code", "a code of it");
        problems.push(problem.suggesting(groups.names()));
    }
    Some(ChargeRule {
        kind: kind?.1,
        pattern: sheet.field(row, "pattern").to_owned(),
        group: group?,
    })
}

/// Whether the earlier rule fits every charge that the later one fits.
///
/// Only what the patterns themselves prove; where in doubt, no.
fn covers(earlier: &ChargeRule, later: &ChargeRule) -> bool {
    let (wide, narrow) = (earlier.pattern.as_str(), later.pattern.as_str());
    match (earlier.kind, later.kind) {
        (MatchKind::Exact, MatchKind::Exact) => wide == narrow,
        (MatchKind::Prefix, MatchKind::Exact | MatchKind::Prefix) => narrow.starts_with(wide),
        // Between the words of a charge may stand anything, so only a part of one word is proof.
        (MatchKind::Contains, MatchKind::Word) => {
            wide.chars().all(char::is_alphanumeric)
                && words(narrow).iter().any(|word| word.contains(wide))
        }
        (MatchKind::Contains, _) => narrow.contains(wide),
        (MatchKind::Word, MatchKind::Exact | MatchKind::Word) => {
            contains_run(&words(narrow), &words(wide))
        }
        _ => false,
    }
}

fn words(text: &str) -> Vec<&str> {
    let words = text.split(|c: char| !c.is_alphanumeric());
    words.filter(|word| !word.is_empty()).collect()
}

fn contains_run(words: &[&str], run: &[&str]) -> bool {
    !run.is_empty() && words.windows(run.len()).any(|window| window == run)
}

fn normal(pattern: &str) -> String {
    let mut text = String::with_capacity(pattern.len());
    for c in pattern.chars().flat_map(char::to_uppercase) {
        if !(c.is_whitespace() && text.ends_with(' ')) {
            text.push(if c.is_whitespace() { ' ' } else { c });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::MatchKind::{Contains, Exact, Prefix, Word};
    use super::*;
    use crate::classify::ChargeClassifier;
    use proptest::prelude::*;

    fn rule(kind: MatchKind, pattern: &str) -> ChargeRule {
        let pattern = pattern.to_owned();
        ChargeRule {
            kind,
            pattern,
            group: 0,
        }
    }

    #[track_caller]
    fn check(earlier: (MatchKind, &str), later: (MatchKind, &str), expected: bool) {
        let covered = covers(&rule(earlier.0, earlier.1), &rule(later.0, later.1));
        assert_eq!(covered, expected, "{earlier:?} before {later:?}");
    }

    #[test]
    fn a_wide_rule_covers_narrow_ones() {
        check((Contains, "ROBB"), (Contains, "ROBBERY"), true);
        check((Contains, "ROBB"), (Word, "ARMED ROBBERY"), true);
        check((Prefix, "FAIL"), (Exact, "FAIL TO APPEAR"), true);
        check((Word, "CDS"), (Word, "CDS POSS"), true);
    }

    #[test]
    fn what_is_not_proven_is_not_covered() {
        check((Contains, "ROBBERY"), (Contains, "ROBB"), false);
        check((Contains, "POSS W"), (Word, "POSS W INT"), false);
        check((Prefix, "FAIL"), (Contains, "FAIL"), false);
        check((Word, "CDS"), (Prefix, "CDS"), false);
        check((Word, ""), (Word, "CDS"), false);
    }

    fn any_rule() -> impl Strategy<Value = ChargeRule> {
        let kind = prop::sample::select(vec![Exact, Prefix, Word, Contains]);
        (kind, "[AB ./]{0,4}").prop_map(|(kind, pattern)| rule(kind, &pattern))
    }

    proptest! {
        #[test]
        fn a_covered_rule_never_fits_alone(
            earlier in any_rule(),
            later in any_rule(),
            charge in "[AB ./]{0,7}",
        ) {
            let fits = |rule: &ChargeRule| {
                let rules = std::slice::from_ref(rule);
                ChargeClassifier::new(rules, None).group(&charge).is_some()
            };
            prop_assert!(!covers(&earlier, &later) || !fits(&later) || fits(&earlier));
        }
    }
}
