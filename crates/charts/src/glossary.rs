//! Words of the site that a reader may not know, each with what it means, and where they stand in a
//! text.
//!
//! Each language has its own spellings to look for, and its own alphabet.

use cube::sorting::sort_by_key;
use wording::{Message, letters, message};

/// A word with its meaning, in the language that is spoken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term {
    /// How the list of words calls it.
    pub name: &'static str,
    /// How texts write it, in lower case, with [`BETWEEN`] between the ways to write it.
    spellings: &'static str,
    /// What it means, in whole sentences.
    pub meaning: &'static str,
}

/// What stands between two spellings.
const BETWEEN: &str = " | ";

/// All words that are explained, in the order of the alphabet.
#[must_use]
pub fn glossary() -> Vec<Term> {
    let mut terms = ENTRIES.map(|entry| entry.term()).to_vec();
    sort_by_key(&mut terms, |term| alphabetical(term.name));
    terms
}

/// A stretch of a text.
#[derive(Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Text as it is.
    Text(&'a str),
    /// A word that is explained.
    Explained(&'a str, Term),
}

/// A text in pieces, of which each word of the glossary is one where it stands first.
#[must_use]
pub fn glossed(text: &str) -> Vec<Piece<'_>> {
    let mut marks: Vec<(usize, usize, Term)> = Vec::new();
    let folded = letters::lower(text);
    for term in ENTRIES.map(|entry| entry.term()) {
        let is_free = |&(from, to): &(usize, usize)| {
            let mut marks = marks.iter();
            marks.all(|mark| to <= mark.0 || mark.1 <= from)
        };
        let spellings = term.spellings.split(BETWEEN);
        let found = spellings.filter_map(|spelling| whole_word(&folded, spelling));
        // Of spellings that begin together, the longest.
        let found = found
            .filter(is_free)
            .min_by_key(|&(from, to)| (from, std::cmp::Reverse(to)));
        marks.extend(found.map(|(from, to)| (from, to, term)));
    }
    sort_by_key(&mut marks, |mark| mark.0);
    let mut pieces = Vec::new();
    let mut at = 0;
    for (from, to, term) in marks {
        pieces.extend(
            text.get(at..from)
                .filter(|part| !part.is_empty())
                .map(Piece::Text),
        );
        pieces.extend(text.get(from..to).map(|word| Piece::Explained(word, term)));
        at = to;
    }
    pieces.extend(
        text.get(at..)
            .filter(|part| !part.is_empty())
            .map(Piece::Text),
    );
    pieces
}

/// From where to where some words first stand in a text, with no letter right before or after them.
fn whole_word(text: &str, words: &str) -> Option<(usize, usize)> {
    let is_letter = |letter: Option<char>| letter.is_some_and(letters::is_letter_or_digit);
    let mut found = text.match_indices(words);
    found.find_map(|(from, words)| {
        let to = from + words.len();
        let (before, after) = (text.get(..from)?, text.get(to..)?);
        let is_within = is_letter(before.chars().next_back()) || is_letter(after.chars().next());
        (!is_within).then_some((from, to))
    })
}

/// What words are sorted by: in English and Spanish alike an accent does not matter, but ñ is a
/// letter of its own after n.
fn alphabetical(word: &str) -> String {
    let mut key = String::with_capacity(word.len());
    for letter in word.chars().map(letters::small) {
        match letter {
            'á' => key.push('a'),
            'é' => key.push('e'),
            'í' => key.push('i'),
            'ó' => key.push('o'),
            'ú' | 'ü' => key.push('u'),
            'ñ' => key.push_str("n~"),
            other => key.push(other),
        }
    }
    key
}

/// A word of the list in every language.
#[derive(Clone, Copy)]
struct Entry {
    name: Message,
    spellings: Message,
    meaning: Message,
}

impl Entry {
    fn term(self) -> Term {
        Term {
            name: self.name.text(),
            spellings: self.spellings.text(),
            meaning: self.meaning.text(),
        }
    }
}

