//! The contract of the committed release: what `public/data` promises is what is there.
//!
//! It reads only published files and `facts.csv`, the totals that were printed elsewhere; it knows
//! neither the settings nor the sources that the release was made from.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a panic is how a test fails"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::path::{Path, PathBuf};

use cube::comparison::{self, Comparison};
use cube::enforcement::{self, Enforcement};
use cube::places::PlaceLayer;
use cube::programme::Programme;
use cube::release::{Catalog, ChangeNotes, Events, FORMAT, Manifest, Overview, SIGNATURE, Source};
use cube::texts::{EachText, Text, Translations};
use cube::{Cell, Cube, Fixed, Month};
use data_pipeline::settings::figures;
use data_pipeline::source::sha256_hex;
use serde::Deserialize;

/// More than a release needs today, which is 20 MB in 32 tables and six formats.
const RELEASE_LIMIT_BYTES: u64 = 25_000_000;

struct Release {
    folder: PathBuf,
    manifest: Manifest,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn data() -> PathBuf {
    root().join("public/data")
}

fn read(path: &Path) -> Vec<u8> {
    std::fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn catalog() -> Catalog {
    serde_json::from_slice(&read(&data().join("catalog.json"))).unwrap()
}

/// Every release of the catalogue, its manifest checked against its hash.
fn releases() -> Vec<Release> {
    let mut releases = Vec::new();
    for city in catalog().cities {
        for reference in city.releases {
            let folder = data().join("releases").join(&reference.id);
            let bytes = read(&folder.join("manifest.json"));
            assert_eq!(
                sha256_hex(&bytes),
                reference.manifest_sha256,
                "{}",
                reference.id
            );
            let manifest: Manifest = serde_json::from_slice(&bytes).unwrap();
            assert_eq!(manifest.id, reference.id);
            assert_eq!(manifest.city, city.id);
            assert_eq!(manifest.released, reference.released);
            releases.push(Release { folder, manifest });
        }
    }
    releases
}

impl Release {
    fn cubes(&self) -> BTreeMap<String, Cube> {
        let tables = self.manifest.tables.iter();
        tables
            .map(|table| {
                let bytes = read(&self.folder.join(&table.cube));
                let cube = cube::codec::decode(&bytes);
                (
                    table.id.clone(),
                    cube.unwrap_or_else(|error| panic!("{}: {error}", table.id)),
                )
            })
            .collect()
    }
}

fn files_below(folder: &Path, found: &mut BTreeSet<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files_below(&path, found);
        } else {
            found.insert(path);
        }
    }
}

#[test]
fn the_catalogue_names_what_is_there_and_nothing_else() {
    let catalog = catalog();
    assert_eq!(catalog.format, FORMAT);
    for city in &catalog.cities {
        assert!(
            city.releases
                .iter()
                .any(|release| release.id == city.current)
        );
    }
    if let Some(default) = &catalog.default {
        assert!(catalog.city(Some(default)).is_some(), "{default}");
    }
    let mut expected = BTreeSet::from([data().join("catalog.json")]);
    for release in releases() {
        expected.insert(release.folder.join("manifest.json"));
        let files = release.manifest.files.iter();
        expected.extend(files.map(|file| release.folder.join(&file.path)));
    }
    for city in &catalog.cities {
        let releases = city.releases.iter();
        let signed = releases.filter(|release| release.signature_sha256.is_some());
        let folder = |id: &str| data().join("releases").join(id);
        expected.extend(signed.map(|release| folder(&release.id).join(SIGNATURE)));
    }
    let mut found = BTreeSet::new();
    files_below(&data(), &mut found);
    assert_eq!(found, expected);
}

#[test]
fn every_file_has_the_size_and_the_hash_that_the_manifest_says() {
    for Release { folder, manifest } in releases() {
        assert_eq!(manifest.format, FORMAT);
        for file in &manifest.files {
            let bytes = read(&folder.join(&file.path));
            assert_eq!(bytes.len() as u64, file.bytes, "{}", file.path);
            assert_eq!(sha256_hex(&bytes), file.sha256, "{}", file.path);
        }
        let total: u64 = manifest.files.iter().map(|file| file.bytes).sum();
        assert!(total < RELEASE_LIMIT_BYTES, "{total} bytes");
    }
}

