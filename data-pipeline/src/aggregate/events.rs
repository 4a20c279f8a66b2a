//! Stages incidents and arrests: by month, code and places.

use std::collections::{BTreeMap, BTreeSet};

use cube::{Month, Step};
use jiff::civil::Date;

use super::{
    AggregateError, Candidate, Context, Ledger, LocatedLedger, Persons, Record, RecordWriter,
    Staged, Unexplained, month_of,
};
use crate::classify::{ChargeClassifier, OffenseClassifier};
use crate::clean::{Coordinate, LocatedKind, Locator, PlaceResolver};
use crate::settings::{
    ArrestColumns, Bounds, CodeList, CoordinateColumns, IncidentColumns, Method, PlaceColumn,
    PlaceList, Placeholder, Weighted,
};
use crate::source::{ArrestReader, Column, IncidentReader, PointText, Row, SourceFile, Unreadable};

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
    let person = Persons::new(context)?;
    let row_number = context.row_number(&header)?;
    let list = &context.settings.offenses;
    let mut counter = Counter::new(context, &context.source.id, list, &columns.places)?;
    counter.staged.held = classifier.held();
    while let Some(row) = rows.next(&header)? {
        counter.ledger.read_row(&row, row_number.as_ref())?;
        let read = reader.read(&row).and_then(|incident| {
            let mapping = &mut counter.ledger.mapping;
            if classifier.is_named() {
                mapping.look_up();
            }
            if let Some(codes) = classifier.codes(incident.offense) {
                return Ok((incident, codes));
            }
            let column = reader.offense.as_ref();
            let unknown = unknown_offense(&row, column, &classifier, incident.offense);
            mapping.miss_name(&unknown);
            let codes = classifier.unmapped().ok_or(unknown)?;
            Ok((incident, codes))
        });
        match read {
            Err(unreadable) => counter.ledger.set_aside(unreadable),
            Ok((incident, codes)) => {
                counter.ledger.note_day(incident.day);
                let people = person.codes(&row, &incident.person, &mut counter.ledger);
                let event = Event {
                    day: incident.day,
                    codes,
                    times: i64::from(incident.count),
                    point: incident.point,
                    places: &incident.places,
                    people: &people,
                };
                counter.count(&row, &event)?;
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
    let person = Persons::new(context)?;
    let row_number = context.row_number(&header)?;
    let mut counter = Counter::new(context, &context.source.id, list, &columns.places)?;
    counter.staged.held = (0..list.codes.len()).collect();
    while let Some(row) = rows.next(&header)? {
        counter.ledger.read_row(&row, row_number.as_ref())?;
        match reader.read(&row) {
            Err(unreadable) => counter.ledger.set_aside(unreadable),
            Ok(arrest) => {
                counter.ledger.note_day(arrest.day);
                let people = person.codes(&row, &arrest.person, &mut counter.ledger);
                counter.ledger.mapping.look_up();
                let group = classifier.group(arrest.charge);
                if group.is_none() {
                    counter.ledger.note_unmatched_charge(arrest.charge);
                }
                let code = group.unwrap_or(other);
                let codes = [Weighted { code, factor: 1 }];
                let event = Event {
                    day: arrest.day,
                    codes: &codes,
                    times: 1,
                    point: arrest.point,
                    places: &arrest.places,
                    people: &people,
                };
                counter.count(&row, &event)?;
            }
        }
    }
    counter.finish()
}

/// What a readable row says.
pub(super) struct Event<'e> {
    /// The day.
    pub day: Date,
    /// The codes that it counts under.
    pub codes: &'e [Weighted],
    /// How many it stands for.
    pub times: i64,
    /// Where, as a point.
    pub point: PointText<'e>,
    /// Where, in the order of the kinds of place of the source.
    pub places: &'e [Option<&'e str>],
    /// The position of its person's code in each list of groups of the city.
    pub people: &'e [Option<usize>],
}

