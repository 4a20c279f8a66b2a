//! Builds the cube of a table from what its sources contribute.
//!
//! Leaves are filled, totals are computed from them and nowhere else. A cell is a number only where
//! a source that can hold it covers its month.

use std::collections::{BTreeMap, BTreeSet};

use cube::{Cell, Cube, Dimension, DimensionKind, Header, Member, Month, Stretch, UNLOCATED};

use super::{AggregateError, Events, Series, Staged, roll_up};
use crate::settings::{Settings, StretchSettings, TableSettings};

/// The cube of a table, totals included.
///
/// `staged` holds the contribution of each source by id.
///
/// # Errors
/// Where a source of the table is missing, counts under a total, or a sum is not a count.
pub fn build_cube(
    settings: &Settings,
    table: &TableSettings,
    staged: &BTreeMap<String, Staged>,
) -> Result<Cube, AggregateError> {
    let geography = Geography::of(settings, table)?;
    let categories = category_members(settings, table);
    let header = header(settings, table, &geography, categories);
    let mut filler = Filler::new(settings, table, &geography, &header)?;
    for stretch in &table.stretches {
        match staged.get(&stretch.source) {
            Some(Staged::Events(events)) => filler.fill_events(stretch, events)?,
            Some(Staged::Series(series)) => filler.fill_series(stretch, series)?,
            Some(Staged::Records(by_list)) if by_list.contains_key(&table.list) => {
                let events = by_list.get(&table.list);
                events.map_or(Ok(()), |events| filler.fill_events(stretch, events))?;
            }
            Some(Staged::Records(_)) | None => {
                let what = format!("the source {:?}", stretch.source);
                let wanted_by = table.id.clone();
                return Err(AggregateError::Missing { wanted_by, what });
            }
        }
    }
    let cells = filler.cells;
    let cube = Cube::with_totals(header, cells)?;
    cube.check_totals()?;
    Ok(cube)
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
        stretches: table.stretches.iter().map(stretch).collect(),
        breaks: table.breaks.clone(),
    }
}

