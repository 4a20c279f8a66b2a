//! A small site that is published by an invented city: two releases, a file of each kind in a few
//! bytes, signed, with copies of the newest downloads. Tests break what they like.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::thread;

use cube::release::{Catalog, CatalogCity, FORMAT, Manifest, ReleaseReference};
use data_pipeline::publish::{self, Folder};
use data_pipeline::signing::{self, Signer};
use data_pipeline::source::sha256_hex;
use data_pipeline::verify::{self, Extent, Request, Summary};
use tempfile::TempDir;
use verification::PublicKey;

/// A file of each kind that a release has, by its path.
pub const KINDS: [&str; 18] = [
    "certificate.json",
    "cubes/crime.cube",
    "downloads/TERMS.md",
    "downloads/crime.csv",
    "downloads/crime.dictionary.csv",
    "downloads/crime.md",
    "downloads/crime.parquet",
    "downloads/crime.xlsx",
    "downloads/crime.zip",
    "downloads/crimes.csv.gz",
    "downloads/datapackage.json",
    "downloads/dataset.jsonld",
    "events.json",
    "geo/ward.json",
    "policy.json",
    "queries/crime.sql",
    "revisions.csv",
    "texts/es.json",
];

/// The site in a folder that is removed when this is dropped.
pub struct Site {
    folder: TempDir,
    /// The ids of its releases, the earlier one first.
    pub releases: [String; 2],
}

impl Site {
    /// Published and signed, both releases of it.
    pub fn signed() -> Self {
        let site = Self::unsigned();
        let signer = site.signer();
        let folder = Folder::open(&site.data()).unwrap();
        for release in &site.releases {
            publish::sign(&folder, release, &site.settings(), &signer).unwrap();
        }
        site
    }

    /// Published and not signed.
    pub fn unsigned() -> Self {
        let folder = TempDir::new().unwrap();
        let data = folder.path().join("site/data");
        let settings = folder.path().join("cities/rivertown");
        fs::create_dir_all(&settings).unwrap();
        let secret = folder.path().join("minisign.key");
        signing::new_key(&secret, &[settings], None).unwrap();
        let made = ["2020-01-01", "2020-02-01"].map(|day| release(&data, day));
        let [(earlier, _), (current, manifest)] = &made;
        let releases = made.iter().map(|(reference, _)| reference.clone());
        let catalog = Catalog {
            format: FORMAT,
            default: Some("rivertown".into()),
            cities: vec![CatalogCity {
                id: "rivertown".into(),
                label: "Rivertown".into(),
                sample: true,
                key: None,
                current: current.id.clone(),
                releases: releases.collect(),
            }],
        };
        fs::write(data.join("catalog.json"), publish::json(&catalog).unwrap()).unwrap();
        copy_latest(&data, manifest);
        let releases = [earlier.id.clone(), current.id.clone()];
        Self { folder, releases }
    }

    pub fn site(&self) -> PathBuf {
        self.folder.path().join("site")
    }

    pub fn data(&self) -> PathBuf {
        self.site().join("data")
    }

    pub fn settings(&self) -> PathBuf {
        self.folder.path().join("cities")
    }

    pub fn secret(&self) -> PathBuf {
        self.folder.path().join("minisign.key")
    }

    pub fn signer(&self) -> Signer {
        let text = fs::read_to_string(self.secret()).unwrap();
        Signer::parse(&text, None, "the test").unwrap()
    }

    pub fn current(&self) -> &str {
        &self.releases[1]
    }

    /// The path of a file of the current release below the data.
    pub fn in_current(&self, path: &str) -> String {
        format!("releases/{}/{path}", self.current())
    }

    pub fn read(&self, path: &str) -> Vec<u8> {
        fs::read(self.data().join(path)).unwrap()
    }

    pub fn write(&self, path: &str, bytes: &[u8]) {
        fs::write(self.data().join(path), bytes).unwrap();
    }

