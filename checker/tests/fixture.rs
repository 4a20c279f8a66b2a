//! A release small enough to be worked out by hand: a table with hidden numbers, one with rounded
//! ones, their policy and certificate. The browser tests serve its files; here they are made, held
//! against the committed ones, and checked.
//!
//! `UPDATE_FIXTURES=1 cargo test -p checker` writes them.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use checker::{Answer, Question, Session};
use cube::release::{
    Accounting, Catalog, CatalogCity, Events, FORMAT, File, Manifest, Overview, Protection,
    ProtectionFiles, ReleaseReference, Source, Table,
};
use cube::{
    Cell, Cube, Dimension, DimensionKind, Header, Member, Month, Step, Stretch, Totals, Unit, codec,
};
use disclosure::certificate::{CertifiedTable, HiddenWorlds, RoundedWorlds};
use disclosure::{
    Audit, Certificate, Family, Policy, Population, Rule, System, Text, Zeros, sha256_hex,
};

const RELEASE: &str = "2026-01-01-protected";

fn month(text: &str) -> Month {
    Month::parse(text).unwrap()
}

fn dimension(id: &str, label: &str, kind: DimensionKind, members: &[(&str, &str)]) -> Dimension {
    let member = |(at, (code, label)): (usize, &(&str, &str))| Member {
        code: (*code).into(),
        label: (*label).into(),
        parent: (at > 0).then_some(0),
    };
    Dimension {
        id: id.into(),
        label: label.into(),
        kind,
        members: members.iter().enumerate().map(member).collect(),
    }
}

fn places() -> Dimension {
    let members = [
        ("harborview", "Harborview"),
        ("east", "East District"),
        ("west", "West District"),
    ];
    dimension("district", "District", DimensionKind::Geography, &members)
}

fn header(id: &str, unit: Unit, others: Vec<Dimension>) -> Header {
    Header {
        id: id.into(),
        unit,
        dimensions: [places()].into_iter().chain(others).collect(),
        first: month("2020-01"),
        last: month("2021-12"),
        step: Step::Year,
        decimals: 0,
        totals: Totals::Summed,
        stretches: vec![Stretch {
            source: "reports".into(),
            first: month("2020-01"),
            last: month("2021-12"),
        }],
        breaks: vec![],
    }
}

/// Two offenses in two districts: sums are shown, the counts of 2021 behind them are hidden.
fn hidden() -> Cube {
    let offenses = [("all", "All"), ("assault", "Assault"), ("rape", "Rape")];
    let offenses = dimension("offense", "Offense", DimensionKind::Category, &offenses);
    let shown = |count| Cell::Observed(count);
    let rows = [
        [(16, 10), (8, 5), (8, 5)],
        [(8, 5), (4, 9), (4, 9)],
        [(8, 5), (4, 9), (4, 9)],
    ];
    let is_inner = |place: usize, offense: usize| place > 0 && offense > 0;
    let cells = rows.iter().enumerate().flat_map(|(place, offenses)| {
        offenses
            .iter()
            .enumerate()
            .flat_map(
                move |(offense, (first, second))| match is_inner(place, offense) {
                    true => [Cell::Suppressed; 2],
                    false => [shown(*first), shown(*second)],
                },
            )
    });
    let header = header("assaults-district", Unit::Victims, vec![offenses]);
    Cube::new(header, cells.collect()).unwrap()
}

/// Arrests by charge and race in two districts, rounded inside.
fn rounded() -> Cube {
    let charges = [
        ("all", "All"),
        ("gun", "Gun offenses"),
        ("drugs", "Drug offenses"),
    ];
    let races = [("all", "All"), ("black", "Black"), ("white", "White")];
    let others = vec![
        dimension("charge", "Charge", DimensionKind::Category, &charges),
        dimension("race", "Race", DimensionKind::Group, &races),
    ];
    let header = header("arrests-race-district", Unit::Arrests, others);
    let cells = vec![Cell::NotApplicable; header.cell_count().unwrap()];
    let mut cells = cells;
    let at = |place: usize, charge: usize, race: usize, year: usize| {
        ((place * 3 + charge) * 3 + race) * 2 + year
    };
    for place in 1..3 {
        for charge in 1..3 {
            for race in 1..3 {
                for year in 0..2 {
                    let count = 5 * (place + 2 * charge + 3 * race + year) as u32 - 25;
                    cells[at(place, charge, race, year)] = Cell::Rounded(count);
                }
            }
        }
    }
    let summed = Cube::with_totals(header, cells).unwrap();
    let mut cells = summed.cells().to_vec();
    // The total of the city and a year is exact.
    for year in 0..2 {
        let total = at(0, 0, 0, year);
        cells[total] = Cell::Observed(cells[total].value().unwrap());
    }
    Cube::new(summed.header().clone(), cells).unwrap()
}

