//! A city publishes anew: what stands in pages of others with the numbers of the release before keeps
//! them and says that there are newer ones, and what follows the newest numbers follows them.

// A test may stop at whatever it does not expect; clippy knows this of test functions only.
#![allow(
    clippy::panic,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing
)]

mod site;

use std::fs;
use std::path::Path;

use cube::release::{CatalogCity, Manifest, ReleaseReference, hex};
use cube::{Cell, Cube, codec};
use sha2::{Digest, Sha256};
use site::{copy, read, site_of, write_catalog, write_pages};

const CITY: &str = "new-orleans";
const NEW: &str = "2027-01-02-0000cafe";

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
    let (site, mut catalog) = site_of(CITY, "new-release");
    let data = site.join("data");
    let old = catalog.cities[0].current.clone();
    write_catalog(&site, &catalog);
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
    write_catalog(&site, &catalog);
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
