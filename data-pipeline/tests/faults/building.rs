//! A city that is built by a process of its own, and signed, and what has to hold of it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use cube::release::Catalog;
use data_pipeline::signing;
use data_pipeline::verify::{self, Extent, Request};
use tempfile::TempDir;

use super::invented::{self, InventedCity};
use super::{names, pipeline, succeed};

/// Rows of the source that is about persons: enough that one less is no fall.
const ARRESTS: usize = 1_000;

pub struct Building {
    pub city: InventedCity,
    /// Where the runs keep what is temporary.
    pub temporary: TempDir,
    key: TempDir,
    changes: usize,
}

impl Building {
    /// A city with one release.
    pub fn new() -> Self {
        let city = InventedCity::new();
        let key = TempDir::new().unwrap();
        signing::new_key(&key.path().join("key"), &[city.settings()], None).unwrap();
        let mut building = Self {
            city,
            temporary: TempDir::new().unwrap(),
            key,
            changes: 0,
        };
        building.change();
        succeed(building.command());
        building.check_tidy();
        building
    }

    pub fn out(&self) -> PathBuf {
        self.city.out()
    }

    pub fn releases(&self) -> PathBuf {
        self.out().join("releases")
    }

    pub fn command(&self) -> Command {
        self.command_into(&self.out())
    }

    pub fn command_into(&self, out: &Path) -> Command {
        let mut command = pipeline();
        command
            .args(["build", "rivertown", "--settings"])
            .arg(self.city.settings().parent().unwrap())
            .arg("--sources")
            .arg(self.city.sources())
            .arg("--signing-key")
            .arg(self.key.path().join("key"))
            .arg("--out")
            .arg(out)
            .env("TMPDIR", self.temporary.path());
        command
    }

    /// Gives the next run something new to publish, whatever became of the last; each fifth time in
    /// what is about persons, so that earlier releases are withdrawn.
    pub fn change(&mut self) {
        self.changes += 1;
        let caveat = format!(
            "[[caveat]]\nid = \"invented\"\ntext = \"Said by run {}.\"\n",
            self.changes
        );
        fs::write(self.city.settings().join("caveats.toml"), caveat).unwrap();
        let arrests = ARRESTS - self.changes / 5 % 7;
        let arrests = invented::arrests(arrests);
        self.city.replace_source("arrests.csv", &arrests);
    }

    /// The catalogue is none or whole, and so is every release that it names.
    #[track_caller]
    pub fn check_published(&self) -> Option<Catalog> {
        let out = self.out();
        if !out.join("catalog.json").exists() {
            return None;
        }
        let settings = self.city.settings();
        let summary = verify::verify(
            &Request {
                place: &out.to_string_lossy(),
                key: None,
                settings: settings.parent(),
                extent: Extent::All,
            },
            &mut |_| {},
        );
        assert_eq!(summary.unwrap().faults, []);
        Some(self.city.catalog())
    }

    /// All is whole, the current release is signed, and nothing else is there.
    #[track_caller]
    pub fn check_tidy(&self) {
        let catalog = self.check_published().unwrap();
        let city = &catalog.cities[0];
        let mut named: Vec<String> = city.releases.iter().map(|one| one.id.clone()).collect();
        named.sort();
        assert_eq!(names(&self.releases()), named);
        assert_eq!(names(&self.out()), ["catalog.json", "releases"]);
        assert_eq!(names(self.temporary.path()), Vec::<String>::new());
        let current = city.releases.iter().find(|one| one.id == city.current);
        assert!(current.unwrap().signature_sha256.is_some());
    }

    /// Nothing that is not published is left of a run that has failed.
    #[track_caller]
    pub fn check_no_halves(&self) {
        self.check_published();
        let left = names(&self.releases())
            .into_iter()
            .chain(names(&self.out()));
        let left: Vec<String> = left.filter(|name| name.starts_with('.')).collect();
        assert_eq!(left, Vec::<String>::new());
        assert_eq!(names(self.temporary.path()), Vec::<String>::new());
    }
}
