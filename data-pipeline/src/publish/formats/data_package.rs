//! The Frictionless Data Package (version 2) of a release: a resource for each CSV.
//!
//! <https://datapackage.org/standard/data-package/>

use cube::Step;
use cube::tidy::Role;
use serde_json::{Value, json};

use super::Release;
use super::dictionary::{self, Entry};
use super::subject::{Subject, file_name};

/// The descriptor.
pub fn document(release: &Release<'_>) -> Value {
    let manifest = release.manifest;
    let publication = manifest.publication.clone().unwrap_or_default();
    let license = &publication.license;
    let sources = manifest.sources.iter().map(|source| {
        json!({
            "title": format!("{}. {}. Terms: {}", source.title, source.publisher, source.terms),
        })
    });
    let resources = release.subjects.iter();
    json!({
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": format!("sightline-{}", manifest.city),
        "title": release.title(),
        "description": release.description(),
        "version": manifest.released,
        "created": format!("{}T00:00:00Z", manifest.released),
        "licenses": [{"name": license.id, "title": license.title, "path": license.url}],
        "contributors": [{"title": publication.publisher.name, "roles": ["publisher"]}],
        "sources": sources.collect::<Vec<_>>(),
        "resources": resources.map(|subject| resource(release, subject)).collect::<Vec<_>>(),
    })
}

fn resource(release: &Release<'_>, subject: &Subject<'_>) -> Value {
    let table = subject.table;
    let entries = dictionary::entries(subject);
    let fields = entries.iter().map(|entry| field(subject, entry));
    let is_key = |entry: &&Entry| matches!(entry.role, Role::Code(_) | Role::Period);
    let key = entries.iter().filter(is_key).map(|entry| &entry.column);
    let mut resource = json!({
        "name": table.id,
        "type": "table",
        "title": table.title,
        "description": table.description,
        "path": file_name(&table.csv),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\n", "header": true},
        "schema": {
            "fields": fields.collect::<Vec<_>>(),
            "missingValues": [""],
            "primaryKey": key.collect::<Vec<_>>(),
        },
    });
    if let (Some(file), Some(map)) = (release.file(&table.csv), resource.as_object_mut()) {
        map.insert("bytes".into(), file.bytes.into());
        map.insert("hash".into(), format!("sha256:{}", file.sha256).into());
        if !subject.is_csv_plain() {
            map.insert("compression".into(), "gz".into());
        }
    }
    resource
}

fn field(subject: &Subject<'_>, entry: &Entry) -> Value {
    let kind = match entry.role {
        Role::Period => match subject.step() {
            Step::Month => "yearmonth",
            // The format knows no quarters.
            Step::Quarter => "string",
            Step::Year => "year",
        },
        Role::Value if subject.has_fractions => "number",
        Role::Value => "integer",
        Role::Code(_) | Role::Label(_) | Role::Status => "string",
    };
    let mut constraints = json!({"required": entry.role != Role::Value});
    let mut field = json!({
        "name": entry.column,
        "type": kind,
        "description": entry.meaning,
    });
    if let Some(map) = constraints.as_object_mut() {
        if !entry.codes.is_empty() {
            let codes = entry.codes.iter().map(|code| &code.code);
            map.insert("enum".into(), codes.cloned().collect());
        }
        if entry.role == Role::Value {
            map.insert("minimum".into(), 0.into());
        }
    }
    if let Some(map) = field.as_object_mut() {
        map.insert("constraints".into(), constraints);
        if !entry.codes.is_empty() {
            let codes = entry.codes.iter();
            let labels = codes.map(|code| json!({"value": code.code, "label": code.label}));
            map.insert("categories".into(), labels.collect());
        }
    }
    field
}
