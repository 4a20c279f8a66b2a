//! Counts incidents and arrests by month, category and places.

use std::collections::BTreeMap;

use cube::Month;
use jiff::civil::Date;

use super::{
    AggregateError, Candidate, Context, Events, Fact, Ledger, Staged, Unexplained, month_of,
};
use crate::classify::{ChargeClassifier, OffenseClassifier};
use crate::clean::{Place, PlaceResolver};
use crate::settings::{ArrestColumns, CodeList, IncidentColumns, PlaceColumn, Weighted};
use crate::source::{ArrestReader, Column, IncidentReader, Row, Rows, Unreadable};

/// Counts the incidents of a source.
pub(super) fn incidents(
    context: &Context<'_>,
    columns: &IncidentColumns,
    bytes: &[u8],
) -> Result<(Staged, Ledger), AggregateError> {
    let classifier = OffenseClassifier::new(context.settings, &columns.offense)
        .ok_or_else(|| context.missing("the offenses of the source"))?;
    let (header, mut rows) = Rows::open(&context.source.file, bytes, &context.source.missing)?;
    let reader = IncidentReader::new(&header, columns)?;
    let list = &context.settings.offenses;
    let mut counter = Counter::new(context, list, &columns.places)?;
    counter.events.held = classifier.held();
    while let Some(row) = rows.next(&header)? {
        counter.ledger.read += 1;
        let read = reader.read(&row).and_then(|incident| {
            let codes = classifier.codes(incident.offense);
            let codes = codes.ok_or_else(|| {
                unknown_offense(&row, reader.offense.as_ref(), &classifier, incident.offense)
            })?;
            Ok((incident, codes))
        });
        match read {
            Err(unreadable) => counter.ledger.set_aside(unreadable),
            Ok((incident, codes)) => {
                counter.ledger.note_day(incident.day);
                let times = i64::from(incident.count);
                counter.count(&row, incident.day, codes, times, &incident.places);
            }
        }
    }
    Ok((Staged::Events(counter.events), counter.ledger))
}

/// Counts the arrests of a source.
pub(super) fn arrests(
    context: &Context<'_>,
    columns: &ArrestColumns,
    bytes: &[u8],
) -> Result<(Staged, Ledger), AggregateError> {
    let list = &context.settings.charge_groups;
    let other = list
        .position(crate::classify::OTHER)
        .ok_or_else(|| context.missing("a group of charges with the code `other`"))?;
    let separator = columns.charge.separator.as_deref();
    let classifier = ChargeClassifier::new(&context.settings.charges, separator);
    let (header, mut rows) = Rows::open(&context.source.file, bytes, &context.source.missing)?;
    let reader = ArrestReader::new(&header, columns)?;
    let mut counter = Counter::new(context, list, &columns.places)?;
    counter.events.held = (0..list.codes.len()).collect();
    while let Some(row) = rows.next(&header)? {
        counter.ledger.read += 1;
        match reader.read(&row) {
            Err(unreadable) => counter.ledger.set_aside(unreadable),
            Ok(arrest) => {
                counter.ledger.note_day(arrest.day);
                let group = classifier.group(arrest.charge);
                if group.is_none() {
                    counter.ledger.note_unmatched_charge(arrest.charge);
                }
                let code = group.unwrap_or(other);
                let codes = [Weighted { code, factor: 1 }];
                counter.count(&row, arrest.day, &codes, 1, &arrest.places);
            }
        }
    }
    Ok((Staged::Events(counter.events), counter.ledger))
}

/// The counts and the ledger of one source while its rows go by.
pub(super) struct Counter<'a> {
    context: &'a Context<'a>,
    list: &'a CodeList,
    resolvers: Vec<PlaceResolver<'a>>,
    pub(super) events: Events,
    pub(super) ledger: Ledger,
}

impl<'a> Counter<'a> {
    pub(super) fn new(
        context: &'a Context<'a>,
        list: &'a CodeList,
        places: &BTreeMap<String, PlaceColumn>,
    ) -> Result<Self, AggregateError> {
        let mut resolvers = Vec::new();
        for (id, column) in places {
            let (_, place) = context
                .settings
                .place(id)
                .ok_or_else(|| context.missing("the places of the source"))?;
            let spellings = column.spellings.as_deref();
            let not_told_apart = column.not_told_apart.as_deref();
            let own = place.source_spellings(context.folder, spellings, not_told_apart)?;
            resolvers.push(PlaceResolver::new(place, own));
        }
        let apart = |resolver: &PlaceResolver<'_>| resolver.own().not_told_apart.clone();
        let events = Events {
            places: places.keys().cloned().collect(),
            not_told_apart: resolvers
                .iter()
                .map(|resolver| (resolver.id().to_owned(), apart(resolver)))
                .collect(),
            ..Events::default()
        };
        Ok(Self {
            context,
            list,
            resolvers,
            events,
            ledger: Ledger::default(),
        })
    }

    /// Counts a readable row, or notes why it is not counted.
    fn count(
        &mut self,
        row: &Row<'_>,
        day: Date,
        codes: &[Weighted],
        times: i64,
        places: &[Option<&str>],
    ) {
        let name = |weighted: &Weighted| self.list.codes.get(weighted.code).map(|c| &*c.code);
        let names: Vec<&str> = codes.iter().filter_map(name).collect();
        let candidate = Candidate {
            day,
            codes: &names,
            is_unlisted: false,
            is_sum: false,
        };
        if let Some(reason) = self.context.left_out(&candidate) {
            self.ledger.leave_outside(reason);
            return;
        }
        let Some(month) = self.counted_month(day, codes) else {
            self.ledger.leave_unexplained(Unexplained {
                line: row.line(),
                category: names.join(" and "),
                day,
            });
            return;
        };
        let places = self.resolve(places);
        for weighted in codes {
            let fact = Fact {
                month,
                category: weighted.code,
                places: places.clone(),
            };
            *self.events.counts.entry(fact).or_default() += weighted.factor * times;
        }
        self.ledger.count_used();
        self.ledger.tell_of(day);
    }

    /// The month of a day, where some table counts one of the codes in it.
    fn counted_month(&self, day: Date, codes: &[Weighted]) -> Option<Month> {
        month_of(day).filter(|month| {
            let counts = |weighted: &Weighted| self.context.coverage.counts(*month, weighted.code);
            codes.iter().any(counts)
        })
    }

    pub(super) fn resolve(&mut self, places: &[Option<&str>]) -> Vec<Option<usize>> {
        let mut positions = Vec::with_capacity(places.len());
        for (resolver, text) in self.resolvers.iter().zip(places) {
            positions.push(match resolver.resolve(*text) {
                Place::At(position) => Some(position),
                Place::NotGiven | Place::Several => None,
                Place::Unknown => {
                    let name = text.unwrap_or_default();
                    self.ledger.note_unknown_place(resolver.id(), name);
                    None
                }
            });
        }
        positions
    }
}

fn unknown_offense(
    row: &Row<'_>,
    column: Option<&Column>,
    classifier: &OffenseClassifier<'_>,
    name: &str,
) -> Unreadable {
    let reason = "the name of the offense is not known";
    let expected = classifier.expected(name);
    let column = column.cloned().unwrap_or_else(Column::none);
    row.unreadable(&column, name, &expected, reason)
}
