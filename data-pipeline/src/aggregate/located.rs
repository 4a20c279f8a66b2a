//! Counts, for the rows of one source, by which method each was located: by kind of place and year.

use std::collections::BTreeMap;

use cube::release::LocatedRows;

use crate::clean::{Coordinate, Located, Locator};
use crate::settings::Method;

/// How the rows of a source were located.
#[derive(Debug, Default)]
pub struct LocatedLedger {
    /// The kinds of place, in the order of the source.
    kinds: Vec<Kind>,
    /// What the coordinates of the rows were; empty where the source has none.
    pub coordinates: BTreeMap<&'static str, u64>,
    has_coordinate: bool,
}

#[derive(Debug)]
struct Kind {
    id: String,
    by: Vec<Method>,
    is_compared: bool,
    years: BTreeMap<i16, Tally>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    rows: u64,
    by_coordinate: u64,
    by_name: u64,
    by_crosswalk: u64,
    not_located: u64,
    compared: u64,
    disagreeing: u64,
}

impl LocatedLedger {
    /// A ledger for the rows that `locator` locates.
    #[must_use]
    pub fn new(locator: &Locator<'_>, has_coordinate: bool) -> Self {
        let kinds = locator.kinds().iter().map(|kind| Kind {
            id: kind.resolver.id().to_owned(),
            by: kind.by.to_vec(),
            is_compared: has_coordinate && kind.is_named && kind.map.is_some(),
            years: BTreeMap::new(),
        });
        Self {
            kinds: kinds.collect(),
            coordinates: BTreeMap::new(),
            has_coordinate,
        }
    }

    /// Notes a used row of a year; `located` is in the order of the kinds of place.
    pub fn note(&mut self, year: i16, coordinate: Coordinate, located: &[Located]) {
        if self.has_coordinate {
            *self.coordinates.entry(coordinate.as_str()).or_default() += 1;
        }
        for (kind, located) in self.kinds.iter_mut().zip(located) {
            kind.years.entry(year).or_default().note(located);
        }
    }

    /// The counts as the manifest publishes them, by kind of place and year.
    #[must_use]
    pub fn rows(&self) -> Vec<LocatedRows> {
        let rows = self.kinds.iter().flat_map(|kind| {
            let years = kind.years.iter();
            years.map(|(year, tally)| kind.published(*year, tally))
        });
        rows.collect()
    }
}

impl Kind {
    fn published(&self, year: i16, tally: &Tally) -> LocatedRows {
        let of = |method, rows| self.by.contains(&method).then_some(rows);
        LocatedRows {
            place: self.id.clone(),
            year,
            rows: tally.rows,
            by_coordinate: of(Method::Coordinate, tally.by_coordinate),
            by_name: of(Method::Name, tally.by_name),
            by_crosswalk: of(Method::Crosswalk, tally.by_crosswalk),
            not_located: tally.not_located,
            compared: self.is_compared.then_some(tally.compared),
            disagreeing: self.is_compared.then_some(tally.disagreeing),
        }
    }
}

impl Tally {
    fn note(&mut self, located: &Located) {
        self.rows += 1;
        *match located.method {
            Some(Method::Coordinate) => &mut self.by_coordinate,
            Some(Method::Name) => &mut self.by_name,
            Some(Method::Crosswalk) => &mut self.by_crosswalk,
            None => &mut self.not_located,
        } += 1;
        self.compared += u64::from(located.agrees.is_some());
        self.disagreeing += u64::from(located.agrees == Some(false));
    }
}
