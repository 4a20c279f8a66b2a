//! Properties that hold for any series: no claim beyond chance, no number that is not a cell's.

use cube::statistics::{Change, change};
use cube::{Break, Cell, Grain, Line, Series, Unit};
use proptest::prelude::*;
use serde_json::Value;

use super::sample::{line, month, place, stretch, with_context};
use crate::rounded::RoundedChange;
use crate::tokens::Theme;
use crate::{
    Context, Width, headline, lead, line_label, line_plan, sentence, sparkline_plan, table, title,
};

fn cell() -> impl Strategy<Value = Cell> {
    prop_oneof![
        6 => (0_u32..60).prop_map(Cell::Observed),
        3 => (0_u32..5000).prop_map(Cell::Observed),
        1 => (0_u32..200).prop_map(Cell::Provisional),
        1 => (0_u32..40).prop_map(|tens| Cell::Rounded(tens * 10)),
        1 => Just(Cell::Suppressed),
        1 => Just(Cell::NotCollected),
        1 => Just(Cell::NotApplicable),
    ]
}

const KINDS: [(Unit, &str, &str); 6] = [
    (Unit::Victims, "homicide", "Homicide"),
    (Unit::Victims, "shooting", "Non-fatal shooting"),
    (Unit::Offenses, "robbery", "Robbery"),
    (Unit::Victims, "robbery_street", "Street robbery"),
    (Unit::Arrests, "gun", "Gun offenses"),
    (Unit::Arrests, "odd {code}", "Something odd {c}"),
];

/// A line by numbers: its kind, its place, its table, its cells, its break.
fn drawn(kind: usize, at: usize, other_table: bool, cells: Vec<Cell>, broken: bool) -> Line {
    let (unit, code, label) = KINDS[kind];
    let line = line(unit, code, label, cells);
    let mut line = match at {
        0 => line,
        _ => place(line, &format!("area-{at}"), &format!("Area {at}")),
    };
    line.table = if other_table { "other" } else { "main" }.into();
    line.stretches = vec![
        stretch("bpd-2014", "2014-01", "2015-06"),
        stretch("bpd-2021", "2015-07", "2030-12"),
    ];
    if broken {
        let reason = "Something changed.".to_owned();
        line.breaks = vec![Break {
            month: month("2016-01"),
            reason,
        }];
    }
    line
}

pub(super) fn any_series() -> impl Strategy<Value = Series> {
    let grain = prop::sample::select(Grain::ALL.to_vec());
    (grain, 1_i32..48, 0_usize..9).prop_flat_map(|(grain, months, lines)| {
        let first = month("2015-01");
        let last = first.plus(match grain {
            Grain::Year => months * 4,
            _ => months,
        });
        let periods = grain.periods(first, last);
        let cells = prop::collection::vec(cell(), periods.len());
        let line = (
            0..KINDS.len(),
            0_usize..3,
            any::<bool>(),
            cells,
            any::<bool>(),
        )
            .prop_map(|(kind, at, table, cells, broken)| drawn(kind, at, table, cells, broken));
        prop::collection::vec(line, lines).prop_map(move |mut lines| {
            // A line is a table, a category and a place; the same one is not drawn twice.
            let key = |line: &Line| {
                (
                    line.table.clone(),
                    line.unit.as_str(),
                    line.category.code.clone(),
                    line.geography.code.clone(),
                )
            };
            let mut seen = Vec::new();
            lines.retain(|line| {
                let is_new = !seen.contains(&key(line));
                seen.push(key(line));
                is_new
            });
            Series {
                grain,
                periods: periods.clone(),
                lines,
            }
        })
    })
}

/// The words of a text, in small letters.
fn words_of(text: &str) -> Vec<String> {
    let split = |c: char| !c.is_alphanumeric();
    text.split(split).map(str::to_lowercase).collect()
}

fn says(text: &str, word: &str) -> bool {
    words_of(text).iter().any(|found| found == word)
}

