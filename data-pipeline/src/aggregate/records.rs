//! Stages records by month and places, once for each list of the source.
//!
//! A row is used, set aside or left outside as a whole, for all its lists alike.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::events::{Counter, Event};
use super::query::dataset_of_list;
use super::{AggregateError, Candidate, Context, Ledger, Staged, Unexplained, month_of};
use crate::classify::CategoryClassifier;
use crate::settings::{DistinctColumn, ListName, RecordColumns, Weighted};
use crate::source::{PointText, Record, RecordReader, Row, SourceFile, Unreadable};

/// Stages the records of a source.
pub(super) fn records(
    context: &Context<'_>,
    columns: &RecordColumns,
    file: &SourceFile,
) -> Result<(Vec<(String, Staged)>, Ledger), AggregateError> {
    let (header, mut rows) = file.rows(&context.source.missing)?;
    let reader = RecordReader::new(&header, columns)?;
    let row_number = context.row_number(&header)?;
    let mut tally = Tally::new(context, columns)?;
    while let Some(row) = rows.next(&header)? {
        tally.ledger.read_row(&row, row_number.as_ref())?;
        let read = reader.read(&row).and_then(|record| {
            let codes = tally.codes(&row, &reader, &record)?;
            Ok((record, codes))
        });
        match read {
            Err(unreadable) => tally.ledger.set_aside(unreadable),
            Ok((record, codes)) => tally.count(&row, &record, &codes)?,
        }
    }
    tally.finish()
}

/// The counts of every list and the one ledger of a source while its rows go by.
struct Tally<'a> {
    context: &'a Context<'a>,
    lists: Vec<ListTally<'a>>,
    distinct: Option<&'a DistinctColumn>,
    seen: BTreeSet<String>,
    ledger: Ledger,
}

struct ListTally<'a> {
    name: ListName,
    classifier: CategoryClassifier<'a>,
    counter: Counter<'a>,
}

impl<'a> Tally<'a> {
    fn new(context: &'a Context<'a>, columns: &'a RecordColumns) -> Result<Self, AggregateError> {
        let mut lists = Vec::new();
        for (name, column) in columns.lists() {
            let classifier = CategoryClassifier::new(context.settings, &name, column)
                .ok_or_else(|| context.missing("the list and the names of a column"))?;
            let list = context.settings.list(&name);
            let dataset = dataset_of_list(&context.source.id, &name);
            let mut counter = Counter::new(context, &dataset, list, &columns.places)?;
            counter.staged.held = classifier.held();
            lists.push(ListTally {
                name,
                classifier,
                counter,
            });
        }
        Ok(Self {
            context,
            lists,
            distinct: columns.distinct.as_ref(),
            seen: BTreeSet::new(),
            ledger: Ledger::default(),
        })
    }

    /// The codes of a row in each list.
    fn codes(
        &self,
        row: &Row<'_>,
        reader: &RecordReader,
        record: &Record<'_>,
    ) -> Result<Vec<Vec<Weighted>>, Unreadable> {
        let cells = self.lists.iter().zip(&record.names).zip(&reader.names);
        let codes = cells.map(|((list, cell), column)| {
            list.classifier.codes(*cell).map_err(|name| match name {
                "" => {
                    let reason = "a field that must not be empty is";
                    row.unreadable(column, "", "a name", reason)
                }
                name => {
                    let expected = list.classifier.expected(name);
                    row.unreadable(column, name, &expected, "a name of a list is not known")
                }
            })
        });
        codes.collect()
    }

    /// Counts a readable row, or notes why it is not counted.
    fn count(
        &mut self,
        row: &Row<'_>,
        record: &Record<'_>,
        codes: &[Vec<Weighted>],
    ) -> Result<(), AggregateError> {
        self.ledger.note_day(record.day);
        let names = self.names(codes);
        if let Some(reason) = self.left_out(record, &names) {
            self.ledger.leave_outside(&reason);
            return Ok(());
        }
        if !self.is_covered(record.day, codes) {
            let category = names.concat().join(" and ");
            let (line, day) = (row.line(), record.day);
            self.ledger.leave_unexplained(Unexplained {
                line,
                category,
                day,
            });
            return Ok(());
        }
        self.seen.extend(record.key.map(str::to_owned));
        self.add(row.line(), record, codes)?;
        self.ledger.count_used();
        self.ledger.tell_of(record.day);
        Ok(())
    }

    /// The codes of each list by name.
    fn names(&self, codes: &[Vec<Weighted>]) -> Vec<Vec<&'a str>> {
        let lists = self.lists.iter().zip(codes);
        let names = lists.map(|(list, codes)| {
            let all = &self.context.settings.list(&list.name).codes;
            let name = |one: &Weighted| all.get(one.code).map(|code| code.code.as_str());
            codes.iter().filter_map(name).collect()
        });
        names.collect()
    }

    /// Why a row is in no table: a rule of the settings, or another row of its record counts.
    fn left_out(&self, record: &Record<'_>, names: &[Vec<&str>]) -> Option<String> {
        let of_list = |codes: &Vec<&str>| {
            let candidate = Candidate {
                day: record.day,
                codes,
                is_unlisted: false,
                is_sum: false,
                people: &[],
            };
            self.context.left_out(&candidate).map(str::to_owned)
        };
        let by_rule = names.iter().find_map(of_list);
        by_rule.or_else(|| match (self.distinct?, record.key) {
            (distinct, None) => Some(format!("nothing says to which {} it belongs", distinct.of)),
            (distinct, Some(key)) if self.seen.contains(key) => {
                Some(format!("a further row of the same {}", distinct.of))
            }
            (_, Some(_)) => None,
        })
    }

    /// Whether some table counts one of the codes in the month of a day.
    fn is_covered(&self, day: Date, codes: &[Vec<Weighted>]) -> bool {
        let coverage = self.context.coverage;
        let mut lists = self.lists.iter().zip(codes);
        month_of(day).is_some_and(|month| {
            lists.any(|(list, codes)| {
                let counts = |one: &Weighted| coverage.counts_in(&list.name, month, one.code);
                codes.iter().any(counts)
            })
        })
    }

    fn add(
        &mut self,
        line: u64,
        record: &Record<'_>,
        codes: &[Vec<Weighted>],
    ) -> Result<(), AggregateError> {
        let Some(month) = month_of(record.day) else {
            return Ok(());
        };
        for (list, codes) in self.lists.iter_mut().zip(codes) {
            let event = Event {
                day: record.day,
                codes,
                times: 1,
                point: PointText::NoColumn,
                places: &record.places,
                people: &[],
            };
            list.counter.stage(line, month, &event)?;
        }
        Ok(())
    }

    fn finish(mut self) -> Result<(Vec<(String, Staged)>, Ledger), AggregateError> {
        let mut staged = Vec::new();
        for (at, list) in self.lists.into_iter().enumerate() {
            let name = dataset_of_list(&self.context.source.id, &list.name);
            let (of_list, ledger) = list.counter.finish()?;
            staged.push((name, of_list));
            // Every list has found the same places; one of them tells how.
            if at == 0 {
                self.ledger.unknown_places = ledger.unknown_places;
                self.ledger.located = ledger.located;
            }
        }
        Ok((staged, self.ledger))
    }
}
