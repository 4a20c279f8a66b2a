//! The current release, and the cubes that have been asked for so far.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

use cube::{
    Cube, codec,
    release::{Catalog, Events, FORMAT, Manifest, Overview, Table},
};
use futures_util::future::try_join;
use serde_json::from_slice;

use super::{
    DataError,
    fetch::{fetch, fetch_verified},
};

/// The current release, on its way or here; every page finds it in the context.
pub type ReleaseResource = leptos::prelude::LocalResource<Result<Arc<Release>, DataError>>;

/// The folder of everything published, below the site's base.
const ROOT: &str = "data";

/// A release whose manifest has been verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Release {
    /// The manifest.
    pub manifest: Manifest,
    /// What the front page leads with.
    pub overview: Overview,
    /// What charts may mark.
    pub events: Events,
    /// The folder of the release, below the site's base.
    pub folder: String,
}

impl Release {
    /// The table of an id.
    #[must_use]
    pub fn table(&self, id: &str) -> Option<&Table> {
        self.manifest.tables.iter().find(|table| table.id == id)
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

/// Fetches, verifies, decodes, and keeps what it has decoded.
#[derive(Clone, Debug, Default)]
pub struct Library {
    cubes: Arc<Mutex<BTreeMap<String, Arc<Cube>>>>,
}

impl Library {
    /// The current release of the first city of the catalogue.
    ///
    /// # Errors
    /// Where the catalogue, the manifest or one of the two files beside it cannot be had.
    pub async fn release(&self) -> Result<Arc<Release>, DataError> {
        let path = format!("{ROOT}/catalog.json");
        let catalog: Catalog = json(&path, &fetch(&path).await?)?;
        check_format(&path, catalog.format)?;
        let current = catalog.cities.first().and_then(|city| {
            city.releases
                .iter()
                .find(|release| release.id == city.current)
        });
        let current = current.ok_or_else(|| DataError::Unreadable {
            path: path.clone(),
            reason: "expected a city with a current release".to_owned(),
        })?;
        let folder = format!("{ROOT}/releases/{}", current.id);
        let path = format!("{folder}/manifest.json");
        let manifest: Manifest = json(
            &path,
            &fetch_verified(&path, &current.manifest_sha256).await?,
        )?;
        check_format(&path, manifest.format)?;
        let (overview, events) = try_join(
            listed_json(&folder, &manifest, "overview.json"),
            listed_json(&folder, &manifest, "events.json"),
        )
        .await?;
        Ok(Arc::new(Release {
            manifest,
            overview,
            events,
            folder,
        }))
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
            reason: "the release has no such table".to_owned(),
        };
        let path = &release.table(table).ok_or_else(missing)?.cube;
        let bytes = listed(&release.folder, &release.manifest, path).await?;
        let cube = codec::decode(&bytes).map_err(|error| DataError::Unreadable {
            path: release.address(path),
            reason: error.to_string(),
        })?;
        let cube = Arc::new(cube);
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

async fn listed(folder: &str, manifest: &Manifest, path: &str) -> Result<Vec<u8>, DataError> {
    let file = manifest.files.iter().find(|file| file.path == path);
    let file = file.ok_or_else(|| DataError::Unreadable {
        path: format!("{folder}/{path}"),
        reason: "the manifest does not name it".to_owned(),
    })?;
    fetch_verified(&format!("{folder}/{path}"), &file.sha256).await
}

async fn listed_json<T: serde::de::DeserializeOwned>(
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
        reason: format!("expected format {FORMAT}, found {found}"),
    })
}
