use super::*;
use crate::tests::bilingual::in_spanish;
use crate::tests::sample::{member, month, with_context};
use cube::hours::Day;
use cube::{Grain, Period, Unit};

/// A day on which the hour h has `of(h)` robberies.
fn hours(days: &[&str], of: impl Fn(u32) -> u32) -> Hours {
    let cells: Vec<Cell> = (0..24).map(|hour| Cell::Observed(of(hour))).collect();
    let total = (0..24).map(&of).sum::<u32>();
    let day = |code: &&str| Day {
        member: member(code, code),
        cells: cells.clone(),
        total: Cell::Observed(total),
    };
    Hours {
        table: "crime-hours".into(),
        unit: Unit::Victims,
        category: member("robbery", "Robbery"),
        geography: member("city", "Baltimore"),
        period: Period {
            grain: Grain::Year,
            last: month("2014-12"),
        },
        hours: (0..24)
            .map(|hour| member(&format!("{hour:02}"), &format!("{hour}:00")))
            .collect(),
        days: days.iter().map(day).collect(),
        unknown: Cell::Observed(12),
        total: Cell::Observed(total + 12),
    }
}

#[test]
fn the_busiest_six_hours_are_said_over_midnight_too() {
    let evening = hours(&["all", "monday"], |hour| {
        u32::from(!(4..22).contains(&hour)) * 50 + 1
    });
    let table = with_context(|context| hour_table(&evening, context));
    assert_eq!(
        table.title,
        "Robbery victims in Baltimore, by hour of the day and day of the week, 2014"
    );
    assert_eq!(
        table.sentence,
        "The hour is known for 324 robbery victims in Baltimore in 2014. For 306 of them (94%), \
         it is between 22:00 and 4:00: six hours, a quarter of the day."
    );
    assert_eq!(
        table.note,
        "12 of 336 have no hour on record and are left out of the table."
    );
    assert_eq!((table.columns.len(), table.rows.len()), (2, 24));
    assert_eq!(table.rows[0].cells[0].class, None);
    let sizes: Vec<String> = table
        .classes
        .iter()
        .map(|class| format!("{}: {}", class.label(), class.size()))
        .collect();
    assert_eq!(sizes, ["1: 18 cells", "51: 6 cells"]);
}

#[test]
fn classes_hold_about_as_many_cells_each() {
    let many = hours(&["all"], |hour| hour * hour);
    let table = with_context(|context| hour_table(&many, context));
    let sizes: Vec<usize> = table.classes.iter().map(|class| class.cells).collect();
    assert_eq!(sizes, [5, 5, 5, 5, 4]);
    assert_eq!(table.rows[0].cells[0].class, Some(0));
    assert_eq!(table.rows[23].cells[0].class, Some(4));
    assert_eq!(
        table.title,
        "Robbery victims in Baltimore, by hour of the day, 2014"
    );
}

#[test]
fn an_incomplete_year_is_not_spoken_of_as_a_whole() {
    let mut part = hours(&["all"], |hour| hour);
    part.total = Cell::Provisional(288);
    let table = with_context(|context| hour_table(&part, context));
    let begins = "The hour is known for 276 robbery victims in Baltimore in the part of 2014 on \
                  record. ";
    assert!(table.sentence.starts_with(begins), "{}", table.sentence);
    assert!(table.note.ends_with("The year is incomplete."));
}

#[test]
fn no_hour_is_no_zero() {
    let mut none = hours(&["all"], |_| 0);
    none.days[0].cells.fill(Cell::NotCollected);
    none.total = Cell::NotCollected;
    let table = with_context(|context| hour_table(&none, context));
    assert_eq!(
        table.sentence,
        "Hours of robbery victims in Baltimore were not collected in 2014."
    );
    assert_eq!(table.rows[0].cells[0].text, "not collected");
    assert!(table.classes.is_empty());
}

#[test]
fn the_busiest_six_hours_are_said_in_spanish() {
    let said = |from: u32| {
        let part = hours(&["all"], |hour| {
            u32::from((from..from + 6).contains(&hour)) * 50 + 1
        });
        with_context(|context| in_spanish(|| hour_table(&part, context).sentence))
    };
    assert_eq!(
        said(7),
        "Se conoce la hora de 324 víctimas de robo con violencia en Baltimore en 2014. En 306 de \
         esos casos (94\u{a0}%), la hora está entre las 7:00 y las 13:00: seis horas, un cuarto \
         del día."
    );
    let from_one = said(1);
    assert!(from_one.contains("entre la 1:00 y las 7:00"), "{from_one}");
    let table = || with_context(|context| hour_table(&hours(&["all"], |hour| hour), context));
    assert_eq!(
        in_spanish(|| table().title),
        "Víctimas de robo con violencia en Baltimore, por hora del día, 2014"
    );
    assert_eq!(
        in_spanish(|| table().note),
        "Sin hora registrada y fuera de la tabla: 12 de 288."
    );
    assert_eq!(in_spanish(|| table().classes[0].label()), "0 a 4");
}