    /// Changes one byte of a file.
    pub fn flip(&self, path: &str, at: usize, mask: u8) {
        let mut bytes = self.read(path);
        bytes[at] ^= mask;
        self.write(path, &bytes);
    }

    /// Changes what the catalogue says, and writes it as the pipeline would.
    pub fn edit_catalog(&self, edit: impl FnOnce(&mut Catalog)) {
        let mut catalog: Catalog = serde_json::from_slice(&self.read("catalog.json")).unwrap();
        edit(&mut catalog);
        self.write("catalog.json", &publish::json(&catalog).unwrap());
    }

    /// Checks the folder of the site by the keys of the settings.
    pub fn verify(&self) -> Summary {
        self.verify_at(&self.site().to_string_lossy(), None)
    }

    /// Checks a place, by a key where one is given.
    pub fn verify_at(&self, place: &str, key: Option<PublicKey>) -> Summary {
        let settings = self.settings();
        let request = Request {
            place,
            key,
            settings: Some(&settings),
            extent: Extent::All,
        };
        verify::verify(&request, &mut |_| {}).unwrap()
    }

    /// Serves the site on this machine until the test ends, and tells its address.
    pub fn serve(&self) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let root = self.site();
        thread::spawn(move || {
            for connection in listener.incoming() {
                let root = root.clone();
                thread::spawn(move || answer(&root, connection.unwrap()));
            }
        });
        address
    }
}

/// A release of a day with a file of each kind.
fn release(data: &Path, day: &str) -> (ReleaseReference, Manifest) {
    let of_kind = |path: &&str| ((*path).to_owned(), format!("{day} {path}").into_bytes());
    let files: BTreeMap<String, Vec<u8>> = KINDS.iter().map(of_kind).collect();
    let manifest = serde_json::json!({
        "format": FORMAT, "id": "", "city": "rivertown", "city_label": "Rivertown", "sample": true,
        "released": day, "software": "test", "tables": [], "sources": [], "caveats": [], "files": [],
    });
    let manifest: Manifest = serde_json::from_value(manifest).unwrap();
    let (manifest, bytes) = publish::named(manifest, &files).unwrap();
    let folder = data.join("releases").join(&manifest.id);
    for (path, bytes) in files.iter().chain([(&"manifest.json".to_owned(), &bytes)]) {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    let reference = ReleaseReference {
        id: manifest.id.clone(),
        released: day.into(),
        manifest_sha256: sha256_hex(&bytes),
        signature_sha256: None,
    };
    (reference, manifest)
}

/// The copies, as `cargo xtask build` makes them.
fn copy_latest(data: &Path, manifest: &Manifest) {
    let latest = data.join("latest/rivertown");
    fs::create_dir_all(&latest).unwrap();
    let downloads = data.join("releases").join(&manifest.id).join("downloads");
    for entry in fs::read_dir(downloads).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, latest.join(path.file_name().unwrap())).unwrap();
    }
    let origin = format!(
        "{{\n  \"city\": \"rivertown\",\n  \"release\": \"{0}\",\n  \"manifest\": \"../../releases/{0}/manifest.json\"\n}}",
        manifest.id
    );
    fs::write(latest.join("release.json"), origin).unwrap();
}

/// Answers one question for a file.
fn answer(root: &Path, stream: TcpStream) {
    let mut reader = BufReader::new(stream);
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).unwrap_or(0) == 0 {
            return;
        }
        let path = line.split(' ').nth(1).unwrap_or_default().to_owned();
        while reader.read_line(&mut line).unwrap_or(0) > 2 {}
        let file = fs::read(root.join(path.trim_start_matches('/')));
        let (status, body) = match file {
            Ok(body) => ("200 OK", body),
            Err(_) => ("404 Not Found", b"nothing here".to_vec()),
        };
        let head = format!(
            "HTTP/1.1 {status}\r\ncontent-length: {}\r\n\r\n",
            body.len()
        );
        // In one piece: two would wait for each other.
        if reader
            .get_mut()
            .write_all(&[head.as_bytes(), &body].concat())
            .is_err()
        {
            return;
        }
    }
}
