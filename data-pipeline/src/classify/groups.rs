//! The groups of a person: bands for an age, whole names for everything else.
//!
//! What is not said, not possible or not known is the code of the list for that; no group is
//! guessed.

use std::collections::BTreeMap;

use super::times;
use crate::clean::count;
use crate::settings::{AgeColumn, GroupColumn, GroupList, Settings, Shape, Weighted};
use crate::source::{AgeText, PersonText, nearest};

/// Finds the groups of the persons of one source.
#[derive(Debug)]
pub struct GroupClassifier<'a> {
    /// A way for each list of the city, in the order of the settings.
    ways: Vec<Way<'a>>,
}

/// How the rows of a source lead to a code of one list.
#[derive(Debug)]
enum Way<'a> {
    /// They do not, or no table asks.
    None,
    /// By the band that the age is in.
    Band(&'a GroupList, &'a AgeColumn, usize),
    /// By a name in one of the columns of groups.
    Name(Names<'a>),
}

/// The names of one list in one source.
#[derive(Debug)]
struct Names<'a> {
    id: &'a str,
    column: &'a GroupColumn,
    /// The position of the column among those of the source.
    at: usize,
    names: &'a BTreeMap<String, Vec<Weighted>>,
    not_recorded: usize,
}

/// A name that no line of a vocabulary has.
#[derive(Clone, Copy, Debug)]
pub struct UnknownName<'a, 't> {
    /// The id of the list.
    pub list: &'a str,
    /// The name of the column.
    pub column: &'a str,
    /// The name.
    pub name: &'t str,
}

impl<'a> GroupClassifier<'a> {
    /// The classifier of a source, for the lists that `is_asked` names; `None` where the settings do
    /// not define what it names.
    #[must_use]
    pub fn new(
        settings: &'a Settings,
        shape: &'a Shape,
        is_asked: impl Fn(&str) -> bool,
    ) -> Option<Self> {
        let ways = settings.groups.iter().map(|list| {
            match is_asked(&list.settings.id) && shape.names_group(&list.settings.id) {
                true => way(list, shape),
                false => Some(Way::None),
            }
        });
        Some(Self {
            ways: ways.collect::<Option<_>>()?,
        })
    }

    /// The ids of the lists by whose names rows are looked up.
    pub fn named(&self) -> impl Iterator<Item = &'a str> {
        self.ways.iter().filter_map(|way| match way {
            Way::Name(names) => Some(names.id),
            Way::None | Way::Band(..) => None,
        })
    }

    /// The position of the code of a person in each list of the city, in the order of the settings;
    /// none where the source does not tell of it. `unknown` is told of every name that is not known.
    pub fn codes<'t>(
        &self,
        person: &PersonText<'t>,
        mut unknown: impl FnMut(UnknownName<'a, 't>),
    ) -> Vec<Option<usize>> {
        let code = |way: &Way<'a>| match way {
            Way::None => None,
            Way::Band(list, column, not_recorded) => {
                Some(band(list, column, person.age).unwrap_or(*not_recorded))
            }
            Way::Name(names) => {
                let text = person.groups.get(names.at).copied().flatten();
                Some(names.code(text, &mut unknown))
            }
        };
        self.ways.iter().map(code).collect()
    }

    /// What to expect instead of an unknown name of a list.
    #[must_use]
    pub fn expected(&self, list: &str, name: &str) -> String {
        let known = self.ways.iter().find_map(|way| match way {
            Way::Name(names) if names.id == list => {
                nearest(name, names.names.keys().map(String::as_str))
            }
            _ => None,
        });
        match known {
            Some(known) => format!("a known name, such as {known:?}"),
            None => "a known name".into(),
        }
    }
}

impl<'a> Names<'a> {
    fn code<'t>(
        &self,
        text: Option<&'t str>,
        unknown: &mut impl FnMut(UnknownName<'a, 't>),
    ) -> usize {
        let Some(name) = text else {
            return self.not_recorded;
        };
        let said = match &self.column.time {
            None => Some(name),
            Some(time) if times::is_placeholder(time, name) => return self.not_recorded,
            Some(time) => times::name(time, name),
        };
        let codes = said.and_then(|said| self.names.get(said));
        if let Some(code) = codes.and_then(|codes| codes.first()) {
            return code.code;
        }
        unknown(UnknownName {
            list: self.id,
            column: &self.column.column,
            name,
        });
        self.not_recorded
    }
}

fn way<'a>(list: &'a GroupList, shape: &'a Shape) -> Option<Way<'a>> {
    let id = list.settings.id.as_str();
    let not_recorded = list.not_recorded()?;
    let age = shape.age();
    if let Some(age) = age.filter(|age| age.bands.as_deref() == Some(id)) {
        return Some(Way::Band(list, age, not_recorded));
    }
    let columns = shape.groups()?;
    let column = columns.get(id)?;
    Some(Way::Name(Names {
        id,
        column,
        at: columns.keys().position(|other| other == id)?,
        names: list.names.get(&column.vocabulary)?,
        not_recorded,
    }))
}

/// The band of an age that is possible.
fn band(list: &GroupList, column: &AgeColumn, age: AgeText<'_>) -> Option<usize> {
    let AgeText::Field(Some(text)) = age else {
        return None;
    };
    let age = count(text).filter(|age| (column.minimum..=column.maximum).contains(age));
    list.band(age?)
}
