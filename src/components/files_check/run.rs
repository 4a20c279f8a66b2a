//! Fetches every file of a release anew, and holds each against the lists that name it.

use std::collections::BTreeMap;
use std::future::Future;

use cube::release::{Asked, Catalog, File, Manifest, SIGNATURE, hex};
use futures_util::stream::{self, StreamExt};
use leptos::{prelude::*, task::spawn_local};
use verification::{
    Fault, Kind, Named, PublicKey, Signing, check_file, check_key, check_list, check_origin,
    copies_of, read_catalog, sha256_hex,
};
use wording::t;

use super::report::{CertificateFinding, Group, HashedBy, Report};
use crate::{
    components::check::{Check, State},
    data::{known_key, proof_paths},
    platform::{
        digest,
        host::{self, NoFile},
    },
};

/// The folder of everything published, below the site's base.
const ROOT: &str = "data";
const CATALOG: &str = "catalog.json";
/// How many files are on their way at once: more would not be sooner, and would fill a phone.
const AT_ONCE: usize = 4;

/// How far a check has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Nobody has asked.
    Idle,
    /// Files are on their way.
    Fetching,
    /// All files have been looked at; the certificate may still be.
    Fetched,
}

/// Whether copies are checked too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Copies {
    /// The copies of the newest downloads are fetched too.
    Included,
    /// They are left alone.
    LeftOut,
}

/// One check of files, and what it has found.
#[derive(Clone, Copy)]
pub struct Run {
    /// How far it has come.
    pub phase: RwSignal<Phase>,
    /// What it has found so far.
    pub report: RwSignal<Report>,
    /// What became of the certificate where no worker was asked.
    unasked: RwSignal<CertificateFinding>,
    check: Check,
    /// Counts the runs, so that what an ended one still finds is dropped.
    round: StoredValue<u32>,
}

/// Somebody has ended the run, or nothing further can be checked.
struct Ended;

impl Run {
    /// A run that nobody has asked for.
    pub fn new() -> Self {
        Self {
            phase: RwSignal::new(Phase::Idle),
            report: RwSignal::new(Report::default()),
            unasked: RwSignal::new(CertificateFinding::Waiting),
            check: Check::new(),
            round: StoredValue::new(0),
        }
    }

    /// Ends what is under way, and forgets it.
    pub fn stop(self) {
        self.round.update_value(|round| *round += 1);
        self.check.stop();
        self.phase.set(Phase::Idle);
        self.report.set(Report::default());
        self.unasked.set(CertificateFinding::Waiting);
    }

    /// Checks the release that is asked for.
    pub fn start(self, asked: Asked, copies: Copies) {
        self.stop();
        self.phase.set(Phase::Fetching);
        let round = self.round.get_value();
        spawn_local(async move {
            // An end before the last file leaves in the report why.
            let _ = self.check_all(round, asked, copies).await;
            if self.is_on(round) {
                self.phase.try_set(Phase::Fetched);
            }
        });
    }

    /// What became of the certificate.
    pub fn certificate(self) -> CertificateFinding {
        match self.check.state.get() {
            State::Finished(found) if found.holds => CertificateFinding::Holds(found.witnessed),
            State::Finished(found) => {
                let first = found.faults.first().cloned();
                CertificateFinding::Fails(
                    first.unwrap_or_else(|| t!("a number has no two worlds").into()),
                )
            }
            State::Failed(reason) => CertificateFinding::Fails(reason),
            State::Idle => self.unasked.get(),
            State::Fetching | State::Running { .. } => CertificateFinding::Waiting,
        }
    }

    fn is_on(self, round: u32) -> bool {
        self.round.try_get_value() == Some(round)
    }

    /// Waits for something, unless the run is ended meanwhile.
    async fn wait<T>(self, round: u32, what: impl Future<Output = T>) -> Result<T, Ended> {
        let got = what.await;
        match self.is_on(round) {
            true => Ok(got),
            false => Err(Ended),
        }
    }

    fn note(self, note: impl FnOnce(&mut Report)) {
        self.report.try_update(note);
    }

    async fn check_all(self, round: u32, asked: Asked, copies: Copies) -> Result<(), Ended> {
        let catalog = self.catalog(round).await?;
        let city = catalog.city(asked.city.as_deref());
        let found = city.and_then(|city| {
            let (reference, is_current) = city.release(asked.release.as_deref())?;
            Some((city, reference, is_current))
        });
        let Some((city, wanted, is_current)) = found else {
            let expected = t!("the release that was asked for");
            let found = t!(in "in the place of a release", "none");
            self.note(|report| report.blame([Fault::new(CATALOG, expected, found)]));
            return Err(Ended);
        };
        self.note(|report| {
            report.city.clone_from(&city.label);
            report.release.clone_from(&wanted.id);
            report.is_key_known = known_key(&city.id).is_some();
            report.is_current = is_current;
        });
        let manifest = self
            .lists(round, &catalog, &wanted.id)
            .await?
            .ok_or(Ended)?;
        let copies = copies == Copies::Included && is_current;
        self.note(|report| report.expect(&manifest, copies));
        let kept = self.files(round, &manifest).await?;
        if copies {
            self.copies(round, &manifest).await?;
        }
        self.certificate_of(&manifest, kept);
        Ok(())
    }

