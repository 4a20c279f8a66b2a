//! Stages incidents and arrests: by month, code and places.

use std::collections::BTreeMap;

use cube::{Month, Step};
use jiff::civil::Date;

use super::{
    AggregateError, Candidate, Context, Ledger, Record, RecordWriter, Staged, Unexplained, month_of,
};
use crate::classify::{ChargeClassifier, OffenseClassifier};
use crate::clean::{Place, PlaceResolver};
use crate::settings::{ArrestColumns, CodeList, IncidentColumns, PlaceColumn, PlaceList, Weighted};
use crate::source::{ArrestReader, Column, IncidentReader, Row, SourceFile, Unreadable};

/// Stages the incidents of a source.
pub(super) fn incidents(
    context: &Context<'_>,
    columns: &IncidentColumns,
    file: &SourceFile,
) -> Result<(Staged, Ledger), AggregateError> {
    let classifier = OffenseClassifier::new(context.settings, &columns.offense)
        .ok_or_else(|| context.missing("the offenses of the source"))?;
    let (header, mut rows) = file.rows(&context.source.missing)?;
    let reader = IncidentReader::new(&header, columns)?;
    let list = &context.settings.offenses;
    let mut counter = Counter::new(context, list, &columns.places)?;
    counter.staged.held = classifier.held();
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
                counter.count(&row, incident.day, codes, times, &incident.places)?;
            }
        }
    }
    counter.finish()
}

/// Stages the arrests of a source.
pub(super) fn arrests(
    context: &Context<'_>,
    columns: &ArrestColumns,
    file: &SourceFile,
) -> Result<(Staged, Ledger), AggregateError> {
    let list = &context.settings.charge_groups;
    let other = list
        .position(crate::classify::OTHER)
        .ok_or_else(|| context.missing("a group of charges with the code `other`"))?;
    let separator = columns.charge.separator.as_deref();
    let classifier = ChargeClassifier::new(&context.settings.charges, separator);
    let (header, mut rows) = file.rows(&context.source.missing)?;
    let reader = ArrestReader::new(&header, columns)?;
    let mut counter = Counter::new(context, list, &columns.places)?;
    counter.staged.held = (0..list.codes.len()).collect();
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
                counter.count(&row, arrest.day, &codes, 1, &arrest.places)?;
            }
        }
    }
    counter.finish()
}

/// The records and the ledger of one source while its rows go by.
struct Counter<'a> {
    context: &'a Context<'a>,
    list: &'a CodeList,
    resolvers: Vec<PlaceResolver<'a>>,
    /// For each kind of place of the city: its position among the resolvers, and its members.
    kinds: Vec<(Option<usize>, &'a PlaceList)>,
    records: RecordWriter,
    staged: Staged,
    ledger: Ledger,
}

impl<'a> Counter<'a> {
    fn new(
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
        let staged = Staged {
            places: places.keys().cloned().collect(),
            not_told_apart: resolvers
                .iter()
                .map(|resolver| (resolver.id().to_owned(), apart(resolver)))
                .collect(),
            ..Staged::default()
        };
        let among = |kind: &PlaceList| places.keys().position(|id| *id == kind.id);
        let kinds = context.settings.places.iter();
        Ok(Self {
            context,
            list,
            resolvers,
            kinds: kinds.map(|kind| (among(kind), kind)).collect(),
            records: RecordWriter::new(context.staging, context.settings, &context.source.id)?,
            staged,
            ledger: Ledger::default(),
        })
    }

    fn finish(self) -> Result<(Staged, Ledger), AggregateError> {
        self.records.finish()?;
        Ok((self.staged, self.ledger))
    }

    /// Counts a readable row, or notes why it is not counted.
    fn count(
        &mut self,
        row: &Row<'_>,
        day: Date,
        codes: &[Weighted],
        times: i64,
        places: &[Option<&str>],
    ) -> Result<(), AggregateError> {
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
            return Ok(());
        }
        let Some(month) = self.counted_month(day, codes) else {
            self.ledger.leave_unexplained(Unexplained {
                line: row.line(),
                category: names.join(" and "),
                day,
            });
            return Ok(());
        };
        let found = self.resolve(places);
        let member = |(among, kind): &(Option<usize>, &'a PlaceList)| {
            let position = found.get((*among)?).copied().flatten()?;
            kind.members.get(position).map(|(code, _)| code.as_str())
        };
        let places: Vec<Option<&str>> = self.kinds.iter().map(member).collect();
        for (weighted, code) in codes.iter().zip(&names) {
            self.staged.present.insert((month, weighted.code));
            self.records.write(&Record {
                line: row.line(),
                month,
                step: Step::Month,
                code,
                weight: weighted.factor * times,
                decimals: 0,
                places: &places,
            })?;
        }
        self.ledger.count_used();
        self.ledger.tell_of(day);
        Ok(())
    }

    /// The month of a day, where some table counts one of the codes in it.
    fn counted_month(&self, day: Date, codes: &[Weighted]) -> Option<Month> {
        month_of(day).filter(|month| {
            let counts = |weighted: &Weighted| self.context.coverage.counts(*month, weighted.code);
            codes.iter().any(counts)
        })
    }

    fn resolve(&mut self, places: &[Option<&str>]) -> Vec<Option<usize>> {
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
