//! Which language is spoken, and each text of the site in it.
//!
//! Texts stand in the code, in English; `locales/es/*.po` hold what they are in Spanish. The macros
//! [`t!`] and [`message!`] find a text in the catalogue while they are compiled, so that one without
//! a translation is an error of the compiler, and English visitors fetch no other language.
//!
//! The language is that of the thread, as of a process it is in POSIX: a page has one for good, and
//! whoever writes pages ahead of time says which by [`speaking`]. Figures never depend on it: both
//! languages write numbers as the United States do (CLDR, `en-US` and `es-US`).

use std::cell::Cell;
use std::fmt::Display;

pub mod letters;
mod lookup;

#[doc(hidden)]
pub use lookup::{has_places, position};

/// A language of the site.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Language {
    /// American English.
    #[default]
    English,
    /// Spanish as it is written in the United States.
    Spanish,
}

impl Language {
    /// Every language, the default first.
    pub const ALL: [Self; 2] = [Self::English, Self::Spanish];

    /// The language of a tag such as `es` or `es-MX`; none where it is none of ours.
    #[must_use]
    pub fn of_tag(tag: &str) -> Option<Self> {
        match tag.split('-').next()? {
            "en" => Some(Self::English),
            "es" => Some(Self::Spanish),
            _ => None,
        }
    }

    /// Its tag, for the `lang` of an element.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Spanish => "es",
        }
    }

    /// What it calls itself.
    #[must_use]
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::Spanish => "Español",
        }
    }

    /// Where its catalogue is published, below the site's base; none for the language that the texts
    /// are written in. A changed catalogue has another address.
    #[must_use]
    pub fn path(self) -> Option<String> {
        match self {
            Self::English => None,
            Self::Spanish => Some(format!("locales/es-{:08x}.txt", lookup::FINGERPRINT)),
        }
    }
}

/// The translations of one language, in the order of all texts.
#[derive(Debug)]
struct Catalogue {
    language: Language,
    whole: &'static str,
    lines: Vec<&'static str>,
}

thread_local! {
    static SPOKEN: Cell<Option<&'static Catalogue>> = const { Cell::new(None) };
}

/// The language that the thread speaks.
#[must_use]
pub fn language() -> Language {
    SPOKEN
        .get()
        .map_or(Language::English, |catalogue| catalogue.language)
}

/// The catalogue of the language that the thread speaks, for another program of the site that shall
/// speak it, too; empty for the language that the texts are written in.
#[must_use]
pub fn spoken_catalogue() -> &'static str {
    SPOKEN.get().map_or("", |catalogue| catalogue.whole)
}

/// Speaks a language for good, by the catalogue that was fetched for it. Returns whether it is, letter by
/// letter, the catalogue that this program was built with; another changes nothing.
pub fn speak(language: Language, catalogue: &str) -> bool {
    if language == Language::English {
        SPOKEN.set(None);
        return true;
    }
    if lookup::fingerprint(catalogue.as_bytes()) != lookup::FINGERPRINT {
        return false;
    }
    // A page speaks one language as long as it is open.
    let catalogue: &'static str = Box::leak(catalogue.to_owned().into_boxed_str());
    SPOKEN.set(Some(kept(language, catalogue)));
    true
}

fn kept(language: Language, catalogue: &'static str) -> &'static Catalogue {
    Box::leak(Box::new(Catalogue {
        language,
        whole: catalogue,
        lines: catalogue.lines().collect(),
    }))
}

/// The catalogue of a language, as a site publishes it.
#[cfg(not(target_arch = "wasm32"))]
#[must_use]
pub fn catalogue(language: Language) -> &'static str {
    match language {
        Language::English => "",
        Language::Spanish => lookup::SPANISH,
    }
}

/// The thread speaks a language from now on.
#[cfg(not(target_arch = "wasm32"))]
pub fn adopt(language: Language) {
    use std::sync::LazyLock;

    static SPANISH: LazyLock<&'static Catalogue> =
        LazyLock::new(|| kept(Language::Spanish, lookup::SPANISH));
    SPOKEN.set(match language {
        Language::English => None,
        Language::Spanish => Some(*SPANISH),
    });
}