/// All words. Where spellings of two of them share a word, the earlier one has it.
const ENTRIES: [Entry; 15] = [
    Entry {
        name: message!(in "glossary", "95% range"),
        spellings: message!(in "spellings", "95% range"),
        meaning: message!(
            "Counts go up and down by chance even when nothing changes. A range made this way \
             holds the level behind the count about 95 times in 100."
        ),
    },
    Entry {
        name: message!(in "glossary", "Aggravated assault"),
        spellings: message!(in "spellings", "aggravated assaults | aggravated assault"),
        meaning: message!("An attack with a weapon, or one that is meant to hurt a person badly."),
    },
    Entry {
        name: message!(in "glossary", "Burglary"),
        spellings: message!(in "spellings", "burglaries | burglary"),
        meaning: message!(
            "Going into a building without leave to commit a crime there. Nobody has to be met."
        ),
    },
    Entry {
        name: message!(in "glossary", "Chance"),
        spellings: message!(
            in "spellings",
            "more than chance alone | more than rounding and chance | chance alone \
             | rounding and chance | beyond chance"
        ),
        meaning: message!(
            "Numbers of events differ from year to year by luck. “Rose” and “fell” are said only \
             where luck alone would bring so large a change less than 5 times in 100."
        ),
    },
    Entry {
        name: message!(in "glossary", "Clearance"),
        spellings: message!(in "spellings", "clearance rates | clearance rate | cleared | clearance"),
        meaning: message!(
            "A case is closed when somebody is arrested and charged, or when the police know who \
             did it and cannot make an arrest, for example because the person died."
        ),
    },
    Entry {
        name: message!(in "glossary", "Community statistical area"),
        spellings: message!(
            in "spellings",
            "community statistical areas | community statistical area"
        ),
        meaning: message!("A group of neighborhoods along census lines."),
    },
    Entry {
        name: message!(in "glossary", "Consent decree"),
        spellings: message!(in "spellings", "consent decree"),
        meaning: message!(
            "An agreement, which a court watches over, on how a police department has to change."
        ),
    },
    Entry {
        name: message!(in "glossary", "Hidden"),
        spellings: message!(in "spellings", "hidden to protect people | hidden to protect others"),
        meaning: message!(
            "A number so small that it could point to a person, or one from which such a number \
             could be worked out. It is left out; it is not zero."
        ),
    },
    Entry {
        name: message!(in "glossary", "Incomplete"),
        spellings: message!(in "spellings", "still incomplete | incomplete"),
        meaning: message!(
            "Records of this time were still missing when they were published, so the true number \
             is higher."
        ),
    },
    Entry {
        name: message!(in "glossary", "Larceny"),
        spellings: message!(in "spellings", "larcenies | larceny"),
        meaning: message!("Taking what belongs to another without force, threats or breaking in."),
    },
    Entry {
        name: message!(in "glossary", "Non-fatal shooting"),
        spellings: message!(
            in "spellings",
            "non-fatal shooting victims | non-fatal shootings | non-fatal shooting"
        ),
        meaning: message!("A person was hit by a bullet and lived."),
    },
    Entry {
        name: message!(in "glossary", "Not collected"),
        spellings: message!(in "spellings", "not collected"),
        meaning: message!(
            "No source at hand holds this number. It may be high or low; it is not zero."
        ),
    },
    Entry {
        name: message!(in "glossary", "Per 100,000 residents"),
        spellings: message!(in "spellings", "per 100,000 residents"),
        meaning: message!(
            "How many there would be if 100,000 people lived there. It lets places of different \
             size stand beside each other."
        ),
    },
    Entry {
        name: message!(in "glossary", "Robbery"),
        spellings: message!(in "spellings", "robberies | robbery"),
        meaning: message!("Taking something from a person by force or threat."),
    },
    Entry {
        name: message!(in "glossary", "Rounded"),
        spellings: message!(
            in "spellings",
            "numbers are rounded | sums of rounded numbers | rounded numbers"
        ),
        meaning: message!(
            "Moved up or down by a few at random, so that nobody can be found in the numbers. How \
             far at most is said beside them."
        ),
    },
];

