//! Figures that others have printed, by year: in words, as rows, and where sources differ.
//!
//! Nothing is averaged and nothing is chosen among sources: each figure stands with who counted it.
//! Whether such figures rose or fell is never said, for they come from different counts.

use cube::enforcement::{Exactness, PrintedFigure, PrintedMeasure, PrintedUnit};
use wording::t;

use crate::format;

/// A row of the table of a measure.
#[derive(Clone, Debug, PartialEq)]
pub enum PrintedRow {
    /// A figure.
    Figure {
        /// The calendar year.
        year: i32,
        /// The number in words: `38.4%`, `more than 1,900`.
        value: String,
        /// The length of its bar, in percent of the largest figure's.
        bar_percent: f64,
        /// Whether it is of a whole year and exact.
        is_whole: bool,
        /// What it covers and who counted it; empty where the source says neither.
        covers: String,
        /// Where it is printed.
        source: String,
    },
    /// Years without a figure.
    Gap {
        /// The years: `2011 to 2014`.
        years: String,
    },
}

/// A figure as it is printed.
#[must_use]
pub fn figure_text(unit: PrintedUnit, figure: &PrintedFigure) -> String {
    let number = match unit {
        PrintedUnit::Count => format::whole(figure.value),
        PrintedUnit::Percent => figure.value.to_string(),
    };
    match (unit, figure.exactness) {
        (PrintedUnit::Count, Exactness::Exact) => number,
        (PrintedUnit::Count, Exactness::MoreThan) => t!("more than {number}", number = number),
        (PrintedUnit::Percent, Exactness::Exact) => t!("{number}%", number = number),
        (PrintedUnit::Percent, Exactness::MoreThan) => t!("more than {number}%", number = number),
    }
}

/// The figures in the order of time, the years between them without any among them.
#[must_use]
pub fn printed_rows(measure: &PrintedMeasure) -> Vec<PrintedRow> {
    let largest = measure.figures.iter().map(|figure| figure.value);
    let largest = match measure.unit {
        PrintedUnit::Percent => 100.0,
        PrintedUnit::Count => largest.fold(0.0, f64::max),
    };
    let mut rows = Vec::new();
    let mut before: Option<i32> = None;
    for figure in &measure.figures {
        if let Some(gap) = before.and_then(|before| gap(before, figure.year)) {
            rows.push(PrintedRow::Gap { years: gap });
        }
        before = Some(figure.year);
        let share = figure.value / largest;
        rows.push(PrintedRow::Figure {
            year: figure.year,
            value: figure_text(measure.unit, figure),
            bar_percent: if share.is_finite() {
                share * 100.0
            } else {
                0.0
            },
            is_whole: figure.until.is_none() && figure.exactness.is_exact(),
            covers: covers(figure),
            source: figure.source.clone(),
        });
    }
    rows
}

/// The years between two.
fn gap(before: i32, after: i32) -> Option<String> {
    match after - before {
        ..=1 => None,
        2 => Some((before + 1).to_string()),
        _ => {
            let (first, last) = (before + 1, after - 1);
            Some(format::from_to(&first.to_string(), &last.to_string()))
        }
    }
}

fn covers(figure: &PrintedFigure) -> String {
    let counted = figure
        .counted_by
        .as_ref()
        .map(|who| t!("counted by {who}", who = who));
    let parts = [figure.until.clone(), counted, figure.note.clone()];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    format::capitalized(&parts.join("; "))
}

/// The finding: which years have a figure, the newest, and for which years sources differ.
#[must_use]
pub fn printed_sentence(measure: &PrintedMeasure) -> String {
    let mut years: Vec<i32> = measure.figures.iter().map(|figure| figure.year).collect();
    years.dedup();
    let Some(last) = measure.figures.last() else {
        return t!("No figure was found.").to_owned();
    };
    let newest = measure.figures.iter().filter(|one| one.year == last.year);
    let mut newest: Vec<String> = newest
        .map(|figure| {
            let until = figure.until.as_ref();
            let until = until.map(|until| format!(" ({until})"));
            format!(
                "{}{}",
                figure_text(measure.unit, figure),
                until.unwrap_or_default()
            )
        })
        .collect();
    newest.dedup();
    let or = |one: String, other: String| t!(in "two numbers", "{one} or {other}", one = one, other = other);
    let newest = newest.into_iter().reduce(or).unwrap_or_default();
    let found = match years.len() {
        1 => t!(
            "A figure was found for {year} alone: {newest}.",
            year = last.year,
            newest = newest,
        ),
        many => t!(
            "Figures were found for {count} years; for {year} it is {newest}.",
            count = format::count(many as u64),
            year = last.year,
            newest = newest,
        ),
    };
    let mut sentences = vec![found];
    sentences.extend(disagreement(measure));
    sentences.join(" ")
}

