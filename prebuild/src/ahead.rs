//! What the program of a front page asks for first, named in the page, so that the browser fetches all of it
//! beside the program and not one file after the other.

use anyhow::Result;
use cube::excerpt::{Excerpt, cubes_of};
use maud::{Markup, html};

use crate::hashed::{integrity, named};

/// The file of the excerpt of a release: its name below the site's base, after what it holds, and that.
///
/// # Errors
/// Where it cannot be written as JSON.
pub fn file(excerpt: &Excerpt) -> Result<(String, Vec<u8>)> {
    let bytes = excerpt.write()?;
    Ok((named("excerpt", &bytes, "txt"), bytes))
}

/// The links of the front page of a release: the file of its excerpt, the catalogue, and the tables that it
/// shows.
#[must_use]
pub fn links(excerpt: &Excerpt, (name, bytes): &(String, Vec<u8>)) -> Markup {
    let id = &excerpt.manifest.id;
    let cubes = cubes_of(&excerpt.manifest, &excerpt.overview);
    let cubes = cubes.map(|path| format!("data/releases/{id}/{path}"));
    let files = std::iter::once("data/catalog.json".to_owned()).chain(cubes);
    html! {
        link rel="preload" href=(name) as="fetch" crossorigin integrity=(integrity(bytes)) data-excerpt=(id);
        @for file in files {
            link rel="preload" href=(file) as="fetch" crossorigin;
        }
    }
}
