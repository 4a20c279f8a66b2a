//! How much of what a source calls offenses or charges is known, and which names are not.

use std::collections::BTreeMap;

use cube::release::Mapping;

use crate::source::Unreadable;

/// How many unknown names are kept; further ones are only counted.
const NAMES_KEPT: usize = 1000;

/// The mapping of one source while its rows go by.
#[derive(Debug, Default)]
pub struct MappingLedger {
    /// The numbers; none where nothing is looked up.
    pub mapping: Option<Mapping>,
    /// Names of offenses that the vocabulary does not know: how often, and where first.
    pub unknown: BTreeMap<String, (u64, Unreadable)>,
}

impl MappingLedger {
    /// An offense or charge is looked up.
    pub fn look_up(&mut self) {
        self.mapping.get_or_insert_default().rows += 1;
    }

    /// What was looked up is not known.
    pub fn miss(&mut self) {
        self.mapping.get_or_insert_default().unmatched += 1;
    }

    /// The vocabulary does not know the name of an offense.
    pub fn miss_name(&mut self, unreadable: &Unreadable) {
        self.miss();
        if let Some((rows, _)) = self.unknown.get_mut(&unreadable.value) {
            *rows += 1;
        } else if self.unknown.len() < NAMES_KEPT {
            let name = unreadable.value.clone();
            self.unknown.insert(name, (1, unreadable.clone()));
        }
    }

    /// Whether more than `limit_percent` of the rows are not known.
    #[must_use]
    pub fn exceeds(&self, limit_percent: f64) -> bool {
        self.mapping
            .is_some_and(|mapping| mapping.exceeds(limit_percent))
    }

    /// The unknown names, the most frequent first, with their counts and what was expected.
    #[must_use]
    pub fn most_frequent(&self) -> Vec<(u64, &Unreadable)> {
        let mut names: Vec<(u64, &Unreadable)> = self
            .unknown
            .values()
            .map(|(rows, first)| (*rows, first))
            .collect();
        names.sort_by(|one, other| other.0.cmp(&one.0).then(one.1.value.cmp(&other.1.value)));
        names
    }
}
