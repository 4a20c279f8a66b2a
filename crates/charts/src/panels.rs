//! Lines of very different sizes above each other, each on a scale of its own and all on one time
//! axis: a neighborhood beside its city would otherwise lie on the ground.

use cube::{Line, Series, tidy};
use serde_json::{Value, json};
use wording::{message, t};

use crate::charming_gaps::overlay;
use crate::text::plain;
use crate::tokens::{FONT, Theme, palette};
use crate::{Context, Form, Width, label, line_options};

/// The height that panels share, in pixels: that of the element of a chart.
const HEIGHT: i64 = 420;
/// How many lines still have room above each other.
const MOST: usize = 3;
/// How many times as high as another a line must be to have a scale of its own.
const FAR_APART: u32 = 5;
/// The room for the name of a line above its panel, and for the labels below, in pixels.
const NAME: i64 = 22;
const BELOW: i64 = 36;

/// A panel a line, each on its own scale.
pub const PANELS: Form = Form {
    id: "panels",
    name: message!("Line charts above each other, each on its own scale"),
    title: |series, context| {
        let title = crate::title(series, context);
        t!("{title}, each on its own scale", title = title)
    },
    sentence: crate::sentence,
    key: |_, _| Some(t!("Each line has its own scale: compare shapes, not heights.").to_owned()),
    options,
    table: crate::table,
    csv: |series| Some(tidy::series_csv(series)),
    has_legend: false,
    is_over_periods: true,
};

/// Whether lines are so different in size that they need a scale each, and few enough to get one.
#[must_use]
pub fn are_far_apart(series: &Series) -> bool {
    let highest = |line: &Line| line.cells.iter().filter_map(|cell| cell.value()).max();
    let heights = series.lines.iter().filter_map(highest);
    let (low, high) = heights.fold((u32::MAX, 0), |(low, high), height| {
        (low.min(height), high.max(height))
    });
    let is_few = (2..=MOST).contains(&series.lines.len());
    is_few && low.max(1).saturating_mul(FAR_APART) <= high
}

fn options(series: &Series, context: &Context, theme: Theme, width: Width) -> Value {
    let panels: Vec<Value> = series
        .lines
        .iter()
        .enumerate()
        .map(|(position, line)| panel(series, line, position, context, theme, width))
        .collect();
    let left = widest(&panels, "left");
    let right = widest(&panels, "right");
    let many = i64::try_from(panels.len()).unwrap_or(1).max(1);
    let mut all = json!({"grid": [], "xAxis": [], "yAxis": [], "series": []});
    for (position, mut panel) in (0..).zip(panels) {
        let top = number(&panel, "top") + NAME;
        let start = HEIGHT / many * position + top;
        let height = (HEIGHT / many - top - BELOW).max(40);
        let place = json!({
            "left": left, "right": right, "top": start, "height": height, "bottom": null,
        });
        if let Some(grid) = panel.get_mut("grid").and_then(|grid| grid.get_mut(0)) {
            overlay(grid, place);
        }
        for part in ["grid", "xAxis", "yAxis", "series"] {
            append(&mut all, &mut panel, part);
        }
        if position == 0 {
            let rest = panel
                .as_object_mut()
                .map(std::mem::take)
                .unwrap_or_default();
            for (key, value) in rest {
                if all.get(&key).is_none() {
                    overlay(&mut all, json!({key: value}));
                }
            }
        }
    }
    overlay(
        &mut all,
        json!({"axisPointer": {"link": [{"xAxisIndex": "all"}]}}),
    );
    all
}

