//! Goldens: what a change of this crate changes for a reader, as a diff.

use cube::{Cell, Grain, Series, Unit};
use insta::assert_snapshot;

use serde_json::Value;

use super::sample::*;
use crate::tokens::Theme;
use crate::{
    Context, Plan, Width, headline, line_label, line_plan, sentence, source_note, sparkline_plan,
    table, title,
};

/// JSON with each list of plain values on one line, so that a diff shows what changed.
pub(super) fn set(value: &Value) -> String {
    fn write(value: &Value, indent: usize, text: &mut String) {
        let is_nested = |value: &Value| value.is_object() || value.is_array();
        let line = |text: &mut String, indent| {
            text.push('\n');
            text.push_str(&"  ".repeat(indent));
        };
        match value {
            Value::Object(entries) if entries.values().any(is_nested) || entries.len() > 5 => {
                text.push('{');
                for (position, (key, value)) in entries.iter().enumerate() {
                    text.push_str(if position > 0 { "," } else { "" });
                    line(text, indent + 1);
                    text.push_str(&format!("{key:?}: "));
                    write(value, indent + 1, text);
                }
                line(text, indent);
                text.push('}');
            }
            Value::Array(items) if items.iter().any(is_nested) => {
                text.push('[');
                for (position, item) in items.iter().enumerate() {
                    text.push_str(if position > 0 { "," } else { "" });
                    line(text, indent + 1);
                    write(item, indent + 1, text);
                }
                line(text, indent);
                text.push(']');
            }
            plain => text.push_str(&plain.to_string()),
        }
    }
    let mut text = String::new();
    write(value, 0, &mut text);
    text
}

pub(crate) fn plan(series: &Series, theme: Theme, width: Width) -> Plan {
    with_context(|context| line_plan(series, context, theme, width))
}

pub(super) fn options(series: &Series, theme: Theme, width: Width) -> Value {
    plan(series, theme, width).options(420.0)
}

#[test]
fn one_line_with_its_range_and_an_incomplete_end() {
    let series = homicides_rolling(4);
    assert_snapshot!(
        "one_line_wide",
        set(&options(&series, Theme::Light, Width::Wide))
    );
    assert_snapshot!(
        "one_line_narrow",
        set(&options(&series, Theme::Dark, Width::Narrow))
    );
}

#[test]
fn several_lines() {
    assert_snapshot!(
        "several_wide",
        set(&options(&several(), Theme::Light, Width::Wide))
    );
    assert_snapshot!(
        "several_narrow",
        set(&options(&several(), Theme::Light, Width::Narrow))
    );
    assert_snapshot!(
        "districts_wide",
        set(&options(&districts(), Theme::Dark, Width::Wide))
    );
    assert_snapshot!(
        "two_sources_wide",
        set(&options(&two_sources(), Theme::Light, Width::Wide))
    );
}

#[test]
fn gaps_breaks_and_lone_points() {
    assert_snapshot!(
        "broken_wide",
        set(&options(&broken(), Theme::Light, Width::Wide))
    );
}

#[test]
fn years() {
    let series = homicides_by_year();
    assert_snapshot!(
        "years_wide",
        set(&options(&series, Theme::Light, Width::Wide))
    );
    assert_snapshot!(
        "years_narrow",
        set(&options(&series, Theme::Dark, Width::Narrow))
    );
}

#[test]
fn many_lines_short_windows_and_none() {
    assert_snapshot!(
        "charges_wide",
        set(&options(&charges(), Theme::Light, Width::Wide))
    );
    assert_snapshot!(
        "short_wide",
        set(&options(&short(), Theme::Dark, Width::Wide))
    );
    assert_snapshot!(
        "short_narrow",
        set(&options(&short(), Theme::Light, Width::Narrow))
    );
    assert_snapshot!(
        "quarters_narrow",
        set(&options(&quarters(), Theme::Light, Width::Narrow))
    );
    assert_snapshot!(
        "nothing_wide",
        set(&options(&nothing(), Theme::Light, Width::Wide))
    );
}

#[test]
fn sparkline() {
    assert_snapshot!(set(
        &sparkline_plan(&homicides_rolling(4), Theme::Light).options(420.0)
    ));
}

