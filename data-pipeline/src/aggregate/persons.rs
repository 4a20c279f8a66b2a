//! The groups of the persons of one source while its rows go by, and how many are known.
//!
//! What a row says of a person ends here: on it goes as positions in the lists of the city.

use super::{AggregateError, Context, Ledger};
use crate::classify::GroupClassifier;
use crate::settings::AgeColumn;
use crate::source::{PersonText, Row, Unreadable};

/// Finds the groups of persons, and tells the ledger.
pub(super) struct Persons<'a> {
    classifier: GroupClassifier<'a>,
    age: Option<&'a AgeColumn>,
}

impl<'a> Persons<'a> {
    /// The groups that some table asks for.
    ///
    /// # Errors
    /// Where the settings name a list or a vocabulary that is not there.
    pub(super) fn new(context: &'a Context<'_>) -> Result<Self, AggregateError> {
        let shape = &context.source.shape;
        let is_asked = |id: &str| context.coverage.asks_for(id);
        let classifier = GroupClassifier::new(context.settings, shape, is_asked);
        Ok(Self {
            classifier: classifier.ok_or_else(|| context.missing("the groups of the source"))?,
            age: shape.age(),
        })
    }

    /// The position of a person's code in each list of the city.
    pub(super) fn codes(
        &self,
        row: &Row<'_>,
        person: &PersonText<'_>,
        ledger: &mut Ledger,
    ) -> Vec<Option<usize>> {
        if let Some(age) = self.age {
            ledger.ages.note(age, person.age);
        }
        for list in self.classifier.named() {
            ledger.groups.entry(list.to_owned()).or_default().look_up();
        }
        self.classifier.codes(person, |unknown| {
            let expected = self.classifier.expected(unknown.list, unknown.name);
            let unreadable = Unreadable {
                column: unknown.column.to_owned(),
                value: unknown.name.to_owned(),
                ..row.unreadable(
                    &crate::source::Column::none(),
                    "",
                    &expected,
                    "the name of a group of people is not known",
                )
            };
            let names = ledger.groups.entry(unknown.list.to_owned());
            names.or_default().miss_name(&unreadable);
        })
    }
}
