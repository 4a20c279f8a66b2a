//! The release that is asked for, and the cubes that have been asked for so far.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

use cube::{
    Cube, codec,
    enforcement::{self, Enforcement},
    excerpt::Excerpt,
    json::from_slice,
    release::{
        Asked, Catalog, ChangeNotes, Events, FORMAT, Manifest, Overview, ReleaseReference, Table,
    },
    texts::Translations,
};
use futures_util::future::try_join3;
use wording::{language, t};

use super::{
    DataError,
    fetch::{fetch, fetch_known, fetch_verified},
    texts::translations,
};

/// The catalogue, on its way or here.
pub type CatalogResource = leptos::prelude::LocalResource<Result<Arc<Catalog>, DataError>>;

/// The folder of everything published, below the site's base.
const ROOT: &str = "data";

/// A release whose manifest has been verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Release {
    /// What was asked for.
    pub asked: Asked,
    /// Whether it is the newest of its city.
    pub is_current: bool,
    /// The manifest; where [`is_excerpt`](Self::is_excerpt), that of an [`Excerpt`].
    pub manifest: Manifest,
    /// Whether the manifest names only the files that the front page begins with.
    pub is_excerpt: bool,
    /// What the front page leads with.
    pub overview: Overview,
    /// What charts may mark.
    pub events: Events,
    /// Its texts in the language that is spoken, which everything here is in already; none where it is
    /// shown as it was written.
    pub translations: Translations,
    /// The folder of the release, below the site's base.
    pub folder: String,
    /// The SHA-256 of the manifest, as the catalogue names it.
    pub manifest_sha256: String,
}

impl Release {
    /// The table of an id.
    #[must_use]
    pub fn table(&self, id: &str) -> Option<&Table> {
        self.manifest.tables.iter().find(|table| table.id == id)
    }

    /// A file of the release, if it is what the manifest says.
    pub(super) async fn listed(&self, path: &str) -> Result<Vec<u8>, DataError> {
        let is_named = self.manifest.files.iter().any(|file| file.path == path);
        if self.is_excerpt && !is_named {
            let whole = whole_manifest(&self.folder, &self.manifest_sha256).await?;
            return listed(&self.folder, &whole, path).await;
        }
        listed(&self.folder, &self.manifest, path).await
    }

    /// The same, decoded.
    pub(super) async fn listed_json<T: serde::de::DeserializeOwned>(
        &self,
        path: &str,
    ) -> Result<T, DataError> {
        json(&self.address(path), &self.listed(path).await?)
    }

    /// What changed since the release before; none where this is the first.
    ///
    /// # Errors
    /// Where the file cannot be had, or is not what the manifest says.
    pub async fn change_notes(&self) -> Result<Option<ChangeNotes>, DataError> {
        match &self.manifest.changes {
            None => Ok(None),
            Some(path) => {
                let notes: ChangeNotes = self.listed_json(path).await?;
                Ok(Some(notes.told_in(language().tag())))
            }
        }
    }

    /// Operations and printed figures, and what the page of enforcement shows; empty where the
    /// release has none.
    ///
    /// # Errors
    /// Where the file cannot be had, or is not what the manifest says.
    pub async fn enforcement(&self) -> Result<Arc<Enforcement>, DataError> {
        let mut files = self.manifest.files.iter();
        match files.any(|file| file.path == enforcement::PATH) {
            false => Ok(Arc::new(Enforcement::default())),
            true => self.spoken_json(enforcement::PATH).await.map(Arc::new),
        }
    }

    /// The SQL that gives a table's CSV; empty where the release has none.
    ///
    /// # Errors
    /// Where the file cannot be had, or is not what the manifest says.
    pub async fn query(&self, table: &Table) -> Result<String, DataError> {
        match &table.query {
            None => Ok(String::new()),
            Some(path) => self
                .listed(path)
                .await
                .map(|bytes| String::from_utf8_lossy(&bytes).into_owned()),
        }
    }

    /// The address of a file of the release, below the site's base.
    #[must_use]
    pub fn address(&self, path: &str) -> String {
        format!("{}/{path}", self.folder)
    }

