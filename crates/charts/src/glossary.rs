//! Words of the site that a reader may not know, each with what it means, and where they stand in a
//! text.

/// A word with its meaning.
#[derive(Debug, PartialEq, Eq)]
pub struct Term {
    /// How the list of words calls it.
    pub name: &'static str,
    /// How texts write it, in lower case.
    spellings: &'static [&'static str],
    /// What it means, in whole sentences.
    pub meaning: &'static str,
}

const fn term(
    name: &'static str,
    spellings: &'static [&'static str],
    meaning: &'static str,
) -> Term {
    Term {
        name,
        spellings,
        meaning,
    }
}

/// All words that are explained, in the order of the alphabet.
pub const GLOSSARY: &[Term] = &[
    term(
        "95% range",
        &["95% range"],
        "Counts go up and down by chance even when nothing changes. A range made this way holds the level behind the count about 95 times in 100.",
    ),
    term(
        "Aggravated assault",
        &["aggravated assaults", "aggravated assault"],
        "An attack with a weapon, or one that is meant to hurt a person badly.",
    ),
    term(
        "Burglary",
        &["burglaries", "burglary"],
        "Going into a building without leave to commit a crime there. Nobody has to be met.",
    ),
    term(
        "Chance",
        &[
            "more than chance alone",
            "more than rounding and chance",
            "chance alone",
            "rounding and chance",
            "beyond chance",
        ],
        "Numbers of events differ from year to year by luck. “Rose” and “fell” are said only where luck alone would bring so large a change less than 5 times in 100.",
    ),
    term(
        "Clearance",
        &["clearance rates", "clearance rate", "cleared", "clearance"],
        "A case is closed when somebody is arrested and charged, or when the police know who did it and cannot make an arrest, for example because the person died.",
    ),
    term(
        "Community statistical area",
        &["community statistical areas", "community statistical area"],
        "A group of neighborhoods along census lines.",
    ),
    term(
        "Consent decree",
        &["consent decree"],
        "An agreement, which a court watches over, on how a police department has to change.",
    ),
    term(
        "Hidden",
        &["hidden to protect people", "hidden to protect others"],
        "A number so small that it could point to a person, or one from which such a number could be worked out. It is left out; it is not zero.",
    ),
    term(
        "Incomplete",
        &["still incomplete", "incomplete"],
        "Records of this time were still missing when they were published, so the true number is higher.",
    ),
    term(
        "Larceny",
        &["larcenies", "larceny"],
        "Taking what belongs to another without force, threats or breaking in.",
    ),
    term(
        "Non-fatal shooting",
        &[
            "non-fatal shooting victims",
            "non-fatal shootings",
            "non-fatal shooting",
        ],
        "A person was hit by a bullet and lived.",
    ),
    term(
        "Not collected",
        &["not collected"],
        "No source at hand holds this number. It may be high or low; it is not zero.",
    ),
    term(
        "Per 100,000 residents",
        &["per 100,000 residents"],
        "How many there would be if 100,000 people lived there. It lets places of different size stand beside each other.",
    ),
    term(
        "Robbery",
        &["robberies", "robbery"],
        "Taking something from a person by force or threat.",
    ),
    term(
        "Rounded",
        &[
            "numbers are rounded",
            "sums of rounded numbers",
            "rounded numbers",
        ],
        "Moved up or down by a few at random, so that nobody can be found in the numbers. How far at most is said beside them.",
    ),
];

/// A stretch of a text.
#[derive(Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Text as it is.
    Text(&'a str),
    /// A word that is explained.
    Explained(&'a str, &'static Term),
}

/// A text in pieces, of which each word of the glossary is one where it stands first.
#[must_use]
pub fn glossed(text: &str) -> Vec<Piece<'_>> {
    let mut marks: Vec<(usize, usize, &'static Term)> = Vec::new();
    // Case is folded in ASCII alone, so that positions stay those of the text.
    let folded = text.to_ascii_lowercase();
    for term in GLOSSARY {
        let is_free = |&(from, to): &(usize, usize)| {
            let mut marks = marks.iter();
            marks.all(|mark| to <= mark.0 || mark.1 <= from)
        };
        let spellings = term.spellings.iter();
        let found = spellings.filter_map(|spelling| whole_word(&folded, spelling));
        // Of spellings that begin together, the longest.
        let found = found
            .filter(is_free)
            .min_by_key(|&(from, to)| (from, std::cmp::Reverse(to)));
        marks.extend(found.map(|(from, to)| (from, to, term)));
    }
    marks.sort_by_key(|mark| mark.0);
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
    let is_letter = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
    let mut found = text.match_indices(words);
    found.find_map(|(from, words)| {
        let to = from + words.len();
        let bytes = text.as_bytes();
        let before = from.checked_sub(1).and_then(|at| bytes.get(at));
        (!is_letter(before) && !is_letter(bytes.get(to))).then_some((from, to))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn terms_stand_in_the_order_of_the_alphabet_and_have_lower_case_spellings() {
        assert!(GLOSSARY.is_sorted_by_key(|term| term.name.to_ascii_lowercase()));
        for term in GLOSSARY {
            let spellings = term.spellings.iter();
            assert!(
                spellings
                    .clone()
                    .all(|one| one.to_ascii_lowercase() == **one)
            );
            assert!(term.meaning.ends_with('.'), "{}", term.name);
        }
    }
}
