//! The question: true counts, the rows that tie them together, and which of them need a range.
//!
//! Only [`crate::protect`] may see a [`Problem`]. Audits and witnesses take a
//! [`crate::Published`], in which the hidden counts are gone.

use thiserror::Error;

/// One summand of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term {
    /// Index of the cell.
    pub cell: usize,
    /// What its count is multiplied by; never 0. A total is usually -1 and its parts are 1.
    pub coefficient: i32,
}

/// Terms whose sum is zero over the true counts. Each cell occurs once at most.
pub type Row = Vec<Term>;

/// A cell that must be hidden, and the range that an attacker must be left with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Demand {
    /// Index of the cell.
    pub cell: usize,
    /// Least difference between two whole numbers that the cell may hold, as far as an attacker
    /// can tell; at least 1.
    pub width: u32,
}

/// Cells, rows and demands. All lists but `rows` and `demands` have one entry a cell.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Problem {
    /// True count of each cell.
    pub counts: Vec<u32>,
    /// The linear relations that anybody can know.
    pub rows: Vec<Row>,
    /// Cells that are hidden in any case.
    pub demands: Vec<Demand>,
    /// Range that a cell needs if it is hidden without a demand of its own; at least 1. It bears
    /// the same symbol as the others, so nobody can tell it apart.
    pub width: u32,
    /// The least count that an attacker knows a cell to have if it is hidden: 0, or 1 where
    /// zeros are published. A cell with a count below it is never hidden without a demand.
    pub lowest: Vec<u32>,
    /// Cells that may not be hidden without a demand, because everybody knows them.
    pub fixed: Vec<bool>,
    /// What hiding each cell costs; the engine keeps the sum over hidden cells small.
    pub costs: Vec<u64>,
}

/// Why a problem cannot be solved. Cells and rows are named by their index.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ProtectError {
    /// A list has not one entry a cell.
    #[error("`{list}` has {found} entries; expected {expected}, one for each cell")]
    Length {
        /// Name of the list.
        list: &'static str,
        /// Entries that it has.
        found: usize,
        /// Number of cells.
        expected: usize,
    },
    /// A row or a demand names a cell that does not exist.
    #[error("{place} names cell {cell}; expected a number below {cells}")]
    UnknownCell {
        /// The row or demand.
        place: String,
        /// The cell it names.
        cell: usize,
        /// Number of cells.
        cells: usize,
    },
    /// A row names a cell twice or with coefficient 0.
    #[error("row {row} names cell {cell} {found}; expected once, with a coefficient other than 0")]
    BadTerm {
        /// Index of the row.
        row: usize,
        /// The cell.
        cell: usize,
        /// What is wrong with it.
        found: &'static str,
    },
    /// A row does not hold over the counts.
    #[error("row {row} sums to {sum} over the counts; expected 0")]
    BrokenRow {
        /// Index of the row.
        row: usize,
        /// Its sum.
        sum: i64,
    },
    /// A width is 0: nothing would be protected.
    #[error("{place} asks for width 0; expected at least 1")]
    NoWidth {
        /// The demand, or the default.
        place: String,
    },
    /// A cell to be hidden holds less than an attacker takes for granted.
    #[error("cell {cell} holds {count} and is to be hidden; expected at least {lowest}")]
    BelowLowest {
        /// The cell.
        cell: usize,
        /// Its count.
        count: u32,
        /// Its lowest value if hidden.
        lowest: u32,
    },
    /// No choice of cells gives a hidden cell its width, because the others may not be hidden.
    #[error("cell {cell} cannot be given a width of {width}: too few cells may be hidden")]
    Unprotectable {
        /// The cell.
        cell: usize,
        /// The width it needs.
        width: u32,
    },
}

impl Problem {
    /// Checks lengths, indices, widths, and that every row holds over the counts.
    ///
    /// # Errors
    ///
    /// The first [`ProtectError`] found, rows before demands.
    pub fn validate(&self) -> Result<(), ProtectError> {
        self.validate_lengths()?;
        for (row, terms) in self.rows.iter().enumerate() {
            self.validate_row(row, terms)?;
        }
        if self.width == 0 {
            let place = "the default width".to_owned();
            return Err(ProtectError::NoWidth { place });
        }
        let mut demands = self.demands.iter().enumerate();
        demands.try_for_each(|(at, demand)| self.validate_demand(at, demand))
    }

    fn validate_lengths(&self) -> Result<(), ProtectError> {
        let expected = self.counts.len();
        let lists = [
            ("lowest", self.lowest.len()),
            ("fixed", self.fixed.len()),
            ("costs", self.costs.len()),
        ];
        for (list, found) in lists {
            if found != expected {
                return Err(ProtectError::Length {
                    list,
                    found,
                    expected,
                });
            }
        }
        Ok(())
    }

    fn validate_row(&self, row: usize, terms: &[Term]) -> Result<(), ProtectError> {
        let mut cells: Vec<usize> = terms.iter().map(|term| term.cell).collect();
        cells.sort_unstable();
        let twice = cells.windows(2).find_map(|pair| match pair {
            [a, b] if a == b => Some(*a),
            _ => None,
        });
        if let Some(cell) = twice {
            let found = "twice";
            return Err(ProtectError::BadTerm { row, cell, found });
        }
        let mut sum = 0_i64;
        for term in terms {
            let cell = term.cell;
            if term.coefficient == 0 {
                let found = "with coefficient 0";
                return Err(ProtectError::BadTerm { row, cell, found });
            }
            let count = self.count(cell, || format!("row {row}"))?;
            sum = sum.saturating_add(i64::from(term.coefficient) * i64::from(count));
        }
        if sum != 0 {
            return Err(ProtectError::BrokenRow { row, sum });
        }
        Ok(())
    }

    fn validate_demand(&self, at: usize, demand: &Demand) -> Result<(), ProtectError> {
        let cell = demand.cell;
        let count = self.count(cell, || format!("demand {at}"))?;
        if demand.width == 0 {
            let place = format!("demand {at}");
            return Err(ProtectError::NoWidth { place });
        }
        let lowest = self.lowest.get(cell).copied().unwrap_or(0);
        if count < lowest {
            return Err(ProtectError::BelowLowest {
                cell,
                count,
                lowest,
            });
        }
        Ok(())
    }

    fn count(&self, cell: usize, place: impl Fn() -> String) -> Result<u32, ProtectError> {
        self.counts
            .get(cell)
            .copied()
            .ok_or_else(|| ProtectError::UnknownCell {
                place: place(),
                cell,
                cells: self.counts.len(),
            })
    }

    /// The width that each cell needs if it is hidden: that of its widest demand, or the default.
    #[must_use]
    pub fn widths(&self) -> Vec<u32> {
        let mut widths = vec![self.width; self.counts.len()];
        let mut demanded = vec![0; self.counts.len()];
        for demand in &self.demands {
            if let (Some(most), Some(width)) =
                (demanded.get_mut(demand.cell), widths.get_mut(demand.cell))
            {
                *most = demand.width.max(*most);
                *width = *most;
            }
        }
        widths
    }
}