    /// The length of a file of the release in bytes.
    #[must_use]
    pub fn bytes(&self, path: &str) -> Option<u64> {
        self.manifest
            .files
            .iter()
            .find(|file| file.path == path)
            .map(|file| file.bytes)
    }
}

/// Where the programs of one page share the text of the catalogue, so that a release that is published
/// while the page is open changes none of its numbers.
#[derive(Clone, Copy, Debug)]
pub struct Shared {
    /// What another program has read.
    pub read: fn() -> Option<String>,
    /// Tells the others.
    pub write: fn(&str),
}

/// A file beside the written pages that holds the [`Excerpt`] of a release.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExcerptFile {
    /// Its path below the site's base.
    pub path: String,
    /// Its hash, as browsers check it, <https://www.w3.org/TR/SRI/>.
    pub integrity: String,
}

/// The file that the page names for the release of an id; none where it names none.
pub type FindExcerpt = fn(&str) -> Option<ExcerptFile>;

/// Fetches, verifies, decodes, and keeps what it has decoded.
#[derive(Clone, Debug, Default)]
pub struct Library {
    shared: Option<Shared>,
    find_excerpt: Option<FindExcerpt>,
    catalog: Arc<futures_util::lock::Mutex<Option<Arc<Catalog>>>>,
    cubes: Arc<Mutex<BTreeMap<String, Arc<Cube>>>>,
}

impl Library {
    /// A library of a program that shares its page with others; with a way to find excerpts, of one that
    /// needs no more of a release than its front page does.
    #[must_use]
    pub fn sharing(shared: Shared, find_excerpt: Option<FindExcerpt>) -> Self {
        Self {
            shared: Some(shared),
            find_excerpt,
            ..Self::default()
        }
    }

    /// The catalogue: every city and its releases.
    ///
    /// # Errors
    /// Where it cannot be had or has another format.
    pub async fn catalog(&self) -> Result<Arc<Catalog>, DataError> {
        // Held while it is fetched: whoever else asks waits for the same answer.
        let mut kept = self.catalog.lock().await;
        if let Some(catalog) = kept.as_ref() {
            return Ok(Arc::clone(catalog));
        }
        let catalog = match self.shared.and_then(|shared| (shared.read)()) {
            Some(text) => read_catalog(&text)?,
            None => {
                let bytes = fetch(&catalog_path()).await?;
                let text = String::from_utf8_lossy(&bytes);
                let catalog = read_catalog(&text)?;
                if let Some(shared) = self.shared {
                    (shared.write)(&text);
                }
                catalog
            }
        };
        let catalog = Arc::new(catalog);
        *kept = Some(Arc::clone(&catalog));
        Ok(catalog)
    }

    /// A release of a city of the catalogue: the one that is asked for, or the current one where there
    /// is none such; of the default city where none is named.
    ///
    /// # Errors
    /// Where the catalogue cannot be had or has no such city, or the manifest or one of the two files beside it
    /// cannot be had.
    pub async fn release(&self, asked: Asked) -> Result<Arc<Release>, DataError> {
        let catalog = self.catalog().await?;
        let city = catalog.city(asked.city.as_deref());
        let found = city.and_then(|city| city.release(asked.release.as_deref()));
        let (found, is_current) = found.ok_or_else(|| DataError::Unreadable {
            path: catalog_path(),
            reason: t!("expected a city with a current release").to_owned(),
        })?;
        let folder = format!("{ROOT}/releases/{}", found.id);
        let excerpt = self.excerpt(found).await;
        let is_excerpt = excerpt.is_some();
        let (mut manifest, mut overview, mut events, translations) = match excerpt {
            Some(excerpt) => {
                let translations = translations(&folder, &excerpt.manifest).await?;
                let Excerpt {
                    manifest,
                    overview,
                    events,
                    ..
                } = excerpt;
                (manifest, overview, events, translations)
            }
            None => {
                let manifest = whole_manifest(&folder, &found.manifest_sha256).await?;
                let (overview, events, translations) = try_join3(
                    listed_json::<Overview>(&folder, &manifest, "overview.json"),
                    listed_json::<Events>(&folder, &manifest, "events.json"),
                    translations(&folder, &manifest),
                )
                .await?;
                (manifest, overview, events, translations)
            }
        };
        translations.put_into(&mut manifest);
        translations.put_into(&mut overview);
        translations.put_into(&mut events);
        Ok(Arc::new(Release {
            asked,
            is_current,
            manifest,
            is_excerpt,
            overview,
            events,
            translations,
            folder,
            manifest_sha256: found.manifest_sha256.clone(),
        }))
    }

