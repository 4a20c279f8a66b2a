//! Addresses as reports, records and messages may show them: without what lets somebody in.
//!
//! A portal may want a token in the address, and catalogues hand out addresses that are signed for an
//! hour; a report is read by people whom neither is meant for.

/// What stands in the place of a secret.
const HIDDEN: &str = "***";

/// Words that the name of a secret has in it.
const WORDS: [&str; 8] = [
    "auth",
    "credential",
    "key",
    "passw",
    "secret",
    "session",
    "signature",
    "token",
];

/// Names that are too short to be looked for within others.
const NAMES: [&str; 4] = ["code", "pass", "pwd", "sig"];

/// The address without user, password, and the values of parameters that are named like secrets.
pub(super) fn shown(url: &str) -> String {
    let (scheme, rest) = url.split_once("://").unwrap_or(("", url));
    let host_end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (host, rest) = rest.split_at(host_end);
    let host = match host.rsplit_once('@') {
        Some((_, host)) => format!("{HIDDEN}@{host}"),
        None => host.to_owned(),
    };
    let (path, query) = rest.split_at(rest.find(['?', '#']).unwrap_or(rest.len()));
    let mut shown = match scheme {
        "" => format!("{host}{path}"),
        scheme => format!("{scheme}://{host}{path}"),
    };
    for pair in query.split_inclusive(['?', '&', ';', '#']) {
        let (pair, end) = match pair.char_indices().next_back() {
            Some((at, end @ ('?' | '&' | ';' | '#'))) => {
                (pair.get(..at).unwrap_or_default(), Some(end))
            }
            _ => (pair, None),
        };
        match pair.split_once('=') {
            Some((name, _)) if is_secret(name) => {
                shown.push_str(&format!("{name}={HIDDEN}"));
            }
            _ => shown.push_str(pair),
        }
        shown.extend(end);
    }
    shown
}

/// Whether a parameter of this name holds a secret.
fn is_secret(name: &str) -> bool {
    let name = form_urlencoded::parse(name.as_bytes())
        .next()
        .map(|(name, _)| name.to_lowercase())
        .unwrap_or_default();
    NAMES.contains(&name.as_str()) || WORDS.iter().any(|word| name.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(url: &str, expected: &str) {
        assert_eq!(shown(url), expected);
    }

    #[test]
    fn what_lets_somebody_in_is_not_shown() {
        check("https://a:b@x.org/c", "https://***@x.org/c");
        check("https://x.org?token=a", "https://x.org?token=***");
        check(
            "https://x.org/a.csv?%24%24app_token=abc&$limit=5",
            "https://x.org/a.csv?%24%24app_token=***&$limit=5",
        );
        check(
            "https://x.org/a?b=1&X-Amz-Credential=c&X-Amz-Signature=d#access_token=e",
            "https://x.org/a?b=1&X-Amz-Credential=***&X-Amz-Signature=***#access_token=***",
        );
        check(
            "https://x.org/a?sv=1;sig=c%3D&API_KEY=d=e",
            "https://x.org/a?sv=1;sig=***&API_KEY=***",
        );
    }

    #[test]
    fn all_else_is_shown_as_it_is() {
        for url in [
            "https://x.org/FeatureServer/0/query?where=1%3D1&outFields=Day%2CKind&f=json",
            "https://x.org/resource/a.json?$select=count(*)&$where=design='x'",
            "https://x.org/@user/a.csv?b#c",
            "https://x.org/?a&&=",
            "no address",
            "",
        ] {
            check(url, url);
        }
    }
}
