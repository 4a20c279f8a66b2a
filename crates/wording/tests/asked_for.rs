//! No translation is kept of a text that the code no longer says.

// A test may stop at whatever it does not expect; clippy knows this of test functions only.
#![allow(clippy::panic, clippy::unwrap_used, clippy::expect_used)]

use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// All Rust code in a folder, its literals on one line each.
fn code(folder: &Path, into: &mut String) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && !path.ends_with("target") {
            code(&path, into);
        } else if path.extension().is_some_and(|end| end == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            let mut pieces = text.split("\\\n");
            into.push_str(pieces.next().unwrap_or_default());
            pieces.for_each(|piece| into.push_str(piece.trim_start()));
        }
    }
}

#[test]
fn every_translation_is_of_a_text_that_the_code_says() {
    let mut said = String::new();
    for folder in ["crates", "src", "prebuild", "data-pipeline/src"] {
        code(&root().join(folder), &mut said);
    }
    let mut unsaid = Vec::new();
    let mut count = 0;
    for entry in fs::read_dir(root().join("locales/es")).unwrap() {
        let file = entry.unwrap().path();
        let catalogue = polib::po_file::parse(&file).unwrap();
        for message in catalogue.messages() {
            count += 1;
            if !said.contains(&format!("{:?}", message.msgid())) {
                unsaid.push(format!("{}: {:?}", file.display(), message.msgid()));
            }
        }
    }
    assert!(count > 500, "{count} translations");
    assert_eq!(unsaid, Vec::<String>::new());
}