/// What a function returns while the thread speaks a language.
#[cfg(not(target_arch = "wasm32"))]
pub fn speaking<T>(language: Language, said: impl FnOnce() -> T) -> T {
    /// Goes back to what was spoken before, also where the function panics.
    struct Back(Option<&'static Catalogue>);
    impl Drop for Back {
        fn drop(&mut self) {
            SPOKEN.set(self.0);
        }
    }
    let _back = Back(SPOKEN.get());
    adopt(language);
    said()
}

/// A text of the site, which is said in the language of the day it is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Message {
    english: &'static str,
    at: u16,
}

impl Message {
    /// A text that stands at a position of the catalogues. Use [`message!`].
    #[doc(hidden)]
    #[must_use]
    pub const fn at(english: &'static str, at: u16) -> Self {
        Self { english, at }
    }

    /// The text in the language that is spoken.
    #[must_use]
    pub fn text(self) -> &'static str {
        let line = SPOKEN
            .get()
            .and_then(|spoken| spoken.lines.get(usize::from(self.at)));
        line.copied().unwrap_or(self.english)
    }

    /// The text with values in the places that have their names: `{count}`.
    #[must_use]
    pub fn fill(self, values: &[(&str, &dyn Display)]) -> String {
        let mut filled = String::new();
        let mut rest = self.text();
        while let Some((before, after)) = rest.split_once('{') {
            filled.push_str(before);
            let Some((name, after)) = after.split_once('}') else {
                break;
            };
            if let Some((_, value)) = values.iter().find(|(known, _)| *known == name) {
                filled.push_str(&value.to_string());
            }
            rest = after;
        }
        filled.push_str(rest);
        filled
    }
}

/// A text as a constant: `message!("Skip to the content")`, or
/// `message!(in "of offenses", "All")` where one English text is several in other languages.
#[macro_export]
macro_rules! message {
    (in $context:literal, $text:literal) => {{
        const MESSAGE: $crate::Message =
            $crate::Message::at($text, $crate::position($context, $text));
        MESSAGE
    }};
    ($text:literal) => {
        $crate::message!(in "", $text)
    };
}

/// A text in the language that is spoken: `t!("Skip to the content")` is a `&'static str`, and
/// `t!("{count} of {total}", count = 3, total = 7)` a `String`.
#[macro_export]
macro_rules! t {
    (in $context:literal, $text:literal $(,)?) => {
        $crate::message!(in $context, $text).text()
    };
    (in $context:literal, $text:literal, $($name:ident = $value:expr),+ $(,)?) => {{
        const _: () = assert!($crate::has_places($text, &[$(stringify!($name)),+]));
        $crate::message!(in $context, $text).fill(&[$((stringify!($name), &$value)),+])
    }};
    ($text:literal $(,)?) => {
        $crate::t!(in "", $text)
    };
    ($text:literal, $($name:ident = $value:expr),+ $(,)?) => {
        $crate::t!(in "", $text, $($name = $value),+)
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_said_in_the_language_that_is_spoken() {
        assert_eq!(t!("Close"), "Close");
        let (spanish, inner) = speaking(Language::Spanish, || {
            (t!("Close"), speaking(Language::English, || t!("Close")))
        });
        assert_eq!((spanish, inner), ("Cerrar", "Close"));
        assert_eq!(language(), Language::English);
    }

    #[test]
    fn values_take_the_places_that_have_their_names() {
        let filled = || t!("{first} to {last}", first = 3, last = "{first}");
        assert_eq!(filled(), "3 to {first}");
        assert_eq!(speaking(Language::Spanish, filled), "3 a {first}");
    }

    #[test]
    fn another_catalogue_is_refused() {
        let own = catalogue(Language::Spanish);
        assert!(!speak(Language::Spanish, ""));
        assert!(!speak(Language::Spanish, &format!("{own}more\n")));
        assert_eq!(language(), Language::English);
        assert!(speak(Language::Spanish, own));
        assert_eq!(t!("Close"), "Cerrar");
        assert!(speak(Language::English, ""));
    }

    #[test]
    fn a_tag_with_a_region_is_its_language() {
        assert_eq!(Language::of_tag("es-MX"), Some(Language::Spanish));
        assert_eq!(Language::of_tag("fr"), None);
    }
}
