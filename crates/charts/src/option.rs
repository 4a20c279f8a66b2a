//! A plan as the options of ECharts, for its SVG renderer, without any function in them.
//!
//! Charming builds what it knows; [`crate::charming_gaps`] adds the rest. What is shown, and how it looks,
//! is in the plan.

use charming::component::{Axis, Grid};
use charming::element::{AxisType, ItemStyle, LineStyle as Stroke, Symbol};
use charming::series;
use cube::Fixed;
use serde_json::{Value, json};

use crate::axis::Tick;
use crate::charming_gaps::{chart, completed, overlay};
use crate::flags::Placed;
use crate::marks::{self, Marks, Note, NoteHeight};
use crate::plan::{Drawn, EndText, Panel, Part, Plan};
use crate::scale::Scale;
use crate::text::{END_TEXT, SMALL_TEXT};
use crate::tokens::{FONT, Palette, Theme, palette};

impl Plan {
    /// The options of the chart for ECharts, in an element of a height in pixels.
    #[must_use]
    pub fn options(&self, height_px: f64) -> Value {
        let theme = self.theme;
        match self.panels.as_slice() {
            [] => json!({}),
            [only] if only.ticks.is_none() => without_axes(only),
            [only] => of_panel(only, 0, theme),
            _ => self.stacked(height_px),
        }
    }

