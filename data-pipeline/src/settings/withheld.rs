//! Months of single agencies that are not taken although they could be computed.
//!
//! Somebody has looked at each and written down why; nothing is withheld by a formula.

use std::path::Path;

use cube::Month;

use super::problem::Problem;
use super::sheet::{Sheet, SheetRow};
use super::{CodeList, PlaceList, SettingsError};

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

const COLUMNS: [&str; 5] = ["place", "offense", "first", "last", "reason"];

impl WithheldMonths {
    /// Loads a CSV with the columns `place`, `offense`, `first`, `last` and `reason`.
    ///
    /// # Errors
    /// Where the file is malformed, names an unknown place or offense, or gives no reason.
    pub fn load(path: &Path, places: &PlaceList, list: &CodeList) -> Result<Self, SettingsError> {
        let mut problems = Vec::new();
        let withheld = Self::read(path, places, list, &mut problems);
        SettingsError::unless_empty(problems).map(|()| withheld)
    }

    pub(super) fn read(
        path: &Path,
        places: &PlaceList,
        list: &CodeList,
        problems: &mut Vec<Problem>,
    ) -> Self {
        let mut withheld = Self::default();
        let Some(sheet) = Sheet::read(path, &COLUMNS, problems) else {
            return withheld;
        };
        for row in &sheet.rows {
            let field = |column| sheet.field(row, column);
            let place = places.position(field("place"));
            if place.is_none() && places.is_read() {
                let expected = format!("a code of the places {:?}", places.id);
                let problem = sheet.problem(row, "place");
                let problem = problem.saying("no such place has this code", expected);
                problems.push(problem.suggesting(places.codes()));
            }
            let code = list.position(field("offense"));
            if code.is_none() && !list.codes.is_empty() {
                let problem = sheet.problem(row, "offense");
                let problem =
                    problem.saying("no line of offenses.csv has this code", "a code of it");
                problems.push(problem.suggesting(list.names()));
            }
            let months = months(&sheet, row, problems);
            if let (Some(place), Some(code), Some((first, last))) = (place, code, months) {
                withheld.stretches.push(Withheld {
                    place,
                    code,
                    first,
                    last,
                });
            }
        }
        withheld
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

/// The stretch of months of a row, for which there has to be a reason.
fn months(sheet: &Sheet, row: &SheetRow, problems: &mut Vec<Problem>) -> Option<(Month, Month)> {
    if sheet.field(row, "reason").is_empty() {
        let problem = sheet.problem(row, "reason");
        problems.push(problem.saying("there is no reason", "why the months are not taken"));
    }
    let mut month = |column: &str| {
        let month = Month::parse(sheet.field(row, column)).ok();
        if month.is_none() {
            let problem = sheet.problem(row, column);
            problems.push(problem.saying("this is not a month", "a month as YYYY-MM"));
        }
        month
    };
    let (first, last) = (month("first"), month("last"));
    let (first, last) = (first?, last?);
    if first > last {
        let problem = sheet.problem(row, "last");
        let expected = format!("a month from {first} on");
        problems.push(problem.saying("the stretch ends before it begins", expected));
        return None;
    }
    Some((first, last))
}
