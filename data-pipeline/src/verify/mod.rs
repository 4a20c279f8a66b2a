//! Checks what is published, in a folder or behind an address: that each file is the one that was
//! published, who has signed it, and that its certificate holds.
//!
//! It goes on after a fault and tells them all. What counts as a fault is decided in `verification`,
//! by which the site's page decides too; here files are found and read.

mod copies;
mod line;
mod release;

use std::path::Path;

use cube::release::Catalog;
use thiserror::Error;
use verification::{Fault, Named, PublicKey, check_key, read_catalog};

use crate::place::{Place, PlaceError, is_below};
use crate::publish::Unfinished;
use crate::signing::{self, PUBLIC_KEY, SigningError};

pub use line::{Line, Seal};

/// What is to be checked, and by which key.
#[derive(Clone, Debug)]
pub struct Request<'a> {
    /// A folder or an address: of a site, of a catalogue, or of one release.
    pub place: &'a str,
    /// The key that has signed, from somebody who is trusted: a current release that it has not
    /// signed is a fault.
    pub key: Option<PublicKey>,
    /// The folder of settings, which holds the keys of cities. Without a key from there or above, the
    /// one that the catalogue names is taken, which is worth less.
    pub settings: Option<&'a Path>,
    /// Which releases of a catalogue.
    pub extent: Extent,
}

/// Which releases of a catalogue are checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// Every one that it names.
    All,
    /// The current one of each city.
    Current,
}

/// What was found in all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Files that were read.
    pub files: u64,
    /// Their length in bytes.
    pub bytes: u64,
    /// Releases that somebody has signed, by a key that was there to check it by.
    pub signed: u64,
    /// Releases that nobody has signed.
    pub unsigned: u64,
    /// Certificates that hold.
    pub certificates: u64,
    /// Everything that is not as it was published.
    pub faults: Vec<Fault>,
}

/// Why nothing can be checked.
#[derive(Debug, Error)]
pub enum VerifyError {
    /// The place holds nothing that was published.
    #[error(
        "{place}: expected catalog.json, data/catalog.json or manifest.json below it, found none"
    )]
    Nothing {
        /// The folder or address.
        place: String,
    },
    /// The place does not answer.
    #[error(transparent)]
    Place(#[from] PlaceError),
    /// A key of the settings is none.
    #[error(transparent)]
    Key(#[from] SigningError),
}

/// A check under way: what it has found, and to whom it tells it.
struct Check<'a> {
    request: &'a Request<'a>,
    summary: Summary,
    tell: &'a mut dyn FnMut(&Line),
}

/// A key, and where it is from.
#[derive(Clone, Debug)]
struct KnownKey {
    key: PublicKey,
    origin: String,
}

/// Checks a place, and tells of each file as it goes.
///
/// # Errors
/// Where there is nothing to check. Everything else is a fault in the summary.
pub fn verify(request: &Request<'_>, tell: &mut dyn FnMut(&Line)) -> Result<Summary, VerifyError> {
    let mut check = Check {
        request,
        summary: Summary::default(),
        tell,
    };
    let place = Place::of(request.place);
    for base in [place.clone(), place.below("data")] {
        match base.below(CATALOG).read() {
            Ok(bytes) => {
                check.everything(&base, &bytes)?;
                return Ok(check.summary);
            }
            Err(PlaceError::Missing { .. }) => {}
            Err(error) => return Err(error.into()),
        }
    }
    match place.below("manifest.json").read() {
        Ok(manifest) => {
            check.lone_release(&place, &manifest)?;
            Ok(check.summary)
        }
        Err(PlaceError::Missing { .. }) => Err(VerifyError::Nothing {
            place: place.name(),
        }),
        Err(error) => Err(error.into()),
    }
}

const CATALOG: &str = "catalog.json";

