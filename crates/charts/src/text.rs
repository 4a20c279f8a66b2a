//! How much room a text takes in a chart, by its characters, and how it is broken into rows.
//!
//! No font is measured here: the crate runs where there is none. The estimates are on the wide
//! side, so that nothing is cut off.

/// The size of axis and flag text in pixels.
pub(crate) const SMALL_TEXT: u32 = 12;
/// The size of text at a line's end in pixels.
pub(crate) const END_TEXT: u32 = 13;

/// About how many pixels the longest row of a text takes: 0.62 of the size of the type a
/// character. Public Sans needs about 0.56, the system faces that stand in for it a little more.
pub(crate) fn text_width(text: &str, size: u32) -> u32 {
    let longest = text.lines().map(|line| line.chars().count()).max();
    let longest = u32::try_from(longest.unwrap_or(0)).unwrap_or(u32::MAX);
    longest.saturating_mul(size * 62) / 100
}

/// A text in rows of about `most` characters, broken between words.
pub(crate) fn wrapped(text: &str, most: usize) -> String {
    let mut rows: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match rows.last_mut() {
            Some(row) if row.chars().count() + 1 + word.chars().count() <= most => {
                row.push(' ');
                row.push_str(word);
            }
            _ => rows.push(word.to_owned()),
        }
    }
    rows.join("\n")
}

/// A text as SVG and HTML take it, in attributes too. A character that XML forbids (its `Char`,
/// <https://www.w3.org/TR/xml/#charsets>) would make the whole picture unreadable: it becomes the one that
/// stands for what cannot be shown.
#[must_use]
pub fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\t' | '\n' | '\r' => safe.push(letter),
            '\0'..' ' | '\u{fffe}' | '\u{ffff}' => safe.push(char::REPLACEMENT_CHARACTER),
            _ => safe.push(letter),
        }
    }
    safe
}

/// A text without the braces that ECharts would read as a template.
pub(crate) fn plain(text: &str) -> String {
    text.replace(['{', '}'], "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_label_is_a_template_of_the_chart_library() {
        assert_eq!(plain("{a} {c|Homicide} {{b}}"), "a c|Homicide b");
    }

    #[test]
    fn no_letter_ends_a_text_or_makes_it_unreadable() {
        assert_eq!(
            escaped("<a b=\"c\">&\u{0}\u{1b}[31m\u{ffff}\t"),
            "&lt;a b=&quot;c&quot;&gt;&amp;\u{fffd}\u{fffd}[31m\u{fffd}\t"
        );
    }

    #[test]
    fn rows_are_broken_between_words() {
        assert_eq!(
            wrapped("Aggravated assault, Eastern", 18),
            "Aggravated\nassault, Eastern"
        );
        assert_eq!(wrapped("Homicide", 3), "Homicide");
    }

    #[test]
    fn the_longest_row_counts() {
        assert_eq!(text_width("ab\nabcd", 100), 248);
    }
}
