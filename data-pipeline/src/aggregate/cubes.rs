//! Builds the cube of a table from what its statement answers.
//!
//! The statement gives every cell, totals included. What it gives is not trusted: cells must come in
//! the order of the table, counts must be counts, and totals the sums of their parts.

use std::collections::BTreeMap;

use cube::{Cell, CellStatus, Cube, Dimension, DimensionKind, Header, Member, Stretch, UNLOCATED};
use datafusion::arrow::array::{Array, AsArray, Decimal128Array, RecordBatch, StringArray};
use datafusion::arrow::datatypes::Decimal128Type;

use super::engine::write_parameters;
use super::people::group_members;
use super::query::dataset_of;
use super::{AggregateError, Staged, Staging, Statement, roll_up};
use crate::settings::{CodeList, Settings, StretchSettings, TableSettings};

/// The cube of a table, totals included, from the staged records.
///
/// # Errors
/// Where a source of the table is not staged, has no record in a month that the table takes from it,
/// counts under a total, or the statement fails or does not answer with the table's cells.
pub fn build_cube(
    settings: &Settings,
    table: &TableSettings,
    staging: &Staging,
) -> Result<Cube, AggregateError> {
    let answer = answer(settings, table, staging)?;
    let header = header(settings, table)?;
    let cells = cells(table, &header, &answer)?;
    let cube = Cube::new(header, cells)?;
    cube.check_totals()?;
    Ok(cube)
}

/// What the statement of a table answers: a line a cell, the columns of its CSV.
///
/// # Errors
/// As [`build_cube`].
pub fn answer(
    settings: &Settings,
    table: &TableSettings,
    staging: &Staging,
) -> Result<Vec<RecordBatch>, AggregateError> {
    let statement = Statement::new(settings, table, |id| staging.dataset(id))?;
    for stretch in &table.stretches {
        if let Some(source) = staging.dataset(&dataset_of(settings, table, stretch)) {
            check_stretch(settings, table, stretch, source)?;
        }
    }
    write_parameters(staging.folder(), &table.id, &statement)?;
    staging
        .engine
        .run(staging.folder(), &table.id, &statement.sql)
}

/// What a stretch takes from a source: a count in each month, and none under a total.
fn check_stretch(
    settings: &Settings,
    table: &TableSettings,
    stretch: &StretchSettings,
    staged: &Staged,
) -> Result<(), AggregateError> {
    let source_id = || stretch.source.clone();
    let months = || staged.present.iter().map(|(month, _)| *month);
    let mut wanted = stretch.first.through(stretch.last);
    if !staged.is_given
        && let Some(month) = wanted.find(|month| !months().any(|other| other == *month))
    {
        // A month without any row is a gap in the source, and would be published as zeros.
        return Err(AggregateError::EmptyMonth {
            table: table.id.clone(),
            source_id: source_id(),
            month,
        });
    }
    let kind = table.geography.place.as_ref();
    // What is given for no kind of place is given for the city.
    let gives = match kind {
        Some(kind) => staged.places.contains(kind),
        None => staged.places.is_empty(),
    };
    if staged.is_given && !gives {
        return Err(AggregateError::Missing {
            wanted_by: table.id.clone(),
            what: format!("the places that {:?} gives counts for", stretch.source),
        });
    }
    check_decimals(table, settings, staged)?;
    // That a person of the source is in no group that is a total, the cross-check of the settings
    // has seen: what a source can say of persons is known before it is read.
    if !table.totals.is_summed() || settings.group_of(&table.list).is_some() {
        return Ok(());
    }
    let categories = category_members(settings, table);
    let shown = roll_up(settings.list(&table.list), &table.categories);
    let taken = staged
        .present
        .iter()
        .filter(|(month, _)| (stretch.first..=stretch.last).contains(month));
    let mut positions = taken.filter_map(|(_, code)| shown.get(*code).copied().flatten());
    let is_total = |position: &usize| {
        categories
            .iter()
            .any(|other| other.parent == Some(*position))
    };
    match positions.find(is_total) {
        None => Ok(()),
        Some(total) => Err(AggregateError::OnTotal {
            table: table.id.clone(),
            source_id: source_id(),
            code: table.categories.get(total).cloned().unwrap_or_default(),
        }),
    }
}

/// Numbers are never shortened: the table shows as many decimals as any of them has.
fn check_decimals(
    table: &TableSettings,
    settings: &Settings,
    staged: &Staged,
) -> Result<(), AggregateError> {
    let shown = roll_up(settings.list(&table.list), &table.categories);
    for (code, found) in &staged.decimals {
        let category = shown.get(*code).copied().flatten();
        if let Some(category) = category.and_then(|at| table.categories.get(at))
            && *found > table.decimals
        {
            return Err(AggregateError::MoreDecimals {
                table: table.id.clone(),
                category: category.clone(),
                decimals: table.decimals,
                found: *found,
            });
        }
    }
    Ok(())
}