/// Everything that is said of a series, in the order of a page.
pub(super) fn texts(series: &Series) -> String {
    with_context(|context| texts_in(series, context))
}

/// The same in another context.
pub(super) fn texts_in(series: &Series, context: &Context) -> String {
    let table = table(series, context);
    let newest = table.rows.iter().take(3).map(|row| {
        let cells: Vec<&str> = row.cells.iter().map(|cell| cell.text.as_str()).collect();
        format!("{} | {}", row.heading, cells.join(" | "))
    });
    let labels = series
        .lines
        .iter()
        .map(|line| line_label(series, line, context));
    let figures = series
        .lines
        .iter()
        .map(|line| match headline(series, line, context) {
            Some(it) => format!(
                "{} {}, {}. {}. {}. {}.",
                it.value, it.unit, it.period, it.range, it.change, it.before
            ),
            None => "no headline".to_owned(),
        });
    let mut said = vec![title(series, context), sentence(series, context)];
    said.extend(figures);
    said.push(labels.collect::<Vec<_>>().join(" / "));
    said.push(table.columns.join(" | "));
    said.extend(newest);
    said.push(source_note(series, context));
    said.join("\n")
}

#[test]
fn texts_of_typical_series() {
    assert_snapshot!("texts_one_line", texts(&homicides_rolling(4)));
    assert_snapshot!("texts_several", texts(&several()));
    assert_snapshot!("texts_districts", texts(&districts()));
    assert_snapshot!("texts_two_sources", texts(&two_sources()));
    assert_snapshot!("texts_broken", texts(&broken()));
    assert_snapshot!("texts_years", texts(&homicides_by_year()));
}

#[test]
fn texts_of_the_check_values() {
    let pairs = [
        (348, 309),
        (333, 344),
        (716, 766),
        (197, 262),
        (344, 211),
        (22, 20),
        (0, 0),
        (1, 0),
        (20, 2),
    ];
    let said = pairs.map(|(now, before)| {
        let series = two_years(now, before);
        with_context(|context| {
            let figure = headline(&series, &series.lines[0], context).unwrap();
            format!(
                "{}\n  {} | {}",
                sentence(&series, context),
                figure.range,
                figure.change
            )
        })
    });
    assert_snapshot!(said.join("\n"));
}

#[test]
fn texts_where_nothing_is_complete() {
    let with = |cells: Vec<Cell>| series(Grain::Year, "2018-01", "2019-12", vec![homicide(cells)]);
    let all = [
        series(Grain::Year, "2018-01", "2019-12", Vec::new()),
        series(
            Grain::Year,
            "2018-02",
            "2018-03",
            vec![homicide(Vec::new())],
        ),
        with(vec![Cell::NotCollected; 2]),
        with(vec![Cell::Suppressed; 2]),
        with(vec![Cell::Provisional(3); 2]),
        with(vec![Cell::NotApplicable; 2]),
        with(vec![Cell::NotCollected, Cell::Suppressed]),
        with(vec![Cell::Observed(3), Cell::NotCollected]),
        with(vec![Cell::NotCollected, Cell::Observed(3)]),
    ];
    let said: Vec<String> = all.iter().map(texts).collect();
    assert_snapshot!(said.join("\n\n"));
}

#[test]
fn sentences_of_other_units() {
    let clause = |unit, code: &str, label: &str, count| {
        let line = line(unit, code, label, observed(&[count]));
        let series = series(Grain::Quarter, "2019-07", "2019-09", vec![line]);
        with_context(|context| {
            format!(
                "{}\n  {}",
                title(&series, context),
                sentence(&series, context)
            )
        })
    };
    let said = [
        clause(Unit::Arrests, "gun", "Gun", 312),
        clause(Unit::Arrests, "all", "All", 1),
        clause(Unit::Arrests, "drugs", "Drugs", 0),
        clause(Unit::Victims, "shooting", "Shooting", 186),
        clause(Unit::Victims, "shooting", "Shooting", 0),
        clause(Unit::Victims, "homicide", "Homicide", 1),
        clause(Unit::Offenses, "robbery", "Robbery", 1288),
        clause(Unit::Victims, "burglary", "Burglary", 1),
        clause(Unit::Victims, "robbery_carjacking", "Carjacking", 99),
    ];
    assert_snapshot!(said.join("\n"));
}
