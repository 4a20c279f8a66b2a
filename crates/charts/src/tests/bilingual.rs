//! What a text is in Spanish, held against its English: whatever the words, the figures are the same.

use wording::{Language, speaking};

/// What is said in Spanish; its figures have to be those of the English text.
#[track_caller]
pub(crate) fn in_spanish(said: impl Fn() -> String) -> String {
    let (english, spanish) = (said(), speaking(Language::Spanish, &said));
    assert_eq!(figures(&english), figures(&spanish), "{english}\n{spanish}");
    spanish
}

/// Every figure of a text; sorted, because words have another order in another language.
fn figures(text: &str) -> Vec<&str> {
    let runs = text.split(|letter: char| !(letter.is_ascii_digit() || ",.".contains(letter)));
    let figures = runs.map(|run| run.trim_matches([',', '.']));
    let mut figures: Vec<&str> = figures.filter(|run| !run.is_empty()).collect();
    figures.sort_unstable();
    figures
}

#[test]
fn figures_are_found_without_the_marks_of_a_sentence() {
    let text = "In 2019, 1,348 people: 12.4%, 5.";
    assert_eq!(figures(text), ["1,348", "12.4", "2019", "5"]);
}
