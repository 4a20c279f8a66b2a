//! What the program of a front page asks for first, named in the page, so that the browser fetches all of it
//! beside the program and not one file after the other.

use anyhow::Result;
use base64::{Engine, engine::general_purpose::STANDARD};
use cube::excerpt::{Excerpt, cubes_of};
use cube::release::hex;
use maud::{Markup, html};
use sha2::{Digest, Sha256};

/// The excerpt of a release as a file.
pub struct ExcerptFile {
    /// Its name below the site's base, after what it holds.
    pub name: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

impl ExcerptFile {
    /// The file of an excerpt.
    ///
    /// # Errors
    /// Where it cannot be written as JSON.
    pub fn of(excerpt: &Excerpt) -> Result<Self> {
        let bytes = excerpt.write()?;
        let hash = hex(&Sha256::digest(&bytes));
        let name = format!("excerpt-{}.txt", hash.get(..16).unwrap_or(&hash));
        Ok(Self { name, bytes })
    }
}

/// The links of the front page of a release: its excerpt, the catalogue, and the tables that it shows.
///
/// # Errors
/// Where the excerpt cannot be written as JSON.
pub fn links(excerpt: &Excerpt) -> Result<Markup> {
    let ExcerptFile { name, bytes } = ExcerptFile::of(excerpt)?;
    let integrity = format!("sha256-{}", STANDARD.encode(Sha256::digest(&bytes)));
    let id = &excerpt.manifest.id;
    let cubes = cubes_of(&excerpt.manifest, &excerpt.overview);
    let cubes = cubes.map(|path| format!("data/releases/{id}/{path}"));
    let files = std::iter::once("data/catalog.json".to_owned()).chain(cubes);
    Ok(html! {
        link rel="preload" href=(name) as="fetch" crossorigin integrity=(integrity) data-excerpt=(id);
        @for file in files {
            link rel="preload" href=(file) as="fetch" crossorigin;
        }
    })
}
