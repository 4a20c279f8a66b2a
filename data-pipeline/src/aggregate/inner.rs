//! The one count that several tables are sums of: records by area, category, groups and month, as
//! fine as the finest of the tables.
//!
//! It holds what no table publishes and goes no further than what protects the tables.

use cube::Month;
use datafusion::arrow::array::{Array, AsArray, RecordBatch, StringArray};
use datafusion::arrow::datatypes::Decimal128Type;

use super::engine::write_parameters;
use super::people::{CODE, column_of};
use super::query::{filled, inner_parameters};
use super::{AggregateError, Staging, Statement};
use crate::settings::{
    CodeList, GeographySettings, ListName, Settings, SourceSettings, TableGroup, TableSettings,
};

/// How records become the inner count.
const INNER: &str = include_str!("../../tables/inner.sql");

/// The records that several tables are made from, counted by everything that one of them tells
/// apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inner {
    /// The ids of the dimensions that the keys are codes of: `geography`, the source's own list, then
    /// the lists of groups in the order of the settings. As [`cube::Dimension::id`].
    pub dimensions: Vec<String>,
    /// The counts, in the order of keys and months; what is not there was not counted.
    pub counts: Vec<InnerCount>,
}

/// How many records have the same codes in a month.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct InnerCount {
    /// The code in each dimension; of areas the parts of the city, never the city where a table has
    /// parts.
    pub keys: Vec<String>,
    /// The month.
    pub month: Month,
    /// The number of records, above zero.
    pub count: u32,
}

/// Counts the records that tables share, by everything that one of them tells apart.
///
/// The tables take the same months from the same sources under the same conditions; they may differ
/// in areas (all of one kind of place, or of the city alone), categories, groups and steps. Summed
/// over what a table does not tell apart, the counts are its cube.
///
/// # Errors
/// Where the tables share no records, count by two kinds of place, or a source is not staged.
pub fn inner(
    settings: &Settings,
    tables: &[&TableSettings],
    staging: &Staging,
) -> Result<Inner, AggregateError> {
    let Some(first) = tables.first() else {
        return Ok(Inner {
            dimensions: Vec::new(),
            counts: Vec::new(),
        });
    };
    tables.iter().try_for_each(|table| shared(first, table))?;
    let union = union(settings, tables)?;
    let statement = Statement {
        sql: filled(settings, &union, INNER),
        parameters: inner_parameters(settings, &union)?,
    };
    write_parameters(staging.folder(), &union.id, &statement)?;
    let engine = &staging.engine;
    let answer = engine.run(staging.folder(), &union.id, &statement.sql)?;
    let mut dimensions = vec![
        "geography".to_owned(),
        settings.list_heading(&union.list).0.to_owned(),
    ];
    dimensions.extend(union.groups.iter().map(|group| group.list.clone()));
    let mut counts = Vec::new();
    for batch in &answer {
        let read = counts_of(batch, dimensions.len());
        let read = read.ok_or_else(|| AggregateError::Answer {
            table: union.id.clone(),
            found: "other columns, or what is no count".to_owned(),
        })?;
        counts.extend(read);
    }
    counts.sort();
    Ok(Inner { dimensions, counts })
}

/// Whether two tables count the same records.
fn shared(first: &TableSettings, table: &TableSettings) -> Result<(), AggregateError> {
    let stretches = |table: &TableSettings| {
        let stretches = table.stretches.iter();
        let key = stretches.map(|one| (one.source.clone(), one.first, one.last));
        key.collect::<Vec<_>>()
    };
    if first.only == table.only && stretches(first) == stretches(table) {
        return Ok(());
    }
    Err(AggregateError::Missing {
        wanted_by: table.id.clone(),
        what: format!(
            "the stretches and conditions of {}, with which it shares an inner count",
            first.id
        ),
    })
}

