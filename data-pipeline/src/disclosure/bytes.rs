//! The files of a release read again from their bytes, as a visitor gets them.

use std::collections::BTreeMap;
use std::io::Read;

use cube::Cube;
use cube::release::Manifest;
use flate2::read::GzDecoder;

use crate::publish::Draft;

/// The tables of a draft, decoded from its files, with those bytes, in the order of the manifest; or
/// what is wrong with a file.
pub(super) fn tables(draft: &Draft) -> Result<Vec<(Cube, &[u8])>, String> {
    let tables = draft.manifest.tables.iter().map(|table| {
        let path = &table.cube;
        let bytes = draft.files.get(path);
        let bytes = bytes.ok_or_else(|| format!("{path} is missing"))?;
        let cube = cube::codec::decode(bytes).map_err(|error| format!("{path}: {error}"))?;
        Ok((cube, bytes.as_slice()))
    });
    tables.collect()
}

/// The CSV of a table, inflated where it is compressed.
pub(super) fn csv(
    manifest: &Manifest,
    files: &BTreeMap<String, Vec<u8>>,
    table: usize,
) -> Option<Vec<u8>> {
    let path = &manifest.tables.get(table)?.csv;
    let bytes = files.get(path)?;
    if !path.ends_with(".gz") {
        return Some(bytes.clone());
    }
    let mut text = Vec::new();
    GzDecoder::new(bytes.as_slice())
        .read_to_end(&mut text)
        .ok()?;
    Some(text)
}
