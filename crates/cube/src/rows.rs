//! Rows of codes: counted into a cube, or scanned. A row has a code in each of a few columns, the
//! position of a member; nothing else is known of it.
//!
//! Only who has rows asks for this (cargo feature `rows`): the site has none.
//!
//! | | reads | and |
//! |---|---|---|
//! | [`Rows::new`] | every code | |
//! | [`Rows::dense`] | every code | adds to one cell a row, wherever it lies: that is what takes the time |
//! | [`Rows::count`] | the codes of columns in which not everything is chosen | writes nothing: as fast as memory is read, where 16 codes are compared at once |

use std::ops::Range;

use thiserror::Error;

use crate::dense::{Dense, DenseError, cell_count};

/// Rows that are looked at together: what is noted of them fits into the nearest cache, and each of
/// the [`LANES`] counts less than 256 of them.
const BLOCK: usize = 2048;
/// Codes of a byte that a processor with vectors of 128 bits compares at once.
const LANES: usize = 16;

/// The codes of one column, a code a row.
#[derive(Clone, Copy, Debug)]
pub enum Column<'a> {
    /// Codes of at most 256 members.
    Bytes(&'a [u8]),
    /// Codes of at most 65,536 members.
    Words(&'a [u16]),
}

/// Columns of one length.
#[derive(Clone, Debug)]
pub struct Rows<'a> {
    shape: Vec<usize>,
    columns: Vec<Column<'a>>,
    length: usize,
}

/// Why columns are not rows of a cube.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum RowsError {
    /// There is not one column a dimension.
    #[error("expected a column for each of {dimensions} dimensions, found {found}")]
    Columns {
        /// How many dimensions there are.
        dimensions: usize,
        /// How many columns were given.
        found: usize,
    },
    /// A column is longer or shorter than the first.
    #[error("column {column}: expected {expected} rows, as in the first, found {found}")]
    Length {
        /// The position of the column.
        column: usize,
        /// The length of the first column.
        expected: usize,
        /// The length of this one.
        found: usize,
    },
    /// A code is that of no member.
    #[error("column {column}, row {row}: expected a code below {members}, found {found}")]
    Code {
        /// The position of the column.
        column: usize,
        /// The position of the row.
        row: usize,
        /// How many members the dimension has.
        members: usize,
        /// The code.
        found: usize,
    },
    /// The range is not one of members.
    #[error("column {column}: expected a range of its {members} members, found {found:?}")]
    Range {
        /// The position of the column.
        column: usize,
        /// How many members the dimension has.
        members: usize,
        /// The range asked for.
        found: Range<usize>,
    },
    /// The rows cannot be counted.
    #[error(transparent)]
    Dense(#[from] DenseError),
}

