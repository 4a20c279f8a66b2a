use cube::area_figures::{AreaFigures, Years};
use cube::places::Residents;
use cube::{Cell, Located};

use super::*;
use crate::Context;
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
    insta::assert_debug_snapshot!(sheet);
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
    assert_eq!(named("canton").name, "Canton: 40 people killed");
    assert_eq!(named("oldtown").name, "Oldtown: not collected");
    assert_eq!(named("oldtown").shade, Shade::Hatched);
}
