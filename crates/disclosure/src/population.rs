//! The records behind linked tables of rounded numbers: what a record is, which cells it counts in,
//! and whether a whole world of records fits what is published.

use std::collections::BTreeMap;

use cube::{Cell, Cube, Dimension, DimensionKind, Month};
use thiserror::Error;

use crate::policy::Policy;
use crate::statement::Statement;

/// Why tables do not count the same records.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum PopulationError {
    /// A code that one table has is unknown to the one with the most codes.
    #[error(
        "table {table}, {dimension}: {code:?} is not a code of table {widest}, to which it is linked"
    )]
    Code {
        /// The table.
        table: String,
        /// The id of the dimension.
        dimension: String,
        /// The code.
        code: String,
        /// The table with the most codes.
        widest: String,
    },
    /// The records have more kinds than can be numbered.
    #[error("group {group}: its records have more kinds than can be numbered")]
    TooMany {
        /// The id of the group.
        group: String,
    },
    /// A key that no record can have.
    #[error("group {group}: no record has the key {key}")]
    Key {
        /// The id of the group.
        group: String,
        /// The key.
        key: u64,
    },
}

/// One property of a record: a dimension of the linked tables, at its finest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Property {
    /// The id of the dimension.
    pub id: String,
    /// The codes that a record can have: those without parts.
    pub codes: Vec<String>,
}

/// The records of a group of linked tables.
#[derive(Clone, Debug)]
pub struct Population {
    group: String,
    first: Month,
    months: usize,
    properties: Vec<Property>,
    tables: Vec<Counted>,
}

/// One table, and how records fall into its cells.
#[derive(Clone, Debug)]
struct Counted {
    /// For each dimension of the table: the property that it shows, and for each code of the
    /// property the members that such a record counts in.
    dimensions: Vec<Shown>,
    steps: usize,
    step_months: usize,
    /// Months from the first month of the population to that of the table.
    offset: usize,
    statements: Vec<Statement>,
}

#[derive(Clone, Debug)]
struct Shown {
    property: usize,
    length: usize,
    members: Vec<Vec<usize>>,
}

/// A cell of one of the tables of a population: its table and its position.
pub type CellAt = (usize, usize);

impl Population {
    /// The population of the tables of a group, in their order.
    ///
    /// # Errors
    /// Where the tables do not fit together.
    pub fn new(policy: &Policy, group: &str, tables: &[&Cube]) -> Result<Self, PopulationError> {
        let headers = || tables.iter().map(|cube| cube.header());
        let first = headers().map(|header| header.first).min();
        let last = headers().map(|header| header.last).max();
        let (Some(first), Some(last)) = (first, last) else {
            return Err(PopulationError::TooMany {
                group: group.to_owned(),
            });
        };
        let widest = widest_dimensions(tables);
        let properties: Vec<Property> = widest
            .iter()
            .map(|(_, dimension)| Property {
                id: dimension.id.clone(),
                codes: leaves(dimension),
            })
            .collect();
        let counted = tables
            .iter()
            .map(|cube| Counted::new(policy, cube, &widest, &properties, first));
        let population = Self {
            group: group.to_owned(),
            first,
            months: usize::try_from(last.since(first) + 1).unwrap_or(0),
            tables: counted.collect::<Result<_, _>>()?,
            properties,
        };
        population.kinds().ok_or_else(|| PopulationError::TooMany {
            group: group.to_owned(),
        })?;
        Ok(population)
    }

    /// The id of the group.
    #[must_use]
    pub fn group(&self) -> &str {
        &self.group
    }

    /// The properties of a record besides its month.
    #[must_use]
    pub fn properties(&self) -> &[Property] {
        &self.properties
    }

    /// The first month, and how many there are.
    #[must_use]
    pub fn months(&self) -> (Month, usize) {
        (self.first, self.months)
    }

    /// How many kinds of record there are; none where they cannot be numbered.
    #[must_use]
    pub fn kinds(&self) -> Option<u64> {
        let mut lengths = self.properties.iter().map(|one| one.codes.len() as u64);
        lengths.try_fold(self.months as u64, |kinds, length| {
            kinds.checked_mul(length.max(1))
        })
    }

    /// The key of the records of a month and of a code of each property, by position.
    ///
    /// The month counts most, then the properties in their order.
    #[must_use]
    pub fn key(&self, month: usize, codes: &[usize]) -> u64 {
        let pairs = self.properties.iter().zip(codes);
        pairs.fold(month as u64, |key, (property, code)| {
            key * property.codes.len() as u64 + *code as u64
        })
    }

    /// The month and the codes that a key stands for.
    ///
    /// # Errors
    /// Where no record has the key.
    pub fn parts(&self, key: u64) -> Result<(usize, Vec<usize>), PopulationError> {
        let mut rest = key;
        let mut codes: Vec<usize> = Vec::with_capacity(self.properties.len());
        for property in self.properties.iter().rev() {
            let length = (property.codes.len() as u64).max(1);
            codes.push(usize::try_from(rest % length).unwrap_or(0));
            rest /= length;
        }
        codes.reverse();
        match usize::try_from(rest)
            .ok()
            .filter(|month| *month < self.months)
        {
            Some(month) => Ok((month, codes)),
            None => Err(PopulationError::Key {
                group: self.group.clone(),
                key,
            }),
        }
    }

    /// The cells that records of a month and codes count in.
    pub fn cells_of(&self, month: usize, codes: &[usize], into: &mut Vec<CellAt>) {
        into.clear();
        for (at, table) in self.tables.iter().enumerate() {
            table.cells_of(month, codes, |cell| into.push((at, cell)));
        }
    }

    /// What the cells of a table say.
    #[must_use]
    pub fn statements(&self, table: usize) -> &[Statement] {
        self.tables
            .get(table)
            .map_or(&[], |table| &table.statements)
    }

