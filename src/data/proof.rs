//! The files of a check: the certificate, the policy, and the tables that the certificate names.

use std::collections::BTreeMap;

use cube::json::from_slice;
use cube::release::Manifest;
use serde::Deserialize;
use wording::t;

use super::{DataError, Policy, Release};

/// What has to be known of a certificate to fetch its tables.
#[derive(Deserialize)]
struct Named {
    tables: Vec<NamedTable>,
}

#[derive(Deserialize)]
struct NamedTable {
    id: String,
}

impl Release {
    /// What a reader is told of the policy; none where the release has none.
    ///
    /// # Errors
    /// Where the file cannot be had, or is not what the manifest says.
    pub async fn policy(&self) -> Result<Option<Policy>, DataError> {
        match &self.manifest.protection {
            None => Ok(None),
            Some(files) => self.listed_json(&files.policy).await.map(Some),
        }
    }

    /// The bytes of everything that a check of the certificate reads, in the order in which it takes
    /// them: the certificate, the policy, then each table that the certificate names. None where the
    /// release has no certificate.
    ///
    /// # Errors
    /// Where a file cannot be had, or is not what the manifest says, or the certificate names a table
    /// that the release does not have.
    pub async fn proof(&self) -> Result<Option<Vec<Vec<u8>>>, DataError> {
        let Some(protection) = &self.manifest.protection else {
            return Ok(None);
        };
        let certificate = self.listed(&protection.certificate).await?;
        let unreadable = |reason: String| DataError::Unreadable {
            path: self.address(&protection.certificate),
            reason,
        };
        let named: Named =
            from_slice(&certificate).map_err(|error| unreadable(error.to_string()))?;
        let mut files = vec![certificate, self.listed(&protection.policy).await?];
        for NamedTable { id } in &named.tables {
            let table = self.table(id);
            let table = table.ok_or_else(|| unreadable(t!("there is no table {id}", id = id)))?;
            files.push(self.listed(&table.cube).await?);
        }
        Ok(Some(files))
    }
}

/// The paths of everything that a check of the certificate reads, in the order in which it takes
/// them, given the bytes of the certificate; none where the release has none.
///
/// # Errors
/// Where the certificate cannot be read, or names a table that the release does not have.
pub fn proof_paths(
    manifest: &Manifest,
    files: &BTreeMap<String, Vec<u8>>,
) -> Result<Option<Vec<String>>, String> {
    let Some(protection) = &manifest.protection else {
        return Ok(None);
    };
    let certificate = files.get(&protection.certificate);
    let certificate = certificate.ok_or_else(|| protection.certificate.clone())?;
    let named: Named = from_slice(certificate).map_err(|error| error.to_string())?;
    let mut paths = vec![protection.certificate.clone(), protection.policy.clone()];
    for NamedTable { id } in &named.tables {
        let mut tables = manifest.tables.iter();
        let table = tables.find(|table| table.id == *id);
        let table = table.ok_or_else(|| format!("there is no table {id:?}"))?;
        paths.push(table.cube.clone());
    }
    Ok(Some(paths))
}
