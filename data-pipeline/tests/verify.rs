//! What is published is checked, byte by byte: whatever changes is named, in a folder and behind an
//! address.

#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "shared with other tests, and a panic is how a test fails"
)]

mod site;

use std::fs;
use std::io::Write;
use std::net::TcpListener;
use std::path::Path;
use std::thread;

use cube::release::{Catalog, Manifest, SIGNATURE};
use data_pipeline::publish;
use data_pipeline::source::sha256_hex;
use data_pipeline::verify::{self, Extent, Request, Summary, VerifyError};
use verification::PublicKey;

use site::{KINDS, Site};

/// The files that are named.
fn named(summary: &Summary) -> Vec<&str> {
    summary.faults.iter().map(|fault| &*fault.file).collect()
}

/// A text of all faults, for the message of a test that fails.
fn told(summary: &Summary) -> String {
    let lines = summary.faults.iter().map(|fault| format!("{fault}\n"));
    lines.collect()
}

fn another_key() -> PublicKey {
    Site::unsigned().signer().public().clone()
}

#[test]
fn the_committed_releases_are_as_they_were_published() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let data = root.join("../public/data");
    let request = Request {
        place: &data.to_string_lossy(),
        key: None,
        settings: Some(&root.join("cities")),
        extent: Extent::All,
    };
    let mut lines = Vec::new();
    let summary = verify::verify(&request, &mut |line| lines.push(line.to_string())).unwrap();
    assert_eq!(told(&summary), "");
    assert!(summary.signed >= 2, "{summary:?}");
    assert!(summary.certificates >= 2, "{summary:?}");
    assert!(summary.files > 300, "{summary:?}");
    assert!(lines.iter().any(|line| line.contains("signed by key")));
    assert!(lines.iter().any(|line| line.contains("unsigned")));

    let current = Request {
        extent: Extent::Current,
        ..request
    };
    let current = verify::verify(&current, &mut |_| {}).unwrap();
    assert_eq!((current.signed, current.unsigned), (2, 0));
    assert!(current.files < summary.files);
}

#[test]
fn an_untouched_site_has_no_faults() {
    let site = Site::signed();
    for place in [site.site(), site.data()] {
        let summary = site.verify_at(&place.to_string_lossy(), None);
        assert_eq!(told(&summary), "");
        assert_eq!((summary.signed, summary.unsigned), (2, 0));
        // The catalogue, two lists with a signature each, and the copies with what they are of.
        let copies = KINDS.iter().filter(|path| path.starts_with("downloads/"));
        let files = 1 + 2 * (2 + KINDS.len()) + copies.count() + 1;
        assert_eq!(summary.files, files as u64);
    }
}

#[test]
fn every_byte_of_every_file_is_watched() {
    let site = Site::signed();
    let mut paths = vec![
        "catalog.json".to_owned(),
        "latest/rivertown/release.json".to_owned(),
    ];
    let files = ["manifest.json", SIGNATURE].into_iter().chain(KINDS);
    paths.extend(files.map(|file| site.in_current(file)));
    paths.push("latest/rivertown/crime.csv".to_owned());
    let mut flips = 0;
    for path in paths {
        let bytes = site.read(&path).len();
        for at in 0..bytes {
            // Another letter, another case, and no ASCII at all.
            let mask = [0x01, 0x20, 0x80][at % 3];
            site.flip(&path, at, mask);
            let summary = site.verify();
            // An id that the catalogue spells wrong leads to a folder that is not there.
            let is_named = |fault: &verification::Fault| {
                fault.file == path || fault.expected.contains(&format!("that {path} names"))
            };
            assert!(
                summary.faults.iter().any(is_named),
                "{path}, byte {at} ^ {mask:#x}: {}",
                told(&summary)
            );
            site.flip(&path, at, mask);
            flips += 1;
        }
    }
    assert!(flips > 4_000, "{flips}");
    assert_eq!(told(&site.verify()), "");
}

#[test]
fn one_changed_byte_is_one_fault_also_behind_an_address() {
    let site = Site::signed();
    let address = site.serve();
    assert_eq!(told(&site.verify_at(&address, None)), "");
    let lists = ["manifest.json", SIGNATURE];
    let mut paths: Vec<String> = lists
        .into_iter()
        .chain(KINDS)
        .map(|file| site.in_current(file))
        .collect();
    paths.push("latest/rivertown/crimes.csv.gz".to_owned());
    for path in &paths {
        let middle = site.read(path).len() / 2;
        site.flip(path, middle, 1);
        let summary = site.verify_at(&address, None);
        assert_eq!(named(&summary), [path], "{}", told(&summary));
        assert_eq!(summary.faults, site.verify().faults);
        site.flip(path, middle, 1);
    }
    // The catalogue: a letter of a label, and one of the key.
    let catalog = String::from_utf8(site.read("catalog.json")).unwrap();
    for word in [
        "Rivertown\"",
        "RW",
        "manifest_sha256\": \"",
        "signature_sha256\": \"",
    ] {
        let at = catalog.find(word).unwrap() + word.len() - 1;
        site.flip("catalog.json", at - 1, 1);
        let summary = site.verify_at(&address, None);
        assert!(
            named(&summary).contains(&"catalog.json"),
            "{word}: {}",
            told(&summary)
        );
        site.flip("catalog.json", at - 1, 1);
    }
}

