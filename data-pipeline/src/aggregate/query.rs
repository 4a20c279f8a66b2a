//! The one SQL statement of a table, and the small tables of settings that it joins with.
//!
//! The text is a file: `data-pipeline/tables/counts.sql`, or the one that the table names in the
//! city's folder. Only names are filled in, and the number of decimals; the text runs unchanged on one
//! machine and on a cluster.

use std::sync::Arc;

use cube::{Period, UNLOCATED};
use datafusion::arrow::array::{ArrayRef, BooleanArray, Int64Array, RecordBatch, StringArray};
use datafusion::arrow::error::ArrowError;
use datafusion::arrow::util::display::{ArrayFormatter, FormatOptions};

use super::people::{column_of, conditions, group_members, is_by_month};
use super::{AggregateError, Geography, Staged, category_members, roll_up};
use crate::settings::{
    CodeList, ListName, Numbers, Settings, Shape, StretchSettings, TableSettings,
};

/// How counts become a table, where a city has no statement of its own.
const COUNTS: &str = include_str!("../../tables/counts.sql");

/// The same for tables that tell groups of people apart, count only some records, or count in longer
/// steps than the records.
const GROUPS: &str = include_str!("../../tables/groups.sql");

/// Begins a line of a statement that stands once for each list of groups.
const EACH_GROUP: &str = "{each group} ";

/// Begins a line of a statement that stands once for each condition.
const EACH_CONDITION: &str = "{each condition} ";

/// A statement and what it joins the staged records with.
#[derive(Debug)]
pub struct Statement {
    /// The statement, in full.
    pub sql: String,
    /// Tables of one batch, by name.
    pub parameters: Vec<(String, RecordBatch)>,
}

/// The text of a table's statement: what is published beside the table.
#[must_use]
pub fn sql(settings: &Settings, table: &TableSettings) -> String {
    let own = settings.statements.get(&table.id).map(String::as_str);
    let plain = if is_plain(settings, table) {
        COUNTS
    } else {
        GROUPS
    };
    filled(settings, table, own.unwrap_or(plain))
}

/// A text with the names of a table filled in.
pub(super) fn filled(settings: &Settings, table: &TableSettings, text: &str) -> String {
    let place = match &table.geography.place {
        Some(place) => format!("COALESCE(records.\"{place}\", '{UNLOCATED}')"),
        None => format!("'{UNLOCATED}'"),
    };
    let groups: Vec<&str> = table.groups.iter().map(|group| &*group.list).collect();
    let conditions = conditions(settings, table);
    let conditions: Vec<&str> = conditions.iter().map(|one| one.column).collect();
    repeated(text, &groups, &conditions)
        .replace("{place}", &place)
        .replace("{code}", column_of(settings, &table.list))
        .replace("{category}", settings.list_heading(&table.list).0)
        .replace("{period}", table.step.column())
        .replace("{decimals}", &table.decimals.to_string())
}

/// A text with its lines that stand once for each list of groups, or once for each condition.
fn repeated(text: &str, groups: &[&str], conditions: &[&str]) -> String {
    let mut lines = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let indent = line.len() - line.trim_start().len();
        let (indent, rest) = line.split_at(indent);
        let (marked, names, name) = match rest.strip_prefix(EACH_GROUP) {
            Some(marked) => (Some(marked), groups, "{group}"),
            None => (rest.strip_prefix(EACH_CONDITION), conditions, "{condition}"),
        };
        let Some(marked) = marked else {
            lines.push_str(line);
            continue;
        };
        for one in names {
            lines.push_str(indent);
            lines.push_str(&marked.replace(name, one));
        }
    }
    lines
}

/// Whether a table is simply counted: by areas and categories, every record, in the steps in which
/// the records are staged.
fn is_plain(settings: &Settings, table: &TableSettings) -> bool {
    let has_groups = !table.groups.is_empty() || settings.group_of(&table.list).is_some();
    !has_groups && table.only.is_empty() && !is_coarser(settings, table)
}

/// Whether a table counts records of months in longer steps.
fn is_coarser(settings: &Settings, table: &TableSettings) -> bool {
    let is_stretch = |id: &str| table.stretches.iter().any(|stretch| stretch.source == id);
    let mut sources = settings.sources.iter();
    !table.step.is_month() && sources.any(|one| is_stretch(&one.id) && is_by_month(one))
}