impl<'a> Rows<'a> {
    /// Columns of codes, one a dimension, of which `shape` says how many members each has.
    ///
    /// # Errors
    /// Where columns are missing or differ in length, or a code is that of no member.
    pub fn new(shape: &[usize], columns: &[Column<'a>]) -> Result<Self, RowsError> {
        if columns.len() != shape.len() {
            return Err(RowsError::Columns {
                dimensions: shape.len(),
                found: columns.len(),
            });
        }
        let length = columns.first().map_or(0, Column::length);
        for (at, (column, members)) in columns.iter().zip(shape).enumerate() {
            if column.length() != length {
                return Err(RowsError::Length {
                    column: at,
                    expected: length,
                    found: column.length(),
                });
            }
            if let Some((row, found)) = column.first_from(*members) {
                return Err(RowsError::Code {
                    column: at,
                    row,
                    members: *members,
                    found,
                });
            }
        }
        Ok(Self {
            shape: shape.to_vec(),
            columns: columns.to_vec(),
            length,
        })
    }

    /// How many rows have each combination of codes.
    ///
    /// # Errors
    /// Where there are more rows or combinations than a count or this machine can count.
    pub fn dense(&self) -> Result<Dense, RowsError> {
        let found = self.length as u64;
        u32::try_from(found).map_err(|_| DenseError::Total { found })?;
        let cells = cell_count(&self.shape).filter(|cells| u32::try_from(*cells).is_ok());
        let cells = cells.ok_or_else(|| DenseError::CellCount {
            shape: self.shape.clone(),
            found: 0,
        })?;
        let mut counts = vec![0_u32; cells];
        let mut cells = [0_u32; BLOCK];
        for from in (0..self.length).step_by(BLOCK) {
            cells.fill(0);
            for (column, members) in self.columns.iter().zip(&self.shape) {
                let members = *members as u32;
                match column {
                    Column::Bytes(codes) => place(&mut cells, block(codes, from), members),
                    Column::Words(codes) => place(&mut cells, block(codes, from), members),
                }
            }
            let rows = (self.length - from).min(BLOCK);
            for cell in cells.iter().take(rows) {
                if let Some(count) = counts.get_mut(*cell as usize) {
                    *count = count.wrapping_add(1);
                }
            }
        }
        Ok(Dense::new(self.shape.clone(), counts)?)
    }

    /// How many rows have their codes in a range of each column: a plain scan, without an index.
    ///
    /// # Errors
    /// Where there is not a range of members for each column.
    pub fn count(&self, ranges: &[Range<usize>]) -> Result<u64, RowsError> {
        if ranges.len() != self.columns.len() {
            return Err(RowsError::Columns {
                dimensions: self.columns.len(),
                found: ranges.len(),
            });
        }
        let mut asked = Vec::new();
        for (at, (range, members)) in ranges.iter().zip(&self.shape).enumerate() {
            if range.start > range.end || range.end > *members {
                return Err(RowsError::Range {
                    column: at,
                    members: *members,
                    found: range.clone(),
                });
            }
            if range.len() < *members {
                asked.extend(self.columns.get(at).map(|column| (column, range)));
            }
        }
        if asked.iter().any(|(_, range)| range.is_empty()) {
            return Ok(0);
        }
        Ok(scan(&asked, self.length))
    }
}

impl Column<'_> {
    fn length(&self) -> usize {
        match self {
            Self::Bytes(codes) => codes.len(),
            Self::Words(codes) => codes.len(),
        }
    }

    /// The first code that is not below `members`, with its row.
    fn first_from(&self, members: usize) -> Option<(usize, usize)> {
        match self {
            Self::Bytes(codes) => first_from(codes, members),
            Self::Words(codes) => first_from(codes, members),
        }
    }
}

fn first_from<T: Copy + Ord + Into<usize>>(codes: &[T], members: usize) -> Option<(usize, usize)> {
    // The largest of many is found several at once, unlike the first of a kind.
    let largest: usize = codes.iter().copied().max()?.into();
    if largest < members {
        return None;
    }
    let codes = codes.iter().map(|code| (*code).into());
    codes.enumerate().find(|(_, code)| *code >= members)
}

fn block<T>(codes: &[T], from: usize) -> &[T] {
    let to = codes.len().min(from + BLOCK);
    codes.get(from..to).unwrap_or_default()
}

/// Goes one dimension further in: positions in row-major order.
fn place<T: Copy + Into<u32>>(cells: &mut [u32; BLOCK], codes: &[T], members: u32) {
    for (cell, code) in cells.iter_mut().zip(codes) {
        *cell = cell.wrapping_mul(members).wrapping_add((*code).into());
    }
}

