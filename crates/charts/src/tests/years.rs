//! Forms that set years beside each other: goldens, and the promise of every finding: no claim
//! beyond chance, no number that is not in the table.

use cube::statistics::{Change, change};
use cube::{Break, Calendar, Cell, Grain, Series};
use insta::assert_snapshot;
use proptest::prelude::*;

use super::goldens::set;
use super::sample::*;
use crate::tokens::Theme;
use crate::{Form, OVERLAY, RUNNING, SEASONAL, Width};

const FORMS: [Form; 3] = [OVERLAY, RUNNING, SEASONAL];

/// Homicides by month over four and a half years, the newest two months incomplete.
pub(super) fn months() -> Series {
    let mut cells: Vec<Cell> = (0..54_u32)
        .map(|at| Cell::Observed(24 + at * 7 % 13 - at % 5 + at / 12))
        .collect();
    cells[52] = Cell::Provisional(14);
    cells[53] = Cell::Provisional(6);
    series(Grain::Month, "2017-01", "2021-06", vec![homicide(cells)])
}

/// The same with a break in 2019.
fn parted() -> Series {
    let mut series = months();
    series.lines[0].breaks = vec![Break {
        month: month("2019-01"),
        reason: "Another system.".into(),
    }];
    series
}

fn texts(form: &Form, series: &Series) -> String {
    with_context(|context| {
        let table = (form.table)(series, context);
        let rows = table.rows.iter().map(|row| {
            let cells: Vec<&str> = row.cells.iter().map(|cell| cell.text.as_str()).collect();
            format!("{} | {}", row.heading, cells.join(" | "))
        });
        let mut said = vec![
            (form.title)(series, context),
            (form.sentence)(series, context),
            (form.key)(series, context).unwrap_or_default(),
            table.columns.join(" | "),
        ];
        said.extend(rows);
        said.join("\n")
    })
}

#[test]
fn texts_of_years() {
    for form in FORMS {
        assert_snapshot!(format!("{}_texts", form.id), texts(&form, &months()));
        assert_snapshot!(format!("{}_parted_texts", form.id), texts(&form, &parted()));
        assert_snapshot!(
            format!("{}_nothing_texts", form.id),
            texts(&form, &nothing())
        );
    }
}

#[test]
fn pictures_of_years() {
    for form in FORMS {
        let options = |theme, width| {
            with_context(|context| (form.plan)(&months(), context, theme, width).options(420.0))
        };
        let name = |width: &str| format!("{}_{width}", form.id);
        assert_snapshot!(name("wide"), set(&options(Theme::Light, Width::Wide)));
        assert_snapshot!(name("narrow"), set(&options(Theme::Dark, Width::Narrow)));
    }
}

#[test]
fn csv_of_years_has_a_row_a_month() {
    let csv = |form: &Form| String::from_utf8((form.csv)(&months()).unwrap()).unwrap();
    let overlay = csv(&OVERLAY);
    assert_eq!(overlay.lines().count(), 55);
    assert_eq!(
        overlay.lines().next(),
        Some(
            "table,category,geography,year,month,category_label,geography_label,unit,value,status"
        )
    );
    let running = csv(&RUNNING);
    assert!(running.starts_with("table,category,geography,year,month,category_label,geography_label,unit,value_to_date,status"));
    let june = "crime-city,homicide,city,2021,06,Homicide,Baltimore,victims,";
    assert!(
        running
            .lines()
            .any(|line| line.starts_with(june) && line.ends_with(",provisional"))
    );
}

#[test]
fn other_grains_have_no_years() {
    for form in FORMS {
        let (years, none) = (
            homicides_by_year(),
            series(Grain::Month, "2018-01", "2018-12", vec![]),
        );
        with_context(|context| {
            for series in [&years, &none] {
                assert!((form.csv)(series).is_none());
                assert!(!(form.sentence)(series, context).is_empty());
                assert!(!(form.title)(series, context).is_empty());
            }
        });
    }
}

fn cell() -> impl Strategy<Value = Cell> {
    prop_oneof![
        6 => (0_u32..60).prop_map(Cell::Observed),
        2 => (0_u32..900).prop_map(Cell::Observed),
        1 => (0_u32..60).prop_map(Cell::Provisional),
        1 => (0_u32..9).prop_map(|fives| Cell::Rounded(fives * 5)),
        1 => Just(Cell::Suppressed),
        1 => Just(Cell::NotCollected),
    ]
}

fn any_months() -> impl Strategy<Value = Series> {
    (0_i32..24, 1_usize..70, prop::option::of(0_i32..60)).prop_flat_map(|(skip, many, broken)| {
        let first = month("2015-01").plus(skip);
        prop::collection::vec(cell(), many).prop_map(move |cells| {
            let last = first.plus(i32::try_from(cells.len()).unwrap() - 1);
            let mut line = homicide(cells);
            line.breaks.extend(broken.map(|at| Break {
                month: first.plus(at),
                reason: "Another way.".into(),
            }));
            Series {
                grain: Grain::Month,
                periods: Grain::Month.periods(first, last),
                lines: vec![line],
            }
        })
    })
}

/// The complete running totals of the newest year and the year before at the same month.
fn so_far(series: &Series) -> Option<(u32, Option<u32>)> {
    let running = Calendar::of(series, &series.lines[0])?.running();
    let at = running.newest_complete()?;
    let (latest, before) = running.latest()?;
    let earlier = before.iter().find(|year| year.year == latest.year - 1);
    Some((
        latest.observed(at)?,
        earlier.and_then(|year| year.observed(at)),
    ))
}

proptest! {
    #[test]
    fn rose_and_fell_are_said_only_beyond_chance(series in any_months()) {
        let known = so_far(&series);
        for form in FORMS {
            let said = with_context(|context| (form.sentence)(&series, context));
            let expected = match known {
                Some((now, Some(then))) if form.id != SEASONAL.id => Some(change(now, then)),
                _ => None,
            };
            prop_assert_eq!(said.contains(" rose "), expected == Some(Change::Rose), "{}", said);
            prop_assert_eq!(said.contains(" fell "), expected == Some(Change::Fell), "{}", said);
            prop_assert!(!said.contains("because of"));
        }
    }

    #[test]
    fn what_is_said_of_earlier_years_is_in_the_table(series in any_months()) {
        let (said, table) = with_context(|context| {
            ((RUNNING.sentence)(&series, context), (RUNNING.table)(&series, context))
        });
        if let Some((_, between)) = said.split_once("the number was between ") {
            for part in between.trim_end_matches('.').split(" and ") {
                let (count, year) = part.split_once(" (").unwrap();
                let column = table.columns.iter().position(|name| *name == year[..4]).unwrap();
                let found = table.rows.iter().any(|row| row.cells[column].text == count);
                prop_assert!(found, "{} of {}", count, year);
            }
        }
    }

    #[test]
    fn pictures_are_drawn_of_anything(series in any_months()) {
        for form in FORMS {
            let plan = with_context(|context| {
                (form.plan)(&series, context, Theme::Light, Width::Wide)
            });
            prop_assert!(plan.options(420.0)["series"].is_array());
        }
    }
}
