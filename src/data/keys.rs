//! The public keys that came with this program, and not with the files that they check.

use verification::PublicKey;

/// The id of each city that has a key, and the file of its key; see build.rs.
const KEYS: &[(&str, &str)] = &include!(concat!(env!("OUT_DIR"), "/keys.rs"));

/// The key by which a city signs its releases; none where this program knows none.
#[must_use]
pub fn known_key(city: &str) -> Option<PublicKey> {
    let (_, text) = KEYS.iter().find(|(id, _)| *id == city)?;
    PublicKey::parse(text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_that_came_along_is_one() {
        assert!(KEYS.iter().any(|(city, _)| *city == "baltimore"));
        for (city, _) in KEYS {
            assert!(known_key(city).is_some(), "{city}");
        }
        assert_eq!(known_key("atlantis"), None);
    }
}
