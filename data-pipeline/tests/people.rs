//! Groups of people from rows to tables: every cell is the count of the rows that it names, what is
//! staged is codes alone, and one inner count adds up to all tables of a family.

#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "shared with other tests, and a panic is how a test fails"
)]

mod invented;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use cube::{Cell, Cube, DimensionKind, Header};
use data_pipeline::aggregate::{self, EnginePlace, Inner, Staging};
use data_pipeline::geography::Maps;
use data_pipeline::run::{self, Inputs};
use data_pipeline::settings::{Settings, TableSettings};
use invented::InventedCity;
use proptest::prelude::*;

/// An arrest as the source writes it.
#[derive(Clone, Debug)]
struct Row {
    month: u32,
    charge: &'static str,
    age: &'static str,
    sex: &'static str,
    race: &'static str,
    ward: &'static str,
}

impl Row {
    fn line(&self) -> String {
        let Self {
            month,
            charge,
            age,
            sex,
            race,
            ward,
        } = self;
        format!("2018-{month:02}-15,{charge},{age},{sex},{race},{ward}\n")
    }

    /// The codes of the row, as the settings of Millbrook would have them.
    fn codes(&self) -> BTreeMap<&'static str, &'static str> {
        // A tool has made decimals of some.
        let age = match self.age.trim_end_matches(".0").parse::<u32>() {
            Ok(7..=17) => "minor",
            Ok(18..=39) => "young",
            Ok(40..=99) => "old",
            _ => "unknown",
        };
        let charge = match self.charge {
            "MURDER" => "murder",
            "HGV" => "gun",
            "" => "unknown",
            _ => "other",
        };
        let ward = match self.ward {
            "" => "not-located",
            "UPSTREAM" => "upstream",
            "Midstream" => "midstream",
            _ => "downstream",
        };
        let sex = match self.sex {
            "F" => "female",
            "M" => "male",
            _ => "unknown",
        };
        let race = match self.race {
            "H" => "heron",
            "O" => "otter",
            _ => "unknown",
        };
        BTreeMap::from([
            ("geography", ward),
            ("charge_group", charge),
            ("age", age),
            ("sex", sex),
            ("race", race),
        ])
    }
}

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let row = (
        2_u32..=8,
        prop::sample::select(vec!["MURDER", "HGV", "", "LOITERING"]),
        prop::sample::select(vec![
            "", "0", "16", "17", "18", "39", "40.0", "99", "100", "x",
        ]),
        prop::sample::select(vec!["", "F", "M"]),
        prop::sample::select(vec!["", "H", "O", "U"]),
        prop::sample::select(vec!["", "UPSTREAM", "Midstream", "Downstream"]),
    );
    let row = row.prop_map(|(month, charge, age, sex, race, ward)| Row {
        month,
        charge,
        age,
        sex,
        race,
        ward,
    });
    prop::collection::vec(row, 0..60).prop_map(|mut rows| {
        // A month without a row is a gap in the source.
        rows.extend((2..=8).map(|month| Row {
            month,
            charge: "LOITERING",
            age: "30",
            sex: "M",
            race: "O",
            ward: "UPSTREAM",
        }));
        rows
    })
}

fn city_of(rows: &[Row]) -> InventedCity {
    let city = InventedCity::of_fixture("millbrook");
    let lines: String = rows.iter().map(Row::line).collect();
    let text = format!("Day,Charge,Age,Sex,Race,Ward\n{lines}");
    city.replace_source("arrests.csv", text.as_bytes());
    city
}

/// Settings and staged records of a city.
fn staged(city: &InventedCity) -> (Settings, Staging) {
    let settings = Settings::load(&city.settings()).unwrap();
    let mut staging = Staging::temporary(EnginePlace::default()).unwrap();
    let maps = Maps::read(&settings, &city.sources()).0;
    for source in &settings.sources {
        let (folder, sources) = (city.settings(), city.sources());
        let to = staging.folder().to_owned();
        let stage = aggregate::stage(&settings, source, &folder, &sources, &maps, &to).unwrap();
        staging.insert(&source.id, stage.staged);
    }
    (settings, staging)
}

fn table<'a>(settings: &'a Settings, id: &str) -> &'a TableSettings {
    settings.tables.iter().find(|table| table.id == id).unwrap()
}

/// Whether a code is that of a member or of a part of it.
fn is_in(code: &str, member: &str) -> bool {
    match member {
        "millbrook" | "all" => true,
        "adult" => code != "minor",
        other => other == code,
    }
}

