//! A city whose people are protected, from rows to the gate: what is published, what the gate refuses,
//! and that nothing gets past it.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of integration tests are not recognized as tests"
)]

#[allow(dead_code, reason = "shared by tests that each use a part of it")]
mod invented;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use ::disclosure::policy::Rule;
use ::disclosure::{Certificate, Policy};
use cube::{Cell, CellStatus, Cube};
use data_pipeline::disclosure::{self, CERTIFICATE, DisclosureError, POLICY};
use data_pipeline::publish::{self, CityPlace, Draft, keep_outside};
use data_pipeline::run::BuildError;
use data_pipeline::settings::Settings;
use data_pipeline::verify::{self, Extent, Request};
use invented::{InventedCity, tree, write_tree};

const FAMILY: &str = r#"
[[family]]
id = "ID"
label = { en = "x", es = "x" }
published = { en = "x", es = "x" }
why = { en = "x", es = "x" }
tables = [TABLES]
[family.rule]
RULE
"#;

const SUPPRESSION: &str = "method = \"suppression\"\nthreshold = 10\nzeros = \"hidden\"\nambiguity = 5\n\
     hidden_percent_limit = 100";
const ROUNDING: &str = "method = \"rounding\"\nbase = 5\nexact_from = 10\nwithin = 5\n\
                        ambiguity = 2\nmean_error_limit_hundredths = 250";
const ADULTS: &str = "\"arrests-ward\", \"arrests-race-charge-ward\", \"arrests-age-sex-ward\", \
                      \"arrests-race-charge\"";

fn family(id: &str, tables: &str, rule: &str) -> String {
    let text = FAMILY.replace("ID", id).replace("TABLES", tables);
    text.replace("RULE", rule)
}

/// Minors are hidden below ten, adults rounded, the rest is as counted.
fn policy() -> String {
    let families = [
        family("minors", "\"arrests-minors\"", SUPPRESSION),
        family("adults", ADULTS, ROUNDING),
        family(
            "others",
            "\"arrests-year\", \"victims-homicide\", \"victims-ward\"",
            "method = \"exact\"",
        ),
    ];
    let linked = format!("[[linked]]\nid = \"adult-arrests\"\ntables = [{ADULTS}]\n");
    families.concat() + &linked
}

/// Arrests by a fixed rule: thousands of adults, some minors, few of the rarer kinds.
fn arrests(adults: u32, minors: u32) -> Vec<u8> {
    let mut text = String::from("Day,Charge,Age,Sex,Race,Ward\n");
    let mut state = 7_u64;
    let mut below = |limit: u64| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % limit
    };
    for row in 0..adults + minors {
        let month = 2 + below(7);
        let charge =
            ["LOITERING", "HANDGUN", "LOITERING", "MURDER", ""][below(5).min(below(5)) as usize];
        let age = if row < adults {
            18 + below(60)
        } else {
            12 + below(6)
        };
        let sex = ["M", "F"][below(2) as usize];
        let race = ["H", "O", "U"][below(3).min(below(3)) as usize];
        let ward = ["Upstream", "Midstream", "Downstream", ""][below(4).min(below(4)) as usize];
        text.push_str(&format!(
            "2018-0{month}-11,{charge},{age},{sex},{race},{ward}\n"
        ));
    }
    text.into_bytes()
}

fn city(policy_text: Option<&str>) -> InventedCity {
    let city = InventedCity::of_fixture("millbrook");
    city.replace_source("arrests.csv", &arrests(9000, 120));
    if let Some(text) = policy_text {
        fs::write(city.settings().join("policy.toml"), text).unwrap();
    }
    city
}

fn draft_of(city: &InventedCity, release: &str) -> Draft {
    let folder = city.out().join("releases").join(release);
    let manifest = city.manifest(release);
    let files = manifest.files.iter().map(|file| {
        let bytes = fs::read(folder.join(&file.path)).unwrap();
        (file.path.clone(), bytes)
    });
    Draft {
        files: files.collect(),
        manifest,
        place: CityPlace::First,
    }
}

