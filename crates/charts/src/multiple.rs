//! One line of several on a small chart of its own, all of them on one scale.
//!
//! What the small charts say beside their pictures is the text of the series that they share.

use cube::{Line, Series};

use crate::scale::Scale;
use crate::tokens::Theme;
use crate::{Context, Plan, Width, line_plan};

/// A number that is high enough to be the top of an axis: `1`, `1.5`, `2`, `3`, `4`, `5`, `6` or `8` times
/// a power of ten.
const TOPS: [f64; 8] = [1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0];

/// About how many steps a small chart has room for.
const STEPS: u32 = 3;

/// The top of an axis that all lines of a series fit below.
#[must_use]
pub fn common_top(series: &Series) -> f64 {
    let numbers = series.lines.iter().flat_map(|line| {
        let values = line.cells.iter().filter_map(|cell| cell.value());
        values.map(|value| line.number(value).to_f64())
    });
    let highest = numbers.fold(0.0, f64::max);
    if highest <= 0.0 {
        return 1.0;
    }
    let power = 10_f64.powf(highest.log10().floor());
    let tops = TOPS.iter().map(|top| top * power);
    tops.into_iter()
        .find(|top| *top >= highest)
        .unwrap_or(power * 10.0)
}

/// The series with one of its lines alone.
#[must_use]
pub fn alone(series: &Series, line: &Line) -> Series {
    Series {
        lines: vec![line.clone()],
        ..series.clone()
    }
}

/// The plan of a small chart whose axis ends at `top`, as those beside it do.
#[must_use]
pub fn multiple_plan(series: &Series, context: &Context, theme: Theme, top: f64) -> Plan {
    let mut plan = line_plan(series, context, theme, Width::Narrow);
    for panel in &mut plan.panels {
        panel.scale = Scale::to(top, STEPS);
    }
    plan
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::sample::{homicide, observed, series};
    use cube::Grain;

    #[test]
    fn every_line_fits_below_a_round_top() {
        let top = |counts: &[u32]| {
            let mut lines = series(
                Grain::Year,
                "2018-01",
                "2019-12",
                vec![homicide(observed(counts))],
            );
            lines.lines.push(homicide(observed(&[1, 1])));
            common_top(&lines)
        };
        assert!((top(&[348, 309]) - 400.0).abs() < f64::EPSILON);
        assert!((top(&[0, 0]) - 1.0).abs() < f64::EPSILON);
        assert!((top(&[10, 9]) - 10.0).abs() < f64::EPSILON);
        assert!((top(&[81, 9]) - 100.0).abs() < f64::EPSILON);
    }
}
