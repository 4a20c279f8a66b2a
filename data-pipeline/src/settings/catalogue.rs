//! `es.po`: what the texts of a city are in Spanish. The format is that of gettext, which every tool
//! of translators reads and writes: the English as `msgid`, the other language as `msgstr`.
//!
//! A catalogue may be begun and not finished: an entry without a translation, or one that a tool has
//! marked as `fuzzy`, is as if it were not there. What stops a build is a file that cannot be
//! understood, and a translation with other figures than its text: those are the same in every
//! language. It is read line by line, so that a fault can be told with its line.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use cube::texts::Translations;
use wording::Language;

use super::guarded::{named, unseen};
use super::problem::Problem;

/// The texts of a city in another language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Catalogue {
    /// The language.
    pub language: Language,
    /// The file.
    pub file: PathBuf,
    /// The entries that have a translation, by the English.
    pub entries: BTreeMap<String, Translated>,
}

/// A text in another language, and where that stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Translated {
    /// The translation.
    pub text: String,
    /// The line on which its entry begins.
    pub line: u64,
}

impl Catalogue {
    /// The name of the file of a language in the folder of a city.
    #[must_use]
    pub fn file_name(language: Language) -> String {
        format!("{}.po", language.tag())
    }

    /// Every translation.
    #[must_use]
    pub fn translations(&self) -> Translations {
        let entries = self.entries.iter();
        entries
            .map(|(english, translated)| (english.clone(), translated.text.clone()))
            .collect()
    }

    /// Reads the catalogues that a city has.
    pub(super) fn load_all(folder: &Path, problems: &mut Vec<Problem>) -> Vec<Self> {
        let others = Language::ALL
            .into_iter()
            .filter(|language| *language != Language::default());
        let files = others.map(|language| (language, folder.join(Self::file_name(language))));
        let there = files.filter(|(_, file)| file.exists());
        there
            .map(|(language, file)| Self::load(language, file, problems))
            .collect()
    }

    fn load(language: Language, file: PathBuf, problems: &mut Vec<Problem>) -> Self {
        let mut entries = BTreeMap::new();
        match std::fs::read_to_string(&file) {
            Ok(text) => {
                for entry in parse(&file, &text, problems) {
                    take(&file, entry, &mut entries, problems);
                }
            }
            Err(error) => {
                let message = format!("the file cannot be read: {error}");
                problems.push(Problem::of_file(&file, message, "a PO file in UTF-8"));
            }
        }
        Self {
            language,
            file,
            entries,
        }
    }
}

/// An entry as it stands in a file.
#[derive(Debug, Default)]
struct Entry {
    line: u64,
    english: String,
    translation: Option<String>,
    is_fuzzy: bool,
}

/// Takes an entry that has a translation, unless something is wrong with it.
fn take(
    file: &Path,
    entry: Entry,
    entries: &mut BTreeMap<String, Translated>,
    problems: &mut Vec<Problem>,
) {
    let Entry {
        line,
        english,
        translation,
        is_fuzzy,
    } = entry;
    let text = translation.unwrap_or_default();
    // The entry without a text is the head of the file.
    if english.is_empty() || text.is_empty() || is_fuzzy {
        return;
    }
    let problem = |message: &str, expected: String| {
        let problem = Problem::of_line(file, line, &format!("msgid {english:?}"));
        problem.saying(message, expected)
    };
    if let Some(letter) = unseen(&text) {
        let message = format!("the translation holds {}", named(letter));
        let problem = problem(&message, "letters that are seen".to_owned());
        problems.push(problem.found(&text));
        return;
    }
    let (figures, found) = (figures(&english), figures(&text));
    if figures != found {
        let message = "the translation has other figures than the text";
        let expected = format!("the figures {}", figures.join(" "));
        problems.push(problem(message, expected).found(&text));
        return;
    }
    if let Some(before) = entries.get(&english) {
        let expected = format!("one entry, that of line {}", before.line);
        problems.push(problem("the text has two entries", expected));
        return;
    }
    entries.insert(english, Translated { text, line });
}

/// The entries of a file, and every line that is none of a PO file.
fn parse(file: &Path, text: &str, problems: &mut Vec<Problem>) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut is_fuzzy = false;
    for (number, line) in (1..).zip(text.lines()) {
        let line = line.trim();
        if let Some(flags) = line.strip_prefix("#,") {
            is_fuzzy |= flags.split(',').any(|flag| flag.trim() == "fuzzy");
        }
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let (keyword, quoted) = line.split_at(line.find('"').unwrap_or(line.len()));
        let entry = entries.last_mut();
        let slot = match (keyword.trim(), entry) {
            ("msgid", entry) if entry.as_ref().is_none_or(|one| one.translation.is_some()) => {
                entries.push(Entry {
                    line: number,
                    is_fuzzy: std::mem::take(&mut is_fuzzy),
                    ..Entry::default()
                });
                entries.last_mut().map(|entry| &mut entry.english)
            }
            ("msgstr", Some(entry)) if entry.translation.is_none() => {
                Some(entry.translation.get_or_insert_default())
            }
            ("", Some(entry)) => Some(entry.translation.as_mut().unwrap_or(&mut entry.english)),
            _ => None,
        };
        match (slot, unquoted(quoted)) {
            (Some(slot), Some(part)) => slot.push_str(&part),
            _ => problems.push(unexpected(file, number, line)),
        }
    }
    entries
}