/// The draft with one cell of a table changed, in its cube alone.
fn with_cell(draft: &Draft, table: &str, at: usize, cell: Cell) -> Draft {
    let path = format!("cubes/{table}.cube");
    let cube = cube::codec::decode(&draft.files[&path]).unwrap();
    let mut cells = cube.cells().to_vec();
    cells[at] = cell;
    let changed = Cube::new(cube.header().clone(), cells).unwrap();
    let mut files = draft.files.clone();
    files.insert(path, cube::codec::encode(&changed).unwrap());
    Draft {
        manifest: draft.manifest.clone(),
        files,
        place: draft.place,
    }
}

/// Files by their path in the release.
type Files = BTreeMap<String, Vec<u8>>;

/// The policy of a city, once it says something else.
fn policy_of(city: &InventedCity, text: &str) -> Policy {
    fs::write(city.settings().join("policy.toml"), text).unwrap();
    Settings::load(&city.settings()).unwrap().policy
}

/// Changes the certificate of a draft, and nothing else.
fn recertify(draft: &mut Draft, change: impl FnOnce(&mut Certificate)) {
    let mut certificate = Certificate::parse(&draft.files[CERTIFICATE]).unwrap();
    change(&mut certificate);
    let bytes = serde_json::to_vec(&certificate).unwrap();
    draft.files.insert(CERTIFICATE.into(), bytes);
}

fn refusal(draft: Draft) -> String {
    let refused = disclosure::clear(draft, None).map(drop);
    refused.unwrap_err().to_string()
}

#[test]
fn people_are_protected_and_anybody_can_check_it() {
    let city = city(Some(&policy()));
    let release = city.build().unwrap().release;
    let minors = city.cube(&release, "arrests-minors");
    let hidden = minors
        .cells()
        .iter()
        .filter(|cell| cell.status() == CellStatus::Suppressed);
    assert!(hidden.count() >= 2);
    for table in ["arrests-ward", "arrests-race-charge-ward"] {
        let cube = city.cube(&release, table);
        cube.check_totals().unwrap();
        let values = cube.cells().iter().filter_map(|cell| cell.value());
        assert!(values.clone().all(|value| value == 0 || value >= 5));
        assert!(values.count() > 50);
    }
    let manifest = city.manifest(&release);
    let listed = manifest
        .tables
        .iter()
        .find(|table| table.id == "arrests-ward")
        .unwrap();
    let cost = listed.protection.unwrap();
    assert!(cost.rounded > 50 && cost.largest_error <= 5 && cost.rounded_within == Some(5));

    for place in [city.out(), city.out().join("releases").join(&release)] {
        let checked = disclosure::verify(&place.to_string_lossy()).unwrap();
        assert_eq!(checked.len(), 1);
        assert!(
            checked[0].verdict.holds(),
            "{:?}",
            checked[0].verdict.faults
        );
        assert!(checked[0].verdict.hidden >= 2 && checked[0].verdict.rounded > 300);
        assert_eq!(checked[0].audits.len(), 10);
        assert!(checked[0].audits.iter().all(|audit| audit.passed));
    }
    // The same rows and the same secret give the same release.
    let again = city.build().unwrap();
    assert_eq!(again.release, release);
}

#[test]
fn a_file_that_was_altered_is_found_by_whoever_checks() {
    let city = city(Some(&policy()));
    let release = city.build().unwrap().release;
    let folder = city.out().join("releases").join(&release);
    for file in [CERTIFICATE, POLICY, "cubes/arrests-minors.cube"] {
        let path = folder.join(file);
        let bytes = fs::read(&path).unwrap();
        let mut altered = bytes.clone();
        let last = altered.len() - 2;
        altered[last] ^= 1;
        fs::write(&path, altered).unwrap();
        let error = disclosure::verify(&folder.to_string_lossy()).unwrap_err();
        assert!(error.to_string().contains(file), "{error}");
        fs::write(&path, bytes).unwrap();
    }
}