/// How many rows have their codes in the range of each column; no range is empty or everything.
fn scan(asked: &[(&Column<'_>, &Range<usize>)], length: usize) -> u64 {
    let bytes = asked.iter().map(|(column, range)| match column {
        // A range that is not everything is shorter than its codes' type is wide.
        Column::Bytes(codes) => Some((*codes, range.start as u8, (range.len() - 1) as u8)),
        Column::Words(_) => None,
    });
    // Columns that are read side by side need no notes of what has passed so far.
    match bytes.collect::<Option<Vec<_>>>().as_deref() {
        Some([]) => length as u64,
        Some([one]) => side_by_side([*one]),
        Some([one, two]) => side_by_side([*one, *two]),
        Some([one, two, three]) => side_by_side([*one, *two, *three]),
        Some([one, two, three, four]) => side_by_side([*one, *two, *three, *four]),
        _ => one_after_the_other(asked, length),
    }
}

/// Columns, each with the first code of its range and how far the last is from it.
fn side_by_side<const COLUMNS: usize>(columns: [(&[u8], u8, u8); COLUMNS]) -> u64 {
    let mut groups = columns.map(|(codes, _, _)| codes.as_chunks::<LANES>().0.iter());
    let mut passing = 0;
    let mut left = groups.first().map_or(0, ExactSizeIterator::len);
    while left > 0 {
        let now = left.min(BLOCK / LANES);
        let mut lanes = [0_u8; LANES];
        for _ in 0..now {
            let mut passes = [1_u8; LANES];
            for (groups, (_, first, reach)) in groups.iter_mut().zip(columns) {
                if let Some(group) = groups.next() {
                    for (passes, code) in passes.iter_mut().zip(group) {
                        *passes &= u8::from(code.wrapping_sub(first) <= reach);
                    }
                }
            }
            for (lane, passes) in lanes.iter_mut().zip(passes) {
                *lane += passes;
            }
        }
        passing += lanes.iter().map(|passes| u64::from(*passes)).sum::<u64>();
        left -= now;
    }
    let rests = columns.map(|(codes, first, reach)| (codes.as_chunks::<LANES>().1, first, reach));
    let rows = rests.first().map_or(0, |(rest, _, _)| rest.len());
    let is_in = |row: &usize| {
        let mut each = rests.iter();
        each.all(|(rest, first, reach)| {
            let code = rest.get(*row);
            code.is_some_and(|code| code.wrapping_sub(*first) <= *reach)
        })
    };
    passing + (0..rows).filter(is_in).count() as u64
}

/// A block of rows at a time, and what has passed so far noted beside it.
fn one_after_the_other(asked: &[(&Column<'_>, &Range<usize>)], length: usize) -> u64 {
    let mut passing = 0;
    let mut passes = [0_u8; BLOCK];
    for from in (0..length).step_by(BLOCK) {
        let passes = passes
            .get_mut(..(length - from).min(BLOCK))
            .unwrap_or_default();
        passes.fill(1);
        for (column, range) in asked {
            match column {
                Column::Bytes(codes) => {
                    let (first, reach) = (range.start as u8, (range.len() - 1) as u8);
                    let codes = block(codes, from).iter();
                    narrow(passes, codes.map(|code| code.wrapping_sub(first) <= reach));
                }
                Column::Words(codes) => {
                    let (first, reach) = (range.start as u16, (range.len() - 1) as u16);
                    let codes = block(codes, from).iter();
                    narrow(passes, codes.map(|code| code.wrapping_sub(first) <= reach));
                }
            }
        }
        let passed = passes.iter().map(|passes| u64::from(*passes));
        passing += passed.sum::<u64>();
    }
    passing
}

fn narrow(passes: &mut [u8], is_in: impl Iterator<Item = bool>) {
    for (passes, is_in) in passes.iter_mut().zip(is_in) {
        *passes &= u8::from(is_in);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A shape and columns of codes; lengths reach over more than one block.
    fn cases() -> impl Strategy<Value = (Vec<usize>, Vec<Vec<u16>>, Vec<Range<usize>>)> {
        let lengths = prop_oneof![0..40_usize, BLOCK - 2..BLOCK + 3];
        let shapes = prop::collection::vec(prop_oneof![1..9_usize, 200..300_usize], 1..5);
        (shapes, lengths).prop_flat_map(|(shape, length)| {
            let columns = shape.iter().map(|members| {
                let codes = 0..u16::try_from(*members).unwrap();
                prop::collection::vec(codes, length)
            });
            let columns: Vec<_> = columns.collect();
            let ranges = shape.iter().map(|members| {
                let ends = (0..=*members, 0..=*members);
                ends.prop_map(|(one, other)| one.min(other)..one.max(other))
            });
            let ranges: Vec<_> = ranges.collect();
            (Just(shape), columns, ranges)
        })
    }

    fn bytes(shape: &[usize], columns: &[Vec<u16>]) -> Vec<Option<Vec<u8>>> {
        let narrow = |(members, codes): (&usize, &Vec<u16>)| {
            let codes = codes.iter().map(|code| u8::try_from(*code).unwrap());
            (*members <= 256).then(|| codes.collect())
        };
        shape.iter().zip(columns).map(narrow).collect()
    }

    fn with_rows<T>(
        shape: &[usize],
        columns: &[Vec<u16>],
        then: impl Fn(Result<Rows<'_>, RowsError>) -> T,
    ) -> T {
        let bytes = bytes(shape, columns);
        let columns = bytes.iter().zip(columns).map(|(bytes, words)| match bytes {
            Some(bytes) => Column::Bytes(bytes),
            None => Column::Words(words),
        });
        then(Rows::new(shape, &columns.collect::<Vec<_>>()))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn rows_are_counted_one_by_one((shape, columns, ranges) in cases()) {
            prop_assume!(shape.iter().product::<usize>() < 1_000_000);
            let length = columns[0].len();
            let mut expected = vec![0; shape.iter().product()];
            let mut passing = 0;
            for row in 0..length {
                let codes = columns.iter().map(|codes| usize::from(codes[row]));
                let codes: Vec<usize> = codes.collect();
                expected[codes.iter().zip(&shape).fold(0, |at, (m, n)| at * n + m)] += 1;
                let mut each = ranges.iter().zip(&codes);
                passing += u64::from(each.all(|(range, code)| range.contains(code)));
            }
            let expected = Dense::new(shape.clone(), expected).unwrap();
            let (dense, found) = with_rows(&shape, &columns, |rows| {
                let rows = rows.unwrap();
                (rows.dense().unwrap(), rows.count(&ranges).unwrap())
            });
            prop_assert_eq!(dense, expected);
            prop_assert_eq!(found, passing);
        }
    }

    #[test]
    fn all_of_many_rows_pass() {
        let bytes = vec![0; 3 * BLOCK + 5];
        let words = vec![0; bytes.len()];
        for column in [Column::Bytes(&bytes), Column::Words(&words)] {
            let rows = Rows::new(&[2], &[column]).unwrap();
            let counted = [0..1, 0..2, 1..2].map(|range| rows.count(&[range]).unwrap());
            assert_eq!(counted, [bytes.len() as u64, bytes.len() as u64, 0]);
        }
    }

    #[test]
    fn what_is_wrong_with_rows_is_said() {
        let found = |shape: &[usize], columns: &[Column<'_>]| {
            Rows::new(shape, columns).unwrap_err().to_string()
        };
        let three = Column::Bytes(&[0, 2, 1]);
        assert_eq!(
            found(&[3, 2], &[three]),
            "expected a column for each of 2 dimensions, found 1"
        );
        assert_eq!(
            found(&[3, 2], &[three, Column::Words(&[1])]),
            "column 1: expected 3 rows, as in the first, found 1"
        );
        assert_eq!(
            found(&[2], &[three]),
            "column 0, row 1: expected a code below 2, found 2"
        );
        let huge = vec![usize::MAX, usize::MAX];
        let rows = Rows::new(&huge, &[three, three]).unwrap();
        assert!(matches!(rows.dense(), Err(RowsError::Dense(_))));
        let rows = Rows::new(&[3], &[three]).unwrap();
        let past = 1..4;
        let found = rows.count(std::slice::from_ref(&past)).unwrap_err();
        assert_eq!(
            found.to_string(),
            "column 0: expected a range of its 3 members, found 1..4"
        );
        assert!(rows.count(&[]).is_err());
    }
}
