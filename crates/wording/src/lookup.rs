//! Where a text stands in the catalogues. It runs in the compiler: the program holds no text of this.

/// Every text, in order: its context and itself.
const IDS: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/ids.rs"));

/// How many texts there are.
pub(crate) const COUNT: usize = IDS.len();

const SPANISH_LINES: &str = include_str!(concat!(env!("OUT_DIR"), "/es.txt"));

/// The Spanish catalogue, a line a text.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) const SPANISH: &str = SPANISH_LINES;

/// What tells two catalogues apart.
pub(crate) const FINGERPRINT: u32 = fingerprint(SPANISH_LINES.as_bytes());

/// Where a text stands.
///
/// # Panics
/// In the compiler, where the text has no translation in `locales`.
#[must_use]
#[allow(
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    clippy::panic,
    reason = "it runs in the compiler, which refuses what is out of range"
)]
pub const fn position(context: &str, text: &str) -> u16 {
    let (mut low, mut high) = (0, COUNT);
    while low < high {
        let middle = low + (high - low) / 2;
        let (its_context, its_text) = IDS[middle];
        let order = match compare(its_context.as_bytes(), context.as_bytes()) {
            0 => compare(its_text.as_bytes(), text.as_bytes()),
            other => other,
        };
        match order {
            0 => return middle as u16,
            -1 => low = middle + 1,
            _ => high = middle,
        }
    }
    panic!("this text has no translation in locales/es")
}

/// Whether a text has exactly these places.
#[must_use]
#[allow(
    clippy::indexing_slicing,
    reason = "it runs in the compiler, which refuses what is out of range"
)]
pub const fn has_places(text: &str, names: &[&str]) -> bool {
    let bytes = text.as_bytes();
    let (mut at, mut seen) = (0, 0);
    while at < bytes.len() {
        if bytes[at] == b'{' {
            let mut which = 0;
            while which < names.len() && !starts(bytes, at + 1, names[which].as_bytes()) {
                which += 1;
            }
            if which == names.len() {
                return false;
            }
            seen |= 1_u64 << which;
        }
        at += 1;
    }
    seen == (1_u64 << names.len()) - 1
}

/// Whether a name and a closing brace stand at a position.
#[allow(
    clippy::indexing_slicing,
    reason = "it runs in the compiler, which refuses what is out of range"
)]
const fn starts(bytes: &[u8], from: usize, name: &[u8]) -> bool {
    let mut letter = 0;
    while letter < name.len() {
        if from + letter >= bytes.len() || bytes[from + letter] != name[letter] {
            return false;
        }
        letter += 1;
    }
    from + letter < bytes.len() && bytes[from + letter] == b'}'
}

/// -1, 0 or 1, as the order of bytes is.
#[allow(
    clippy::indexing_slicing,
    reason = "it runs in the compiler, which refuses what is out of range"
)]
const fn compare(left: &[u8], right: &[u8]) -> i8 {
    let mut at = 0;
    while at < left.len() && at < right.len() {
        if left[at] != right[at] {
            return if left[at] < right[at] { -1 } else { 1 };
        }
        at += 1;
    }
    if left.len() == right.len() {
        0
    } else if left.len() < right.len() {
        -1
    } else {
        1
    }
}

/// FNV-1a, see RFC 9923.
#[allow(
    clippy::indexing_slicing,
    reason = "it runs in the compiler, which refuses what is out of range"
)]
pub(crate) const fn fingerprint(bytes: &[u8]) -> u32 {
    let (mut hash, mut at) = (0x811c_9dc5_u32, 0);
    while at < bytes.len() {
        hash = (hash ^ bytes[at] as u32).wrapping_mul(0x0100_0193);
        at += 1;
    }
    hash
}
