//! What a check of files has found so far, and what may be said of it. Nothing here fetches.

use charts::format::{count, size};
use cube::sorting::sort;
use verification::{Fault, Kind, Signing};
use wording::t;

/// Files that are shown together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// The catalogue, the manifest and its signature.
    Lists,
    /// Files of the release.
    Of(Kind),
    /// Copies of downloads under names that stay.
    Copies,
}

impl Group {
    /// Every group, in the order in which they are shown.
    pub fn all() -> impl Iterator<Item = Self> {
        let kinds = Kind::ALL.into_iter().map(Self::Of);
        [Self::Lists].into_iter().chain(kinds).chain([Self::Copies])
    }

    /// The words above the files.
    pub fn label(self) -> &'static str {
        match self {
            Self::Lists => t!("Lists of files and their signature"),
            Self::Of(Kind::Cubes) => t!("Tables that the charts are drawn from"),
            Self::Of(Kind::Downloads) => t!("Downloads"),
            Self::Of(Kind::Places) => t!("Maps"),
            Self::Of(Kind::Statements) => t!("How each table was computed"),
            Self::Of(Kind::About) => t!("About the release and the city"),
            Self::Copies => t!("Copies of the newest downloads"),
        }
    }
}

/// One file that was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// Where it is shown.
    pub group: Group,
    /// Its path below the folder of data.
    pub name: String,
    /// Its length in bytes; none where it did not come.
    pub bytes: Option<u64>,
    /// Whether it is as it was published.
    pub is_sound: bool,
}

/// What computed the hashes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum HashedBy {
    /// The browser's own cryptography.
    #[default]
    Browser,
    /// This site's program, where the browser offers none.
    Program,
}

/// What became of the certificate.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum CertificateFinding {
    /// It has not been looked at yet.
    #[default]
    Waiting,
    /// The release has none.
    None,
    /// It could not be checked, as what it needs is not as published.
    Blocked,
    /// It holds, for so many protected numbers.
    Holds(u64),
    /// It does not hold, or could not be read; in a few words.
    Fails(String),
}

impl CertificateFinding {
    /// What became of it, in a sentence.
    pub fn sentence(&self) -> String {
        match self {
            Self::Holds(0) => t!(
                "No number of this release is hidden or rounded, so nothing has to be proven of any."
            )
            .to_owned(),
            Self::Holds(numbers) => t!(
                "The proof that people are protected holds: each of {count} hidden or rounded numbers \
                 could be at least two different counts.",
                count = count(*numbers),
            ),
            Self::Fails(reason) => t!(
                "The proof that people are protected does not hold: {reason}.",
                reason = reason,
            ),
            Self::None => {
                t!("This release is from before there were proofs that people are protected.")
                    .to_owned()
            }
            Self::Blocked | Self::Waiting => t!(
                "The proof that people are protected was not checked, as files that it needs are not \
                 as published."
            )
            .to_owned(),
        }
    }
}

/// What a check has found so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// The city for people.
    pub city: String,
    /// The id of the release.
    pub release: String,
    /// How many files there are to fetch, and their length in bytes, once the list is known.
    pub expected: Option<(usize, u64)>,
    /// The files, as they came.
    pub files: Vec<Checked>,
    /// Everything that is not as it was published.
    pub faults: Vec<Fault>,
    /// Who has signed the list; none as long as there is none.
    pub signing: Option<Signing>,
    /// Whether the key came with this program.
    pub is_key_known: bool,
    /// Whether the release is the newest of its city.
    pub is_current: bool,
    /// What computed the hashes.
    pub hashed_by: HashedBy,
}

impl Report {
    /// How many bytes have come.
    pub fn bytes(&self) -> u64 {
        self.files.iter().filter_map(|file| file.bytes).sum()
    }

    /// Adds a file, and what is wrong with it.
    pub fn add(&mut self, group: Group, name: String, bytes: Option<u64>, fault: Option<Fault>) {
        self.files.push(Checked {
            group,
            name,
            bytes,
            is_sound: fault.is_none(),
        });
        self.faults.extend(fault);
    }

    /// Adds faults that were found later, and marks their files.
    pub fn blame(&mut self, faults: impl IntoIterator<Item = Fault>) {
        for fault in faults {
            for file in &mut self.files {
                file.is_sound &= file.name != fault.file;
            }
            self.faults.push(fault);
        }
    }

    /// How far the check has come, in words.
    pub fn progress(&self) -> String {
        match self.expected {
            None => t!("Fetching the lists of files").to_owned(),
            Some((files, bytes)) => t!(
                "{done} of {all} files, {fetched} of {size}",
                done = count(self.files.len().min(files) as u64),
                all = count(files as u64),
                fetched = size(self.bytes().min(bytes)),
                size = size(bytes),
            ),
        }
    }

