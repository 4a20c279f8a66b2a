//! The same in Spanish: goldens of typical series with the labels that a release would give them, and
//! that figures and claims never depend on the language.

use cube::{Cell, Grain, Group, Line, Member, Series, Step, Unit};
use insta::assert_snapshot;
use proptest::prelude::*;
use wording::{Language, speaking};

use super::bilingual::in_spanish;
use super::goldens::texts_in;
use super::honesty::any_series;
use super::sample::*;
use crate::{Context, Form, OVERLAY, PANELS, RUNNING, SEASONAL, TableNote, protection_note};

/// Baltimore, with the labels of its sources in Spanish.
fn with_spanish_context<T>(check: impl FnOnce(&Context) -> T) -> T {
    let labels = [
        ("bpd-2014", "Exportación de la policía de 2014"),
        ("bpd-2021", "Exportación de la policía de agosto de 2021"),
        (
            "rtci",
            "Índice de delitos en tiempo real (Real-Time Crime Index)",
        ),
    ];
    let labels = labels.map(|(id, label)| (id.to_owned(), label.to_owned()));
    with_context(|context| {
        check(&Context {
            source_labels: &labels,
            ..*context
        })
    })
}

/// What samples are called in Spanish.
const LABELS: [(&str, &str); 18] = [
    ("Homicide", "Homicidio"),
    ("Non-fatal shooting", "Tiroteo no mortal"),
    ("Robbery", "Robo con violencia"),
    ("Gun offenses", "Delitos con armas de fuego"),
    ("All arrests", "Todos los arrestos"),
    ("Drugs", "Drogas"),
    ("Assault", "Agresión"),
    ("Guns", "Armas de fuego"),
    ("Theft", "Hurto"),
    ("Court matters", "Órdenes judiciales"),
    ("Public order", "Orden público"),
    ("No charge on record", "Sin cargo registrado"),
    ("Eastern", "Este"),
    ("Western", "Oeste"),
    ("Southwestern", "Suroeste"),
    ("Northeastern", "Noreste"),
    ("Central", "Centro"),
    ("Eastern District", "Distrito Este"),
];

/// A sample as a release gives it to a Spanish visitor.
fn labelled(mut series: Series) -> Series {
    for line in &mut series.lines {
        for member in [&mut line.category, &mut line.geography] {
            let known = LABELS.iter().find(|(english, _)| *english == member.label);
            if let Some((_, spanish)) = known {
                member.label = (*spanish).to_owned();
            }
        }
    }
    series
}

fn texts(series: Series) -> String {
    let series = labelled(series);
    with_spanish_context(|context| in_spanish(|| texts_in(&series, context)))
}

fn all_texts(all: impl IntoIterator<Item = Series>) -> String {
    all.into_iter().map(texts).collect::<Vec<_>>().join("\n\n")
}

#[test]
fn texts_of_typical_series() {
    assert_snapshot!(all_texts([
        homicides_rolling(4),
        several(),
        districts(),
        two_sources(),
        broken(),
        homicides_by_year(),
        charges(),
        short(),
        quarters(),
    ]));
}

#[test]
fn texts_of_the_check_values() {
    let pairs = [
        (348, 309),
        (333, 344),
        (197, 262),
        (0, 0),
        (1, 0),
        (20, 2),
        (400_000, 402_000),
    ];
    assert_snapshot!(all_texts(pairs.map(|(now, before)| two_years(now, before))));
}

#[test]
fn texts_where_nothing_is_complete() {
    let with = |cells: Vec<Cell>| series(Grain::Year, "2018-01", "2019-12", vec![homicide(cells)]);
    assert_snapshot!(all_texts([
        series(Grain::Year, "2018-01", "2019-12", Vec::new()),
        with(vec![Cell::NotCollected; 2]),
        with(vec![Cell::Suppressed; 2]),
        with(vec![Cell::Provisional(3); 2]),
        with(vec![Cell::NotApplicable; 2]),
        with(vec![Cell::Observed(3), Cell::NotCollected]),
        with(vec![Cell::NotCollected, Cell::Observed(3)]),
    ]));
}

/// Arrests for gun offenses in the table of `sample`, whose years are not added up.
fn arrests(cells: Vec<Cell>) -> Line {
    Line {
        step: Step::Year,
        ..line(Unit::Arrests, "gun", "Gun offenses", cells)
    }
}

fn rounded(counts: &[u32]) -> Vec<Cell> {
    counts.iter().copied().map(Cell::Rounded).collect()
}

fn group(dimension: &str, code: &str, label: &str) -> Group {
    let parent = (code != "all").then_some(0);
    Group {
        dimension: dimension.into(),
        member: Member {
            parent,
            ..member(code, label)
        },
    }
}

#[test]
fn texts_of_protected_numbers_and_of_groups_of_people() {
    let years = |lines| series(Grain::Year, "2019-01", "2020-12", lines);
    let of_race = |code, label, counts: &[u32]| Line {
        groups: vec![group("race", code, label)],
        ..arrests(observed(counts))
    };
    assert_snapshot!(all_texts([
        years(vec![arrests(rounded(&[120, 125]))]),
        years(vec![arrests(rounded(&[120, 140]))]),
        years(vec![arrests(rounded(&[120, 260]))]),
        years(vec![arrests(vec![Cell::Suppressed, Cell::Rounded(5)])]),
        years(vec![arrests(vec![Cell::Suppressed, Cell::Suppressed])]),
        years(vec![
            arrests(rounded(&[120, 260])),
            place(arrests(rounded(&[30, 35])), "east", "Eastern District"),
        ]),
        years(vec![
            of_race("all", "Cualquier raza", &[400, 410]),
            of_race("black", "Personas negras", &[300, 310]),
            of_race("white", "Personas blancas", &[90, 95]),
        ]),
        years(vec![Line {
            unit: Unit::Victims,
            category: member("homicide", "Homicide"),
            ..of_race("black", "Personas negras", &[300, 310])
        }]),
    ]));
}

