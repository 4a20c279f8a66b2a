//! What a page about a program says of its numbers: names of times, words for what is missing, and
//! sentences that set one span beside another. No sentence names a cause.

use cube::displacement::Difference;
use cube::programme::{MeasurePeriod, MeasureValue, PeriodKind};
use cube::windows::{Compared, Others, Phase, Window, complete};
use cube::{Cell, CellStatus, Line, Month};

use crate::{format, words};

/// A cell of a table of windows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WindowRow {
    /// `Last year before`, `Year 1`, `First year after`.
    pub phase: String,
    /// `July 2018 to June 2019`.
    pub months: String,
    /// The count of the city, or why there is none.
    pub own: String,
    /// The status of the city's count, for how it is set.
    pub own_status: CellStatus,
    /// The count of the city as an index.
    pub index: String,
    /// The count of the other cities together.
    pub others: String,
    /// The same as an index.
    pub others_index: String,
    /// The difference from what the others would lead one to expect, with its range.
    pub difference: String,
}

const NONE: &str = "–";

/// What a window is called.
#[must_use]
pub fn phase(window: Window) -> String {
    match (window.phase, window.number) {
        (Phase::Before, 1) => "Last year before".into(),
        (Phase::Before, number) => format!("{number} years before"),
        (Phase::During, number) => format!("Year {number}"),
        (Phase::After, 1) => "First year after".into(),
        (Phase::After, number) => format!("{number} years after"),
    }
}

/// What a window is called below a mark: `−1`, `1`, `+1`.
#[must_use]
pub fn phase_short(window: Window) -> String {
    match (window.phase, window.number) {
        (Phase::Before, number) => format!("−{number}"),
        (Phase::During, number) => number.to_string(),
        (Phase::After, number) => format!("+{number}"),
    }
}

/// The months of a window: `July 2018 to June 2019`.
#[must_use]
pub fn window_months(window: Window) -> String {
    months(window.period.first(), window.period.last)
}

fn months(first: Month, last: Month) -> String {
    format!("{} to {}", format::month(first), format::month(last))
}

/// The words of one window.
#[must_use]
pub fn window_row(row: &Compared) -> WindowRow {
    let index = |index: Option<f64>| index.map_or_else(|| NONE.into(), format::whole);
    let others = row.others.map(format::count);
    let difference = row.difference.map(difference);
    WindowRow {
        phase: phase(row.window),
        months: window_months(row.window),
        own: own(row.own),
        own_status: row.own.status(),
        index: index(row.index),
        others: others.unwrap_or_else(|| NONE.into()),
        others_index: index(row.others_index),
        difference: difference.unwrap_or_else(|| NONE.into()),
    }
}

fn own(cell: Cell) -> String {
    match cell {
        Cell::Observed(count) => format::count(count),
        Cell::Rounded(count) => format!("{} (rounded)", format::count(count)),
        Cell::Provisional(count) => format!("{} (incomplete)", format::count(count)),
        Cell::Suppressed => "hidden".into(),
        Cell::NotCollected => "not collected".into(),
        Cell::NotApplicable => "not comparable".into(),
    }
}

/// A difference with its range: `12 fewer (70 fewer to 46 more)`.
#[must_use]
pub fn difference(found: Difference) -> String {
    let (lower, upper) = found.interval();
    format!(
        "{} ({} to {})",
        signed(found.estimate),
        signed(lower),
        signed(upper)
    )
}

/// `12 fewer`, `46 more`, `0`.
fn signed(value: f64) -> String {
    let size = format::whole(value.abs());
    match (size.as_str(), value < 0.0) {
        ("0", _) => "0".into(),
        (_, true) => format!("{size} fewer"),
        (_, false) => format!("{size} more"),
    }
}

/// The sentence over a table of windows: the last year before, every complete year of the program, and
/// what may be said of the last of these beside the other cities.
#[must_use]
pub fn windows_sentence(
    rows: &[Compared],
    line: &Line,
    city: &str,
    others: Option<&Others>,
) -> String {
    let base = rows.iter().rfind(|row| row.window.phase == Phase::Before);
    let Some((base, before)) = base.and_then(|row| Some((row, complete(row.own)?))) else {
        return "The year before the launch was not collected in full, so nothing can be set beside \
                it."
            .into();
    };
    let first = format!(
        "In the 12 months before the launch ({}), {}",
        window_months(base.window),
        words::clause(line, before, city),
    );
    let during = rows.iter().filter(|row| row.window.phase == Phase::During);
    let during: Vec<(&Compared, u32)> = during
        .filter_map(|row| Some((row, complete(row.own)?)))
        .collect();
    let named = during
        .iter()
        .map(|(row, count)| format!("{} in year {}", format::count(*count), row.window.number));
    let named: Vec<String> = named.collect();
    if named.is_empty() {
        return format!("{first}. No year of the program was collected in full.");
    }
    let text = format!("{first}; {}.", format::list(&named));
    match (during.last(), others) {
        (Some((row, _)), Some(others)) => {
            let beside = row.difference.map(|found| beside(row, found, others));
            format!("{text}{}", beside.unwrap_or_default())
        }
        _ => text,
    }
}

