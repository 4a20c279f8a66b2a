//! Hostile texts in every text of a city's folder: characters that nobody sees are refused with their
//! place, everything else is either refused with its place or published as the text that it is.

#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "shared with other tests, and a panic is how a test fails"
)]

mod invented;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use data_pipeline::check::check;
use invented::{InventedCity, tree};

/// A text of the settings.
#[derive(Clone)]
struct Place {
    file: PathBuf,
    /// Counted from one.
    line: u64,
    /// The bytes of the file that hold it, with its quotes where it has some.
    bytes: std::ops::Range<usize>,
    text: String,
    /// The name of its key or column.
    field: String,
}

impl Place {
    /// The text as its file writes it.
    fn written(&self, text: &str) -> String {
        match self.file.extension().is_some_and(|kind| kind == "csv") {
            true => format!("\"{}\"", text.replace('"', "\"\"")),
            false => format!("\"{}\"", text.chars().map(escaped).collect::<String>()),
        }
    }
}

/// A letter as TOML takes it between quotes.
fn escaped(letter: char) -> String {
    match letter {
        '"' | '\\' => format!("\\{letter}"),
        letter if letter.is_control() => format!("\\u{:04X}", u32::from(letter)),
        letter => letter.to_string(),
    }
}

fn corpus(list: &str) -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let corpus = fs::read(root.join("tests/fixtures/hostile.json")).unwrap();
    let corpus: serde_json::Value = serde_json::from_slice(&corpus).unwrap();
    let texts = corpus[list].as_array().unwrap().iter();
    texts
        .map(|text| text.as_str().unwrap().to_owned())
        .collect()
}

/// Every quoted value of the TOML files of a city and every field of its CSV files below the header.
fn places(city: &InventedCity) -> Vec<Place> {
    let mut places = Vec::new();
    for (name, content) in tree(&city.settings()) {
        let content = String::from_utf8(content).unwrap();
        let is_csv = name.extension().is_some_and(|kind| kind == "csv");
        let header = content.lines().next().unwrap_or_default();
        let columns: Vec<&str> = header.split(',').collect();
        let mut begin = 0;
        for (line, text) in (1..).zip(content.split_inclusive('\n')) {
            let found = match is_csv {
                true if line == 1 => Vec::new(),
                true => fields(text),
                false => quoted(text),
            };
            let places_of_line = found.into_iter().enumerate().map(|(at, bytes)| Place {
                field: match is_csv {
                    true => columns[at].to_owned(),
                    false => key_before(&text[..bytes.start]),
                },
                file: name.clone(),
                line,
                text: text[bytes.clone()].trim_matches('"').to_owned(),
                bytes: begin + bytes.start..begin + bytes.end,
            });
            places.extend(places_of_line);
            begin += text.len();
        }
    }
    places
}

/// The key whose value begins where a line is cut; empty within a list.
fn key_before(line: &str) -> String {
    let key = line.trim_end().strip_suffix('=').unwrap_or_default();
    let key = key.trim_end().rsplit([' ', '{', ',']).next();
    key.unwrap_or_default().to_owned()
}

/// Where the values in quotes of a line stand, quotes included; the fixtures escape none.
fn quoted(line: &str) -> Vec<std::ops::Range<usize>> {
    let quotes: Vec<usize> = line.match_indices('"').map(|(at, _)| at).collect();
    assert_eq!(quotes.len() % 2, 0, "{line}");
    quotes.chunks(2).map(|pair| pair[0]..pair[1] + 1).collect()
}

/// Where the fields of a line stand, quotes included.
fn fields(line: &str) -> Vec<std::ops::Range<usize>> {
    let line = line.trim_end_matches('\n');
    let mut is_quoted = false;
    let ends = line.char_indices().filter(|(_, letter)| {
        is_quoted ^= *letter == '"';
        *letter == ',' && !is_quoted
    });
    let mut begin = 0;
    let ends = ends.map(|(at, _)| at).chain([line.len()]);
    ends.map(|end| std::mem::replace(&mut begin, end + 1)..end)
        .collect()
}

/// Writes texts into places of the settings; gives back what stood in the files.
fn write(city: &InventedCity, texts: &[(&Place, String)]) -> Vec<(PathBuf, Vec<u8>)> {
    let files: BTreeSet<&PathBuf> = texts.iter().map(|(place, _)| &place.file).collect();
    let mut before = Vec::new();
    for file in files {
        let path = city.settings().join(file);
        let mut content = fs::read_to_string(&path).unwrap();
        before.push((path.clone(), content.clone().into_bytes()));
        let mut of_file: Vec<_> = texts
            .iter()
            .filter(|(place, _)| place.file == *file)
            .collect();
        of_file.sort_by_key(|(place, _)| std::cmp::Reverse(place.bytes.start));
        for (place, text) in of_file {
            content.replace_range(place.bytes.clone(), &place.written(text));
        }
        fs::write(path, content).unwrap();
    }
    before
}

