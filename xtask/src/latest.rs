//! `data/latest/<city>/`: the downloads of each city's current release under names that stay.
//!
//! They are copies, because a plain static host knows neither links nor redirects, and they are made
//! in the built site only: in the repository each byte is there once. The files of a release name
//! their neighbours by name alone, so they hold in the copy too. A host that shows `dist/` as a whole,
//! as hosts do, moves all of it in the same moment as the catalogue; `release.json` says which release
//! the copy is of.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use serde::{Deserialize, Serialize};

#[derive(Deserialize)]
struct Catalog {
    cities: Vec<City>,
}

#[derive(Deserialize)]
struct City {
    id: String,
    current: String,
}

/// What `release.json` says.
#[derive(Serialize)]
struct Origin<'a> {
    city: &'a str,
    /// The id of the release.
    release: &'a str,
    /// The address of its manifest, relative to this file.
    manifest: String,
}

/// Writes the folder `latest` into a folder of published data, in place of the one that is there.
pub fn write(data: &Path) -> Result<()> {
    let catalog = data.join("catalog.json");
    let text = fs::read(&catalog).with_context(|| format!("reading {}", catalog.display()))?;
    let catalog: Catalog = serde_json::from_slice(&text).context("reading catalog.json")?;
    let latest = data.join("latest");
    if latest.exists() {
        fs::remove_dir_all(&latest)?;
    }
    for City { id, current } in &catalog.cities {
        // They become names of folders, in which files are written over.
        ensure!(
            is_name(id) && is_name(current),
            "the catalogue names {id:?} and {current:?}: expected a name each"
        );
        let from = data.join("releases").join(current).join("downloads");
        let to = latest.join(id);
        copy(&from, &to).with_context(|| format!("copying {}", from.display()))?;
        let origin = Origin {
            city: id,
            release: current,
            manifest: format!("../../releases/{current}/manifest.json"),
        };
        fs::write(to.join("release.json"), serde_json::to_vec_pretty(&origin)?)?;
    }
    Ok(())
}

/// Whether a text is the name of one folder in another.
fn is_name(text: &str) -> bool {
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "-_".contains(letter);
    !text.is_empty() && text.chars().all(is_plain)
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        if !entry.file_type()?.is_file() {
            bail!("{}: expected files alone", entry.path().display());
        }
        fs::copy(entry.path(), to.join(entry.file_name()))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn latest_is_the_current_release_of_each_city_and_nothing_else() {
        let folder = xshell::Shell::new().unwrap().create_temp_dir().unwrap();
        let data = folder.path();
        for (release, text) in [("old", "1"), ("new", "2")] {
            let downloads = data.join("releases").join(release).join("downloads");
            fs::create_dir_all(&downloads).unwrap();
            fs::write(downloads.join("crime.csv"), text).unwrap();
        }
        let catalog = |current: &str| {
            let text = format!(r#"{{"cities":[{{"id":"rivertown","current":"{current}"}}]}}"#);
            fs::write(data.join("catalog.json"), text).unwrap();
        };
        let read = |name: &str| fs::read_to_string(data.join("latest/rivertown").join(name));
        catalog("old");
        write(data).unwrap();
        assert_eq!(read("crime.csv").unwrap(), "1");
        fs::write(data.join("latest/rivertown/gone.csv"), "").unwrap();
        catalog("new");
        write(data).unwrap();
        assert_eq!(read("crime.csv").unwrap(), "2");
        assert!(read("gone.csv").is_err());
        let manifest = "../../releases/new/manifest.json";
        assert!(read("release.json").unwrap().contains(manifest));
        catalog("../releases/old");
        let error = write(data).unwrap_err();
        assert!(
            format!("{error:#}").contains("expected a name"),
            "{error:#}"
        );
        catalog("missing");
        let error = write(data).unwrap_err();
        assert!(format!("{error:#}").contains("missing"), "{error:#}");
    }
}
