//! Files as somebody or something has changed them, for tests of what reads files from outside. The same
//! file and number give the same change.

/// How many kinds of change there are: so many in a row are one of each.
pub const KINDS: u64 = 10;

/// Nested deeper than any reader should follow.
pub const DEEP: usize = 200_000;

/// The bytes with one change.
pub fn mutated(bytes: &[u8], number: u64) -> Vec<u8> {
    let mut dice = Dice(number.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ bytes.len() as u64);
    let at = dice.below(bytes.len());
    let mut changed = bytes.to_vec();
    match number % KINDS {
        // A bit, a byte, the end, a part.
        0 => changed[at] ^= 1 << dice.below(8),
        1 => changed[at] = dice.next() as u8,
        2 => changed.truncate(at),
        3 => drop(changed.drain(at..(at + 1 + dice.below(40)).min(bytes.len()))),
        4 => {
            let part = bytes[at..(at + 1 + dice.below(400)).min(bytes.len())].to_vec();
            let to = dice.below(bytes.len());
            changed.splice(to..to, part);
        }
        // Numbers that nothing has so many of, at the first digits after a place.
        5 => exchange_number(&mut changed, at, b"18446744073709551615"),
        6 => exchange_number(&mut changed, at, b"-1e308"),
        // Lengths in binary.
        7 => {
            let end = (at + 1 + dice.below(5)).min(bytes.len());
            changed[at..end].fill(0xff);
        }
        // Brackets in brackets.
        8 => {
            let open = [&b"["[..], b"{\"a\":"][dice.below(2)].repeat(DEEP);
            changed.splice(at..at, open);
        }
        _ => {
            let words: [&[u8]; 6] = [b"null", b"\"\"", b"[]", b"{}", b"\xff\xfe", b"\\ud800"];
            changed.splice(at..at, words[dice.below(words.len())].iter().copied());
        }
    }
    changed
}

fn exchange_number(bytes: &mut Vec<u8>, from: usize, number: &[u8]) {
    let digits = |at: &usize| bytes[*at].is_ascii_digit();
    let Some(start) = (from..bytes.len()).find(digits) else {
        return;
    };
    let end = (start..bytes.len()).find(|at| !digits(at));
    let end = end.unwrap_or(bytes.len());
    bytes.splice(start..end, number.iter().copied());
}

/// Numbers that one number decides (xorshift of Marsaglia).
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 |= 1;
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit.max(1) as u64) as usize
    }
}
