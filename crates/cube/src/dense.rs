//! Counts over every combination of the members of a few dimensions, without status: what
//! [`Linked`](crate::Linked) answers from.
//!
//! What it is not: a published table. A cell here is a count, so a table in which a number is
//! missing has no dense form.

use thiserror::Error;

/// Counts in row-major order: the member of the last dimension changes fastest.
///
/// Its memory is 4 bytes a cell: 8.3 MB for 91 months, 15 offenses, 9 districts and 168 hours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dense {
    shape: Vec<usize>,
    counts: Vec<u32>,
}

/// Why parts do not make dense counts.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum DenseError {
    /// The number of counts does not follow from the shape.
    #[error("expected a count for each cell of the shape {shape:?}, found {found}")]
    CellCount {
        /// How many members each dimension has.
        shape: Vec<usize>,
        /// The number of counts given.
        found: usize,
    },
    /// A sum of all cells does not fit a count.
    #[error("expected at most {most} events in all cells, found {found}", most = u32::MAX)]
    Total {
        /// The sum of the cells.
        found: u64,
    },
    /// The order of a dimension is not one of its members.
    #[error("expected each of the {members} members of dimension {dimension} once")]
    Order {
        /// The position of the dimension.
        dimension: usize,
        /// How many members it has.
        members: usize,
    },
}

impl Dense {
    /// Counts of a shape: one for each combination of members, in row-major order.
    ///
    /// # Errors
    /// Where the number of counts is not the product of the shape, or their sum exceeds
    /// [`u32::MAX`]: sums of any cells are counts then.
    pub fn new(shape: Vec<usize>, counts: Vec<u32>) -> Result<Self, DenseError> {
        if cell_count(&shape) != Some(counts.len()) {
            return Err(DenseError::CellCount {
                found: counts.len(),
                shape,
            });
        }
        let found: u64 = counts.iter().map(|count| u64::from(*count)).sum();
        match u32::try_from(found) {
            Ok(_) => Ok(Self { shape, counts }),
            Err(_) => Err(DenseError::Total { found }),
        }
    }

    /// How many members each dimension has, outermost first.
    #[must_use]
    pub fn shape(&self) -> &[usize] {
        &self.shape
    }

    /// All counts, in row-major order.
    #[must_use]
    pub fn counts(&self) -> &[u32] {
        &self.counts
    }

    /// The same counts with the members of one dimension in another order: `order` names, for each
    /// new position, the old one. It copies every cell once.
    ///
    /// # Errors
    /// Where `order` does not name each member of the dimension once.
    pub fn reordered(&self, dimension: usize, order: &[usize]) -> Result<Self, DenseError> {
        let members = self.shape.get(dimension).copied().unwrap_or(0);
        let mut sorted = order.to_vec();
        sorted.sort_unstable();
        if members == 0 || !sorted.into_iter().eq(0..members) {
            return Err(DenseError::Order { dimension, members });
        }
        let line: usize = self.shape.iter().skip(dimension + 1).product();
        let mut counts = Vec::with_capacity(self.counts.len());
        for block in self.counts.chunks_exact((line * members).max(1)) {
            for old in order {
                let line = block.get(old * line..(old + 1) * line);
                counts.extend_from_slice(line.unwrap_or_default());
            }
        }
        Ok(Self {
            shape: self.shape.clone(),
            counts,
        })
    }

    pub(crate) fn into_parts(self) -> (Vec<usize>, Vec<u32>) {
        (self.shape, self.counts)
    }
}

/// How many cells a shape has; none where the machine cannot count them.
pub(crate) fn cell_count(shape: &[usize]) -> Option<usize> {
    shape
        .iter()
        .try_fold(1, |cells: usize, length| cells.checked_mul(*length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_fill_their_shape_and_fit_a_count() {
        let found = Dense::new(vec![2, 3], vec![1; 5]).unwrap_err();
        assert_eq!(
            found.to_string(),
            "expected a count for each cell of the shape [2, 3], found 5"
        );
        assert!(Dense::new(vec![usize::MAX, 2], vec![]).is_err());
        let found = Dense::new(vec![2], vec![u32::MAX, 1]).unwrap_err();
        assert_eq!(
            found.to_string(),
            "expected at most 4294967295 events in all cells, found 4294967296"
        );
        assert!(Dense::new(vec![2], vec![u32::MAX, 0]).is_ok());
        assert!(Dense::new(vec![0, 4], vec![]).is_ok());
    }

    #[test]
    fn members_change_places() {
        let dense = Dense::new(vec![2, 3, 2], (0..12).collect()).unwrap();
        let outer = dense.reordered(0, &[1, 0]).unwrap();
        assert_eq!(outer.counts(), [6, 7, 8, 9, 10, 11, 0, 1, 2, 3, 4, 5]);
        let middle = dense.reordered(1, &[2, 0, 1]).unwrap();
        assert_eq!(middle.counts(), [4, 5, 0, 1, 2, 3, 10, 11, 6, 7, 8, 9]);
        let inner = dense.reordered(2, &[1, 0]).unwrap();
        assert_eq!(inner.counts(), [1, 0, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10]);
        assert_eq!(inner.shape(), [2, 3, 2]);
    }

    #[test]
    fn an_order_names_each_member_once() {
        let dense = Dense::new(vec![2, 3], vec![0; 6]).unwrap();
        for (dimension, order) in [(1, [0, 1, 1].as_slice()), (1, &[0, 1]), (2, &[])] {
            let found = dense.reordered(dimension, order).unwrap_err();
            assert!(matches!(found, DenseError::Order { .. }), "{found}");
        }
    }
}
