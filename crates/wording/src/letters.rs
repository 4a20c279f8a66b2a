//! Small and capital letters, and what is a letter at all.
//!
//! The standard library knows this of every script, by tables that are 10 kB of each program of the
//! site as it is sent. Places and offenses are named in Latin letters: those of Unicode up to U+017F,
//! which hold every alphabet of Western and Central Europe, are known here by the order that they
//! stand in there. Other letters stay as they are. None becomes longer or shorter in UTF-8, so that
//! positions in a text stay those of the text.

/// The small letter of a capital one; any other character as it is.
#[must_use]
pub fn small(letter: char) -> char {
    match letter {
        'A'..='Z' => letter.to_ascii_lowercase(),
        'À'..='Ö' | 'Ø'..='Þ' => moved(letter, 32),
        'Ÿ' => 'ÿ',
        _ if stands_before_its_small_one(letter) => moved(letter, 1),
        _ => letter,
    }
}

/// The capital letter of a small one; any other character as it is.
#[must_use]
pub fn capital(letter: char) -> char {
    let before = moved(letter, -1);
    match letter {
        'a'..='z' => letter.to_ascii_uppercase(),
        'à'..='ö' | 'ø'..='þ' => moved(letter, -32),
        'ÿ' => 'Ÿ',
        _ if stands_before_its_small_one(before) => before,
        _ => letter,
    }
}

/// Whether there is a small letter of this one.
#[must_use]
pub fn is_capital(letter: char) -> bool {
    small(letter) != letter
}

/// Whether a character is part of a word or a number, and not what stands between them.
#[must_use]
pub fn is_letter_or_digit(letter: char) -> bool {
    match letter {
        '\0'..='\u{7f}' => letter.is_ascii_alphanumeric(),
        '×' | '÷' => false,
        '\u{80}'..='¿' => matches!(letter, 'ª' | '²' | '³' | 'µ' | '¹' | 'º' | '¼'..='¾'),
        // Accents that stand alone, punctuation, symbols.
        '\u{2c2}'..='\u{36f}' | '\u{2000}'..='\u{2bff}' | '\u{3000}'..='\u{303f}' => false,
        _ => true,
    }
}

/// A text in small letters.
#[must_use]
pub fn lower(text: &str) -> String {
    text.chars().map(small).collect()
}

/// Whether it is a capital letter of Latin Extended-A, where pairs stand side by side.
fn stands_before_its_small_one(letter: char) -> bool {
    let is_even = u32::from(letter) % 2 == 0;
    match letter {
        'Ā'..='Į' | 'Ĳ'..='Ķ' | 'Ŋ'..='Ŷ' => is_even,
        'Ĺ'..='Ň' | 'Ź'..='Ž' => !is_even,
        _ => false,
    }
}

fn moved(letter: char, by: i32) -> char {
    let moved = u32::from(letter).checked_add_signed(by);
    moved.and_then(char::from_u32).unwrap_or(letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The one character that a letter becomes by the standard library; none where there are several.
    fn only(mut letters: impl Iterator<Item = char>) -> Option<char> {
        letters.next().filter(|_| letters.next().is_none())
    }

    #[test]
    fn latin_letters_are_as_in_the_standard_library() {
        for letter in '\0'..='\u{17f}' {
            let (lower, upper) = (only(letter.to_lowercase()), only(letter.to_uppercase()));
            // Letters of Turkish, of old prints and of Greek have others outside of these alphabets.
            if letter != 'İ' {
                assert_eq!(Some(small(letter)), lower, "{letter:?}");
                assert_eq!(is_capital(letter), letter.is_uppercase(), "{letter:?}");
            }
            if !matches!(letter, 'µ' | 'ß' | 'ı' | 'ŉ' | 'ſ') {
                assert_eq!(Some(capital(letter)), upper, "{letter:?}");
            }
            for other in [small(letter), capital(letter)] {
                assert_eq!(other.len_utf8(), letter.len_utf8(), "{letter:?}");
            }
        }
    }

    #[test]
    fn letters_and_digits_are_as_in_the_standard_library() {
        let latin = '\0'..='\u{2c1}';
        for letter in latin
            .chain("’–—…†€™→★".chars())
            .chain('\u{300}'..='\u{344}')
        {
            let expected = letter.is_alphanumeric();
            assert_eq!(is_letter_or_digit(letter), expected, "{letter:?}");
        }
        for letter in "αЖ中ạ".chars() {
            assert!(is_letter_or_digit(letter), "{letter:?}");
        }
    }

    #[test]
    fn other_letters_stay_as_they_are() {
        assert_eq!(lower("ÁREA Ñandú ŁÓDŹ ΑΒ"), "área ñandú łódź ΑΒ");
        assert_eq!(capital('ж'), 'ж');
    }
}