/// The cells of an answer, which must be those of the header, in its order.
fn cells(
    table: &TableSettings,
    header: &Header,
    answer: &[RecordBatch],
) -> Result<Vec<Cell>, AggregateError> {
    let count = header.cell_count()?;
    let mut cells = Vec::with_capacity(count);
    let keys = Keys::of(header);
    let mut refused = None;
    for batch in answer {
        let columns = Columns::of(batch, header.dimensions.len());
        let columns = columns.ok_or_else(|| table.wrong_answer("other columns"))?;
        for row in 0..batch.num_rows() {
            let found = columns.key(row);
            if cells.len() >= count || !found.iter().copied().eq(keys.key(cells.len())) {
                let found = format!("{} out of order", found.join(", "));
                return Err(table.wrong_answer(&found));
            }
            match columns.cell(row, table) {
                Ok(cell) => cells.push(cell),
                // A sum of what is no count is none either; its part says where to look.
                Err(error @ AggregateError::NotACount { .. })
                    if found.iter().any(|code| has_parts(header, code)) =>
                {
                    refused.get_or_insert(error);
                    cells.push(Cell::NotApplicable);
                }
                Err(error) => return Err(error),
            }
        }
    }
    match (refused, cells.len() < count) {
        (Some(error), _) => Err(error),
        (None, false) => Ok(cells),
        (None, true) => {
            let key: Vec<&str> = keys.key(cells.len()).collect();
            Err(table.wrong_answer(&format!("no cell of {}", key.join(", "))))
        }
    }
}

/// Whether a code is that of a member with parts.
fn has_parts(header: &Header, code: &str) -> bool {
    let mut dimensions = header.dimensions.iter();
    dimensions.any(|dimension| {
        let position = dimension.position(code);
        position.is_some_and(|at| dimension.children(at).next().is_some())
    })
}

/// The codes and periods of cells by their position.
struct Keys {
    /// For each dimension, time last: its codes, and how many cells lie between two of them.
    dimensions: Vec<(Vec<String>, usize)>,
}

impl Keys {
    fn of(header: &Header) -> Self {
        let codes = |dimension: &Dimension| {
            let members = dimension.members.iter();
            members.map(|member| member.code.clone()).collect()
        };
        let mut lists: Vec<Vec<String>> = header.dimensions.iter().map(codes).collect();
        lists.push(header.periods().iter().map(ToString::to_string).collect());
        let mut stride = 1;
        let mut dimensions = Vec::with_capacity(lists.len());
        for codes in lists.into_iter().rev() {
            let length = codes.len();
            dimensions.push((codes, stride));
            stride *= length;
        }
        dimensions.reverse();
        Self { dimensions }
    }

    /// The codes of the cell at a position, its period last.
    fn key(&self, cell: usize) -> impl Iterator<Item = &str> {
        self.dimensions.iter().map(move |(codes, stride)| {
            let at = (cell / stride).checked_rem(codes.len());
            let code = at.and_then(|at| codes.get(at));
            code.map_or("", String::as_str)
        })
    }
}

/// The columns of an answer that a cell is made of.
struct Columns<'a> {
    /// The codes of the dimensions, and the period.
    codes: Vec<&'a StringArray>,
    value: &'a Decimal128Array,
    status: &'a StringArray,
}

impl<'a> Columns<'a> {
    /// The columns: a code for each dimension, the period, a label for each dimension, the value and
    /// its status.
    fn of(batch: &'a RecordBatch, dimensions: usize) -> Option<Self> {
        let column = |at: usize| batch.columns().get(at);
        let text = |at: usize| column(at)?.as_string_opt::<i32>();
        let value = 2 * dimensions + 1;
        Some(Self {
            codes: (0..=dimensions).map(text).collect::<Option<_>>()?,
            value: column(value)?.as_primitive_opt::<Decimal128Type>()?,
            status: text(value + 1)?,
        })
    }

    /// The codes of the dimensions of a row, and its period.
    fn key(&self, row: usize) -> Vec<&'a str> {
        self.codes.iter().map(|codes| codes.value(row)).collect()
    }

    fn cell(&self, row: usize, table: &TableSettings) -> Result<Cell, AggregateError> {
        let status = self.status.value(row);
        let known = CellStatus::ALL
            .into_iter()
            .find(|known| known.as_str() == status);
        let status = known.ok_or_else(|| table.wrong_answer(&format!("the status {status:?}")))?;
        if status.has_value() != self.value.is_valid(row) {
            return Err(table.wrong_answer("a value that does not go with its status"));
        }
        if !status.has_value() {
            return Ok(Cell::from_parts(status, 0));
        }
        let found = self.value.value(row);
        let value = u32::try_from(found).map_err(|_| self.not_a_count(row, table, found))?;
        Ok(Cell::from_parts(status, value))
    }

    fn not_a_count(&self, row: usize, table: &TableSettings, found: i128) -> AggregateError {
        let mut codes = self.key(row).into_iter().map(str::to_owned);
        let place = codes.next().unwrap_or_default();
        let month = codes.next_back().unwrap_or_default();
        AggregateError::NotACount {
            table: table.id.clone(),
            place,
            category: codes.collect::<Vec<_>>().join("/"),
            month,
            found: i64::try_from(found).unwrap_or(i64::MAX),
        }
    }
}