    /// How many tables there are.
    #[must_use]
    pub fn table_count(&self) -> usize {
        self.tables.len()
    }

    /// A count of zero for each cell of each table.
    #[must_use]
    pub fn zeros(&self) -> Vec<Vec<i64>> {
        let lengths = self.tables.iter().map(|table| table.statements.len());
        lengths.map(|length| vec![0; length]).collect()
    }
}

impl Counted {
    fn new(
        policy: &Policy,
        cube: &Cube,
        widest: &[(&str, &Dimension)],
        properties: &[Property],
        first: Month,
    ) -> Result<Self, PopulationError> {
        let header = cube.header();
        let dimensions = header.dimensions.iter().filter_map(|dimension| {
            let property = properties.iter().position(|one| one.id == dimension.id)?;
            let (table, wide) = widest.get(property)?;
            Some(Shown::new(&header.id, dimension, property, table, wide))
        });
        let months = header.step.months();
        Ok(Self {
            dimensions: dimensions.collect::<Result<_, _>>()?,
            steps: header.step_count(),
            step_months: usize::try_from(months).unwrap_or(1).max(1),
            offset: usize::try_from(header.first.since(first)).unwrap_or(0),
            statements: statements(policy, cube),
        })
    }

    fn cells_of(&self, month: usize, codes: &[usize], mut found: impl FnMut(usize)) {
        let Some(month) = month.checked_sub(self.offset) else {
            return;
        };
        let step = month / self.step_months;
        if step >= self.steps {
            return;
        }
        self.walk(&self.dimensions, codes, 0, &mut |row| {
            found(row * self.steps + step);
        });
    }

    /// Every row of cells that a record counts in: at each dimension its code and the totals above.
    fn walk(&self, rest: &[Shown], codes: &[usize], row: usize, found: &mut dyn FnMut(usize)) {
        let Some((shown, rest)) = rest.split_first() else {
            found(row);
            return;
        };
        let code = codes.get(shown.property).copied().unwrap_or(usize::MAX);
        for member in shown.members.get(code).into_iter().flatten() {
            self.walk(rest, codes, row * shown.length + member, found);
        }
    }
}

impl Shown {
    /// How codes of the widest table fall into the members of a dimension of a table.
    fn new(
        table: &str,
        dimension: &Dimension,
        property: usize,
        widest: &str,
        wide: &Dimension,
    ) -> Result<Self, PopulationError> {
        let unknown = |code: &str| PopulationError::Code {
            table: table.to_owned(),
            dimension: dimension.id.clone(),
            code: code.to_owned(),
            widest: widest.to_owned(),
        };
        let codes = dimension.members.iter();
        if let Some(member) = codes
            .clone()
            .find(|member| wide.position(&member.code).is_none())
        {
            return Err(unknown(&member.code));
        }
        let members = leaf_positions(wide).into_iter().map(|leaf| {
            let mut found: Vec<usize> = Vec::new();
            let mut at = Some(leaf);
            // A chain of parents is never longer than the list.
            for _ in 0..=wide.members.len() {
                let Some(member) = at.and_then(|at| wide.members.get(at)) else {
                    break;
                };
                found.extend(dimension.position(&member.code));
                at = member.parent;
            }
            found
        });
        Ok(Self {
            property,
            length: dimension.members.len(),
            members: members.collect(),
        })
    }
}

/// What each cell of a table says, in the order of the cells.
fn statements(policy: &Policy, cube: &Cube) -> Vec<Statement> {
    let header = cube.header();
    let categories = header
        .dimensions
        .iter()
        .position(|dimension| dimension.kind == DimensionKind::Category);
    let dimension = categories.and_then(|at| header.dimensions.get(at));
    let codes: Vec<&str> = dimension
        .into_iter()
        .flat_map(|one| one.members.iter().map(|member| member.code.as_str()))
        .collect();
    let families: Vec<_> = codes
        .iter()
        .map(|code| policy.family(&header.id, code))
        .collect();
    let inner: usize = header
        .dimensions
        .iter()
        .skip(categories.map_or(0, |at| at + 1))
        .map(|one| one.members.len())
        .product::<usize>()
        * header.step_count();
    let inner = inner.max(1);
    let cells = cube.cells().iter().enumerate();
    cells
        .map(|(at, cell): (usize, &Cell)| {
            let family = families.get(at / inner % codes.len().max(1));
            Statement::of(*cell, family.copied().flatten())
        })
        .collect()
}

/// For each dimension of any of the tables: the table in which it has the most members.
fn widest_dimensions<'a>(tables: &[&'a Cube]) -> Vec<(&'a str, &'a Dimension)> {
    let mut order: Vec<&str> = Vec::new();
    let mut widest: BTreeMap<&str, (&str, &Dimension)> = BTreeMap::new();
    for cube in tables {
        let header = cube.header();
        for dimension in &header.dimensions {
            if !order.contains(&dimension.id.as_str()) {
                order.push(&dimension.id);
            }
            let entry = widest.entry(&dimension.id);
            let known = entry.or_insert((&header.id, dimension));
            if dimension.members.len() > known.1.members.len() {
                *known = (&header.id, dimension);
            }
        }
    }
    let order = order.into_iter();
    order.filter_map(|id| widest.get(id).copied()).collect()
}

fn leaf_positions(dimension: &Dimension) -> Vec<usize> {
    let all = 0..dimension.members.len();
    all.filter(|at| dimension.children(*at).next().is_none())
        .collect()
}

fn leaves(dimension: &Dimension) -> Vec<String> {
    let positions = leaf_positions(dimension).into_iter();
    let members = positions.filter_map(|at| dimension.members.get(at));
    members.map(|member| member.code.clone()).collect()
}