/// Mutation: each hidden number shown again, one at a time. The gate refuses every one of them, and
/// where the number was hidden to protect others the audits themselves find the leak.
#[test]
fn every_number_that_is_shown_again_is_noticed() {
    let open = city(None);
    let truth = open.cube(&open.build().unwrap().release, "arrests-minors");
    let city = city(Some(&policy()));
    let release = city.build().unwrap().release;
    let draft = draft_of(&city, &release);
    let policy: Policy = serde_json::from_slice(&draft.files[POLICY]).unwrap();
    let minors = city.cube(&release, "arrests-minors");
    let mut shown = 0;
    for (at, cell) in minors.cells().iter().enumerate() {
        if cell.status() != CellStatus::Suppressed {
            continue;
        }
        shown += 1;
        let leak = with_cell(&draft, "arrests-minors", at, truth.cells()[at]);
        assert!(!refusal(leak).is_empty());
        if truth.cells()[at].value() >= Some(10) {
            let mut leak = with_cell(&draft, "arrests-minors", at, truth.cells()[at]);
            disclosure::add(&policy, &mut leak).unwrap();
            let certificate = Certificate::parse(&leak.files[CERTIFICATE]).unwrap();
            assert!(
                certificate.audits.iter().any(|audit| !audit.passed),
                "cell {at}"
            );
        }
    }
    assert!(shown >= 2);
}

#[test]
fn the_gate_refuses_what_nobody_declared() {
    let city = city(Some(&policy()));
    let release = city.build().unwrap().release;
    let draft = draft_of(&city, &release);
    let changed = |change: &dyn Fn(&mut Files)| {
        let mut files = draft.files.clone();
        change(&mut files);
        refusal(Draft {
            manifest: draft.manifest.clone(),
            files,
            place: draft.place,
        })
    };
    let extra = changed(&|files| {
        files.insert("downloads/people.csv".into(), b"name\n".to_vec());
    });
    assert!(extra.contains("people.csv"), "{extra}");
    let without = changed(&|files| {
        files.remove(CERTIFICATE);
    });
    assert!(without.contains("A0"), "{without}");
    let other_csv = changed(&|files| {
        let csv = files.get_mut("downloads/arrests-ward.csv").unwrap();
        let text = String::from_utf8(csv.clone()).unwrap();
        *csv = text.replacen(",0,rounded", ",1,rounded", 1).into_bytes();
    });
    assert!(other_csv.contains("is not as in its cube"), "{other_csv}");
    for path in ["arrests-ward.parquet", "arrests-ward.md", "dataset.jsonld"] {
        let path = format!("downloads/{path}");
        let other = changed(&|files| {
            let bytes = files.get_mut(&path).unwrap();
            let middle = bytes.len() / 2;
            bytes[middle] ^= 1;
        });
        let expected = format!("{path} does not hold what the cubes hold");
        assert!(other.contains(&expected), "{other}");
    }
    for path in [cube::enforcement::PATH, cube::comparison::PATH] {
        let more = changed(&|files| {
            files.insert(path.into(), b"{\"names\": []}\n".to_vec());
        });
        let expected = format!("{path} holds something that is not declared");
        assert!(more.contains(&expected), "{more}");
    }
    let layer = "geo/ward.json";
    for (from, to) in [
        ("\"code\": ", "\"records\": 3, \"code\": "),
        ("\"kind\": \"ward\"", "\"kind\": \"home\""),
    ] {
        let more = changed(&|files| {
            let text = String::from_utf8(files[layer].clone()).unwrap();
            assert!(text.contains(from), "{text}");
            files.insert(layer.into(), text.replacen(from, to, 1).into());
        });
        let expected = format!("{layer} does not hold what places are told with");
        assert!(more.contains(&expected), "{to}: {more}");
    }
    let no_policy = changed(&|files| {
        let text = String::from_utf8(files[POLICY].clone()).unwrap();
        files.insert(
            POLICY.into(),
            text.replace("\"threshold\": 10", "\"threshold\": 3").into(),
        );
    });
    assert!(no_policy.contains("policy.json"), "{no_policy}");
    let mut told = draft_of(&city, &release);
    told.manifest.revisions = Some("revisions.csv".into());
    let history = "table,geography,category,first,last,published_on,vintage,value,status\n\
                   arrests-minors,millbrook,gun,2018-01,2018-12,2018,release,3,observed\n";
    told.files.insert("revisions.csv".into(), history.into());
    let history = refusal(told);
    assert!(history.contains("arrests-minors"), "{history}");
}

