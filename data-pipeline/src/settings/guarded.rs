//! What settings must not hold whatever they mean: characters that nobody sees, and paths that lead
//! out of the city's folder.
//!
//! Whoever looks over a change of settings sees neither, and both reach further than they seem to: the
//! one into pages and terminals, the other into files of the machine that builds.

use std::path::{Component, Path, PathBuf};

/// The first character of a text that is not seen and does something all the same: it controls a
/// terminal, turns the direction of what stands around it, begins a line where none is seen, or is no
/// character at all.
pub(super) fn unseen(text: &str) -> Option<char> {
    text.chars().find(|letter| {
        matches!(letter,
            // Controls, but for tabs and the ends of lines.
            '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{7f}'..='\u{9f}'
            // Marks and overrides of direction (<https://www.unicode.org/reports/tr9/>).
            | '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
            // Ends of lines that only some programs take for such.
            | '\u{2028}' | '\u{2029}'
            // Marks of byte order, annotations, and what is kept free for the use of programs.
            | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{fffe}' | '\u{ffff}'
            // Letters of tags, which are never drawn.
            | '\u{e0000}'..='\u{e007f}')
    })
}

/// Such a character in words.
pub(super) fn named(unseen: char) -> String {
    format!(
        "the character U+{:04X}, which nobody sees",
        u32::from(unseen)
    )
}

/// Whether a path stays below the folder that it starts from.
pub(super) fn is_below(path: &str) -> bool {
    let mut parts = Path::new(path).components();
    parts.all(|part| matches!(part, Component::Normal(_) | Component::CurDir))
}

/// The path of a file that settings name, in the folder of the city; steps that lead out of it are not
/// taken.
pub(super) fn in_folder(folder: &Path, file: &str) -> PathBuf {
    let parts = Path::new(file).components();
    let inner = parts.filter(|part| matches!(part, Component::Normal(_)));
    folder.join(inner.collect::<PathBuf>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_seen_may_stand_and_what_is_not_may_not() {
        for seen in [
            "",
            "Río arriba",
            "a\tb\r\nc",
            "<b>",
            "\u{a0}",
            "👩‍👩‍👧",
            "e\u{301}",
        ] {
            assert_eq!(unseen(seen), None, "{seen:?}");
        }
        for letter in [
            '\0',
            '\u{1b}',
            '\u{7f}',
            '\u{9b}',
            '\u{202e}',
            '\u{2069}',
            '\u{2028}',
            '\u{feff}',
            '\u{e0041}',
            '\u{ffff}',
        ] {
            assert_eq!(unseen(&format!("a{letter}b")), Some(letter));
        }
        assert_eq!(named('\u{202e}'), "the character U+202E, which nobody sees");
    }

    #[test]
    fn no_file_of_settings_lies_outside_of_their_folder() {
        let folder = Path::new("/cities/rivertown");
        for (file, expected) in [
            ("wards.csv", "wards.csv"),
            ("./lists/wards.csv", "lists/wards.csv"),
            ("../millbrook/wards.csv", "millbrook/wards.csv"),
            ("/etc/passwd", "etc/passwd"),
            ("a/../../b", "a/b"),
        ] {
            assert_eq!(in_folder(folder, file), folder.join(expected), "{file}");
        }
        assert!(is_below("a/b.csv") && is_below("./a") && is_below("..a"));
        for elsewhere in ["..", "../a", "a/../b", "/a"] {
            assert!(!is_below(elsewhere), "{elsewhere}");
        }
    }
}
