//! A release in another language: what is published of a catalogue, what is said of its gaps, and that
//! no number depends on it.

#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "shared with other tests, and a panic is how a test fails"
)]

mod invented;

use std::fs;
use std::path::Path;

use cube::release::{ChangeNotes, Events, Manifest};
use cube::texts::Translations;
use data_pipeline::check::check;
use data_pipeline::disclosure::{self, DisclosureError};
use data_pipeline::publish::{self, CityPlace, Draft, Outcome};
use data_pipeline::translations::LanguageReport;
use invented::{InventedCity, incidents, line, tree};

/// A catalogue that is begun: a name, a text that stays, one that nothing uses, one without a
/// translation, one from the rows, and one of a label.
const BEGUN: &str = r#"
msgid ""
msgstr "Language: es\n"

msgid "Upstream"
msgstr "Río arriba"

msgid "Homicide"
msgstr "Homicidio"

msgid "Crime in Rivertown, 2018"
msgstr "Delitos en Rivertown, 2018"

msgid "The file ends on 30 March."
msgstr "El archivo termina el 30 de marzo."

msgid "The floods"
msgstr "Las inundaciones"

msgid "The index"
msgstr ""

msgid "Nobody"
msgstr "Nobody"
"#;

fn city(catalogue: &str) -> InventedCity {
    let city = InventedCity::new();
    fs::write(city.settings().join("es.po"), catalogue).unwrap();
    city
}

fn spanish(city: &InventedCity, release: &str) -> Translations {
    let path = city.out().join("releases").join(release);
    let bytes = fs::read(path.join("texts/es.json")).unwrap();
    serde_json::from_slice(&bytes).unwrap()
}

fn only(reports: &[LanguageReport]) -> &LanguageReport {
    assert_eq!(reports.len(), 1);
    &reports[0]
}

#[test]
fn a_city_without_a_catalogue_is_published_in_english_alone() {
    let city = InventedCity::new();
    let report = city.build().unwrap();
    assert!(report.languages.is_empty());
    let release = city.out().join("releases").join(&report.release);
    assert!(!release.join("texts").exists());
    let manifest = fs::read_to_string(release.join("manifest.json")).unwrap();
    assert!(!manifest.contains("translations"));
    assert!(check(&city.settings(), None).languages.is_empty());
}

#[test]
fn what_a_release_uses_of_a_catalogue_is_published_beside_it() {
    let city = city(BEGUN);
    let report = city.build().unwrap();
    let manifest = city.manifest(&report.release);
    assert_eq!(manifest.translation("es"), Some("texts/es.json"));
    assert_eq!(manifest.translation("fr"), None);
    assert!(
        manifest
            .files
            .iter()
            .any(|file| file.path == "texts/es.json")
    );
    let texts = spanish(&city, &report.release);
    let texts: Vec<(&str, &str)> = texts.iter().collect();
    assert_eq!(
        texts,
        [
            ("Crime in Rivertown, 2018", "Delitos en Rivertown, 2018"),
            ("Homicide", "Homicidio"),
            (
                "The file ends on 30 March.",
                "El archivo termina el 30 de marzo."
            ),
            ("Upstream", "Río arriba"),
        ]
    );

    let spanish = only(&report.languages);
    assert_eq!((spanish.language, spanish.translated), ("es", 5));
    let missing = |text: &str| spanish.missing.iter().any(|missing| missing == text);
    assert!(missing("The index") && missing("Ward not recorded"));
    assert!(!missing("Midstream"), "it is a name");
    assert!(missing("before the floor of 2018"), "{:?}", spanish.missing);
    assert_eq!(spanish.unused.len(), 1);
    assert_eq!(spanish.unused[0].text, "The floods");
    assert_eq!(spanish.unused[0].suggestion.as_deref(), Some("The flood"));
    assert!(report.summary().contains("es: 5 texts translated; "));
    assert!(report.summary().contains("; 1 entry is not used"));
    let page = data_pipeline::report::page(&report);
    assert!(page.contains("<h2>Translations: es</h2>"));
    assert!(page.contains("<li>The index</li>"));
}