fn category_members(settings: &Settings, table: &TableSettings) -> Vec<Member> {
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
struct Geography {
    place: Option<String>,
    members: Vec<Member>,
    /// By position in the kind of place: the position in the table.
    positions: Vec<Option<usize>>,
    /// Where events without a place are counted.
    unlocated: Option<usize>,
}

impl Geography {
    fn of(settings: &Settings, table: &TableSettings) -> Result<Self, AggregateError> {
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
        if let Some(label) = &place.unlocated {
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

/// The cells of a table while they are filled.
struct Filler<'a> {
    table: &'a TableSettings,
    geography: &'a Geography,
    header: &'a Header,
    /// By position in the code list: the position among the categories.
    categories: Vec<Option<usize>>,
    category_count: usize,
    is_total: Vec<bool>,
    cells: Vec<Cell>,
}

impl<'a> Filler<'a> {
    fn new(
        settings: &Settings,
        table: &'a TableSettings,
        geography: &'a Geography,
        header: &'a Header,
    ) -> Result<Self, AggregateError> {
        let category_dimension = header.dimensions.get(1);
        let is_total = |position: usize| {
            category_dimension.is_some_and(|d| d.children(position).next().is_some())
        };
        Ok(Self {
            table,
            geography,
            header,
            categories: roll_up(settings.list(&table.list), &table.categories),
            category_count: table.categories.len(),
            is_total: (0..table.categories.len()).map(is_total).collect(),
            cells: vec![Cell::NotCollected; header.cell_count()?],
        })
    }

    /// Every cell that the source can hold is a count, also where it counts nothing.
    fn fill_events(
        &mut self,
        stretch: &StretchSettings,
        events: &Events,
    ) -> Result<(), AggregateError> {
        self.check_months(stretch, events)?;
        let wanted = self.geography.place.as_ref();
        let place = wanted.and_then(|place| events.places.iter().position(|id| id == place));
        let held = self.held(stretch, events)?;
        let mut sums: BTreeMap<(usize, usize, Month), i64> = BTreeMap::new();
        let months = || stretch.first.through(stretch.last);
        for area in 0..self.geography.members.len() {
            for &category in &held {
                sums.extend(months().map(|month| ((area, category, month), 0)));
            }
        }
        for (fact, count) in &events.counts {
            let at = place.and_then(|place| fact.places.get(place).copied().flatten());
            let area = match at {
                Some(at) => self.geography.positions.get(at).copied().flatten(),
                None => self.geography.unlocated,
            };
            let category = self.categories.get(fact.category).copied().flatten();
            if let (Some(area), Some(category)) = (area, category)
                && let Some(sum) = sums.get_mut(&(area, category, fact.month))
            {
                *sum += count;
            }
        }
        for ((area, category, month), sum) in sums {
            let cell = self.number(area, category, month, sum)?;
            self.set(area, category, month, cell);
        }
        self.mark_not_told_apart(stretch, events);
        Ok(())
    }

    /// A month without any row is a gap in the source, and would be published as zeros.
    fn check_months(
        &self,
        stretch: &StretchSettings,
        events: &Events,
    ) -> Result<(), AggregateError> {
        let months: BTreeSet<Month> = events.counts.keys().map(|fact| fact.month).collect();
        let mut wanted = stretch.first.through(stretch.last);
        match wanted.find(|month| !months.contains(month)) {
            None => Ok(()),
            Some(month) => Err(AggregateError::EmptyMonth {
                table: self.table.id.clone(),
                source_id: stretch.source.clone(),
                month,
            }),
        }
    }

    /// Areas that the source does not tell apart hold no count, not even zero.
    fn mark_not_told_apart(&mut self, stretch: &StretchSettings, events: &Events) {
        let place = self.geography.place.as_ref();
        let members = place.and_then(|place| events.not_told_apart.get(place));
        for &member in members.into_iter().flatten() {
            if let Some(area) = self.geography.positions.get(member).copied().flatten() {
                for category in 0..self.category_count {
                    for month in stretch.first.through(stretch.last) {
                        self.set(area, category, month, Cell::NotApplicable);
                    }
                }
            }
        }
    }

    /// Only cells that were given are numbers.
    fn fill_series(
        &mut self,
        stretch: &StretchSettings,
        series: &Series,
    ) -> Result<(), AggregateError> {
        if self.geography.place.as_ref() != Some(&series.place) {
            let what = format!("the places {:?} of {:?}", series.place, stretch.source);
            let wanted_by = self.table.id.clone();
            return Err(AggregateError::Missing { wanted_by, what });
        }
        for ((agency, code, month), value) in &series.values {
            let area = self.geography.positions.get(*agency).copied().flatten();
            let category = self.categories.get(*code).copied().flatten();
            if let (Some(area), Some(category)) = (area, category)
                && (stretch.first..=stretch.last).contains(month)
            {
                let cell = self.number(area, category, *month, i64::from(*value))?;
                self.set(area, category, *month, cell);
            }
        }
        Ok(())
    }

    /// The positions of the categories that a source can hold.
    fn held(
        &self,
        stretch: &StretchSettings,
        events: &Events,
    ) -> Result<Vec<usize>, AggregateError> {
        let mut held: Vec<usize> = events
            .held
            .iter()
            .filter_map(|code| self.categories.get(*code).copied().flatten())
            .collect();
        held.sort_unstable();
        held.dedup();
        let counted = |fact: &&super::Fact| (stretch.first..=stretch.last).contains(&fact.month);
        let facts = events.counts.keys().filter(counted);
        let mut positions =
            facts.filter_map(|fact| self.categories.get(fact.category).copied().flatten());
        let is_total = |position: &usize| self.is_total.get(*position).copied().unwrap_or(false);
        match positions.find(is_total) {
            Some(total) => Err(AggregateError::OnTotal {
                table: self.table.id.clone(),
                source_id: stretch.source.clone(),
                code: self
                    .table
                    .categories
                    .get(total)
                    .cloned()
                    .unwrap_or_default(),
            }),
            None => Ok(held),
        }
    }

    fn number(
        &self,
        area: usize,
        category: usize,
        month: Month,
        sum: i64,
    ) -> Result<Cell, AggregateError> {
        let value = u32::try_from(sum).map_err(|_| AggregateError::NotACount {
            table: self.table.id.clone(),
            place: self
                .geography
                .members
                .get(area)
                .map(|member| member.code.clone())
                .unwrap_or_default(),
            category: self
                .table
                .categories
                .get(category)
                .cloned()
                .unwrap_or_default(),
            month,
            found: sum,
        })?;
        let mut incomplete = self.table.incomplete.iter();
        Ok(
            if incomplete.any(|some| (some.first..=some.last).contains(&month)) {
                Cell::Provisional(value)
            } else {
                Cell::Observed(value)
            },
        )
    }

    fn set(&mut self, area: usize, category: usize, month: Month, cell: Cell) {
        let months = self.header.month_count();
        let Ok(offset) = usize::try_from(month.since(self.header.first)) else {
            return;
        };
        let row = area * self.category_count + category;
        if offset < months
            && let Some(slot) = self.cells.get_mut(row * months + offset)
        {
            *slot = cell;
        }
    }
}
