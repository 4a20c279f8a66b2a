//! Reads one file of settings, TOML or CSV, with errors that name the file and the line.

use std::path::Path;

use serde::de::DeserializeOwned;

use super::SettingsError;

/// The content of a TOML file.
pub fn toml<T: DeserializeOwned>(path: &Path) -> Result<T, SettingsError> {
    toml::from_str(&text(path)?).map_err(|error| SettingsError::Toml {
        path: path.to_owned(),
        error: Box::new(error),
    })
}

/// The rows of a CSV file with a header.
pub fn csv<T: DeserializeOwned>(path: &Path) -> Result<Vec<T>, SettingsError> {
    let text = text(path)?;
    csv::Reader::from_reader(text.as_bytes())
        .into_deserialize()
        .collect::<Result<_, _>>()
        .map_err(|error| SettingsError::Csv {
            path: path.to_owned(),
            error,
        })
}

fn text(path: &Path) -> Result<String, SettingsError> {
    std::fs::read_to_string(path).map_err(|error| SettingsError::Read {
        path: path.to_owned(),
        error,
    })
}
