//! Offenses by the names of a vocabulary: the whole name or nothing, so that no offense is guessed.

use std::collections::{BTreeMap, BTreeSet};

use crate::settings::{OffenseColumn, Settings, Weighted};
use crate::source::nearest;

/// Finds the codes that a row of one source counts under.
#[derive(Debug)]
pub enum OffenseClassifier<'a> {
    /// By name, and the code of unknown names where there is one.
    Named(&'a BTreeMap<String, Vec<Weighted>>, Option<Weighted>),
    /// The one offense of the source.
    Constant(Weighted),
}

impl<'a> OffenseClassifier<'a> {
    /// The classifier of a column; `None` where the settings do not define what it names.
    #[must_use]
    pub fn new(settings: &'a Settings, column: &OffenseColumn) -> Option<Self> {
        match column {
            OffenseColumn::Named {
                vocabulary,
                unmapped,
                ..
            } => {
                let position = |code: &String| settings.offenses.position(code);
                let unmapped = unmapped.as_ref().and_then(position);
                let unmapped = unmapped.map(|code| Weighted { code, factor: 1 });
                let names = settings.vocabularies.get(vocabulary)?;
                Some(Self::Named(names, unmapped))
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
            Self::Named(names, _) => names.get(name).map(Vec::as_slice),
            Self::Constant(code) => Some(std::slice::from_ref(code)),
        }
    }

    /// The code that unknown names count under; `None` where such rows cannot be counted.
    #[must_use]
    pub fn unmapped(&self) -> Option<&[Weighted]> {
        match self {
            Self::Named(_, unmapped) => unmapped.as_ref().map(std::slice::from_ref),
            Self::Constant(_) => None,
        }
    }

    /// Whether offenses are looked up by name.
    #[must_use]
    pub fn is_named(&self) -> bool {
        matches!(self, Self::Named(..))
    }

    /// Every code that the source can hold.
    #[must_use]
    pub fn held(&self) -> BTreeSet<usize> {
        match self {
            Self::Named(names, unmapped) => {
                let known = names.values().flatten().chain(unmapped);
                known.map(|weighted| weighted.code).collect()
            }
            Self::Constant(code) => BTreeSet::from([code.code]),
        }
    }

    /// What to expect instead of an unknown name.
    #[must_use]
    pub fn expected(&self, name: &str) -> String {
        let known = match self {
            Self::Named(names, _) => nearest(name, names.keys().map(String::as_str)),
            Self::Constant(_) => None,
        };
        match known {
            Some(known) => format!("the name of a known offense, such as {known:?}"),
            None => "the name of a known offense".into(),
        }
    }
}
