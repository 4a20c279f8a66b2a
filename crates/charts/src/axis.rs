//! The time axis: which periods carry a label, what the label says, and what the reader is told of
//! each period on pointing at it.
//!
//! All of it is computed here because the site allows no functions in chart options.

use cube::sorting::sort;
use cube::{CellStatus, Grain, Period, Series};
use wording::t;

use crate::plan::Width;
use crate::{Context, format, protection};

/// A label under the axis.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Tick {
    /// The position of its period in the series.
    pub position: usize,
    /// What it says.
    pub label: String,
}

/// The labels of the axis: years, or months where the window is short.
pub(crate) fn ticks(series: &Series, width: Width) -> Vec<Tick> {
    let years: Vec<Tick> = at(
        series,
        |period| opens_year(*period),
        |period| period.last.year().to_string(),
    );
    match series.grain {
        Grain::Year => every_few_years(series, years, width),
        Grain::Quarter if series.periods.len() > 8 => every_few_years(series, years, width),
        Grain::Month | Grain::Rolling12 if series.periods.len() > 30 => {
            every_few_years(series, years, width)
        }
        Grain::Quarter => quarters(series, width),
        Grain::Month | Grain::Rolling12 => months(series, width),
    }
}

fn opens_year(period: Period) -> bool {
    match period.grain {
        Grain::Month | Grain::Rolling12 => period.last.number() == 1,
        Grain::Quarter => period.last.number() == 3,
        Grain::Year => true,
    }
}

fn at(
    series: &Series,
    chosen: impl Fn(&Period) -> bool,
    label: impl Fn(&Period) -> String,
) -> Vec<Tick> {
    let periods = series.periods.iter().enumerate();
    periods
        .filter(|(_, period)| chosen(period))
        .map(|(position, period)| Tick {
            position,
            label: label(period),
        })
        .collect()
}

/// Thins years out to 1, 2, 5 or 10 years, at years that these divide.
fn every_few_years(series: &Series, years: Vec<Tick>, width: Width) -> Vec<Tick> {
    let most = match width {
        Width::Wide => 16,
        Width::Narrow => 7,
    };
    let step = [1, 2, 5, 10]
        .into_iter()
        .find(|step| years.len().div_ceil(*step) <= most)
        .unwrap_or(20);
    let year = |tick: &Tick| {
        series
            .periods
            .get(tick.position)
            .map(|period| period.last.year())
    };
    let step = i32::try_from(step).unwrap_or(1);
    years
        .into_iter()
        .filter(|tick| year(tick).is_some_and(|year| year % step == 0))
        .collect()
}

fn months(series: &Series, width: Width) -> Vec<Tick> {
    let most = match width {
        Width::Wide => 12,
        Width::Narrow => 6,
    };
    let step = [1, 2, 3, 6]
        .into_iter()
        .find(|step| series.periods.len().div_ceil(*step) <= most)
        .unwrap_or(6);
    let step = u32::try_from(step).unwrap_or(6);
    let ticks = at(
        series,
        |period| (period.last.number() - 1).is_multiple_of(step),
        |period| format::month_short(period.last).to_owned(),
    );
    with_years(series, ticks)
}

fn quarters(series: &Series, width: Width) -> Vec<Tick> {
    let step = match width {
        Width::Narrow if series.periods.len() > 4 => 6,
        Width::Narrow | Width::Wide => 3,
    };
    let ticks = at(
        series,
        |period| (period.first().number() - 1).is_multiple_of(step),
        |period| {
            let (first, last) = (period.first(), period.last);
            format::from_to(format::month_short(first), format::month_short(last))
        },
    );
    with_years(series, ticks)
}

/// The year below the first label and below each first label of a year.
fn with_years(series: &Series, ticks: Vec<Tick>) -> Vec<Tick> {
    let mut said = None;
    let label = |tick: Tick| {
        let year = series
            .periods
            .get(tick.position)
            .map(|period| period.last.year());
        match year {
            Some(year) if said != Some(year) => {
                said = Some(year);
                Tick {
                    label: format!("{}\n{year}", tick.label),
                    ..tick
                }
            }
            _ => tick,
        }
    };
    ticks.into_iter().map(label).collect()
}