fn text(en: &str, es: &str) -> Text {
    Text {
        en: en.into(),
        es: es.into(),
    }
}

fn policy() -> Policy {
    let family = |id: &str, label, published, why, table: &str, rule| Family {
        id: id.into(),
        label,
        published,
        why,
        tables: vec![table.into()],
        categories: vec![],
        dimensions: vec![],
        companions: vec![],
        rule,
    };
    Policy {
        families: vec![
            family(
                "assaults",
                text("Assaults", "Agresiones"),
                text(
                    "Counts under 5 are not shown.",
                    "No se muestran los conteos menores de 5.",
                ),
                text(
                    "A small number can point at a person.",
                    "Un número pequeño puede señalar a alguien.",
                ),
                "assaults-district",
                Rule::Suppression {
                    threshold: 5,
                    zeros: Zeros::Hidden,
                    ambiguity: 2,
                    hidden_percent_limit: 80,
                },
            ),
            family(
                "arrests",
                text("Arrests", "Arrestos"),
                text(
                    "Numbers are rounded a little.",
                    "Los números se redondean un poco.",
                ),
                text(
                    "An arrest is not a conviction.",
                    "Un arresto no es una condena.",
                ),
                "arrests-race-district",
                Rule::Rounding {
                    base: 5,
                    exact_from: 10,
                    within: 4,
                    ambiguity: 2,
                    mean_error_limit_hundredths: 200,
                },
            ),
        ],
        linked: vec![],
        unprotected_releases: vec![],
        never: vec![text("No name.", "Ningún nombre.")],
        limits: vec![text(
            "It does not show that all answers are equally likely.",
            "No demuestra que todas las respuestas sean igual de probables.",
        )],
    }
}

/// The worlds of the hidden numbers: in each year the two districts can trade cases.
fn hidden_worlds(policy: &Policy, cubes: &[&Cube]) -> Vec<HiddenWorlds> {
    let hidden = System::new(policy, cubes).hidden().len() as u64;
    // East assault, east rape, west assault, west rape, each in both years.
    let counts = [4, 2, 4, 3, 4, 3, 4, 2];
    let cells: Vec<(u64, u64)> = (0..hidden).zip(counts).collect();
    let trade = |year: u64| vec![(year, 2), (year + 2, -2), (year + 4, -2), (year + 6, 2)];
    vec![HiddenWorlds::encode(&cells, &[trade(0), trade(1)])]
}

/// A world in which every rounded number is right, and trades between opposite groups.
fn rounded_worlds(policy: &Policy, cube: &Cube) -> RoundedWorlds {
    let population = Population::new(policy, "arrests-race-district", &[cube]).unwrap();
    let mut world = BTreeMap::new();
    let mut moves = Vec::new();
    for year in 0..2_usize {
        for leaf in 0..8_usize {
            let codes = [leaf / 4, leaf / 2 % 2, leaf % 2];
            let row = codes.iter().fold(0, |row, code| row * 3 + code + 1);
            let count = u64::from(cube.cells()[row * 2 + year].value().unwrap());
            let key = population.key(year * 12, &codes);
            if count > 0 {
                world.insert(key, count);
            }
            let opposite = population.key(year * 12, &codes.map(|code| 1 - code));
            if count >= 2 {
                moves.push(vec![(opposite, 2), (key, -2)]);
            }
        }
    }
    let world: Vec<(u64, u64)> = world.into_iter().collect();
    RoundedWorlds::encode(population.group(), &world, &moves)
}

