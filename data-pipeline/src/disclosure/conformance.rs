//! Audit A0: a release holds only what the policy declares, and says the same in every format.

use std::collections::{BTreeMap, BTreeSet};

use cube::comparison::{self, Comparison};
use cube::enforcement::{self, Enforcement};
use cube::places::PlaceLayer;
use cube::programme::{MEASURES, Programme};
use cube::release::{ABOUT_CITY, TranslationFile};
use cube::texts::Translations;
use cube::{Cell, Cube};
use disclosure::policy::{Policy, Rule, Zeros};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::protected::categories;
use super::{CERTIFICATE, POLICY, ProtectedCube, bytes};
use crate::publish::{self, Draft};
use crate::releases;
use crate::settings::figures;

/// What is looked at, and what is wrong.
#[derive(Debug, Default)]
pub(super) struct Conformance {
    pub checked: u64,
    pub faults: Vec<String>,
}

/// Holds every file of a draft against the policy.
pub(super) fn conformance(policy: &Policy, draft: &Draft, tables: &[(Cube, &[u8])]) -> Conformance {
    let mut found = Conformance::default();
    for (at, (cube, _)) in tables.iter().enumerate() {
        found.cells(policy, cube);
        found.dimensions(policy, cube);
        found.csv(draft, at, cube);
    }
    found.formats(draft, tables);
    found.declared::<Enforcement>(draft, enforcement::PATH);
    found.declared::<Comparison>(draft, comparison::PATH);
    found.files(draft);
    found.measures(policy, draft);
    found.places(draft);
    found.translations(draft);
    found.history(policy, draft);
    found
}

impl Conformance {
    fn fault(&mut self, text: String) {
        self.faults.push(text);
    }

    /// No number is shown in a way that its family does not allow.
    fn cells(&mut self, policy: &Policy, cube: &Cube) {
        let id = &cube.header().id;
        let (codes, category) = categories(cube);
        let families: Vec<_> = codes.iter().map(|code| policy.family(id, code)).collect();
        for (at, cell) in cube.cells().iter().enumerate() {
            self.checked += 1;
            let Some(family) = families.get(category(at)).copied().flatten() else {
                return self.fault(format!("{id}: a number that no family declares"));
            };
            let is_allowed = match (&family.rule, *cell) {
                (_, Cell::NotCollected | Cell::NotApplicable | Cell::Suppressed) => true,
                (Rule::Exact, Cell::Observed(_) | Cell::Provisional(_)) => true,
                (
                    Rule::Suppression {
                        threshold, zeros, ..
                    },
                    Cell::Observed(count) | Cell::Provisional(count),
                ) => count >= *threshold || (count == 0 && *zeros == Zeros::Published),
                (Rule::Rounding { base, .. }, Cell::Rounded(shown)) => shown == 0 || shown >= *base,
                (
                    Rule::Rounding { exact_from, .. },
                    Cell::Observed(count) | Cell::Provisional(count),
                ) => count >= *exact_from,
                _ => false,
            };
            if !is_allowed {
                return self.fault(format!(
                    "{id}: cell {at} is shown as {cell:?}, which the rule of {} does not allow",
                    family.id
                ));
            }
        }
    }

    /// No table tells more about people apart than its family declares.
    fn dimensions(&mut self, policy: &Policy, cube: &Cube) {
        let header = cube.header();
        let families = policy.families.iter();
        for family in families.filter(|family| family.tables.contains(&header.id)) {
            if family.dimensions.is_empty() {
                continue;
            }
            for dimension in &header.dimensions {
                self.checked += 1;
                if !family.dimensions.contains(&dimension.id) {
                    self.fault(format!(
                        "{}: it tells {:?} apart, which {} does not declare",
                        header.id, dimension.id, family.id
                    ));
                }
            }
        }
    }

