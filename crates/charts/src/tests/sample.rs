//! Series for tests, built by hand; the counts are those of `statistics.md` and of the printed totals.

use cube::release::{Event, EventKind};
use cube::{Break, Cell, Grain, Line, Member, Month, Series, Stretch, Unit};

use crate::{Context, TableNote};

pub(crate) fn month(text: &str) -> Month {
    Month::parse(text).unwrap()
}

pub(crate) fn member(code: &str, label: &str) -> Member {
    Member {
        code: code.into(),
        label: label.into(),
        parent: None,
    }
}

pub(crate) fn line(unit: Unit, code: &str, label: &str, cells: Vec<Cell>) -> Line {
    Line {
        table: "crime-city".into(),
        unit,
        decimals: 0,
        category: member(code, label),
        geography: member("city", "Baltimore"),
        category_dimension: "offense".into(),
        groups: Vec::new(),
        step: cube::Step::Month,
        incomplete: Vec::new(),
        stretches: Vec::new(),
        breaks: Vec::new(),
        cells,
        located: Vec::new(),
    }
}

pub(crate) fn homicide(cells: Vec<Cell>) -> Line {
    line(Unit::Victims, "homicide", "Homicide", cells)
}

pub(crate) fn observed(counts: &[u32]) -> Vec<Cell> {
    counts.iter().copied().map(Cell::Observed).collect()
}

pub(crate) fn place(line: Line, code: &str, label: &str) -> Line {
    let geography = Member {
        parent: Some(0),
        ..member(code, label)
    };
    Line { geography, ..line }
}

pub(crate) fn stretch(source: &str, first: &str, last: &str) -> Stretch {
    Stretch {
        source: source.into(),
        first: month(first),
        last: month(last),
    }
}

pub(crate) fn series(grain: Grain, first: &str, last: &str, lines: Vec<Line>) -> Series {
    Series {
        grain,
        periods: grain.periods(month(first), month(last)),
        lines,
    }
}

/// Homicides by year as printed by the police, 2014 to 2020.
pub(crate) fn homicides_by_year() -> Series {
    let counts = observed(&[211, 344, 318, 342, 309, 348, 335]);
    series(Grain::Year, "2014-01", "2020-12", vec![homicide(counts)])
}

/// A year of one count and the year before it.
pub(crate) fn two_years(now: u32, before: u32) -> Series {
    let cells = observed(&[before, now]);
    series(Grain::Year, "2018-01", "2019-12", vec![homicide(cells)])
}

/// Twelve-month sums that glide from one yearly total to the next, a month at a time, with a small
/// fixed ripple, so that goldens look like counts. Starts with January after the first year.
pub(crate) fn gliding(totals: &[u32]) -> Vec<u32> {
    let between = |pair: &[u32]| {
        let (from, to) = (i64::from(pair[0]), i64::from(pair[1]));
        (1..=12).map(move |at: i64| {
            let ripple = if at == 12 { 0 } else { at * 5 % 7 - 3 };
            let value = from + (to - from) * at / 12 + ripple * from / 120;
            u32::try_from(value.max(0)).unwrap()
        })
    };
    totals.windows(2).flat_map(between).collect()
}

pub(crate) fn events() -> Vec<Event> {
    let event = |id: &str, kind, at: &str, last: Option<&str>, label: &str| Event {
        id: id.into(),
        kind,
        date: at.into(),
        month: month(at),
        last: last.map(month),
        label: label.into(),
        text: format!("{label}."),
        source: "A source".into(),
    };
    vec![
        event(
            "gray",
            EventKind::City,
            "2015-04",
            None,
            "Freddie Gray dies",
        ),
        event(
            "decree",
            EventKind::ConsentDecree,
            "2017-04",
            None,
            "Consent decree",
        ),
        event(
            "psp",
            EventKind::Partnership,
            "2019-07",
            Some("2022-07"),
            "Partnership",
        ),
        event("covid", EventKind::City, "2020-03", None, "COVID-19"),
        event(
            "nibrs",
            EventKind::Data,
            "2025-01",
            None,
            "New crime coding",
        ),
    ]
}

/// Homicides in the 12 months to each month from January 2012 on, the newest `incomplete` of them
/// provisional.
pub(crate) fn homicides_rolling(incomplete: usize) -> Series {
    let counts = gliding(&[197, 217, 235, 211, 344, 318, 342, 309, 348, 335]);
    let complete = counts.len() - incomplete;
    let cell = |(at, count): (usize, &u32)| match at < complete {
        true => Cell::Observed(*count),
        false => Cell::Provisional(*count),
    };
    let mut line = homicide(counts.iter().enumerate().map(cell).collect());
    line.stretches = vec![
        stretch("bpd-2014", "2011-01", "2013-12"),
        stretch("bpd-2021", "2014-01", "2021-04"),
    ];
    series(Grain::Rolling12, "2012-01", "2020-12", vec![line])
}

