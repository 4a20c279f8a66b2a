//! Rates and other numbers that are no counts of events: what is drawn, what is said, and that
//! nothing is concluded from them.

use cube::{Cell, Grain, Line, Series, Unit};
use insta::assert_snapshot;
use proptest::prelude::*;

use super::goldens::{options, set, texts};
use super::sample::{line, month, observed, place, series};
use crate::tokens::Theme;
use crate::{Width, headline, lead};

/// A rate with two decimals in one area.
fn rate(code: &str, label: &str, at: &str, cells: Vec<Cell>) -> Line {
    let line = Line {
        table: "indicators-csa".into(),
        decimals: 2,
        ..line(Unit::Per1000Residents, code, label, cells)
    };
    match at {
        "Baltimore" => line,
        _ => place(line, &at.to_lowercase(), at),
    }
}

fn years(lines: Vec<Line>) -> Series {
    series(Grain::Year, "2013-01", "2018-12", lines)
}

/// Part 1 crimes for each 1,000 residents in one area.
fn one() -> Series {
    let cells = observed(&[5012, 4871, 5304, 4990, 5540, 5105]);
    years(vec![rate("part1", "Part 1 crimes", "Canton", cells)])
}

/// Two areas, one with a gap, of a rate below one.
fn two_areas() -> Series {
    let gap = vec![
        Cell::Observed(12),
        Cell::NotCollected,
        Cell::Observed(0),
        Cell::Observed(25),
        Cell::NotCollected,
        Cell::Observed(37),
    ];
    let label = "People killed with a gun";
    years(vec![
        rate(
            "gun_homicide",
            label,
            "Canton",
            observed(&[0, 5, 12, 24, 0, 12]),
        ),
        rate("gun_homicide", label, "Midtown", gap),
    ])
}

/// A rate, a share and a census beside each other.
fn other_units() -> Series {
    let share = Line {
        unit: Unit::Percent,
        ..rate("vacant", "Vacant houses", "Baltimore", observed(&[800; 6]))
    };
    let residents = Line {
        decimals: 0,
        unit: Unit::Residents,
        ..rate(
            "residents",
            "Residents",
            "Baltimore",
            observed(&[620_961; 6]),
        )
    };
    let cells = observed(&[6331, 6048, 6515, 6300, 6701, 6249]);
    years(vec![
        rate("part1", "Part 1 crimes", "Baltimore", cells),
        share,
        residents,
    ])
}

#[test]
fn rates_are_drawn_with_decimals_and_without_a_range() {
    let wide = options(&one(), Theme::Light, Width::Wide);
    assert_snapshot!("rates_wide", set(&wide));
    assert_snapshot!(
        "rates_narrow",
        set(&options(&two_areas(), Theme::Dark, Width::Narrow))
    );
    assert!(!wide.to_string().contains("~range"), "a rate has a range");
}

/// Two rates of the same base.
fn two_measures() -> Series {
    let other = observed(&[1201, 1180, 1305, 1290, 1402, 1377]);
    years(vec![
        rate("violent", "Violent crimes", "Canton", other),
        rate(
            "part1",
            "Part 1 crimes",
            "Canton",
            observed(&[5012, 4871, 5304, 4990, 5540, 5105]),
        ),
    ])
}

#[test]
fn texts_of_rates() {
    let broken = {
        let mut series = one();
        series.lines[0].breaks = vec![cube::Break {
            month: month("2018-01"),
            reason: "The base changed.".into(),
        }];
        series
    };
    let alone = |at: usize| {
        let mut series = other_units();
        series.lines = vec![series.lines.remove(at)];
        series
    };
    let withheld = years(vec![rate(
        "arrest",
        "Arrests",
        "Canton",
        vec![Cell::Suppressed; 6],
    )]);
    let all = [
        one(),
        two_areas(),
        two_measures(),
        broken,
        other_units(),
        alone(1),
        alone(2),
        withheld,
    ];
    let said: Vec<String> = all.iter().map(texts).collect();
    assert_snapshot!(said.join("\n\n"));
}

#[test]
fn counts_of_events_are_compared_as_ever() {
    let cells = observed(&[187, 159, 297, 272, 298, 271]);
    let counts = |code: &str, label: &str, cells| {
        let line = line(Unit::Events, code, label, cells);
        years(vec![line])
    };
    let all = [
        counts("gun_homicide", "People killed with a gun", cells),
        counts(
            "call_narcotics",
            "Calls to 911 about narcotics",
            observed(&[0, 0, 40_173, 47_697, 56_057, 51_829]),
        ),
        counts("arrest", "Arrests", observed(&[0, 0, 0, 0, 0, 1])),
        counts("fire", "Fires", observed(&[3, 2, 0, 1, 2, 0])),
    ];
    let said: Vec<String> = all.iter().map(texts).collect();
    assert_snapshot!(said.join("\n\n"));
}

proptest! {
    #[test]
    fn nothing_is_concluded_from_rates(
        cells in prop::collection::vec(
            prop_oneof![(0_u32..99_999).prop_map(Cell::Observed), Just(Cell::NotCollected)],
            6,
        ),
        more in prop::collection::vec((0_u32..99_999).prop_map(Cell::Observed), 6),
        is_alone in any::<bool>(),
    ) {
        let mut lines = vec![
            rate("part1", "Part 1 crimes", "Canton", cells),
            rate("part1", "Part 1 crimes", "Midtown", more),
        ];
        lines.truncate(if is_alone { 1 } else { 2 });
        let series = years(lines);
        let said = texts(&series);
        for word in ["rose", "fell", "more than", "fewer", "chance", "range", "%"] {
            prop_assert!(!said.contains(word), "{word:?} in {said}");
        }
        for line in &series.lines {
            super::sample::with_context(|context| {
                assert_eq!(headline(&series, line, context), None);
                assert_eq!(lead(&series, line, context), None);
            });
        }
    }
}
