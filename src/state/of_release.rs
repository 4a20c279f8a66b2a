//! The same address about another release.

/// An address, with or without a query, that asks for a release in the place of the one that it
/// asks for; `None` for the newest.
#[must_use]
pub fn of_release(address: &str, release: Option<&str>) -> String {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let parts = query.split('&').filter(|part| !part.is_empty());
    let others = parts.filter(|part| !part.starts_with("r="));
    let mut parts: Vec<String> = others.map(str::to_owned).collect();
    parts.extend(release.map(|id| format!("r={id}")));
    match parts.is_empty() {
        true => path.to_owned(),
        false => format!("{path}?{}", parts.join("&")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_release_of_an_address_changes_and_nothing_else_does() {
        let pinned = |address| of_release(address, Some("b"));
        assert_eq!(pinned("https://a.example/x"), "https://a.example/x?r=b");
        assert_eq!(pinned("/x?o=1,2&r=a&race=c"), "/x?o=1,2&race=c&r=b");
        assert_eq!(of_release("/x?r=a", None), "/x");
        assert_eq!(of_release("/x?o=1&r=a", None), "/x?o=1");
        assert_eq!(of_release("/x?", None), "/x");
    }
}
