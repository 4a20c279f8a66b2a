//! Releases are signed by whoever holds the key of the city, once, and by nobody else.

#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "shared with other tests, and a panic is how a test fails"
)]

mod invented;
mod site;

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use cube::release::SIGNATURE;
use data_pipeline::publish::{self, Folder};
use data_pipeline::signing::{self, Signer};

use invented::InventedCity;
use site::Site;

/// Runs the command with a secret key in the environment, or none.
fn run(arguments: &[&str], secret: Option<&str>) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_data-pipeline"));
    command.args(arguments).env_remove("SIGHTLINE_SIGNING_KEY");
    if let Some(secret) = secret {
        command.env("SIGHTLINE_SIGNING_KEY", secret);
    }
    command.output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn path(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

#[test]
fn a_build_signs_with_a_key_and_says_where_it_has_none() {
    let city = InventedCity::new();
    let cities = city.settings().parent().unwrap().to_owned();
    let (settings, sources, out) = (path(&cities), path(&city.sources()), path(&city.out()));
    let secret = cities.join("../minisign.key");
    let build = |secret: Option<&str>| {
        let arguments = [
            "build",
            "rivertown",
            "--settings",
            &settings,
            "--sources",
            &sources,
            "--out",
            &out,
        ];
        run(&arguments, secret)
    };
    let unsigned = text(&build(None).stdout);
    let last = unsigned.lines().last().unwrap();
    assert!(
        last.starts_with("unsigned: nobody vouches for this release"),
        "{unsigned}"
    );

    // A key that nobody knows signs nothing.
    let made = run(
        &[
            "new-key",
            "rivertown",
            "--settings",
            &settings,
            "--secret",
            &path(&secret),
        ],
        None,
    );
    assert_eq!(made.status.code(), Some(0), "{}", text(&made.stderr));
    let stranger = fs::read_to_string(Site::unsigned().secret()).unwrap();
    let refused = build(Some(&stranger));
    assert_eq!(refused.status.code(), Some(1));
    assert!(
        text(&refused.stderr).contains("minisign.pub: expected the key"),
        "{}",
        text(&refused.stderr)
    );

    let secret = fs::read_to_string(&secret).unwrap();
    let signed = text(&build(Some(&secret)).stdout);
    assert!(signed.contains(": unchanged"), "{signed}");
    assert!(
        signed.lines().last().unwrap().contains(": signed by key "),
        "{signed}"
    );
    let catalog = fs::read(city.out().join("catalog.json")).unwrap();

    // Without the key it stays as it is, signature and all; the second line of a key is enough.
    let again = text(&build(None).stdout);
    assert!(
        again.ends_with("signed: an earlier run has signed this release\n"),
        "{again}"
    );
    let again = text(&build(secret.lines().nth(1)).stdout);
    assert!(
        again
            .lines()
            .last()
            .unwrap()
            .contains(": signed already by key "),
        "{again}"
    );
    assert_eq!(fs::read(city.out().join("catalog.json")).unwrap(), catalog);

    let verified = run(&["verify", &out, "--settings", &settings], None);
    assert_eq!(
        verified.status.code(),
        Some(0),
        "{}",
        text(&verified.stdout)
    );
    assert!(text(&verified.stdout).contains("0 faults; 1 releases signed, 0 unsigned"));
}

#[test]
fn the_commands_end_with_1_and_name_the_file() {
    let site = Site::signed();
    let (data, settings) = (path(&site.data()), path(&site.settings()));
    let cube = site.in_current("cubes/crime.cube");
    site.flip(&cube, 3, 4);
    let verified = run(&["verify", &data, "--settings", &settings], None);
    assert_eq!(verified.status.code(), Some(1));
    let told = text(&verified.stdout);
    assert_eq!(
        told.matches(&format!("{cube}: expected the SHA-256 "))
            .count(),
        2,
        "{told}"
    );
    assert!(told.contains("1 faults"), "{told}");

    // Nobody signs what is not as it was published.
    fs::remove_file(site.data().join(site.in_current(SIGNATURE))).unwrap();
    let secret = path(&site.secret());
    let signed = run(
        &[
            "sign",
            &data,
            "--settings",
            &settings,
            "--signing-key",
            &secret,
        ],
        None,
    );
    assert_eq!(signed.status.code(), Some(1));
    assert!(
        text(&signed.stderr).contains("cubes/crime.cube: expected"),
        "{}",
        text(&signed.stderr)
    );
    assert!(text(&signed.stderr).contains("nothing was signed"));

    let none = run(&["sign", &data, "--settings", &settings], None);
    assert!(
        text(&none.stderr).contains("SIGHTLINE_SIGNING_KEY"),
        "{}",
        text(&none.stderr)
    );
}

#[test]
fn one_release_is_signed_by_its_folder() {
    let site = Site::unsigned();
    let folder = site.data().join("releases").join(&site.releases[0]);
    let arguments = [
        "sign",
        &path(&folder),
        "--settings",
        &path(&site.settings()),
    ];
    let secret = fs::read_to_string(site.secret()).unwrap();
    let signed = run(&arguments, Some(&secret));
    assert_eq!(signed.status.code(), Some(0), "{}", text(&signed.stderr));
    let summary = site.verify();
    assert_eq!(
        (summary.signed, summary.unsigned),
        (1, 1),
        "{:?}",
        summary.faults
    );
}

/// A city of which nothing is there but its key, and a folder of sources that is not there: who asks
/// with another key hears of the key, and nothing is made.
#[test]
fn the_key_of_a_stranger_is_refused_before_anything_is_read() {
    let site = Site::unsigned();
    let stranger = Site::unsigned();
    let nowhere = site.settings().join("nowhere");
    let refused = run(
        &[
            "build",
            "rivertown",
            "--settings",
            &path(&site.settings()),
            "--sources",
            &path(&nowhere),
            "--out",
            &path(&nowhere),
            "--signing-key",
            &path(&stranger.secret()),
        ],
        None,
    );
    assert_eq!(refused.status.code(), Some(1));
    let expected = format!(
        "rivertown/minisign.pub: expected the key {} of the secret key, found {}\n",
        stranger.signer().public().id(),
        site.signer().public().id()
    );
    let told = text(&refused.stderr);
    assert!(told.ends_with(&expected), "{told}");
    assert!(!nowhere.exists());
}

#[test]
fn a_stranger_signs_nothing() {
    let site = Site::unsigned();
    let catalog = site.read("catalog.json");
    let folder = Folder::open(&site.data()).unwrap();
    let stranger = Site::unsigned().signer();
    let error = publish::sign(&folder, site.current(), &site.settings(), &stranger);
    let error = error.unwrap_err().to_string();
    assert!(error.contains("minisign.pub: expected the key"), "{error}");
    assert!(!site.data().join(site.in_current(SIGNATURE)).exists());
    assert_eq!(site.read("catalog.json"), catalog);
}

#[test]
fn a_list_that_is_not_the_published_one_is_not_signed() {
    let site = Site::unsigned();
    let list = site.in_current("manifest.json");
    let altered = String::from_utf8(site.read(&list)).unwrap();
    site.write(
        &list,
        altered.replace("\"Rivertown\"", "\"Elsewhere\"").as_bytes(),
    );
    let folder = Folder::open(&site.data()).unwrap();
    let error = publish::sign(&folder, site.current(), &site.settings(), &site.signer());
    let error = error.unwrap_err().to_string();
    assert!(
        error.contains("manifest.json: expected the SHA-256"),
        "{error}"
    );
    assert!(!site.data().join(site.in_current(SIGNATURE)).exists());
}

#[test]
fn another_signature_is_never_replaced() {
    let site = Site::signed();
    let stranger = Site::signed();
    let theirs = stranger.read(&stranger.in_current(SIGNATURE));
    site.write(&site.in_current(SIGNATURE), &theirs);
    let folder = Folder::open(&site.data()).unwrap();
    let error = publish::sign(&folder, site.current(), &site.settings(), &site.signer());
    let error = error.unwrap_err().to_string();
    assert!(
        error.contains("expected no signature, or one by key"),
        "{error}"
    );
    assert_eq!(site.read(&site.in_current(SIGNATURE)), theirs);

    let error = publish::sign(
        &folder,
        "2019-01-01-12345678",
        &site.settings(),
        &site.signer(),
    );
    assert!(
        error
            .unwrap_err()
            .to_string()
            .contains("that the catalogue names")
    );
}

#[test]
fn a_key_is_never_written_over_nor_into_what_is_published() {
    let site = Site::unsigned();
    let city = site.settings().join("rivertown");
    let secret = site.secret();
    let before = fs::read(&secret).unwrap();
    let error = signing::new_key(&secret, &[], None).unwrap_err();
    assert!(error.to_string().contains("never written over"), "{error}");
    let other = site.settings().join("other.key");
    let error = signing::new_key(&other, &[city], None).unwrap_err();
    assert!(error.to_string().contains("minisign.pub"), "{error}");
    assert!(!other.exists());
    assert_eq!(fs::read(&secret).unwrap(), before);

    let public = site.data().join("keys/minisign.key");
    let arguments = [
        "new-key",
        "rivertown",
        "--settings",
        &path(&site.settings()),
        "--secret",
        &path(&public),
    ];
    let refused = run(&arguments, None);
    assert_eq!(refused.status.code(), Some(1));
    assert!(
        text(&refused.stderr).contains("is published"),
        "{}",
        text(&refused.stderr)
    );
    assert!(!public.exists());
}

#[cfg(unix)]
#[test]
fn nobody_else_reads_a_secret_key() {
    use std::os::unix::fs::PermissionsExt;
    let site = Site::unsigned();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&site.secret()), 0o600);
    let told = format!("{:?}", site.signer());
    assert!(told.starts_with("Signer(") && told.len() < 30, "{told}");
}

#[test]
fn what_is_no_key_is_said_to_be_none() {
    for wrong in ["", "no key", "untrusted comment: x\nAAAA"] {
        let error = Signer::parse(wrong, None, "the test")
            .unwrap_err()
            .to_string();
        assert!(
            error.starts_with("the test: expected a secret key of minisign"),
            "{error}"
        );
    }
    let site = Site::unsigned();
    let public = fs::read_to_string(site.settings().join("rivertown/minisign.pub")).unwrap();
    assert!(Signer::parse(&public, None, "the test").is_err());
}
