//! The `.cube` file: a header in JSON, then statuses and values as small as they are.
//!
//! | bytes | meaning |
//! |---|---|
//! | 8 | `SLCUBE1\n`; `SLCUBE2\n` where the header has a step, decimals or totals of its own; `SLCUBE3\n` where every total is the sum of its parts |
//! | 4 | length of the header, little-endian |
//! | n | the header, JSON in UTF-8 ([`Header`]) |
//! | ... | runs of statuses until every cell has one: a byte (status), then a length as LEB128 |
//! | ... | the numbers |
//!
//! In the first two layouts, the numbers are those of each cell that carries one, in order, as LEB128.
//!
//! In the third, only cells of members without parts are written: the others follow from them
//! ([`Cube::with_totals`]), and are most of what compressors could not see through. Statuses stand
//! step of time after step of time there, because most of them change with time alone. Few cells hold
//! another number than 0 where places are small: how many do, as LEB128; how many of the others stand
//! before each of them; and then their numbers.
//!
//! Nothing follows. A decoder refuses anything else, with the offset of the first byte that is
//! not as expected, so that a cut or altered file is never shown as numbers.

use thiserror::Error;

use crate::{Cell, CellStatus, Cube, CubeError, Header, json};

/// Monthly counts whose totals are sums. A reader that knows nothing else reads these alone.
const PLAIN: &[u8; 8] = b"SLCUBE1\n";
/// Everything else: a reader that would take yearly cells for months, or 1240 for 12.40, stops here.
const STEPPED: &[u8; 8] = b"SLCUBE2\n";
/// Numbers whose totals are not written, because they are the sums of their parts.
const PARTS: &[u8; 8] = b"SLCUBE3\n";

