//! What a page about a program says of its numbers: names of times, words for what is missing, and
//! sentences that set one span beside another. No sentence names a cause.

use cube::displacement::Difference;
use cube::programme::{MeasurePeriod, MeasureValue, PeriodKind};
use cube::windows::{Compared, Others, Phase, Window, complete};
use cube::{Cell, CellStatus, Line};
use wording::t;

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
        (Phase::Before, 1) => t!("Last year before").into(),
        (Phase::Before, number) => t!("{number} years before", number = number),
        (Phase::During, number) => t!("Year {number}", number = number),
        (Phase::After, 1) => t!("First year after").into(),
        (Phase::After, number) => t!("{number} years after", number = number),
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
    let (first, last) = (window.period.first(), window.period.last);
    format::from_to(&format::month(first), &format::month(last))
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
        own: counted(row.own),
        own_status: row.own.status(),
        index: index(row.index),
        others: others.unwrap_or_else(|| NONE.into()),
        others_index: index(row.others_index),
        difference: difference.unwrap_or_else(|| NONE.into()),
    }
}

fn counted(cell: Cell) -> String {
    match cell {
        Cell::Observed(count) => format::count(count),
        Cell::Rounded(count) => t!("{count} (rounded)", count = format::count(count)),
        Cell::Provisional(count) => t!("{count} (incomplete)", count = format::count(count)),
        Cell::Suppressed => t!("hidden").into(),
        Cell::NotCollected => t!("not collected").into(),
        Cell::NotApplicable => t!("not comparable").into(),
    }
}

/// A difference with its range: `12 fewer (70 fewer to 46 more)`.
#[must_use]
pub fn difference(found: Difference) -> String {
    let (difference, range) = (signed(found.estimate), range(found));
    format!("{difference} ({range})")
}

/// The 95 % range of a difference: `70 fewer to 46 more`.
fn range(found: Difference) -> String {
    let (lower, upper) = found.interval();
    t!(
        "{lower} to {upper}",
        lower = signed(lower),
        upper = signed(upper)
    )
}

/// `12 fewer`, `46 more`, `0`.
fn signed(value: f64) -> String {
    let size = format::whole(value.abs());
    match (size.as_str(), value < 0.0) {
        ("0", _) => "0".into(),
        (_, true) => t!("{count} fewer", count = size),
        (_, false) => t!("{count} more", count = size),
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
        return t!(
            "The year before the launch was not collected in full, so nothing can be set beside it."
        )
        .into();
    };
    let months = window_months(base.window);
    let clause = words::clause(line, before, city);
    let during = rows.iter().filter(|row| row.window.phase == Phase::During);
    let during: Vec<(&Compared, u32)> = during
        .filter_map(|row| Some((row, complete(row.own)?)))
        .collect();
    let Some((last, _)) = during.last() else {
        return t!(
            "In the 12 months before the launch ({months}), {clause}. No year of the program was \
             collected in full.",
            months = months,
            clause = clause,
        );
    };
    let named = during.iter().map(|(row, count)| {
        let count = format::count(*count);
        t!(
            "{count} in year {year}",
            count = count,
            year = row.window.number
        )
    });
    let text = t!(
        "In the 12 months before the launch ({months}), {clause}; {years}.",
        months = months,
        clause = clause,
        years = format::list(&named.collect::<Vec<_>>()),
    );
    match last.difference.zip(others) {
        Some((found, others)) => {
            let beside = beside(last.window.number, found, others);
            format!("{text} {beside}")
        }
        None => text,
    }
}

/// What may be said of the last complete year beside the other cities.
fn beside(year: u32, found: Difference, others: &Others) -> String {
    let cities = format::count(u32::try_from(others.cities.len()).unwrap_or(u32::MAX));
    let range = range(found);
    if !found.is_beyond_chance() {
        return t!(
            "In year {year} the difference from {cities} other cities together was within what \
             chance alone can bring (95% range: {range}).",
            year = year,
            cities = cities,
            range = range,
        );
    }
    let size = format::whole(found.estimate.abs());
    match found.estimate < 0.0 {
        true => t!(
            "In year {year} there were {count} fewer than if the number had changed as in {cities} \
             other cities together (95% range: {range}). The range knows only the chance in \
             counts; cities differ from each other by more than that.",
            year = year,
            count = size,
            cities = cities,
            range = range,
        ),
        false => t!(
            "In year {year} there were {count} more than if the number had changed as in {cities} \
             other cities together (95% range: {range}). The range knows only the chance in \
             counts; cities differ from each other by more than that.",
            year = year,
            count = size,
            cities = cities,
            range = range,
        ),
    }
}

