//! Months of single agencies that are not taken although they could be computed.
//!
//! Somebody has looked at each and written down why; nothing is withheld by a formula.

use std::path::Path;

use cube::Month;
use serde::Deserialize;

use super::{CodeList, PlaceList, SettingsError, files};

/// The months of one source that are not taken.
#[derive(Debug, Default)]
pub struct WithheldMonths {
    stretches: Vec<Withheld>,
}

#[derive(Debug)]
struct Withheld {
    place: usize,
    code: usize,
    first: Month,
    last: Month,
}

#[derive(Deserialize)]
struct WithheldRow {
    place: String,
    offense: String,
    first: Month,
    last: Month,
    reason: String,
}

impl WithheldMonths {
    /// Loads a CSV with the columns `place`, `offense`, `first`, `last` and `reason`.
    ///
    /// # Errors
    /// Where the file is malformed, names an unknown place or offense, or gives no reason.
    pub fn load(path: &Path, places: &PlaceList, list: &CodeList) -> Result<Self, SettingsError> {
        let mut withheld = Self::default();
        for row in files::csv::<WithheldRow>(path)? {
            let place = places
                .members
                .iter()
                .position(|(code, _)| *code == row.place);
            let code = list.position(&row.offense);
            let (Some(place), Some(code), false) = (place, code, row.reason.is_empty()) else {
                return Err(SettingsError::Invalid {
                    path: path.to_owned(),
                    found: format!("{:?}, {:?}, {:?}", row.place, row.offense, row.reason),
                    expected: "a known place, a known offense and a reason".into(),
                });
            };
            withheld.stretches.push(Withheld {
                place,
                code,
                first: row.first,
                last: row.last,
            });
        }
        Ok(withheld)
    }

    /// Whether a month of an agency is not taken, by positions of agency and offense.
    #[must_use]
    pub fn contains(&self, place: usize, code: usize, month: Month) -> bool {
        self.stretches.iter().any(|stretch| {
            let is_it = stretch.place == place && stretch.code == code;
            is_it && (stretch.first..=stretch.last).contains(&month)
        })
    }
}
