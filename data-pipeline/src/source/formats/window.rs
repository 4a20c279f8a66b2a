//! A stream of which the last bytes can still be looked at, from the beginning of a record on.
//!
//! What it keeps is bounded: a record that does not end is a fault, and not a reason to run out of
//! memory.

use std::io::{self, Read};

/// No record of a published table is nearly as long; a quote or a brace was never closed.
pub(in crate::source) const LARGEST_RECORD_BYTES: usize = 16 * 1024 * 1024;

/// A stream that keeps what it has given since a place that its reader names.
#[derive(Debug)]
pub(super) struct Window<R> {
    inner: R,
    kept: Vec<u8>,
    /// Where in the stream the kept bytes begin.
    base: u64,
    /// From where on they are still wanted.
    wanted: u64,
    is_full: bool,
}

impl<R> Window<R> {
    pub(super) fn new(inner: R) -> Self {
        Self {
            inner,
            kept: Vec::new(),
            base: 0,
            wanted: 0,
            is_full: false,
        }
    }

    /// Bytes before `place` are not wanted any more.
    pub(super) fn forget_before(&mut self, place: u64) {
        self.wanted = place;
    }

    /// The bytes that were given from `place` on; none where they are forgotten.
    pub(super) fn since(&self, place: u64) -> &[u8] {
        let start = place.checked_sub(self.base);
        let start = start.and_then(|start| usize::try_from(start).ok());
        start
            .and_then(|start| self.kept.get(start..))
            .unwrap_or_default()
    }

    /// Whether reading stopped because a record is longer than any should be.
    pub(super) fn is_full(&self) -> bool {
        self.is_full
    }

    fn drop_unwanted(&mut self) {
        let unwanted = usize::try_from(self.wanted.saturating_sub(self.base)).unwrap_or(usize::MAX);
        let unwanted = unwanted.min(self.kept.len());
        self.kept.drain(..unwanted);
        self.base += unwanted as u64;
    }
}

impl<R: Read> Read for Window<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.drop_unwanted();
        if self.kept.len() > LARGEST_RECORD_BYTES {
            self.is_full = true;
            return Err(io::Error::other("a record does not end"));
        }
        let read = self.inner.read(buffer)?;
        self.kept.extend(buffer.iter().take(read));
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_keeps_what_is_wanted_and_nothing_before() {
        let mut window = Window::new(b"abcdefgh".as_slice());
        let mut buffer = [0; 4];
        window.read_exact(&mut buffer).unwrap_or_default();
        assert_eq!(window.since(1), b"bcd");
        window.forget_before(3);
        window.read_exact(&mut buffer).unwrap_or_default();
        assert_eq!(window.since(3), b"defgh");
        assert_eq!(window.since(2), b"");
        assert_eq!(window.since(9), b"");
    }

    #[test]
    fn a_record_that_does_not_end_is_a_fault() {
        let mut window = Window::new(io::repeat(b'x'));
        let copied = io::copy(&mut window, &mut io::sink());
        assert!(copied.is_err() && window.is_full());
    }
}
