//! An invented city in a folder of its own, so that tests need no real data and may break things.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use cube::release::{Catalog, Manifest};
use cube::{Cell, Cube};
use data_pipeline::releases::{Request, State};
use data_pipeline::report::RunReport;
use data_pipeline::run::{self, BuildError, Inputs, Options};
use data_pipeline::source::sha256_hex;
use tempfile::TempDir;

/// Settings, sources and an empty folder to publish in; removed when dropped.
pub struct InventedCity {
    folder: TempDir,
    name: &'static str,
}

impl InventedCity {
    /// Rivertown as the fixtures have it.
    pub fn new() -> Self {
        Self::of_fixture("rivertown")
    }

    /// A city of the fixtures.
    pub fn of_fixture(name: &'static str) -> Self {
        let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
        let fixtures = fixtures.join(name);
        let city = Self {
            folder: TempDir::new().unwrap(),
            name,
        };
        copy(&fixtures.join("settings"), &city.settings());
        copy(&fixtures.join("sources"), &city.sources());
        fs::create_dir_all(city.out()).unwrap();
        city.trust_sources();
        city
    }

    pub fn settings(&self) -> PathBuf {
        self.folder.path().join("cities").join(self.name)
    }

    pub fn sources(&self) -> PathBuf {
        self.folder.path().join("sources")
    }

    pub fn out(&self) -> PathBuf {
        self.folder.path().join("out")
    }

    /// Replaces a text in a file of settings; it must be there.
    pub fn edit(&self, file: &str, from: &str, to: &str) {
        let path = self.settings().join(file);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{file} has no {from:?}");
        fs::write(path, text.replace(from, to)).unwrap();
    }

    /// Replaces a source file, and the hash by which the settings know it.
    pub fn replace_source(&self, file: &str, content: &[u8]) {
        let path = self.sources().join(file);
        let before = sha256_hex(&content_of(&path));
        fs::write(&path, content).unwrap();
        self.edit("sources.toml", &before, &sha256_hex(&content_of(&path)));
    }

    pub fn build(&self) -> Result<RunReport, BuildError> {
        run::build(&Inputs::new(&self.settings(), &self.sources(), &self.out()))
    }

    /// A build with overrides of guards, each with its reason.
    pub fn build_despite(&self, overrides: &[(&str, &str)]) -> Result<RunReport, BuildError> {
        let (settings, sources, out) = (self.settings(), self.sources(), self.out());
        let inputs = Inputs::new(&settings, &sources, &out);
        let overrides = overrides.iter().map(|(guard, because)| Request {
            guard: (*guard).to_owned(),
            because: (*because).to_owned(),
        });
        let options = Options {
            overrides: overrides.collect(),
            ..Options::default()
        };
        run::build_with(&inputs, &options)
    }

    /// The guards that refuse a build; something that no guard is called where none does.
    pub fn refused(&self) -> Vec<String> {
        let Err(BuildError::Refused(report)) = self.build() else {
            return vec!["(not refused)".to_owned()];
        };
        let tripped = report.guards.iter();
        let tripped = tripped.filter(|one| one.state == State::Tripped);
        tripped.map(|one| one.guard.clone()).collect()
    }

    /// The message of a build that must fail.
    pub fn failure(&self) -> String {
        let message = self.build().unwrap_err().to_string();
        message.replace(&*self.folder.path().to_string_lossy(), "…")
    }

    pub fn catalog(&self) -> Catalog {
        let bytes = fs::read(self.out().join("catalog.json")).unwrap();
        serde_json::from_slice(&bytes).unwrap()
    }

    pub fn manifest(&self, release: &str) -> Manifest {
        let path = self.out().join("releases").join(release);
        serde_json::from_slice(&fs::read(path.join("manifest.json")).unwrap()).unwrap()
    }

    pub fn cube(&self, release: &str, table: &str) -> Cube {
        let path = self.out().join("releases").join(release);
        let bytes = fs::read(path.join(format!("cubes/{table}.cube"))).unwrap();
        cube::codec::decode(&bytes).unwrap()
    }

    /// Fills in the hashes that stand as `{file}` in the settings.
    fn trust_sources(&self) {
        for entry in fs::read_dir(self.sources()).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let hash = sha256_hex(&content_of(&path));
            self.edit("sources.toml", &format!("{{{name}}}"), &hash);
        }
    }
}

/// The cells of one line of a cube, by codes.
pub fn line<'a>(cube: &'a Cube, geography: &str, category: &str) -> &'a [Cell] {
    let dimensions = &cube.header().dimensions;
    let place = dimensions[0].position(geography).unwrap();
    let category = dimensions[1].position(category).unwrap();
    cube.steps_of(&[place, category]).unwrap()
}

/// Incidents of 2018 for the source `early`: day, kind and ward, so many times each.
pub fn incidents(rows: &[(&str, &str, &str, usize)]) -> Vec<u8> {
    let mut text = String::from("Day,Kind,Ward,,Note\n");
    for (day, kind, ward, times) in rows {
        text.push_str(&format!("{day},{kind},{ward},,\n").repeat(*times));
    }
    gzipped(text.as_bytes())
}

/// So many arrests for the source `arrests`, all alike.
pub fn arrests(rows: usize) -> Vec<u8> {
    format!("Day,Charge\n{}", "2018-01-05,LOITERING\n".repeat(rows)).into_bytes()
}

/// Compresses as a publisher of sources would.
pub fn gzipped(content: &[u8]) -> Vec<u8> {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    writer.write_all(content).unwrap();
    writer.finish().unwrap()
}

/// Every file below a folder with its bytes, by path relative to the folder.
pub fn tree(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_owned();
                files.push((name, fs::read(&path).unwrap()));
            }
        }
    }
    files.sort();
    files
}

/// Writes files below a folder, by their path relative to it.
pub fn write_tree<P: AsRef<Path>>(folder: &Path, files: impl IntoIterator<Item = (P, Vec<u8>)>) {
    for (path, bytes) in files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
}

fn content_of(path: &Path) -> Vec<u8> {
    use std::io::Read;
    let bytes = fs::read(path).unwrap();
    if path.extension().is_none_or(|extension| extension != "gz") {
        return bytes;
    }
    let mut content = Vec::new();
    let mut reader = flate2::read::GzDecoder::new(bytes.as_slice());
    reader.read_to_end(&mut content).unwrap();
    content
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
    }
}