/// The id and the code of each dimension, the period, and the cell.
type Labelled = (Vec<(String, String)>, String, Cell);

/// Every cell of a cube with the codes of its dimensions and its period.
fn cells(cube: &Cube) -> Vec<Labelled> {
    let header: &Header = cube.header();
    let rows = cube::tidy::rows(cube);
    let named = rows.zip(cube.cells()).map(|(row, cell)| {
        let codes = header.dimensions.iter().enumerate().map(|(at, one)| {
            let code = row.text(cube::tidy::Role::Code(at));
            (one.id.clone(), code.into_owned())
        });
        let period = row.text(cube::tidy::Role::Period).into_owned();
        (codes.collect(), period, *cell)
    });
    named.collect()
}

fn is_within(month: u32, period: &str) -> bool {
    match period.split_once('-') {
        None => true,
        Some((_, quarter)) if quarter.starts_with('Q') => {
            quarter == format!("Q{}", month.div_ceil(3))
        }
        Some((_, text)) => text == format!("{month:02}"),
    }
}

/// The tables of Millbrook that are made from arrests, and whose arrests each counts.
const ARRESTS: [(&str, &[&str]); 6] = [
    ("arrests-ward", &["adult"]),
    ("arrests-race-charge-ward", &["adult"]),
    ("arrests-age-sex-ward", &["adult"]),
    ("arrests-race-charge", &["adult"]),
    ("arrests-minors", &["minor"]),
    ("arrests-year", &["all"]),
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_cell_counts_the_rows_that_it_names(rows in rows()) {
        let (settings, staging) = staged(&city_of(&rows));
        for (id, only) in ARRESTS {
            let cube = aggregate::build_cube(&settings, table(&settings, id), &staging).unwrap();
            for (codes, period, cell) in cells(&cube) {
                let counted = rows.iter().filter(|row| {
                    let own = row.codes();
                    let fits = |(dimension, member): &(String, String)| {
                        is_in(own[dimension.as_str()], member)
                    };
                    is_in(own["age"], only[0])
                        && is_within(row.month, &period)
                        && codes.iter().all(fits)
                });
                let expected = Some(counted.count() as u32).filter(|_| cell != Cell::NotCollected);
                prop_assert_eq!(cell.value(), expected, "{} {:?} {}", id, codes, period);
            }
        }
    }

    #[test]
    fn the_inner_count_adds_up_to_every_table(rows in rows()) {
        let (settings, staging) = staged(&city_of(&rows));
        let family: Vec<&TableSettings> =
            ARRESTS[..4].iter().map(|(id, _)| table(&settings, id)).collect();
        let inner = aggregate::inner(&settings, &family, &staging).unwrap();
        prop_assert_eq!(
            &inner.dimensions,
            &["geography", "charge_group", "age", "sex", "race"]
        );
        prop_assert!(inner.counts.is_sorted() && inner.counts.iter().all(|one| one.count > 0));
        let keys: BTreeSet<_> = inner.counts.iter().map(|one| (&one.keys, one.month)).collect();
        prop_assert_eq!(keys.len(), inner.counts.len(), "a key is there twice");
        for table in family {
            let cube = aggregate::build_cube(&settings, table, &staging).unwrap();
            for (codes, period, cell) in cells(&cube) {
                let sum = sum(&inner, &codes, &period);
                let expected = Some(sum).filter(|_| cell != Cell::NotCollected);
                prop_assert_eq!(cell.value(), expected, "{} {:?} {}", table.id, codes, period);
            }
        }
    }
}

/// The inner count summed over everything that a cell does not name.
fn sum(inner: &Inner, codes: &[(String, String)], period: &str) -> u32 {
    let counted = inner.counts.iter().filter(|one| {
        let fits = |(dimension, member): &(String, String)| {
            let at = inner.dimensions.iter().position(|other| other == dimension);
            is_in(&one.keys[at.unwrap()], member)
        };
        is_within(one.month.number(), period) && codes.iter().all(fits)
    });
    counted.map(|one| one.count).sum()
}

#[test]
fn tables_of_other_records_share_no_inner_count() {
    let (settings, staging) = staged(&InventedCity::of_fixture("millbrook"));
    let family = ["arrests-ward", "arrests-minors"].map(|id| table(&settings, id));
    let error = aggregate::inner(&settings, &family, &staging).unwrap_err();
    assert_eq!(
        error.to_string(),
        "settings of arrests-minors: expected the stretches and conditions of arrests-ward, with \
         which it shares an inner count"
    );
}

