//! Whole years as they were first published, beside what they are now: like set beside like.

use charts::revisions::RevisionRow;
use leptos::prelude::*;

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
            true => {
                view! { <p>"No whole year of this line is known to have changed."</p> }.into_any()
            }
            false => view! { <ul>{sentences}</ul> }.into_any(),
        }
    };
    view! {
        <section class="prose" aria-labelledby="first">
            <h2 id="first">"As first published"</h2>
            <p>
                "The newest year in a table is a first count and the years before it are corrected ones. \
                 To see how two years compare, set first counts beside first counts, or wait."
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
    let later: Vec<String> = later
        .map(|(date, value)| format!("{value} {}", when(date)))
        .collect();
    let is_other = row.first != row.now && !row.change.is_empty();
    let change = match is_other {
        true => format!(" Now it is {} than at first.", row.change),
        false => String::new(),
    };
    format!(
        "{title}, {}: first published as {} {}; then {}.{change}",
        row.period,
        row.first,
        when(&row.first_on),
        charts::format::list(&later)
    )
}

/// A date within a sentence: `on March 18, 2025`, `in 2015`.
fn when(date: &str) -> String {
    match date.contains(',') {
        true => format!("on {date}"),
        false => format!("in {date}"),
    }
}