#[test]
fn what_is_missing_is_named_and_the_rest_is_checked_all_the_same() {
    let site = Site::signed();
    let address = site.serve();
    let whole = site.verify().files;
    for file in [
        "cubes/crime.cube",
        "downloads/crime.csv",
        SIGNATURE,
        "manifest.json",
    ] {
        let path = site.in_current(file);
        let bytes = site.read(&path);
        fs::remove_file(site.data().join(&path)).unwrap();
        for place in [site.site().to_string_lossy().as_ref(), &address] {
            let summary = site.verify_at(place, None);
            assert_eq!(named(&summary), [&path], "{}", told(&summary));
            assert_eq!(summary.faults[0].found, "no file");
            if file != "manifest.json" {
                assert_eq!(summary.files, whole - 1);
            }
        }
        site.write(&path, &bytes);
    }
}

#[test]
fn what_nobody_lists_is_named_in_a_folder() {
    let site = Site::signed();
    let planted = [
        site.in_current("downloads/more.csv"),
        site.in_current("manifest.json.sig"),
        "latest/rivertown/more.csv".to_owned(),
    ];
    for path in &planted {
        site.write(path, b"more");
    }
    fs::create_dir(site.data().join("releases/2019-01-01-12345678")).unwrap();
    let summary = site.verify();
    let mut expected: Vec<&str> = planted.iter().map(String::as_str).collect();
    expected.push("releases/2019-01-01-12345678");
    let mut found = named(&summary);
    found.sort_unstable();
    expected.sort_unstable();
    assert_eq!(found, expected, "{}", told(&summary));
}

#[test]
fn a_release_that_is_made_anew_by_somebody_else_is_caught() {
    let site = Site::signed();
    // Everything is consistent: the file, the manifest, its id, the catalogue; signed by a stranger.
    let stranger = Site::signed();
    let theirs = stranger.verify();
    assert_eq!(told(&theirs), "");
    let by_our_key = stranger.verify_at(
        &stranger.site().to_string_lossy(),
        Some(site.signer().public().clone()),
    );
    let found = named(&by_our_key);
    assert!(found.contains(&"catalog.json"), "{}", told(&by_our_key));
    assert!(found.contains(&&*stranger.in_current(SIGNATURE)));
    assert_eq!(by_our_key.signed, 0);
}

#[test]
fn an_unsigned_release_is_said_to_be_so_and_a_given_key_wants_a_signature() {
    let site = Site::unsigned();
    let summary = site.verify();
    assert_eq!(told(&summary), "");
    assert_eq!((summary.signed, summary.unsigned), (0, 2));
    let key = site.signer().public().clone();
    for place in [site.site().to_string_lossy().into_owned(), site.serve()] {
        let summary = site.verify_at(&place, Some(key.clone()));
        assert_eq!(named(&summary), [site.in_current(SIGNATURE)]);
    }
}

#[test]
fn a_signature_that_is_taken_away_whole_is_missed() {
    let site = Site::signed();
    fs::remove_file(site.data().join(site.in_current(SIGNATURE))).unwrap();
    let summary = site.verify();
    assert_eq!(named(&summary), [site.in_current(SIGNATURE)]);
    // From the catalogue too: then it is an unsigned release, and is said to be one.
    site.edit_catalog(|catalog| catalog.cities[0].releases[1].signature_sha256 = None);
    let summary = site.verify();
    assert_eq!((told(&summary).as_str(), summary.unsigned), ("", 1));
}

/// What somebody asks who has no key and no settings.
fn by_anybody(place: &str) -> Request<'_> {
    Request {
        place,
        key: None,
        settings: None,
        extent: Extent::All,
    }
}

#[test]
fn without_a_key_from_elsewhere_the_one_of_the_catalogue_counts() {
    let site = Site::signed();
    let place = site.site();
    let place = place.to_string_lossy();
    let mut lines = Vec::new();
    let summary = verify::verify(&by_anybody(&place), &mut |line| {
        lines.push(line.to_string());
    })
    .unwrap();
    assert_eq!((told(&summary).as_str(), summary.signed), ("", 2));
    assert!(
        lines
            .iter()
            .any(|line| line.contains("(from catalog.json, which"))
    );
}

