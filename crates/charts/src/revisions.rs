//! The history of a number in words: what it was when it was first published, and since.

use cube::history::{Histories, NumberKey, Version};
use cube::{Month, Series};
use wording::t;

use crate::format;

/// The history of one number, for a row of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RevisionRow {
    /// What is counted: the codes and months.
    pub key: NumberKey,
    /// The time that it covers: `2024`, `July 2019`, `January to August 2024`.
    pub period: String,
    /// The value that was published first.
    pub first: String,
    /// When that was: `February 18, 2025`.
    pub first_on: String,
    /// The value now.
    pub now: String,
    /// Since when it stands.
    pub now_since: String,
    /// How much more or less it is now: `6 fewer`; empty where either was no number.
    pub change: String,
    /// Every value with its date, oldest first.
    pub steps: Vec<(String, String)>,
}

/// The time that a number covers.
#[must_use]
pub fn period_name(first: Month, last: Month) -> String {
    let is_year = first.number() == 1 && last == first.plus(11);
    match (is_year, first == last) {
        (true, _) => first.year().to_string(),
        (_, true) => format::month(first),
        _ if first.year() == last.year() => {
            format::from_to(format::month_name(first), &format::month(last))
        }
        _ => format::from_to(&format::month(first), &format::month(last)),
    }
}

/// The history of a number; none where it has had only one value.
#[must_use]
pub fn revision_row(key: &NumberKey, versions: &[Version]) -> Option<RevisionRow> {
    let (first, now) = (versions.first()?, versions.last()?);
    let change = match (first.value, now.value) {
        (Some(first), Some(now)) if first.decimals == 0 && now.decimals == 0 => {
            format::difference(now.stored, first.stored)
        }
        _ => String::new(),
    };
    Some(RevisionRow {
        key: key.clone(),
        period: period_name(key.first, key.last),
        first: value(first),
        first_on: format::date(&first.published_on),
        now: value(now),
        now_since: format::date(&now.published_on),
        change,
        steps: versions
            .iter()
            .map(|one| (format::date(&one.published_on), value(one)))
            .collect(),
    })
}

fn value(version: &Version) -> String {
    version
        .value
        .map_or_else(|| t!("no number").into(), format::number)
}

/// The history of a number as a sentence: `First published as 203 (February 18, 2025). Then 196 (March
/// 18, 2025) and 197 (April 17, 2025).`
#[must_use]
pub fn history_sentence(versions: &[Version]) -> Option<String> {
    let (first, rest) = versions
        .split_first()
        .filter(|(_, rest)| !rest.is_empty())?;
    let told = |one: &Version| format!("{} ({})", value(one), format::date(&one.published_on));
    let rest: Vec<String> = rest.iter().map(told).collect();
    Some(t!(
        "First published as {first}. Then {rest}.",
        first = told(first),
        rest = format::list(&rest),
    ))
}

/// The histories of the numbers of a series, aligned with the rows and columns of its
/// [`table`](crate::table): newest period first.
#[must_use]
pub fn series_histories(series: &Series, histories: &Histories) -> Vec<Vec<Option<String>>> {
    let rows = series.periods.iter().rev();
    let row = |period: &cube::Period| {
        let cells = series.lines.iter().map(|line| {
            // A line of one group of people is another number than the one with a history.
            let is_whole = line
                .groups
                .iter()
                .all(|group| group.member.parent.is_none());
            let key = NumberKey {
                table: line.table.clone(),
                geography: line.geography.code.clone(),
                category: line.category.code.clone(),
                first: period.first(),
                last: period.last,
            };
            // Nor has a number that was made from a published one.
            (is_whole && line.unit.is_published())
                .then(|| history_sentence(histories.of(&key)))
                .flatten()
        });
        cells.collect()
    };
    rows.map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::bilingual::in_spanish;

    const TEXT: &str = "table,geography,category,first,last,published_on,vintage,value,status\n\
        index,here,homicide,2024-01,2024-12,2025-02-18,cards,203,observed\n\
        index,here,homicide,2024-01,2024-12,2025-03-18,cards,196,observed\n\
        index,here,homicide,2024-01,2024-12,2025-04-17,cards,197,observed\n";

    #[test]
    fn a_history_is_told_from_its_first_value() {
        let histories = Histories::parse(TEXT).unwrap();
        let (key, versions) = histories.numbers.first_key_value().unwrap();
        assert_eq!(
            history_sentence(versions).unwrap(),
            "First published as 203 (February 18, 2025). Then 196 (March 18, 2025) and 197 (April \
             17, 2025)."
        );
        let row = revision_row(key, versions).unwrap();
        assert_eq!(
            (&*row.period, &*row.first, &*row.now),
            ("2024", "203", "197")
        );
        assert_eq!(row.change, "6 fewer");
        assert_eq!(row.now_since, "April 17, 2025");
        assert_eq!(history_sentence(&versions[..1]), None);
    }

    #[test]
    fn times_have_names() {
        let month = |text| Month::parse(text).unwrap();
        assert_eq!(period_name(month("2019-07"), month("2019-07")), "July 2019");
        assert_eq!(
            period_name(month("2024-01"), month("2024-08")),
            "January to August 2024"
        );
    }

    #[test]
    fn the_same_is_said_in_spanish() {
        let histories = Histories::parse(TEXT).unwrap();
        let (key, versions) = histories.numbers.first_key_value().unwrap();
        assert_eq!(
            in_spanish(|| history_sentence(versions).unwrap()),
            "Se publicó primero como 203 (18 de febrero de 2025). Después, 196 (18 de marzo de \
             2025) y 197 (17 de abril de 2025)."
        );
        let row = |part: fn(RevisionRow) -> String| {
            in_spanish(|| part(revision_row(key, versions).unwrap()))
        };
        assert_eq!(row(|row| row.change), "6 menos");
        assert_eq!(row(|row| row.now_since), "17 de abril de 2025");
        let month = |text| Month::parse(text).unwrap();
        assert_eq!(
            in_spanish(|| period_name(month("2024-01"), month("2024-08"))),
            "enero a agosto de 2024"
        );
    }
}