    /// The lists of all releases, as nothing else confirms what the catalogue says of them; the
    /// manifest of the one that is wanted, if it is the published one.
    async fn lists(
        self,
        round: u32,
        catalog: &Catalog,
        wanted: &str,
    ) -> Result<Option<Manifest>, Ended> {
        let mut of_wanted = None;
        for city in &catalog.cities {
            let (key, fault) = check_key(CATALOG, city, known_key(&city.id).as_ref());
            self.note(|report| report.blame(fault));
            for reference in &city.releases {
                let named = Named {
                    file: CATALOG,
                    city,
                    reference,
                };
                let (signing, manifest) = self.list(round, named, key.as_ref()).await?;
                if reference.id == wanted {
                    self.note(|report| report.signing = signing);
                    of_wanted = manifest;
                }
            }
        }
        Ok(of_wanted)
    }

    async fn catalog(self, round: u32) -> Result<Catalog, Ended> {
        match self.wait(round, fetch(CATALOG)).await? {
            Ok(bytes) => {
                let (catalog, faults) = read_catalog(CATALOG, &bytes);
                self.note(|report| {
                    report.add(Group::Lists, CATALOG.into(), Some(bytes.len() as u64), None);
                    report.blame(faults);
                });
                catalog.ok_or(Ended)
            }
            Err(found) => {
                let fault = Fault::new(CATALOG, t!("the catalogue"), found);
                self.note(|report| report.add(Group::Lists, CATALOG.into(), None, Some(fault)));
                Err(Ended)
            }
        }
    }

    /// Who has signed the list of a release, and the manifest, if it is the published one.
    async fn list(
        self,
        round: u32,
        named: Named<'_>,
        key: Option<&PublicKey>,
    ) -> Result<(Option<Signing>, Option<Manifest>), Ended> {
        let folder = format!("releases/{}/", named.reference.id);
        let path = format!("{folder}manifest.json");
        let bytes = match self.wait(round, fetch(&path)).await? {
            Ok(bytes) => bytes,
            Err(found) => {
                let fault = Fault::new(&path, t!("the manifest that catalog.json names"), found);
                self.note(|report| report.add(Group::Lists, path, None, Some(fault)));
                return Ok((None, None));
            }
        };
        self.note(|report| report.add(Group::Lists, path, Some(bytes.len() as u64), None));
        let is_signed = named.reference.signature_sha256.is_some();
        let signature = match is_signed {
            true => self.signature(round, &folder).await?,
            false => None,
        };
        let list = check_list(&folder, Some(named), &bytes, signature.as_deref(), key);
        self.note(|report| report.blame(list.faults));
        let signing = match is_signed && signature.is_none() {
            true => Signing::Wrong,
            false => list.signing,
        };
        Ok((Some(signing), list.manifest))
    }

    async fn signature(self, round: u32, folder: &str) -> Result<Option<Vec<u8>>, Ended> {
        let path = format!("{folder}{SIGNATURE}");
        let (bytes, fault) = match self.wait(round, fetch(&path)).await? {
            Ok(bytes) => (Some(bytes), None),
            Err(found) => (
                None,
                Some(Fault::new(
                    &path,
                    t!("the signature that catalog.json names"),
                    found,
                )),
            ),
        };
        let length = bytes.as_ref().map(|bytes| bytes.len() as u64);
        self.note(|report| report.add(Group::Lists, path, length, fault));
        Ok(bytes)
    }

    /// Every file of the manifest; the bytes of those that the certificate speaks of.
    async fn files(
        self,
        round: u32,
        manifest: &Manifest,
    ) -> Result<BTreeMap<String, Vec<u8>>, Ended> {
        let folder = format!("releases/{}/", manifest.id);
        let mut fetched = stream::iter(&manifest.files)
            .map(|file| {
                let name = format!("{folder}{}", file.path);
                async move { (file, looked_at(name, file).await) }
            })
            .buffer_unordered(AT_ONCE);
        let mut kept = BTreeMap::new();
        while let Some((file, looked)) = self.wait(round, fetched.next()).await? {
            let is_sound = looked.fault.is_none();
            let bytes = self.add(Group::Of(Kind::of(&file.path)), looked);
            if is_sound && is_of_certificate(manifest, &file.path) {
                kept.insert(file.path.clone(), bytes.unwrap_or_default());
            }
        }
        Ok(kept)
    }

