//! Places in their many spellings.
//!
//! A name that nobody knows is not an error of the row: the event took place, and counts without a
//! place. It is named in the report, so that a new spelling is seen and not lost.

use crate::settings::{PlaceList, SourceSpellings, fold};

/// What a field says about a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The member at this position.
    At(usize),
    /// None: the field is empty.
    NotGiven,
    /// Several members, which the source does not tell apart.
    Several,
    /// A name that no spelling explains.
    Unknown,
}

/// Finds the members of one kind of place as one source spells them.
#[derive(Debug)]
pub struct PlaceResolver<'a> {
    list: &'a PlaceList,
    own: SourceSpellings,
}

impl<'a> PlaceResolver<'a> {
    /// A resolver that tries the source's own spellings first.
    #[must_use]
    pub fn new(list: &'a PlaceList, own: SourceSpellings) -> Self {
        Self { list, own }
    }

    /// The place that a field names.
    #[must_use]
    pub fn resolve(&self, text: Option<&str>) -> Place {
        let Some(text) = text else {
            return Place::NotGiven;
        };
        match self.own.names.get(&fold(text)) {
            Some(Some(position)) => Place::At(*position),
            Some(None) => Place::Several,
            None => self.list.find(text).map_or(Place::Unknown, Place::At),
        }
    }

    /// The id of the kind of place.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.list.id
    }

    /// The spellings of the source.
    #[must_use]
    pub fn own(&self) -> &SourceSpellings {
        &self.own
    }
}
