//! Every city's settings hold together, and classify its own examples as somebody meant them.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a panic is how a test fails"
)]

use std::path::PathBuf;

use data_pipeline::classify::{ChargeClassifier, OTHER};
use data_pipeline::settings::{ListName, Settings};
use serde::Deserialize;

/// A line of a city's `examples.csv`.
#[derive(Debug, Deserialize)]
struct Example {
    /// `charge`, `place`, `offense`, or the id of a declared list.
    kind: String,
    /// The kind of place, or the vocabulary.
    context: String,
    text: String,
    /// The code that must be found.
    expected: String,
}

fn cities() -> Vec<PathBuf> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("cities");
    let entries = std::fs::read_dir(folder).unwrap();
    let mut cities: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    cities.retain(|path| path.is_dir());
    cities.sort();
    assert!(!cities.is_empty());
    cities
}

fn found<'a>(settings: &'a Settings, charges: &ChargeClassifier<'_>, example: &Example) -> &'a str {
    match example.kind.as_str() {
        "charge" => {
            let groups = &settings.charge_groups;
            let group = charges
                .group(&example.text)
                .or_else(|| groups.position(OTHER));
            &groups.codes[group.unwrap()].code
        }
        "place" => {
            let (_, list) = settings.place(&example.context).unwrap();
            let position = list.find(&example.text);
            position.map_or("", |position| &list.members[position].0)
        }
        kind => {
            let list = match kind {
                "offense" => ListName::Offenses,
                list => ListName::from(list.to_owned()),
            };
            let names = settings.names_of(&list).unwrap();
            let names = names.get(&example.context).unwrap();
            let codes = names.get(&example.text).unwrap();
            &settings.list(&list).codes[codes[0].code].code
        }
    }
}

#[test]
fn examples_are_classified_as_meant() {
    for city in cities() {
        let settings = Settings::load(&city).unwrap();
        let charges = ChargeClassifier::new(&settings.charges, Some("||"));
        let examples = csv::Reader::from_path(city.join("examples.csv")).unwrap();
        for example in examples.into_deserialize() {
            let example: Example = example.unwrap();
            assert_eq!(
                found(&settings, &charges, &example),
                example.expected,
                "{example:?}"
            );
        }
    }
}

#[test]
fn codes_are_fit_for_addresses() {
    let is_fit = |code: &str| {
        let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_".contains(c);
        !code.is_empty() && code.chars().all(allowed)
    };
    for city in cities() {
        let settings = Settings::load(&city).unwrap();
        let places = settings.places.iter().flat_map(|place| &place.members);
        assert!(places.clone().count() > 0);
        for (code, label) in places {
            assert!(is_fit(code) && !label.is_empty(), "{code:?}, {label:?}");
        }
        for code in settings
            .offenses
            .codes
            .iter()
            .chain(&settings.charge_groups.codes)
            .chain(settings.lists.iter().flat_map(|list| &list.codes.codes))
        {
            assert!(is_fit(&code.code) && !code.label.is_empty(), "{code:?}");
        }
    }
}

#[test]
fn the_committed_schemas_are_those_of_the_settings() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("schemas");
    for (name, schema) in data_pipeline::settings::schemas() {
        let committed = std::fs::read(folder.join(format!("{name}.schema.json"))).unwrap();
        let expected = data_pipeline::publish::json(&schema).unwrap();
        assert!(
            committed == expected,
            "{name}: `data-pipeline schema` writes the schemas anew"
        );
    }
}

#[test]
fn every_toml_file_names_its_schema() {
    for city in cities() {
        for (name, _) in data_pipeline::settings::schemas() {
            let path = city.join(format!("{name}.toml"));
            // Vintages, limits of guards, programs and what others printed are a city's to declare or not.
            let may_be_absent =
                ["publishing", "programme", "enforcement", "comparison"].contains(&name);
            if may_be_absent && !path.exists() {
                continue;
            }
            let text = std::fs::read_to_string(path).unwrap();
            let expected = format!("#:schema ../../schemas/{name}.schema.json\n");
            assert!(text.starts_with(&expected), "{name} of {city:?}");
        }
    }
}