impl Statement {
    /// The statement of a table over the staged sources that it takes from.
    ///
    /// # Errors
    /// Where a source of the table is not staged, or the settings name places that are not there.
    pub fn new<'a>(
        settings: &Settings,
        table: &TableSettings,
        staged: impl Fn(&str) -> Option<&'a Staged>,
    ) -> Result<Self, AggregateError> {
        let geography = Geography::of(settings, table)?;
        let areas = summed(table, geography.members.clone());
        let categories = summed(table, category_members(settings, table));
        let mut sources = Vec::new();
        for stretch in &table.stretches {
            let source = staged(&dataset_of(settings, table, stretch)).ok_or_else(|| {
                AggregateError::Missing {
                    wanted_by: table.id.clone(),
                    what: format!("the source {:?}", stretch.source),
                }
            })?;
            sources.push((stretch, source));
        }
        let fixed = [
            ("areas", members(&areas)),
            ("area_parts", parts(&areas)),
            ("categories", members(&categories)),
            ("category_parts", parts(&categories)),
            ("codes", codes(settings, table)),
            ("holdings", holdings(settings, table, &sources)),
            ("periods", periods(settings, table)),
            ("places", places(settings, table, &geography)),
            (
                "undistinguished",
                undistinguished(settings, table, &geography, &sources),
            ),
        ];
        let mut parameters: Vec<(String, Result<RecordBatch, ArrowError>)> = fixed
            .into_iter()
            .map(|(name, batch)| (name.to_owned(), batch))
            .collect();
        if !is_plain(settings, table) {
            parameters.push(("months".to_owned(), months(settings, table)));
        }
        parameters.extend(of_groups(settings, table));
        parameters.extend(of_conditions(settings, table));
        let parameters = parameters
            .into_iter()
            .map(|(name, batch)| Ok((name, batch?)))
            .collect::<Result<_, ArrowError>>();
        Ok(Self {
            sql: sql(settings, table),
            parameters: parameters.map_err(|error| AggregateError::Query {
                table: table.id.clone(),
                error: error.to_string(),
            })?,
        })
    }
}

/// The members of a dimension; where totals are given, none is the sum of others.
fn summed(table: &TableSettings, mut members: Vec<cube::Member>) -> Vec<cube::Member> {
    if !table.totals.is_summed() {
        for member in &mut members {
            member.parent = None;
        }
    }
    members
}

/// The dataset of what a source gives: its records, or the counts that its rates were turned back
/// into.
pub(super) fn dataset_of_numbers(source: &str, numbers: Numbers) -> String {
    match numbers {
        Numbers::Given => source.to_owned(),
        Numbers::Counts => format!("{source}.counts"),
    }
}

/// The dataset of the records of a source as one of its lists classifies them.
pub(super) fn dataset_of_list(source: &str, list: &ListName) -> String {
    format!("{source}.{}", list.as_str())
}

/// The dataset that a stretch of a table takes from.
pub(super) fn dataset_of(
    settings: &Settings,
    table: &TableSettings,
    stretch: &StretchSettings,
) -> String {
    let mut sources = settings.sources.iter();
    let source = sources.find(|source| source.id == stretch.source);
    match source.map(|source| &source.shape) {
        Some(Shape::Records(_)) => dataset_of_list(&stretch.source, &table.list),
        _ => dataset_of_numbers(&stretch.source, stretch.take),
    }
}

fn batch<const COLUMNS: usize>(
    columns: [(&str, ArrayRef); COLUMNS],
) -> Result<RecordBatch, ArrowError> {
    RecordBatch::try_from_iter_with_nullable(columns.map(|(name, values)| (name, values, true)))
}

fn texts<'a>(values: impl IntoIterator<Item = &'a str>) -> ArrayRef {
    Arc::new(StringArray::from_iter_values(values))
}

fn pairs(names: [&str; 2], pairs: &[(String, String)]) -> Result<RecordBatch, ArrowError> {
    let [first, second] = names;
    batch([
        (first, texts(pairs.iter().map(|(one, _)| one.as_str()))),
        (second, texts(pairs.iter().map(|(_, other)| other.as_str()))),
    ])
}

fn is_leaf(members: &[cube::Member], position: usize) -> bool {
    !members.iter().any(|member| member.parent == Some(position))
}

fn members(members: &[cube::Member]) -> Result<RecordBatch, ArrowError> {
    let leaves = (0..members.len()).map(|position| Some(is_leaf(members, position)));
    batch([
        (
            "position",
            Arc::new(Int64Array::from_iter_values(0..members.len() as i64)) as ArrayRef,
        ),
        (
            "code",
            texts(members.iter().map(|member| member.code.as_str())),
        ),
        (
            "label",
            texts(members.iter().map(|member| member.label.as_str())),
        ),
        ("is_leaf", Arc::new(BooleanArray::from_iter(leaves))),
    ])
}

/// For each member, the leaves that it is the sum of.
fn parts(members: &[cube::Member]) -> Result<RecordBatch, ArrowError> {
    let mut rows = Vec::new();
    for (position, leaf) in members.iter().enumerate() {
        if !is_leaf(members, position) {
            continue;
        }
        let mut at = Some(position);
        // A cyclic list, which the cross-check of the settings refuses, still ends.
        for _ in 0..=members.len() {
            let Some(whole) = at.and_then(|at| members.get(at)) else {
                break;
            };
            rows.push((whole.code.clone(), leaf.code.clone()));
            at = whole.parent;
        }
    }
    pairs(["whole", "part"], &rows)
}

