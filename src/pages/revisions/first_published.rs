//! Whole years as they were first published, beside what they are now: like set beside like.

use charts::revisions::RevisionRow;
use leptos::prelude::*;
use wording::t;

/// A sentence for each whole year with a history; that there is none, where there is none.
#[component]
pub fn FirstPublished(
    /// The histories of the line.
    rows: Memo<Vec<RevisionRow>>,
    /// What is counted.
    title: Signal<String>,
) -> impl IntoView {
    let sentences = move || {
        let title = title.get();
        let years = rows.get().into_iter().filter(is_year);
        let sentences = years.map(|row| view! { <li>{sentence(&title, &row)}</li> });
        let sentences: Vec<_> = sentences.collect();
        match sentences.is_empty() {
            true => view! { <p>{t!("No whole year of this line is known to have changed.")}</p> }
                .into_any(),
            false => view! { <ul>{sentences}</ul> }.into_any(),
        }
    };
    view! {
        <section class="prose" aria-labelledby="first">
            <h2 id="first">{t!("As first published")}</h2>
            <p>
                {t!("The newest year in a table is a first count and the years before it are corrected ones. \
                 To see how two years compare, set first counts beside first counts, or wait.")}
            </p>
            {sentences}
        </section>
    }
}

fn is_year(row: &RevisionRow) -> bool {
    row.key.first.number() == 1 && row.key.last == row.key.first.plus(11)
}

fn sentence(title: &str, row: &RevisionRow) -> String {
    let later = row.steps.iter().skip(1);
    let later: Vec<String> = later.map(|(date, value)| dated(value, date)).collect();
    let (first, later) = (
        dated(&row.first, &row.first_on),
        charts::format::list(&later),
    );
    match row.first != row.now && !row.change.is_empty() {
        true => t!(
            "{title}, {period}: first published as {first}; then {later}. Now it is {change} than at first.",
            title = title,
            period = row.period,
            first = first,
            later = later,
            change = row.change
        ),
        false => t!(
            "{title}, {period}: first published as {first}; then {later}.",
            title = title,
            period = row.period,
            first = first,
            later = later
        ),
    }
}

/// A value with its date within a sentence: `203 on March 18, 2025`, `203 in 2015`.
fn dated(value: &str, date: &str) -> String {
    // Spanish, whose dates have no comma, says both alike.
    match date.contains(',') {
        true => t!("{value} on {date}", value = value, date = date),
        false => t!("{value} in {date}", value = value, date = date),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use cube::history::Histories;
    use wording::{Language, speaking};

    const TEXT: &str = "table,geography,category,first,last,published_on,vintage,value,status\n\
        index,here,homicide,2014-01,2014-12,2015,book,203,observed\n\
        index,here,homicide,2014-01,2014-12,2025-03-18,cards,196,observed\n\
        index,here,homicide,2014-01,2014-12,2025-04-17,cards,197,observed\n";

    #[track_caller]
    fn check(language: Language, expected: &str) {
        let histories = Histories::parse(TEXT).unwrap();
        let (key, versions) = histories.numbers.first_key_value().unwrap();
        let told = speaking(language, || {
            let row = charts::revisions::revision_row(key, versions).unwrap();
            sentence("Homicide, Here", &row)
        });
        assert_eq!(told, expected);
    }

    #[test]
    fn a_first_count_is_told_with_what_came_of_it() {
        check(
            Language::English,
            "Homicide, Here, 2014: first published as 203 in 2015; then 196 on March 18, 2025 and \
             197 on April 17, 2025. Now it is 6 fewer than at first.",
        );
        check(
            Language::Spanish,
            "Homicide, Here, 2014: se publicó primero como 203 (2015); después, 196 (18 de marzo de \
             2025) y 197 (17 de abril de 2025). Ahora, 6 menos que al principio.",
        );
    }
}