/// Why bytes are not a cube.
#[derive(Debug, Error)]
pub enum DecodeError {
    /// The bytes differ from the format.
    #[error("cube file, byte {offset}: expected {expected}")]
    Format {
        /// The offset of the first byte that is not as expected.
        offset: usize,
        /// What should have been there.
        expected: &'static str,
    },
    /// The header is not the JSON of a header.
    #[error("cube file, header: {0}")]
    Header(#[from] serde_json::Error),
    /// The header is inconsistent.
    #[error(transparent)]
    Cube(#[from] CubeError),
}

/// The bytes of a cube, without the totals that follow from their parts where all of them do; equal
/// cubes give equal bytes.
///
/// # Errors
/// Where the header cannot be written as JSON or is longer than 4 GiB.
pub fn encode(cube: &Cube) -> Result<Vec<u8>, DecodeError> {
    written(cube, parts_of(cube))
}

/// The bytes of a cube with all of its cells, as releases had them before there was the third layout:
/// whoever makes one of those once more gets its bytes.
///
/// # Errors
/// As [`encode`].
pub fn encode_whole(cube: &Cube) -> Result<Vec<u8>, DecodeError> {
    written(cube, None)
}

fn written(cube: &Cube, parts: Option<Vec<Cell>>) -> Result<Vec<u8>, DecodeError> {
    let header = serde_json::to_vec(cube.header())?;
    let length = u32::try_from(header.len()).map_err(|_| DecodeError::Format {
        offset: 8,
        expected: "a header of less than 4 GiB",
    })?;
    let mark = match (&parts, cube.header().is_plain()) {
        (Some(_), _) => PARTS,
        (None, true) => PLAIN,
        (None, false) => STEPPED,
    };
    let mut bytes = Vec::with_capacity(header.len() + cube.cells().len() + 64);
    bytes.extend_from_slice(mark);
    bytes.extend_from_slice(&length.to_le_bytes());
    bytes.extend_from_slice(&header);
    match parts {
        Some(parts) => push_parts(&mut bytes, &parts, cube.header().step_count()),
        None => {
            push_statuses(&mut bytes, cube.cells());
            for value in cube.cells().iter().filter_map(|cell| cell.value()) {
                push_number(&mut bytes, u64::from(value));
            }
        }
    }
    Ok(bytes)
}

/// The cells of members without parts, where all others are their sums.
fn parts_of(cube: &Cube) -> Option<Vec<Cell>> {
    let header = cube.header();
    let summed = Cube::with_totals(header.clone(), cube.cells().to_vec()).ok()?;
    let is_summed = header.totals.is_summed() && summed == *cube;
    is_summed.then(|| {
        let rows = header.rows_without_parts().into_iter();
        let cells = rows.filter_map(|row| cube.row(row));
        cells.flatten().copied().collect()
    })
}

fn push_parts(bytes: &mut Vec<u8>, parts: &[Cell], steps: usize) {
    let step = |step: usize| parts.iter().skip(step).step_by(steps).copied();
    let by_step: Vec<Cell> = (0..steps).flat_map(step).collect();
    push_statuses(bytes, &by_step);
    let (mut gaps, mut numbers, mut gap) = (Vec::new(), Vec::new(), 0);
    for cell in parts {
        match cell.value() {
            None | Some(0) => gap += 1,
            Some(number) => {
                gaps.push(std::mem::take(&mut gap));
                numbers.push(u64::from(number));
            }
        }
    }
    push_number(bytes, gaps.len() as u64);
    for number in gaps.into_iter().chain(numbers) {
        push_number(bytes, number);
    }
}

fn push_statuses(bytes: &mut Vec<u8>, cells: &[Cell]) {
    for run in cells.chunk_by(|a, b| a.status() == b.status()) {
        if let Some(cell) = run.first() {
            bytes.push(cell.status().code());
            push_number(bytes, run.len() as u64);
        }
    }
}

/// The cube that bytes stand for.
///
/// # Errors
/// Where the bytes are not exactly one cube.
// By itself, so that a browser compiles its loops well, and not with the whole page that it is called in.
#[inline(never)]
pub fn decode(bytes: &[u8]) -> Result<Cube, DecodeError> {
    let mut reader = Reader { bytes, offset: 0 };
    let mark = reader.mark()?;
    let length = reader.take(4, "the length of the header")?;
    let length = length
        .iter()
        .rev()
        .fold(0_usize, |sum, &byte| sum << 8 | usize::from(byte));
    let header: Header = json::from_slice(reader.take(length, "the whole header")?)?;
    let belongs = match mark {
        PARTS => header.totals.is_summed(),
        PLAIN => header.is_plain(),
        _ => !header.is_plain(),
    };
    if !belongs {
        return Err(DecodeError::Format {
            offset: 0,
            expected: "the mark that belongs to the header",
        });
    }
    let count = header.cell_count()?;
    let cells = match mark {
        PARTS => reader.parts(&header, count)?,
        _ => reader.cells(count)?,
    };
    if reader.offset != bytes.len() {
        return Err(DecodeError::Format {
            offset: reader.offset,
            expected: "the end of the file",
        });
    }
    Ok(Cube::new(header, cells)?)
}

fn spelled_out(runs: &[(Cell, usize)], count: usize) -> Vec<Cell> {
    let mut cells = Vec::with_capacity(count);
    for (cell, length) in runs {
        cells.resize(cells.len() + length, *cell);
    }
    cells
}

/// All cells with their statuses and no number yet, of the statuses of rows without parts.
fn filled(header: &Header, rows: &[usize], runs: &[(Cell, usize)], count: usize) -> Vec<Cell> {
    let (steps, in_step) = (header.step_count(), rows.len().max(1));
    // Where statuses change with time alone, the totals have those of their parts.
    if runs.iter().all(|(_, length)| length % in_step == 0) {
        let mut of_row = Vec::new();
        for (cell, length) in runs {
            of_row.resize(of_row.len() + length / in_step, *cell);
        }
        return of_row.repeat(count / steps);
    }
    let by_step = spelled_out(runs, rows.len() * steps);
    let mut cells = vec![Cell::NotApplicable; count];
    for (at, row) in rows.iter().enumerate() {
        let of_row = by_step.iter().skip(at).step_by(in_step);
        let of_row: Vec<Cell> = of_row.copied().collect();
        header.add(&mut cells, *row, &of_row);
    }
    cells
}

struct Reader<'a> {
    bytes: &'a [u8],
    offset: usize,
}

impl<'a> Reader<'a> {
    fn mark(&mut self) -> Result<&'static [u8; 8], DecodeError> {
        let expected = "the mark SLCUBE1, SLCUBE2 or SLCUBE3";
        let found = self.take(PLAIN.len(), expected)?;
        let mut marks = [PLAIN, STEPPED, PARTS].into_iter();
        marks
            .find(|mark| mark.as_slice() == found)
            .ok_or(DecodeError::Format {
                offset: 0,
                expected,
            })
    }