/// The audits of a draft that fail, once its policy and its certificate are made anew.
fn failing(policy: &Policy, mut draft: Draft) -> Vec<String> {
    let audits = disclosure::add(policy, &mut draft).unwrap();
    let failing = audits.into_iter().filter(|audit| !audit.passed);
    let failing: Vec<String> = failing.map(|audit| audit.id).collect();
    let refused = disclosure::clear(draft, None).map(drop);
    assert_eq!(refused.is_err(), !failing.is_empty(), "{failing:?}");
    failing
}

#[test]
fn each_audit_finds_what_it_looks_for() {
    let open = city(None);
    let truth = open.cube(&open.build().unwrap().release, "arrests-minors");
    let city = city(Some(&policy()));
    let release = city.build().unwrap().release;
    let draft = draft_of(&city, &release);
    let ours = policy_of(&city, &policy());
    assert_eq!(failing(&ours, draft_of(&city, &release)), [] as [&str; 0]);
    let minors = city.cube(&release, "arrests-minors");
    let cells = minors.cells().iter().enumerate();
    let hidden = cells.filter(|(_, cell)| cell.status() == CellStatus::Suppressed);
    let hidden: Vec<usize> = hidden.map(|(at, _)| at).collect();
    let shown = with_cell(
        &draft,
        "arrests-minors",
        hidden[0],
        truth.cells()[hidden[0]],
    );
    assert_eq!(failing(&ours, shown), ["A1", "A2", "A4"]);
    // What is hidden adds up to a few.
    let value = |at: usize| truth.cells()[at].value().unwrap();
    let sum = value(0) - hidden.iter().map(|at| value(*at)).sum::<u32>() + 3;
    let few = with_cell(&draft, "arrests-minors", 0, Cell::Provisional(sum));
    assert_eq!(failing(&ours, few), ["A2", "A4"]);
    // The same, and one of the hidden numbers asks for less: the sum alone gives the others away.
    let mut modest = ours;
    let mut family = modest.families[0].clone();
    let category = &minors.header().dimensions[1].members[hidden[0]];
    family.categories = vec![category.code.clone()];
    family.rule = match family.rule {
        Rule::Suppression {
            threshold,
            zeros,
            hidden_percent_limit,
            ..
        } => Rule::Suppression {
            threshold,
            zeros,
            hidden_percent_limit,
            ambiguity: 2,
        },
        other => panic!("{other:?}"),
    };
    modest.families.insert(0, family);
    let few = with_cell(&draft, "arrests-minors", 0, Cell::Provisional(sum));
    assert_eq!(failing(&modest, few), ["A2", "A4", "A7"]);
    let narrow = policy_of(&city, &policy().replace("ambiguity = 2", "ambiguity = 5"));
    assert_eq!(failing(&narrow, draft_of(&city, &release)), ["A5"]);
    let costly = policy_of(&city, &policy().replace("limit = 100", "limit = 1"));
    assert_eq!(failing(&costly, draft_of(&city, &release)), ["A9"]);
}

