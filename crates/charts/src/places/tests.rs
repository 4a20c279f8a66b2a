use std::collections::BTreeMap;

use cube::area_figures::{AreaFigures, Years};
use cube::places::{Area, PlaceKind, Residents};
use cube::{Cell, Located};

use super::*;
use crate::Context;
use crate::tests::bilingual::in_spanish;
use crate::tests::sample::{homicide, observed};

fn area(label: &str, count: Cell, people: u64, rate: Rate) -> AreaFigure {
    AreaFigure {
        code: label.to_lowercase(),
        label: label.into(),
        count,
        residents: Some(Residents { year: 2020, people }),
        rate,
    }
}

fn known(per_resident: f64, is_unstable: bool) -> Rate {
    Rate::Known {
        per_resident,
        is_unstable,
    }
}

fn figures(located: u32) -> AreaFigures {
    AreaFigures {
        line: homicide(observed(&[300, 348])),
        years: Years {
            first: 2018,
            last: 2019,
        },
        city: area(
            "Baltimore",
            Cell::Observed(648),
            600_000,
            known(0.000_54, false),
        ),
        areas: vec![
            area("Abell", Cell::Observed(0), 900, known(0.0, true)),
            area("Canton", Cell::Observed(40), 2_000, known(0.01, false)),
            area("Harbor", Cell::Observed(3), 12, Rate::FewResidents),
            area("Oldtown", Cell::NotCollected, 3_000, Rate::NoCount),
        ],
        located: Some(Located {
            located,
            total: 648,
        }),
    }
}

const CONTEXT: Context = Context {
    city: "Baltimore",
    events: &[],
    source_labels: &[],
    table_notes: &[],
};

#[test]
fn a_sheet_of_rates_says_where_there_is_none() {
    let sheet = area_sheet(&figures(640), "Neighborhood", Measure::Rate, &CONTEXT);
    insta::assert_snapshot!(texts(&sheet));
    let shades: Vec<Shade> = sheet.rows.iter().map(|row| row.shade).collect();
    let (low, high) = (Shade::Class(0), Shade::Class(1));
    assert_eq!(shades, [low, high, Shade::Hatched, Shade::Hatched]);
    let areas: Vec<usize> = sheet.legend.iter().map(|entry| entry.areas).collect();
    assert_eq!(areas, [1, 1, 2]);
}

#[test]
fn a_word_that_ends_all_names_is_left_out() {
    assert_eq!(
        short_labels(&["Central District", "Eastern District"]),
        ["Central", "Eastern"]
    );
    assert_eq!(
        short_labels(&["Cherry Hill", "Canton"]),
        ["Cherry Hill", "Canton"]
    );
}

#[test]
fn where_few_have_a_place_there_is_no_map() {
    let sheet = area_sheet(&figures(500), "Police district", Measure::Count, &CONTEXT);
    assert_eq!(
        sheet.refusal.as_deref(),
        Some(
            "There is no map of these numbers: a police district is recorded for 77% of them, and \
             below 85% a map would show where places are written down more than where something \
             happened."
        )
    );
    let named = |code: &str| sheet.rows.iter().find(|row| row.code == code).unwrap();
    assert_eq!(named("canton").name(), "Canton: 40 people killed");
    assert_eq!(named("oldtown").name(), "Oldtown: not collected");
    assert_eq!(named("oldtown").shade, Shade::Hatched);
}

/// Everything that a sheet says, a line each.
fn texts(sheet: &AreaSheet) -> String {
    let legend = sheet.legend.iter().map(|entry| entry.text.clone());
    let rows = std::iter::once(&sheet.city).chain(&sheet.rows);
    let rows = rows.flat_map(|row| std::iter::once(row.name()).chain(row.cells()));
    let mut lines = vec![sheet.title.clone(), sheet.sentence.clone()];
    lines.extend(sheet.notes.iter().cloned().chain(legend));
    lines.extend(sheet.columns.iter().cloned().chain(rows));
    lines.join("\n")
}

#[test]
fn a_sheet_says_the_same_in_spanish() {
    let sheet = || area_sheet(&figures(640), "vecindario", Measure::Rate, &CONTEXT);
    insta::assert_snapshot!(in_spanish(|| texts(&sheet())));
    let counted = || area_sheet(&figures(500), "distrito policial", Measure::Count, &CONTEXT);
    assert_eq!(
        in_spanish(|| counted().refusal.unwrap()),
        "No hay mapa de estos números: se registró en qué distrito policial ocurrió el 77\u{a0}% \
         de los casos, y por debajo del 85\u{a0}% un mapa mostraría más dónde se anotan los \
         lugares que dónde ocurrió algo."
    );
    let mut unknown = figures(648);
    unknown.city.count = Cell::NotCollected;
    let sentence = || area_sheet(&unknown, "vecindario", Measure::Count, &CONTEXT).sentence;
    assert_eq!(
        in_spanish(sentence),
        "De 2018 a 2019, no se muestra un número para todo Baltimore: no recopilado."
    );
}

#[test]
fn a_place_is_introduced_in_both_languages() {
    let check = |label: &str, valid: [Option<&str>; 2], expected: &str| {
        let [from, until] = valid.map(|day| day.map(str::to_owned));
        let kind = PlaceKind {
            id: "kind".into(),
            label: label.into(),
            tables: Vec::new(),
            layer: "geo/kind.json".into(),
            mapped: true,
            valid_from: from,
            valid_until: until,
            lies_in: Vec::new(),
        };
        let said = || introduction("Central", &kind, "Baltimore");
        assert_eq!(in_spanish(said), expected);
        said()
    };
    let english = check(
        "Vecindario",
        [None, None],
        "Central es vecindario de Baltimore.",
    );
    assert_eq!(english, "Central is a vecindario of Baltimore.");
    let english = check(
        "Área estadística comunitaria",
        [Some("2023-07-09"), None],
        "Central es área estadística comunitaria de Baltimore desde el 9 de julio de 2023.",
    );
    assert!(
        english.ends_with("of Baltimore since July 9, 2023."),
        "{english}"
    );
    check(
        "Distrito policial",
        [None, Some("2023-07-09")],
        "Central fue distrito policial de Baltimore hasta el 9 de julio de 2023: desde entonces \
         los límites son otros.",
    );
}

#[test]
fn who_lives_in_a_place_is_said_in_both_languages() {
    let said = |counts: &[(i32, u64)]| {
        let residents = counts.iter().map(|(year, people)| Residents {
            year: *year,
            people: *people,
        });
        let area = Area {
            code: "here".into(),
            label: "Here".into(),
            outline: None,
            at: None,
            residents: residents.collect(),
            lies_in: BTreeMap::new(),
        };
        in_spanish(|| people(Some(&area)))
    };
    assert_eq!(
        said(&[(2010, 8202), (2020, 7500)]),
        "8,202 personas vivían allí en el censo de 2010 y 7,500 en el de 2020."
    );
    assert_eq!(said(&[(2010, 0)]), "Nadie vivía allí en el censo de 2010.");
    assert_eq!(
        said(&[(2010, 1), (2020, 0)]),
        "1 persona vivía allí en el censo de 2010 y 0 en el de 2020."
    );
    assert_eq!(
        in_spanish(|| people(None)),
        "En esta edición no consta cuántas personas viven allí."
    );
}
