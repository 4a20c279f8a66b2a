//! Which header goes with which path: the one table from which the settings of every host are made.
//!
//! Paths are told by pattern, never by page: a page that is added later is covered already.

use std::ops::RangeInclusive;

use sha2::{Digest, Sha256};

pub mod host_file;
pub mod nginx;
pub mod pages;
pub mod sheets;

/// The folder whose pages others may frame.
pub const EMBEDS: &str = "embed";

/// What a page may load and run: files of the site itself, WebAssembly, and pictures that a chart
/// makes of itself. There is no inline script and no inline style, neither as an element nor as an
/// attribute: see [`pages`]. No text becomes a script, nor markup: of Trusted Types there is one policy,
/// of the addresses from which a worker may start (`src/platform/programs.js`).
pub const CONTENT_POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; \
    style-src 'self'; img-src 'self' blob:; font-src 'self'; connect-src 'self'; \
    worker-src 'self'; manifest-src 'self'; frame-src 'self'; base-uri 'self'; form-action 'self'; \
    require-trusted-types-for 'script'; trusted-types sightline";

/// The paths that a value is for, below the site's base.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Paths {
    /// Everything, unless a row above says otherwise.
    All,
    /// Everything in a folder.
    Folder(&'static str),
    /// One file.
    File(&'static str),
    /// Files in the first folder whose names hold a hash of what they hold.
    Hashed,
}

/// A header, and its value for each kind of path: the first that fits counts.
pub struct Header {
    /// Its name.
    pub name: &'static str,
    /// Paths and values, the narrow before the wide.
    pub values: &'static [(Paths, &'static str)],
}

/// How long a browser may keep a file without asking. Names of releases and hashed names are never
/// used again for something else. All the rest, programs with plain names included, is asked for
/// each time, and not sent again where it is the same.
pub const CACHING: Header = Header {
    name: "Cache-Control",
    values: &[
        (Paths::Folder("data/releases"), FOREVER),
        (Paths::Hashed, FOREVER),
        // Pages of others name what it holds: it never changes.
        (Paths::File("embed/listener-1.js"), FOREVER),
        (Paths::Folder("previews"), FOREVER),
        // Named after what they hold.
        (Paths::Folder("locales"), FOREVER),
        (Paths::Folder("data/latest"), "public, max-age=300"),
        (Paths::File("data/catalog.json"), "public, max-age=60"),
        (Paths::Folder("vendor/fonts"), "public, max-age=86400"),
        (Paths::All, ASKED_EACH_TIME),
    ],
};

const FOREVER: &str = "public, max-age=31536000, immutable";
const ASKED_EACH_TIME: &str = "no-cache";

/// All other headers but the policy of contents, whose last part is told by [`framing`].
pub const HEADERS: [Header; 8] = [
    Header {
        name: "X-Content-Type-Options",
        values: &[(Paths::All, "nosniff")],
    },
    // What a visitor looks at is nobody else's business, the publishers of sources included.
    Header {
        name: "Referrer-Policy",
        values: &[(Paths::All, "same-origin")],
    },
    Header {
        name: "Permissions-Policy",
        values: &[(
            Paths::All,
            // What is nearest to a visitor is found in the visitor's browser; nothing else is asked for.
            "geolocation=(self), accelerometer=(), browsing-topics=(), camera=(), \
             display-capture=(), gyroscope=(), hid=(), magnetometer=(), microphone=(), midi=(), \
             payment=(), serial=(), usb=()",
        )],
    },
    Header {
        name: "Cross-Origin-Opener-Policy",
        values: &[(Paths::All, "same-origin")],
    },
    // What others may show in pages of theirs: files of data, embeds and the pictures of previews.
    Header {
        name: "Cross-Origin-Resource-Policy",
        values: &[
            (Paths::Folder("data"), "cross-origin"),
            (Paths::Folder(EMBEDS), "cross-origin"),
            (Paths::Folder("previews"), "cross-origin"),
            (Paths::All, "same-origin"),
        ],
    },
    // Notebooks and pages anywhere may read the data; parts of a file, too, as DuckDB does.
    Header {
        name: "Access-Control-Allow-Origin",
        values: &[(Paths::Folder("data"), "*"), (Paths::Folder(EMBEDS), "*")],
    },
    Header {
        name: "Access-Control-Allow-Headers",
        values: &[(Paths::Folder("data"), "Range")],
    },
    Header {
        name: "Access-Control-Expose-Headers",
        values: &[(
            Paths::Folder("data"),
            "Accept-Ranges, Content-Length, Content-Range, ETag",
        )],
    },
];

/// The policy of contents, and who may show the page in a frame: anybody (`*`) or nobody.
pub fn framing(ancestors: &str) -> String {
    format!("{CONTENT_POLICY}; frame-ancestors {ancestors}")
}

/// Whether a name holds a hash as the build writes it: a minus and its hexadecimal digits.
pub fn is_hashed(name: &str) -> bool {
    name.match_indices('-').any(|(at, _)| {
        let rest = name.get(at + 1..).unwrap_or_default();
        let digits = rest.chars().take_while(|digit| is_hash_digit(*digit));
        let digits = digits.count();
        let end = rest.chars().nth(digits);
        HASH_DIGITS.contains(&digits) && matches!(end, Some('.' | '_'))
    })
}

/// How many digits a hash in a name has: trunk leaves the zeros at its beginning away.
pub const HASH_DIGITS: RangeInclusive<usize> = 12..=16;

/// The name of a file after what it holds: `page-32d54ea4c62971c6.js`.
fn hashed(name: &str, content: &str, ending: &str) -> String {
    let digest = Sha256::digest(content);
    let hex: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    let hash = hex.get(..*HASH_DIGITS.end()).unwrap_or_default();
    format!("{name}-{hash}.{ending}")
}

fn is_hash_digit(digit: char) -> bool {
    matches!(digit, '0'..='9' | 'a'..='f')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashed_names_are_told_from_plain_ones() {
        assert!(is_hashed("sightline-32d54ea4c62971c6.js"));
        assert!(is_hashed("sightline-32d54ea4c62971c6_bg.wasm"));
        assert!(is_hashed("two-words-32d54ea4c62971c6.css"));
        assert!(
            is_hashed("sightline-d54ea4c62971c6.js"),
            "zeros are left away"
        );
        for plain in [
            "explore.js",
            "a-32d54ea4.js",
            "a-32d54ea4c62971c67.js",
            "-é",
            "a-",
        ] {
            assert!(!is_hashed(plain), "{plain}");
        }
    }

    #[test]
    fn the_policy_lets_nothing_run_that_is_no_file_of_the_site() {
        for unsafe_source in [
            "'unsafe-inline'",
            "'unsafe-eval'",
            "'unsafe-hashes'",
            "data:",
            "http",
            "*",
        ] {
            assert!(!CONTENT_POLICY.contains(unsafe_source), "{unsafe_source}");
        }
        let directives: Vec<_> = CONTENT_POLICY.split("; ").collect();
        for expected in [
            "default-src 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types sightline",
        ] {
            assert!(directives.contains(&expected), "{expected}");
        }
    }

    #[test]
    fn the_wide_comes_after_the_narrow() {
        for header in HEADERS.iter().chain([&CACHING]) {
            let wide = header
                .values
                .iter()
                .position(|(paths, _)| *paths == Paths::All);
            assert!(
                wide.is_none_or(|at| at + 1 == header.values.len()),
                "{}",
                header.name
            );
        }
    }
}
