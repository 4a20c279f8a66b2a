//! Small numbers as bytes: LEB128, zigzag for signed ones, and base 64 around them.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::CertificateError;

/// Gathers numbers as bytes.
#[derive(Debug, Default)]
pub(crate) struct Writer {
    bytes: Vec<u8>,
}

impl Writer {
    pub fn number(&mut self, mut number: u64) {
        loop {
            let low = (number & 0x7f) as u8;
            number >>= 7;
            if number == 0 {
                self.bytes.push(low);
                return;
            }
            self.bytes.push(low | 0x80);
        }
    }

    pub fn signed(&mut self, number: i64) {
        self.number(((number << 1) ^ (number >> 63)).cast_unsigned());
    }

    pub fn finish(self) -> String {
        STANDARD.encode(self.bytes)
    }
}

/// Takes numbers from bytes.
#[derive(Debug)]
pub(crate) struct Reader {
    bytes: Vec<u8>,
    offset: usize,
}

impl Reader {
    pub fn new(text: &str) -> Result<Self, CertificateError> {
        let bytes = STANDARD.decode(text);
        Ok(Self {
            bytes: bytes.map_err(|error| CertificateError::Bytes(error.to_string()))?,
            offset: 0,
        })
    }

    pub fn is_at_end(&self) -> bool {
        self.offset == self.bytes.len()
    }

    pub fn number(&mut self) -> Result<u64, CertificateError> {
        let mut number = 0_u64;
        for shift in (0..64).step_by(7) {
            let byte = self.bytes.get(self.offset).copied().ok_or_else(|| {
                CertificateError::Bytes(format!("a number that ends, at byte {}", self.offset))
            })?;
            self.offset += 1;
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Ok(number);
            }
        }
        let at = self.offset;
        Err(CertificateError::Bytes(format!(
            "a number of at most ten bytes, at byte {at}"
        )))
    }

    pub fn signed(&mut self) -> Result<i64, CertificateError> {
        let number = self.number()?;
        Ok((number >> 1).cast_signed() ^ -((number & 1).cast_signed()))
    }
}
