//! Texts, classes and rows of a measure in every place of a kind: what a map, its list, its legend and
//! its file have in common.
//!
//! All of it comes from one [`AreaFigures`]. Nothing is drawn here, and nothing is ranked: rows stand
//! in the order of names.

mod classes;
mod profile;
mod rows;
mod search;
mod sheet;

pub use crate::words::lower_first;
pub use classes::{CLASS_LIMIT, Class, classes};
pub use profile::{introduction, people, transposed};
pub use rows::AreaRow;
pub use search::find_by_name;
pub use sheet::{AreaSheet, LegendEntry, Shade, area_sheet, uncounted_sheet};

use cube::area_figures::{AreaFigure, Measure, Rate};

/// The number that a map colors an area by; none where there is none.
#[must_use]
pub fn value(area: &AreaFigure, measure: Measure, base: u32) -> Option<f64> {
    match (measure, area.rate) {
        (Measure::Count, _) => area.count.value().map(f64::from),
        (Measure::Rate, Rate::Known { per_resident, .. }) => Some(per_resident * f64::from(base)),
        (Measure::Rate, _) => None,
    }
}

/// The names of places without the word that all of them end with: `Central` for `Central District`.
#[must_use]
pub fn short_labels(labels: &[&str]) -> Vec<String> {
    let last_word = |label: &str| label.rsplit_once(' ').map(|(_, word)| word.to_owned());
    let common = labels.first().and_then(|label| last_word(label));
    let common = common.filter(|word| {
        let ending = format!(" {word}");
        labels.len() > 1 && labels.iter().all(|label| label.ends_with(&ending))
    });
    let short = |label: &&str| match &common {
        Some(word) => label
            .strip_suffix(word.as_str())
            .unwrap_or(label)
            .trim()
            .to_owned(),
        None => (*label).to_owned(),
    };
    labels.iter().map(short).collect()
}

#[cfg(test)]
mod tests;