/// The records and the ledger of one source while its rows go by.
pub(super) struct Counter<'a> {
    context: &'a Context<'a>,
    list: &'a CodeList,
    locator: Locator<'a>,
    bounds: Option<Bounds>,
    placeholders: &'a [Placeholder],
    /// For each kind of place of the city: its position among those of the source, where some table
    /// counts by it (no other place leaves the row), and its members.
    kinds: Vec<(Option<usize>, &'a PlaceList)>,
    records: RecordWriter,
    pub(super) staged: Staged,
    pub(super) ledger: Ledger,
}

impl<'a> Counter<'a> {
    /// The counter of a source's records, which are staged as `dataset`.
    pub(super) fn new(
        context: &'a Context<'a>,
        dataset: &str,
        list: &'a CodeList,
        places: &'a BTreeMap<String, PlaceColumn>,
    ) -> Result<Self, AggregateError> {
        let kinds: Vec<LocatedKind<'a>> = places
            .iter()
            .map(|(id, column)| located_kind(context, id, column, places))
            .collect::<Result<_, _>>()?;
        let counts_by = |id: &String| context.coverage.counts_by(id);
        let staged = Staged {
            places: places.keys().filter(|id| counts_by(id)).cloned().collect(),
            not_told_apart: kinds
                .iter()
                .map(|kind| (kind.resolver.id().to_owned(), not_told_apart(kind, &kinds)))
                .collect(),
            ..Staged::default()
        };
        let locator = Locator::new(kinds);
        let points = context.source.shape.coordinate();
        let ledger = Ledger {
            located: LocatedLedger::new(&locator, points.is_some()),
            ..Ledger::default()
        };
        let among = |kind: &PlaceList| {
            let position = places.keys().position(|id| *id == kind.id);
            position.filter(|_| context.coverage.counts_by(&kind.id))
        };
        let all = context.settings.places.iter();
        Ok(Self {
            context,
            list,
            locator,
            bounds: context.settings.city.bounds,
            placeholders: points.map_or(&[], CoordinateColumns::placeholders),
            kinds: all.map(|kind| (among(kind), kind)).collect(),
            records: RecordWriter::new(context.staging, context.settings, dataset)?,
            staged,
            ledger,
        })
    }

    /// Completes the records.
    pub(super) fn finish(self) -> Result<(Staged, Ledger), AggregateError> {
        self.records.finish()?;
        Ok((self.staged, self.ledger))
    }

    /// Counts a readable row, or notes why it is not counted.
    fn count(&mut self, row: &Row<'_>, event: &Event<'_>) -> Result<(), AggregateError> {
        let name = |weighted: &Weighted| self.list.codes.get(weighted.code).map(|c| &*c.code);
        let names: Vec<&str> = event.codes.iter().filter_map(name).collect();
        let candidate = Candidate {
            day: event.day,
            codes: &names,
            is_unlisted: false,
            is_sum: false,
            people: event.people,
        };
        if let Some(reason) = self.context.left_out(&candidate) {
            self.ledger.leave_outside(reason);
            return Ok(());
        }
        let Some(month) = self.counted_month(event) else {
            self.ledger.leave_unexplained(Unexplained {
                line: row.line(),
                category: names.join(" and "),
                day: event.day,
            });
            return Ok(());
        };
        self.stage(row.line(), month, event)?;
        self.ledger.count_used();
        self.ledger.tell_of(event.day);
        Ok(())
    }

