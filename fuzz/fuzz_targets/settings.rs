//! The settings of a city: one file becomes the input, and `check` reports on the folder.
//!
//! The first byte chooses the file; the rest is its content.
#![no_main]

use std::cell::OnceCell;
use std::fs;
use std::path::{Path, PathBuf};

use data_pipeline::check::check;
use libfuzzer_sys::fuzz_target;
use tempfile::TempDir;

/// A good city in a folder of its own, and the content of each of its files.
struct City {
    folder: TempDir,
    files: Vec<(PathBuf, Vec<u8>)>,
}

thread_local! {
    static CITY: OnceCell<City> = const { OnceCell::new() };
}

fuzz_target!(|bytes: &[u8]| {
    if let Some((choice, content)) = bytes.split_first() {
        CITY.with(|city| {
            city.get_or_init(City::new)
                .check(usize::from(*choice), content)
        });
    }
});

impl City {
    fn new() -> Self {
        let fixture = "../data-pipeline/tests/fixtures/rivertown/settings";
        let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join(fixture);
        let folder = TempDir::new().expect("a folder");
        let mut files = Vec::new();
        for entry in fs::read_dir(fixture).expect("the fixture") {
            let from = entry.expect("an entry").path();
            let to = folder.path().join(from.file_name().expect("a name"));
            let content = fs::read(from).expect("a file of settings");
            fs::write(&to, &content).expect("a copy");
            files.push((to, content));
        }
        // A city may do without one.
        let catalogue = folder.path().join("es.po");
        let content = b"msgid \"Upstream\"\nmsgstr \"R\xc3\xado arriba\"\n".to_vec();
        fs::write(&catalogue, &content).expect("a catalogue of texts");
        files.push((catalogue, content));
        files.sort();
        Self { folder, files }
    }

    fn check(&self, choice: usize, content: &[u8]) {
        let (path, good) = &self.files[choice % self.files.len()];
        fs::write(path, content).expect("a broken file");
        let report = check(self.folder.path(), None);
        assert!(report.problems.is_sorted());
        fs::write(path, good).expect("the good file");
    }
}
