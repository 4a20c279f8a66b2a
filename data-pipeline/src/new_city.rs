//! Begins a city: a folder of settings that teach each key, and what is to be done next.
//!
//! It invents no source and no number. What it writes is ours to explain and the city's to fill in,
//! and [`crate::check`] says what is still missing.

use std::fs;
use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::settings::Problem;

/// The files of a new city: names and contents, `{id}` and `{label}` to be filled in.
const FILES: [(&str, &str); 13] = [
    ("city.toml", include_str!("../templates/city.toml")),
    ("sources.toml", include_str!("../templates/sources.toml")),
    ("tables.toml", include_str!("../templates/tables.toml")),
    ("caveats.toml", include_str!("../templates/caveats.toml")),
    ("events.toml", include_str!("../templates/events.toml")),
    ("overview.toml", include_str!("../templates/overview.toml")),
    (
        "publishing.toml",
        include_str!("../templates/publishing.toml"),
    ),
    ("policy.toml", include_str!("../templates/policy.toml")),
    ("offenses.csv", include_str!("../templates/offenses.csv")),
    (
        "offense_names.csv",
        include_str!("../templates/offense_names.csv"),
    ),
    (
        "charge_groups.csv",
        include_str!("../templates/charge_groups.csv"),
    ),
    ("charges.csv", include_str!("../templates/charges.csv")),
    ("es.po", include_str!("../templates/es.po")),
];

/// Why a city cannot be begun. Nothing has been written over.
#[derive(Debug, Error)]
pub enum NewCityError {
    /// The id cannot be the name of a folder and a part of addresses.
    #[error("the id {0:?}: expected lower-case letters, digits and hyphens, such as \"new-city\"")]
    Id(String),
    /// The label would not survive in the settings.
    #[error("the label {0:?}: expected a name for people, without quotes and line breaks")]
    Label(String),
    /// There is such a city.
    #[error("{}: expected a folder that is not there yet", _0.display())]
    Exists(PathBuf),
    /// The system refuses to write.
    #[error("{}: {error}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        error: std::io::Error,
    },
}

/// Writes the folder of a new city below `settings`, and says where.
///
/// # Errors
/// Where the id or the label is none, the folder is there already, or writing fails.
pub fn begin(settings: &Path, id: &str, label: &str) -> Result<PathBuf, NewCityError> {
    let is_fit = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if id.is_empty() || id.starts_with('-') || !id.chars().all(is_fit) {
        return Err(NewCityError::Id(id.to_owned()));
    }
    let breaks = |c: char| c.is_control() || c == '"' || c == '\\';
    if label.trim().is_empty() || label.contains(breaks) {
        return Err(NewCityError::Label(label.to_owned()));
    }
    let folder = settings.join(id);
    if folder.exists() {
        return Err(NewCityError::Exists(folder));
    }
    let io = |path: &Path, result: std::io::Result<()>| {
        let path = path.to_owned();
        result.map_err(|error| NewCityError::Io { path, error })
    };
    io(&folder, fs::create_dir_all(&folder))?;
    for (name, template) in FILES {
        let path = folder.join(name);
        let text = template.replace("{id}", id).replace("{label}", label);
        io(&path, fs::write(&path, text))?;
    }
    Ok(folder)
}

/// What is still to be written before a city can be built, in the order in which to do it.
///
/// Empty unless the problems say that the city is only begun: then they are too few to lead on.
#[must_use]
pub fn next_steps(problems: &[Problem]) -> Vec<&'static str> {
    let lacks = |file: &str, field: &str| {
        let mut all = problems.iter();
        all.any(|problem| problem.file.ends_with(file) && problem.field == field)
    };
    let (no_source, no_table) = (
        lacks("sources.toml", "source"),
        lacks("tables.toml", "table"),
    );
    let mut steps = Vec::new();
    if no_source {
        steps.push("sources.toml: name your first export, its columns and its SHA-256");
        steps.push("offense_names.csv: say which offense each name in that export means");
    }
    if no_table {
        steps.push("tables.toml: declare a table, with a stretch for the months of the export");
        steps.push("overview.toml: choose what the front page leads with");
    }
    if !steps.is_empty() {
        if lacks("city.toml", "released") {
            steps.push("city.toml: set `released` to the day of publication");
        }
        steps.push("data-pipeline check <city> --sources <folder>: until nothing is left to mend");
        steps.push("es.po: the Spanish of what `check` prints then; the rest is shown in English");
        steps.push("data-pipeline build <city> --sources <folder>");
    }
    steps
}
