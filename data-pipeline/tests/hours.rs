//! Builds a city that tells hours and weekdays apart, and breaks what it says of them.

#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "shared with other tests, and a panic is how a test fails"
)]

mod invented;

use std::fs::{self, OpenOptions};
use std::io::Write;

use cube::{Cell, Hours};
use invented::InventedCity;

/// Appends to a file of settings.
fn append(city: &InventedCity, file: &str, text: &str) {
    let path = city.settings().join(file);
    let mut file = OpenOptions::new().append(true).open(path).unwrap();
    file.write_all(text.as_bytes()).unwrap();
}

/// Rivertown with a table by hour and weekday; of the incidents, `Note` holds the time.
fn rivertown() -> InventedCity {
    let city = InventedCity::new();
    let rows = "code,label,parent\nall,Any,\n";
    let lists = [
        (
            "hours.csv",
            format!("{rows}07,7 a.m.,all\n23,11 p.m.,all\nnot_recorded,Hour unknown,all\n"),
        ),
        (
            "days.csv",
            format!("{rows}monday,Monday,all\ntuesday,Tuesday,all\nnot_recorded,Day unknown,all\n"),
        ),
        (
            "hour_names.csv",
            "vocabulary,name,code,factor\nclock,07,07,1\nclock,23,23,1\n".into(),
        ),
        (
            "day_names.csv",
            "vocabulary,name,code,factor\nweek,monday,monday,1\nweek,tuesday,tuesday,1\n".into(),
        ),
    ];
    for (name, text) in lists {
        fs::write(city.settings().join(name), text).unwrap();
    }
    append(
        &city,
        "city.toml",
        "\n[[group]]\nid = \"hour\"\nlabel = \"Hour\"\nfile = \"hours.csv\"\nnames = \
         \"hour_names.csv\"\nnot_recorded = \"not_recorded\"\n\n[[group]]\nid = \"weekday\"\nlabel \
         = \"Weekday\"\nfile = \"days.csv\"\nnames = \"day_names.csv\"\nnot_recorded = \
         \"not_recorded\"\n",
    );
    let offense = "offense = { column = \"Kind\", vocabulary = \"early\", unmapped_limit_percent = \
                   40.0 }\n";
    let times = "[source.shape.groups.hour]\ncolumn = \"Note\"\nvocabulary = \"clock\"\n\
                 [source.shape.groups.hour.time]\npart = \"hour\"\nformats = [\"%H:%M\"]\n\
                 placeholders = [{ text = \"00:00\", reason = \"it stands where no time is known\" }]\n\
                 [source.shape.groups.weekday]\ncolumn = \"Day\"\nvocabulary = \"week\"\n\
                 time = { part = \"weekday\", formats = [\"%m/%d/%Y\"] }\n";
    city.edit("sources.toml", offense, &format!("{offense}{times}"));
    append(
        &city,
        "tables.toml",
        "\n[[table]]\nid = \"hours\"\ntitle = \"Crime in Rivertown by hour\"\ndescription = \
         \"Invented.\"\nunit = \"victims\"\nfirst = \"2018-01\"\nlast = \"2018-12\"\nstep = \
         \"year\"\nlist = \"offenses\"\ncategories = [\"homicide\"]\ngeography = { city = true }\n\
         caveats = [\"invented\"]\nincomplete = [{ first = \"2018-01\", last = \"2018-12\", reason = \"It ends in March.\" }]\n[[table.group]]\nlist = \"hour\"\ncategories = [\"all\", \"07\", \
         \"23\", \"not_recorded\"]\n[[table.group]]\nlist = \"weekday\"\ncategories = [\"all\", \
         \"monday\", \"tuesday\", \"not_recorded\"]\n[[table.stretch]]\nsource = \"early\"\nfirst = \
         \"2018-01\"\nlast = \"2018-03\"\n",
    );
    city.edit(
        "policy.toml",
        "\"crime-city\", ",
        "\"crime-city\", \"hours\", ",
    );
    city
}

/// Homicides on a Monday and a Tuesday of 2018, at the times given.
fn murders(times: &[(&str, &str)]) -> Vec<u8> {
    let mut text = String::from("Day,Kind,Ward,,Note\n");
    for (day, time) in times {
        text.push_str(&format!("{day},MURDER,Upstream,,{time}\n"));
    }
    // No month may be empty.
    text.push_str("02/05/2018,SHOT,Upstream,,07:00\n03/05/2018,SHOT,Upstream,,07:00\n");
    invented::gzipped(text.as_bytes())
}

#[test]
fn hours_and_weekdays_are_counted_and_placeholders_are_not_recorded() {
    let city = rivertown();
    let rows = murders(&[
        ("01/01/2018", "07:59"),
        ("01/01/2018", "23:00"),
        ("01/02/2018", "23:30"),
        ("01/02/2018", "00:00"),
        ("01/02/2018", ""),
    ]);
    city.replace_source("early.csv.gz", &rows);
    let release = city.build().unwrap().release;
    let cube = city.cube(&release, "hours");
    let year = cube.header().periods()[0];
    let hours = Hours::of(&cube, "homicide", "rivertown", year).unwrap();
    let rows: Vec<Vec<Cell>> = hours.days.iter().map(|day| day.cells.clone()).collect();
    let counted = |counts: [u32; 2]| counts.map(Cell::Provisional).to_vec();
    assert_eq!(rows, [counted([1, 2]), counted([1, 1]), counted([0, 1])]);
    assert_eq!(hours.unknown, Cell::Provisional(2));
    assert_eq!(hours.known(), Some(3));
    // Hours are nobody: the table is compared with later releases like any other of events.
    let manifest = city.manifest(&release);
    let table = manifest
        .tables
        .iter()
        .find(|table| table.id == "hours")
        .unwrap();
    assert!(!table.persons);
}

#[test]
fn a_time_in_another_form_stops_the_build() {
    let city = rivertown();
    city.replace_source(
        "early.csv.gz",
        &murders(&[("01/01/2018", "half past seven")]),
    );
    let message = city.failure();
    assert!(message.contains("hour"), "{message}");
}

#[test]
fn other_notes_do_not_matter_where_no_table_asks_for_hours() {
    let city = InventedCity::new();
    city.replace_source(
        "early.csv.gz",
        &murders(&[("01/01/2018", "half past seven")]),
    );
    assert!(city.build().is_ok());
}