#[test]
fn texts_are_exchanged_when_they_are_read_and_no_number_is() {
    let (without, with) = (InventedCity::new(), city(BEGUN));
    let english = without.build().unwrap().release;
    let release = with.build().unwrap().release;
    let texts = spanish(&with, &release);
    // What was published in English is the same, byte for byte, but for the list.
    let files = |city: &InventedCity, id: &str| {
        let mut files = tree(&city.out().join("releases").join(id));
        files.retain(|(path, _)| !path.starts_with("manifest.json") && !path.starts_with("texts"));
        files
    };
    assert_eq!(files(&without, &english), files(&with, &release));

    let mut cube = with.cube(&release, "crime-ward");
    let before = cube.clone();
    texts.put_into(&mut cube);
    let areas = &cube.header().dimensions[0];
    assert_eq!(areas.member("upstream").unwrap().label, "Río arriba");
    assert_eq!(areas.member("midstream").unwrap().label, "Midstream");
    assert_eq!(cube.cells(), before.cells());
    let homicides = |cube| line(cube, "upstream", "homicide").to_vec();
    assert_eq!(homicides(&cube), homicides(&before));

    let mut manifest = with.manifest(&release);
    let listed = manifest.clone();
    texts.put_into(&mut manifest);
    assert_eq!(manifest.tables[0].title, "Delitos en Rivertown, 2018");
    assert_eq!(
        manifest.tables[0].incomplete[0].reason,
        "El archivo termina el 30 de marzo."
    );
    assert_eq!(manifest.files, listed.files);
    let path = with.out().join("releases").join(&release);
    let events = fs::read(path.join("events.json")).unwrap();
    let mut events: Events = serde_json::from_slice(&events).unwrap();
    texts.put_into(&mut events);
    assert_eq!(events.events[0].label, "The flood", "it has no translation");
}

#[test]
fn changes_are_told_in_both_languages() {
    let city = InventedCity::new();
    let homicides = |january| {
        incidents(&[
            ("01/05/2018", "MURDER", "Upstream", january),
            ("02/05/2018", "MURDER", "Upstream", 100),
            ("03/05/2018", "MURDER", "Upstream", 100),
        ])
    };
    city.replace_source("early.csv.gz", &homicides(100));
    city.build().unwrap();
    city.edit("city.toml", "2020-02-29", "2020-03-31");
    fs::write(city.settings().join("es.po"), BEGUN).unwrap();
    city.replace_source("early.csv.gz", &homicides(101));
    let notes = notes(&city, &city.build().unwrap().release);
    let changed = "Crime in Rivertown by ward: 2 numbers revised (Homicide, Rivertown in January 2018: \
                   100 before, 101 now; Homicide, Upstream in January 2018: 100 before, 101 now).";
    assert!(notes.notes.iter().any(|note| note == changed), "{notes:?}");
    let language = "Titles, labels and notes can be read in Spanish as well.";
    assert!(notes.notes.iter().any(|note| note == language), "{notes:?}");
    let told = notes.clone().told_in("es").notes;
    let changed = "Crime in Rivertown by ward: 2 números revisados (Homicidio, Rivertown en enero de \
                   2018: 100 antes, 101 ahora; Homicidio, Río arriba en enero de 2018: 100 antes, 101 \
                   ahora).";
    assert!(told.iter().any(|note| note == changed), "{told:?}");
    assert_eq!(told.len(), notes.notes.len());
    assert_eq!(notes.clone().told_in("fr").notes, notes.notes);
}

fn notes(city: &InventedCity, release: &str) -> ChangeNotes {
    let path = city.out().join("releases").join(release);
    serde_json::from_slice(&fs::read(path.join("changes.json")).unwrap()).unwrap()
}

#[test]
fn a_catalogue_that_is_none_stops_the_build_and_says_where() {
    for (catalogue, expected) in [
        (
            "msgid \"Homicide\"\nmsgstr \"Homicidio\n",
            "…/cities/rivertown/es.po:2: (the line): the line does not belong here; expected msgid \
             \"…\", then msgstr \"…\", each closed by its quote; found \"msgstr \\\"Homicidio\"",
        ),
        (
            "msgid \"The file ends on 30 March.\"\nmsgstr \"El archivo termina el 31 de marzo.\"\n",
            "…/cities/rivertown/es.po:1: msgid \"The file ends on 30 March.\": the translation has other \
             figures than the text; expected the figures 30; found \"El archivo termina el 31 de marzo.\"",
        ),
        (
            "msgid \"Homicide\"\nmsgstr \"Homicidio\"\nmsgid \"Homicide\"\nmsgstr \"Asesinato\"\n",
            "…/cities/rivertown/es.po:3: msgid \"Homicide\": the text has two entries; expected one \
             entry, that of line 1",
        ),
    ] {
        let city = city(catalogue);
        assert_eq!(city.failure(), expected);
        assert!(!city.out().join("catalog.json").exists());
    }
}

