//! The published files, read from the folder of a site and checked as the app checks them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context, Result, ensure};
use cube::excerpt::Excerpt;
use cube::places::PlaceLayer;
use cube::release::{
    Asked, Catalog, CatalogCity, ChangeNotes, Events, Manifest, Overview, ReleaseReference, hex,
};
use cube::texts::{EachText, Translations};
use cube::{Cube, codec};
use serde::de::DeserializeOwned;
use serde_json::from_slice;
use sha2::{Digest, Sha256};
use sightline::ahead::{Atlas, Release};
use wording::{Language, language};

/// Everything published.
pub struct Library {
    root: PathBuf,
    /// The cities and their releases.
    pub catalog: Catalog,
}

/// A release with its tables.
pub struct Shelf {
    /// The release, as the app holds it.
    pub release: Release,
    /// What its front page needs of it, in the language that it was written in.
    pub excerpt: Excerpt,
    /// Its places.
    pub atlas: Atlas,
    folder: PathBuf,
    cubes: Mutex<BTreeMap<String, Arc<Cube>>>,
}

impl Library {
    /// Opens a folder of published files.
    ///
    /// # Errors
    /// Where the catalogue cannot be read.
    pub fn open(root: &Path) -> Result<Self> {
        let path = root.join("catalog.json");
        let bytes = fs::read(&path).with_context(|| format!("reading {}", path.display()))?;
        let catalog = from_slice(&bytes).with_context(|| format!("reading {}", path.display()))?;
        Ok(Self {
            root: root.to_owned(),
            catalog,
        })
    }

    /// One release of a city.
    ///
    /// # Errors
    /// Where a file is missing, or is not the one that was published.
    pub fn shelf(&self, city: &CatalogCity, reference: &ReleaseReference) -> Result<Shelf> {
        let folder = self.root.join("releases").join(&reference.id);
        let manifest = checked(&folder.join("manifest.json"), &reference.manifest_sha256)?;
        let mut manifest: Manifest = from_slice(&manifest)
            .with_context(|| format!("reading the manifest of {}", reference.id))?;
        let mut overview: Overview = listed_json(&folder, &manifest, "overview.json")?;
        let mut events: Events = listed_json(&folder, &manifest, "events.json")?;
        let translations: Translations = match manifest.translation(language().tag()) {
            Some(path) => listed_json(&folder, &manifest, path)?,
            None => Translations::default(),
        };
        let excerpt = Excerpt::of(&manifest, &reference.manifest_sha256, &overview, &events);
        translations.put_into(&mut manifest);
        translations.put_into(&mut overview);
        translations.put_into(&mut events);
        let layers = manifest.places.iter().map(|kind| {
            let mut layer: PlaceLayer = listed_json(&folder, &manifest, &kind.layer)?;
            translations.put_into(&mut layer);
            Ok((kind.id.clone(), layer))
        });
        let atlas = Atlas {
            kinds: manifest.places.clone(),
            layers: layers.collect::<Result<_>>()?,
        };
        let is_default = self
            .catalog
            .city(None)
            .is_some_and(|first| first.id == city.id);
        let is_current = city.current == reference.id;
        let release = Release {
            asked: Asked {
                city: (!is_default).then(|| city.id.clone()),
                release: (!is_current).then(|| reference.id.clone()),
            },
            is_current,
            manifest,
            is_excerpt: false,
            overview,
            events,
            translations,
            folder: format!("data/releases/{}", reference.id),
            manifest_sha256: reference.manifest_sha256.clone(),
        };
        Ok(Shelf {
            release,
            excerpt,
            atlas,
            folder,
            cubes: Mutex::default(),
        })
    }
}

impl Shelf {
    /// The languages that the release has texts in, and its pages are written in.
    #[must_use]
    pub fn languages(&self) -> Vec<Language> {
        let manifest = &self.release.manifest;
        let has_texts = |language: &Language| {
            *language == Language::English || manifest.translation(language.tag()).is_some()
        };
        Language::ALL.into_iter().filter(has_texts).collect()
    }

    /// The numbers of a table.
    ///
    /// # Errors
    /// Where there is no such table, or its file is missing, is not the one that was published or
    /// cannot be decoded.
    pub fn cube(&self, table: &str) -> Result<Arc<Cube>> {
        let kept = |cubes: &BTreeMap<String, Arc<Cube>>| cubes.get(table).cloned();
        if let Some(cube) = kept(&self.cubes.lock().unwrap_or_else(PoisonError::into_inner)) {
            return Ok(cube);
        }
        let release = &self.release;
        let entry = release
            .table(table)
            .with_context(|| format!("release {} has no table {table}", release.manifest.id))?;
        let bytes = listed(&self.folder, &release.manifest, &entry.cube)?;
        let cube = codec::decode(&bytes).with_context(|| format!("decoding {}", entry.cube))?;
        let cube = Arc::new(release.spoken(cube));
        let mut cubes = self.cubes.lock().unwrap_or_else(PoisonError::into_inner);
        cubes.insert(table.to_owned(), Arc::clone(&cube));
        Ok(cube)
    }

    /// What changed since the release before; none where this is the first.
    ///
    /// # Errors
    /// Where the file is missing, is not the one that was published, or says something else than expected.
    pub fn change_notes(&self) -> Result<Option<ChangeNotes>> {
        let manifest = &self.release.manifest;
        let path = manifest.changes.as_ref();
        let notes = path.map(|path| listed_json::<ChangeNotes>(&self.folder, manifest, path));
        let notes = notes.transpose()?;
        Ok(notes.map(|notes| notes.told_in(language().tag())))
    }

    /// A JSON file of the release; none where it has no such file.
    ///
    /// # Errors
    /// Where it is not the one that was published, or says something else than expected.
    pub fn json<T: DeserializeOwned + EachText>(&self, path: &str) -> Result<Option<T>> {
        let manifest = &self.release.manifest;
        match manifest.files.iter().any(|file| file.path == path) {
            false => Ok(None),
            true => listed_json(&self.folder, manifest, path)
                .map(|content| Some(self.release.spoken(content))),
        }
    }
}

fn listed_json<T: DeserializeOwned>(folder: &Path, manifest: &Manifest, path: &str) -> Result<T> {
    let bytes = listed(folder, manifest, path)?;
    from_slice(&bytes).with_context(|| format!("reading {path} of {}", manifest.id))
}

fn listed(folder: &Path, manifest: &Manifest, path: &str) -> Result<Vec<u8>> {
    let file = manifest.files.iter().find(|file| file.path == path);
    let file = file.with_context(|| format!("the manifest of {} lists no {path}", manifest.id))?;
    checked(&folder.join(path), &file.sha256)
}

fn checked(path: &Path, sha256: &str) -> Result<Vec<u8>> {
    let bytes = fs::read(path).with_context(|| format!("reading {}", path.display()))?;
    let found = hex(&Sha256::digest(&bytes));
    ensure!(
        found == sha256,
        "{}: expected SHA-256 {sha256}, found {found}",
        path.display()
    );
    Ok(bytes)
}
