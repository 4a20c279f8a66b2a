//! What a prebuilt page is, before it is HTML.

use cube::release::Table;
use maud::Markup;
use sightline::ahead::Embed;

use crate::figure::Drawn;

/// One page.
pub struct Page {
    /// Its path below the site's base, with a slash at its end; empty for the front page.
    pub path: String,
    /// The title, as the browser shows it.
    pub title: String,
    /// The one heading of the first rank.
    pub heading: String,
    /// What it answers, in a sentence or two: for search engines and previews.
    pub description: String,
    /// What it shows below the heading.
    pub body: Markup,
    /// The chart that previews show; none where the page has none.
    pub drawn: Option<Drawn>,
    /// The table that its numbers are from; none where they are from several.
    pub table: Option<Table>,
    /// The same chart for pages of others; none where there is none such.
    pub embed: Option<Embed>,
    /// Whether search engines should list it: superseded releases stay readable, and unlisted.
    pub is_listed: bool,
}

/// A text cut at the end of a sentence, or else of a word, so that it has at most so many characters.
#[must_use]
pub fn shortened(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let cut: String = text.chars().take(most.saturating_sub(1)).collect();
    if let Some(at) = cut.rfind(". ").filter(|at| *at * 2 > cut.len()) {
        return cut.get(..=at).unwrap_or_default().to_owned();
    }
    let at = cut.rfind(' ').unwrap_or(cut.len());
    let kept = cut.get(..at).unwrap_or_default();
    format!("{}…", kept.trim_end_matches([',', ';', ':']))
}

#[cfg(test)]
mod tests {
    use super::shortened;

    #[test]
    fn a_text_ends_with_a_sentence_or_a_word() {
        assert_eq!(shortened("Short.", 10), "Short.");
        assert_eq!(shortened("One two three. Four five", 20), "One two three.");
        assert_eq!(shortened("One two, three four", 12), "One two…");
        assert_eq!(shortened("Ünïcödé wörds here", 14), "Ünïcödé…");
    }
}
