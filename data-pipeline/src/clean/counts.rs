//! Whole numbers as sources write them: `7`, and `7.0` where a tool made decimals of them.

/// A count of events.
#[must_use]
pub fn count(text: &str) -> Option<u32> {
    u32::try_from(signed_count(text)?).ok()
}

/// A count, or a correction below zero.
#[must_use]
pub fn signed_count(text: &str) -> Option<i64> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let digits = whole.strip_prefix('-').unwrap_or(whole);
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let is_whole = !fraction.is_empty() && fraction.bytes().all(|byte| byte == b'0');
    (is_number && is_whole)
        .then(|| whole.parse().ok())
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<i64>) {
        assert_eq!(signed_count(text), expected, "{text:?}");
    }

    #[test]
    fn whole_numbers_are_counts() {
        check("0", Some(0));
        check("007", Some(7));
        check("179.0", Some(179));
        check("-3", Some(-3));
        assert_eq!(count("4294967295"), Some(u32::MAX));
    }

    #[test]
    fn anything_else_is_not() {
        for text in [
            "", "-", "1.5", "1.", ".0", "1e3", "+1", "1,000", "NA", "--1",
        ] {
            check(text, None);
        }
        assert_eq!(count("-3"), None);
        assert_eq!(count("4294967296"), None);
    }
}
