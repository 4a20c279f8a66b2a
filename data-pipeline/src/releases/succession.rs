//! How a release follows the last one: the same, in place of it, or after it.
//!
//! The history that a release carries depends on its inputs and on the last release only. What was
//! built before and is built again carries the history that it has; so it gives the same bytes.
//! Where only what is about persons differs, the release takes the place of the last one and
//! carries its history, as if the last one had never been otherwise.

use std::collections::{BTreeMap, BTreeSet};

use cube::release::{ChangeNotes, Override};

use super::changes::{Changes, between};
use super::guards::{Finding, Grounds, Request, State, examine, recorded};
use super::numbers::CellKey;
use super::persons::Persons;
use super::revisions::{self, History, Revision, may_be_told};
use super::stored::{Published, Stored};
use super::vintages::Seed;
use super::words::notes;
use super::{CHANGES, REVISIONS};
use crate::publish::{self, CityPlace, Draft, PublishError};
use crate::settings::Settings;

/// What a build has made, without the history that goes with it.
pub struct Candidate<'a> {
    /// The settings.
    pub settings: &'a Settings,
    /// Manifest and tables.
    pub published: Published,
    /// Every file but the history, by path.
    pub files: BTreeMap<String, Vec<u8>>,
    /// The values that the vintages give.
    pub seeds: Vec<Seed>,
    /// Where the city stands in the catalogue.
    pub place: CityPlace,
}

/// How a candidate follows the last release.
#[derive(Debug)]
pub struct Succession {
    /// The release, history included.
    pub draft: Draft,
    /// What the guards saw.
    pub findings: Vec<Finding>,
    /// What differs from the last release; none before the first.
    pub changes: Option<Changes>,
    /// What is about persons, in either.
    pub persons: Persons,
    /// How many numbers have a history.
    pub revisions: Vec<Revision>,
    /// The overrides that no guard needed.
    pub needless: Vec<String>,
}

/// The history that a release carries.
struct Carried {
    previous: Option<String>,
    changes: Option<Vec<u8>>,
    revisions: Vec<Revision>,
    overrides: Vec<Override>,
}

/// Makes a candidate the release that follows `before`.
///
/// # Errors
/// Where a file cannot be written.
pub fn follow(
    candidate: Candidate<'_>,
    before: Option<&Stored>,
    requests: &[Request],
) -> Result<Succession, PublishError> {
    let mut persons = Persons::of(candidate.settings);
    if let Some(before) = before {
        persons = persons.and_of(&before.published.manifest);
    }
    let changes = before.map(|before| between(&before.published, &candidate.published, &persons));
    let grounds = Grounds {
        settings: candidate.settings,
        persons: &persons,
        before,
        after: &candidate.published,
        changes: changes.as_ref(),
    };
    let repeated = match before {
        Some(before) => repeat(&candidate, before, &persons)?,
        None => None,
    };
    let mut accepted = requests.to_vec();
    let kept = repeated.iter().flat_map(|carried| &carried.overrides);
    accepted.extend(kept.map(|one| Request {
        guard: one.guard.clone(),
        because: one.because.clone(),
    }));
    let findings = examine(&grounds, &accepted);
    let carried = match repeated {
        Some(repeated) => with_overrides(repeated, &findings),
        None => begin(&candidate, before, changes.as_ref(), &persons, &findings)?,
    };
    let revisions = carried.revisions.clone();
    let draft = drafted(candidate, &carried)?;
    Ok(Succession {
        draft,
        needless: needless(requests, &findings),
        findings,
        changes,
        persons,
        revisions,
    })
}

/// The history of the last release, where the candidate is it or takes its place.
fn repeat(
    candidate: &Candidate<'_>,
    before: &Stored,
    persons: &Persons,
) -> Result<Option<Carried>, PublishError> {
    let last = &before.published.manifest;
    let now = (
        &*candidate.published.manifest.released,
        &candidate.published.cubes,
    );
    let carried = Carried {
        previous: last.previous.clone(),
        changes: before.changes.clone(),
        revisions: told(
            candidate,
            History::gather(&candidate.seeds, Some(before), None, persons, now),
        ),
        overrides: last.overrides.clone(),
    };
    let (manifest, files) = composed(candidate, &carried)?;
    let (manifest, _) = publish::named(manifest, &files)?;
    if manifest.id == last.id {
        return Ok(Some(carried));
    }
    let same_revisions = persons.revisions_without(&carried.revisions)
        == persons.revisions_without(&before.revisions);
    let same_rest = persons.without(&manifest) == persons.without(last);
    let takes_place = same_rest && same_revisions && persons.withdraw(last, &manifest);
    Ok(takes_place.then_some(carried))
}

