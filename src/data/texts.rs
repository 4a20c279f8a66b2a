//! The texts of a release in the language that is spoken.
//!
//! A release is written in English, and may have its texts in other languages beside it. They are put
//! in once, after bytes were verified and decoded: whoever shows them knows of no language.

use cube::release::Manifest;
use cube::texts::{EachText, Translations};
use serde::de::DeserializeOwned;
use wording::language;

use super::{DataError, Release, library::listed_json};

impl Release {
    /// What came with the release in the language that is spoken, as far as it is written in it.
    #[must_use]
    pub fn spoken<T: EachText>(&self, mut content: T) -> T {
        self.translations.put_into(&mut content);
        content
    }

    /// A file of the release, if it is what the manifest says, decoded and in the language that is
    /// spoken.
    pub(super) async fn spoken_json<T>(&self, path: &str) -> Result<T, DataError>
    where
        T: DeserializeOwned + EachText,
    {
        let content = self.listed_json(path).await?;
        Ok(self.spoken(content))
    }
}

/// The texts of a release in the language that is spoken; none where it is written in it, or has none.
pub(super) async fn translations(
    folder: &str,
    manifest: &Manifest,
) -> Result<Translations, DataError> {
    match manifest.translation(language().tag()) {
        None => Ok(Translations::default()),
        Some(path) => listed_json(folder, manifest, path).await,
    }
}

#[cfg(test)]
mod tests {
    use cube::release::Events;
    use wording::{Language, speaking};

    use super::*;

    /// A release of one event, written in English and with Spanish beside it.
    fn release() -> Release {
        let manifest = serde_json::json!({
            "format": 1, "id": "", "city": "rivertown", "city_label": "Rivertown", "released": "2020-01-01",
            "software": "test", "tables": [], "sources": [], "files": [],
            "caveats": [{ "id": "counts", "text": "Counts are of events." }],
            "translations": [{ "language": "es", "path": "texts/es.json" }],
        });
        let translations = [("Counts are of events.", "Se cuentan hechos.")];
        let translations = translations.map(|(en, es)| (en.to_owned(), es.to_owned()));
        Release {
            asked: cube::release::Asked::default(),
            is_current: true,
            manifest: serde_json::from_value(manifest).unwrap(),
            overview: cube::release::Overview {
                headlines: vec![],
                charts: vec![],
                gaps: vec![],
            },
            events: Events { events: vec![] },
            translations: translations.into_iter().collect(),
            folder: "data/releases/one".into(),
            is_excerpt: false,
            manifest_sha256: String::new(),
        }
    }

    #[test]
    fn what_came_with_a_release_is_put_into_the_language_it_has_texts_of() {
        let release = release();
        let manifest = release.spoken(release.manifest.clone());
        assert_eq!(manifest.caveats[0].text, "Se cuentan hechos.");
        assert_eq!(manifest.caveats[0].id, "counts");
        let written = Release {
            translations: Translations::default(),
            ..release.clone()
        };
        assert_eq!(written.spoken(release.manifest.clone()), release.manifest);
    }

    #[test]
    fn the_texts_are_those_of_the_language_that_is_spoken() {
        let path = |manifest: &Manifest| manifest.translation(language().tag()).map(str::to_owned);
        let release = release();
        assert_eq!(path(&release.manifest), None);
        speaking(Language::Spanish, || {
            assert_eq!(path(&release.manifest).as_deref(), Some("texts/es.json"));
            let earlier = Manifest {
                translations: vec![],
                ..release.manifest.clone()
            };
            assert_eq!(path(&earlier), None);
        });
    }
}