impl TableSettings {
    fn wrong_answer(&self, found: &str) -> AggregateError {
        AggregateError::Answer {
            table: self.id.clone(),
            found: found.to_owned(),
        }
    }
}

/// Everything about the cube of a table but its cells.
///
/// # Errors
/// Where the settings name places that are not there.
pub fn header(settings: &Settings, table: &TableSettings) -> Result<Header, AggregateError> {
    let geography = Geography::of(settings, table)?;
    let stretch = |stretch: &StretchSettings| Stretch {
        source: stretch.source.clone(),
        first: stretch.first,
        last: stretch.last,
    };
    Ok(Header {
        id: table.id.clone(),
        unit: table.unit,
        dimensions: dimensions(settings, table, geography.members),
        first: table.first,
        last: table.last,
        step: table.step,
        decimals: table.decimals,
        totals: table.totals,
        stretches: table.stretches.iter().map(stretch).collect(),
        breaks: table.breaks.clone(),
    })
}

/// Areas, categories, then the groups of people.
fn dimensions(settings: &Settings, table: &TableSettings, areas: Vec<Member>) -> Vec<Dimension> {
    let (list_id, list_label) = settings.list_heading(&table.list);
    let mut dimensions = vec![
        Dimension {
            id: "geography".into(),
            label: "Area".into(),
            kind: DimensionKind::Geography,
            members: areas,
        },
        Dimension {
            id: list_id.into(),
            label: list_label.into(),
            kind: DimensionKind::Category,
            members: category_members(settings, table),
        },
    ];
    dimensions.extend(table.groups.iter().map(|group| {
        let list = settings.group(&group.list);
        let label = list.map_or(&group.list, |(_, list)| &list.settings.label);
        Dimension {
            id: group.list.clone(),
            label: label.clone(),
            kind: DimensionKind::Group,
            members: group_members(settings, group),
        }
    }));
    dimensions
}

/// The categories of a table as members of its dimension.
pub(super) fn category_members(settings: &Settings, table: &TableSettings) -> Vec<Member> {
    members_of(settings.list(&table.list), &table.categories, &table.labels)
}

/// The codes of a list that are shown, as members: each a part of the nearest of its ancestors that
/// is shown too.
pub(super) fn members_of(
    list: &CodeList,
    categories: &[String],
    labels: &BTreeMap<String, String>,
) -> Vec<Member> {
    let shown = |at: usize| {
        let code = list.codes.get(at)?;
        categories.iter().position(|other| *other == code.code)
    };
    let positions = categories.iter().filter_map(|c| list.position(c));
    positions
        .filter_map(|position| {
            let code = list.codes.get(position)?;
            let label = labels.get(&code.code).unwrap_or(&code.label);
            Some(Member {
                code: code.code.clone(),
                label: label.clone(),
                parent: list.lineage(position).skip(1).find_map(shown),
            })
        })
        .collect()
}

/// The areas of a table, and where the members of its kind of place stand among them.
pub(super) struct Geography {
    /// The kind of place; none where the city stands alone.
    pub place: Option<String>,
    /// The areas in their order.
    pub members: Vec<Member>,
    /// By position in the kind of place: the position in the table.
    pub positions: Vec<Option<usize>>,
    /// Where events without a place are counted.
    pub unlocated: Option<usize>,
}

impl Geography {
    pub fn of(settings: &Settings, table: &TableSettings) -> Result<Self, AggregateError> {
        let city = &settings.city;
        let chosen = &table.geography;
        let mut geography = Self {
            place: chosen.place.clone(),
            members: Vec::new(),
            positions: Vec::new(),
            unlocated: None,
        };
        if chosen.city {
            geography.push(&city.id, &city.label, None);
        }
        let parent = chosen.city.then_some(0);
        let Some(place) = &chosen.place else {
            geography.unlocated = parent;
            return Ok(geography);
        };
        let (_, place) = settings
            .place(place)
            .ok_or_else(|| AggregateError::Missing {
                wanted_by: table.id.clone(),
                what: format!("the places {place:?}"),
            })?;
        for (code, label) in &place.members {
            let is_shown = chosen.only.is_empty() || chosen.only.contains(code);
            let position = is_shown.then(|| geography.push(code, label, parent));
            geography.positions.push(position);
        }
        // Numbers that are given for areas leave no events over.
        let label = place.unlocated.as_ref();
        if let Some(label) = label.filter(|_| table.totals.is_summed()) {
            geography.unlocated = Some(geography.push(UNLOCATED, label, parent));
        }
        Ok(geography)
    }

    fn push(&mut self, code: &str, label: &str, parent: Option<usize>) -> usize {
        self.members.push(Member {
            code: code.to_owned(),
            label: label.to_owned(),
            parent,
        });
        self.members.len() - 1
    }
}