/// The years for which sources give different figures, with all of them; none where none do.
#[must_use]
pub fn disagreement(measure: &PrintedMeasure) -> Option<String> {
    let mut years: Vec<(i32, Vec<String>)> = Vec::new();
    for figure in &measure.figures {
        let text = figure_text(measure.unit, figure);
        match years.last_mut().filter(|(year, _)| *year == figure.year) {
            // Two sources that say the same do not disagree.
            Some((_, texts)) if texts.contains(&text) => {}
            Some((_, texts)) => texts.push(text),
            None => years.push((figure.year, vec![text])),
        }
    }
    let several = years.iter().filter(|(_, texts)| texts.len() > 1);
    let several = several.map(|(year, texts)| {
        let figures = format::list(texts);
        t!("{figures} for {year}", figures = figures, year = year)
    });
    let and = |one: String, other: String| t!("{one}, and {other}", one = one, other = other);
    let figures = several.reduce(and)?;
    Some(t!(
        "Sources disagree: they give {figures}. None of them is preferred here, and they are not \
         averaged.",
        figures = figures,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::bilingual::in_spanish;

    fn figure(year: i32, value: f64) -> PrintedFigure {
        PrintedFigure {
            year,
            value,
            exactness: Exactness::Exact,
            until: None,
            counted_by: None,
            note: None,
            source: "A paper".into(),
        }
    }

    fn measure(unit: PrintedUnit, figures: Vec<PrintedFigure>) -> PrintedMeasure {
        PrintedMeasure {
            id: "closed".into(),
            heading: "How many?".into(),
            title: "Closed".into(),
            unit,
            cautions: vec![],
            figures,
        }
    }

    #[test]
    fn sources_that_differ_are_all_named() {
        let mut late = figure(2020, 38.4);
        late.until = Some("to mid-December".into());
        let mut national = figure(2020, 47.0);
        national.counted_by = Some("FBI data".into());
        let measure = measure(
            PrintedUnit::Percent,
            vec![figure(2015, 30.5), late, national],
        );
        assert_eq!(
            printed_sentence(&measure),
            "Figures were found for 2 years; for 2020 it is 38.4% (to mid-December) or 47%. \
             Sources disagree: they give 38.4% and 47% for 2020. None of them is preferred here, \
             and they are not averaged."
        );
        let rows = printed_rows(&measure);
        assert_eq!(rows.len(), 4);
        assert_eq!(
            rows[1],
            PrintedRow::Gap {
                years: "2016 to 2019".into()
            }
        );
        let PrintedRow::Figure {
            covers,
            bar_percent,
            is_whole,
            ..
        } = &rows[2]
        else {
            panic!("{rows:?}");
        };
        assert_eq!(
            (covers.as_str(), *bar_percent, *is_whole),
            ("To mid-December", 38.4, false)
        );
    }

    #[test]
    fn sources_that_say_the_same_do_not_disagree() {
        let same = vec![figure(2018, 146.0), figure(2018, 146.0)];
        let mut of_count = measure(PrintedUnit::Count, same);
        assert_eq!(disagreement(&of_count), None);
        assert_eq!(
            printed_sentence(&of_count),
            "A figure was found for 2018 alone: 146."
        );
        of_count.figures.push(figure(2018, 147.0));
        let said = disagreement(&of_count).unwrap_or_default();
        assert!(said.contains("they give 146 and 147 for 2018"), "{said}");
    }

    #[test]
    fn counts_are_beside_the_largest() {
        let mut over = figure(2013, 1000.0);
        over.exactness = Exactness::MoreThan;
        let measure = measure(PrintedUnit::Count, vec![figure(2011, 2000.0), over]);
        assert_eq!(disagreement(&measure), None);
        let rows = printed_rows(&measure);
        assert_eq!(
            rows[1],
            PrintedRow::Gap {
                years: "2012".into()
            }
        );
        let PrintedRow::Figure {
            value, bar_percent, ..
        } = &rows[2]
        else {
            panic!("{rows:?}");
        };
        assert_eq!((value.as_str(), *bar_percent), ("more than 1,000", 50.0));
    }

    #[test]
    fn nothing_is_said_of_nothing() {
        let empty = measure(PrintedUnit::Count, vec![]);
        assert_eq!(printed_sentence(&empty), "No figure was found.");
        assert!(printed_rows(&empty).is_empty());
        let one = measure(PrintedUnit::Count, vec![figure(2019, 89.0)]);
        assert_eq!(
            printed_sentence(&one),
            "A figure was found for 2019 alone: 89."
        );
    }

    #[test]
    fn the_same_is_said_in_spanish() {
        let mut late = figure(2020, 38.4);
        late.until = Some("hasta mediados de diciembre".into());
        let mut national = figure(2020, 80.0);
        national.counted_by = Some("el FBI".into());
        let mut over = figure(2021, 38.4);
        over.exactness = Exactness::MoreThan;
        let mut measure = measure(
            PrintedUnit::Percent,
            vec![figure(2015, 30.5), late, national],
        );
        assert_eq!(
            in_spanish(|| printed_sentence(&measure)),
            "Se encontraron cifras para 2 años; la de 2020 es 38.4\u{a0}% (hasta mediados de \
             diciembre) o bien 80\u{a0}%. Las fuentes no coinciden: dan 38.4\u{a0}% y 80\u{a0}% \
             para 2020. Aquí no se prefiere ninguna y no se promedian."
        );
        let said = |row| match row {
            PrintedRow::Figure { value, covers, .. } => format!("{value} {covers}"),
            PrintedRow::Gap { years } => years,
        };
        let rows = || {
            let rows = printed_rows(&measure).into_iter().map(said);
            rows.collect::<Vec<_>>().join("|")
        };
        assert_eq!(
            in_spanish(rows),
            "30.5\u{a0}% |2016 a 2019|38.4\u{a0}% Hasta mediados de diciembre|80\u{a0}% Conteo hecho \
             por el FBI"
        );
        assert_eq!(
            in_spanish(|| figure_text(PrintedUnit::Percent, &over)),
            "más del 38.4\u{a0}%"
        );
        assert_eq!(
            in_spanish(|| figure_text(PrintedUnit::Count, &over)),
            "más de 38"
        );
        measure.figures.truncate(1);
        assert_eq!(
            in_spanish(|| printed_sentence(&measure)),
            "Solo se encontró una cifra para 2015: 30.5\u{a0}%."
        );
        measure.figures.clear();
        assert_eq!(
            in_spanish(|| printed_sentence(&measure)),
            "No se encontró ninguna cifra."
        );
    }
}