/// The chart of one line, with its axes and series bound to the grid at a position.
fn panel(
    series: &Series,
    line: &Line,
    position: usize,
    context: &Context,
    theme: Theme,
    width: Width,
) -> Value {
    let only = Series {
        grain: series.grain,
        periods: series.periods.clone(),
        lines: vec![line.clone()],
    };
    // Events are named once, above the first panel.
    let events = match position {
        0 => context.events,
        _ => &[],
    };
    let mut panel = line_options(&only, &Context { events, ..*context }, theme, width);
    let name = plain(&label::line_label(series, line, context));
    let named = json!({
        "gridIndex": position,
        "splitNumber": 3,
        "name": name,
        "nameLocation": "end",
        "nameGap": 8,
        "nameTextStyle": {
            "align": "left",
            "color": palette(theme).ink.to_string(),
            "fontFamily": FONT,
            "fontSize": 13,
            "fontWeight": 600,
        },
    });
    if let Some(axis) = panel.get_mut("yAxis") {
        overlay(axis, named);
    }
    for_each(&mut panel, "xAxis", |axis| {
        overlay(axis, json!({"gridIndex": position}));
        suffix(axis, position, "id");
    });
    for_each(&mut panel, "series", |series| {
        overlay(
            series,
            json!({"xAxisIndex": position * 2, "yAxisIndex": position}),
        );
        // Alone in its panel a line would have a shorter name than in the table.
        let is_helper = |name: &str| name.starts_with('~');
        if series
            .get("name")
            .and_then(Value::as_str)
            .is_some_and(|own| !is_helper(own))
        {
            overlay(series, json!({"name": name}));
        }
        suffix(series, position, "id");
        suffix(series, position, "stack");
    });
    panel
}

fn for_each(panel: &mut Value, part: &str, change: impl Fn(&mut Value)) {
    let items = panel.get_mut(part).and_then(Value::as_array_mut);
    items.into_iter().flatten().for_each(change);
}

/// Ids and stacks are of one panel alone.
fn suffix(item: &mut Value, position: usize, key: &str) {
    if let Some(Value::String(text)) = item.get_mut(key) {
        text.push_str(&format!("/{position}"));
    }
}

fn append(all: &mut Value, panel: &mut Value, part: &str) {
    let found = panel.get_mut(part).map(Value::take);
    let items = match found {
        Some(Value::Array(items)) => items,
        Some(Value::Null) | None => Vec::new(),
        Some(one) => vec![one],
    };
    if let Some(list) = all.get_mut(part).and_then(Value::as_array_mut) {
        list.extend(items);
    }
}

fn number(panel: &Value, key: &str) -> i64 {
    let grid = panel.get("grid").and_then(|grid| grid.get(0));
    let value = grid.and_then(|grid| grid.get(key));
    value.and_then(Value::as_i64).unwrap_or(0)
}

fn widest(panels: &[Value], key: &str) -> i64 {
    panels
        .iter()
        .map(|panel| number(panel, key))
        .max()
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::sample::{districts, homicide, observed, place, series, with_context};
    use cube::Grain;

    fn far_apart() -> Series {
        let small = place(homicide(observed(&[3, 5, 4])), "east", "East");
        let lines = vec![small, homicide(observed(&[300, 340, 310]))];
        series(Grain::Year, "2014-01", "2016-12", lines)
    }

    #[test]
    fn only_few_lines_of_very_different_size_get_panels() {
        assert!(are_far_apart(&far_apart()));
        assert!(!are_far_apart(&districts()));
    }

    #[test]
    fn every_series_stands_in_its_own_panel() {
        let options = with_context(|context| {
            (PANELS.options)(&far_apart(), context, Theme::Light, Width::Wide)
        });
        let count = |part: &str| options[part].as_array().unwrap().len();
        assert_eq!((count("grid"), count("xAxis"), count("yAxis")), (2, 4, 2));
        let series = options["series"].as_array().unwrap();
        let mut ids: Vec<&str> = series
            .iter()
            .map(|one| one["id"].as_str().unwrap())
            .collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), series.len());
        for one in series {
            let panel = one["yAxisIndex"].as_u64().unwrap();
            assert_eq!(one["xAxisIndex"].as_u64().unwrap(), panel * 2);
        }
        let ends = |at: usize| {
            let grid = &options["grid"][at];
            let top = grid["top"].as_i64().unwrap();
            (top, top + grid["height"].as_i64().unwrap())
        };
        assert!(ends(0).1 < ends(1).0 && ends(1).1 < HEIGHT);
        assert_eq!(options["axisPointer"]["type"], "line");
    }
}
