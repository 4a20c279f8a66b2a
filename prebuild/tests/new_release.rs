//! A city publishes anew: what stands in pages of others with the numbers of the release before keeps
//! them and says that there are newer ones, and what follows the newest numbers follows them.

// A test may stop at whatever it does not expect; clippy knows this of test functions only.
#![allow(
    clippy::panic,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use cube::release::{Catalog, CatalogCity, Manifest, ReleaseReference, hex};
use cube::{Cell, Cube, codec};
use sha2::{Digest, Sha256};

const CITY: &str = "new-orleans";
const NEW: &str = "2027-01-02-0000cafe";
const TEMPLATE: &str = "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><base href=\"/\">\
    <title>A</title><meta name=\"description\" content=\"b\"></head><body><noscript>c</noscript></body></html>";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn read<T: serde::de::DeserializeOwned>(path: &Path) -> T {
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let (path, to) = (entry.path(), to.join(entry.file_name()));
        match entry.file_type().unwrap().is_dir() {
            true => copy(&path, &to),
            false => drop(fs::copy(path, to).unwrap()),
        }
    }
}

fn write_pages(site: &Path) {
    let typeface = root().join("vendor/fonts/public-sans-latin.woff2");
    assert!(
        typeface.is_file(),
        "{}: run `cargo xtask build` once, which puts it there",
        typeface.display()
    );
    let done = Command::new(env!("CARGO_BIN_EXE_prebuild"))
        .args(["--address", "https://example.org/"])
        .arg("--site")
        .arg(site)
        .arg("--typeface")
        .arg(typeface)
        .output()
        .unwrap();
    assert!(done.status.success(), "{done:?}");
}

/// The same release with a higher count in each cell of its first table, as another one.
fn publish_anew(data: &Path, city: &mut CatalogCity) -> String {
    let (from, to) = (
        data.join("releases").join(&city.current),
        data.join("releases").join(NEW),
    );
    copy(&from, &to);
    let mut manifest: Manifest = read(&to.join("manifest.json"));
    let table = manifest.tables[0].clone();
    let cube = codec::decode(&fs::read(to.join(&table.cube)).unwrap()).unwrap();
    let cells = cube.cells().iter().map(|cell| match cell {
        Cell::Observed(count) => Cell::Observed(count + 1000),
        other => *other,
    });
    let cells = cells.collect();
    let cube = Cube::new(cube.header().clone(), cells).unwrap();
    let bytes = codec::encode(&cube).unwrap();
    let file = manifest
        .files
        .iter_mut()
        .find(|file| file.path == table.cube);
    let file = file.unwrap();
    (file.sha256, file.bytes) = (hex(&Sha256::digest(&bytes)), bytes.len() as u64);
    fs::write(to.join(&table.cube), bytes).unwrap();
    manifest.previous = Some(std::mem::replace(&mut manifest.id, NEW.to_owned()));
    manifest.released = "2027-01-02".to_owned();
    let bytes = serde_json::to_vec(&manifest).unwrap();
    city.releases.push(ReleaseReference {
        id: NEW.to_owned(),
        released: manifest.released.clone(),
        manifest_sha256: hex(&Sha256::digest(&bytes)),
        signature_sha256: None,
    });
    fs::write(to.join("manifest.json"), bytes).unwrap();
    NEW.clone_into(&mut city.current);
    table.id
}

/// A page of an embed: its numbers, and what it says of their age.
fn page(site: &Path, folder: &str) -> (String, String) {
    let text = fs::read_to_string(site.join(folder).join("index.html")).unwrap();
    let part = |start: &str, end: &str| {
        let (_, rest) = text.split_once(start).unwrap();
        rest.split_once(end).unwrap().0.to_owned()
    };
    (
        part("<tbody>", "</tbody>"),
        part("class=\"standing\">", "</p>"),
    )
}

#[test]
fn frozen_charts_keep_their_numbers_and_live_ones_follow() {
    let site = Path::new(env!("CARGO_TARGET_TMPDIR")).join("new-release");
    if site.exists() {
        fs::remove_dir_all(&site).unwrap();
    }
    let data = site.join("data");
    let published = root().join("public/data");
    let mut catalog: Catalog = read(&published.join("catalog.json"));
    catalog.cities.retain(|city| city.id == CITY);
    let city = &mut catalog.cities[0];
    let old = city.current.clone();
    city.releases.retain(|release| release.id == old);
    copy(
        &published.join("releases").join(&old),
        &data.join("releases").join(&old),
    );
    let write_catalog = |catalog: &Catalog| {
        let bytes = serde_json::to_vec(catalog).unwrap();
        fs::write(data.join("catalog.json"), bytes).unwrap();
    };
    write_catalog(&catalog);
    fs::write(site.join("index.html"), TEMPLATE).unwrap();
    write_pages(&site);
    let manifest: Manifest = read(&data.join("releases").join(&old).join("manifest.json"));
    let table = manifest.tables[0].id.clone();
    let live = format!("embed/tables/{table}");
    let frozen = format!("embed/r/{old}/tables/{table}");
    let (before, said) = page(&site, &live);
    assert!(
        said.contains("Numbers change here with each new release"),
        "{said}"
    );
    let (kept, said) = page(&site, &frozen);
    assert_eq!(kept, before);
    assert!(!said.contains("newer"), "{said}");
    let picture = fs::read(site.join(&frozen).join("picture.png")).unwrap();

    assert_eq!(publish_anew(&data, &mut catalog.cities[0]), table);
    write_catalog(&catalog);
    write_pages(&site);
    let (now, said) = page(&site, &live);
    assert_ne!(now, before);
    assert!(said.starts_with("Release of January 2, 2027."), "{said}");
    let (kept, said) = page(&site, &frozen);
    assert_eq!(kept, before);
    assert!(
        said.contains("A newer version exists, of January 2, 2027"),
        "{said}"
    );
    assert!(said.contains(&format!("href=\"{live}/\"")), "{said}");
    assert_eq!(
        fs::read(site.join(&frozen).join("picture.png")).unwrap(),
        picture
    );
    let (newest, _) = page(&site, &format!("embed/r/{NEW}/tables/{table}"));
    assert_eq!(newest, now);
}