    async fn copies(self, round: u32, manifest: &Manifest) -> Result<(), Ended> {
        let folder = format!("latest/{}/", manifest.city);
        let origin = format!("{folder}release.json");
        let (bytes, fault) = match self.wait(round, fetch(&origin)).await? {
            Ok(bytes) => (
                Some(bytes.len() as u64),
                check_origin(&origin, manifest, &bytes),
            ),
            Err(found) => (
                None,
                Some(Fault::new(&origin, t!("the name of the release"), found)),
            ),
        };
        self.note(|report| report.add(Group::Copies, origin, bytes, fault));
        let mut fetched = stream::iter(copies_of(manifest))
            .map(|(copy, file)| looked_at(format!("{folder}{copy}"), file))
            .buffer_unordered(AT_ONCE);
        while let Some(looked) = self.wait(round, fetched.next()).await? {
            self.add(Group::Copies, looked);
        }
        Ok(())
    }

    fn add(self, group: Group, looked: LookedAt) -> Option<Vec<u8>> {
        let LookedAt {
            name,
            bytes,
            fault,
            hashed_by,
        } = looked;
        let length = bytes.as_ref().map(|bytes| bytes.len() as u64);
        self.note(|report| {
            report.add(group, name, length, fault);
            if hashed_by == HashedBy::Program {
                report.hashed_by = hashed_by;
            }
        });
        bytes
    }

    /// Hands the certificate to its worker, if all that it speaks of is as published.
    fn certificate_of(self, manifest: &Manifest, mut kept: BTreeMap<String, Vec<u8>>) {
        let files = match proof_paths(manifest, &kept) {
            Ok(None) => {
                self.unasked.try_set(CertificateFinding::None);
                return;
            }
            Ok(Some(paths)) => {
                let files = paths.iter().map(|path| kept.remove(path));
                files.collect::<Option<Vec<_>>>()
            }
            Err(_) => None,
        };
        match files {
            Some(files) => self.check.start_with(files),
            None => {
                self.unasked.try_set(CertificateFinding::Blocked);
            }
        }
    }
}

impl Report {
    /// Notes how much there is to fetch.
    fn expect(&mut self, manifest: &Manifest, has_copies: bool) {
        let files = self.files.len() + manifest.files.len();
        let bytes: u64 = manifest.files.iter().map(|file| file.bytes).sum();
        let copies: Vec<u64> = copies_of(manifest).map(|(_, file)| file.bytes).collect();
        let (more, longer) = match has_copies {
            true => (copies.len() + 1, copies.iter().sum()),
            false => (0, 0),
        };
        self.expected = Some((files + more, self.bytes() + bytes + longer));
    }
}

/// A file as it came.
struct LookedAt {
    name: String,
    bytes: Option<Vec<u8>>,
    fault: Option<Fault>,
    hashed_by: HashedBy,
}

async fn looked_at(name: String, file: &File) -> LookedAt {
    match fetch(&name).await {
        Ok(bytes) => {
            let (sha256, hashed_by) = match digest::sha256(&bytes).await {
                Some(hash) => (hex(&hash), HashedBy::Browser),
                None => (sha256_hex(&bytes), HashedBy::Program),
            };
            let fault = check_file(&name, file, bytes.len() as u64, &sha256);
            LookedAt {
                name,
                bytes: Some(bytes),
                fault,
                hashed_by,
            }
        }
        Err(found) => {
            let expected = t!("a file of {count} bytes", count = file.bytes);
            LookedAt {
                fault: Some(Fault::new(&name, expected, found)),
                name,
                bytes: None,
                hashed_by: HashedBy::Browser,
            }
        }
    }
}

fn is_of_certificate(manifest: &Manifest, path: &str) -> bool {
    let files = manifest.protection.as_ref();
    let is_proof = files.is_some_and(|files| path == files.certificate || path == files.policy);
    is_proof || (files.is_some() && path.starts_with("cubes/"))
}

/// The bytes of a published file, or what came instead of them, in a few words.
async fn fetch(path: &str) -> Result<Vec<u8>, String> {
    let fetched = host::fetch(&format!("{ROOT}/{path}")).await;
    fetched.map_err(|found| match found {
        NoFile::NoAnswer(reason) => t!("no answer ({reason})", reason = reason),
        NoFile::Missing => t!("no file").to_owned(),
        NoFile::Status(status) => t!("the status {status}", status = status),
    })
}
