//! Whatever becomes of a certificate, a policy or a table: the check reads it or refuses it, comes to an
//! end, and never says that a certificate holds whose file is not the one that was published.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    reason = "a panic is how a test fails"
)]

use std::path::Path;

use disclosure::{Certificate, Checker};

#[path = "../../../tests/mutated/mod.rs"]
mod mutated;

use mutated::{DEEP, KINDS, mutated};

const ROUNDS: u64 = 30;

/// The certificate, the policy and the tables of a small release, in the order of the check.
fn files() -> Vec<Vec<u8>> {
    let folder = "../../tests/fixtures/protected/releases/2026-01-01-protected";
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let read = |path: &str| std::fs::read(folder.join(path)).unwrap();
    let certificate = read("certificate.json");
    let tables = Certificate::parse(&certificate).unwrap().tables;
    let tables = tables
        .iter()
        .map(|table| read(&format!("cubes/{}.cube", table.id)));
    let tables: Vec<_> = tables.collect();
    [vec![certificate, read("policy.json")], tables].concat()
}

fn holds(files: &[Vec<u8>]) -> bool {
    let checker = Checker::new(&files[0], &files[1], &files[2..]);
    checker.is_ok_and(|mut checker| checker.finish().holds())
}

#[test]
fn the_check_of_changed_files_ends_and_does_not_hold() {
    let good = files();
    assert!(holds(&good));
    for at in 0..good.len() {
        for number in 0..KINDS * ROUNDS {
            let mut files = good.clone();
            files[at] = mutated(&good[at], number);
            let is_same = files[at] == good[at];
            // Words of a certificate may be others; hashes of policy and tables stand in it.
            let may_hold = is_same || at == 0;
            assert!(!holds(&files) || may_hold, "file {at}, {number}");
        }
    }
}

#[test]
fn a_certificate_nested_without_end_is_refused() {
    for open in ["[", "{\"tables\":"] {
        assert!(Certificate::parse(open.repeat(DEEP).as_bytes()).is_err());
    }
}