#[cfg(test)]
mod tests {
    use super::*;
    use wording::{Language, speaking};

    fn words(text: &str) -> Vec<(&str, &str)> {
        let pieces = glossed(text).into_iter();
        let explained = pieces.filter_map(|piece| match piece {
            Piece::Explained(word, term) => Some((word, term.name)),
            Piece::Text(_) => None,
        });
        explained.collect()
    }

    #[test]
    fn a_word_is_explained_where_it_stands_first() {
        let text = "Robberies fell, by more than chance alone brings; robbery is one. (95% range)";
        assert_eq!(
            words(text),
            [
                ("Robberies", "Robbery"),
                ("more than chance alone", "Chance"),
                ("95% range", "95% range"),
            ]
        );
    }

    #[test]
    fn pieces_make_up_the_text() {
        for text in [
            "",
            "Nothing here",
            "robbery",
            "Über 12 months to May 2019, 12 people – per 100,000 residents – hidden to protect others.",
        ] {
            let pieces = glossed(text).into_iter();
            let joined: String = pieces
                .map(|piece| match piece {
                    Piece::Text(part) | Piece::Explained(part, _) => part,
                })
                .collect();
            assert_eq!(joined, text);
        }
    }

    #[test]
    fn a_part_of_a_word_is_not_that_word() {
        assert_eq!(words("clearances, unhidden, 195% range"), []);
    }

    #[test]
    fn every_language_has_lower_case_spellings_and_whole_sentences() {
        for language in Language::ALL {
            speaking(language, || {
                for term in glossary() {
                    assert_eq!(term.spellings.to_lowercase(), term.spellings);
                    assert!(
                        term.spellings
                            .split(BETWEEN)
                            .all(|one| one.trim() == one && !one.is_empty())
                    );
                    assert!(term.meaning.ends_with('.'), "{}", term.name);
                }
            });
        }
    }

    fn names() -> Vec<&'static str> {
        let terms = glossary().into_iter();
        terms.map(|term| term.name).collect()
    }

    #[test]
    fn the_list_follows_the_alphabet_of_its_language() {
        assert!(names().is_sorted_by_key(|name| name.to_ascii_lowercase()));
        let spanish = speaking(Language::Spanish, names);
        assert_eq!(
            spanish.get(..4).unwrap(),
            [
                "Agresión agravada",
                "Área estadística comunitaria",
                "Azar",
                "Decreto de consentimiento"
            ]
        );
        assert_eq!(spanish.len(), ENTRIES.len());
        assert!(alphabetical("Año") > alphabetical("Anzuelo"));
        assert!(alphabetical("Año") < alphabetical("Aorta"));
    }

    #[test]
    fn spanish_words_are_found_in_spanish_texts() {
        let found = |text: &'static str| speaking(Language::Spanish, || words(text));
        assert_eq!(
            found(
                "Áreas estadísticas comunitarias: el número de robos con violencia bajó, más de \
                 lo que suele explicar el azar por sí solo (intervalo del 95\u{a0}%)."
            ),
            [
                (
                    "Áreas estadísticas comunitarias",
                    "Área estadística comunitaria"
                ),
                ("robos con violencia", "Robo con violencia"),
                ("más de lo que suele explicar el azar por sí solo", "Azar"),
                ("intervalo del 95\u{a0}%", "Intervalo del 95\u{a0}%"),
            ]
        );
        assert_eq!(found("hurtos, robberies"), [("hurtos", "Hurto")]);
        // A letter with an accent is a letter: this is no form of `hurto`.
        assert_eq!(found("hurtó, hurtoé"), []);
    }
}
