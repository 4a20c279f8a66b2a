//! A stamp beside a result says which inputs it was made from, by their content: unlike file times,
//! it survives a fresh clone and a change of branch. It says nothing about the result itself.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

/// The digest of the inputs of a step.
#[derive(Debug, PartialEq, Eq)]
pub struct Stamp(String);

impl Stamp {
    /// Digests files, each with its path (relative to `root`) and its length.
    pub fn of_files(root: &Path, paths: &[&str]) -> Result<Self> {
        let mut digest = Sha256::new();
        for path in paths {
            let bytes = fs::read(root.join(path)).with_context(|| format!("reading {path}"))?;
            digest.update(format!("{path}\n{}\n", bytes.len()));
            digest.update(bytes);
        }
        let hex = digest
            .finalize()
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        Ok(Self(hex))
    }

    /// Whether the result was made from these inputs; a missing stamp means that it was not.
    pub fn is_in(&self, file: &Path) -> bool {
        fs::read_to_string(file).is_ok_and(|text| text == self.0)
    }

    /// Written last, so that a step that was cut short is done again.
    pub fn write_to(&self, file: &Path) -> Result<()> {
        fs::write(file, &self.0).with_context(|| format!("writing {}", file.display()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stamp_follows_the_content_of_its_inputs() {
        let folder = xshell::Shell::new().unwrap().create_temp_dir().unwrap();
        let root = folder.path();
        let stamp_file = root.join("stamp");
        fs::write(root.join("input"), "one").unwrap();

        let before = Stamp::of_files(root, &["input"]).unwrap();
        assert!(!before.is_in(&stamp_file));
        before.write_to(&stamp_file).unwrap();
        assert!(before.is_in(&stamp_file));

        fs::write(root.join("input"), "two").unwrap();
        assert!(
            !Stamp::of_files(root, &["input"])
                .unwrap()
                .is_in(&stamp_file)
        );
    }

    #[test]
    fn a_missing_input_is_named() {
        let error = Stamp::of_files(Path::new("."), &["no-such-file"]).unwrap_err();
        assert_eq!(error.to_string(), "reading no-such-file");
    }
}