/// What the inner count of a table joins its records with.
///
/// # Errors
/// Where the settings name places that are not there.
pub(super) fn inner_parameters(
    settings: &Settings,
    table: &TableSettings,
) -> Result<Vec<(String, RecordBatch)>, AggregateError> {
    let geography = Geography::of(settings, table)?;
    let mut parameters = vec![
        ("codes".to_owned(), codes(settings, table)),
        ("months".to_owned(), months(settings, table)),
        ("places".to_owned(), places(settings, table, &geography)),
    ];
    parameters.extend(of_groups(settings, table));
    parameters.extend(of_conditions(settings, table));
    let parameters = parameters
        .into_iter()
        .map(|(name, batch)| Ok((name, batch?)))
        .collect::<Result<_, ArrowError>>();
    parameters.map_err(|error| AggregateError::Query {
        table: table.id.clone(),
        error: error.to_string(),
    })
}

/// The members, parts and codes of each list of groups.
fn of_groups(
    settings: &Settings,
    table: &TableSettings,
) -> Vec<(String, Result<RecordBatch, ArrowError>)> {
    let mut tables = Vec::new();
    for group in &table.groups {
        let name = format!("group_{}", group.list);
        let shown = group_members(settings, group);
        let list = settings.list(&ListName::Declared(group.list.clone()));
        tables.extend([
            (format!("{name}_parts"), parts(&shown)),
            (
                format!("{name}_codes"),
                shown_codes(list, &group.categories),
            ),
            (name, members(&shown)),
        ]);
    }
    tables
}

/// The codes that each condition lets through.
fn of_conditions(
    settings: &Settings,
    table: &TableSettings,
) -> Vec<(String, Result<RecordBatch, ArrowError>)> {
    let tables = conditions(settings, table).into_iter().map(|condition| {
        let list = settings.list(&condition.list);
        let codes = condition.codes.iter().filter_map(|at| list.codes.get(*at));
        let codes: Vec<&str> = codes.map(|code| code.code.as_str()).collect();
        let batch = batch([("code", texts(codes))]);
        (format!("only_{}", condition.column), batch)
    });
    tables.collect()
}

fn codes(settings: &Settings, table: &TableSettings) -> Result<RecordBatch, ArrowError> {
    shown_codes(settings.list(&table.list), &table.categories)
}

/// For each code of a list, the category under which it is counted, where it is.
fn shown_codes(list: &CodeList, categories: &[String]) -> Result<RecordBatch, ArrowError> {
    let shown = roll_up(list, categories);
    let rows: Vec<_> = list
        .codes
        .iter()
        .zip(shown)
        .filter_map(|(code, to)| {
            let category = categories.get(to?)?;
            Some((code.code.clone(), category.clone()))
        })
        .collect();
    pairs(["code", "category"], &rows)
}

fn holdings(
    settings: &Settings,
    table: &TableSettings,
    sources: &[(&StretchSettings, &Staged)],
) -> Result<RecordBatch, ArrowError> {
    let shown = roll_up(settings.list(&table.list), &table.categories);
    let is_of_groups = settings.group_of(&table.list).is_some();
    let mut rows = Vec::new();
    for (stretch, staged) in sources {
        // A source that names groups of people holds each that the table shows: the cross-check of
        // the settings has seen to it.
        let dataset = || dataset_of(settings, table, stretch);
        let groups = table.categories.iter().filter(|_| is_of_groups);
        rows.extend(groups.map(|category| (dataset(), category.clone())));
        for code in staged.held.iter().filter(|_| !is_of_groups) {
            let category = shown.get(*code).copied().flatten();
            if let Some(category) = category.and_then(|at| table.categories.get(at)) {
                rows.push((dataset_of(settings, table, stretch), category.clone()));
            }
        }
    }
    rows.sort();
    rows.dedup();
    pairs(["dataset", "category"], &rows)
}

