//! The texts of the interface: a catalogue for each language, one line a key.
//!
//! `locales/<language>.txt` holds `key = text`, in the order of [`Key`]; the compiler sees to it that
//! every language has every key. The texts themselves are fetched, not built in. Nothing here fetches.

/// A language of the interface.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// Spanish.
    Spanish,
}

impl Language {
    /// The language of a tag such as `es`; English where it is none of ours.
    #[must_use]
    pub fn of_tag(tag: &str) -> Self {
        match tag {
            "es" => Self::Spanish,
            _ => Self::English,
        }
    }

    /// Its tag, for the `lang` of an element.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Spanish => "es",
        }
    }

    /// Where its catalogue is, below the site's base; a changed catalogue has another address.
    #[must_use]
    pub fn path(self) -> String {
        let version = match self {
            Self::English => const { fingerprint(EN) },
            Self::Spanish => const { fingerprint(ES) },
        };
        format!("locales/{}.txt?v={version:x}", self.tag())
    }
}

/// The texts of one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Texts {
    language: Language,
    lines: Vec<String>,
}

impl Texts {
    /// The texts of a catalogue; none where it is not the one that this site was built with.
    #[must_use]
    pub fn parse(language: Language, catalogue: &str) -> Option<Self> {
        let texts = catalogue.lines().map(|line| line.split_once(" = "));
        let texts: Option<Vec<String>> = texts.map(|pair| Some(pair?.1.to_owned())).collect();
        let lines = texts.filter(|lines| lines.len() == COUNT)?;
        Some(Self { language, lines })
    }

    /// The text of a key.
    #[must_use]
    pub fn get(&self, key: Key) -> String {
        self.lines.get(key as usize).cloned().unwrap_or_default()
    }

    /// The text of a key with a number in the place of `{n}`.
    #[must_use]
    pub fn with_number(&self, key: Key, number: u32) -> String {
        self.get(key).replace("{n}", &number.to_string())
    }

    /// The language.
    #[must_use]
    pub fn language(&self) -> Language {
        self.language
    }
}

const EN: &str = include_str!("../locales/en.txt");
const ES: &str = include_str!("../locales/es.txt");

/// A language that lacks a key, has one too many or another order does not compile.
const _: () = assert!(has_every_key(EN) && has_every_key(ES));

/// Whether the lines of a catalogue begin with the keys, in their order.
#[allow(
    clippy::indexing_slicing,
    reason = "it runs in the compiler, which refuses what is out of range"
)]
const fn has_every_key(catalogue: &str) -> bool {
    let bytes = catalogue.as_bytes();
    let (mut at, mut key) = (0, 0);
    while key < COUNT {
        let name = NAMES[key].as_bytes();
        let mut letter = 0;
        while letter < name.len() {
            if at >= bytes.len() || bytes[at] != name[letter] {
                return false;
            }
            at += 1;
            letter += 1;
        }
        if at + 3 >= bytes.len()
            || bytes[at] != b' '
            || bytes[at + 1] != b'='
            || bytes[at + 2] != b' '
            || bytes[at + 3] == b'\n'
        {
            return false;
        }
        while at < bytes.len() && bytes[at] != b'\n' {
            at += 1;
        }
        at += 1;
        key += 1;
    }
    at == bytes.len()
}

/// FNV-1a of a text, see RFC 9923.
#[allow(
    clippy::indexing_slicing,
    reason = "it runs in the compiler, which refuses what is out of range"
)]
const fn fingerprint(text: &str) -> u32 {
    let bytes = text.as_bytes();
    let (mut hash, mut at) = (0x811c_9dc5_u32, 0);
    while at < bytes.len() {
        hash = (hash ^ bytes[at] as u32).wrapping_mul(0x0100_0193);
        at += 1;
    }
    hash
}

macro_rules! keys {
    ($($variant:ident = $name:literal,)*) => {
        /// The key of a text.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Key {
            $(#[doc = $name] $variant,)*
        }

        /// The names of the keys, in their order.
        const NAMES: [&str; COUNT] = [$($name,)*];

        /// How many keys there are.
        const COUNT: usize = [$(Key::$variant,)*].len();
    };
}