#[test]
fn the_id_of_a_release_follows_from_its_content() {
    for Release { mut manifest, .. } in releases() {
        let id = std::mem::take(&mut manifest.id);
        let bytes = data_pipeline::publish::json(&manifest).unwrap();
        assert_eq!(
            id,
            format!("{}-{}", manifest.released, &sha256_hex(&bytes)[..8])
        );
    }
}

#[test]
fn current_releases_are_signed_by_the_key_in_the_settings_of_their_city() {
    let cities = Path::new(env!("CARGO_MANIFEST_DIR")).join("cities");
    for city in catalog().cities {
        let key = String::from_utf8(read(&cities.join(&city.id).join("minisign.pub"))).unwrap();
        let key = verification::PublicKey::parse(&key).unwrap();
        assert_eq!(city.key.as_deref(), Some(key.line()), "{}", city.id);
        let folder = data().join("releases").join(&city.current);
        let (manifest, signature) = (read(&folder.join("manifest.json")), folder.join(SIGNATURE));
        let signed = verification::check_signature(&key, &manifest, &read(&signature));
        assert_eq!(signed, Ok(key.id().to_owned()), "{}", city.current);
    }
}

#[test]
fn every_cube_is_as_the_manifest_says_and_adds_up() {
    for release in releases() {
        let cubes = release.cubes();
        for table in &release.manifest.tables {
            let cube = &cubes[&table.id];
            let header = cube.header();
            cube.check_totals().unwrap();
            assert_eq!(header.id, table.id);
            assert_eq!(header.unit, table.unit, "{}", table.id);
            assert_eq!(
                (header.first, header.last),
                (table.first, table.last),
                "{}",
                table.id
            );
            assert_eq!(cube.cells().len() as u64, table.rows, "{}", table.id);
            for stretch in &header.stretches {
                assert!(table.sources.contains(&stretch.source), "{}", table.id);
            }
        }
    }
}

/// A cell is provisional exactly where the manifest calls the month incomplete.
#[test]
fn incomplete_months_are_provisional_and_no_others() {
    for release in releases() {
        let cubes = release.cubes();
        for table in &release.manifest.tables {
            let header = cubes[&table.id].header();
            let periods = header.periods();
            for (position, cell) in cubes[&table.id].cells().iter().enumerate() {
                let period = periods[position % periods.len()];
                let mut incomplete = table.incomplete.iter();
                let incomplete =
                    incomplete.any(|some| (some.first..=some.last).contains(&period.last));
                match cell {
                    Cell::Observed(_) => assert!(!incomplete, "{} {period}", table.id),
                    Cell::Provisional(_) => assert!(incomplete, "{} {period}", table.id),
                    _ => {}
                }
            }
        }
    }
}

#[test]
fn every_row_of_a_download_is_a_cell_of_its_cube() {
    for release in releases() {
        let cubes = release.cubes();
        for table in &release.manifest.tables {
            let mut text = Vec::new();
            let bytes = read(&release.folder.join(&table.csv));
            if table.csv.ends_with(".gz") {
                let mut reader = flate2::read::GzDecoder::new(bytes.as_slice());
                reader.read_to_end(&mut text).unwrap();
            } else {
                text = bytes;
            }
            assert!(
                !text.contains(&b'\r') && text.ends_with(b"\n"),
                "{}",
                table.id
            );
            check_rows(&cubes[&table.id], &text);
        }
    }
}

