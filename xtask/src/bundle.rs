//! `cargo xtask bundle`: the whole site with its releases as one ZIP, for a disk or a USB stick.
//!
//! Browsers load no modules, no WebAssembly and no data for a page that is opened as a file. So the
//! ZIP also holds a server of one small file, for which any Python will do, and a page that says so.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use clap::Args;
use serde::Deserialize;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::build;
use crate::hosting::pages::files;
use crate::offline;
use crate::workspace::Workspace;

/// What goes beside the site.
const BESIDE: [&str; 2] = ["READ-ME-FIRST.html", "serve.py"];
const BESIDE_FOLDER: &str = "hosting/disk";

/// Files that are compressed in themselves.
const STORED: [&str; 7] = ["gz", "parquet", "png", "woff2", "xlsx", "zip", "jpg"];

/// What to pack.
#[derive(Args)]
pub struct Options {
    /// Take `dist/` as it is, in place of building it
    #[arg(long)]
    built: bool,
}

#[derive(Deserialize)]
struct Catalog {
    default: String,
    cities: Vec<City>,
}

#[derive(Deserialize)]
struct City {
    id: String,
    current: String,
}

/// Writes the ZIP into the target folder, named after the city that is shown first and its release.
pub fn run(workspace: &Workspace, options: &Options) -> Result<()> {
    if !options.built {
        build::run(workspace, &build::Options::default())?;
    }
    let file = pack_built(workspace)?;
    let megabytes = fs::metadata(&file)?.len() / 1_000_000;
    println!("{} ({megabytes} MB)", file.display());
    Ok(())
}

/// Packs `dist/` as it is; the ZIP.
pub fn pack_built(workspace: &Workspace) -> Result<PathBuf> {
    let site = workspace.root.join("dist");
    let page = fs::read_to_string(site.join("index.html"));
    let page = page.context("dist/ holds no build of the site: run `cargo xtask build` first")?;
    ensure!(
        page.contains(r#"<base href="/">"#),
        "dist/ is built for a path of a host: build it without --base"
    );
    let name = name(&fs::read(site.join("data/catalog.json"))?)?;
    let file = workspace.target.join(format!("{name}.zip"));
    let packed = pack(workspace, &site, &name, &file);
    packed.with_context(|| format!("writing {}", file.display()))?;
    Ok(file)
}

fn name(catalog: &[u8]) -> Result<String> {
    let catalog: Catalog = serde_json::from_slice(catalog).context("reading catalog.json")?;
    let mut cities = catalog.cities.iter();
    let shown = cities.find(|city| city.id == catalog.default);
    let City { id, current } = shown.context("the catalogue's default is no city of it")?;
    Ok(format!("sightline-{id}-{current}"))
}

/// The same files give the same ZIP: in order, and without the time of day.
fn pack(workspace: &Workspace, site: &Path, name: &str, to: &Path) -> Result<()> {
    let mut archive = ZipWriter::new(BufWriter::new(File::create(to)?));
    let beside = BESIDE.map(|file| {
        (
            workspace.root.join(BESIDE_FOLDER).join(file),
            PathBuf::from(file),
        )
    });
    let of_site = files(site, "")?.into_iter().map(|path| {
        let below = path
            .strip_prefix(site)
            .map(|below| Path::new("site").join(below));
        (path, below.unwrap_or_default())
    });
    for (path, place) in beside.into_iter().chain(of_site) {
        let ending = path.extension().unwrap_or_default().to_string_lossy();
        let method = match STORED.contains(&ending.as_ref()) {
            true => CompressionMethod::Stored,
            false => CompressionMethod::Deflated,
        };
        let options = SimpleFileOptions::default().compression_method(method);
        // Names in a ZIP have slashes on every system.
        let parts: Vec<_> = place.iter().map(|part| part.to_string_lossy()).collect();
        archive.start_file(format!("{name}/{}", parts.join("/")), options)?;
        // The server beside the site is there whenever the site is, and other programs use its port.
        let below = parts.get(1..).unwrap_or_default().join("/");
        match offline::retired(workspace, &below)? {
            Some(text) => archive.write_all(text.as_bytes())?,
            None => archive.write_all(&fs::read(&path)?)?,
        }
    }
    archive.finish()?.flush()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_named_after_the_release_that_is_shown_first() {
        let catalog =
            r#"{"default":"b","cities":[{"id":"a","current":"1"},{"id":"b","current":"2"}]}"#;
        assert_eq!(name(catalog.as_bytes()).unwrap(), "sightline-b-2");
        assert!(name(br#"{"default":"c","cities":[]}"#).is_err());
    }
}