fn restore(before: Vec<(PathBuf, Vec<u8>)>) {
    for (path, content) in before {
        fs::write(path, content).unwrap();
    }
}

/// Places that rows name by their labels.
const MATCHED: [&str; 3] = ["precincts.csv", "wards.csv", "agencies.csv"];

const CITIES: [&str; 3] = ["lakeport", "millbrook", "rivertown"];

#[test]
fn characters_that_nobody_sees_are_refused_wherever_they_stand() {
    let texts = corpus("unseen");
    for name in CITIES {
        let city = InventedCity::of_fixture(name);
        for (at, place) in places(&city).iter().enumerate() {
            let text = &texts[at % texts.len()];
            let before = write(&city, &[(place, format!("{}{text}", place.text))]);
            let findings = check(&city.settings(), None);
            restore(before);
            let here = findings.problems.iter().find(|problem| {
                problem.file.ends_with(&place.file)
                    && problem.position.line == place.line
                    && ["which nobody sees", "a NUL byte"]
                        .iter()
                        .any(|said| problem.message.contains(said))
            });
            assert!(
                here.is_some(),
                "{name}/{}:{} took {text:?}; said: {:?}",
                place.file.display(),
                place.line,
                findings.problems
            );
        }
    }
}

#[test]
fn what_a_reader_sees_is_refused_with_the_file_or_taken() {
    let texts = corpus("seen");
    for name in CITIES {
        let city = InventedCity::of_fixture(name);
        for (at, place) in places(&city).iter().enumerate() {
            let text = format!("{} {}", place.text, texts[at % texts.len()]);
            let before = write(&city, &[(place, text)]);
            let findings = check(&city.settings(), None);
            restore(before);
            for problem in &findings.problems {
                // Also of a file that is not there; never of one that lies elsewhere.
                let is_own = problem.file.starts_with(city.settings());
                assert!(is_own, "{problem} is of no file of the city");
                assert!(!problem.expected.is_empty(), "{problem}");
            }
        }
    }
}

#[test]
fn every_text_for_people_is_published_as_it_was_written() {
    let (texts, fields) = (corpus("seen"), corpus("fields"));
    let mut next = (0..).map(|at: usize| texts[at % texts.len()].as_str());
    let mut published = 0;
    for name in CITIES {
        let city = InventedCity::of_fixture(name);
        let all = places(&city);
        let places = all.iter().filter(|place| {
            let is_label =
                place.field == "label" && !MATCHED.iter().any(|file| place.file.ends_with(file));
            let is_toml = place.file.extension().is_some_and(|kind| kind == "toml");
            is_label || is_toml && fields.contains(&place.field)
        });
        let spoiled: Vec<_> = places
            .map(|place| (place, format!("{} {}", place.text, next.next().unwrap())))
            .collect();
        let sources = tree(&city.sources());
        let settings = tree(&city.settings());
        write(&city, &spoiled);
        let report = city
            .build()
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(tree(&city.sources()), sources);
        assert_eq!(tree(&city.settings()).len(), settings.len());
        let release = city.out().join("releases").join(&report.release);
        let files = tree(&release);
        let content = |ending: &str| -> String {
            let named = |path: &Path| path.extension().is_some_and(|kind| kind == ending);
            let files = files.iter().filter(|(path, _)| named(path));
            files
                .map(|(_, bytes)| String::from_utf8_lossy(bytes))
                .collect()
        };
        let (json, cubes) = (content("json"), content("cube"));
        for (_, text) in &spoiled {
            let text = serde_json::to_string(text).unwrap();
            published += usize::from(json.contains(&text) || cubes.contains(&text));
        }
        for (path, bytes) in files
            .iter()
            .filter(|(path, _)| path.extension().is_some_and(|kind| kind == "csv"))
        {
            let mut reader = csv::ReaderBuilder::new()
                .has_headers(false)
                .from_reader(bytes.as_slice());
            for record in reader.records() {
                for field in record.unwrap().iter() {
                    let starts = ['=', '+', '-', '@', '\t', '\r', '\n'];
                    let is_formula = field.starts_with(starts) && field.parse::<f64>().is_err();
                    assert!(!is_formula, "{}: {field:?}", path.display());
                }
            }
        }
    }
    assert!(published > 60, "only {published} texts came out again");
}