/// Compares rows by code and month, not by position.
fn check_rows(cube: &Cube, text: &[u8]) {
    let header = cube.header();
    let ids: Vec<&str> = header
        .dimensions
        .iter()
        .map(|dimension| &*dimension.id)
        .collect();
    let mut reader = csv::Reader::from_reader(text);
    let names = reader.headers().unwrap().clone();
    let column = |name: &str| names.iter().position(|other| other == name).unwrap();
    let dimensions: Vec<usize> = ids.iter().map(|id| column(id)).collect();
    let time = column(header.step.column());
    let (value, status) = (column("value"), column("status"));
    let periods: Vec<String> = header.periods().iter().map(ToString::to_string).collect();
    let mut rows = 0;
    for record in reader.records() {
        let record = record.unwrap();
        let place = |at: usize, code: &str| header.dimensions[at].position(code).unwrap();
        let positions = dimensions.iter().enumerate();
        let positions: Vec<usize> = positions
            .map(|(at, column)| place(at, &record[*column]))
            .collect();
        let mut known = periods.iter();
        let at = known.position(|period| *period == record[time]).unwrap();
        let cell = cube.steps_of(&positions).unwrap()[at];
        let number = |stored| {
            let decimals = header.decimals;
            Fixed { stored, decimals }.to_string()
        };
        let expected = cell.value().map(number).unwrap_or_default();
        assert_eq!(&record[value], expected, "{} {record:?}", header.id);
        assert_eq!(
            &record[status],
            cell.status().as_str(),
            "{} {record:?}",
            header.id
        );
        rows += 1;
    }
    assert_eq!(rows, cube.cells().len(), "{}", header.id);
}

/// Every used row was located in each kind of place, or was not; releases before this have no word.
fn check_located(source: &Source) {
    let mut by_place: BTreeMap<&str, u64> = BTreeMap::new();
    for rows in &source.located {
        assert!(rows.closes(), "{}: {rows:?}", source.id);
        *by_place.entry(&rows.place).or_default() += rows.rows;
    }
    for (place, rows) in by_place {
        assert_eq!(rows, source.accounting.used, "{} {place}", source.id);
    }
}

#[test]
fn every_row_of_every_source_is_accounted_for() {
    for Release { manifest, .. } in releases() {
        let used: BTreeSet<&String> = manifest.tables.iter().flat_map(|t| &t.sources).collect();
        for source in &manifest.sources {
            let accounting = &source.accounting;
            assert!(accounting.closes(), "{}: {accounting:?}", source.id);
            check_located(source);
            // What no table takes from is there for the history of numbers.
            let is_vintage = !used.contains(&source.id) && manifest.revisions.is_some();
            assert!(
                is_vintage || (accounting.used > 0) == used.contains(&source.id),
                "{}",
                source.id
            );
            assert_eq!(
                accounting.used == 0,
                source.first_day.is_empty(),
                "{}",
                source.id
            );
        }
    }
}

#[test]
fn tables_name_caveats_and_sources_that_the_manifest_explains() {
    for Release { manifest, .. } in releases() {
        let known = |id: &String| manifest.caveats.iter().any(|caveat| caveat.id == *id);
        for table in &manifest.tables {
            assert!(!table.caveats.is_empty(), "{}", table.id);
            assert!(table.caveats.iter().all(known), "{}", table.id);
            for id in &table.sources {
                assert!(
                    manifest.sources.iter().any(|source| source.id == *id),
                    "{id}"
                );
            }
        }
        for caveat in &manifest.caveats {
            let named = manifest
                .tables
                .iter()
                .any(|table| table.caveats.contains(&caveat.id));
            assert!(named, "no table names the caveat {}", caveat.id);
        }
    }
}

