//! The corpus: each file holds the faults of one kind of file.

pub mod formats;
pub mod published;
pub mod publishing;
pub mod settings;
pub mod sources;
pub mod tables;

use super::Case;
use super::Fault::Edit;

/// One edit of a TOML file, and the line and column at which it shows.
fn edited(
    name: &'static str,
    (file, from, to): (&'static str, &'static str, &'static str),
    (line, column): (u64, u64),
    field: &'static str,
    says: &'static str,
) -> Case {
    Case {
        name,
        fault: Edit(file, from, to),
        at: (file, line, column),
        field,
        says,
    }
}

impl Case {
    /// The fault shows in another file than the one that is edited.
    fn in_file(mut self, file: &'static str) -> Self {
        self.at.0 = file;
        self
    }

    /// Another edit of the same file.
    fn with(mut self, from: &'static str, to: &'static str) -> Self {
        if let Edit(file, _, _) = self.fault {
            self.fault = Edit(file, from, to);
        }
        self
    }
}
