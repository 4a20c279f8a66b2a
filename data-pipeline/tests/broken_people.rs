//! Faults in what the settings say of groups of people: each is named by file, line and field.

#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "shared with other tests, and a panic is how a test fails"
)]

mod invented;

use data_pipeline::check::check;
use data_pipeline::settings::Problem;
use invented::InventedCity;

/// The first line of a file on which a text stands.
fn line_of(city: &InventedCity, file: &str, text: &str) -> u64 {
    let whole = std::fs::read_to_string(city.settings().join(file)).unwrap();
    let before = whole.split(text).next().unwrap();
    before.matches('\n').count() as u64 + 1
}

/// An edit of one file, and the problem that `check` has to name: the file, a text of its line after
/// the edit, the field, and a text of the message.
#[track_caller]
fn find((file, from, to): (&str, &str, &str), (at, on, field, says): (&str, &str, &str, &str)) {
    let city = InventedCity::of_fixture("millbrook");
    city.edit(file, from, to);
    let found = check(&city.settings(), Some(&city.sources())).problems;
    let line = line_of(&city, at, on);
    let names = |problem: &&Problem| {
        problem.file.ends_with(at)
            && problem.position.line == line
            && problem.field == field
            && problem.to_string().contains(says)
    };
    let texts: Vec<String> = found.iter().map(ToString::to_string).collect();
    let texts = texts.join("\n");
    assert!(found.iter().any(|one| names(&one)), "line {line}\n{texts}");
}

const CITY: &str = "city.toml";
const SOURCES: &str = "sources.toml";
const TABLES: &str = "tables.toml";

#[test]
fn the_good_city_has_no_problem() {
    let city = InventedCity::of_fixture("millbrook");
    assert_eq!(check(&city.settings(), Some(&city.sources())).problems, []);
}

#[test]
fn lists_of_groups() {
    let taken = "has this name already";
    for name in ["ward", "offense", "weight", "month"] {
        let id = format!("id = \"{name}\"\nlabel = \"Sex\"");
        let on = (CITY, id.as_str(), "group[2].id", taken);
        find((CITY, "id = \"sex\"\nlabel = \"Sex\"", &id), on);
    }
    find(
        (CITY, "id = \"race\"", "id = \"tribe\""),
        (
            CITY,
            "id = \"tribe\"",
            "group[3].id",
            "no source tells of these groups",
        ),
    );
    find(
        (CITY, "names = \"sex_names.csv\"\n", ""),
        ("sexes.csv", "code,label", "from", "neither names nor bands"),
    );
    find(
        (
            CITY,
            "races.csv\"\nnames = \"race_names.csv\"\nnot_recorded = \"unknown\"",
            "races.csv\"\nnames = \"race_names.csv\"\nnot_recorded = \"unknwon\"",
        ),
        (
            "races.csv",
            "code,label",
            "code",
            "did you mean \"unknown\"?",
        ),
    );
    find(
        (
            "ages.csv",
            "young,18 to 39,adult,18,39",
            "young,18 to 39,adult,18,41",
        ),
        ("ages.csv", "old,40", "from", "expected 42"),
    );
    find(
        (
            "ages.csv",
            "old,40 and older,adult,40,",
            "old,40 and older,adult,40+,",
        ),
        ("ages.csv", "old,40", "from", "no age"),
    );
    find(
        (
            "ages.csv",
            "adult,\"18 and older, or not recorded\",all,,",
            "adult,Adults,all,40,",
        ),
        ("ages.csv", "adult,Adults", "from", "has parts"),
    );
    find(
        ("race_names.csv", "police,U,unknown,1", "police,O,heron,1"),
        ("race_names.csv", "police,O,heron", "name", "one group"),
    );
    find(
        ("sex_names.csv", "police,M,male,1", "police,M,male,-1"),
        ("sex_names.csv", "police,M", "factor", "taken away"),
    );
}

#[test]
fn columns_that_name_groups() {
    find(
        (SOURCES, "sex = { column", "sexes = { column"),
        (
            SOURCES,
            "sexes =",
            "source[arrests].shape.groups.sexes",
            "did you mean \"sex\"?",
        ),
    );
    find(
        (
            SOURCES,
            "sex = { column = \"Sex\", vocabulary = \"police\" }",
            "age = { column = \"Age\", vocabulary = \"police\" }",
        ),
        (
            SOURCES,
            "age = { column = \"Age\", voc",
            "source[arrests].shape.groups.age",
            "bands of ages",
        ),
    );
    find(
        (
            SOURCES,
            "column = \"Sex\", vocabulary = \"police\"",
            "column = \"Sex\", vocabulary = \"polise\"",
        ),
        (
            SOURCES,
            "polise",
            "source[arrests].shape.groups.sex.vocabulary",
            "did you mean \"police\"?",
        ),
    );
    find(
        (
            SOURCES,
            "column = \"Sex\", vocabulary = \"police\"",
            "column = \"Sex\", vocabulary = \"police\", unmapped_limit_percent = 101.0",
        ),
        (
            SOURCES,
            "101.0",
            "source[arrests].shape.groups.sex.unmapped_limit_percent",
            "0 to 100",
        ),
    );
    find(
        (SOURCES, "bands = \"age\"", "bands = \"race\""),
        (
            SOURCES,
            "bands = \"race\"",
            "source[arrests].shape.age.bands",
            "no bands of ages",
        ),
    );
    find(
        (
            "ages.csv",
            "old,40 and older,adult,40,",
            "old,40 and older,adult,40,80",
        ),
        (
            SOURCES,
            "bands = \"age\"",
            "source[arrests].shape.age.bands",
            "possible age 99",
        ),
    );
    find(
        (
            SOURCES,
            "groups = { age = [\"minor\"] }",
            "groups = { age = [\"miner\"] }",
        ),
        (
            SOURCES,
            "miner",
            "source[earlier].leave_out[1].groups.age[1]",
            "did you mean \"minor\"?",
        ),
    );
    find(
        (
            SOURCES,
            "groups = { age = [\"minor\"] }",
            "groups = { sex = [\"male\"] }",
        ),
        (
            SOURCES,
            "groups = { sex",
            "source[earlier].leave_out[1].groups.sex",
            "does not say",
        ),
    );
}