    /// The CSV has the declared columns and the numbers of the cube.
    fn csv(&mut self, draft: &Draft, at: usize, cube: &Cube) {
        let id = &cube.header().id;
        let Some(text) = bytes::csv(&draft.manifest, &draft.files, at) else {
            return self.fault(format!("{id}: its CSV is missing"));
        };
        let mut reader = csv::Reader::from_reader(text.as_slice());
        let columns = cube::tidy::columns(cube.header());
        let names = columns.iter().map(|column| column.name.as_str());
        let has_columns = reader
            .headers()
            .is_ok_and(|headers| headers.iter().eq(names));
        if !has_columns {
            return self.fault(format!("{id}: its CSV has other columns than are declared"));
        }
        let mut rows = cube::tidy::rows(cube);
        for record in reader.into_records() {
            self.checked += 1;
            let (Ok(record), Some(row)) = (record, rows.next()) else {
                return self.fault(format!("{id}: its CSV has other rows than its cube"));
            };
            let texts = columns.iter().map(|column| row.text(column.role));
            let texts = texts.map(|text| cube::tidy::inert(&text).into_owned());
            if !record.iter().eq(texts) {
                let line = record.position().map_or(0, csv::Position::line);
                return self.fault(format!(
                    "{id}: line {line} of its CSV is not as in its cube"
                ));
            }
        }
        if rows.next().is_some() {
            self.fault(format!("{id}: its CSV ends early"));
        }
    }

    /// Every other format holds what the cubes hold: written again from them, it is the same.
    fn formats(&mut self, draft: &Draft, tables: &[(Cube, &[u8])]) {
        let mut again = Draft {
            manifest: draft.manifest.clone(),
            files: BTreeMap::new(),
            place: draft.place,
        };
        let mut cubes = BTreeMap::new();
        for (table, (cube, _)) in again.manifest.tables.iter_mut().zip(tables) {
            table.downloads = cube::release::Downloads::default();
            cubes.insert(cube.header().id.clone(), ProtectedCube::new(cube.clone()));
            let protected = cubes.get(&cube.header().id);
            let written = |cube| publish::table_files(cube, &draft.manifest.released);
            if let Some(Ok(written)) = protected.map(written) {
                again.files.extend([written.cube, written.csv]);
            }
        }
        again.manifest.descriptions = Vec::new();
        // What tells of the release as a whole was added after its formats.
        again.manifest.previous = None;
        again.manifest.revisions = None;
        again.manifest.changes = None;
        again.manifest.overrides = Vec::new();
        again.manifest.translations = Vec::new();
        again.manifest.files = Vec::new();
        again.manifest.id = String::new();
        if let Err(error) = publish::formats::add(&mut again, &cubes) {
            return self.fault(format!("its formats cannot be written again: {error}"));
        }
        for (path, bytes) in &again.files {
            self.checked += 1;
            if draft.files.get(path) != Some(bytes) {
                self.fault(format!("{path} does not hold what the cubes hold"));
            }
        }
    }

    /// What is published of other matters than tables holds the fields that are declared, and no other.
    fn declared<T: Serialize + DeserializeOwned>(&mut self, draft: &Draft, path: &str) {
        let Some(bytes) = draft.files.get(path) else {
            return;
        };
        self.checked += 1;
        let read = serde_json::from_slice::<T>(bytes);
        let again = read.ok().and_then(|read| publish::json(&read).ok());
        if again.as_ref() != Some(bytes) {
            self.fault(format!("{path} holds something that is not declared"));
        }
    }