    fn take(&mut self, length: usize, expected: &'static str) -> Result<&'a [u8], DecodeError> {
        let end = self.offset.checked_add(length);
        let taken = end.and_then(|end| self.bytes.get(self.offset..end));
        let taken = taken.ok_or(DecodeError::Format {
            offset: self.offset,
            expected,
        })?;
        self.offset += length;
        Ok(taken)
    }

    /// All cells, each with its number.
    fn cells(&mut self, count: usize) -> Result<Vec<Cell>, DecodeError> {
        let mut cells = spelled_out(&self.runs(count)?, count);
        for cell in &mut cells {
            if let Some(value) = cell.value_mut() {
                *value = self.count()?;
            }
        }
        Ok(cells)
    }

    /// All cells, each with its number, of those of members without parts.
    ///
    /// Each number is added to every total that it is a part of: tables of small places are mostly zeros,
    /// so that there are far fewer numbers than cells.
    fn parts(&mut self, header: &Header, count: usize) -> Result<Vec<Cell>, DecodeError> {
        let steps = header.step_count();
        let rows = header.rows_without_parts();
        let runs = self.runs(rows.len() * steps)?;
        let mut cells = filled(header, &rows, &runs, count);
        let numbers = self.count()?;
        let mut gaps = Self { ..*self };
        for _ in 0..numbers {
            self.number()?;
        }
        let (mut at, mut last, mut above) = (0_usize, None, Vec::new());
        for _ in 0..numbers {
            let gap = gaps.offset;
            at = at.saturating_add(usize::try_from(gaps.number()?).unwrap_or(usize::MAX));
            let (row, step) = (rows.get(at / steps).copied(), at % steps);
            let is_counted = |row: &usize| {
                let cell = cells.get(row * steps + step);
                cell.is_some_and(|cell| cell.value().is_some())
            };
            let row = row.filter(is_counted).ok_or(DecodeError::Format {
                offset: gap,
                expected: "the way to a cell that carries a number",
            })?;
            if last.replace(row) != Some(row) {
                header.rows_above(row, &mut above);
            }
            let number = self.count()?;
            for row in &above {
                if let Some(sum) = cells.get_mut(row * steps + step).and_then(Cell::value_mut) {
                    *sum = sum.saturating_add(number);
                }
            }
            at += 1;
        }
        Ok(cells)
    }

    /// Cells without a number and how often each stands there, for so many cells.
    fn runs(&mut self, count: usize) -> Result<Vec<(Cell, usize)>, DecodeError> {
        let mut runs = Vec::new();
        let mut left = count;
        while left > 0 {
            let at = self.offset;
            let code = self.take(1, "a status")?.first().copied();
            let status = code.and_then(CellStatus::from_code);
            let status = status.ok_or(DecodeError::Format {
                offset: at,
                expected: "a status",
            })?;
            let at = self.offset;
            let length = usize::try_from(self.number()?);
            let length = length.ok().filter(|&n| n > 0 && n <= left);
            let length = length.ok_or(DecodeError::Format {
                offset: at,
                expected: "a run of cells within the cube",
            })?;
            runs.push((Cell::from_parts(status, 0), length));
            left -= length;
        }
        Ok(runs)
    }

    fn count(&mut self) -> Result<u32, DecodeError> {
        let at = self.offset;
        u32::try_from(self.number()?).map_err(|_| DecodeError::Format {
            offset: at,
            expected: "a count below 2^32",
        })
    }

    /// Nearly every number is a single byte, and a table of neighborhoods has hundreds of thousands: those
    /// are read without asking further.
    #[inline]
    fn number(&mut self) -> Result<u64, DecodeError> {
        match self.bytes.get(self.offset) {
            Some(&byte) if byte < 0x80 => {
                self.offset += 1;
                Ok(u64::from(byte))
            }
            _ => self.long_number(),
        }
    }

    fn long_number(&mut self) -> Result<u64, DecodeError> {
        let at = self.offset;
        let mut number = 0_u64;
        for shift in (0..35).step_by(7) {
            let byte = self.take(1, "a number")?.first().copied().unwrap_or(0);
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Ok(number);
            }
        }
        Err(DecodeError::Format {
            offset: at,
            expected: "a number of at most five bytes",
        })
    }
}

