//! Lines of very different sizes above each other, each on a scale of its own and all on one time
//! axis: a neighborhood beside its city would otherwise lie on the ground.

use cube::{Line, Series, tidy};
use wording::{message, t};

use crate::plan::{BELOW, Panel, Plan, Sides, plan_in_steps};
use crate::text::plain;
use crate::tokens::Theme;
use crate::{Context, Form, Width, label};

/// How many lines still have room above each other.
const MOST: usize = 3;
/// How many times as high as another a line must be to have a scale of its own.
const FAR_APART: u32 = 5;
/// About how many steps a panel has room for.
const STEPS: u32 = 3;
/// The room for the name of a line above its panel, in pixels.
const NAME: u32 = 22;
/// The room below a panel that another one follows, in pixels.
const BETWEEN: u32 = 14;

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
    plan,
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

fn plan(series: &Series, context: &Context, theme: Theme, width: Width) -> Plan {
    let lines = series.lines.iter().enumerate();
    let panels = lines
        .flat_map(|(position, line)| panel(series, line, position, context, theme, width).panels);
    let mut panels: Vec<Panel> = panels.collect();
    let widest = |side: fn(&Panel) -> u32| panels.iter().map(side).max().unwrap_or(0);
    let (left, right) = (
        widest(|panel| panel.sides.left),
        widest(|panel| panel.sides.right),
    );
    let last = panels.len().saturating_sub(1);
    for (at, panel) in panels.iter_mut().enumerate() {
        panel.sides = Sides {
            left,
            right,
            top: panel.sides.top + NAME,
            bottom: if at == last { BELOW } else { BETWEEN },
        };
        // The last one names the time for all of them.
        let ticks = panel.ticks.iter_mut().flatten();
        for tick in ticks.filter(|_| at < last) {
            tick.label.clear();
        }
    }
    Plan { theme, panels }
}

/// The chart of one line, with its name above it.
fn panel(
    series: &Series,
    line: &Line,
    position: usize,
    context: &Context,
    theme: Theme,
    width: Width,
) -> Plan {
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
    let context = Context { events, ..*context };
    let mut plan = plan_in_steps(&only, &context, theme, width, STEPS);
    let name = plain(&label::line_label(series, line, &context));
    for panel in &mut plan.panels {
        panel.name = Some(name.clone());
        // Alone in its panel a line would have a shorter name than in the table.
        for line in panel.lines.iter_mut().filter(|line| !line.is_helper()) {
            line.name.clone_from(&name);
        }
    }
    plan
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
        let plan =
            with_context(|context| (PANELS.plan)(&far_apart(), context, Theme::Light, Width::Wide));
        let options = plan.options(420.0);
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
        assert!(ends(0).1 < ends(1).0 && ends(1).1 < 420);
        assert_eq!(options["axisPointer"]["type"], "line");
    }
}