#[test]
fn tables_that_tell_groups_apart() {
    let group = "list = \"sex\"\ncategories = [\"all\", \"female\", \"male\", \"unknown\"]";
    let base = "table[arrests-age-sex-ward].group[1]";
    let field = |rest: &str| format!("{base}.{rest}");
    for (to, on, rest, says) in [
        (
            "list = \"sexx\"\ncategories = [\"all\"]",
            "sexx",
            "list",
            "did you mean \"sex\"?",
        ),
        (
            "list = \"age\"\ncategories = [\"all\"]",
            "list = \"age\"\ncategories = [\"all\"]",
            "list",
            "apart already",
        ),
        (
            "list = \"sex\"\ncategories = [\"all\", \"femal\"]",
            "femal",
            "categories[2]",
            "did you mean \"female\"?",
        ),
        (
            "list = \"sex\"\ncategories = [\"all\", \"all\"]",
            "\"all\", \"all\"",
            "categories[2]",
            "listed twice",
        ),
        (
            "list = \"sex\"\ncategories = [\"female\", \"male\"]",
            "\"female\", \"male\"]",
            "categories[2]",
            "no part of the first",
        ),
        (
            "list = \"sex\"\ncategories = []",
            "categories = []",
            "categories",
            "shows no groups",
        ),
        (
            "list = \"sex\"\nlabels = { boy = \"Boys\" }\ncategories = [\"all\", \"female\", \"male\", \"unknown\"]",
            "boy",
            "labels.boy",
            "does not show",
        ),
    ] {
        find((TABLES, group, to), (TABLES, on, &field(rest), says));
    }
    let source = "table[arrests-age-sex-ward].stretch[1].source";
    let short = "list = \"sex\"\ncategories = [\"all\", \"female\", \"unknown\"]";
    // The source of the stretch stands three lines below the groups.
    let stretch = "[\"all\", \"female\", \"unknown\"]\n[[table.stretch]]\n";
    find_after(
        (TABLES, group, short),
        (
            TABLES,
            stretch,
            source,
            "can say \"male\", which is no part shown",
        ),
    );
}

/// As [`find`], on the line after the last of a text.
#[track_caller]
fn find_after(edit: (&str, &str, &str), (at, on, field, says): (&str, &str, &str, &str)) {
    let city = InventedCity::of_fixture("millbrook");
    city.edit(edit.0, edit.1, edit.2);
    let line = line_of(&city, at, on) + on.matches('\n').count() as u64;
    let found = check(&city.settings(), Some(&city.sources())).problems;
    let names = |problem: &&Problem| {
        let text = problem.to_string();
        problem.position.line == line && problem.field == field && text.contains(says)
    };
    let texts: Vec<String> = found.iter().map(ToString::to_string).collect();
    assert!(
        found.iter().any(|one| names(&one)),
        "line {line}\n{}",
        texts.join("\n")
    );
}

#[test]
fn tables_that_count_only_some_records() {
    let minors = "only = { age = [\"minor\"] }";
    let field = |rest: &str| format!("table[arrests-minors].only.{rest}");
    for (to, rest, says) in [
        (
            "only = { age = [\"miner\"] }",
            "age[1]",
            "did you mean \"minor\"?",
        ),
        ("only = { age = [] }", "age", "no record is counted"),
        (
            "only = { ages = [\"minor\"] }",
            "ages",
            "declares no such list",
        ),
    ] {
        find((TABLES, minors, to), (TABLES, to, &field(rest), says));
    }
    find_after(
        (TABLES, minors, "only = { offenses = [\"larceny\"] }"),
        (
            TABLES,
            "only = { offenses = [\"larceny\"] }\n[[table.stretch]]\n",
            "table[arrests-minors].stretch[1].source",
            "does not say offenses",
        ),
    );
}

#[test]
fn steps_that_are_held_in_part_say_why() {
    let part = "[[table.incomplete]]\nfirst = \"2018-01\"\nlast = \"2018-03\"\nreason = \"The file begins in February.\"\n";
    find(
        (TABLES, part, ""),
        (
            TABLES,
            "[[table.stretch]]\nsource = \"arrests\"\nfirst = \"2018-02\"\nlast = \"2018-08\"\n[[table.incomplete]]\nfirst = \"2018-08\"",
            "table[arrests-race-charge].stretch[1]",
            "only a part of 2018-Q1",
        ),
    );
    find(
        (
            TABLES,
            "last = \"2018-12\"\nstep = \"quarter\"\nlist = \"charge_groups\"",
            "last = \"2018-11\"\nstep = \"quarter\"\nlist = \"charge_groups\"",
        ),
        (
            TABLES,
            "first = \"2018-01\"\nlast = \"2018-11\"",
            "table[arrests-race-charge].first",
            "whole quarters",
        ),
    );
}