fn changes(series: &Series) -> Vec<Change> {
    let of_line = |line| {
        let shown = series.shown(line)?;
        if shown.is_rounded() {
            return with_context(|context| {
                match crate::rounded::change(series, line, shown, context) {
                    RoundedChange::Rose => Some(Change::Rose),
                    RoundedChange::Fell => Some(Change::Fell),
                    _ => None,
                }
            });
        }
        let found = series.comparison(line)?;
        Some(change(found.now, found.before?))
    };
    series.lines.iter().filter_map(of_line).collect()
}

fn main_series(option: &Value) -> Vec<&Value> {
    let is_main = |series: &&Value| !series["id"].as_str().unwrap().starts_with('~');
    option["series"]
        .as_array()
        .unwrap()
        .iter()
        .filter(is_main)
        .collect()
}

/// Visits every value inside a JSON value.
fn walk(value: &Value, check: &mut impl FnMut(&Value)) {
    check(value);
    match value {
        Value::Array(items) => items.iter().for_each(|item| walk(item, check)),
        Value::Object(entries) => entries.values().for_each(|item| walk(item, check)),
        _ => {}
    }
}

proptest! {
    #[test]
    fn a_change_is_named_only_where_it_is_beyond_chance(series in any_series()) {
        let text = with_context(|context| sentence(&series, context));
        // A hidden number has a size, and no change.
        let text = text.replace("fewer than 5", "");
        let changes = changes(&series);
        for (word, kind) in [("rose", Change::Rose), ("fell", Change::Fell)] {
            prop_assert!(!says(&text, word) || changes.contains(&kind), "{text}");
        }
        let differs = changes.iter().any(|kind| *kind != Change::AboutTheSame);
        // With several lines, "and 3 more" counts the lines that are not spoken of.
        let few = series.lines.len() <= 4;
        let names_a_difference = says(&text, "fewer") || (few && says(&text, "more"));
        prop_assert!(!names_a_difference || differs, "{text}");
        prop_assert!(!text.contains("because"));
    }

    #[test]
    fn a_percentage_stands_on_twenty_or_more_and_beyond_chance(now in 0_u32..80, before in 0_u32..80) {
        let series = super::sample::two_years(now, before);
        let text = with_context(|context| sentence(&series, context));
        let percentages = text.matches('%').count() - text.matches("95% range").count();
        let may = before >= 20 && matches!(change(now, before), Change::Rose | Change::Fell);
        prop_assert_eq!(percentages, usize::from(may), "{}", text);
    }

    #[test]
    fn a_headline_says_its_own_change(series in any_series()) {
        with_context(|context| { for line in &series.lines {
            let Some(figure) = headline(&series, line, context) else {
                let is_shown = |cell: &Cell| matches!(cell, Cell::Observed(_) | Cell::Rounded(_));
                prop_assert!(!line.cells.iter().any(is_shown));
                continue;
            };
            let shown = series.shown(line).unwrap();
            if shown.is_rounded() {
                let kind = crate::rounded::change(&series, line, shown, context);
                prop_assert_eq!(says(&figure.change, "rose"), kind == RoundedChange::Rose);
                prop_assert_eq!(says(&figure.change, "fell"), kind == RoundedChange::Fell);
                prop_assert!(!says(&figure.range, "chance"));
                prop_assert_eq!(figure.value.replace(',', ""), shown.now.count.to_string());
                continue;
            }
            let found = series.comparison(line).unwrap();
            let kind = found.before.map(|before| change(found.now, before));
            prop_assert_eq!(figure.change_kind, kind);
            prop_assert_eq!(says(&figure.change, "rose"), kind == Some(Change::Rose));
            prop_assert_eq!(says(&figure.change, "fell"), kind == Some(Change::Fell));
            prop_assert_eq!(figure.value.replace(',', ""), found.now.to_string());
            let lead = lead(&series, line, context).unwrap();
            prop_assert!(!says(&lead, "rose") && !says(&lead, "fell"));
        }
        Ok(()) })?;
    }

    #[test]
    fn every_cell_of_the_table_is_a_cell_of_the_series(series in any_series()) {
        let table = with_context(|context| table(&series, context));
        prop_assert_eq!(table.rows.len(), series.periods.len());
        for (row, position) in table.rows.iter().rev().zip(0..) {
            prop_assert_eq!(row.cells.len(), table.columns.len());
            for (shown, line) in row.cells.iter().zip(&series.lines) {
                let cell = line.cells[position];
                prop_assert_eq!(shown.status, cell.status());
                let number = shown.text.split(' ').next().unwrap().replace(',', "").parse().ok();
                prop_assert_eq!(number, cell.value(), "{}", shown.text);
            }
        }
    }

    #[test]
    fn the_option_draws_the_cells_and_nothing_else(series in any_series(), wide: bool) {
        let width = if wide { Width::Wide } else { Width::Narrow };
        let option = with_context(|context| line_plan(&series, context, Theme::Light, width).options(420.0));
        let mains = main_series(&option);
        prop_assert_eq!(mains.len(), series.lines.len());
        for (main, line) in mains.iter().zip(&series.lines) {
            let values: Vec<Option<u32>> = serde_json::from_value(main["data"].clone()).unwrap();
            let cells: Vec<Option<u32>> = line.cells.iter().map(|cell| cell.value()).collect();
            prop_assert_eq!(values, cells);
            prop_assert_eq!(&main["connectNulls"], &Value::Bool(false));
        }
        prop_assert_eq!(option["xAxis"][0]["data"].as_array().map_or(0, Vec::len), series.periods.len());
    }

    #[test]
    fn helpers_are_silent_and_ids_are_unique(series in any_series()) {
        let option = with_context(|context| line_plan(&series, context, Theme::Dark, Width::Wide).options(420.0));
        let all = option["series"].as_array().unwrap();
        let mut ids: Vec<&str> = all.iter().map(|one| one["id"].as_str().unwrap()).collect();
        for one in all {
            prop_assert!(one["name"].is_string());
            if one["id"].as_str().unwrap().starts_with('~') {
                prop_assert_eq!(&one["silent"], &Value::Bool(true));
                prop_assert_eq!(&one["tooltip"]["show"], &Value::Bool(false));
            }
        }
        ids.sort_unstable();
        let count = ids.len();
        ids.dedup();
        prop_assert_eq!(ids.len(), count);
    }

    /// JSON has no NaN: one would show as a null where no list of values stands. Functions of
    /// charming would show as its marker text.
    #[test]
    fn no_number_is_lost_and_no_function_appears(series in any_series()) {
        let sparkline = sparkline_plan(&series, Theme::Dark).options(420.0);
        let option = with_context(|context| line_plan(&series, context, Theme::Dark, Width::Wide).options(420.0));
        for option in [sparkline, option] {
            walk(&option, &mut |value| {
                if let Value::Object(entries) = value {
                    assert!(entries.values().all(|entry| !entry.is_null()), "{value}");
                }
                if let Value::String(text) = value {
                    assert!(!text.contains("function"), "{text}");
                }
            });
        }
    }

    #[test]
    fn titles_and_labels_are_never_empty_nor_the_same(series in any_series()) {
        with_context(|context| {
            prop_assert!(!title(&series, context).is_empty());
            prop_assert!(!sentence(&series, context).is_empty());
            // With the names of the sources, and where the release gives none.
            let unnamed = Context { source_labels: &[], ..*context };
            for context in [context, &unnamed] {
                let mut labels: Vec<String> =
                    series.lines.iter().map(|line| line_label(&series, line, context)).collect();
                prop_assert!(labels.iter().all(|label| !label.is_empty()));
                labels.sort_unstable();
                let count = labels.len();
                labels.dedup();
                prop_assert_eq!(labels.len(), count, "{:?}", labels);
            }
            Ok(())
        })?;
    }
}