/// Crimes beside arrests: other categories, other units.
pub(crate) fn several() -> Series {
    let rolling = |totals: &[u32]| observed(&gliding(totals));
    let arrests = line(
        Unit::Arrests,
        "gun",
        "Gun offenses",
        rolling(&[820, 790, 905, 1010, 1240, 1460, 1390]),
    );
    let lines = vec![
        homicide(rolling(&[211, 344, 318, 342, 309, 348, 335])),
        line(
            Unit::Victims,
            "shooting",
            "Non-fatal shooting",
            rolling(&[369, 632, 664, 703, 677, 769, 724]),
        ),
        Line {
            table: "arrests-city".into(),
            ..arrests
        },
    ];
    series(Grain::Rolling12, "2015-01", "2020-12", lines)
}

/// One category in the city's districts.
pub(crate) fn districts() -> Series {
    let district = |at: u32, label: &str| {
        let level = 90 + at * 13;
        let counts = gliding(&[level, level + 20, level - at * 4, level + 9, level - 11]);
        let robbery = line(Unit::Victims, "robbery", "Robbery", observed(&counts));
        place(robbery, &label.to_lowercase(), label)
    };
    let names = [
        "Eastern",
        "Western",
        "Southwestern",
        "Northeastern",
        "Central",
    ];
    let lines = (0..)
        .zip(names)
        .map(|(at, label)| district(at, label))
        .collect();
    series(Grain::Rolling12, "2017-01", "2020-12", lines)
}

/// Months with a stretch that was not collected, a point that stands alone, a withheld month, a
/// break, and an incomplete end.
pub(crate) fn broken() -> Series {
    let mut cells: Vec<Cell> = (0..48_u32)
        .map(|at| Cell::Observed(26 + at * 7 % 13 - at % 5))
        .collect();
    for at in [9, 10, 11, 13, 14] {
        cells[at] = Cell::NotCollected;
    }
    cells[20] = Cell::Suppressed;
    for (cell, count) in cells.iter_mut().skip(44).zip([18, 15, 12, 9]) {
        *cell = Cell::Provisional(count);
    }
    let mut line = homicide(cells);
    line.breaks = vec![Break {
        month: month("2020-01"),
        reason: "The districts changed.".into(),
    }];
    series(Grain::Month, "2018-01", "2021-12", vec![line])
}

/// The same thing from two sources.
pub(crate) fn two_sources() -> Series {
    let police = Line {
        stretches: vec![stretch("bpd-2021", "2014-01", "2020-12")],
        ..homicide(observed(&[211, 341, 317, 338, 309, 344, 333]))
    };
    let index = Line {
        table: "index-city".into(),
        stretches: vec![stretch("rtci", "2018-01", "2025-12")],
        ..homicide(
            std::iter::repeat_n(Cell::NotCollected, 4)
                .chain(observed(&[307, 348, 332]))
                .collect(),
        )
    };
    series(Grain::Year, "2014-01", "2020-12", vec![police, index])
}

/// Arrests by eight groups of charges: as many lines as a chart takes.
pub(crate) fn charges() -> Series {
    let groups = [
        ("all", "All arrests"),
        ("drugs", "Drugs"),
        ("assault", "Assault"),
        ("gun", "Guns"),
        ("theft", "Theft"),
        ("court", "Court matters"),
        ("public_order", "Public order"),
        ("unknown", "No charge on record"),
    ];
    let lines = (0_u32..).zip(groups).map(|(at, (code, label))| {
        let level = 9000 / (at + 1);
        let totals = [
            level,
            level * 9 / 10,
            level * 8 / 10,
            level * 7 / 10,
            level / 2,
        ];
        line(Unit::Arrests, code, label, observed(&gliding(&totals)))
    });
    series(Grain::Rolling12, "2017-01", "2020-12", lines.collect())
}

/// One year by month, with few counts.
pub(crate) fn short() -> Series {
    let counts = observed(&[3, 0, 1, 4, 2, 0, 0, 5, 2, 1, 3, 2, 4, 1]);
    let line = place(homicide(counts), "eastern", "Eastern District");
    series(Grain::Month, "2018-11", "2019-12", vec![line])
}

/// Quarters of a larger count.
pub(crate) fn quarters() -> Series {
    let counts = observed(&[1402, 1290, 1361, 1097, 1188, 1245]);
    let line = line(Unit::Offenses, "robbery", "Robbery", counts);
    series(Grain::Quarter, "2018-07", "2019-12", vec![line])
}

/// Nothing was collected.
pub(crate) fn nothing() -> Series {
    let line = homicide(vec![Cell::NotCollected; 24]);
    series(Grain::Month, "2018-01", "2019-12", vec![line])
}

/// Calls `check` with a context of Baltimore, its events and two sources.
pub(crate) fn with_context<T>(check: impl FnOnce(&Context) -> T) -> T {
    let labels = [
        ("bpd-2014".to_owned(), "Police export of 2014".to_owned()),
        (
            "bpd-2021".to_owned(),
            "Police export of August 2021".to_owned(),
        ),
        ("rtci".to_owned(), "Real-Time Crime Index".to_owned()),
    ];
    check(&Context {
        city: "Baltimore",
        events: &events(),
        source_labels: &labels,
        table_notes: &[TableNote {
            table: "crime-city".into(),
            hidden_below: Some(5),
            rounded_within: Some(4),
            is_sample: false,
        }],
    })
}
