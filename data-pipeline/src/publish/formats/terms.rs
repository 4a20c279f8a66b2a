//! On what terms the tables and their sources may be used, as one Markdown document.

use std::fmt::Write;

use cube::release::Manifest;

/// The terms of the tables first, then those of each source as its publisher states them.
pub fn document(manifest: &Manifest) -> String {
    let publication = manifest.publication.clone().unwrap_or_default();
    let (license, publisher) = (&publication.license, &publication.publisher);
    let mut page = format!(
        "# Terms of use\n\n\
         The tables are published by {} under the license {} ({}): <{}>.\n\n\
         They are counts made from the records below. What each publisher says about the use of \
         its records is repeated here as it was recorded; this project gives no rights in them.\n\n\
         ## Sources\n\n",
        publisher.name, license.title, license.id, license.url
    );
    for source in &manifest.sources {
        // Writing to a string cannot fail.
        let _ = writeln!(
            page,
            "- **{}** — {}\n  Terms: {}",
            source.title, source.publisher, source.terms
        );
    }
    page
}