    /// Stages a row that is counted: a record for each of its codes.
    pub(super) fn stage(
        &mut self,
        line: u64,
        month: Month,
        event: &Event<'_>,
    ) -> Result<(), AggregateError> {
        let found = self.locate(event.day, (event.point, event.places));
        let member = |(among, kind): &(Option<usize>, &'a PlaceList)| {
            let position = found.get((*among)?).copied().flatten()?;
            kind.members.get(position).map(|(code, _)| code.as_str())
        };
        let places: Vec<Option<&str>> = self.kinds.iter().map(member).collect();
        let lists = self.context.settings.groups.iter();
        let groups = lists.zip(event.people).map(|(list, position)| {
            let code = list.codes.codes.get((*position)?)?;
            Some(code.code.as_str())
        });
        let groups: Vec<Option<&str>> = groups.collect();
        for weighted in event.codes {
            let Some(code) = self.list.codes.get(weighted.code) else {
                continue;
            };
            self.staged.present.insert((month, weighted.code));
            self.records.write(&Record {
                line,
                month,
                step: Step::Month,
                code: &code.code,
                weight: weighted.factor * event.times,
                decimals: 0,
                places: &places,
                groups: &groups,
            })?;
        }
        Ok(())
    }

    /// The month of an event, where some table counts one of its codes in it.
    fn counted_month(&self, event: &Event<'_>) -> Option<Month> {
        let coverage = self.context.coverage;
        month_of(event.day).filter(|month| {
            let counts = |one: &Weighted| coverage.counts_person(*month, one.code, event.people);
            event.codes.iter().any(counts)
        })
    }

    /// The position in each kind of place of the source; how each was found goes into the ledger.
    fn locate(
        &mut self,
        day: Date,
        (point, names): (PointText<'_>, &[Option<&str>]),
    ) -> Vec<Option<usize>> {
        let coordinate = coordinate(point, self.bounds).unless_one_of(self.placeholders);
        let located = self.locator.locate(names, coordinate);
        for ((kind, name), found) in self.locator.kinds().iter().zip(names).zip(&located) {
            if found.is_unknown_name {
                let id = kind.resolver.id();
                self.ledger.note_unknown_place(id, name.unwrap_or_default());
            }
        }
        self.ledger.located.note(day.year(), coordinate, &located);
        located.iter().map(|located| located.position).collect()
    }
}

fn coordinate(point: PointText<'_>, bounds: Option<Bounds>) -> Coordinate {
    match (point, bounds) {
        (PointText::Pair(latitude, longitude), Some(bounds)) => {
            Coordinate::of_pair(latitude, longitude, bounds)
        }
        (PointText::Whole(text), Some(bounds)) => Coordinate::of_text(text, bounds),
        _ => Coordinate::NotGiven,
    }
}

/// How a source locates its rows in one kind of place.
fn located_kind<'a>(
    context: &'a Context<'a>,
    id: &str,
    column: &'a PlaceColumn,
    places: &BTreeMap<String, PlaceColumn>,
) -> Result<LocatedKind<'a>, AggregateError> {
    let (_, place) = context
        .settings
        .place(id)
        .ok_or_else(|| context.missing("the places of the source"))?;
    let spellings = column.spellings.as_deref();
    let not_told_apart = column.not_told_apart.as_deref();
    let own = place.source_spellings(context.folder, spellings, not_told_apart)?;
    let crosswalk = match &column.from {
        Some(from) if column.by.contains(&Method::Crosswalk) => {
            let at = places.keys().position(|other| other == from);
            let crosswalk = context.settings.areas.crosswalk(from, id);
            let found = at.zip(crosswalk);
            Some(found.ok_or_else(|| context.missing("the crosswalk of the source"))?)
        }
        _ => None,
    };
    Ok(LocatedKind {
        resolver: PlaceResolver::new(place, own),
        is_named: column.column.is_some(),
        by: &column.by,
        map: context.maps.get(id),
        crosswalk,
    })
}

/// The places of a kind of which the source can hold no count, nor therefore those around them.
fn not_told_apart(kind: &LocatedKind<'_>, kinds: &[LocatedKind<'_>]) -> BTreeSet<usize> {
    let mut members = kind.resolver.own().not_told_apart.clone();
    if let Some((from, crosswalk)) = kind.crosswalk
        && let Some(start) = kinds.get(from)
    {
        let starts = start.resolver.own().not_told_apart.iter();
        members.extend(starts.filter_map(|at| crosswalk.positions.get(*at).copied().flatten()));
    }
    members
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
