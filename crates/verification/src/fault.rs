//! One thing that is not as it was published.

use std::fmt;

/// One thing that is not as it was published: which file, what it should be, and what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The path of the file, below the folder that is checked.
    pub file: String,
    /// What would be right.
    pub expected: String,
    /// What is there.
    pub found: String,
}

impl Fault {
    /// A fault of a file.
    #[must_use]
    pub fn new(
        file: impl Into<String>,
        expected: impl Into<String>,
        found: impl Into<String>,
    ) -> Self {
        Self {
            file: file.into(),
            expected: expected.into(),
            found: found.into(),
        }
    }
}

/// A text as it stands in a file, in quotation marks.
pub(crate) fn quoted(text: &str) -> String {
    format!("{text:?}")
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            file,
            expected,
            found,
        } = self;
        write!(f, "{file}: expected {expected}, found {found}")
    }
}
