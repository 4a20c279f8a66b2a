//! The release as Croissant, by which programs of machine learning load tables.
//!
//! <https://docs.mlcommons.org/croissant/docs/croissant-spec.html>, version 1.0: a record set for
//! each Parquet file, whose types need no guessing.

use cube::tidy::Role;
use serde_json::{Value, json};

use super::Release;
use super::dictionary::{self, Entry};
use super::subject::{Subject, file_name};

/// The description of the whole release.
pub fn document(release: &Release<'_>) -> Value {
    let manifest = release.manifest;
    let publication = manifest.publication.clone().unwrap_or_default();
    let publisher = json!({"@type": "sc:Organization", "name": publication.publisher.name});
    let files = release.subjects.iter();
    let files: Vec<Value> = files
        .filter_map(|subject| file_object(release, subject))
        .collect();
    let records = release.subjects.iter();
    json!({
        "@context": context(),
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": format!("sightline-{}", manifest.city),
        "description": release.description(),
        "license": publication.license.url,
        "url": publication.base_url.clone().unwrap_or_else(|| "./".to_owned()),
        "creator": publisher,
        "publisher": publisher,
        "datePublished": manifest.released,
        // Versions have three numbers; a day has them too.
        "version": manifest.released.replace("-0", "-").replace('-', "."),
        "citeAs": format!(
            "{}: {}. Release of {}. {}.",
            publication.publisher.name,
            release.title(),
            manifest.released,
            publication.license.title
        ),
        "distribution": files,
        "recordSet": records.filter_map(record_set).collect::<Vec<_>>(),
    })
}

fn file_object(release: &Release<'_>, subject: &Subject<'_>) -> Option<Value> {
    let file = release.file(subject.table.downloads.parquet.as_ref()?)?;
    Some(json!({
        "@type": "cr:FileObject",
        "@id": file_id(subject),
        "name": file_name(&file.path),
        "description": subject.table.title,
        "contentUrl": file_name(&file.path),
        "contentSize": format!("{} B", file.bytes),
        "encodingFormat": "application/x-parquet",
        "sha256": file.sha256,
    }))
}

fn record_set(subject: &Subject<'_>) -> Option<Value> {
    subject.table.downloads.parquet.as_ref()?;
    let id = &subject.table.id;
    let entries = dictionary::entries(subject);
    let is_key = |entry: &&Entry| matches!(entry.role, Role::Code(_) | Role::Period);
    let key = entries.iter().filter(is_key);
    let key: Vec<Value> = key
        .map(|entry| json!({"@id": format!("{id}/{}", entry.column)}))
        .collect();
    let fields: Vec<Value> = entries.iter().map(|entry| field(subject, entry)).collect();
    Some(json!({
        "@type": "cr:RecordSet",
        "@id": id,
        "name": id,
        "description": subject.table.description,
        "key": key,
        "field": fields,
    }))
}

fn field(subject: &Subject<'_>, entry: &Entry) -> Value {
    let kind = match entry.role {
        Role::Value if subject.has_fractions => "sc:Float",
        Role::Value => "sc:Integer",
        _ => "sc:Text",
    };
    let id = format!("{}/{}", subject.table.id, entry.column);
    json!({
        "@type": "cr:Field",
        "@id": id,
        "name": entry.column,
        "description": entry.meaning,
        "dataType": kind,
        "source": {
            "fileObject": {"@id": file_id(subject)},
            "extract": {"column": entry.column},
        },
    })
}

fn file_id(subject: &Subject<'_>) -> String {
    format!("{}.parquet", subject.table.id)
}

/// The context that the standard fixes.
fn context() -> Value {
    json!({
        "@language": "en",
        "@vocab": "https://schema.org/",
        "citeAs": "cr:citeAs",
        "column": "cr:column",
        "conformsTo": "dct:conformsTo",
        "cr": "http://mlcommons.org/croissant/",
        "rai": "http://mlcommons.org/croissant/RAI/",
        "data": {"@id": "cr:data", "@type": "@json"},
        "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
        "dct": "http://purl.org/dc/terms/",
        "equivalentProperty": "cr:equivalentProperty",
        "examples": {"@id": "cr:examples", "@type": "@json"},
        "extract": "cr:extract",
        "field": "cr:field",
        "fileObject": "cr:fileObject",
        "fileProperty": "cr:fileProperty",
        "fileSet": "cr:fileSet",
        "format": "cr:format",
        "includes": "cr:includes",
        "isLiveDataset": "cr:isLiveDataset",
        "jsonPath": "cr:jsonPath",
        "key": "cr:key",
        "md5": "cr:md5",
        "parentField": "cr:parentField",
        "path": "cr:path",
        "recordSet": "cr:recordSet",
        "references": "cr:references",
        "regex": "cr:regex",
        "repeated": "cr:repeated",
        "replace": "cr:replace",
        "samplingRate": "cr:samplingRate",
        "sc": "https://schema.org/",
        "separator": "cr:separator",
        "source": "cr:source",
        "subField": "cr:subField",
        "transform": "cr:transform",
    })
}