#[test]
fn events_are_in_order_and_the_overview_names_lines_that_exist() {
    for release in releases() {
        let events: Events = json(&release.folder.join("events.json"));
        assert!(events.events.is_sorted_by_key(|event| event.month));
        for event in &events.events {
            assert!(
                event.month.to_string().starts_with(&event.date[..4]),
                "{}",
                event.id
            );
            assert!(!event.source.is_empty(), "{}", event.id);
            assert!(event.label.split(' ').count() <= 4, "{}", event.id);
        }
        let overview: Overview = json(&release.folder.join("overview.json"));
        let cubes = release.cubes();
        let in_charts = overview.charts.iter().flat_map(|chart| &chart.lines);
        for line in overview.headlines.iter().chain(in_charts) {
            let dimensions = &cubes[&line.table].header().dimensions;
            assert!(
                dimensions[0].position(&line.geography).is_some(),
                "{line:?}"
            );
            assert!(dimensions[1].position(&line.category).is_some(), "{line:?}");
        }
    }
}

fn json<T: for<'de> Deserialize<'de>>(path: &Path) -> T {
    serde_json::from_slice(&read(path)).unwrap()
}

/// A total that somebody else printed.
#[derive(Deserialize)]
struct Fact {
    city: String,
    table: String,
    geography: String,
    /// A code, or several joined by `+`.
    category: String,
    /// A year, a month, or two months joined by `/`.
    period: String,
    value: u64,
    source: String,
}

#[test]
fn totals_equal_those_that_were_printed_elsewhere() {
    let path = root().join("tests/fixtures/facts.csv");
    let facts: Vec<Fact> = csv::Reader::from_path(path)
        .unwrap()
        .into_deserialize()
        .collect::<Result<_, _>>()
        .unwrap();
    assert!(facts.len() > 230);
    let current = catalog().cities.into_iter().map(|city| city.current);
    let current: BTreeSet<String> = current.collect();
    let mut checked = BTreeSet::new();
    for release in releases()
        .iter()
        .filter(|release| current.contains(&release.manifest.id))
    {
        let cubes = release.cubes();
        let city = &release.manifest.city;
        for fact in facts.iter().filter(|fact| fact.city == *city) {
            let found = sum(&cubes[&fact.table], fact);
            let Fact {
                table,
                geography,
                category,
                period,
                source,
                ..
            } = fact;
            let what = format!("{city}, {table}, {geography}, {category}, {period} ({source})");
            assert_eq!(found, fact.value, "{what}");
            checked.insert(city.clone());
        }
    }
    let named: BTreeSet<String> = facts.iter().map(|fact| fact.city.clone()).collect();
    assert_eq!(checked, named, "cities with facts, and those published");
}

fn sum(cube: &Cube, fact: &Fact) -> u64 {
    let header = cube.header();
    let month = |text: &str| Month::parse(text).unwrap();
    let (first, last) = match fact.period.split_once('/') {
        Some((first, last)) => (month(first), month(last)),
        None if fact.period.len() == 4 => (
            month(&format!("{}-01", fact.period)),
            month(&format!("{}-12", fact.period)),
        ),
        None => (month(&fact.period), month(&fact.period)),
    };
    let place = header.dimensions[0].position(&fact.geography).unwrap();
    let mut total = 0;
    for code in fact.category.split('+') {
        let category = header.dimensions[1].position(code).unwrap();
        let cells = cube.steps_of(&[place, category]).unwrap();
        let periods = header.periods();
        let within = |at: &cube::Period| first <= at.first() && at.last <= last;
        for (at, cell) in periods.iter().zip(cells).filter(|(at, _)| within(at)) {
            let value = cell.value();
            total += u64::from(value.unwrap_or_else(|| panic!("{at} of {code} has no count")));
        }
    }
    total
}

