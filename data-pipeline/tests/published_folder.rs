//! The folder of releases by itself: what is in it when a run fails or ends at any of its steps.

#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "shared with other tests, and a panic is how a test fails"
)]

mod invented;
mod site;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use cube::release::SIGNATURE;
use data_pipeline::disclosure::{self, Cleared};
use data_pipeline::publish::{self, CityPlace, Draft, Folder, PublishError};
use data_pipeline::releases::Persons;
use data_pipeline::run::{self, Inputs};
use data_pipeline::settings::Settings;
use invented::{InventedCity, arrests, tree};
use site::Site;
use tempfile::TempDir;

const ID: &str = "2020-02-29-12345678";

fn files(texts: &[(&str, &str)]) -> BTreeMap<String, Vec<u8>> {
    let files = texts.iter();
    files
        .map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()))
        .collect()
}

fn release() -> BTreeMap<String, Vec<u8>> {
    files(&[("manifest.json", "{}"), ("cubes/crime.cube", "cube")])
}

/// The names in the folder of releases.
fn names(data: &Path) -> Vec<String> {
    let entries = fs::read_dir(data.join("releases")).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name());
    let mut names: Vec<String> = names.map(|name| name.into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_release_that_its_run_does_not_name_goes_with_the_run() {
    let data = TempDir::new().unwrap();
    let folder = Folder::open(data.path()).unwrap();
    assert!(folder.store(ID, &release()).unwrap());
    assert_eq!(names(data.path()), [&format!(".unnamed-{ID}"), ID]);
    drop(folder);
    assert_eq!(names(data.path()), [] as [&str; 0]);
}

#[test]
fn a_release_that_the_catalogue_names_stays_and_loses_its_mark() {
    let site = Site::unsigned();
    let mark = format!(".unnamed-{}", site.current());
    fs::write(site.data().join("releases").join(mark), "").unwrap();
    drop(Folder::open(&site.data()).unwrap());
    assert_eq!(names(&site.data()), site.releases);
}

#[test]
fn a_signature_stays_only_where_the_catalogue_names_it() {
    for (site, is_named) in [(Site::signed(), true), (Site::unsigned(), false)] {
        let mark = format!("releases/.unnamed-{}.minisig", site.current());
        site.write(&mark, b"");
        site.write(&site.in_current(SIGNATURE), b"a signature");
        drop(Folder::open(&site.data()).unwrap());
        let signature = site.data().join(site.in_current(SIGNATURE));
        assert_eq!(signature.exists(), is_named);
        assert!(!site.data().join(mark).exists());
    }
}

/// The catalogue cannot be written: what was signed for it is taken back.
#[test]
fn a_signature_that_its_run_does_not_name_goes_with_the_run() {
    let site = Site::unsigned();
    let before = tree(&site.data());
    let folder = Folder::open(&site.data()).unwrap();
    fs::create_dir(site.data().join(".staging-catalog.json")).unwrap();
    publish::sign(&folder, site.current(), &site.settings(), &site.signer()).unwrap_err();
    assert!(site.data().join(site.in_current(SIGNATURE)).exists());
    assert_eq!(site.verify().faults, [], "it does not count");
    drop(folder);
    assert!(tree(&site.data()) == before);
}

#[test]
fn a_release_is_in_its_place_whole_or_not_at_all() {
    let data = TempDir::new().unwrap();
    let folder = Folder::open(data.path()).unwrap();
    // The second needs a folder where the first is a file.
    let half = files(&[("cubes", "half"), ("cubes/crime.cube", "cube")]);
    folder.store(ID, &half).unwrap_err();
    assert!(!folder.release(ID).exists());
    assert_eq!(names(data.path()), [format!(".staging-{ID}")]);
    drop(folder);
    assert_eq!(names(data.path()), [] as [&str; 0]);
}

#[test]
fn a_catalogue_is_exchanged_and_not_written_over() {
    let site = Site::unsigned();
    let before = site.read("catalog.json");
    // Whoever has opened the old one reads it to its end.
    let opened = site.data().join("opened");
    fs::hard_link(site.data().join("catalog.json"), &opened).unwrap();
    let folder = Folder::open(&site.data()).unwrap();
    folder.replace("catalog.json", b"another").unwrap();
    assert_eq!(site.read("catalog.json"), b"another");
    assert_eq!(fs::read(opened).unwrap(), before);
}

#[test]
fn a_published_release_is_never_changed() {
    let data = TempDir::new().unwrap();
    let folder = Folder::open(data.path()).unwrap();
    assert!(folder.store(ID, &release()).unwrap());
    assert!(!folder.store(ID, &release()).unwrap());
    let mut other = release();
    other.insert("manifest.json".into(), b"[]".to_vec());
    let mut fewer = release();
    fewer.remove("cubes/crime.cube");
    for other in [other, fewer] {
        let refused = folder.store(ID, &other).unwrap_err();
        assert!(matches!(refused, PublishError::Differs { .. }), "{refused}");
        let unread = folder.verify(ID, &other).unwrap_err();
        assert!(
            matches!(unread, PublishError::Unverified { .. }),
            "{unread}"
        );
    }
    folder.verify(ID, &release()).unwrap();
}

/// What a build has published, once more as it leaves the gate.
fn cleared(data: &Path, release: &str) -> Cleared {
    let mut files: BTreeMap<String, Vec<u8>> = tree(&data.join("releases").join(release))
        .into_iter()
        .map(|(path, bytes)| (path.to_string_lossy().replace('\\', "/"), bytes))
        .collect();
    let manifest = files.remove("manifest.json").unwrap();
    let draft = Draft {
        manifest: serde_json::from_slice(&manifest).unwrap(),
        files,
        place: CityPlace::Other,
    };
    disclosure::clear(draft, None).unwrap()
}

/// Two files have the same place on the disk: what is written to the second changes the first, which
/// was written and synced before.
#[test]
fn what_does_not_read_back_as_it_was_written_is_not_published() {
    let city = InventedCity::new();
    let release = city.build().unwrap().release;
    let data = TempDir::new().unwrap();
    let folder = Folder::open(data.path()).unwrap();
    let staging = folder.release(&format!(".staging-{release}"));
    fs::create_dir(&staging).unwrap();
    fs::write(staging.join("events.json"), "").unwrap();
    fs::hard_link(staging.join("events.json"), staging.join("policy.json")).unwrap();
    let cleared = cleared(&city.out(), &release);
    let unread = publish::publish(&folder, cleared, &Persons::default());
    let message = unread.unwrap_err().to_string();
    let expected = "events.json: expected the bytes that were written, found others";
    assert!(message.ends_with(expected), "{message}");
    assert!(!folder.catalog().exists());
    drop(folder);
    assert_eq!(names(data.path()), [] as [&str; 0]);
}

/// The run fails after the catalogue has moved: something lies where what is withdrawn is moved to.
#[test]
fn a_withdrawn_release_goes_with_a_run_that_fails() {
    let city = InventedCity::new();
    let first = city.build().unwrap().release;
    city.replace_source("arrests.csv", &arrests(5));
    let elsewhere = TempDir::new().unwrap();
    let (settings, sources) = (city.settings(), city.sources());
    let inputs = Inputs::new(&settings, &sources, elsewhere.path());
    let second = run::build(&inputs).unwrap().release;
    let cleared = cleared(elsewhere.path(), &second);
    let persons = Persons::of(&Settings::load(&settings).unwrap());

    let folder = Folder::open(&city.out()).unwrap();
    let aside = folder.release(&format!(".staging-withdrawn-{first}"));
    fs::create_dir_all(aside.join("in the way")).unwrap();
    publish::publish(&folder, cleared, &persons).unwrap_err();
    let named = city.catalog().cities.remove(0).releases;
    assert_eq!(
        named.iter().map(|one| &one.id).collect::<Vec<_>>(),
        [&second]
    );
    assert!(folder.release(&first).exists());
    drop(folder);
    assert_eq!(names(&city.out()), [second]);
}

/// A release of the same name lies there and is another: neither it nor the catalogue moves.
#[test]
fn the_catalogue_moves_after_the_release_is_there() {
    let city = InventedCity::new();
    let release = city.build().unwrap().release;
    let catalog = city.out().join("catalog.json");
    fs::remove_file(&catalog).unwrap();
    let events = city
        .out()
        .join("releases")
        .join(release)
        .join("events.json");
    fs::write(&events, "[]").unwrap();
    let message = city.failure();
    assert!(message.contains("events.json: differs"), "{message}");
    assert!(!catalog.exists());
    assert_eq!(fs::read(events).unwrap(), b"[]");
}
