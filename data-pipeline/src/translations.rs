//! The texts of a release in other languages: which there are, which lack a translation, and the
//! file of each language that is published.
//!
//! It translates nothing and stops nothing: a text without a translation is shown in English, and
//! the report and `check` say which those are.

use std::collections::BTreeSet;

use cube::release::TranslationFile;
use cube::texts::{EachText, Text, Translations};
use serde::Serialize;

use crate::publish::{self, Draft, PublishError};
use crate::settings::Catalogue;
use crate::source::nearest;

/// Every text of a release that the site shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Texts {
    words: BTreeSet<String>,
    names: BTreeSet<String>,
}

impl Texts {
    /// Adds the texts of something that the release holds.
    pub fn add(&mut self, content: &(impl EachText + Clone)) {
        content.clone().each_text(&mut |text| {
            match text {
                Text::Words(text) => self.words.insert(text.clone()),
                Text::Name(text) => self.names.insert(text.clone()),
            };
        });
    }

    /// Whether the site shows a text.
    #[must_use]
    pub fn contains(&self, text: &str) -> bool {
        self.words.contains(text) || self.names.contains(text)
    }
}

/// How far the texts of a release are translated into a language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LanguageReport {
    /// The tag of the language.
    pub language: &'static str,
    /// The catalogue.
    pub file: String,
    /// How many texts have a translation.
    pub translated: u64,
    /// The texts that have none, in order; names are not among them.
    pub missing: Vec<String>,
    /// The entries of the catalogue that no text of the release uses.
    pub unused: Vec<Unused>,
}

/// An entry that nothing uses.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Unused {
    /// The line on which it begins.
    pub line: u64,
    /// The text that it translates.
    pub text: String,
    /// The most similar text without a translation, where one is similar enough.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suggestion: Option<String>,
}

impl LanguageReport {
    /// What a catalogue holds of the texts of a release.
    #[must_use]
    pub fn of(catalogue: &Catalogue, texts: &Texts) -> Self {
        let entries = &catalogue.entries;
        let missing = texts.words.iter();
        let missing: Vec<String> = missing
            .filter(|text| !entries.contains_key(*text))
            .cloned()
            .collect();
        let used = entries.keys().filter(|text| texts.contains(text));
        let unused = entries.iter().filter(|(text, _)| !texts.contains(text));
        let unused = unused.map(|(text, translated)| Unused {
            line: translated.line,
            text: text.clone(),
            suggestion: nearest(text, missing.iter().map(String::as_str)),
        });
        let mut unused: Vec<Unused> = unused.collect();
        unused.sort_by_key(|unused| unused.line);
        Self {
            language: catalogue.language.tag(),
            file: catalogue.file.display().to_string(),
            translated: used.count() as u64,
            missing,
            unused,
        }
    }

    /// What it says, in a line.
    #[must_use]
    pub fn summary(&self) -> String {
        let (translated, missing) = (self.translated, self.missing.len());
        let unused = match self.unused.len() {
            0 => String::new(),
            1 => "; 1 entry is not used".to_owned(),
            many => format!("; {many} entries are not used"),
        };
        let shown = match missing {
            0 => "no text is left in English but names".to_owned(),
            1 => "1 text has no translation and is shown in English".to_owned(),
            many => format!("{many} texts have no translation and are shown in English"),
        };
        format!(
            "{}: {translated} texts translated; {shown}{unused}",
            self.language
        )
    }

    /// The entries that are to be filled in, in the form of the catalogue; empty where none is missing.
    #[must_use]
    pub fn entries_to_fill(&self) -> String {
        let missing = self.missing.iter();
        let entry = |text: &String| format!("\nmsgid \"{}\"\nmsgstr \"\"\n", escaped(text));
        missing.map(entry).collect()
    }

    /// The entries that are not used, a line each that editors can follow.
    #[must_use]
    pub fn lines_unused(&self) -> Vec<String> {
        let unused = self.unused.iter();
        let line = |unused: &Unused| {
            let suggestion = unused.suggestion.as_ref();
            let hint = suggestion.map(|text| format!(", did you mean {text:?}?"));
            format!(
                "{}:{}: msgid {:?}: no text of the city is this; expected one of its texts{}",
                self.file,
                unused.line,
                unused.text,
                hint.unwrap_or_default()
            )
        };
        unused.map(line).collect()
    }
}

/// A text as it stands between the quotes of a catalogue.
fn escaped(text: &str) -> String {
    let text = text.replace('\\', "\\\\").replace('"', "\\\"");
    text.replace('\n', "\\n").replace('\t', "\\t")
}

/// Adds to a release its texts in every language that there is a catalogue of, as far as they differ
/// from the English.
///
/// # Errors
/// Where a file cannot be written.
pub fn add(catalogues: &[Catalogue], texts: &Texts, draft: &mut Draft) -> Result<(), PublishError> {
    for catalogue in catalogues {
        let translations = published(catalogue, texts);
        if translations.is_empty() {
            continue;
        }
        let language = catalogue.language.tag();
        let path = Translations::path(language);
        draft
            .files
            .insert(path.clone(), publish::json(&translations)?);
        draft.manifest.translations.push(TranslationFile {
            language: language.to_owned(),
            path,
        });
    }
    Ok(())
}

/// What is published of a catalogue: what the release uses and is not the same in English.
fn published(catalogue: &Catalogue, texts: &Texts) -> Translations {
    let entries = catalogue.entries.iter();
    let used = entries
        .filter(|(english, translated)| texts.contains(english) && **english != translated.text);
    used.map(|(english, translated)| (english.clone(), translated.text.clone()))
        .collect()
}
