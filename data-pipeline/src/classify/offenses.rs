//! Offenses by the names of a vocabulary: the whole name or nothing, so that no offense is guessed.

use std::collections::{BTreeMap, BTreeSet};

use crate::settings::{OffenseColumn, Settings, Weighted};
use crate::source::nearest;

/// Finds the codes that a row of one source counts under.
#[derive(Debug)]
pub enum OffenseClassifier<'a> {
    /// By name.
    Named(&'a BTreeMap<String, Vec<Weighted>>),
    /// The one offense of the source.
    Constant(Weighted),
}

impl<'a> OffenseClassifier<'a> {
    /// The classifier of a column; `None` where the settings do not define what it names.
    #[must_use]
    pub fn new(settings: &'a Settings, column: &OffenseColumn) -> Option<Self> {
        match column {
            OffenseColumn::Named { vocabulary, .. } => {
                settings.vocabularies.get(vocabulary).map(Self::Named)
            }
            OffenseColumn::Constant { code } => {
                let code = settings.offenses.position(code)?;
                Some(Self::Constant(Weighted { code, factor: 1 }))
            }
        }
    }

    /// The codes that a name counts under; `None` where the name is unknown.
    #[must_use]
    pub fn codes(&self, name: &str) -> Option<&[Weighted]> {
        match self {
            Self::Named(names) => names.get(name).map(Vec::as_slice),
            Self::Constant(code) => Some(std::slice::from_ref(code)),
        }
    }

    /// Every code that the source can hold.
    #[must_use]
    pub fn held(&self) -> BTreeSet<usize> {
        match self {
            Self::Named(names) => names.values().flatten().map(|w| w.code).collect(),
            Self::Constant(code) => BTreeSet::from([code.code]),
        }
    }

    /// What to expect instead of an unknown name.
    #[must_use]
    pub fn expected(&self, name: &str) -> String {
        let known = match self {
            Self::Named(names) => nearest(name, names.keys().map(String::as_str)),
            Self::Constant(_) => None,
        };
        match known {
            Some(known) => format!("the name of a known offense, such as {known:?}"),
            None => "the name of a known offense".into(),
        }
    }
}