/// All minors are arrested for the same, and published zeros say so.
#[test]
fn a_group_whose_people_are_all_alike_is_refused() {
    let zeros = policy().replace("zeros = \"hidden\"", "zeros = \"published\"");
    let city = city(Some(&zeros));
    let rows = String::from_utf8(arrests(9000, 120)).unwrap();
    let alike = rows.lines().map(|row| {
        let fields: Vec<&str> = row.split(',').collect();
        match fields[2].parse::<u32>() {
            Ok(..18) => format!("{},LOITERING,{}\n", fields[0], fields[2..].join(",")),
            _ => format!("{row}\n"),
        }
    });
    city.replace_source("arrests.csv", alike.collect::<String>().as_bytes());
    let message = city.failure();
    assert!(message.contains("A6: 1 groups do"), "{message}");
}

/// Files that agree with each other, and a certificate among them that proves nothing.
#[test]
fn a_certificate_that_does_not_hold_is_a_fault_for_whoever_checks() {
    let city = city(Some(&policy()));
    let release = city.build().unwrap().release;
    let mut draft = draft_of(&city, &release);
    recertify(&mut draft, |certificate| certificate.rounded.clear());
    let (_, list) = publish::named(draft.manifest, &draft.files).unwrap();
    draft.files.insert("manifest.json".into(), list);
    let folder = city.sources().join("anew");
    write_tree(&folder, draft.files);
    let request = Request {
        place: &folder.to_string_lossy(),
        key: None,
        settings: None,
        extent: Extent::All,
    };
    let summary = verify::verify(&request, &mut |_| {}).unwrap();
    let faults: Vec<&str> = summary.faults.iter().map(|fault| &*fault.file).collect();
    assert_eq!((faults, summary.certificates), (vec![CERTIFICATE], 0));
}

/// A certificate of the same files that proves less, or tells of other audits.
#[test]
fn the_gate_refuses_a_certificate_that_does_not_hold() {
    let city = city(Some(&policy()));
    let release = city.build().unwrap().release;
    let draft = draft_of(&city, &release);
    let check = |change: &dyn Fn(&mut Certificate), expected: &str| {
        let mut draft = draft_of(&city, &release);
        recertify(&mut draft, change);
        let refused = refusal(draft);
        assert!(refused.contains(expected), "{refused}");
    };
    check(&|certificate| certificate.suppressed.clear(), "A3: ");
    check(&|certificate| certificate.rounded.clear(), "A3: ");
    let other = "the certificate tells of other audits than were made";
    check(&|certificate| certificate.audits[1].checked += 1, other);
    check(&|certificate| drop(certificate.audits.pop()), other);
    disclosure::clear(draft, None).unwrap();
}

/// What was made by one policy and is published under another, in all files alike.
#[test]
fn the_gate_refuses_what_the_rule_of_its_family_does_not_allow() {
    let city = city(Some(&policy()));
    let release = city.build().unwrap().release;
    let check = |from: &str, to: &str, expected: &str| {
        assert!(policy().contains(from), "{from}");
        let other = policy_of(&city, &policy().replace(from, to));
        let mut draft = draft_of(&city, &release);
        disclosure::add(&other, &mut draft).unwrap();
        let refused = refusal(draft);
        assert!(refused.contains(expected), "{to}: {refused}");
    };
    let expected = "which the rule of minors does not allow";
    check("threshold = 10", "threshold = 1000", expected);
    let expected = "which the rule of adults does not allow";
    check("exact_from = 10", "exact_from = 100", expected);
    let tables = format!("tables = [{ADULTS}]\n[family.rule]");
    let fewer = format!("dimensions = [\"geography\", \"race\"]\n{tables}");
    check(&tables, &fewer, "apart, which adults does not declare");
}

/// A policy that was never held against the tables: of one of them it says nothing.
#[test]
fn the_gate_refuses_a_number_that_is_in_no_family() {
    let city = city(Some(&policy()));
    let release = city.build().unwrap().release;
    let mut forgetful = policy_of(&city, &policy());
    for family in &mut forgetful.families {
        family.tables.retain(|table| table != "arrests-year");
    }
    let mut draft = draft_of(&city, &release);
    disclosure::add(&forgetful, &mut draft).unwrap();
    let refused = refusal(draft);
    let expected = "A0: arrests-year: a number that no family declares";
    assert!(refused.contains(expected), "{refused}");
}