    /// There is no file that nobody declared.
    fn files(&mut self, draft: &Draft) {
        let mut known: BTreeSet<&str> = ABOUT_CITY
            .into_iter()
            .chain([POLICY, CERTIFICATE])
            .collect();
        let manifest = &draft.manifest;
        known.extend(manifest.revisions.as_deref());
        known.extend(manifest.changes.as_deref());
        known.extend(manifest.programme.as_deref());
        known.extend(manifest.measures.as_deref());
        known.extend(manifest.descriptions.iter().map(|one| one.path.as_str()));
        known.extend(manifest.translations.iter().map(|one| one.path.as_str()));
        let layers = manifest.places.iter();
        known.extend(layers.map(|kind| kind.layer.as_str()));
        for table in &manifest.tables {
            known.extend([table.cube.as_str(), table.csv.as_str()]);
            known.extend(table.query.as_deref());
            known.extend(table.downloads.paths());
        }
        for path in draft.files.keys() {
            self.checked += 1;
            if !known.contains(path.as_str()) && path != "downloads/TERMS.md" {
                self.fault(format!("{path} is a file that nothing declares"));
            }
        }
    }

    /// Measures of others belong to a family that is published as it is, and both of their files say
    /// the same.
    fn measures(&mut self, policy: &Policy, draft: &Draft) {
        let path = draft.manifest.programme.as_ref();
        let Some(bytes) = path.and_then(|path| draft.files.get(path)) else {
            if draft.manifest.programme.is_some() || draft.manifest.measures.is_some() {
                self.fault("the program that the manifest names is missing".into());
            }
            return;
        };
        let programme: Programme = match serde_json::from_slice(bytes) {
            Ok(programme) => programme,
            Err(error) => return self.fault(format!("the program cannot be read: {error}")),
        };
        for id in programme.measure_ids() {
            self.checked += 1;
            let family = policy.family(MEASURES, id);
            if family.is_none_or(|family| family.rule != Rule::Exact) {
                self.fault(format!(
                    "{MEASURES}: {id} is in no family that is published as it is counted"
                ));
            }
        }
        let expected = publish::programme_files(&programme).unwrap_or_default();
        for (path, bytes) in expected {
            self.checked += 1;
            if draft.files.get(&path) != Some(&bytes) {
                self.fault(format!("{path} does not hold what the program holds"));
            }
        }
    }

    /// What tells of places has the declared fields and no others, and no count of records among them.
    fn places(&mut self, draft: &Draft) {
        for kind in &draft.manifest.places {
            let path = &kind.layer;
            self.checked += 1;
            let bytes = draft.files.get(path).map_or(&[][..], Vec::as_slice);
            let layer = serde_json::from_slice::<PlaceLayer>(bytes);
            let is_as_declared = layer.is_ok_and(|layer| {
                let again = publish::json(&layer);
                layer.kind == kind.id && again.is_ok_and(|again| again == bytes)
            });
            if !is_as_declared {
                self.fault(format!("{path} does not hold what places are told with"));
            }
        }
    }

    /// What is said in another language has the form of texts, and the figures of the English.
    fn translations(&mut self, draft: &Draft) {
        for TranslationFile { path, .. } in &draft.manifest.translations {
            let bytes = draft.files.get(path).map_or(&[][..], Vec::as_slice);
            let Ok(translations) = serde_json::from_slice::<Translations>(bytes) else {
                self.fault(format!("{path} holds no texts"));
                continue;
            };
            if publish::json(&translations).is_ok_and(|again| again != bytes) {
                self.fault(format!("{path} holds something that is not declared"));
            }
            for (english, translation) in translations.iter() {
                self.checked += 1;
                if figures(english) != figures(translation) {
                    self.fault(format!("{path}: {translation:?} tells other figures"));
                }
            }
        }
    }

    /// No earlier value of a protected number is told.
    fn history(&mut self, policy: &Policy, draft: &Draft) {
        let path = draft.manifest.revisions.as_ref();
        let Some(bytes) = path.and_then(|path| draft.files.get(path)) else {
            return;
        };
        let revisions = match releases::read_revisions(bytes) {
            Ok(revisions) => revisions,
            Err(error) => return self.fault(format!("revisions: {error}")),
        };
        for revision in revisions {
            self.checked += 1;
            let key = &revision.key;
            if !releases::may_be_told(policy, &revision) {
                return self.fault(format!(
                    "the history tells earlier values of {} in {}, which is protected",
                    key.category, key.table
                ));
            }
        }
    }
}
