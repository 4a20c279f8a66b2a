//! A program and its yearly measures in an invented city: what is published, and what stops the build.

#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "shared with other tests, and a panic is how a test fails"
)]

mod invented;

use std::fs;

use cube::programme::Programme;
use data_pipeline::check::check;
use data_pipeline::source::sha256_hex;
use invented::InventedCity;

/// Two measures, a target, a revised value, and a quarter of a year that is not over.
const VALUES: &str = "Id,Kind,Plan,Period,Value,Note\n\
    kits,actual,old,FY2018,578,\n\
    kits,actual,old,FY2020,9324,counted anew\n\
    kits,actual,new,FY2020,9400,\n\
    kits,actual,old,FY2020 Q1,100,\n\
    kits,actual,old,FY2021 Q1,250,\n\
    kits,target,old,FY2020,8000,\n\
    clear,actual,old,FY2018,0.426,\n\
    clear,actual,old,FY2019,,not sent\n";

const SOURCE: &str = r#"
[[source]]
id = "others"
label = "Others"
title = "Measures of others"
publisher = "Nobody"
terms = "None"
stored_copy = "here"
file = "others.csv"
sha256 = "{hash}"
[source.shape]
kind = "measures"
period = { column = "Period", form = "fiscal_year" }
value = "Value"
note = "Note"
about = ["Id", "Kind", "Plan"]
[[source.leave_out]]
unlisted_indicator = true
reason = "a target"
"#;

const PROGRAMME: &str = r#"sites = "sites.csv"
gaps = ["What was done."]
[about]
name = "The program"
launch = "2018-02"
years = 1
years_note = "Invented."
cautions = ["Invented."]
[[about.sentences]]
text = "It is invented."
source = "Nobody"
[[milestone]]
id = "start"
kind = "partnership"
date = "2018-02-05"
month = "2018-02"
label = "Start"
text = "It starts."
source = "Nobody"
[[focus_area]]
id = "guns"
label = "Guns"
meaning = "Fewer."
[[outcome]]
id = "homicides"
heading = "People who were killed"
line = { table = "crime-city", category = "homicide", geography = "rivertown" }
[[topic]]
id = "help"
heading = "Help"
text = "Invented."
[[measure]]
id = "kits"
topic = "help"
label = "Kits"
unit = "kits"
counted_by = "The city"
source = "others"
rows = { Id = ["kits"], Kind = ["actual"], Plan = ["old"] }
restated_rows = { Id = ["kits"], Kind = ["actual"], Plan = ["new"] }
first = 2018
last = 2020
quarters_of = 2021
counting = ["It was counted anew."]
[[measure]]
id = "cleared"
topic = "help"
label = "Cases cleared"
unit = "percent of cases"
counted_by = "The police"
source = "others"
rows = { Id = ["clear"], Kind = ["actual"] }
first = 2018
last = 2019
decimals = 1
shares = true
"#;

const SITES: &str = "site,date,event,note,source\nMill,2018-02,opened,,Nobody\n";

/// Rivertown with a program and these values.
fn city_with(values: &str) -> InventedCity {
    let city = InventedCity::new();
    fs::write(city.sources().join("others.csv"), values).unwrap();
    fs::write(city.settings().join("programme.toml"), PROGRAMME).unwrap();
    fs::write(city.settings().join("sites.csv"), SITES).unwrap();
    let path = city.settings().join("sources.toml");
    let text = fs::read_to_string(&path).unwrap();
    let source = SOURCE.replace("{hash}", &sha256_hex(values.as_bytes()));
    fs::write(path, text + &source).unwrap();
    city.edit(
        "policy.toml",
        "\"index-cities\"",
        "\"index-cities\", \"measures\"",
    );
    city
}

fn read(city: &InventedCity, release: &str, path: &str) -> Vec<u8> {
    fs::read(city.out().join("releases").join(release).join(path)).unwrap()
}

#[test]
fn measures_are_published_with_the_years_that_nobody_holds() {
    let city = city_with(VALUES);
    let release = city.build().unwrap().release;
    let manifest = city.manifest(&release);
    assert_eq!(manifest.programme.as_deref(), Some("programme.json"));
    assert_eq!(manifest.measures.as_deref(), Some("downloads/measures.csv"));
    let bytes = read(&city, &release, "programme.json");
    let programme: Programme = serde_json::from_slice(&bytes).unwrap();
    let values = |at: usize| {
        let values = programme.measures[at].values.iter();
        let told = values.map(|one| (one.period.last.to_string(), one.value.clone()));
        told.collect::<Vec<_>>()
    };
    let some = |text: &str| Some(text.to_owned());
    assert_eq!(
        values(0),
        [
            ("2018-06".to_owned(), some("578")),
            ("2019-06".to_owned(), None),
            ("2020-06".to_owned(), some("9324")),
            ("2020-09".to_owned(), some("250")),
        ]
    );
    assert_eq!(
        values(1),
        [
            ("2018-06".to_owned(), some("42.6")),
            ("2019-06".to_owned(), None)
        ]
    );
    assert_eq!(
        programme.measures[0].values[2].restated.as_deref(),
        Some("9400")
    );
    assert_eq!(programme.measures[1].values[1].note, "not sent");
    assert_eq!(programme.sites.len(), 1);
    let csv = String::from_utf8(read(&city, &release, "downloads/measures.csv")).unwrap();
    assert!(csv.contains("kits,Kits,kits,The city,fiscal_year,2018-07,2019-06,,not_collected"));
    let source = manifest
        .sources
        .iter()
        .find(|one| one.id == "others")
        .unwrap();
    let accounting = &source.accounting;
    assert_eq!(
        (accounting.read, accounting.used, accounting.outside_window),
        (8, 6, 2)
    );
}