/// A table of months that tells apart what any of the tables does.
fn union(settings: &Settings, tables: &[&TableSettings]) -> Result<TableSettings, AggregateError> {
    let missing = |wanted_by: &str, what: &str| AggregateError::Missing {
        wanted_by: wanted_by.to_owned(),
        what: what.to_owned(),
    };
    let [first, ..] = tables else {
        return Err(missing("an inner count", "tables"));
    };
    let mut geography = GeographySettings::default();
    for table in tables {
        match (&geography.place, &table.geography.place) {
            (Some(one), Some(other)) if one != other => {
                return Err(missing(&table.id, &format!("the places {one:?}")));
            }
            (None, Some(_)) => geography.place.clone_from(&table.geography.place),
            _ => {}
        }
    }
    geography.city = geography.place.is_none();
    let list = own_list(settings, first)
        .ok_or_else(|| missing(&first.id, "a source that counts by one list of its own"))?;
    let shown = |list: &ListName| shown_of(settings, tables, list);
    let lists = settings.groups.iter().map(|group| {
        let list = ListName::Declared(group.settings.id.clone());
        (group.settings.id.clone(), shown(&list))
    });
    let groups = lists.filter(|(_, codes)| !codes.is_empty());
    let categories = match shown(&list) {
        codes if codes.is_empty() => roots(settings.list(&list)),
        codes => codes,
    };
    Ok(TableSettings {
        id: format!("inner-{}", first.id),
        geography,
        categories,
        list,
        groups: groups
            .map(|(list, categories)| TableGroup {
                list,
                categories,
                labels: Default::default(),
            })
            .collect(),
        step: cube::Step::Month,
        ..(*first).clone()
    })
}

/// The list that a table's sources count by of themselves.
fn own_list(settings: &Settings, table: &TableSettings) -> Option<ListName> {
    if column_of(settings, &table.list) == CODE {
        return Some(table.list.clone());
    }
    let is_of_table =
        |source: &&SourceSettings| table.stretches.iter().any(|one| one.source == source.id);
    let source = settings.sources.iter().find(is_of_table)?;
    source.shape.lists().into_iter().next()
}

/// Every code of a list that one of the tables shows, in the order of the list.
fn shown_of(settings: &Settings, tables: &[&TableSettings], list: &ListName) -> Vec<String> {
    let is_shown = |code: &str| {
        tables.iter().any(|table| {
            let groups = table.groups.iter();
            let mut groups = groups.filter(|group| group.list == list.as_str());
            let by_group = groups.any(|group| group.categories.iter().any(|one| one == code));
            by_group || (table.list == *list && table.categories.iter().any(|one| one == code))
        })
    };
    let codes = settings.list(list).codes.iter();
    let codes = codes.filter(|code| is_shown(&code.code));
    codes.map(|code| code.code.clone()).collect()
}

/// The codes of a list that are no part of another.
fn roots(list: &CodeList) -> Vec<String> {
    let roots = list.codes.iter().filter(|code| code.parent.is_none());
    roots.map(|code| code.code.clone()).collect()
}

/// The counts of a batch: a code for each dimension, the month, the number.
fn counts_of(batch: &RecordBatch, dimensions: usize) -> Option<Vec<InnerCount>> {
    let column = |at: usize| batch.columns().get(at);
    let text = |at: usize| column(at)?.as_string_opt::<i32>();
    let codes: Vec<&StringArray> = (0..dimensions).map(text).collect::<Option<_>>()?;
    let months = text(dimensions)?;
    let counts = column(dimensions + 1)?.as_primitive_opt::<Decimal128Type>()?;
    let rows = (0..batch.num_rows()).filter(|row| counts.is_valid(*row) && counts.value(*row) != 0);
    let count = |row: usize| {
        Some(InnerCount {
            keys: codes
                .iter()
                .map(|codes| codes.value(row).to_owned())
                .collect(),
            month: Month::parse(months.value(row)).ok()?,
            count: u32::try_from(counts.value(row)).ok()?,
        })
    };
    rows.map(count).collect()
}
