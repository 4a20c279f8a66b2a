//! A site of one city in a folder of its own, and the program that writes its pages.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use cube::release::Catalog;

const TEMPLATE: &str = "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><base href=\"/\">\
    <title>A</title><meta name=\"description\" content=\"b\"></head><body><noscript>c</noscript></body></html>";

pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

pub fn read<T: serde::de::DeserializeOwned>(path: &Path) -> T {
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
}

pub fn copy(from: &Path, to: &Path) {
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

pub fn write_pages(site: &Path) {
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

/// A new folder for a site with one city of this project and no release but its current one; the folder
/// and the catalogue, which has still to be written.
pub fn site_of(city: &str, name: &str) -> (PathBuf, Catalog) {
    let site = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    if site.exists() {
        fs::remove_dir_all(&site).unwrap();
    }
    let published = root().join("public/data");
    let mut catalog: Catalog = read(&published.join("catalog.json"));
    catalog.cities.retain(|one| one.id == city);
    let kept = &mut catalog.cities[0];
    let current = kept.current.clone();
    kept.releases.retain(|release| release.id == current);
    let folder = Path::new("releases").join(&current);
    copy(&published.join(&folder), &site.join("data").join(&folder));
    fs::write(site.join("index.html"), TEMPLATE).unwrap();
    (site, catalog)
}

pub fn write_catalog(site: &Path, catalog: &Catalog) {
    let bytes = serde_json::to_vec(catalog).unwrap();
    fs::write(site.join("data/catalog.json"), bytes).unwrap();
}
