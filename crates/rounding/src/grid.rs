//! Records and the cells they count in, flattened: what every search below walks over.

use disclosure::{Population, PopulationError};

/// Kinds of record, and for each the cells of all tables that it counts in.
///
/// Cells of all tables are numbered through, table by table.
#[derive(Clone, Debug)]
pub struct Grid {
    /// The kinds of record, ascending.
    pub keys: Vec<u64>,
    starts: Vec<usize>,
    cells: Vec<u32>,
    /// By table: the number of its first cell; one more at the end.
    pub offsets: Vec<usize>,
}

impl Grid {
    /// The grid of some kinds of record, ascending.
    ///
    /// # Errors
    /// Where no record can have one of the keys.
    pub fn new(population: &Population, keys: Vec<u64>) -> Result<Self, PopulationError> {
        let mut offsets = vec![0];
        for table in 0..population.table_count() {
            let before = offsets.last().copied().unwrap_or(0);
            offsets.push(before + population.statements(table).len());
        }
        let mut grid = Self {
            starts: vec![0],
            cells: Vec::new(),
            offsets,
            keys,
        };
        let mut found = Vec::new();
        for at in 0..grid.keys.len() {
            let key = grid.keys.get(at).copied().unwrap_or(0);
            let (month, codes) = population.parts(key)?;
            population.cells_of(month, &codes, &mut found);
            for (table, cell) in &found {
                let offset = grid.offsets.get(*table).copied().unwrap_or(0);
                grid.cells
                    .push(u32::try_from(offset + cell).unwrap_or(u32::MAX));
            }
            grid.starts.push(grid.cells.len());
        }
        Ok(grid)
    }

    /// How many kinds of record there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Whether there is no record.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// How many cells all tables have.
    #[must_use]
    pub fn cell_count(&self) -> usize {
        self.offsets.last().copied().unwrap_or(0)
    }

    /// The cells that the kind at a position counts in.
    pub fn cells(&self, kind: usize) -> impl Iterator<Item = usize> {
        let start = self.starts.get(kind).copied().unwrap_or(0);
        let end = self.starts.get(kind + 1).copied().unwrap_or(start);
        let cells = self.cells.get(start..end).unwrap_or_default();
        cells.iter().map(|cell| *cell as usize)
    }

    /// For each cell the kinds that count in it.
    #[must_use]
    pub fn kinds_of_cells(&self) -> Vec<Vec<u32>> {
        let mut kinds = vec![Vec::new(); self.cell_count()];
        for kind in 0..self.len() {
            for cell in self.cells(kind) {
                if let Some(list) = kinds.get_mut(cell) {
                    list.push(u32::try_from(kind).unwrap_or(u32::MAX));
                }
            }
        }
        kinds
    }

    /// The sums of all cells for given counts of the kinds.
    #[must_use]
    pub fn sums(&self, counts: &[i64]) -> Vec<i64> {
        let mut sums = vec![0; self.cell_count()];
        for (kind, count) in counts.iter().enumerate() {
            for cell in self.cells(kind) {
                if let Some(sum) = sums.get_mut(cell) {
                    *sum += count;
                }
            }
        }
        sums
    }

    /// The sums table by table.
    #[must_use]
    pub fn by_table(&self, sums: &[i64]) -> Vec<Vec<i64>> {
        let ranges = self.offsets.windows(2).map(|pair| match pair {
            [start, end] => sums.get(*start..*end).unwrap_or_default().to_vec(),
            _ => Vec::new(),
        });
        ranges.collect()
    }
}
