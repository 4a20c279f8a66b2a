//! What a row says of its person: the texts of an age and of groups, on their way to a code.
//!
//! They are looked at and not kept, and never shown: not in a message, not in a log.

use super::{Column, Header, Row, SourceError, Unreadable};
use crate::settings::AgeColumn;

/// What the column of ages holds.
#[derive(Clone, Copy)]
pub enum AgeText<'r> {
    /// The source has no such column, or it is not to be read.
    NoColumn,
    /// The field.
    Field(Option<&'r str>),
}

/// What a row says of its person.
#[derive(Clone)]
pub struct PersonText<'r> {
    /// The age.
    pub age: AgeText<'r>,
    /// The name of a group in each list that the source has a column for, in the order of the
    /// settings.
    pub groups: Vec<Option<&'r str>>,
}

/// No age is ever shown, not even to whoever mends the program.
impl std::fmt::Debug for AgeText<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("AgeText(masked)")
    }
}

/// Nor is anything else of a person.
impl std::fmt::Debug for PersonText<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("PersonText(masked)")
    }
}

/// The columns about the person of a row.
pub(super) struct PersonColumns {
    age: Option<Column>,
    groups: Vec<Column>,
}

impl PersonColumns {
    /// Finds the columns.
    ///
    /// # Errors
    /// Where the header lacks one.
    pub(super) fn new<'g>(
        header: &Header<'_>,
        age: Option<&AgeColumn>,
        groups: impl Iterator<Item = &'g str>,
    ) -> Result<Self, SourceError> {
        let age = age.map(|age| header.column(&age.column));
        let groups = groups.map(|name| header.column(name));
        Ok(Self {
            age: age.transpose()?,
            groups: groups.collect::<Result<_, _>>()?,
        })
    }

    /// What a row says of its person.
    ///
    /// # Errors
    /// Where a field is no text; the field itself is not in the message.
    pub(super) fn read<'r>(&self, row: &Row<'r>) -> Result<PersonText<'r>, Unreadable> {
        let text = |column| row.text(column).map_err(masked);
        Ok(PersonText {
            age: match &self.age {
                Some(column) => AgeText::Field(text(column)?),
                None => AgeText::NoColumn,
            },
            groups: self.groups.iter().map(text).collect::<Result<_, _>>()?,
        })
    }
}

/// What is wrong with a field about a person, without the field.
pub(super) fn masked(unreadable: Unreadable) -> Unreadable {
    Unreadable {
        value: "(masked)".into(),
        ..unreadable
    }
}