/// The groups stand behind areas and categories, everybody first.
#[test]
fn groups_are_dimensions_whose_first_member_is_everybody() {
    let city = InventedCity::of_fixture("millbrook");
    let release = city.build().unwrap().release;
    let cube = city.cube(&release, "arrests-race-charge");
    let race = &cube.header().dimensions[2];
    assert_eq!(
        (&*race.id, &*race.label, race.kind),
        ("race", "Race", DimensionKind::Group)
    );
    let members: Vec<_> = race
        .members
        .iter()
        .map(|one| (&*one.label, one.parent))
        .collect();
    assert_eq!(
        members,
        [
            ("Any race", None),
            ("Heron", Some(0)),
            ("Otter", Some(0)),
            ("Race not recorded", Some(0))
        ]
    );
    let statuses = |category| {
        let position = cube.header().dimensions[1].position(category).unwrap();
        let cells = cube.steps_of(&[0, position, 0]).unwrap();
        cells
            .iter()
            .map(|cell| cell.status().as_str())
            .collect::<Vec<_>>()
    };
    // January is missing from the first quarter and September from the third.
    assert_eq!(
        statuses("all"),
        ["provisional", "observed", "provisional", "not_collected"]
    );
    let manifest = city.manifest(&release);
    let sample = |table: &&cube::release::Table| table.sample;
    let samples: Vec<&str> = manifest
        .tables
        .iter()
        .filter(sample)
        .map(|t| &*t.id)
        .collect();
    assert_eq!(samples, ["victims-homicide"]);
    let persons = manifest.tables.iter().filter(|table| table.persons).count();
    assert_eq!(persons, manifest.tables.len());
}

/// Of persons, codes are staged and nothing else; and only what some table asks for.
#[test]
fn codes_of_groups_are_staged_and_no_age() {
    let city = InventedCity::of_fixture("millbrook");
    let folder = tempfile::tempdir().unwrap();
    let (settings, sources, out) = (city.settings(), city.sources(), city.out());
    let inputs = Inputs {
        staged: Some(folder.path()),
        ..Inputs::new(&settings, &sources, &out)
    };
    run::build(&inputs).unwrap();
    let records = |dataset: &str| {
        let city = folder.path().join("records/city=millbrook");
        columns(&city.join(format!("dataset={dataset}/year=2018/part-0.parquet")))
    };
    let arrests = records("arrests");
    let names: Vec<&str> = arrests.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        names,
        [
            "line", "period", "code", "weight", "ward", "age", "sex", "race"
        ]
    );
    let values = |columns: &[(String, BTreeSet<String>)], name: &str| {
        let column = columns.iter().find(|(other, _)| other == name);
        column.unwrap().1.iter().cloned().collect::<Vec<_>>()
    };
    assert_eq!(
        values(&arrests, "age"),
        ["minor", "old", "unknown", "young"]
    );
    assert_eq!(values(&arrests, "sex"), ["female", "male", "unknown"]);
    assert_eq!(values(&arrests, "race"), ["heron", "otter", "unknown"]);
    // The earlier copy is compared with a table that asks for the age alone.
    let earlier = records("earlier");
    assert_eq!(values(&earlier, "age"), ["old", "unknown", "young"]);
    assert_eq!(values(&earlier, "race"), [""]);
}

/// The distinct texts of every column of a Parquet file; missing ones are empty.
fn columns(path: &Path) -> Vec<(String, BTreeSet<String>)> {
    use datafusion::arrow::util::display::{ArrayFormatter, FormatOptions};
    let file = std::fs::File::open(path).unwrap();
    let reader = parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder::try_new(file);
    let batches: Vec<_> = reader
        .unwrap()
        .build()
        .unwrap()
        .map(Result::unwrap)
        .collect();
    let schema = batches[0].schema();
    let fields = schema.fields().iter().enumerate();
    let columns = fields.map(|(at, field)| {
        let texts = batches.iter().flat_map(|batch| {
            let column = batch.column(at);
            let formatter = ArrayFormatter::try_new(column, &FormatOptions::default()).unwrap();
            let texts = (0..batch.num_rows()).map(|row| formatter.value(row).to_string());
            texts.collect::<Vec<_>>()
        });
        (field.name().clone(), texts.collect())
    });
    columns.collect()
}

