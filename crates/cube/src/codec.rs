//! The `.cube` file: a header in JSON, then statuses and values as small as they are.
//!
//! | bytes | meaning |
//! |---|---|
//! | 8 | `SLCUBE1\n`, or `SLCUBE2\n` where the header has a step, decimals or totals of its own |
//! | 4 | length of the header, little-endian |
//! | n | the header, JSON in UTF-8 ([`Header`]) |
//! | ... | runs of statuses until every cell has one: a byte (status), then a length as LEB128 |
//! | ... | for each cell that carries a number, in order: the number as LEB128 |
//!
//! Nothing follows. A decoder refuses anything else, with the offset of the first byte that is
//! not as expected, so that a cut or altered file is never shown as numbers.

use thiserror::Error;

use crate::{Cell, CellStatus, Cube, CubeError, Header};

/// Monthly counts whose totals are sums. A reader that knows nothing else reads these alone.
const PLAIN: &[u8; 8] = b"SLCUBE1\n";
/// Everything else: a reader that would take yearly cells for months, or 1240 for 12.40, stops here.
const STEPPED: &[u8; 8] = b"SLCUBE2\n";

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

/// The bytes of a cube; equal cubes give equal bytes.
///
/// # Errors
/// Where the header cannot be written as JSON or is longer than 4 GiB.
pub fn encode(cube: &Cube) -> Result<Vec<u8>, DecodeError> {
    let header = serde_json::to_vec(cube.header())?;
    let length = u32::try_from(header.len()).map_err(|_| DecodeError::Format {
        offset: 8,
        expected: "a header of less than 4 GiB",
    })?;
    let mut bytes = Vec::with_capacity(header.len() + cube.cells().len() + 64);
    let mark = match cube.header().is_plain() {
        true => PLAIN,
        false => STEPPED,
    };
    bytes.extend_from_slice(mark);
    bytes.extend_from_slice(&length.to_le_bytes());
    bytes.extend_from_slice(&header);
    for run in cube.cells().chunk_by(|a, b| a.status() == b.status()) {
        if let Some(cell) = run.first() {
            bytes.push(cell.status().code());
            push_number(&mut bytes, run.len() as u64);
        }
    }
    for value in cube.cells().iter().filter_map(|cell| cell.value()) {
        push_number(&mut bytes, u64::from(value));
    }
    Ok(bytes)
}

/// The cube that bytes stand for.
///
/// # Errors
/// Where the bytes are not exactly one cube.
pub fn decode(bytes: &[u8]) -> Result<Cube, DecodeError> {
    let mut reader = Reader { bytes, offset: 0 };
    let is_plain = reader.is_plain()?;
    let length = reader.take(4, "the length of the header")?;
    let length = length
        .iter()
        .rev()
        .fold(0_usize, |sum, &byte| sum << 8 | usize::from(byte));
    let header: Header = serde_json::from_slice(reader.take(length, "the whole header")?)?;
    if header.is_plain() != is_plain {
        return Err(DecodeError::Format {
            offset: 0,
            expected: "the mark that belongs to the header",
        });
    }
    let count = header.cell_count()?;
    let mut cells = reader.statuses(count)?;
    for cell in &mut cells {
        if let Cell::Observed(value) | Cell::Provisional(value) | Cell::Rounded(value) = cell {
            *value = reader.count()?;
        }
    }
    if reader.offset != bytes.len() {
        return Err(DecodeError::Format {
            offset: reader.offset,
            expected: "the end of the file",
        });
    }
    Ok(Cube::new(header, cells)?)
}

struct Reader<'a> {
    bytes: &'a [u8],
    offset: usize,
}

impl<'a> Reader<'a> {
    /// Whether the mark is that of monthly counts.
    fn is_plain(&mut self) -> Result<bool, DecodeError> {
        let expected = "the mark SLCUBE1 or SLCUBE2";
        let mark = self.take(PLAIN.len(), expected)?;
        match (mark == PLAIN, mark == STEPPED) {
            (false, false) => Err(DecodeError::Format {
                offset: 0,
                expected,
            }),
            (is_plain, _) => Ok(is_plain),
        }
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

    /// The cells with their statuses, and no number yet.
    fn statuses(&mut self, count: usize) -> Result<Vec<Cell>, DecodeError> {
        let mut cells = Vec::with_capacity(count);
        while cells.len() < count {
            let at = self.offset;
            let code = self.take(1, "a status")?.first().copied();
            let status = code.and_then(CellStatus::from_code);
            let status = status.ok_or(DecodeError::Format {
                offset: at,
                expected: "a status",
            })?;
            let at = self.offset;
            let left = count - cells.len();
            let length = usize::try_from(self.number()?);
            let length = length.ok().filter(|&n| n > 0 && n <= left);
            let length = length.ok_or(DecodeError::Format {
                offset: at,
                expected: "a run of cells within the cube",
            })?;
            cells.resize(cells.len() + length, Cell::from_parts(status, 0));
        }
        Ok(cells)
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

    #[test]
    fn monthly_counts_are_written_as_ever() {
        let bytes = encode(&cube()).unwrap();
        assert!(bytes.starts_with(PLAIN));
        let header = String::from_utf8_lossy(&bytes);
        for field in ["step", "decimals", "totals"] {
            assert!(!header.contains(field), "{field}");
        }
    }

    #[test]
    fn other_steps_and_decimals_carry_another_mark() {
        let cube = Cube::new(yearly_header(), vec![Cell::Observed(1240); 27]).unwrap();
        let mut bytes = encode(&cube).unwrap();
        assert!(bytes.starts_with(STEPPED));
        bytes[6] = b'1';
        assert_eq!(
            decode(&bytes).unwrap_err().to_string(),
            "cube file, byte 0: expected the mark that belongs to the header"
        );
        bytes[6] = b'3';
        assert_eq!(
            decode(&bytes).unwrap_err().to_string(),
            "cube file, byte 0: expected the mark SLCUBE1 or SLCUBE2"
        );
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
        fn any_bytes_are_decoded_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = decode(&bytes);
            let _ = decode(&[PLAIN.as_slice(), &bytes].concat());
            let _ = decode(&[STEPPED.as_slice(), &bytes].concat());
        }
    }
}
