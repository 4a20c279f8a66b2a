//! What is about persons: tables, sources, and how a release is named without them.
//!
//! A record that its source removes leaves no trace in later releases. So nothing that is kept from
//! one release to the next may depend on these tables, and a superseded release that holds them
//! otherwise than the current one is withdrawn.

use std::collections::BTreeSet;

use cube::release::{ABOUT_CITY, File, Manifest, Source};

use super::Revision;
use crate::publish::{self, PublishError};
use crate::settings::{Settings, Shape};
use crate::source::sha256_hex;

/// Which tables and sources are about persons.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Persons {
    tables: BTreeSet<String>,
    sources: BTreeSet<String>,
}

impl Persons {
    /// As the settings say.
    #[must_use]
    pub fn of(settings: &Settings) -> Self {
        let tables = settings.tables.iter();
        let tables: BTreeSet<String> = tables
            .filter(|table| table.is_about_persons())
            .map(|table| table.id.clone())
            .collect();
        let stretches = settings.tables.iter().flat_map(|table| {
            let stretches = table.stretches.iter();
            stretches.map(|stretch| (&table.id, &stretch.source))
        });
        let vintages = settings.vintages.iter();
        let vintages = vintages.map(|vintage| (&vintage.table, &vintage.source));
        let arrests = settings.sources.iter();
        let arrests = arrests.filter(|source| matches!(source.shape, Shape::Arrests(_)));
        let sources = stretches
            .chain(vintages)
            .filter(|(table, _)| tables.contains(*table))
            .map(|(_, source)| source.clone())
            .chain(arrests.map(|source| source.id.clone()))
            .collect();
        Self { tables, sources }
    }

    /// With those that a published release says to be so.
    #[must_use]
    pub fn and_of(mut self, manifest: &Manifest) -> Self {
        for table in manifest.tables.iter().filter(|table| table.persons) {
            self.tables.insert(table.id.clone());
            self.sources.extend(table.sources.iter().cloned());
        }
        self
    }

    /// Whether a table is about persons.
    #[must_use]
    pub fn has_table(&self, id: &str) -> bool {
        self.tables.contains(id)
    }

    /// Whether a source is.
    #[must_use]
    pub fn has_source(&self, id: &str) -> bool {
        self.sources.contains(id)
    }

    /// Whether a release holds anything about persons.
    #[must_use]
    pub fn are_in(&self, manifest: &Manifest) -> bool {
        manifest
            .tables
            .iter()
            .any(|table| self.has_table(&table.id))
    }

    /// Whether a superseded release must be withdrawn for what the current one holds: it has a
    /// table about persons, or a source of one, otherwise than the current release or not at all.
    #[must_use]
    pub fn withdraw(&self, superseded: &Manifest, current: &Manifest) -> bool {
        let hash = |manifest: &Manifest, path: &str| {
            let mut files = manifest.files.iter();
            files
                .find(|file| file.path == path)
                .map(|file| file.sha256.clone())
        };
        let mut tables = superseded
            .tables
            .iter()
            .filter(|one| self.has_table(&one.id));
        let is_other_table = tables.any(|table| {
            let mut others = current.tables.iter();
            let other = others.find(|other| other.id == table.id);
            let other = other.and_then(|other| hash(current, &other.cube));
            other.is_none() || other != hash(superseded, &table.cube)
        });
        let of_persons = |source: &&Source| self.has_source(&source.id);
        let mut sources = superseded.sources.iter().filter(of_persons);
        is_other_table
            || sources.any(|source| {
                let mut others = current.sources.iter();
                let other = others.find(|other| other.id == source.id);
                other.is_none_or(|other| other.sha256 != source.sha256)
            })
    }

    /// The name by which a later release may call this one: it depends on nothing about persons.
    ///
    /// # Errors
    /// Where the manifest cannot be written as JSON.
    pub fn name(&self, manifest: &Manifest) -> Result<String, PublishError> {
        if !self.are_in(manifest) {
            return Ok(manifest.id.clone());
        }
        let hash = sha256_hex(&publish::json(&self.without(manifest))?);
        let short: String = hash.chars().take(8).collect();
        Ok(format!("{}-{short}", manifest.released))
    }

    /// A manifest without anything that depends on what is about persons.
    ///
    /// Of the files only the cubes of other tables and what is said of the city as a whole are
    /// left: whatever else there is follows from these and the manifest.
    #[must_use]
    pub fn without(&self, manifest: &Manifest) -> Manifest {
        let mut rest = manifest.clone();
        rest.id = String::new();
        rest.tables.retain(|table| !self.has_table(&table.id));
        rest.sources.retain(|source| !self.has_source(&source.id));
        rest.overrides.retain(|one| !one.figures.is_empty());
        let cubes: BTreeSet<&str> = rest.tables.iter().map(|table| &*table.cube).collect();
        let is_left = |file: &File| {
            let is_of_city = ABOUT_CITY.contains(&&*file.path);
            is_of_city || cubes.contains(&*file.path)
        };
        rest.files.retain(is_left);
        rest
    }

    /// The revisions that are not about persons.
    #[must_use]
    pub fn revisions_without<'a>(&self, revisions: &'a [Revision]) -> Vec<&'a Revision> {
        let revisions = revisions.iter();
        revisions
            .filter(|one| !self.has_table(&one.key.table))
            .collect()
    }
}