fn unexpected(file: &Path, line: u64, found: &str) -> Problem {
    let problem = Problem::of_line(file, line, "(the line)");
    let message = match found.starts_with("msgctxt") || found.starts_with("msgid_plural") {
        true => "texts of a city have no context and no plural",
        false => "the line does not belong here",
    };
    let expected = "msgid \"…\", then msgstr \"…\", each closed by its quote";
    problem.saying(message, expected).found(found)
}

/// The text between quotes; none where there is anything else.
fn unquoted(quoted: &str) -> Option<String> {
    let inner = quoted.strip_prefix('"')?.strip_suffix('"')?;
    let mut text = String::new();
    let mut letters = inner.chars();
    while let Some(letter) = letters.next() {
        text.push(match letter {
            '"' => return None,
            '\\' => match letters.next()? {
                'n' => '\n',
                't' => '\t',
                escaped @ ('"' | '\\') => escaped,
                _ => return None,
            },
            other => other,
        });
    }
    Some(text)
}

/// The figures of a text, sorted: `1,261` and `18` of "1,261 records of 18 August".
///
/// Translations may set them in another order, and write none that the text does not have.
#[must_use]
pub fn figures(text: &str) -> Vec<&str> {
    let between = |letter: char| !(letter.is_ascii_digit() || letter == ',' || letter == '.');
    let words = text.split(between);
    let words = words.map(|word| word.trim_matches(|letter| letter == ',' || letter == '.'));
    let mut figures: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    figures.sort_unstable();
    figures
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The translations of a file, and its problems.
    fn check(text: &str, expected: &[(&str, &str)], faults: &[&str]) {
        let (mut entries, mut problems) = (BTreeMap::new(), Vec::new());
        let file = Path::new("es.po");
        for entry in parse(file, text, &mut problems) {
            take(file, entry, &mut entries, &mut problems);
        }
        let entries = entries.iter();
        let found: Vec<_> = entries.map(|(id, one)| (&**id, &*one.text)).collect();
        assert_eq!(found, expected, "{text}");
        let problems: Vec<String> = problems.iter().map(Problem::to_string).collect();
        assert_eq!(problems, faults, "{text}");
    }

    #[test]
    fn entries_are_read_as_tools_write_them() {
        let head = "msgid \"\"\nmsgstr \"\"\n\"Language: es\\n\"\n\n";
        let robbery = "#. A comment\nmsgid \"Robbery\"\nmsgstr \"Robo con violencia\"\n";
        check(
            &format!("{head}{robbery}"),
            &[("Robbery", "Robo con violencia")],
            &[],
        );
        check(
            "msgid \"\"\r\n\"Rob\"\r\n\"bery\"\r\nmsgstr \"Robo \"\r\n\"\\\"con\\\"\"\r\n",
            &[("Robbery", "Robo \"con\"")],
            &[],
        );
        check(
            "msgid \"A\"\nmsgstr \"B\"\nmsgid \"C\"\nmsgstr \"D\"",
            &[("A", "B"), ("C", "D")],
            &[],
        );
    }

    #[test]
    fn what_is_not_finished_is_not_there() {
        let text = "msgid \"Area\"\nmsgstr \"\"\n\n#, fuzzy\nmsgid \"Age\"\nmsgstr \"Edades\"\n\n\
                    #~ msgid \"Gone\"\n#~ msgstr \"Ido\"\n\nmsgid \"Sex\"\nmsgstr \"Sexo\"\n";
        check(text, &[("Sex", "Sexo")], &[]);
    }

    #[test]
    fn a_broken_file_is_told_by_line_and_entry() {
        let expected = "expected msgid \"…\", then msgstr \"…\", each closed by its quote";
        for (text, line, message, found) in [
            (
                "msgid \"",
                1,
                "the line does not belong here",
                r#""msgid \"""#,
            ),
            ("\"a\"", 1, "the line does not belong here", r#""\"a\"""#),
            (
                "msgstr \"a\"",
                1,
                "the line does not belong here",
                r#""msgstr \"a\"""#,
            ),
            (
                "msgid \"a\"\nmsgid \"b\"",
                2,
                "the line does not belong here",
                r#""msgid \"b\"""#,
            ),
            (
                "msgid \"a\"\nmsgstr \"a\"b\"",
                2,
                "the line does not belong here",
                r#""msgstr \"a\"b\"""#,
            ),
            (
                "msgctxt \"a\"",
                1,
                "texts of a city have no context and no plural",
                r#""msgctxt \"a\"""#,
            ),
        ] {
            let fault = format!("es.po:{line}: (the line): {message}; {expected}; found {found}");
            check(text, &[], &[&fault]);
        }
        check(
            "msgid \"A\"\nmsgstr \"B\"\n\nmsgid \"A\"\nmsgstr \"C\"\n",
            &[("A", "B")],
            &["es.po:4: msgid \"A\": the text has two entries; expected one entry, that of line 1"],
        );
    }

    #[test]
    fn figures_are_the_same_in_every_language() {
        check(
            "msgid \"1,261 records of 18 August\"\nmsgstr \"18 de agosto: 1.261 registros\"",
            &[],
            &[
                "es.po:1: msgid \"1,261 records of 18 August\": the translation has other figures than \
               the text; expected the figures 1,261 18; found \"18 de agosto: 1.261 registros\"",
            ],
        );
        assert_eq!(
            figures("1,261 of 18, and 0.05; 2019-07."),
            ["0.05", "07", "1,261", "18", "2019"]
        );
        assert_eq!(figures("12 a. m., y más."), ["12"]);
    }
}