/// Whatever fails, nothing is written: no release, and the catalogue stays as it was.
#[test]
fn a_refused_release_leaves_no_file() {
    let city = city(Some(&policy()));
    city.build().unwrap();
    let before = tree(&city.out());
    let strict = policy().replace(
        "mean_error_limit_hundredths = 250",
        "mean_error_limit_hundredths = 1",
    );
    fs::write(city.settings().join("policy.toml"), strict).unwrap();
    let error = city.build().unwrap_err();
    let BuildError::Disclosure(refused) = &error else {
        panic!("{error}");
    };
    let DisclosureError::Refused(audits) = &**refused else {
        panic!("{error}");
    };
    assert!(audits.iter().any(|audit| audit.id == "A9" && !audit.passed));
    assert_eq!(tree(&city.out()), before);
}

/// Every command that writes, pointed at what is published while the gate refuses: not a byte of it
/// changes, and nothing comes to lie in it.
#[test]
fn no_command_writes_past_the_gate() {
    let city = city(Some(&policy()));
    city.build().unwrap();
    let public = city.out();
    let before = tree(&public);
    // The policy names a table no longer: the gate refuses what holds it.
    let forgetful = policy().replace("\"arrests-year\", ", "");
    fs::write(city.settings().join("policy.toml"), forgetful).unwrap();
    let text = |path: &Path| path.to_string_lossy().into_owned();
    let cities = text(city.settings().parent().unwrap());
    let (sources, out, inside) = (
        text(&city.sources()),
        text(&public),
        text(&public.join("more")),
    );
    let site = text(&public.join("releases/../more"));
    let build = ["build", "millbrook", "--sources", &sources, "--out", &out];
    let attempts: [&[&str]; 7] = [
        &build,
        &[
            &build[..],
            &["--override", "all", "--because", "we want to"],
        ]
        .concat(),
        &[&build[..], &["--staged", &inside]].concat(),
        &[&build[..], &["--report", &site]].concat(),
        &["fetch", "millbrook", "--into", &inside],
        &["diff", "millbrook", "--sources", &sources, "--out", &out],
        &["check", "millbrook", "--sources", &sources],
    ];
    for attempt in attempts {
        let mut command = Command::new(env!("CARGO_BIN_EXE_data-pipeline"));
        let output = command
            .args(attempt)
            .args(["--settings", &cities])
            .output()
            .unwrap();
        let message = String::from_utf8_lossy(&output.stderr);
        assert_ne!(
            output.status.code(),
            Some(2),
            "{attempt:?} is no command: {message}"
        );
        assert!(!output.status.success(), "{attempt:?} succeeded");
        assert_eq!(tree(&public), before, "{attempt:?}");
        let is_about_place = attempt.contains(&&*inside) || attempt.contains(&&*site);
        assert_eq!(
            message.contains("which is published"),
            is_about_place,
            "{attempt:?}: {message}"
        );
    }
}

/// A link into what is published, and a folder that is still to be made behind it.
#[cfg(unix)]
#[test]
fn no_link_leads_into_what_is_published() {
    let city = InventedCity::new();
    city.build().unwrap();
    let link = city.sources().join("link");
    std::os::unix::fs::symlink(city.out().join("releases"), &link).unwrap();
    for inside in [link.clone(), link.join("reports/today")] {
        let refused = keep_outside(&inside, None).unwrap_err().to_string();
        assert!(refused.contains("which is published"), "{refused}");
    }
    keep_outside(&city.sources().join("reports"), None).unwrap();
}