/// The history of a release after the last one, or of the first.
fn begin(
    candidate: &Candidate<'_>,
    before: Option<&Stored>,
    changes: Option<&Changes>,
    persons: &Persons,
    findings: &[Finding],
) -> Result<Carried, PublishError> {
    let now = (
        &*candidate.published.manifest.released,
        &candidate.published.cubes,
    );
    let notes = match (before, changes) {
        (Some(before), Some(changes)) => Some(publish::json(&told_changes(
            candidate, before, changes, persons,
        ))?),
        _ => None,
    };
    let previous = before.map(|before| persons.name(&before.published.manifest));
    Ok(Carried {
        previous: previous.transpose()?,
        changes: notes,
        revisions: told(
            candidate,
            History::gather(&candidate.seeds, before, changes, persons, now),
        ),
        overrides: recorded(findings),
    })
}

/// The changes in English, and in each language that the city has a catalogue of.
fn told_changes(
    candidate: &Candidate<'_>,
    before: &Stored,
    changes: &Changes,
    persons: &Persons,
) -> ChangeNotes {
    let holds_persons = persons.are_in(&candidate.published.manifest);
    let catalogues = candidate.settings.translations.iter();
    let translations = catalogues.map(|catalogue| {
        let mut changes = changes.clone();
        catalogue.translations().put_into(&mut changes);
        let told = || notes(&changes, persons, holds_persons);
        let told = wording::speaking(catalogue.language, told);
        (catalogue.language.tag().to_owned(), told)
    });
    ChangeNotes {
        since: before.published.manifest.released.clone(),
        notes: notes(changes, persons, holds_persons),
        translations: translations.collect(),
    }
}

/// The history without numbers that an earlier value could give away.
///
/// A protected number is told of only where it is published as counted now, and was never so small
/// that it would be hidden.
fn told(candidate: &Candidate<'_>, history: Vec<Revision>) -> Vec<Revision> {
    let policy = &candidate.settings.policy;
    let secret: BTreeSet<CellKey> = history
        .iter()
        .filter(|revision| !may_be_told(policy, revision))
        .map(|revision| revision.key.clone())
        .collect();
    let told = history.into_iter();
    told.filter(|revision| !secret.contains(&revision.key))
        .collect()
}

/// Adds the overrides of this run to those that are kept.
fn with_overrides(mut carried: Carried, findings: &[Finding]) -> Carried {
    for new in recorded(findings) {
        if !carried.overrides.iter().any(|one| one.guard == new.guard) {
            carried.overrides.push(new);
        }
    }
    carried
}

fn needless(requests: &[Request], findings: &[Finding]) -> Vec<String> {
    let is_needed = |request: &&Request| {
        let mut findings = findings.iter();
        findings.any(|one| one.guard == request.guard && one.state != State::Passed)
    };
    let needless = requests.iter().filter(|request| !is_needed(request));
    needless.map(|request| request.guard.clone()).collect()
}

type Files = BTreeMap<String, Vec<u8>>;

/// The manifest and the files that carry a history; the other files are those of the candidate.
fn history(
    candidate: &Candidate<'_>,
    carried: &Carried,
) -> Result<(cube::release::Manifest, Files), PublishError> {
    let mut manifest = candidate.published.manifest.clone();
    let mut files = Files::new();
    manifest.previous.clone_from(&carried.previous);
    manifest.overrides.clone_from(&carried.overrides);
    if !carried.revisions.is_empty() {
        manifest.revisions = Some(REVISIONS.to_owned());
        let revisions = revisions::write(&carried.revisions);
        let revisions = revisions.map_err(|error| PublishError::Table {
            table: REVISIONS.to_owned(),
            error: error.to_string(),
        })?;
        files.insert(REVISIONS.to_owned(), revisions);
    }
    if let Some(changes) = &carried.changes {
        manifest.changes = Some(CHANGES.to_owned());
        files.insert(CHANGES.to_owned(), changes.clone());
    }
    Ok((manifest, files))
}

/// As it would be published.
fn composed(
    candidate: &Candidate<'_>,
    carried: &Carried,
) -> Result<(cube::release::Manifest, Files), PublishError> {
    let (manifest, mut files) = history(candidate, carried)?;
    let rest = candidate.files.iter();
    files.extend(rest.map(|(path, bytes)| (path.clone(), bytes.clone())));
    Ok((manifest, files))
}

fn drafted(candidate: Candidate<'_>, carried: &Carried) -> Result<Draft, PublishError> {
    let (manifest, mut files) = history(&candidate, carried)?;
    let place = candidate.place;
    files.extend(candidate.files);
    Ok(Draft {
        manifest,
        files,
        place,
    })
}
