//! What is said of numbers that are hidden or rounded, of groups of people, and of samples.

use cube::{Cell, Grain, Group, Line, Member, Series, Step, Unit};
use insta::assert_snapshot;

use super::goldens::texts;
use super::sample::{line, member, month, observed, place, series, with_context};
use crate::tokens::Theme;
use crate::{Context, TableNote, Width, line_plan, protection_note, sentence, title};

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

fn arrests(cells: Vec<Cell>) -> Line {
    Line {
        step: Step::Year,
        ..line(Unit::Arrests, "gun", "Gun offenses", cells)
    }
}

fn rounded(counts: &[u32]) -> Vec<Cell> {
    counts.iter().copied().map(Cell::Rounded).collect()
}

fn years(lines: Vec<Line>) -> Series {
    series(Grain::Year, "2019-01", "2020-12", lines)
}

fn of_race(code: &str, label: &str, cells: Vec<Cell>) -> Line {
    Line {
        groups: vec![group("race", code, label), group("sex", "all", "All")],
        ..arrests(cells)
    }
}

#[test]
fn texts_of_protected_numbers() {
    let one = |cells| texts(&years(vec![arrests(cells)]));
    let all = [
        one(rounded(&[120, 125])),
        one(rounded(&[120, 140])),
        one(rounded(&[120, 260])),
        one(vec![Cell::Observed(120), Cell::Rounded(60)]),
        one(vec![Cell::Suppressed, Cell::Rounded(5)]),
        one(vec![Cell::Suppressed, Cell::Suppressed]),
        one(vec![Cell::Observed(12), Cell::Suppressed]),
        texts(&years(vec![
            arrests(rounded(&[120, 260])),
            place(arrests(rounded(&[30, 35])), "central", "Central District"),
        ])),
    ];
    assert_snapshot!(all.join("\n\n"));
}

#[test]
fn texts_of_groups_of_people() {
    let by_age = |code: &str, label: &str| Line {
        category_dimension: "age".into(),
        category: group("age", code, label).member,
        ..arrests(observed(&[20, 10]))
    };
    let killed = Line {
        unit: Unit::Victims,
        category: member("homicide", "Homicide"),
        ..of_race("black", "Black", observed(&[300, 310]))
    };
    let all = [
        vec![of_race("black", "Black", observed(&[300, 310]))],
        vec![
            of_race("all", "All", observed(&[400, 410])),
            of_race("black", "Black", observed(&[300, 310])),
            of_race("white", "White", observed(&[90, 95])),
        ],
        vec![by_age("all", "All ages")],
        vec![by_age("18_24", "18 to 24"), by_age("25_34", "25 to 34")],
        vec![killed],
    ];
    let all = all.map(|lines| texts(&years(lines)));
    assert_snapshot!(all.join("\n\n"));
}

/// A change is named only where it holds for every count behind the rounded numbers.
#[test]
fn rounding_and_chance_together_decide_what_a_sentence_may_say() {
    let said = |before: Cell, now: Cell| {
        with_context(|context| sentence(&years(vec![arrests(vec![before, now])]), context))
    };
    let check = |before, now, expected: &str| {
        let text = said(before, now);
        assert!(text.ends_with(expected), "{text}");
        assert!(!text.contains("95%"), "{text}");
    };
    use Cell::{Observed, Rounded};
    check(
        Rounded(120),
        Rounded(128),
        "Rounding alone can make a difference of that size.",
    );
    check(
        Observed(120),
        Rounded(124),
        "Rounding alone can make a difference of that size.",
    );
    let both = "Rounding and chance together can make a difference of that size.";
    check(Rounded(120), Rounded(129), both);
    // As counts, 262 and 215 differ beyond chance; as numbers within 4 of counts no longer.
    assert!(said(Observed(262), Observed(215)).contains("fell by"));
    check(Rounded(262), Rounded(215), both);
    check(
        Rounded(260),
        Rounded(120),
        "The count fell by more than rounding and chance alone usually bring.",
    );
}

#[test]
fn a_sum_of_rounded_months_says_how_far_it_can_be_off() {
    let monthly = |grain| {
        let cells = rounded(&[10; 4]);
        let line = line(Unit::Arrests, "gun", "Gun offenses", cells);
        series(grain, "2019-01", "2019-12", vec![line])
    };
    let note = |series| with_context(|context| protection_note(&series, context)).unwrap();
    assert_eq!(
        note(monthly(Grain::Quarter)),
        "To protect people, numbers are sums of rounded numbers: at most 12 from the count."
    );
    assert_eq!(
        note(monthly(Grain::Month)),
        "To protect people, numbers are rounded: within 4 of the count."
    );
}

/// Rounded numbers of months that the release calls incomplete are dashed and not spoken of.
#[test]
fn a_rounded_number_of_an_incomplete_month_is_no_finding() {
    let mut only = arrests(rounded(&[120, 10]));
    only.incomplete = vec![(month("2020-03"), month("2020-12"))];
    let series = years(vec![only]);
    with_context(|context| {
        let text = sentence(&series, context);
        assert!(text.starts_with("In 2019, the number of"), "{text}");
        let option = line_plan(&series, context, Theme::Light, Width::Wide)
            .options(420.0)
            .to_string();
        assert!(option.contains("~incomplete"), "{option}");
        assert!(!option.contains("~range"), "{option}");
    });
}

#[test]
fn a_sample_is_called_one() {
    let note = TableNote {
        table: "crime-city".into(),
        is_sample: true,
        ..TableNote::default()
    };
    let context = Context {
        city: "Baltimore",
        events: &[],
        source_labels: &[],
        table_notes: &[note],
    };
    let series = years(vec![arrests(observed(&[3, 4]))]);
    assert!(title(&series, &context).starts_with("Sample: not a full period. Arrests for gun"));
    assert_eq!(
        protection_note(&series, &context).as_deref(),
        Some("Sample: not a full period.")
    );
    // Where the rule is not known, no number is promised.
    let hidden = years(vec![arrests(vec![Cell::Suppressed, Cell::Rounded(5)])]);
    assert_eq!(
        protection_note(
            &hidden,
            &Context {
                table_notes: &[],
                ..context
            }
        )
        .as_deref(),
        Some(
            "A hidden number is a small number, or hidden to protect others. To protect people, \
             numbers are rounded a little."
        )
    );
}