fn periods(settings: &Settings, table: &TableSettings) -> Result<RecordBatch, ArrowError> {
    let periods = table.step.periods(table.first, table.last);
    let names: Vec<String> = periods.iter().map(ToString::to_string).collect();
    let stretches = || periods.iter().map(|period| stretch_of(table, *period));
    let datasets = stretches().map(|stretch| Some(dataset_of(settings, table, stretch?)));
    let is_coarser = is_coarser(settings, table);
    let is_incomplete = |(period, stretch): (&Period, Option<&StretchSettings>)| {
        let mut incomplete = table.incomplete.iter();
        let (first, last) = (period.first(), period.last);
        let is_part = |stretch: &StretchSettings| first < stretch.first || stretch.last < last;
        let is_told = incomplete.any(|some| some.first <= last && first <= some.last);
        Some(is_told || (is_coarser && stretch.is_some_and(is_part)))
    };
    let incomplete = periods.iter().zip(stretches()).map(is_incomplete);
    batch([
        ("period", texts(names.iter().map(String::as_str))),
        ("dataset", Arc::new(datasets.collect::<StringArray>())),
        (
            "is_incomplete",
            Arc::new(incomplete.collect::<BooleanArray>()),
        ),
    ])
}

/// The stretch that a period is taken from: the first that holds a month of it.
fn stretch_of(table: &TableSettings, period: Period) -> Option<&StretchSettings> {
    let mut stretches = table.stretches.iter();
    stretches.find(|one| one.first <= period.last && period.first() <= one.last)
}

/// For each dataset and month that a table takes from it, the period in which the month counts.
fn months(settings: &Settings, table: &TableSettings) -> Result<RecordBatch, ArrowError> {
    let mut rows: [Vec<String>; 3] = Default::default();
    for period in table.step.periods(table.first, table.last) {
        let Some(stretch) = stretch_of(table, period) else {
            continue;
        };
        let dataset = dataset_of(settings, table, stretch);
        let (first, last) = (period.first(), period.last);
        for month in first.max(stretch.first).through(last.min(stretch.last)) {
            let values = [dataset.clone(), month.to_string(), period.to_string()];
            for (row, value) in rows.iter_mut().zip(values) {
                row.push(value);
            }
        }
    }
    let [datasets, months, periods] = &rows;
    let column = |values: &[String]| texts(values.iter().map(String::as_str));
    batch([
        ("dataset", column(datasets)),
        ("month", column(months)),
        ("period", column(periods)),
    ])
}

fn places(
    settings: &Settings,
    table: &TableSettings,
    geography: &Geography,
) -> Result<RecordBatch, ArrowError> {
    let code = |area: usize| {
        geography
            .members
            .get(area)
            .map(|member| member.code.clone())
    };
    let mut rows = Vec::new();
    let kind = table.geography.place.as_deref();
    let kind = kind.and_then(|kind| settings.place(kind));
    let members = kind.map(|(_, kind)| kind.members.as_slice());
    for ((place, _), area) in members.unwrap_or_default().iter().zip(&geography.positions) {
        rows.extend(area.and_then(code).map(|area| (place.clone(), area)));
    }
    // Where totals are given, what has no place is the whole city's own.
    let whole = (!table.totals.is_summed() && table.geography.city).then_some(0);
    let unlocated = geography.unlocated.or(whole).and_then(code);
    rows.extend(unlocated.map(|area| (UNLOCATED.to_owned(), area)));
    pairs(["place", "area"], &rows)
}

fn undistinguished(
    settings: &Settings,
    table: &TableSettings,
    geography: &Geography,
    sources: &[(&StretchSettings, &Staged)],
) -> Result<RecordBatch, ArrowError> {
    let mut rows = Vec::new();
    for (stretch, staged) in sources {
        let kind = geography.place.as_ref();
        let apart = kind.and_then(|kind| staged.not_told_apart.get(kind));
        for member in apart.into_iter().flatten() {
            let area = geography.positions.get(*member).copied().flatten();
            let area = area.and_then(|area| geography.members.get(area));
            let dataset = || dataset_of(settings, table, stretch);
            rows.extend(area.map(|area| (dataset(), area.code.clone())));
        }
    }
    rows.sort();
    rows.dedup();
    pairs(["dataset", "area"], &rows)
}

/// What a statement answers, as CSV: the bytes of the published table.
///
/// # Errors
/// Where a column is neither text nor a whole number, or the writer fails.
pub fn csv(batches: &[RecordBatch]) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::Any(b'\n'))
        .from_writer(Vec::new());
    if let Some(first) = batches.first() {
        let schema = first.schema();
        writer.write_record(schema.fields().iter().map(|field| field.name()))?;
    }
    for batch in batches {
        let columns: Vec<ArrayFormatter<'_>> = batch
            .columns()
            .iter()
            .map(|column| ArrayFormatter::try_new(column, &FormatOptions::default()))
            .collect::<Result<_, _>>()
            .map_err(std::io::Error::other)?;
        for row in 0..batch.num_rows() {
            for column in &columns {
                let text = column.value(row).try_to_string();
                let text = text.map_err(std::io::Error::other)?;
                writer.write_field(cube::tidy::inert(&text).as_ref())?;
            }
            writer.write_record(None::<&[u8]>)?;
        }
    }
    writer
        .into_inner()
        .map_err(|error| csv::Error::from(error.into_error()))
}
