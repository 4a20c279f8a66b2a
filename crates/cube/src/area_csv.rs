//! The figures of places as CSV, with the same columns whatever a map shows of them.

use crate::area_figures::{AreaFigure, AreaFigures, Rate};
use crate::csv_text::CsvText;

/// A row a place, the whole city first: UTF-8, LF, columns `code`, `place`, `first_year`, `last_year`,
/// `category`, `count`, `status`, `residents`, `census`, `rate`, `rate_per`, `rate_status`.
///
/// `rate` is a year's, for `rate_per` residents, with four digits behind its point; it and `count` are
/// empty where there is no number.
pub fn area_csv(figures: &AreaFigures) -> Vec<u8> {
    const COLUMNS: [&str; 12] = [
        "code",
        "place",
        "first_year",
        "last_year",
        "category",
        "count",
        "status",
        "residents",
        "census",
        "rate",
        "rate_per",
        "rate_status",
    ];
    let mut table = CsvText::with_columns(COLUMNS);
    for area in std::iter::once(&figures.city).chain(&figures.areas) {
        table.record(row(figures, area));
    }
    table.into_bytes()
}

fn row(figures: &AreaFigures, area: &AreaFigure) -> [String; 12] {
    let base = figures.rate_base();
    let text = |number: Option<String>| number.unwrap_or_default();
    let (rate, rate_status) = match area.rate {
        Rate::Known {
            per_resident,
            is_unstable,
        } => {
            let status = if is_unstable { "unstable" } else { "observed" };
            (format!("{:.4}", per_resident * f64::from(base)), status)
        }
        Rate::FewResidents => (String::new(), "few_residents"),
        Rate::FewLocated => (String::new(), "few_located"),
        Rate::NoCensus => (String::new(), "no_census"),
        Rate::NoCount => (String::new(), area.count.status().as_str()),
    };
    [
        area.code.clone(),
        area.label.clone(),
        figures.years.first.to_string(),
        figures.years.last.to_string(),
        figures.line.category.code.clone(),
        text(area.count.value().map(|count| count.to_string())),
        area.count.status().as_str().to_owned(),
        text(area.residents.map(|one| one.people.to_string())),
        text(area.residents.map(|one| one.year.to_string())),
        rate,
        base.to_string(),
        rate_status.to_owned(),
    ]
}