fn certificate(policy: &Policy, policy_json: &[u8], cubes: &[Cube]) -> Certificate {
    let tables: Vec<&Cube> = cubes.iter().collect();
    let audit = |number: u64| Audit {
        id: format!("A{number}"),
        title: "An audit".into(),
        checked: number,
        finding: "Nothing was found.".into(),
        passed: true,
    };
    Certificate {
        format: disclosure::certificate::FORMAT,
        policy_sha256: sha256_hex(policy_json),
        tables: cubes
            .iter()
            .map(|cube| CertifiedTable {
                id: cube.header().id.clone(),
                sha256: sha256_hex(&codec::encode(cube).unwrap()),
            })
            .collect(),
        system_sha256: System::new(policy, &tables).sha256(),
        audits: (0..10).map(audit).collect(),
        suppressed: hidden_worlds(policy, &tables),
        rounded: vec![rounded_worlds(policy, &cubes[1])],
    }
}

fn table(cube: &Cube, title: &str, sample: bool, protection: Protection) -> Table {
    let header = cube.header();
    Table {
        id: header.id.clone(),
        title: title.into(),
        description: "Invented numbers.".into(),
        unit: header.unit,
        first: header.first,
        last: header.last,
        step: header.step,
        rows: cube.cells().len() as u64,
        cube: format!("cubes/{}.cube", header.id),
        csv: format!("downloads/{}.csv", header.id),
        query: None,
        downloads: Default::default(),
        incomplete: vec![],
        sources: vec!["reports".into()],
        caveats: vec![],
        persons: true,
        sample,
        protection: Some(protection),
    }
}

fn count(cube: &Cube, is_kind: fn(&Cell) -> bool) -> u64 {
    cube.cells().iter().filter(|cell| is_kind(cell)).count() as u64
}

fn protection(cube: &Cube, policy: &Policy) -> Protection {
    let (hidden_below, rounded_within) = policy.reading_of(&cube.header().id);
    Protection {
        exact: count(cube, |cell| matches!(cell, Cell::Observed(_))),
        suppressed: count(cube, |cell| matches!(cell, Cell::Suppressed)),
        rounded: count(cube, |cell| matches!(cell, Cell::Rounded(_))),
        mean_error_hundredths: 0,
        largest_error: 0,
        hidden_below,
        rounded_within,
    }
}

fn manifest(cubes: &[Cube], policy: &Policy, files: Vec<File>) -> Manifest {
    let titles = [("Assaults by district", false), ("Arrests by race", true)];
    let tables = cubes.iter().zip(titles);
    let tables =
        tables.map(|(cube, (title, sample))| table(cube, title, sample, protection(cube, policy)));
    Manifest {
        format: FORMAT,
        id: RELEASE.into(),
        city: "harborview".into(),
        city_label: "Harborview".into(),
        sample: true,
        released: "2026-01-01".into(),
        software: "0.1.0".into(),
        publication: None,
        descriptions: vec![],
        places: vec![],
        tables: tables.collect(),
        sources: vec![Source {
            id: "reports".into(),
            label: "Reports".into(),
            title: "Reports".into(),
            publisher: "Nobody".into(),
            terms: "Invented.".into(),
            stored_copy: "none".into(),
            file: "reports.csv".into(),
            sha256: sha256_hex(b""),
            bytes: 0,
            first_day: "2020-01-01".into(),
            last_day: "2021-12-31".into(),
            accounting: Accounting::default(),
            located: vec![],
            mapping: None,
            repeated_rows: None,
            unmapped: vec![],
        }],
        caveats: vec![],
        previous: None,
        revisions: None,
        changes: None,
        overrides: vec![],
        programme: None,
        measures: None,
        vintages: vec![],
        protection: Some(ProtectionFiles {
            policy: "policy.json".into(),
            certificate: "certificate.json".into(),
        }),
        translations: vec![],
        files,
    }
}