/// What a reader is told on pointing at each period: its name, and what holds for its numbers.
pub(crate) fn period_names(series: &Series, context: &Context) -> Vec<String> {
    let name = |(position, period): (usize, &Period)| {
        let name = format::capitalized(&format::period(*period));
        match remark(series, position, context) {
            Some(remark) => format!("{name} ({remark})"),
            None => name,
        }
    };
    series.periods.iter().enumerate().map(name).collect()
}

/// What has to be said of a period's numbers: what all lines share, or that some are incomplete.
fn remark(series: &Series, position: usize, context: &Context) -> Option<String> {
    let cells = series
        .lines
        .iter()
        .filter_map(|line| Some((line, line.cells.get(position)?.status())));
    let mut remarks: Vec<(CellStatus, String)> = cells
        .map(|(line, status)| {
            let words = protection::status_words(line, series.grain, status, context);
            (status, words)
        })
        .collect();
    sort(&mut remarks);
    remarks.dedup();
    match remarks.as_slice() {
        [] | [(CellStatus::Observed, _)] => None,
        [(_, only)] => Some(only.clone()),
        several => several
            .iter()
            .filter(|(status, _)| *status != CellStatus::Observed)
            .map(|(_, words)| t!("some {what}", what = words))
            .reduce(|all, next| format!("{all}; {next}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::sample::{self, homicide, observed, series};
    use cube::Cell;

    #[track_caller]
    fn check(grain: Grain, first: &str, last: &str, width: Width, expected: &str) {
        let series = series(grain, first, last, Vec::new());
        let texts = ticks(&series, width).into_iter().map(|tick| {
            let period = series.periods[tick.position];
            format!("{}={}", period.last, tick.label.replace('\n', " "))
        });
        assert_eq!(texts.collect::<Vec<_>>().join(", "), expected);
    }

    #[test]
    fn long_windows_show_years_at_january() {
        let (from, to) = ("2016-03", "2019-12");
        let expected = "2017-01=2017, 2018-01=2018, 2019-01=2019";
        check(Grain::Month, from, to, Width::Wide, expected);
        check(Grain::Rolling12, from, to, Width::Narrow, expected);
        check(
            Grain::Month,
            "2005-01",
            "2026-02",
            Width::Narrow,
            "2005-01=2005, 2010-01=2010, 2015-01=2015, 2020-01=2020, 2025-01=2025",
        );
        let years = "2015-12=2015, 2016-12=2016, 2017-12=2017";
        check(Grain::Year, "2015-01", "2017-12", Width::Narrow, years);
    }

    #[test]
    fn short_windows_show_months_and_each_year_once() {
        check(
            Grain::Month,
            "2018-11",
            "2019-06",
            Width::Narrow,
            "2018-11=Nov 2018, 2019-01=Jan 2019, 2019-03=Mar, 2019-05=May",
        );
        check(
            Grain::Quarter,
            "2018-07",
            "2019-06",
            Width::Wide,
            "2018-09=Jul to Sep 2018, 2018-12=Oct to Dec, 2019-03=Jan to Mar 2019, 2019-06=Apr to Jun",
        );
    }

    #[test]
    fn a_reader_is_told_what_holds_for_a_period() {
        use Cell::{NotCollected, Observed, Provisional};
        let line = |cells: Vec<Cell>| homicide(cells);
        let series = series(
            Grain::Year,
            "2018-01",
            "2020-12",
            vec![
                line(vec![Observed(1), NotCollected, Provisional(2)]),
                line(vec![Observed(1), NotCollected, Observed(2)]),
            ],
        );
        let expected = ["2018", "2019 (not collected)", "2020 (some incomplete)"];
        assert_eq!(
            sample::with_context(|context| period_names(&series, context)),
            expected
        );
        let plain = sample::series(
            Grain::Rolling12,
            "2019-07",
            "2019-07",
            vec![homicide(observed(&[3]))],
        );
        let names = sample::with_context(|context| period_names(&plain, context));
        assert_eq!(names, ["12 months to July 2019"]);
    }
}
