//! Builds the cube of a table from what its statement answers.
//!
//! The statement gives every cell, totals included. What it gives is not trusted: cells must come in
//! the order of the table, counts must be counts, and totals the sums of their parts.

use cube::{Cell, CellStatus, Cube, Dimension, DimensionKind, Header, Member, Stretch, UNLOCATED};
use datafusion::arrow::array::{Array, AsArray, Decimal128Array, RecordBatch, StringArray};
use datafusion::arrow::datatypes::Decimal128Type;

use super::engine::write_parameters;
use super::query::dataset_of;
use super::{AggregateError, Staged, Staging, Statement, roll_up};
use crate::settings::{Settings, StretchSettings, TableSettings};

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
    let geography = Geography::of(settings, table)?;
    let header = header(
        settings,
        table,
        &geography,
        category_members(settings, table),
    );
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
    if staged.is_given && !kind.is_some_and(|kind| staged.places.contains(kind)) {
        return Err(AggregateError::Missing {
            wanted_by: table.id.clone(),
            what: format!("the places that {:?} gives counts for", stretch.source),
        });
    }
    check_decimals(table, settings, staged)?;
    if !table.totals.is_summed() {
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
    let mut cells = Vec::with_capacity(header.cell_count()?);
    let mut expected = keys(header);
    let mut refused = None;
    for batch in answer {
        let columns = Columns::of(batch).ok_or_else(|| table.wrong_answer("other columns"))?;
        for row in 0..batch.num_rows() {
            let found = columns.key(row);
            let (area, category, period) = found;
            let key = expected.next();
            let key = key.as_ref().map(|key| (&*key.0, &*key.1, &*key.2));
            if key != Some(found) {
                let found = format!("{area}, {category}, {period} out of order");
                return Err(table.wrong_answer(&found));
            }
            match columns.cell(row, table) {
                Ok(cell) => cells.push(cell),
                // A sum of what is no count is none either; its part says where to look.
                Err(error @ AggregateError::NotACount { .. })
                    if has_parts(header, area) || has_parts(header, category) =>
                {
                    refused.get_or_insert(error);
                }
                Err(error) => return Err(error),
            }
        }
    }
    match (refused, expected.next()) {
        (Some(error), _) => Err(error),
        (None, None) => Ok(cells),
        (None, Some((area, category, period))) => {
            Err(table.wrong_answer(&format!("no cell of {area}, {category}, {period}")))
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

/// The codes of each cell, in the order of cells.
fn keys(header: &Header) -> impl Iterator<Item = (String, String, String)> {
    let codes = |at: usize| {
        let members = header
            .dimensions
            .get(at)
            .map(|dimension| &dimension.members);
        members
            .into_iter()
            .flatten()
            .map(|member| member.code.as_str())
    };
    let periods: Vec<String> = header.periods().iter().map(ToString::to_string).collect();
    let categories: Vec<&str> = codes(1).collect();
    let mut keys = Vec::new();
    for area in codes(0) {
        for category in &categories {
            for period in &periods {
                keys.push((area.to_owned(), (*category).to_owned(), period.clone()));
            }
        }
    }
    keys.into_iter()
}

/// The columns of an answer that a cell is made of.
struct Columns<'a> {
    area: &'a StringArray,
    category: &'a StringArray,
    month: &'a StringArray,
    value: &'a Decimal128Array,
    status: &'a StringArray,
}

impl<'a> Columns<'a> {
    fn of(batch: &'a RecordBatch) -> Option<Self> {
        let text = |at: usize| batch.columns().get(at)?.as_string_opt::<i32>();
        Some(Self {
            area: text(0)?,
            category: text(1)?,
            month: text(2)?,
            value: batch
                .columns()
                .get(5)?
                .as_primitive_opt::<Decimal128Type>()?,
            status: text(6)?,
        })
    }

    fn key(&self, row: usize) -> (&'a str, &'a str, &'a str) {
        (
            self.area.value(row),
            self.category.value(row),
            self.month.value(row),
        )
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
        let (place, category, month) = self.key(row);
        let value = u32::try_from(found).map_err(|_| AggregateError::NotACount {
            table: table.id.clone(),
            place: place.to_owned(),
            category: category.to_owned(),
            month: month.to_owned(),
            found: i64::try_from(found).unwrap_or(i64::MAX),
        })?;
        Ok(Cell::from_parts(status, value))
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

fn header(
    settings: &Settings,
    table: &TableSettings,
    geography: &Geography,
    categories: Vec<Member>,
) -> Header {
    let (list_id, list_label) = settings.list_heading(&table.list);
    let stretch = |stretch: &StretchSettings| Stretch {
        source: stretch.source.clone(),
        first: stretch.first,
        last: stretch.last,
    };
    Header {
        id: table.id.clone(),
        unit: table.unit,
        dimensions: vec![
            Dimension {
                id: "geography".into(),
                label: "Area".into(),
                kind: DimensionKind::Geography,
                members: geography.members.clone(),
            },
            Dimension {
                id: list_id.into(),
                label: list_label.into(),
                kind: DimensionKind::Category,
                members: categories,
            },
        ],
        first: table.first,
        last: table.last,
        step: table.step,
        decimals: table.decimals,
        totals: table.totals,
        stretches: table.stretches.iter().map(stretch).collect(),
        breaks: table.breaks.clone(),
    }
}

/// The categories of a table as members of its dimension.
pub(super) fn category_members(settings: &Settings, table: &TableSettings) -> Vec<Member> {
    let list = settings.list(&table.list);
    let shown = |at: usize| {
        let code = list.codes.get(at)?;
        table
            .categories
            .iter()
            .position(|other| *other == code.code)
    };
    let positions = table.categories.iter().filter_map(|c| list.position(c));
    positions
        .filter_map(|position| {
            let code = list.codes.get(position)?;
            let label = table.labels.get(&code.code).unwrap_or(&code.label);
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
