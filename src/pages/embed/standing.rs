//! What an embed says of the age of its numbers.

use cube::release::Catalog;
use wording::t;

use crate::{data::Release, state::Embed};

/// The state of the numbers of an embed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// A sentence.
    pub text: String,
    /// Where there is something newer: what to call it, and its address below the home of its language.
    pub newer: Option<(String, String)>,
}

/// Whether the numbers stay, of which day they are, and whether there are newer ones.
#[must_use]
pub fn standing(embed: &Embed, release: &Release, catalog: &Catalog) -> Standing {
    let manifest = &release.manifest;
    let date = charts::format::date(&manifest.released);
    let Some(asked) = &embed.asked().release else {
        return Standing {
            text: t!(
                "Release of {date}. Numbers change here with each new release.",
                date = date
            ),
            newer: None,
        };
    };
    if asked != &manifest.id {
        return Standing {
            text: t!(
                "There is no release “{release}” here. These are the newest numbers, of {date}.",
                release = asked,
                date = date
            ),
            newer: None,
        };
    }
    let city = catalog.city(embed.asked().city.as_deref());
    let newest = city
        .and_then(|city| city.release(None))
        .map(|(newest, _)| newest);
    let newer = newest
        .filter(|newest| newest.id != manifest.id)
        .map(|newest| {
            let date = charts::format::date(&newest.released);
            let live = embed
                .clone()
                .of(None)
                .address(crate::state::Look::default());
            (t!("A newer version exists, of {date}", date = date), live)
        });
    Standing {
        text: t!(
            "Numbers of the release of {date}, which stay as they are.",
            date = date
        ),
        newer,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use cube::release::{Asked, Manifest};
    use serde::de::DeserializeOwned;
    use wording::{Language, speaking};

    const CATALOG: &str = include_str!("../../../tests/fixtures/protected/catalog.json");

    /// A file of the only release of the catalogue.
    macro_rules! of_release {
        ($file:literal) => {
            read(include_str!(concat!(
                "../../../tests/fixtures/protected/releases/2026-01-01-protected/",
                $file
            )))
        };
    }

    fn read<T: DeserializeOwned>(json: &str) -> T {
        serde_json::from_str(json).unwrap()
    }

    #[track_caller]
    fn check(path: &str, english: &str, spanish: &str) {
        let manifest: Manifest = of_release!("manifest.json");
        let release = Release {
            asked: Asked::default(),
            is_current: true,
            manifest,
            is_excerpt: false,
            overview: of_release!("overview.json"),
            events: of_release!("events.json"),
            folder: String::new(),
            translations: cube::texts::Translations::default(),
            manifest_sha256: String::new(),
        };
        let embed = Embed::parse(path, "").unwrap();
        let told = || standing(&embed, &release, &read(CATALOG)).text;
        assert_eq!(told(), english);
        assert_eq!(speaking(Language::Spanish, told), spanish);
    }

    #[test]
    fn the_age_of_numbers_is_told_in_both_languages() {
        check(
            "/embed/trends/",
            "Release of January 1, 2026. Numbers change here with each new release.",
            "Edición del 1 de enero de 2026. Los números cambian aquí con cada edición nueva.",
        );
        check(
            "/embed/r/2026-01-01-protected/trends/",
            "Numbers of the release of January 1, 2026, which stay as they are.",
            "Números de la edición del 1 de enero de 2026, que no cambian.",
        );
        check(
            "/embed/r/2020-a/trends/",
            "There is no release “2020-a” here. These are the newest numbers, of January 1, 2026.",
            "Aquí no hay ninguna edición “2020-a”. Estos son los números más recientes, del 1 de enero de 2026.",
        );
    }
}