/// A city whose policy forgets a table, or that has none, publishes nothing about persons.
#[test]
fn without_a_family_nothing_about_persons_is_published() {
    let city = city(Some(&policy().replace("\"arrests-year\", ", "")));
    let message = city.failure();
    assert!(message.contains("policy.toml"), "{message}");
    assert!(message.contains("arrests-year"), "{message}");
    fs::remove_file(city.settings().join("policy.toml")).unwrap();
    let message = city.failure();
    assert!(message.contains("arrests-ward"), "{message}");
    assert!(tree(&city.out()).is_empty());
}

/// An earlier release that showed as counted what is protected now must be named, with what became of
/// it.
#[test]
fn an_earlier_release_without_protection_must_be_named() {
    let city = city(Some(&policy()));
    let release = city.build().unwrap().release;
    let before = cube::release::Manifest {
        protection: None,
        id: "2018-01-01-00000000".into(),
        ..city.manifest(&release)
    };
    let refused = disclosure::clear(draft_of(&city, &release), Some(&before)).unwrap_err();
    assert!(
        refused.to_string().contains("2018-01-01-00000000"),
        "{refused}"
    );
    assert!(disclosure::clear(draft_of(&city, &release), None).is_ok());
}

/// The only code that can make what is published is the gate.
#[test]
fn nothing_but_the_gate_clears_a_release() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut makers = Vec::new();
    let mut protectors = Vec::new();
    walk(&source, &mut |path, text| {
        let name = name_in(&source, path);
        if text.contains("Cleared(") {
            makers.push(name.clone());
        }
        if text.contains("ProtectedCube::new(") || text.contains("ProtectedCube(") {
            protectors.push(name);
        }
    });
    makers.sort();
    protectors.sort();
    assert_eq!(makers, ["disclosure/gate.rs"]);
    assert_eq!(
        protectors,
        [
            "disclosure/conformance.rs",
            "disclosure/mod.rs",
            "disclosure/protected.rs"
        ]
    );
}

/// The files that write others, each with what keeps it out of what is published.
const WRITERS: [&str; 13] = [
    // Staged records: `build` keeps the folder outside.
    "aggregate/record_writer.rs",
    // Schemas of the settings hold no data.
    "commands.rs",
    // Its callers are `fetch` and `publish`.
    "durable.rs",
    // Snapshots: `fetch` keeps its folder outside.
    "fetch/download.rs",
    // Advice where a disk fails, and the folder of what is half there.
    "fetch/error.rs",
    "fetch/mod.rs",
    "fetch/partial.rs",
    "fetch/snapshot.rs",
    // The run report: `build` keeps its folder outside.
    "main.rs",
    // A folder of settings holds no data.
    "new_city.rs",
    // It takes what the gate has cleared, and signatures that fit it.
    "publish/folder.rs",
    // Advice where a disk fails.
    "publish/mod.rs",
    // Keys: `new-key` keeps the secret one outside, and the public one holds no data.
    "signing.rs",
];

/// Whatever else writes files writes them where the user says, and that is kept out of what is
/// published: a new writer has to be named here, with what keeps it out.
#[test]
fn every_writer_is_known() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let writes = [
        "fs::write",
        "fs::rename",
        "fs::copy",
        "File::create",
        "OpenOptions",
        "durable::",
    ];
    let mut writers = Vec::new();
    walk(&source, &mut |path, text| {
        let code = text.split("#[cfg(test)]").next().unwrap();
        if writes.iter().any(|call| code.contains(call)) {
            writers.push(name_in(&source, path));
        }
    });
    writers.sort();
    assert_eq!(writers, WRITERS);
}

/// The path of a file from a folder above it, written as everywhere.
fn name_in(folder: &Path, path: &Path) -> String {
    let name = path.strip_prefix(folder).unwrap();
    name.to_string_lossy().replace('\\', "/")
}

fn walk(folder: &Path, seen: &mut dyn FnMut(&Path, &str)) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            walk(&path, seen);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            seen(&path, &fs::read_to_string(&path).unwrap());
        }
    }
}
