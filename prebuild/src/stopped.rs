//! What a page says where its program does not start, is late, or stops: words that stand in every page
//! and are shown by `src/watch.js`, since no program can say them then.

use maud::{Markup, html};
use wording::{Language, speaking, t};

/// The words in each language, as elements that are not shown.
#[must_use]
pub fn texts() -> String {
    let texts = Language::ALL.map(|language| speaking(language, || texts_in(language)).0);
    texts.concat()
}

/// `data-of` names the kinds of trouble that a text is about; with `data-written` it stands only where
/// the page does that was written ahead of time.
fn texts_in(language: Language) -> Markup {
    html! {
        template.stopped-texts lang=(language.tag()) {
            section.failure.stopped role="alert" lang=(language.tag()) {
                h2 data-of="late" { (t!("This page is still on its way")) }
                p data-of="late" { (t!("The line or the server is slow. The page goes on by itself when the rest is here.")) }
                h2 data-of="untranslated" { (t!("The Spanish texts could not be fetched")) }
                p data-of="untranslated" { (t!("This page speaks English until you reload it and they arrive.")) }
                h2 data-of="plain" { (t!("This page has lost its looks")) }
                p data-of="plain" { (t!("A style sheet did not arrive, or not as it was published. Numbers and links are not touched by that.")) }
                h2 data-of="start" { (t!("The program of this page did not start")) }
                p data-of="start" { (t!("A file of it did not arrive, or not as it was published. Check your connection and reload this page.")) }
                h2 data-of="unable" { (t!("This browser cannot run the program of this page")) }
                p data-of="unable" { (t!("WebAssembly is missing or switched off here. A newer browser, or other settings, shows everything.")) }
                h2 data-of="broken" { (t!("This page has stopped working")) }
                p data-of="broken" { (t!("The fault is ours, not yours. Links still lead on; buttons and choices do nothing until you reload this page.")) }
                p data-of="late start unable broken" data-written { (t!("What you see was written ahead of time from the same published files. Its numbers and links hold, but it may show another view than your address asks for.")) }
                button type="button" { (t!("Reload this page")) }
                details {
                    summary { (t!("For a report")) }
                    p { (t!("If it stays like this, send these lines to the people who run this site, and what you did before.")) }
                    pre { code {} }
                }
            }
        }
    }
}

/// A page without these words, as it was before they were put into it.
#[must_use]
pub fn without_texts(html: &str) -> String {
    let mut text = html.to_owned();
    while let Some((before, rest)) = text.split_once("<template class=\"stopped-texts\"") {
        let after = rest
            .split_once("</template>")
            .map_or("", |(_, after)| after);
        text = format!("{before}{after}");
    }
    text
}

/// A page with these words at its end.
#[must_use]
pub fn with_texts(html: &str) -> String {
    html.replacen("</body>", &format!("{}</body>", texts()), 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_holds_the_words_once_and_in_every_language() {
        let page = "<body><p>a</p></body>";
        let with = with_texts(&without_texts(&with_texts(page)));
        assert_eq!(with.matches("<template").count(), Language::ALL.len());
        assert!(with.contains("This page has stopped working"));
        assert!(with.contains("Esta página dejó de funcionar"));
        assert_eq!(without_texts(&with), page);
    }
}
