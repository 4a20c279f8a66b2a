//! Rebuilds every committed city from its source files and compares byte for byte.
//!
//! The source files are not part of the repository. They are looked for in `../shared/data` beside
//! it, or where `SIGHTLINE_SOURCES` points; without them the test says so and passes.

#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "shared with other tests, and a panic is how a test fails"
)]

mod invented;

use std::io::Write;
use std::path::{Path, PathBuf};

use cube::release::Catalog;
use data_pipeline::publish::Outcome;
use data_pipeline::run::{self, Inputs};
use invented::{tree, write_tree};

fn sources(root: &Path) -> PathBuf {
    match std::env::var_os("SIGHTLINE_SOURCES") {
        Some(folder) => folder.into(),
        None => root.join("../shared/data"),
    }
}

#[test]
fn the_committed_release_follows_from_the_sources() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let sources = sources(&root);
    if !sources.is_dir() {
        // Past the test runner, which keeps back what a passing test prints.
        let note = format!(
            "NOT RUN: rebuilding the release, no source files in {}\n",
            sources.display()
        );
        std::io::stderr().write_all(note.as_bytes()).unwrap();
        return;
    }
    let committed = root.join("public/data");
    let catalog = std::fs::read(committed.join("catalog.json")).unwrap();
    let catalog: Catalog = serde_json::from_slice(&catalog).unwrap();
    for city in catalog.cities {
        // The history of numbers follows from the last release, so that is where the build begins.
        let out = tempfile::TempDir::new().unwrap();
        write_tree(out.path(), tree(&committed));
        let settings = root.join("data-pipeline/cities").join(&city.id);
        let report = run::build(&Inputs::new(&settings, &sources, out.path())).unwrap();
        // A build compares every file that it makes with the one that is published.
        assert_eq!(report.release, city.current);
        assert_eq!(report.outcome, Outcome::Unchanged, "{:?}", report.changes);
        let (ours, theirs) = (tree(out.path()), tree(&committed));
        let names = |files: &[(PathBuf, Vec<u8>)]| -> Vec<PathBuf> {
            files.iter().map(|(name, _)| name.clone()).collect()
        };
        assert_eq!(names(&ours), names(&theirs));
        for ((name, ours), (_, theirs)) in ours.iter().zip(&theirs) {
            assert!(ours == theirs, "{} differs", name.display());
        }
    }
}
