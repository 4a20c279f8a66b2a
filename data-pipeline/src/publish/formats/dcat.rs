//! The release as a DCAT-US 3 catalogue, the `data.json` that government catalogues harvest.
//!
//! <https://resources.data.gov/resources/dcat-us3/>. The standard wants somebody to write to and
//! absolute addresses; without both there is no such file rather than a wrong one. Addresses lead
//! to `latest/`: a release cannot name its own folder, which is named after its content.

use cube::Step;
use cube::release::{Contact, File, Publication};
use serde_json::{Value, json};

use super::Release;
use super::dictionary;
use super::subject::{Format, Subject, file_name};

const STANDARD: &str = "https://resources.data.gov/resources/dcat-us3/";

/// The catalogue; none where the settings name no contact or no address.
pub fn document(release: &Release<'_>) -> Option<Value> {
    let manifest = release.manifest;
    let Publication {
        publisher,
        contact,
        base_url,
        ..
    } = manifest.publication.as_ref()?;
    let (contact, base_url) = (contact.as_ref()?, base_url.as_ref()?);
    let place = Place {
        folder: format!("{base_url}latest/{}/", manifest.city),
        contact,
    };
    let tables = release.subjects.iter();
    Some(json!({
        "@type": "Catalog",
        "title": release.title(),
        "description": release.description(),
        "conformsTo": {"@type": "Standard", "title": "DCAT-US 3.0", "identifier": STANDARD},
        "publisher": {"@type": "Organization", "name": publisher.name},
        "issued": manifest.released,
        "modified": manifest.released,
        "language": "en",
        "dataset": tables.map(|subject| data_set(release, subject, &place)).collect::<Vec<_>>(),
    }))
}

/// Where the files are on the web, and whom to ask about them.
struct Place<'a> {
    folder: String,
    contact: &'a Contact,
}

fn data_set(release: &Release<'_>, subject: &Subject<'_>, place: &Place<'_>) -> Value {
    let (table, manifest) = (subject.table, subject.manifest);
    let publication = &subject.publication;
    let files = subject.files();
    let files = files.filter_map(|(path, format)| Some((release.file(path)?, format)));
    let distributions = files.map(|(file, format)| distribution(subject, place, file, format));
    let identifier = format!("{}{}", place.folder, table.id);
    let terms = subject.sources().map(|source| {
        let (title, terms) = (&source.title, &source.terms);
        format!("{title}: {terms}")
    });
    let mut data_set = json!({
        "@type": "Dataset",
        "identifier": identifier,
        "title": table.title,
        "description": table.description,
        "keyword": subject.keywords(),
        "publisher": {"@type": "Organization", "name": publication.publisher.name},
        "contactPoint": {
            "@type": "Kind",
            "fn": place.contact.name,
            "hasEmail": format!("mailto:{}", place.contact.email),
        },
        "issued": manifest.released,
        "modified": manifest.released,
        "version": manifest.released,
        "language": "en",
        "license": publication.license.url,
        "rights": terms.collect::<Vec<_>>(),
        "accessRights": "public",
        "temporal": [{
            "@type": "PeriodOfTime",
            "startDate": table.first.to_string(),
            "endDate": table.last.to_string(),
        }],
        "temporalResolution": resolution(subject.step()),
        "spatial": {"@type": "Location", "prefLabel": manifest.city_label},
        "distribution": distributions.collect::<Vec<_>>(),
    });
    let dictionary = table.downloads.dictionary.as_ref();
    let dictionary = dictionary.and_then(|path| release.file(path));
    if let (Some(file), Some(map)) = (dictionary, data_set.as_object_mut()) {
        map.insert("describedBy".into(), data_dictionary(place, file));
    }
    data_set
}

fn distribution(subject: &Subject<'_>, place: &Place<'_>, file: &File, format: Format) -> Value {
    let mut distribution = json!({
        "@type": "Distribution",
        "title": format!("{} ({})", subject.table.title, format.name),
        "format": format.name,
        "mediaType": format.packs.unwrap_or(format.media_type),
        "downloadURL": format!("{}{}", place.folder, file_name(&file.path)),
        "byteSize": file.bytes.to_string(),
        "license": subject.publication.license.url,
        "issued": subject.manifest.released,
        "modified": subject.manifest.released,
        "checksum": checksum(file),
    });
    if let Some(map) = distribution
        .as_object_mut()
        .filter(|_| format.packs.is_some())
    {
        let key = if format.media_type == "application/zip" {
            "packageFormat"
        } else {
            "compressFormat"
        };
        map.insert(key.into(), format.media_type.into());
    }
    distribution
}

fn data_dictionary(place: &Place<'_>, file: &File) -> Value {
    json!({
        "@type": "Distribution",
        "title": format!("Data dictionary: {}", dictionary::COLUMNS.join(", ")),
        "format": "CSV",
        "mediaType": "text/csv",
        "downloadURL": format!("{}{}", place.folder, file_name(&file.path)),
        "byteSize": file.bytes.to_string(),
        "checksum": checksum(file),
    })
}

fn checksum(file: &File) -> Value {
    json!({"@type": "Checksum", "algorithm": "SHA-256", "checksumValue": file.sha256})
}

/// How much time a row stands for, as ISO 8601 writes durations.
fn resolution(step: Step) -> &'static str {
    match step {
        Step::Month => "P1M",
        Step::Quarter => "P3M",
        Step::Year => "P1Y",
    }
}