/// What the time of a measure is called: `2019`, `Fiscal 2021`, `Fiscal 2026, January to March 2026`.
#[must_use]
pub fn measure_period(period: MeasurePeriod) -> String {
    let fiscal = period.last.plus(6).year();
    match period.kind {
        PeriodKind::Year => period.last.year().to_string(),
        PeriodKind::FiscalYear => t!("Fiscal {year}", year = fiscal),
        PeriodKind::FiscalQuarter => format::from_to(
            format::month_name(period.first),
            &format::month(period.last),
        ),
    }
}

/// The value of a measure, or that there is none: `9,324`, `42.0`, `not collected`.
#[must_use]
pub fn measure_value(value: &MeasureValue, decimals: u8) -> String {
    let number = |text: &str| cube::Fixed::parse(text, decimals).map(format::number);
    let value = value.value.as_deref().and_then(number);
    value.unwrap_or_else(|| t!("not collected").into())
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
    use crate::tests::bilingual::in_spanish;
    use cube::Month;
    use cube::windows::{compare, windows};

    /// The years of the program, and the one before it.
    const OWN: [Option<u32>; 9] = [
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
        let (same, others) = rows(&OWN, Some(&[0, 0, 900, 930, 960, 610, 0, 0, 0]));
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
        let (more, others) = rows(&OWN, Some(&[0, 0, 900, 930, 960, 1200, 0, 0, 0]));
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
        let (rows, others) = rows(&OWN, Some(&[0, 0, 900, 930, 960, 1200, 0, 0, 0]));
        let said = || windows_sentence(&rows, &line(), "Here", others.as_ref());
        for word in ["because of", "caused", "led to", "thanks to", "due to"] {
            assert!(!said().contains(word), "{}", said());
        }
        let spanish = in_spanish(said);
        for word in [
            "por culpa",
            "a causa",
            "causó",
            "gracias a",
            "debido a",
            "logró",
        ] {
            assert!(!spanish.contains(word), "{spanish}");
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

    #[test]
    fn the_same_is_said_in_spanish() {
        let said = |counts: &[u32]| {
            let (rows, others) = rows(&OWN, Some(counts));
            in_spanish(|| windows_sentence(&rows, &line(), "Here", others.as_ref()))
        };
        let before = "En los 12 meses anteriores al inicio (julio de 2018 a junio de 2019), 300 \
                      personas fueron asesinadas en Here; 310 en el año 1, 320 en el año 2 y 200 en \
                      el año 3.";
        assert_eq!(
            said(&[0, 0, 900, 930, 960, 1200, 0, 0, 0]),
            format!(
                "{before} En el año 3 hubo 200 menos que si el número hubiera cambiado como en \
                 otras 5 ciudades juntas (intervalo del 95\u{a0}%: de 263 menos a 137 menos). El \
                 intervalo solo tiene en cuenta el azar de los conteos; las diferencias entre \
                 ciudades son mayores que eso."
            )
        );
        assert_eq!(
            said(&[0, 0, 900, 930, 960, 610, 0, 0, 0]),
            format!(
                "{before} En el año 3, la diferencia con otras 5 ciudades juntas estuvo dentro de \
                 lo que puede explicar el azar por sí solo (intervalo del 95\u{a0}%: de 45 menos a \
                 38 más)."
            )
        );
        let (none, _) = rows(&[None; 9], None);
        assert_eq!(
            in_spanish(|| windows_sentence(&none, &line(), "Here", None)),
            "El año anterior al inicio no se recopiló completo, así que no hay con qué compararlo."
        );
        let phases = |at: usize| in_spanish(|| phase(none[at].window));
        assert_eq!(
            [2, 1, 3, 6, 7].map(phases),
            [
                "Último año antes",
                "2 años antes",
                "Año 1",
                "Primer año después",
                "2 años después"
            ]
        );
        let (full, _) = rows(&OWN, Some(&[0, 0, 900, 930, 960, 1200, 0, 0, 0]));
        let row = |row: &Compared| {
            in_spanish(|| {
                let row = window_row(row);
                format!("{}: {}, {}", row.months, row.own, row.difference)
            })
        };
        assert_eq!(
            row(&full[5]),
            "julio de 2021 a junio de 2022: 200, 200 menos (de 263 menos a 137 menos)"
        );
        assert_eq!(
            row(&none[3]),
            "julio de 2019 a junio de 2020: no recopilado, –"
        );
    }

    #[test]
    fn times_and_values_of_measures_have_spanish_names() {
        let period = |kind| MeasurePeriod {
            first: Month::parse("2026-01").unwrap(),
            last: Month::parse("2026-03").unwrap(),
            kind,
        };
        let named = |kind| in_spanish(|| measure_period(period(kind)));
        assert_eq!(named(PeriodKind::Year), "2026");
        assert_eq!(named(PeriodKind::FiscalYear), "Año fiscal 2026");
        assert_eq!(named(PeriodKind::FiscalQuarter), "enero a marzo de 2026");
    }
}
