//! Every cube that was ever published is still read, and can be written as it was, and as new ones are.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of integration tests are not recognized as tests"
)]

use std::path::{Path, PathBuf};

fn published() -> Vec<PathBuf> {
    let releases = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../public/data/releases");
    let folders = std::fs::read_dir(&releases).unwrap();
    let cubes = folders.map(|folder| folder.unwrap().path().join("cubes"));
    let files = cubes.flat_map(|cubes| std::fs::read_dir(cubes).unwrap());
    let mut paths: Vec<PathBuf> = files.map(|file| file.unwrap().path()).collect();
    paths.sort();
    paths
}

#[test]
fn every_published_cube_is_read_and_written_as_it_was() {
    let paths = published();
    assert!(!paths.is_empty(), "no release is in public/data");
    for path in paths {
        let bytes = std::fs::read(&path).unwrap();
        let cube = cube::codec::decode(&bytes).unwrap_or_else(|error| panic!("{path:?}: {error}"));
        cube.check_totals().unwrap();
        let again = cube::codec::encode_whole(&cube).unwrap();
        assert!(again == bytes, "{path:?} would be written otherwise");
        let new = cube::codec::encode(&cube).unwrap();
        assert_eq!(cube::codec::decode(&new).unwrap(), cube, "{path:?}");
    }
}