/// Every file below the folder of published data, by path.
fn files() -> BTreeMap<String, Vec<u8>> {
    fn json(value: &impl serde::Serialize) -> Vec<u8> {
        serde_json::to_vec(value).unwrap()
    }
    let (policy, cubes) = (policy(), vec![hidden(), rounded()]);
    let policy_json = json(&policy);
    let certificate = json(&certificate(&policy, &policy_json, &cubes));
    let overview = Overview {
        headlines: vec![],
        charts: vec![],
        gaps: vec![],
    };
    let mut of_release = BTreeMap::from([
        ("policy.json".to_owned(), policy_json),
        ("certificate.json".to_owned(), certificate),
        ("overview.json".to_owned(), json(&overview)),
        ("events.json".to_owned(), json(&Events { events: vec![] })),
    ]);
    for cube in &cubes {
        of_release.insert(
            format!("cubes/{}.cube", cube.header().id),
            codec::encode(cube).unwrap(),
        );
    }
    let listed = of_release.iter().map(|(path, bytes)| File {
        path: path.clone(),
        bytes: bytes.len() as u64,
        sha256: sha256_hex(bytes),
    });
    let manifest = json(&manifest(&cubes, &policy, listed.collect()));
    let catalog = Catalog {
        format: FORMAT,
        default: None,
        cities: vec![CatalogCity {
            id: "harborview".into(),
            label: "Harborview".into(),
            sample: true,
            key: None,
            current: RELEASE.into(),
            releases: vec![ReleaseReference {
                id: RELEASE.into(),
                released: "2026-01-01".into(),
                manifest_sha256: sha256_hex(&manifest),
                signature_sha256: None,
            }],
        }],
    };
    of_release.insert("manifest.json".to_owned(), manifest);
    let in_folder = |(path, bytes)| (format!("releases/{RELEASE}/{path}"), bytes);
    let mut all: BTreeMap<String, Vec<u8>> = of_release.into_iter().map(in_folder).collect();
    all.insert("catalog.json".to_owned(), json(&catalog));
    all
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures/protected")
}

#[test]
fn the_committed_files_are_those_made_here() {
    for (path, bytes) in files() {
        let place = folder().join(&path);
        if std::env::var_os("UPDATE_FIXTURES").is_some() {
            std::fs::create_dir_all(place.parent().unwrap()).unwrap();
            std::fs::write(&place, &bytes).unwrap();
        }
        let committed = std::fs::read(&place).unwrap_or_default();
        assert_eq!(committed, bytes, "{path}: see the head of this file");
    }
}

/// The files of a check, the first `changed` by hand.
fn proof(change: impl Fn(&mut Certificate)) -> Vec<Vec<u8>> {
    let files = files();
    let file = |path: &str| files[&format!("releases/{RELEASE}/{path}")].clone();
    let mut certificate = Certificate::parse(&file("certificate.json")).unwrap();
    change(&mut certificate);
    vec![
        serde_json::to_vec(&certificate).unwrap(),
        file("policy.json"),
        file("cubes/assaults-district.cube"),
        file("cubes/arrests-race-district.cube"),
    ]
}

fn finished(session: &mut Session) -> checker::Findings {
    loop {
        match session.step() {
            Answer::Progress { done, total } => assert!(done < total),
            Answer::Finished(findings) => return findings,
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn the_certificate_holds_and_shows_two_worlds_of_each_number() {
    let mut session = Session::begin(&proof(|_| {})).unwrap();
    let findings = finished(&mut session);
    assert_eq!(findings.faults, Vec::<String>::new());
    assert!(findings.holds);
    assert_eq!((findings.hidden, findings.rounded), (8, 52));
    assert_eq!(findings.witnessed, 60);
    // Assaults of the East District in 2020, then those of all offenses.
    let question = Question {
        table: 0,
        picked: 8,
        others: vec![6],
    };
    let Answer::Worlds { picked, numbers } = session.worlds(&question) else {
        panic!("expected worlds");
    };
    let numbers: Vec<_> = numbers
        .unwrap()
        .iter()
        .map(|n| (n.first, n.second))
        .collect();
    assert_eq!(picked, 8);
    assert_eq!(numbers, [(Some(4), Some(6)), (Some(8), Some(8))]);
}

#[test]
fn a_certificate_that_proves_less_does_not_hold() {
    let faults = |change: fn(&mut Certificate)| {
        let mut session = Session::begin(&proof(change)).unwrap();
        let findings = finished(&mut session);
        assert!(!findings.holds);
        findings.faults.join("; ")
    };
    let text = faults(|certificate| certificate.suppressed.clear());
    assert!(text.contains("assaults-district, number 9: "), "{text}");
    let text = faults(|certificate| certificate.rounded.clear());
    assert!(text.contains("arrests-race-district"), "{text}");
    let text = faults(|certificate| certificate.system_sha256.clear());
    assert!(text.contains("hang together in another way"), "{text}");
    let other = Session::begin(&proof(|certificate| certificate.tables[0].sha256.clear()));
    let Err(Answer::Failed(reason)) = other else {
        panic!("expected a refusal");
    };
    assert!(
        reason.starts_with("cubes/assaults-district.cube"),
        "{reason}"
    );
}