/// The statement of each table gives its published CSV byte for byte.
#[test]
fn the_sql_of_a_table_with_groups_gives_its_csv() {
    let city = InventedCity::of_fixture("millbrook");
    let release = city.build().unwrap().release;
    let (settings, staging) = staged(&city);
    for table in &settings.tables {
        let answer = aggregate::answer(&settings, table, &staging).unwrap();
        let csv = aggregate::csv(&answer).unwrap();
        let path = city.out().join("releases").join(&release);
        let published = std::fs::read(path.join(format!("downloads/{}.csv", table.id))).unwrap();
        assert!(csv == published, "{} differs", table.id);
        let sql = std::fs::read_to_string(path.join(format!("queries/{}.sql", table.id))).unwrap();
        assert!(!sql.contains('{'), "{}: a name is not filled in", table.id);
    }
}

/// A field about a person that cannot be read is told of without what it holds.
#[test]
fn a_field_about_a_person_that_is_no_text_is_not_shown() {
    for (from, to) in [("31,M,H", "31\0,M,H"), ("31,M,H", "31,M\0,H")] {
        let city = InventedCity::of_fixture("millbrook");
        city.edit("city.toml", "percent = 0.0", "percent = 50.0");
        let arrests = std::fs::read_to_string(city.sources().join("arrests.csv")).unwrap();
        assert!(arrests.contains(from), "{arrests}");
        // A month without a row would be a gap.
        let rows = format!("{arrests}2018-02-02,LOITERING,40,M,O,Upstream\n");
        city.replace_source("arrests.csv", rows.replacen(from, to, 1).as_bytes());
        let report = city.build().unwrap();
        let source = report.sources.iter().find(|one| one.id == "arrests");
        let rows = source.unwrap().set_aside.values().flatten();
        let shown: Vec<&str> = rows.map(|row| row.value.as_str()).collect();
        assert_eq!(shown, ["(masked)"], "{to:?}");
    }
}

/// An unknown name stops a build, with the name that was meant; a share of them may be allowed.
#[test]
fn unknown_names_of_groups_stop_a_build() {
    let city = InventedCity::of_fixture("millbrook");
    let arrests = std::fs::read_to_string(city.sources().join("arrests.csv")).unwrap();
    city.replace_source(
        "arrests.csv",
        arrests.replace("31,M,H", "31,M,h").as_bytes(),
    );
    assert_eq!(
        city.failure(),
        "source arrests: the names in race of 1 of 9 rows are not known, more than the 0 % that \
         sources.toml allows:\n  \"h\": rows 1, first on line 2; expected a known name, such as \"H\""
    );
    city.edit(
        "sources.toml",
        "race = { column = \"Race\", vocabulary = \"police\" }\n[source.shape.places]",
        "race = { column = \"Race\", vocabulary = \"police\", unmapped_limit_percent = 20.0 }\n\
         [source.shape.places]",
    );
    let release = city.build().unwrap().release;
    let cube = city.cube(&release, "arrests-race-charge");
    let unknown = |code| {
        let position = cube.header().dimensions[2].position(code).unwrap();
        cube.steps_of(&[0, 1, position]).unwrap()[0].value()
    };
    assert_eq!((unknown("heron"), unknown("unknown")), (Some(0), Some(1)));
    let manifest = city.manifest(&release);
    let source = manifest
        .sources
        .iter()
        .find(|one| one.id == "arrests")
        .unwrap();
    let unmapped: Vec<_> = source
        .unmapped
        .iter()
        .map(|one| (&*one.what, one.rows))
        .collect();
    assert!(unmapped.contains(&("race", 1)), "{unmapped:?}");
}

#[test]
fn explain_says_whom_a_table_counts() {
    let city = InventedCity::of_fixture("millbrook");
    let settings = Settings::load(&city.settings()).unwrap();
    let page = |table| data_pipeline::explain::explain(&settings, table, None).unwrap();
    let shown = |table, line: &str| {
        let page = page(table);
        assert!(page.lines().any(|other| other == line), "{line}\n{page}");
    };
    shown("arrests-race-charge", "Only records with age adult.");
    shown(
        "arrests-race-charge",
        "  all (Any race): the sum of its parts",
    );
    shown(
        "arrests-race-charge",
        "  unknown (Race not recorded): \"U\" in arrests; nothing that can be read",
    );
    shown("arrests-age-sex-ward", "  young (18 to 39): ages 18 to 39");
    // The ages of minors roll up to everybody, but the table counts none of them.
    shown(
        "arrests-age-sex-ward",
        "  all (All ages): the sum of its parts",
    );
    shown(
        "victims-homicide",
        "A sample that others have picked: no count of what happened.",
    );
}