fn push_number(bytes: &mut Vec<u8>, mut number: u64) {
    loop {
        let low = (number & 0x7f) as u8;
        number >>= 7;
        if number == 0 {
            bytes.push(low);
            return;
        }
        bytes.push(low | 0x80);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cube::tests::{cube, header, yearly_header};
    use proptest::prelude::*;

    #[test]
    fn a_cube_comes_back() {
        let bytes = encode(&cube()).unwrap();
        assert_eq!(decode(&bytes).unwrap(), cube());
    }

    #[test]
    fn every_cut_and_every_extra_byte_is_refused() {
        let bytes = encode(&cube()).unwrap();
        for length in 0..bytes.len() {
            assert!(decode(&bytes[..length]).is_err(), "cut to {length} bytes");
        }
        let longer = [bytes.as_slice(), b"0"].concat();
        assert_eq!(
            decode(&longer).unwrap_err().to_string(),
            format!(
                "cube file, byte {}: expected the end of the file",
                bytes.len()
            )
        );
    }

    /// Refuses a cube of which the bytes from its first run on are changed.
    #[track_caller]
    fn check_refused(change: impl FnOnce(&mut Vec<u8>), offset: usize, expected: &str) {
        let mut bytes = encode(&cube()).unwrap();
        let header_length = serde_json::to_vec(cube().header()).unwrap().len();
        let mut cells = bytes.split_off(12 + header_length);
        change(&mut cells);
        let offset = bytes.len() + offset;
        bytes.append(&mut cells);
        assert_eq!(
            decode(&bytes).unwrap_err().to_string(),
            format!("cube file, byte {offset}: expected {expected}")
        );
    }

    #[test]
    fn a_run_beyond_the_cube_is_refused() {
        let expected = "a run of cells within the cube";
        check_refused(|cells| cells[1] = 0x7f, 1, expected);
    }

    #[test]
    fn a_run_of_no_cells_is_refused() {
        let status = CellStatus::Observed.code();
        let expected = "a run of cells within the cube";
        check_refused(|cells| drop(cells.splice(0..0, [status, 0])), 1, expected);
    }

    #[test]
    fn a_status_that_is_none_is_refused() {
        check_refused(|cells| cells[0] = 9, 0, "a status");
    }

    #[test]
    fn a_number_of_six_bytes_is_refused() {
        let long = [0x81, 0x80, 0x80, 0x80, 0x80, 0];
        let change = |cells: &mut Vec<u8>| drop(cells.splice(1..2, long));
        check_refused(change, 1, "a number of at most five bytes");
    }

    /// The cube of which a total is another number than the sum of its parts.
    fn with_a_total_of_its_own() -> Cube {
        let mut cells = cube().cells().to_vec();
        cells[0] = Cell::Observed(1_000_000);
        Cube::new(header(), cells).unwrap()
    }

    #[test]
    fn totals_that_are_sums_are_not_written() {
        let (bytes, longer) = (encode(&cube()), encode(&with_a_total_of_its_own()));
        let (bytes, longer) = (bytes.unwrap(), longer.unwrap());
        assert!(bytes.starts_with(PARTS));
        assert!(bytes.len() < longer.len());
    }

    #[test]
    fn monthly_counts_with_another_total_are_written_as_ever() {
        let bytes = encode(&with_a_total_of_its_own()).unwrap();
        assert!(bytes.starts_with(PLAIN));
        assert_eq!(decode(&bytes).unwrap(), with_a_total_of_its_own());
        let header = String::from_utf8_lossy(&bytes);
        for field in ["step", "decimals", "totals"] {
            assert!(!header.contains(field), "{field}");
        }
    }

    #[test]
    fn a_mark_of_another_header_and_one_that_is_none_are_refused() {
        let cube = Cube::new(yearly_header(), vec![Cell::Observed(1240); 27]).unwrap();
        let mut bytes = encode(&cube).unwrap();
        assert!(bytes.starts_with(STEPPED));
        for mark in [b'1', b'3'] {
            bytes[6] = mark;
            assert_eq!(
                decode(&bytes).unwrap_err().to_string(),
                "cube file, byte 0: expected the mark that belongs to the header"
            );
        }
        bytes[6] = b'4';
        assert_eq!(
            decode(&bytes).unwrap_err().to_string(),
            "cube file, byte 0: expected the mark SLCUBE1, SLCUBE2 or SLCUBE3"
        );
    }

    /// The example with what follows its header: twelve cells of parts are to be said.
    fn with_parts(parts: &[u8]) -> Result<Cube, String> {
        let bytes = encode(&cube()).unwrap();
        let length = serde_json::to_vec(cube().header()).unwrap().len();
        let (header, _) = bytes.split_at(12 + length);
        decode(&[header, parts].concat()).map_err(|error| error.to_string())
    }

    #[test]
    fn zeros_are_gaps_before_other_numbers() {
        let cube = with_parts(&[0, 12, 2, 1, 9, 7, 8]).unwrap();
        let numbers = |row| {
            cube.steps_of(row)
                .unwrap()
                .iter()
                .map(|cell| cell.value().unwrap())
        };
        let of_parts = [[1, 1], [1, 2], [2, 1], [2, 2]];
        let numbers: Vec<u32> = of_parts.iter().flat_map(|row| numbers(row)).collect();
        assert_eq!(numbers, [0, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 8]);
    }

    #[test]
    fn statuses_of_parts_stand_step_after_step() {
        let cube = with_parts(&[0, 8, 5, 4, 0]).unwrap();
        let last = [Cell::Observed(0), Cell::Observed(0), Cell::Provisional(0)];
        assert_eq!(cube.steps_of(&[1, 1]).unwrap(), last);
        assert_eq!(cube.steps_of(&[0, 0]).unwrap(), last);
    }

    #[test]
    fn a_number_without_a_cell_is_refused() {
        for parts in [vec![0, 12, 1, 12, 7], vec![1, 1, 0, 11, 1, 0, 7]] {
            let refused = with_parts(&parts).unwrap_err();
            let expected = "expected the way to a cell that carries a number";
            assert!(refused.ends_with(expected), "{refused}");
        }
    }

    #[test]
    fn more_numbers_than_bytes_are_refused() {
        let refused = with_parts(&[0, 12, 9]).unwrap_err();
        assert!(refused.ends_with("expected a number"), "{refused}");
    }

    proptest! {
        #[test]
        fn any_cells_come_back(codes in prop::collection::vec((0_u8..6, any::<u32>()), 27)) {
            let cell = |(code, value)| Cell::from_parts(CellStatus::from_code(code).unwrap(), value);
            let cube = Cube::new(header(), codes.into_iter().map(cell).collect()).unwrap();
            prop_assert_eq!(decode(&encode(&cube).unwrap()).unwrap(), cube);
        }

        #[test]
        fn any_yearly_cells_come_back(
            codes in prop::collection::vec((0_u8..6, any::<u32>()), 27),
            decimals in 0_u8..=9,
        ) {
            let cell = |(code, value)| Cell::from_parts(CellStatus::from_code(code).unwrap(), value);
            let header = Header { decimals, ..yearly_header() };
            let cube = Cube::new(header, codes.into_iter().map(cell).collect()).unwrap();
            prop_assert_eq!(decode(&encode(&cube).unwrap()).unwrap(), cube);
        }

        #[test]
        fn any_parts_come_back(codes in prop::collection::vec((0_u8..6, 0_u32..4), 27)) {
            let cell = |(code, value)| Cell::from_parts(CellStatus::from_code(code).unwrap(), value);
            let cube = Cube::with_totals(header(), codes.into_iter().map(cell).collect()).unwrap();
            let bytes = encode(&cube).unwrap();
            prop_assert!(bytes.starts_with(PARTS));
            prop_assert_eq!(decode(&bytes).unwrap(), cube);
        }

        #[test]
        fn any_bytes_are_decoded_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = decode(&bytes);
            let _ = decode(&[PLAIN.as_slice(), &bytes].concat());
            let _ = decode(&[STEPPED.as_slice(), &bytes].concat());
            let _ = decode(&[PARTS.as_slice(), &bytes].concat());
        }
    }
}