#[test]
fn a_translation_holds_no_character_that_nobody_sees() {
    for letter in ['\u{1b}', '\u{202e}', '\u{2028}'] {
        let entry = "msgid \"The file ends on 30 March.\"\nmsgstr \"El 30 de marzo";
        let message = city(&format!("{entry}{letter}.\"\n")).failure();
        let expected = format!(
            "the translation holds the character U+{:04X}",
            letter as u32
        );
        assert!(message.contains(&expected), "{message}");
    }
}

#[test]
fn check_prints_what_is_to_be_filled_in() {
    let city = city(BEGUN);
    let settings = city.settings();
    let unread = check(&settings, None);
    assert!(unread.problems.is_empty());
    // A text may come from rows: without them, nothing is called unused.
    assert!(only(&unread.languages).unused.is_empty());

    let read = check(&settings, Some(&city.sources()));
    assert!(read.problems.is_empty(), "{:?}", read.problems);
    let report = only(&read.languages);
    assert_eq!(*report, city.build().unwrap().languages[0]);
    let file = settings.join("es.po");
    assert_eq!(
        report.lines_unused(),
        [format!(
            "{}:17: msgid \"The floods\": no text of the city is this; expected one of its texts, did \
             you mean \"The flood\"?",
            file.display()
        )]
    );
    let entries = report.entries_to_fill();
    assert!(entries.contains("\nmsgid \"The index\"\nmsgstr \"\"\n"));

    // What is printed can be filled in, and then nothing is missing.
    let mut text = "";
    let mut filled = String::from(BEGUN);
    for line in entries.lines() {
        text = line.strip_prefix("msgid ").unwrap_or(text);
        filled.push('\n');
        filled.push_str(&line.replace("msgstr \"\"", &format!("msgstr {text}")));
    }
    fs::write(settings.join("es.po"), filled).unwrap();
    let whole = check(&settings, Some(&city.sources()));
    assert_eq!(only(&whole.languages).entries_to_fill(), "");
}

/// The draft of a release, with its Spanish replaced.
fn draft(city: &InventedCity, release: &str, spanish: &[u8]) -> Draft {
    let folder = city.out().join("releases").join(release);
    let manifest: Manifest = city.manifest(release);
    let files = manifest.files.iter().map(|file| {
        let bytes = fs::read(folder.join(&file.path)).unwrap();
        (file.path.clone(), bytes)
    });
    let mut draft = Draft {
        files: files.collect(),
        manifest,
        place: CityPlace::First,
    };
    draft
        .files
        .insert(Translations::path("es"), spanish.to_vec());
    draft
}

#[test]
fn the_gate_refuses_texts_that_tell_other_figures() {
    let city = city(BEGUN);
    let release = city.build().unwrap().release;
    let refused = |spanish: &[u8]| match disclosure::clear(draft(&city, &release, spanish), None) {
        Ok(_) => String::new(),
        Err(DisclosureError::Refused(audits)) => audits[0].finding.clone(),
        Err(other) => panic!("{other}"),
    };
    let json = |texts: &[(&str, &str)]| {
        let texts = texts.iter();
        let texts: Translations = texts
            .map(|(english, other)| ((*english).to_owned(), (*other).to_owned()))
            .collect();
        publish::json(&texts).unwrap()
    };
    assert_eq!(refused(&json(&[("Homicide", "Homicidio")])), "");
    assert_eq!(
        refused(&json(&[("Homicide", "7 homicidios")])),
        "texts/es.json: \"7 homicidios\" tells other figures"
    );
    assert_eq!(refused(b"[]"), "texts/es.json holds no texts");
    assert_eq!(
        refused(b"{\"b\":\"b\",\"a\":\"a\"}"),
        "texts/es.json holds something that is not declared"
    );
}

#[test]
fn every_city_of_ours_is_translated() {
    let cities = Path::new(env!("CARGO_MANIFEST_DIR")).join("cities");
    for city in ["baltimore", "new-orleans"] {
        let found = check(&cities.join(city), None);
        assert!(found.problems.is_empty(), "{city}");
        let report = only(&found.languages);
        assert_eq!(report.entries_to_fill(), "", "{city}");
        assert!(report.translated > 100, "{city}");
    }
}

#[test]
fn the_same_catalogue_changes_nothing() {
    let city = city(BEGUN);
    city.build().unwrap();
    assert_eq!(city.build().unwrap().outcome, Outcome::Unchanged);
}