/// What is printed in FACTS and the collected sources about enforcement, one by one.
#[test]
fn printed_figures_and_operations_are_those_of_their_sources() {
    let catalog = catalog();
    let city = catalog.city(Some("baltimore")).unwrap();
    let release = releases();
    let release = release.iter().find(|one| one.manifest.id == city.current);
    let path = release.unwrap().folder.join(enforcement::PATH);
    let found: Enforcement = serde_json::from_slice(&read(&path)).unwrap();
    let count = |id: &str| {
        let operation = found.operations.iter().find(|one| one.id == id).unwrap();
        operation.counted.as_ref().map(|counted| counted.count)
    };
    assert_eq!(found.operations.len(), 18);
    assert_eq!(count("warrant_initiative_2019"), Some(64));
    assert_eq!(count("fugitive_sweep_2007"), Some(195));
    assert_eq!(count("violence_reduction_12"), Some(8045));
    assert_eq!(count("strike_force_2019"), None);
    let initiative = found.operations.iter();
    let mut initiative = initiative.filter(|one| one.id == "warrant_initiative_2019");
    let initiative = initiative.next().unwrap();
    assert_eq!(
        (initiative.first.as_str(), initiative.last.as_deref()),
        ("2019-07-01", Some("2019-07-03"))
    );
    let caution = initiative.caution.as_deref().unwrap_or_default();
    assert!(
        caution.contains("separate from the partnership"),
        "{caution}"
    );
    let values = |id: &str, year: i32| {
        let measure = found.measures.iter().find(|one| one.id == id).unwrap();
        let figures = measure.figures.iter().filter(|one| one.year == year);
        figures.map(|one| one.value).collect::<Vec<_>>()
    };
    assert_eq!(values("homicide_clearance", 2020), [38.4, 42.0, 47.0]);
    assert_eq!(values("homicide_clearance", 2015), [30.5, 29.7]);
    assert_eq!(values("homicide_clearance", 2024), [68.0]);
    assert_eq!(values("guns_seized", 2011), [2178.0]);
    assert_eq!(values("guns_seized", 2019), [2203.0, 1900.0]);
    assert_eq!(values("guns_seized", 2023), [2731.0]);
    assert_eq!(values("weapons_arrests", 2011), [1224.0]);
    assert_eq!(values("weapons_arrests", 2019), [1161.0]);
}

/// Yearly figures that are said to be sums of the index' months are those of the table of cities.
#[test]
fn figures_of_the_index_are_sums_of_its_months() {
    let catalog = catalog();
    let city = catalog.city(Some("baltimore")).unwrap();
    let release = releases();
    let release = release.iter().find(|one| one.manifest.id == city.current);
    let release = release.unwrap();
    let path = release.folder.join(comparison::PATH);
    let comparison: Comparison = serde_json::from_slice(&read(&path)).unwrap();
    let cubes = release.cubes();
    let measure = comparison.printed.iter();
    let mut measure = measure.filter(|one| one.id == "new-orleans-homicides");
    let figures = &measure.next().unwrap().figures;
    let mut years = Vec::new();
    for figure in figures
        .iter()
        .filter(|one| one.source.starts_with("Real-Time Crime Index"))
    {
        let fact = Fact {
            city: "baltimore".to_owned(),
            table: comparison.table.clone(),
            geography: "new-orleans".to_owned(),
            category: "homicide".to_owned(),
            period: figure.year.to_string(),
            value: figure.value as u64,
            source: figure.source.clone(),
        };
        assert_eq!(
            sum(&cubes[&comparison.table], &fact),
            fact.value,
            "{}",
            figure.year
        );
        years.push(figure.year);
    }
    assert_eq!(years, (2018..=2025).collect::<Vec<_>>());
}

/// The last value of a number's history is the one that the release holds.
#[test]
fn the_history_of_a_number_ends_with_the_number() {
    for release in releases() {
        let Some(path) = &release.manifest.revisions else {
            continue;
        };
        let cubes = release.cubes();
        let lines = data_pipeline::releases::read_revisions(&read(&release.folder.join(path)));
        let lines = lines.unwrap();
        for (at, line) in lines.iter().enumerate() {
            if lines.get(at + 1).is_some_and(|next| next.key == line.key) {
                assert_ne!(lines[at + 1].value, line.value, "{line:?}");
                continue;
            }
            let key = &line.key;
            // A table that is no longer published keeps its history.
            let Some(cube) = cubes.get(&key.table) else {
                continue;
            };
            let [geography, category] = &cube.header().dimensions[..] else {
                panic!("{}: expected areas and categories", key.table);
            };
            let positions = [
                geography.position(&key.geography).unwrap(),
                category.position(&key.category).unwrap(),
            ];
            let steps = cube.steps_of(&positions).unwrap();
            let header = cube.header();
            let step = |month: Month| {
                usize::try_from(month.since(header.first) / header.step.months()).unwrap()
            };
            let (first, last) = (step(key.first), step(key.last));
            let now = Cell::sum(steps[first..=last].iter().copied()).value();
            let decimals = header.decimals;
            let now = now.map(|stored| Fixed { stored, decimals });
            assert!(now.is_none() || now == line.value, "{line:?}, {now:?} now");
        }
    }
}

