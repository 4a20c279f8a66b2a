//! How a figure is cited: short, long, and as an entry of BibTeX.
//!
//! A citation names the release by its id and the hash of its manifest, so that whoever follows it
//! years later can tell whether the numbers are still the same.

use wording::{letters, t};

/// What a citation names.
#[derive(Clone, Copy, Debug)]
pub struct Cited<'a> {
    /// The title of the figure.
    pub title: &'a str,
    /// Who publishes the release.
    pub publisher: &'a str,
    /// The id of the release.
    pub release: &'a str,
    /// The SHA-256 of the manifest of the release, in hexadecimal.
    pub sha256: &'a str,
    /// The day of publication, `YYYY-MM-DD`.
    pub released: &'a str,
    /// The address of the figure.
    pub address: &'a str,
}

/// A citation in each form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Citation {
    /// For the line below a picture.
    pub short: String,
    /// For a list of references.
    pub long: String,
    /// For BibTeX.
    pub bibtex: String,
}

/// How a figure is cited.
#[must_use]
pub fn citation(cited: &Cited) -> Citation {
    let Cited {
        title,
        publisher,
        release,
        sha256,
        released,
        address,
    } = *cited;
    let year = released.get(..4).unwrap_or(released);
    let note = t!(
        "Release {release} of {released}, SHA-256 {sha256}",
        release = release,
        released = released,
        sha256 = sha256,
    );
    Citation {
        short: t!(
            "{publisher}, release {release}",
            publisher = publisher,
            release = release,
        ),
        long: t!(
            "{publisher} ({released}). {title}. Release {release}, SHA-256 {sha256}. {address}",
            publisher = publisher,
            released = released,
            title = title,
            release = release,
            sha256 = sha256,
            address = address,
        ),
        bibtex: format!(
            "@misc{{{key},\n  title = {{{{{title}}}}},\n  author = {{{{{publisher}}}}},\n  \
             year = {{{year}}},\n  note = {{{note}}},\n  url = {{{address}}}\n}}",
            key = key(publisher, release),
            title = escaped(title),
            publisher = escaped(publisher),
        ),
    }
}

/// A key that BibTeX takes: `sightline-2026-11-23-11d2dfa5`.
fn key(publisher: &str, release: &str) -> String {
    let text = format!("{publisher}-{release}");
    let letters = text.chars().map(|letter| match letters::small(letter) {
        letter @ ('a'..='z' | '0'..='9' | '-') => letter,
        _ => '-',
    });
    letters.collect()
}

/// The characters that TeX would take for its own.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        if "&%$#_{}".contains(letter) {
            escaped.push('\\');
        }
        escaped.push(letter);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::bilingual::in_spanish;

    #[test]
    fn each_form_names_the_release() {
        let cited = citation(&Cited {
            title: "Homicides & arrests",
            publisher: "Sightline",
            release: "2026-11-23-11d2dfa5",
            sha256: "abc",
            released: "2026-11-23",
            address: "https://sightline.example/trends?o=homicide",
        });
        assert_eq!(cited.short, "Sightline, release 2026-11-23-11d2dfa5");
        assert_eq!(
            cited.long,
            "Sightline (2026-11-23). Homicides & arrests. Release 2026-11-23-11d2dfa5, SHA-256 \
             abc. https://sightline.example/trends?o=homicide"
        );
        assert_eq!(
            cited.bibtex,
            "@misc{sightline-2026-11-23-11d2dfa5,\n  title = {{Homicides \\& arrests}},\n  \
             author = {{Sightline}},\n  year = {2026},\n  note = {Release 2026-11-23-11d2dfa5 of \
             2026-11-23, SHA-256 abc},\n  url = {https://sightline.example/trends?o=homicide}\n}"
        );
    }

    #[test]
    fn the_same_is_said_in_spanish() {
        let cited = || {
            citation(&Cited {
                title: "Homicidios",
                publisher: "Sightline",
                release: "2026-11-23-11d2dfa5",
                sha256: "abc",
                released: "2026-11-23",
                address: "https://sightline.example/es/trends?o=homicide",
            })
        };
        assert_eq!(
            in_spanish(|| cited().short),
            "Sightline, edición 2026-11-23-11d2dfa5"
        );
        assert_eq!(
            in_spanish(|| cited().long),
            "Sightline (2026-11-23). Homicidios. Edición 2026-11-23-11d2dfa5, SHA-256 abc. \
             https://sightline.example/es/trends?o=homicide"
        );
        assert_eq!(
            in_spanish(|| cited().bibtex),
            "@misc{sightline-2026-11-23-11d2dfa5,\n  title = {{Homicidios}},\n  \
             author = {{Sightline}},\n  year = {2026},\n  note = {Edición 2026-11-23-11d2dfa5 del \
             2026-11-23, SHA-256 abc},\n  url = {https://sightline.example/es/trends?o=homicide}\n}"
        );
    }
}