    /// Who has signed, in a sentence.
    pub fn signature_sentence(&self) -> String {
        let city = &self.city;
        match &self.signing {
            None => t!("No list of files came, so there is no signature to check.").to_owned(),
            Some(Signing::Signed(id)) if self.is_key_known => t!(
                "The list of files is signed with the key of {city}, {id}, which came with this \
                 site's program and not with the files.",
                city = city,
                id = id,
            ),
            Some(Signing::Signed(id)) => t!(
                "The list of files is signed with the key of {city}, {id}, which came with the files \
                 themselves, so it only shows that they belong together.",
                city = city,
                id = id,
            ),
            Some(Signing::Unsigned) if self.is_current && self.is_key_known => t!(
                "This release is not signed, although this site knows a key of {city}. Nobody vouches \
                 for its list of files.",
                city = city,
            ),
            Some(Signing::Unsigned) => {
                t!("This release is not signed: nobody vouches for its list of files.").to_owned()
            }
            Some(Signing::NoKey) => {
                t!("The list is signed, and this site knows no key to check that by.").to_owned()
            }
            Some(Signing::Wrong) => {
                t!(
                    "The list is not signed with the key of {city}.",
                    city = city
                )
            }
        }
    }

    /// What is to be thought of the whole, once everything has been looked at.
    pub fn verdict(&self, certificate: &CertificateFinding) -> Verdict {
        if !self.faults.is_empty() {
            return Verdict::failed(self.faulty_sentence());
        }
        if self.expected.is_none() {
            return Verdict::failed(t!("The list of files could not be read.").to_owned());
        }
        if let CertificateFinding::Fails(_) = certificate {
            let sentence = t!(
                "All files are what was published, and the proof that people are protected does not \
                 hold."
            );
            return Verdict::failed(sentence.to_owned());
        }
        let is_signed = matches!(self.signing, Some(Signing::Signed(_)));
        Verdict {
            is_failed: !is_signed && self.is_current && self.is_key_known,
            sentence: self.sound_sentence(is_signed, certificate),
        }
    }

    /// How many files are not what was published.
    fn faulty_sentence(&self) -> String {
        let mut names: Vec<&str> = self.faults.iter().map(|fault| &*fault.file).collect();
        sort(&mut names);
        names.dedup();
        match names.len() {
            1 => t!("One file is not what was published.").to_owned(),
            many => t!(
                "{count} files are not what was published.",
                count = count(many as u64),
            ),
        }
    }

    /// What is to be thought of files without a fault.
    fn sound_sentence(&self, is_signed: bool, certificate: &CertificateFinding) -> String {
        let files = count(self.files.len() as u64);
        let sentence = match is_signed {
            true => t!(
                "All {count} files are what was published, and the list of them is signed.",
                count = files,
            ),
            false => t!(
                "All {count} files are what their list names, but no signature confirms the list.",
                count = files,
            ),
        };
        match certificate {
            CertificateFinding::Holds(1..) => {
                let holds = t!("The proof that people are protected holds.");
                format!("{sentence} {holds}")
            }
            _ => sentence,
        }
    }
}

/// What is to be thought of all files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Whether a reader has to be warned.
    pub is_failed: bool,
    /// The verdict.
    pub sentence: String,
}

impl Verdict {
    fn failed(sentence: String) -> Self {
        Self {
            is_failed: true,
            sentence,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wording::{Language, speaking};

    fn report(signing: Signing) -> Report {
        let mut report = Report {
            city: "Rivertown".into(),
            signing: Some(signing),
            expected: Some((1, 10)),
            ..Report::default()
        };
        report.add(Group::Lists, "catalog.json".into(), Some(10), None);
        report
    }

    #[track_caller]
    fn check(report: &Report, certificate: CertificateFinding, is_failed: bool, expected: &str) {
        let verdict = report.verdict(&certificate);
        assert_eq!(verdict.is_failed, is_failed);
        assert!(verdict.sentence.contains(expected), "{}", verdict.sentence);
    }

    #[test]
    fn the_verdict_says_no_more_than_was_found() {
        let holds = CertificateFinding::Holds(7);
        let signed = report(Signing::Signed("AB".into()));
        check(&signed, holds.clone(), false, "signed. The proof");
        check(&signed, CertificateFinding::None, false, "is signed.");
        let fails = CertificateFinding::Fails("no".into());
        check(&signed, fails, true, "does not hold");
        let mut unsigned = report(Signing::Unsigned);
        check(&unsigned, holds.clone(), false, "no signature confirms");
        (unsigned.is_current, unsigned.is_key_known) = (true, true);
        check(&unsigned, holds.clone(), true, "no signature confirms");
        let mut faulty = signed;
        faulty.blame([Fault::new("catalog.json", "a", "b")]);
        check(&faulty, holds, true, "One file is not what was published");
        assert!(!faulty.files[0].is_sound);
    }

    #[test]
    fn what_was_found_is_said_in_spanish() {
        speaking(Language::Spanish, || {
            let mut signed = report(Signing::Signed("AB".into()));
            let protection = CertificateFinding::Holds(1234);
            check(
                &signed,
                protection.clone(),
                false,
                "Los 1 archivos son los que se publicaron y su lista está firmada. Se sostiene",
            );
            assert!(protection.sentence().contains("los 1,234 números ocultos"));
            assert_eq!(
                signed.signature_sentence(),
                "La lista de archivos está firmada con la clave de Rivertown, AB, que vino con los \
                 propios archivos, así que solo muestra que van juntos."
            );
            assert_eq!(signed.progress(), "1 de 1 archivos, 1 kB de 1 kB");
            signed.blame([Fault::new("catalog.json", "a", "b")]);
            let none = CertificateFinding::None;
            check(&signed, none, true, "Un archivo no es el que se publicó.");
        });
    }
}