#[test]
fn a_release_alone_is_held_by_its_name_and_its_signature() {
    let site = Site::signed();
    let folder = site.data().join("releases").join(site.current());
    let place = folder.to_string_lossy();
    let summary = site.verify_at(&place, None);
    assert_eq!((told(&summary).as_str(), summary.signed), ("", 1));
    for file in ["manifest.json", SIGNATURE, "cubes/crime.cube"] {
        let path = site.in_current(file);
        for at in [0, site.read(&path).len() / 2] {
            site.flip(&path, at, 1);
            let summary = site.verify_at(&place, None);
            assert_eq!(named(&summary), [file], "{}", told(&summary));
            site.flip(&path, at, 1);
        }
    }
    let summary = site.verify_at(&place, Some(another_key()));
    assert_eq!(named(&summary), [SIGNATURE]);
    // Without its signature, its name still holds it.
    fs::remove_file(folder.join(SIGNATURE)).unwrap();
    let summary = site.verify_at(&place, None);
    assert_eq!((told(&summary).as_str(), summary.unsigned), ("", 1));
    site.flip(&site.in_current("manifest.json"), 100, 1);
    assert_eq!(named(&site.verify_at(&place, None)), ["manifest.json"]);
}

#[test]
fn a_place_that_holds_nothing_is_an_error() {
    let folder = tempfile::TempDir::new().unwrap();
    let site = Site::unsigned();
    for place in [
        folder.path().to_string_lossy().into_owned(),
        format!("{}/nowhere", site.serve()),
    ] {
        let error = verify::verify(&by_anybody(&place), &mut |_| {}).unwrap_err();
        assert!(matches!(error, VerifyError::Nothing { .. }), "{error}");
        assert!(error.to_string().starts_with(&place), "{error}");
    }
}

#[test]
fn a_catalogue_that_is_spelled_otherwise_is_not_the_published_one() {
    let site = Site::signed();
    let catalog: serde_json::Value = serde_json::from_slice(&site.read("catalog.json")).unwrap();
    site.write("catalog.json", &serde_json::to_vec(&catalog).unwrap());
    assert_eq!(named(&site.verify()), ["catalog.json"]);
    site.edit_catalog(|catalog| catalog.cities[0].label = "Elsewhere".into());
    assert_eq!(named(&site.verify()), ["catalog.json"]);
    site.write("catalog.json", &publish::json(&"no catalogue").unwrap());
    let summary = site.verify();
    assert!(
        named(&summary).contains(&"catalog.json"),
        "{}",
        told(&summary)
    );
}

/// A catalogue in the form of the pipeline that says something else than its releases.
#[test]
fn what_a_catalogue_says_otherwise_than_its_releases_is_a_fault() {
    let check = |edit: fn(&mut Catalog), expected: &str| {
        let site = Site::unsigned();
        site.edit_catalog(edit);
        let summary = site.verify();
        assert!(told(&summary).contains(expected), "{}", told(&summary));
        assert_eq!(named(&summary)[0], "catalog.json");
    };
    check(
        |catalog| catalog.format += 1,
        "catalog.json: expected format ",
    );
    check(
        |catalog| catalog.cities[0].sample = false,
        "catalog.json: expected the sample \"true\" of ",
    );
    check(
        |catalog| {
            catalog.default = None;
            catalog.cities[0].id = "elsewhere".into();
        },
        "catalog.json: expected the city \"rivertown\" of ",
    );
}

#[test]
fn a_release_under_the_name_of_another_is_a_fault() {
    let site = Site::unsigned();
    let other = "2020-02-01-12345678";
    let releases = site.data().join("releases");
    fs::rename(releases.join(site.current()), releases.join(other)).unwrap();
    site.edit_catalog(|catalog| {
        catalog.cities[0].releases[1].id = other.into();
        catalog.cities[0].current = other.into();
    });
    let summary = site.verify();
    let expected = format!("expected release {other}, found {}", site.current());
    assert!(told(&summary).contains(&expected), "{}", told(&summary));
}

/// The bytes of a manifest with another name for its city, and the name that follows from its content
/// with so many digits of its hash.
fn made_anew(manifest: &[u8], digits: usize) -> Vec<u8> {
    let text = String::from_utf8(manifest.to_vec()).unwrap();
    let text = text.replace("\"Rivertown\"", "\"Elsewhere\"");
    let parsed: Manifest = serde_json::from_str(&text).unwrap();
    let id = format!("\"id\": \"{}\"", parsed.id);
    let hash = sha256_hex(text.replacen(&id, "\"id\": \"\"", 1).as_bytes());
    let new = format!("\"id\": \"{}-{}\"", parsed.released, &hash[..digits]);
    text.replacen(&id, &new, 1).into_bytes()
}