#[test]
fn a_city_without_a_program_publishes_none() {
    let city = InventedCity::new();
    let release = city.build().unwrap().release;
    let manifest = city.manifest(&release);
    assert_eq!((manifest.programme, manifest.measures), (None, None));
}

/// A spoilt value, and what the build has to say of it.
#[track_caller]
fn check_values(from: &str, to: &str, says: &str) {
    let failure = city_with(&VALUES.replacen(from, to, 1)).failure();
    assert!(failure.contains(says), "{failure}");
}

#[test]
fn a_value_that_cannot_be_read_stops_the_build() {
    check_values(
        "FY2018,578",
        "FY2018,many",
        "others.csv, line 2, column Value: expected a number of 0 or more, such as 12.4, found \"many\"",
    );
    check_values(
        "0.426",
        "42.6",
        "others.csv, line 8, column Value: expected a share from 0 to 1, such as 0.42, found \"42.6\"",
    );
    check_values(
        "old,FY2018,578",
        "old,2018,578",
        "others.csv, line 2, column Period: expected a fiscal year or a quarter of one, such as FY2021 \
         or FY2026 Q3, found \"2018\"",
    );
    check_values(
        "old,FY2018,578",
        "old,FY2020,578",
        "others.csv, line 3, column Period: expected one value of kits for each time, found \"FY2020\"",
    );
}

#[test]
fn a_measure_that_no_row_holds_stops_the_build() {
    let failure = city_with(&VALUES.replace("clear,", "other,")).failure();
    assert!(
        failure.contains("expected rows with the indicator \"cleared\""),
        "{failure}"
    );
}

/// The gate reads the files: a policy that protects what is shown as it is lets nothing through.
#[test]
fn measures_of_no_exact_family_are_refused() {
    let city = city_with(VALUES);
    city.edit("policy.toml", ", \"measures\"]", "]");
    let path = city.settings().join("policy.toml");
    let family = "\n[[family]]\nid = \"m\"\nlabel = { en = \"M\", es = \"M\" }\n\
        published = { en = \"M\", es = \"M\" }\nwhy = { en = \"M\", es = \"M\" }\n\
        tables = [\"measures\"]\n[family.rule]\nmethod = \"suppression\"\nthreshold = 5\n\
        zeros = \"hidden\"\nambiguity = 2\nhidden_percent_limit = 100\n";
    let text = fs::read_to_string(&path).unwrap();
    fs::write(path, text + family).unwrap();
    let failure = city.failure();
    assert!(
        failure.contains("in no family that is published as it is counted"),
        "{failure}"
    );
}

/// An edit of the settings, and the problem that `check` has to name: file, field, and a text.
#[track_caller]
fn check_settings(file: &str, from: &str, to: &str, (at, field, says): (&str, &str, &str)) {
    let city = city_with(VALUES);
    city.edit(file, from, to);
    let found = check(&city.settings(), Some(&city.sources())).problems;
    let names = |problem: &&data_pipeline::settings::Problem| {
        problem.file.ends_with(at) && problem.field == field && problem.to_string().contains(says)
    };
    let texts: Vec<String> = found.iter().map(ToString::to_string).collect();
    assert!(
        found.iter().any(|problem| names(&problem)),
        "{}",
        texts.join("\n")
    );
}

#[test]
fn settings_that_do_not_hold_together_are_found() {
    let toml = "programme.toml";
    check_settings(
        toml,
        "text = \"It starts.\"\nsource = \"Nobody\"",
        "text = \"It starts.\"\nsource = \"\"",
        (toml, "milestone[start].source", "the step has no source"),
    );
    check_settings(
        toml,
        "date = \"2018-02-05\"",
        "date = \"2018-03-05\"",
        (toml, "milestone[start].date", "that holds 2018-02"),
    );
    check_settings(
        toml,
        "text = \"It is invented.\"\nsource = \"Nobody\"",
        "text = \"It is invented.\"\nsource = \" \"",
        (toml, "about.sentences[1].source", "the fact has no source"),
    );
    check_settings(
        toml,
        "table = \"crime-city\"",
        "table = \"crime-cty\"",
        (
            toml,
            "outcome[homicides].line.table",
            "did you mean \"crime-city\"",
        ),
    );
    check_settings(
        toml,
        "topic = \"help\"\nlabel = \"Kits\"",
        "topic = \"hlep\"\nlabel = \"Kits\"",
        (toml, "measure[kits].topic", "did you mean \"help\""),
    );
    check_settings(
        toml,
        "first = 2018\nlast = 2020",
        "first = 2018\nlast = 2017",
        (toml, "measure[kits].last", "end before they begin"),
    );
    check_settings(
        toml,
        "rows = { Id = [\"kits\"]",
        "rows = { Idd = [\"kits\"]",
        (toml, "measure[kits].rows.Idd", "does not name this column"),
    );
    check_settings(
        toml,
        "counted_by = \"The police\"\nsource = \"others\"",
        "counted_by = \"The police\"\nsource = \"early\"",
        (
            toml,
            "measure[cleared].source",
            "no such source of measures",
        ),
    );
    check_settings(
        "sites.csv",
        "opened",
        "begun",
        ("sites.csv", "event", "opened, operating"),
    );
    check_settings(
        "policy.toml",
        ", \"measures\"",
        "",
        (
            "policy.toml",
            "family",
            "no family says how it is protected",
        ),
    );
}
