//! Codes of any list by the names of a vocabulary, where a cell may hold several names.
//!
//! A name is known as a whole or not at all; which of several count is a setting.

use std::collections::{BTreeMap, BTreeSet};

use crate::settings::{CategoryColumn, ListName, Settings, Take, Weighted};
use crate::source::nearest;

/// Finds the codes that a row counts under in one list.
#[derive(Debug)]
pub struct CategoryClassifier<'a> {
    names: &'a BTreeMap<String, Vec<Weighted>>,
    separator: Option<&'a str>,
    take: Take,
    empty: Option<Weighted>,
}

impl<'a> CategoryClassifier<'a> {
    /// The classifier of a column; `None` where the settings do not define what it names.
    #[must_use]
    pub fn new(
        settings: &'a Settings,
        list: &ListName,
        column: &'a CategoryColumn,
    ) -> Option<Self> {
        let empty = match &column.empty {
            None => None,
            Some(code) => Some(Weighted {
                code: settings.list(list).position(code)?,
                factor: 1,
            }),
        };
        Some(Self {
            names: settings.names_of(list)?.get(&column.vocabulary)?,
            separator: column.separator.as_deref(),
            take: column.take.unwrap_or(Take::First),
            empty,
        })
    }

    /// The codes that a cell counts under.
    ///
    /// # Errors
    /// The first name in it that is not known; empty where the cell is, and no code is for that.
    pub fn codes<'t>(&self, cell: Option<&'t str>) -> Result<Vec<Weighted>, &'t str> {
        let cell = cell.unwrap_or_default();
        let parts: Vec<&str> = match self.separator {
            Some(separator) => cell.split(separator).map(str::trim).collect(),
            None => vec![cell],
        };
        let mut found: Vec<&[Weighted]> = Vec::new();
        for part in parts.into_iter().filter(|part| !part.is_empty()) {
            found.push(self.names.get(part).ok_or(part)?);
        }
        if found.is_empty() {
            return self.empty.map(|code| vec![code]).ok_or("");
        }
        Ok(self.taken(&found))
    }

    fn taken(&self, found: &[&[Weighted]]) -> Vec<Weighted> {
        let all = || found.iter().copied().flatten().copied();
        match self.take {
            Take::First => found.first().copied().unwrap_or_default().to_vec(),
            Take::Highest => all().max_by_key(|code| code.code).into_iter().collect(),
            Take::Each => all().collect(),
            Take::Distinct => {
                let once: BTreeMap<usize, Weighted> = all().map(|code| (code.code, code)).collect();
                once.into_values().collect()
            }
        }
    }

    /// Every code that the source can hold.
    #[must_use]
    pub fn held(&self) -> BTreeSet<usize> {
        let named = self.names.values().flatten();
        named.chain(&self.empty).map(|code| code.code).collect()
    }

    /// What to expect instead of an unknown name.
    #[must_use]
    pub fn expected(&self, name: &str) -> String {
        match nearest(name, self.names.keys().map(String::as_str)) {
            Some(known) => format!("a known name, such as {known:?}"),
            None => "a known name".into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> BTreeMap<String, Vec<Weighted>> {
        let one = |code| vec![Weighted { code, factor: 1 }];
        let names = [
            ("Hands", 0),
            ("Takedown", 1),
            ("Takedown (hurt)", 1),
            ("Firearm", 2),
        ];
        names
            .map(|(name, code)| (name.to_owned(), one(code)))
            .into()
    }

    #[track_caller]
    fn check(take: Take, cell: &str, expected: Result<&[usize], &str>) {
        let names = names();
        let classifier = CategoryClassifier {
            names: &names,
            separator: Some("|"),
            take,
            empty: None,
        };
        let found = classifier.codes(Some(cell));
        let found = found.map(|codes| codes.iter().map(|one| one.code).collect::<Vec<_>>());
        assert_eq!(found.as_deref().map_err(|name| *name), expected, "{cell:?}");
    }

    #[test]
    fn of_several_names_those_count_that_are_taken() {
        let cell = "Takedown | Hands | Takedown (hurt)|Hands";
        check(Take::First, cell, Ok(&[1]));
        check(Take::Highest, cell, Ok(&[1]));
        check(Take::Distinct, cell, Ok(&[0, 1]));
        check(Take::Each, cell, Ok(&[1, 0, 1, 0]));
    }

    #[test]
    fn an_unknown_name_is_named_and_nothing_is_guessed() {
        check(Take::Distinct, "Hands | Feet", Err("Feet"));
        check(Take::First, "hands", Err("hands"));
        check(Take::First, " | ", Err(""));
        check(Take::First, " | Firearm", Ok(&[2]));
    }

    #[test]
    fn an_empty_cell_counts_under_its_code_where_there_is_one() {
        let names = names();
        let empty = Some(Weighted { code: 7, factor: 1 });
        let classifier = CategoryClassifier {
            names: &names,
            separator: None,
            take: Take::First,
            empty,
        };
        assert_eq!(
            classifier.codes(None),
            Ok(vec![Weighted { code: 7, factor: 1 }])
        );
        assert_eq!(classifier.held(), BTreeSet::from([0, 1, 2, 7]));
    }
}