    /// Panels above each other, each with axes and series of its own grid.
    fn stacked(&self, height_px: f64) -> Value {
        let mut all = json!({"grid": [], "xAxis": [], "yAxis": [], "series": []});
        let panels = self.panels.iter().zip(self.reaches(height_px));
        for (position, (panel, (begin, top, bottom))) in (0_u32..).zip(panels) {
            let [begin, top, bottom] = [begin, top, bottom].map(whole);
            let mut options = of_panel(panel, begin, self.theme);
            bind(&mut options, panel, position, self.theme);
            let place = json!({"top": top, "height": bottom - top, "bottom": null});
            if let Some(grid) = options.get_mut("grid").and_then(|grid| grid.get_mut(0)) {
                overlay(grid, place);
            }
            for part in ["grid", "xAxis", "yAxis", "series"] {
                append(&mut all, &mut options, part);
            }
            if position == 0 {
                let rest = options
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
}

fn of_panel(panel: &Panel, from_top: i64, theme: Theme) -> Value {
    let palette = palette(theme);
    let mut all = of_marks(&panel.marks, panel.notes, from_top, &palette);
    all.extend(panel.lines.iter().map(|line| of_line(line, &palette)));
    let mut extra = around(&palette);
    if let Value::Object(extra) = &mut extra {
        let ticks = panel.ticks.as_deref().unwrap_or_default();
        extra.insert("xAxis".into(), named_axes(&panel.names, ticks, &palette));
        extra.insert("yAxis".into(), y_axis(panel.scale, &palette));
        extra.insert("series".into(), Value::Array(all));
    }
    chart(&margins(panel).contain_label(false), extra)
}

/// A chart the size of a word.
fn without_axes(panel: &Panel) -> Value {
    let hidden = |kind| Axis::new().type_(kind).show(false);
    let x_axis = hidden(AxisType::Category).boundary_gap(false);
    let y_axis = hidden(AxisType::Value).min(0);
    let lines: Vec<Value> = panel.lines.iter().map(of_spark).collect();
    let extra = json!({
        "aria": {"enabled": false},
        "tooltip": {"show": false},
        "xAxis": completed(&x_axis, json!({"data": panel.names})),
        "yAxis": completed(&y_axis, json!({"max": panel.scale.top})),
        "series": lines,
    });
    chart(&margins(panel), extra)
}

/// What charming cannot say of the chart as a whole.
fn around(palette: &Palette) -> Value {
    json!({
        "textStyle": {"fontFamily": FONT, "fontSize": SMALL_TEXT, "color": palette.ink.to_string()},
        "aria": {"enabled": false},
        "legend": {"show": false},
        // The rule at the position that is pointed at; what is told of it is [`crate::readings`].
        "axisPointer": {
            "type": "line",
            "animation": false,
            "label": {"show": false},
            "lineStyle": {"color": palette.quiet.to_string(), "width": 1, "type": "solid"},
        },
    })
}

/// The room beside the plot.
fn margins(panel: &Panel) -> Grid {
    let sides = panel.sides;
    Grid::new()
        .left(i64::from(sides.left))
        .right(i64::from(sides.right))
        .top(i64::from(sides.top))
        .bottom(i64::from(sides.bottom))
}

/// Two axes on one line: the first carries full names of positions, for pointing, and is not drawn; the
/// second carries the sparse labels. One axis cannot do both without a function.
fn named_axes(all: &[String], ticks: &[Tick], palette: &Palette) -> Value {
    let positions: Vec<usize> = ticks.iter().map(|tick| tick.position).collect();
    let labels = labels(all.len(), ticks);
    let names = Axis::new()
        .id("periods")
        .type_(AxisType::Category)
        .boundary_gap(false)
        .show(false);
    let shown = Axis::new()
        .id("~labels")
        .type_(AxisType::Category)
        .boundary_gap(false)
        .position("bottom");
    let rule = json!({"color": palette.quiet.to_string(), "width": 1});
    let drawn = json!({
        "data": labels,
        "silent": true,
        "axisPointer": {"show": false},
        "axisLine": {"show": true, "onZero": false, "lineStyle": rule},
        "axisTick": {"show": true, "length": 5, "customValues": positions, "lineStyle": rule},
        "axisLabel": {
            "customValues": positions,
            "color": palette.quiet.to_string(),
            "fontFamily": FONT,
            "fontSize": SMALL_TEXT,
            "lineHeight": 15,
            "margin": 9,
        },
        "splitLine": {"show": false},
    });
    json!([
        completed(&names, json!({"data": all, "axisPointer": {"show": true}})),
        completed(&shown, drawn)
    ])
}

/// A label for every position, empty where there is no tick.
fn labels(positions: usize, ticks: &[Tick]) -> Vec<&str> {
    let mut labels = vec![""; positions];
    for tick in ticks {
        if let Some(label) = labels.get_mut(tick.position) {
            *label = &tick.label;
        }
    }
    labels
}

/// Numbers from zero: light horizontal rules and numbers, no axis line.
fn y_axis(scale: Scale, palette: &Palette) -> Value {
    let axis = Axis::new().type_(AxisType::Value).min(0);
    let drawn = json!({
        "max": scale.top,
        "interval": scale.step,
        "axisLine": {"show": false},
        "axisTick": {"show": false},
        "axisPointer": {"show": false},
        "axisLabel": {
            "color": palette.quiet.to_string(),
            "fontFamily": FONT,
            "fontSize": SMALL_TEXT,
            "margin": 8,
        },
        "splitLine": {
            "show": true,
            "lineStyle": {"color": palette.rule.to_string(), "width": 1, "type": "solid"},
        },
    });
    completed(&axis, drawn)
}

/// The series that shows a line.
fn of_line(line: &Drawn, palette: &Palette) -> Value {
    match &line.part {
        Part::Whole {
            values,
            has_stroke,
            has_points,
            end,
        } => completed(
            &base(line).show_symbol(*has_points).z(layer(line)),
            json!({
                "data": values,
                "showAllSymbol": true,
                "lineStyle": {"type": dash(line.dash), "opacity": f64::from(u8::from(*has_stroke))},
                "emphasis": {"focus": "none", "lineStyle": {"width": line.width}},
                "endLabel": end_label(end.as_ref(), palette),
                "labelLayout": {"moveOverlap": "shiftY"},
            }),
        ),
        Part::Stroke(values) => completed(
            &base(line).symbol(Symbol::None).z(layer(line)),
            helper(json!({
                "data": sparse(values),
                "lineStyle": {"type": dash(line.dash), "width": line.width},
            })),
        ),
        Part::Points(values) => completed(
            &base(line).show_symbol(true).z(layer(line)),
            helper(json!({
                "data": sparse(values),
                "showAllSymbol": true,
                "lineStyle": {"opacity": 0},
            })),
        ),
        Part::Band {
            values,
            stack,
            opacity,
        } => completed(
            &series::Line::new()
                .id(line.id.as_str())
                .name(line.name.as_str())
                .symbol(Symbol::None)
                .stack(stack.as_str())
                .connect_nulls(false)
                .z(layer(line)),
            helper(json!({
                "data": values,
                "stackStrategy": "all",
                "lineStyle": {"opacity": 0},
                "areaStyle": {"color": line.colour.to_string(), "opacity": opacity},
            })),
        ),
        Part::Middle(values) => {
            let colour = line.colour.to_string();
            json!({
                "type": "line", "id": line.id, "name": line.name,
                "data": values, "symbol": "none", "z": line.layer,
                "emphasis": {"disabled": true},
                "lineStyle": {"color": colour, "width": line.width, "type": dash(line.dash)},
                "itemStyle": {"color": colour},
            })
        }
        Part::Spark(_) | Part::Newest(_) => of_spark(line),
    }
}

/// The series of a chart the size of a word.
fn of_spark(line: &Drawn) -> Value {
    let colour = line.colour.to_string();
    let mut drawn = json!({
        "type": "line",
        "id": line.id,
        "name": line.name,
        "silent": true,
        "emphasis": {"disabled": true},
    });
    let own = match &line.part {
        Part::Spark(values) => json!({
            "symbol": "none",
            "connectNulls": false,
            "lineStyle": {"color": colour, "width": line.width, "type": dash(line.dash)},
            "data": values,
        }),
        Part::Newest(values) => json!({
            "symbol": line.points.0.name(),
            "symbolSize": line.points.1,
            "showSymbol": true,
            "showAllSymbol": true,
            "itemStyle": {"color": colour},
            "lineStyle": {"opacity": 0},
            "data": values,
        }),
        _ => json!({}),
    };
    overlay(&mut drawn, own);
    drawn
}

fn layer(line: &Drawn) -> i32 {
    i32::try_from(line.layer).unwrap_or(0)
}

/// What charming can say of every series of a line. The data are added as JSON, because charming leaves an
/// empty list out, and ECharts would then keep the data it had before.
fn base(line: &Drawn) -> series::Line {
    let colour = line.colour.to_string();
    let (marker, size) = line.points;
    series::Line::new()
        .id(line.id.as_str())
        .name(line.name.as_str())
        .symbol(Symbol::Custom(marker.name().to_owned()))
        .symbol_size(size)
        .connect_nulls(false)
        .line_style(Stroke::new().color(colour.as_str()).width(line.width))
        .item_style(ItemStyle::new().color(colour.as_str()))
}

fn end_label(end: Option<&EndText>, palette: &Palette) -> Value {
    match end {
        None => json!({"show": false}),
        Some(end) => json!({
            "show": true,
            "formatter": end.text,
            "distance": 6,
            "color": end.colour.to_string(),
            "fontFamily": FONT,
            "fontSize": END_TEXT,
            "fontWeight": if end.is_bold { 600 } else { 400 },
            "lineHeight": 15,
            "offset": [0, end.lowered],
            // A halo, so that a thin rule behind the text does not strike it through.
            "textBorderColor": palette.paper.to_string(),
            "textBorderWidth": 3,
        }),
    }
}

/// Values as ECharts takes them: where most are missing, only those that there are, each with its
/// position, and an empty place after each run of them. Most strokes are short, and ECharts takes its
/// time for every place of a list.
fn sparse(values: &[Option<Fixed>]) -> Value {
    let is_there = |at: usize| values.get(at).is_some_and(Option::is_some);
    if values.iter().flatten().count() * 2 >= values.len() {
        return json!(values);
    }
    let places = values.iter().enumerate();
    let kept =
        places.filter(|(at, value)| value.is_some() || at.checked_sub(1).is_some_and(is_there));
    json!(kept.collect::<Vec<_>>())
}

/// What every helper has in common: it is drawn, and otherwise not there.
fn helper(mut extra: Value) -> Value {
    let quiet = json!({
        "silent": true,
        "tooltip": {"show": false},
        "emphasis": {"disabled": true},
    });
    overlay(&mut extra, quiet);
    extra
}

/// A pattern as ECharts takes it.
fn dash(pattern: &[u8]) -> Value {
    match pattern {
        [] => json!("solid"),
        lengths => json!(lengths),
    }
}

/// The helper series that carry marks of a panel that begins so many pixels below the top, notes at a
/// height; none where there are none.
fn of_marks(marks: &Marks, height: NoteHeight, from_top: i64, palette: &Palette) -> Vec<Value> {
    let areas = marks.areas.iter();
    let areas = areas.map(|(first, last)| json!([{"xAxis": first}, {"xAxis": last}]));
    let rules = marks.flags.iter();
    let rules = rules.map(|placed| rule(placed, from_top, palette));
    let notes = marks.notes.iter();
    let notes = notes.map(|note| note_area(note, height, palette));
    let (areas, rules, notes): (Vec<_>, Vec<_>, Vec<_>) =
        (areas.collect(), rules.collect(), notes.collect());
    let mut all = Vec::new();
    if !(areas.is_empty() && rules.is_empty()) {
        all.push(carrier(
            "~marks",
            json!({
                "markLine": {"silent": true, "symbol": ["none", "none"], "data": rules},
                // Under the axes, so that the horizontal rules run through it.
                "markArea": {
                    "silent": true,
                    "z": -1,
                    "itemStyle": {"color": palette.band.to_string()},
                    "data": areas,
                },
            }),
        ));
    }
    if !notes.is_empty() {
        let areas = json!({"silent": true, "z": 1, "data": notes});
        all.push(carrier("~notes", json!({"markArea": areas})));
    }
    all
}

/// A series without data that carries marks.
fn carrier(id: &str, marks: Value) -> Value {
    let mut series = json!({
        "type": "line",
        "id": id,
        "name": id,
        "silent": true,
        "tooltip": {"show": false},
        "data": [],
    });
    overlay(&mut series, marks);
    series
}

fn rule(placed: &Placed, from_top: i64, palette: &Palette) -> Value {
    let (colour, pattern) = marks::rule_style(placed, palette);
    let style = json!({"color": colour.to_string(), "width": 1, "type": dash(pattern)});
    let Some(row) = placed.row else {
        return json!({
            "xAxis": placed.flag.position,
            "lineStyle": style,
            "label": {"show": false},
        });
    };
    let label = json!({
        "show": true,
        "position": "end",
        "formatter": placed.flag.label,
        "color": palette.quiet.to_string(),
        "fontFamily": FONT,
        "fontSize": SMALL_TEXT,
        // Otherwise ECharts takes the height of a letter that the typeface does not have.
        "lineHeight": SMALL_TEXT,
        "align": if placed.is_left { "right" } else { "left" },
        "verticalAlign": "top",
        "padding": if placed.is_left { json!([0, marks::FROM_RULE, 0, 0]) } else { json!([0, 0, 0, marks::FROM_RULE]) },
        "distance": 0,
    });
    json!([
        {"xAxis": placed.flag.position, "yAxis": 0, "lineStyle": style, "label": label},
        {"xAxis": placed.flag.position, "y": from_top + i64::from(marks::top_of_row(row))},
    ])
}

/// A note in its gap: an area without a fill, whose label it is.
fn note_area(note: &Note, height: NoteHeight, palette: &Palette) -> Value {
    let (down, beside) = marks::NOTE_PADDING;
    let label = json!({
        "show": true,
        "position": match height {
            NoteHeight::Top => "insideTop",
            NoteHeight::Middle => "inside",
            NoteHeight::Bottom => "insideBottom",
        },
        "formatter": note.reason,
        "color": palette.quiet.to_string(),
        "backgroundColor": palette.paper.to_string(),
        "padding": [down, beside],
        "fontFamily": FONT,
        "fontSize": SMALL_TEXT,
    });
    json!([
        {"xAxis": note.first, "itemStyle": {"opacity": 0}, "label": label},
        {"xAxis": note.last},
    ])
}

/// Whole pixels, in which panels are parted.
// A cast of a float saturates, and a screen has far fewer pixels.
#[allow(clippy::cast_possible_truncation)]
fn whole(px: f64) -> i64 {
    px.round() as i64
}

/// Binds the axes and series of a panel to the grid at its position.
fn bind(options: &mut Value, panel: &Panel, position: u32, theme: Theme) {
    if let Some(axis) = options.get_mut("yAxis") {
        overlay(
            axis,
            json!({
                "gridIndex": position,
                "name": panel.name,
                "nameLocation": "end",
                "nameGap": 8,
                "nameTextStyle": {
                    "align": "left",
                    "color": palette(theme).ink.to_string(),
                    "fontFamily": FONT,
                    "fontSize": END_TEXT,
                    "fontWeight": 600,
                },
            }),
        );
    }
    for_each(options, "xAxis", |axis| {
        overlay(axis, json!({"gridIndex": position}));
        suffix(axis, position, "id");
    });
    for_each(options, "series", |series| {
        overlay(
            series,
            json!({"xAxisIndex": position * 2, "yAxisIndex": position}),
        );
        suffix(series, position, "id");
        suffix(series, position, "stack");
    });
}

fn for_each(options: &mut Value, part: &str, change: impl Fn(&mut Value)) {
    let items = options.get_mut(part).and_then(Value::as_array_mut);
    items.into_iter().flatten().for_each(change);
}

/// Ids and stacks are of one panel alone.
fn suffix(item: &mut Value, position: u32, key: &str) {
    if let Some(Value::String(text)) = item.get_mut(key) {
        text.push_str(&format!("/{position}"));
    }
}

fn append(all: &mut Value, options: &mut Value, part: &str) {
    let items = match options.get_mut(part).map(Value::take) {
        Some(Value::Array(items)) => items,
        Some(Value::Null) | None => Vec::new(),
        Some(one) => vec![one],
    };
    if let Some(list) = all.get_mut(part).and_then(Value::as_array_mut) {
        list.extend(items);
    }
}
