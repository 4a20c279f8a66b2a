//! A city in a folder of its own that fetches from a portal on this machine.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use data_pipeline::fetch::{self, Event, FewerRows, Order, Pace, Report, Reporter, SnapshotRecord};
use tempfile::TempDir;

use super::{LAYER, Portal};

/// A city whose sources are at a portal of its own.
pub struct Fetching {
    pub portal: Portal,
    folder: TempDir,
}

impl Fetching {
    /// A city with the sources of `portal.toml`, in which `{portal}` is the portal's address.
    pub fn new(portal_toml: &str) -> Self {
        let fetching = Self {
            portal: Portal::new(),
            folder: TempDir::new().unwrap(),
        };
        fs::create_dir_all(fetching.city()).unwrap();
        fetching.settings(portal_toml);
        fetching
    }

    /// A city with one source, a layer.
    pub fn layer() -> Self {
        Self::new(&layer("incidents"))
    }

    pub fn settings(&self, portal_toml: &str) {
        let text = portal_toml.replace("{portal}", self.portal.address());
        fs::write(self.city().join("portal.toml"), text).unwrap();
    }

    pub fn city(&self) -> PathBuf {
        self.folder.path().join("cities/rivertown")
    }

    pub fn snapshots(&self) -> PathBuf {
        self.folder.path().join("snapshots")
    }

    pub fn order<'a>(&self, city: &'a Path, into: &'a Path) -> Order<'a> {
        Order {
            city,
            into,
            source: None,
            fewer_rows: FewerRows::Refuse,
            pace: Pace {
                attempts: 3,
                first_delay: Duration::from_millis(1),
                longest_delay: Duration::from_secs(2),
                timeout: Duration::from_millis(400),
            },
            clock: || "2024-03-05T06:07:08.9Z".parse().unwrap(),
        }
    }

    pub fn fetch(&self) -> Report {
        self.fetch_as(|order| order)
    }

    pub fn fetch_as(&self, change: impl FnOnce(Order<'_>) -> Order<'_>) -> Report {
        let (city, into) = (self.city(), self.snapshots());
        fetch::fetch(change(self.order(&city, &into)), &Silent).unwrap()
    }

    /// The fetch of the only source must succeed.
    pub fn succeed(&self) -> fetch::Fetched {
        let mut report = self.fetch();
        assert_eq!(report.len(), 1);
        report.remove(0).1.unwrap()
    }

    /// The message of the only source, whose fetch must fail.
    pub fn fail(&self) -> String {
        let mut report = self.fetch();
        assert_eq!(report.len(), 1);
        let message = report.remove(0).1.unwrap_err().to_string();
        message.replace(self.portal.address(), "{portal}")
    }

    pub fn snapshot(&self, file: &str) -> String {
        fs::read_to_string(self.snapshots().join(file)).unwrap()
    }

    pub fn record(&self, file: &str) -> SnapshotRecord {
        let path = fetch::record_path(&self.snapshots().join(file));
        serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
    }
}

/// Settings of one layer.
pub fn layer(id: &str) -> String {
    format!(
        r#"
[[source]]
id = "{id}"
title = "Incidents"
publisher = "Rivertown Police"
terms = "Invented."
file = "{id}.csv"
[source.remote]
kind = "arcgis"
url = "{{portal}}{LAYER}"
columns = ["CrimeDateTime", "Reported", "Description", "District", "Latitude"]
days = ["Reported"]
"#
    )
}

/// Settings of one source of another kind.
pub fn other(id: &str, file: &str, remote: &str) -> String {
    format!(
        "[[source]]\nid = \"{id}\"\ntitle = \"t\"\npublisher = \"p\"\nterms = \"Invented.\"\n\
         file = \"{file}\"\n[source.remote]\n{remote}\n"
    )
}

/// A reporter for tests that look at the outcome alone.
pub struct Silent;

impl Reporter for Silent {
    fn tell(&self, _: &str, _: Event<'_>) {}
}