keys! {
    Title = "title",
    Lede = "lede",
    NoProtection = "no_protection",
    ClaimTitle = "claim_title",
    ClaimText = "claim_text",
    WorldsTitle = "worlds_title",
    WorldsText = "worlds_text",
    WorldOne = "world_one",
    WorldTwo = "world_two",
    WorldsShown = "worlds_shown",
    WorldsTotal = "worlds_total",
    WorldsLeft = "worlds_left",
    WorldsRight = "worlds_right",
    WorldsKindA = "worlds_kind_a",
    WorldsKindB = "worlds_kind_b",
    WorldsHidden = "worlds_hidden",
    WorldsFigure = "worlds_figure",
    PolicyTitle = "policy_title",
    PolicyWhy = "policy_why",
    MethodExact = "method_exact",
    MethodHidden = "method_hidden",
    MethodRounded = "method_rounded",
    NeverTitle = "never_title",
    CostsTitle = "costs_title",
    CostsText = "costs_text",
    CostsNone = "costs_none",
    CostsTable = "costs_table",
    CostsExact = "costs_exact",
    CostsHidden = "costs_hidden",
    CostsRounded = "costs_rounded",
    CostsMean = "costs_mean",
    CostsLargest = "costs_largest",
    LimitsTitle = "limits_title",
    CheckTitle = "check_title",
    CheckText = "check_text",
    CheckButton = "check_button",
    CheckAgain = "check_again",
    CheckStop = "check_stop",
    CheckFetching = "check_fetching",
    CheckRunning = "check_running",
    CheckFailed = "check_failed",
    CheckHolds = "check_holds",
    CheckFails = "check_fails",
    CheckHidden = "check_hidden",
    CheckRounded = "check_rounded",
    CheckWitnessed = "check_witnessed",
    CheckRelations = "check_relations",
    CheckFaults = "check_faults",
    PickTitle = "pick_title",
    PickText = "pick_text",
    PickTable = "pick_table",
    PickPeriod = "pick_period",
    PickNext = "pick_next",
    PickShown = "pick_shown",
    PickNotProtected = "pick_not_protected",
    PickCaption = "pick_caption",
    PickHidden = "pick_hidden",
    PickRounded = "pick_rounded",
    PickNone = "pick_none",
    AuditsTitle = "audits_title",
    AuditsText = "audits_text",
    AuditPassed = "audit_passed",
    AuditFailed = "audit_failed",
    AuditA0 = "audit_a0",
    AuditA1 = "audit_a1",
    AuditA2 = "audit_a2",
    AuditA3 = "audit_a3",
    AuditA4 = "audit_a4",
    AuditA5 = "audit_a5",
    AuditA6 = "audit_a6",
    AuditA7 = "audit_a7",
    AuditA8 = "audit_a8",
    AuditA9 = "audit_a9",
    PastTitle = "past_title",
    WordsTitle = "words_title",
    WordCount = "word_count",
    WordHidden = "word_hidden",
    WordRounded = "word_rounded",
    WordWorld = "word_world",
    WordCertificate = "word_certificate",
    MoreTitle = "more_title",
    MoreText = "more_text",
    MoreLink = "more_link",
    FilesPolicy = "files_policy",
    FilesCertificate = "files_certificate",
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_has_a_text_of_its_own_in_both_languages() {
        let english = Texts::parse(Language::English, EN).unwrap();
        let spanish = Texts::parse(Language::Spanish, ES).unwrap();
        assert_eq!(english.get(Key::CheckStop), "Stop");
        assert_eq!(spanish.get(Key::CheckStop), "Detener");
        let may_be_same = ["Total"];
        for (name, (en, es)) in NAMES.iter().zip(english.lines.iter().zip(&spanish.lines)) {
            assert!(en != es || may_be_same.contains(&en.as_str()), "{name}");
            assert_eq!(en.contains("{n}"), es.contains("{n}"), "{name}");
        }
        assert_eq!(
            spanish.with_number(Key::MethodHidden, 5),
            "Se ocultan los conteos menores de 5"
        );
    }

    #[test]
    fn another_catalogue_is_refused() {
        assert_eq!(Texts::parse(Language::English, ""), None);
        assert_eq!(
            Texts::parse(Language::English, &format!("{EN}more = text\n")),
            None
        );
        assert!(!has_every_key(&EN.replace("lede = ", "led = ")));
        assert!(!has_every_key(&format!("{EN}more = text\n")));
        assert!(!has_every_key(EN.rsplit_once("files").unwrap().0));
    }
}
