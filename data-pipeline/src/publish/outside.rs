//! Keeps what is not a release out of folders that are published: staged records, snapshots and
//! reports tell more than the gate would let pass.

use std::path::{Path, PathBuf};

use super::PublishError;

/// What lies between a folder that a host serves and the one that holds the catalogue.
const BELOW: [&str; 2] = ["", "data"];

/// Refuses a folder that lies where releases are published, or in a site that holds them.
///
/// `out` is the folder that this run publishes in, if it does; others are known by their catalogue.
///
/// # Errors
/// [`PublishError::Public`] with the published folder, or where the system cannot resolve a path.
pub fn keep_outside(path: &Path, out: Option<&Path>) -> Result<(), PublishError> {
    let path = resolved(path)?;
    let out = out.map(resolved).transpose()?;
    let is_published = |folder: &&Path| {
        out.as_deref() == Some(*folder)
            || BELOW.iter().any(|below| {
                let folder = folder.join(below);
                folder.join("catalog.json").is_file() && folder.join("releases").is_dir()
            })
    };
    match path.ancestors().find(is_published) {
        Some(published) => Err(PublishError::Public {
            published: published.to_owned(),
            path,
        }),
        None => Ok(()),
    }
}

/// The path without links and steps up, as far as it exists.
fn resolved(path: &Path) -> Result<PathBuf, PublishError> {
    let io = |error| PublishError::Io {
        path: path.to_owned(),
        error,
    };
    let absolute = std::path::absolute(path).map_err(io)?;
    let there = absolute.ancestors().find(|folder| folder.exists());
    let Some(there) = there else {
        return Ok(absolute);
    };
    let rest = absolute.strip_prefix(there).unwrap_or(Path::new(""));
    let there = there.canonicalize().map_err(io)?;
    Ok(there.join(rest))
}