/// What is about persons stands in every published release of a city as it stands in the current.
#[test]
fn no_release_holds_other_records_of_persons_than_the_current_one() {
    let all = releases();
    for city in catalog().cities {
        let of_city = || all.iter().filter(|one| one.manifest.city == city.id);
        let current = of_city()
            .find(|one| one.manifest.id == city.current)
            .unwrap();
        let tables = current.manifest.tables.iter().filter(|table| table.persons);
        for table in tables {
            for other in of_city() {
                let path = other.folder.join(&table.cube);
                let same = !path.exists() || read(&path) == read(&current.folder.join(&table.cube));
                assert!(same, "{}: {}", other.manifest.id, table.id);
            }
        }
    }
}

/// Every text that the site shows of a release, read as the site reads it.
fn texts(release: &Release) -> BTreeSet<String> {
    let mut texts = BTreeSet::new();
    let mut add = |content: &mut dyn EachText| {
        content.each_text(&mut |text| {
            let (Text::Words(text) | Text::Name(text)) = text;
            texts.insert(text.clone());
        });
    };
    let file = |path: &str| {
        let listed = release.manifest.files.iter().any(|file| file.path == path);
        listed.then(|| read(&release.folder.join(path)))
    };
    fn read_as<T: for<'de> Deserialize<'de>>(bytes: Option<Vec<u8>>) -> Option<T> {
        bytes.map(|bytes| serde_json::from_slice(&bytes).unwrap())
    }
    add(&mut release.manifest.clone());
    add(&mut read_as::<Events>(file("events.json")));
    add(&mut read_as::<Overview>(file("overview.json")));
    add(&mut read_as::<Programme>(file(cube::programme::PATH)));
    add(&mut read_as::<Enforcement>(file(enforcement::PATH)));
    add(&mut read_as::<Comparison>(file(comparison::PATH)));
    for kind in &release.manifest.places {
        add(&mut read_as::<PlaceLayer>(file(&kind.layer)));
    }
    for mut cube in release.cubes().into_values() {
        add(&mut cube);
    }
    texts
}

#[test]
fn what_is_said_in_spanish_is_what_the_release_says_with_the_same_figures() {
    let catalog = catalog();
    for release in releases() {
        let Some(path) = release.manifest.translation("es") else {
            let is_current =
                |city: &cube::release::CatalogCity| city.current == release.manifest.id;
            assert!(
                !catalog.cities.iter().any(is_current),
                "the current release"
            );
            continue;
        };
        let spanish: Translations = json(&release.folder.join(path));
        let english = texts(&release);
        for (text, translation) in spanish.iter() {
            assert!(english.contains(text), "{text}");
            assert_ne!(text, translation);
            assert_eq!(figures(text), figures(translation), "{text}");
        }
        assert!(spanish.iter().count() > 100);
        let mut events: Events = json(&release.folder.join("events.json"));
        spanish.put_into(&mut events);
        for event in &events.events {
            assert!(event.label.split(' ').count() <= 4, "{}", event.label);
        }
        if let Some(path) = &release.manifest.changes {
            let notes: ChangeNotes = json(&release.folder.join(path));
            assert_eq!(notes.translations["es"].len(), notes.notes.len());
            for (note, translation) in notes.notes.iter().zip(&notes.translations["es"]) {
                assert_eq!(figures(note), figures(translation));
            }
        }
    }
}