#[test]
fn a_signature_decides_where_a_list_was_made_anew() {
    let site = Site::signed();
    let list = site.in_current("manifest.json");
    site.write(&list, &made_anew(&site.read(&list), 8));
    assert_eq!(named(&site.verify()), [list]);
}

/// A few digits would fit the hash of anything, after a few attempts.
#[test]
fn a_name_holds_a_release_by_eight_digits() {
    let site = Site::unsigned();
    let list = site.in_current("manifest.json");
    let manifest = site.read(&list);
    let folder = site.data().join("releases").join(site.current());
    let verify = || site.verify_at(&folder.to_string_lossy(), None);
    for digits in 0..8 {
        site.write(&list, &made_anew(&manifest, digits));
        assert_eq!(named(&verify()), ["manifest.json"], "{digits}");
    }
    site.write(&list, &made_anew(&manifest, 8));
    assert_eq!(told(&verify()), "");
}

#[test]
fn what_stands_in_the_place_of_a_signature_is_said() {
    let site = Site::signed();
    let path = site.in_current(SIGNATURE);
    let check = |signature: &[u8], expected: &str| {
        site.write(&path, signature);
        let summary = site.verify();
        assert_eq!(named(&summary), [&path], "{}", told(&summary));
        assert_eq!(summary.faults[0].found, expected);
    };
    let ours = String::from_utf8(site.read(&path)).unwrap();
    let stranger = Site::signed();
    let theirs = stranger.read(&stranger.in_current(SIGNATURE));
    let id = stranger.signer().public().id().to_owned();
    check(&theirs, &format!("one by key {id}"));
    let other = ours.replace("\ntrusted comment: ", "\ntrusted remark: ");
    let line = other.lines().nth(2).unwrap();
    check(other.as_bytes(), &format!("the third line {line:?}"));
}

#[test]
fn of_a_file_that_was_cut_the_length_is_said() {
    let site = Site::signed();
    let path = site.in_current("cubes/crime.cube");
    let whole = site.read(&path);
    site.write(&path, &whole[1..]);
    let (expected, found) = (whole.len(), whole.len() - 1);
    let fault = format!("{path}: expected {expected} bytes, found {found} bytes\n");
    assert_eq!(told(&site.verify()), fault);
}

#[test]
fn without_any_key_a_signature_is_held_by_the_catalogue() {
    let site = Site::signed();
    site.edit_catalog(|catalog| catalog.cities[0].key = None);
    let place = site.site();
    let verify = || verify::verify(&by_anybody(&place.to_string_lossy()), &mut |_| {}).unwrap();
    assert_eq!(told(&verify()), "");
    site.flip(&site.in_current(SIGNATURE), 100, 1);
    assert_eq!(named(&verify()), [site.in_current(SIGNATURE)]);
}

#[test]
fn a_copy_that_is_missing_is_named() {
    let site = Site::signed();
    let copy = "latest/rivertown/crime.md";
    fs::remove_file(site.data().join(copy)).unwrap();
    assert_eq!(named(&site.verify()), [copy]);
}

/// A city that is called like a way out of the settings chooses no key.
#[test]
fn no_key_is_taken_from_outside_of_the_settings() {
    let site = Site::unsigned();
    fs::write(site.settings().join("minisign.pub"), "no key").unwrap();
    fs::create_dir(site.settings().join("more")).unwrap();
    site.edit_catalog(|catalog| catalog.cities[0].id = "rivertown/..".into());
    assert!(named(&site.verify()).contains(&"catalog.json"));
    let list = site.in_current("manifest.json");
    let text = String::from_utf8(site.read(&list)).unwrap();
    let city = text.replace("\"city\": \"rivertown\"", "\"city\": \"more/..\"");
    site.write(&list, city.as_bytes());
    let folder = site.data().join("releases").join(site.current());
    let summary = site.verify_at(&folder.to_string_lossy(), None);
    assert_eq!(named(&summary), ["manifest.json"]);
}

/// A host that sends more than any file can be, and does not end.
#[test]
fn a_file_of_a_host_is_read_so_far_and_no_further() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        let mut stream = listener.accept().unwrap().0;
        let piece = [b' '; 64 * 1024];
        let mut sent = stream.write_all(b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n");
        for _ in 0..272 * 16 {
            sent = sent.and_then(|()| stream.write_all(&piece));
        }
    });
    let error = verify::verify(&by_anybody(&address), &mut |_| {}).unwrap_err();
    let expected = "larger than request limit: 268435456";
    assert!(error.to_string().ends_with(expected), "{error}");
}
