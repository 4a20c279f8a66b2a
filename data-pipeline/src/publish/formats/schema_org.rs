//! The release in the vocabulary of schema.org, by which search engines find data sets.
//!
//! <https://schema.org/Dataset>; addresses are relative to the file itself.

use cube::tidy::Role;
use serde_json::{Value, json};

use super::Release;
use super::dictionary;
use super::subject::{Subject, file_name};

/// A catalogue with a data set for each table.
pub fn document(release: &Release<'_>) -> Value {
    let manifest = release.manifest;
    let tables = release.subjects.iter();
    json!({
        "@context": "https://schema.org/",
        "@type": "DataCatalog",
        "@id": "#catalog",
        "name": release.title(),
        "description": release.description(),
        "datePublished": manifest.released,
        "inLanguage": "en",
        "dataset": tables.map(|subject| data_set(release, subject)).collect::<Vec<_>>(),
    })
}

fn data_set(release: &Release<'_>, subject: &Subject<'_>) -> Value {
    let (table, manifest) = (subject.table, subject.manifest);
    let publication = &subject.publication;
    let mut publisher = json!({"@type": "Organization", "name": publication.publisher.name});
    if let (Some(url), Some(map)) = (&publication.publisher.url, publisher.as_object_mut()) {
        map.insert("url".into(), url.clone().into());
    }
    let based_on = subject.sources().map(|source| {
        json!({
            "@type": "CreativeWork",
            "name": source.title,
            "publisher": {"@type": "Organization", "name": source.publisher},
            "usageInfo": {"@type": "CreativeWork", "text": source.terms},
        })
    });
    json!({
        "@type": "Dataset",
        "@id": format!("#{}", table.id),
        "identifier": format!("{}/{}", manifest.city, table.id),
        "name": table.title,
        "description": table.description,
        "datePublished": manifest.released,
        "version": manifest.released,
        "inLanguage": "en",
        "isAccessibleForFree": true,
        "keywords": subject.keywords(),
        "license": publication.license.url,
        "creditText": subject.citation(),
        "creator": publisher,
        "publisher": publisher,
        "temporalCoverage": format!("{}/{}", table.first, table.last),
        "spatialCoverage": {"@type": "Place", "name": manifest.city_label},
        "measurementTechnique": subject.origin(),
        "isBasedOn": based_on.collect::<Vec<_>>(),
        "variableMeasured": variables(subject),
        "distribution": distributions(release, subject),
    })
}

fn variables(subject: &Subject<'_>) -> Vec<Value> {
    let entries = dictionary::entries(subject).into_iter();
    let entries = entries.filter(|entry| !matches!(entry.role, Role::Label(_)));
    let variables = entries.map(|entry| {
        let mut variable = json!({
            "@type": "PropertyValue",
            "name": entry.column,
            "description": entry.meaning,
        });
        if let Some(map) = variable.as_object_mut().filter(|_| !entry.unit.is_empty()) {
            map.insert("unitText".into(), entry.unit.into());
        }
        variable
    });
    variables.collect()
}

fn distributions(release: &Release<'_>, subject: &Subject<'_>) -> Vec<Value> {
    let files = subject.files();
    let files = files.filter_map(|(path, format)| Some((release.file(path)?, format)));
    let downloads = files.map(|(file, format)| {
        json!({
            "@type": "DataDownload",
            "name": file_name(&file.path),
            "description": format.name,
            "contentUrl": file_name(&file.path),
            "encodingFormat": format.media_type,
            "contentSize": format!("{} B", file.bytes),
            "sha256": file.sha256,
        })
    });
    downloads.collect()
}