impl Check<'_> {
    /// A catalogue, its releases, and what lies beside them.
    fn everything(&mut self, base: &Place, bytes: &[u8]) -> Result<(), VerifyError> {
        let (catalog, faults) = read_catalog(CATALOG, bytes);
        self.file(CATALOG, bytes.len() as u64, faults);
        if let Some(catalog) = &catalog {
            self.of_catalog(base, catalog)?;
        }
        self.unnamed_releases(base, catalog.as_ref());
        Ok(())
    }

    fn of_catalog(&mut self, base: &Place, catalog: &Catalog) -> Result<(), VerifyError> {
        for city in &catalog.cities {
            let known = self.known_key(&city.id)?;
            let (key, fault) = check_key(CATALOG, city, known.as_ref().map(|known| &known.key));
            self.faults(fault);
            let in_catalog = |key| KnownKey {
                key,
                origin: format!("{CATALOG}, which anybody who changes the files can change too"),
            };
            let key = known.or(key.map(in_catalog));
            for reference in &city.releases {
                let is_current = reference.id == city.current;
                if !is_current && self.request.extent == Extent::Current {
                    continue;
                }
                let named = Named {
                    file: CATALOG,
                    city,
                    reference,
                };
                let manifest = self.named_release(base, named, key.as_ref());
                if let Some(manifest) = manifest.filter(|_| is_current) {
                    self.copies(base, &manifest);
                }
            }
        }
        Ok(())
    }

    /// Folders of releases that the catalogue does not name: faults, unless a run is at work on them.
    fn unnamed_releases(&mut self, base: &Place, catalog: Option<&Catalog>) {
        let cities = catalog.into_iter().flat_map(|catalog| &catalog.cities);
        let named: Vec<&str> = cities
            .flat_map(|city| &city.releases)
            .map(|release| release.id.as_str())
            .collect();
        let all = names_in(&base.below("releases"));
        for name in all.iter().filter(|name| !named.contains(&name.as_str())) {
            let file = format!("releases/{name}");
            match Unfinished::of(name, &all) {
                Some(Unfinished::Mark) => {}
                Some(Unfinished::Release) => {
                    let why = "a run is at work on it, or was stopped; it is not published, and the \
                               next run removes it";
                    let (what, why) = (file, why.to_owned());
                    (self.tell)(&Line::Skipped { what, why });
                }
                None => {
                    let expected = format!("what {CATALOG} names");
                    self.faults([Fault::new(file, expected, "what it does not name")]);
                }
            }
        }
    }

    /// The key of a city from elsewhere than what is checked.
    fn known_key(&self, city: &str) -> Result<Option<KnownKey>, VerifyError> {
        if let Some(key) = &self.request.key {
            let origin = "the key that was given".to_owned();
            let key = key.clone();
            return Ok(Some(KnownKey { key, origin }));
        }
        let Some(settings) = self.request.settings else {
            return Ok(None);
        };
        // A catalogue may be anybody's, and must not choose another folder.
        if !is_below(city) {
            return Ok(None);
        }
        let path = settings.join(city).join(PUBLIC_KEY);
        let key = signing::public_key(&path)?;
        let origin = path.display().to_string();
        Ok(key.map(|key| KnownKey { key, origin }))
    }

    /// Counts a file that was read and tells of it.
    fn file(&mut self, name: &str, bytes: u64, faults: impl IntoIterator<Item = Fault>) {
        self.summary.files += 1;
        self.summary.bytes += bytes;
        let faults: Vec<Fault> = faults.into_iter().collect();
        if faults.iter().all(|fault| fault.file != name) {
            let name = name.to_owned();
            (self.tell)(&Line::Sound { name, bytes });
        }
        self.faults(faults);
    }

    fn faults(&mut self, faults: impl IntoIterator<Item = Fault>) {
        for fault in faults {
            (self.tell)(&Line::Fault(fault.clone()));
            self.summary.faults.push(fault);
        }
    }

    /// Files below a folder that nothing names; of an address nobody can say which there are.
    fn unlisted(&mut self, place: &Place, name: &str, is_listed: impl Fn(&str) -> bool) {
        for path in paths_below(place) {
            if !is_listed(&path) {
                let file = format!("{name}{path}");
                self.faults([Fault::new(file, "no file that is not listed", "one")]);
            }
        }
    }
}

/// The names in a folder, in order; none of an address or of what is no folder.
fn names_in(place: &Place) -> Vec<String> {
    let entries = place.folder().map(std::fs::read_dir);
    let entries = entries.into_iter().flatten().flatten().flatten();
    let mut names: Vec<String> = entries
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

/// The paths of all files below a folder, with `/` between names, in order.
fn paths_below(place: &Place) -> Vec<String> {
    let is_folder = |place: &Place| place.folder().is_some_and(Path::is_dir);
    let mut paths = Vec::new();
    for name in names_in(place) {
        let inner = place.below(&name);
        match is_folder(&inner) {
            false => paths.push(name),
            true => {
                let below = paths_below(&inner).into_iter();
                paths.extend(below.map(|path| format!("{name}/{path}")));
            }
        }
    }
    paths
}