    /// The excerpt that the page names, where it comes and is of this release. Nothing is said of one that
    /// is not: the release itself has all that is in it.
    async fn excerpt(&self, of: &ReleaseReference) -> Option<Excerpt> {
        let file = self.find_excerpt?(&of.id)?;
        let bytes = fetch_known(&file.path, &file.integrity).await.ok()?;
        let excerpt = Excerpt::read(&bytes)?;
        let is_of_this = excerpt.manifest_sha256 == of.manifest_sha256;
        (is_of_this && excerpt.manifest.format == FORMAT).then_some(excerpt)
    }

    /// The cube of a table of a release.
    ///
    /// # Errors
    /// Where the release has no such table, or its file cannot be had.
    pub async fn cube(&self, release: &Release, table: &str) -> Result<Arc<Cube>, DataError> {
        if let Some(kept) = self.kept(&release.address(table)) {
            return Ok(kept);
        }
        let missing = || DataError::Unreadable {
            path: table.to_owned(),
            reason: t!("the release has no such table").to_owned(),
        };
        let path = &release.table(table).ok_or_else(missing)?.cube;
        let bytes = release.listed(path).await?;
        let cube = codec::decode(&bytes).map_err(|error| DataError::Unreadable {
            path: release.address(path),
            reason: error.to_string(),
        })?;
        let cube = Arc::new(release.spoken(cube));
        let mut cubes = self.cubes.lock().unwrap_or_else(PoisonError::into_inner);
        cubes.insert(release.address(table), Arc::clone(&cube));
        Ok(cube)
    }

    fn kept(&self, key: &str) -> Option<Arc<Cube>> {
        self.cubes
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(key)
            .cloned()
    }
}

fn read_catalog(text: &str) -> Result<Catalog, DataError> {
    let path = catalog_path();
    let catalog: Catalog = json(&path, text.as_bytes())?;
    check_format(&path, catalog.format)?;
    Ok(catalog)
}

fn catalog_path() -> String {
    format!("{ROOT}/catalog.json")
}

async fn whole_manifest(folder: &str, sha256: &str) -> Result<Manifest, DataError> {
    let path = format!("{folder}/manifest.json");
    let manifest: Manifest = json(&path, &fetch_verified(&path, sha256).await?)?;
    check_format(&path, manifest.format)?;
    Ok(manifest)
}

async fn listed(folder: &str, manifest: &Manifest, path: &str) -> Result<Vec<u8>, DataError> {
    let file = manifest.files.iter().find(|file| file.path == path);
    let file = file.ok_or_else(|| DataError::Unreadable {
        path: format!("{folder}/{path}"),
        reason: t!("the manifest does not name it").to_owned(),
    })?;
    fetch_verified(&format!("{folder}/{path}"), &file.sha256).await
}

pub(super) async fn listed_json<T: serde::de::DeserializeOwned>(
    folder: &str,
    manifest: &Manifest,
    path: &str,
) -> Result<T, DataError> {
    json(
        &format!("{folder}/{path}"),
        &listed(folder, manifest, path).await?,
    )
}

fn json<T: serde::de::DeserializeOwned>(path: &str, bytes: &[u8]) -> Result<T, DataError> {
    from_slice(bytes).map_err(|error| DataError::Unreadable {
        path: path.to_owned(),
        reason: error.to_string(),
    })
}

fn check_format(path: &str, found: u32) -> Result<(), DataError> {
    if found == FORMAT {
        return Ok(());
    }
    Err(DataError::Unreadable {
        path: path.to_owned(),
        reason: t!(
            "expected format {expected}, found {found}",
            expected = FORMAT,
            found = found
        ),
    })
}