/// What may be said of the last complete year beside the other cities.
fn beside(row: &Compared, found: Difference, others: &Others) -> String {
    let year = row.window.number;
    let cities = format::count(u32::try_from(others.cities.len()).unwrap_or(u32::MAX));
    let more_or_fewer = match found.estimate < 0.0 {
        true => "fewer",
        false => "more",
    };
    let (lower, upper) = found.interval();
    let range = format!("{} to {}", signed(lower), signed(upper));
    match found.is_beyond_chance() {
        true => format!(
            " In year {year} there were {} {more_or_fewer} than if the number had changed as in \
             {cities} other cities together (95% range: {range}). The range knows only the chance in \
             counts; cities differ from each other by more than that.",
            format::whole(found.estimate.abs()),
        ),
        false => format!(
            " In year {year} the difference from {cities} other cities together was within what \
             chance alone can bring (95% range: {range}).",
        ),
    }
}

/// What the time of a measure is called: `2019`, `Fiscal 2021`, `Fiscal 2026, January to March 2026`.
#[must_use]
pub fn measure_period(period: MeasurePeriod) -> String {
    let fiscal = period.last.plus(6).year();
    match period.kind {
        PeriodKind::Year => period.last.year().to_string(),
        PeriodKind::FiscalYear => format!("Fiscal {fiscal}"),
        PeriodKind::FiscalQuarter => {
            let first = format::month_name(period.first);
            format!("{first} to {}", format::month(period.last))
        }
    }
}

/// The value of a measure, or that there is none: `9,324`, `42.0`, `not collected`.
#[must_use]
pub fn measure_value(value: &MeasureValue, decimals: u8) -> String {
    let number = |text: &str| cube::Fixed::parse(text, decimals).map(format::number);
    let value = value.value.as_deref().and_then(number);
    value.unwrap_or_else(|| "not collected".into())
}

/// What a later publication says of the same time, where it differs.
#[must_use]
pub fn restated_value(value: &MeasureValue, decimals: u8) -> Option<String> {
    let number = |text: &str| cube::Fixed::parse(text, decimals).map(format::number);
    value.restated.as_deref().and_then(number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use cube::windows::{compare, windows};

    fn rows(own: &[Option<u32>], others: Option<&[u32]>) -> (Vec<Compared>, Option<Others>) {
        let windows = windows(Month::parse("2019-07").unwrap(), 3);
        let cell = |count: &Option<u32>| count.map_or(Cell::NotCollected, Cell::Observed);
        let cells: Vec<Cell> = own.iter().map(cell).collect();
        let others = others.map(|counts| Others {
            cities: vec![
                cube::Member {
                    code: "x".into(),
                    label: "X".into(),
                    parent: None
                };
                5
            ],
            counts: own
                .iter()
                .zip(counts)
                .map(|(own, count)| own.map(|_| *count))
                .collect(),
        });
        (compare(&windows, &cells, others.as_ref()), others)
    }

    fn line() -> Line {
        crate::tests::sample::homicide(Vec::new())
    }

    #[test]
    fn a_difference_beyond_chance_is_said_and_another_is_not() {
        let own = [
            None,
            None,
            Some(300),
            Some(310),
            Some(320),
            Some(200),
            None,
            None,
            None,
        ];
        let (same, others) = rows(&own, Some(&[0, 0, 900, 930, 960, 610, 0, 0, 0]));
        let text = windows_sentence(&same, &line(), "Here", others.as_ref());
        assert!(
            text.contains("within what chance alone can bring"),
            "{text}"
        );
        assert!(
            text.contains(
                "300 people were killed in Here; 310 in year 1, 320 in year 2 and 200 in year 3."
            ),
            "{text}"
        );
        let (more, others) = rows(&own, Some(&[0, 0, 900, 930, 960, 1200, 0, 0, 0]));
        let text = windows_sentence(&more, &line(), "Here", others.as_ref());
        assert!(
            text.contains("200 fewer than if the number had changed as in 5 other cities"),
            "{text}"
        );
        assert!(
            text.ends_with("cities differ from each other by more than that."),
            "{text}"
        );
    }

    #[test]
    fn nothing_is_said_of_what_was_not_collected() {
        let (rows, _) = rows(&[None; 9], None);
        let text = windows_sentence(&rows, &line(), "Here", None);
        assert!(text.contains("was not collected in full"), "{text}");
        assert_eq!(window_row(&rows[3]).own, "not collected");
        assert_eq!(window_row(&rows[3]).difference, "–");
    }

    #[test]
    fn no_sentence_names_a_cause() {
        let own = [
            None,
            None,
            Some(300),
            Some(310),
            Some(320),
            Some(200),
            None,
            None,
            None,
        ];
        let (rows, others) = rows(&own, Some(&[0, 0, 900, 930, 960, 1200, 0, 0, 0]));
        let text = windows_sentence(&rows, &line(), "Here", others.as_ref());
        for word in ["because of", "caused", "led to", "thanks to", "due to"] {
            assert!(!text.contains(word), "{text}");
        }
    }

    #[test]
    fn fiscal_years_carry_the_later_number() {
        let period = |first: &str, last: &str, kind| MeasurePeriod {
            first: Month::parse(first).unwrap(),
            last: Month::parse(last).unwrap(),
            kind,
        };
        let year = period("2020-07", "2021-06", PeriodKind::FiscalYear);
        assert_eq!(measure_period(year), "Fiscal 2021");
        let quarter = period("2026-01", "2026-03", PeriodKind::FiscalQuarter);
        assert_eq!(measure_period(quarter), "January to March 2026");
    }
}