#[test]
fn what_protects_people_is_said() {
    let note = |series: Series, table_notes: &[TableNote]| {
        with_context(|context| {
            let context = Context {
                table_notes,
                ..*context
            };
            in_spanish(|| protection_note(&series, &context).unwrap_or_default())
        })
    };
    let years = |cells| series(Grain::Year, "2019-01", "2020-12", vec![arrests(cells)]);
    let known = TableNote {
        table: "crime-city".into(),
        hidden_below: Some(5),
        rounded_within: Some(4),
        is_sample: true,
    };
    assert_eq!(
        note(years(vec![Cell::Suppressed, Cell::Rounded(10)]), &[known]),
        "Un número oculto es menor que 5, o se oculta para proteger a otras personas. Para proteger \
         a las personas, los números están redondeados: a no más de 4 del conteo. Muestra: no es un \
         período completo."
    );
    assert_eq!(
        note(years(rounded(&[10, 20])), &[]),
        "Para proteger a las personas, los números están un poco redondeados."
    );
}

#[test]
fn texts_of_rates_shares_and_residents() {
    let of = |unit, decimals, code: &str, label: &str, counts: &[u32]| Line {
        decimals,
        unit,
        ..line(unit, code, label, observed(counts))
    };
    let years = |lines| series(Grain::Year, "2017-01", "2018-12", lines);
    let part1 = || {
        let rates = of(
            Unit::Per1000Residents,
            2,
            "part1",
            "Delitos de la Parte 1",
            &[6701, 6249],
        );
        place(rates, "canton", "Canton")
    };
    let closed = || {
        of(
            Unit::Percent,
            1,
            "closed_fatal",
            "Casos de tiroteos mortales cerrados",
            &[412, 387],
        )
    };
    let residents = of(
        Unit::Residents,
        0,
        "residents",
        "Residentes",
        &[620_961, 585_708],
    );
    let index = of(Unit::IndexOfJoining, 0, "homicide", "Homicidio", &[103, 96]);
    let midtown = place(part1(), "midtown", "Midtown");
    assert_snapshot!(all_texts([
        years(vec![part1()]),
        years(vec![part1(), midtown]),
        years(vec![closed()]),
        years(vec![residents.clone()]),
        years(vec![index]),
        years(vec![part1(), closed(), residents]),
    ]));
}

/// Title, finding, key and table of a form.
fn texts_of_form(form: &Form, series: &Series) -> String {
    with_spanish_context(|context| {
        in_spanish(|| {
            let table = (form.table)(series, context);
            let mut said = vec![
                form.name.text().to_owned(),
                (form.title)(series, context),
                (form.sentence)(series, context),
                (form.key)(series, context).unwrap_or_default(),
                table.columns.join(" | "),
            ];
            said.extend(table.rows.iter().map(|row| {
                let cells: Vec<&str> = row.cells.iter().map(|cell| cell.text.as_str()).collect();
                format!("{} | {}", row.heading, cells.join(" | "))
            }));
            said.join("\n")
        })
    })
}

#[test]
fn texts_of_forms() {
    let months = labelled(super::years::months());
    let forms = [OVERLAY, RUNNING, SEASONAL].map(|form| texts_of_form(&form, &months));
    let panels = texts_of_form(&PANELS, &labelled(short()));
    assert_snapshot!(format!("{}\n\n{panels}", forms.join("\n\n")));
}

#[test]
fn a_chart_is_drawn_with_spanish_words_on_its_axes() {
    let words = |series: &Series, form: &Form| {
        let theme = crate::tokens::Theme::Light;
        let drawn =
            || with_context(|it| (form.plan)(series, it, theme, crate::Width::Wide).options(420.0));
        speaking(Language::Spanish, drawn).to_string()
    };
    let drawn = words(&labelled(short()), &crate::LINES);
    assert!(drawn.contains("\"nov\\n2018\""), "{drawn}");
    assert!(drawn.contains("\"Noviembre de 2018\""), "{drawn}");
    let drawn = words(&labelled(broken()), &crate::LINES);
    assert!(drawn.contains("cambio en la forma de contar"), "{drawn}");
    assert!(drawn.contains("\"incompleto\""), "{drawn}");
    let drawn = words(&labelled(super::years::months()), &SEASONAL);
    assert!(
        drawn.contains("\"ene\"") && drawn.contains("\"Enero\""),
        "{drawn}"
    );
    assert!(
        drawn.contains("\"Valor central de los años anteriores\""),
        "{drawn}"
    );
}

/// How many times a word is said.
fn said(text: &str, word: &str) -> usize {
    let words = text.split(|c: char| !c.is_alphanumeric());
    words
        .filter(|found| found.eq_ignore_ascii_case(word))
        .count()
}

proptest! {
    #[test]
    fn both_languages_say_the_same_figures_and_the_same_changes(series in any_series()) {
        with_context(|context| {
            let spanish = in_spanish(|| texts_in(&series, context));
            let english = texts_in(&series, context);
            for (one, other) in [("rose", "subió"), ("fell", "bajó")] {
                prop_assert_eq!(said(&english, one), said(&spanish, other), "{}\n{}", english, spanish);
            }
            for (one, other) in [("chance", "azar"), ("incomplete", "incompleto")] {
                prop_assert_eq!(english.contains(one), spanish.contains(other), "{}\n{}", english, spanish);
            }
            Ok(())
        })?;
    }
}
