//! Addresses that lead to a view without a query: prebuilt pages have one each, so that a static host
//! answers them as files, and a link that is shared shows what it opens.
//!
//! `/r/<release>/…` is a page as a release has it, `/cities/<city>/…` a page about a city,
//! `/trends/<offense>` the trend of one offense. The site goes on with the address that says the same
//! with a query, and knows those of earlier versions: `/places/<kind>:<code>`.

/// The address, with its query, that an address of an entrance stands for; none where it is no
/// entrance. Both are below the site's base.
#[must_use]
pub fn entrance(path: &str, query: &str) -> Option<String> {
    let path = path.trim_end_matches('/');
    let segments: Vec<&str> = path.trim_start_matches('/').split('/').collect();
    let is_code = |code: &&str| !code.is_empty();
    let (path, own) = match segments.as_slice() {
        ["r", release, rest @ ..] if is_code(release) => within(rest, ("r", release)),
        ["cities", city, rest @ ..] if is_code(city) => within(rest, ("c", city)),
        ["trends", offense] if is_code(offense) => ("/trends".to_owned(), format!("o={offense}")),
        ["places", place] => (format!("/places/{}", with_slash(place)?), String::new()),
        _ => return None,
    };
    let query = query.trim_start_matches('?');
    let parts: Vec<&str> = [own.as_str(), query]
        .into_iter()
        .filter(|it| !it.is_empty())
        .collect();
    Some(match parts.is_empty() {
        true => path,
        false => format!("{path}?{}", parts.join("&")),
    })
}

/// A page within an entrance, which may be one itself.
fn within(rest: &[&str], (name, code): (&str, &str)) -> (String, String) {
    let path = format!("/{}", rest.join("/"));
    let own = format!("{name}={code}");
    match entrance(&path, "") {
        None => (path, own),
        Some(inner) => match inner.split_once('?') {
            None => (inner, own),
            Some((path, query)) => (path.to_owned(), format!("{query}&{own}")),
        },
    }
}

/// The parts of a place's former id, which may have been encoded.
fn with_slash(place: &str) -> Option<String> {
    let place = place.replace("%3A", ":").replace("%3a", ":");
    let (kind, code) = place.split_once(':')?;
    Some(format!("{kind}/{code}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leads(path: &str, query: &str, to: &str) {
        assert_eq!(entrance(path, query).as_deref(), Some(to), "{path}?{query}");
    }

    #[test]
    fn entrances_lead_to_their_views() {
        leads("/r/2026-a", "", "/?r=2026-a");
        leads("/r/2026-a/trends/", "?o=arson", "/trends?r=2026-a&o=arson");
        leads("/cities/new-orleans", "", "/?c=new-orleans");
        leads("/trends/robbery/", "lang=es", "/trends?o=robbery&lang=es");
        leads("/cities/x/trends/arson", "", "/trends?o=arson&c=x");
        leads("/places/district:central", "", "/places/district/central");
        leads(
            "/r/b/places/district%3Acentral",
            "",
            "/places/district/central?r=b",
        );
        leads("/r/b/cities/c", "", "/?c=c&r=b");
    }

    #[test]
    fn other_addresses_stay() {
        for path in [
            "",
            "/",
            "/trends",
            "/places",
            "/places/a/b",
            "/places/a",
            "/r",
            "/data/revisions",
        ] {
            assert_eq!(entrance(path, "o=arson"), None, "{path}");
        }
    }
}
