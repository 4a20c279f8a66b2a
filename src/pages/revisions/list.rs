//! Every number of a line that has changed: what it was first, what it is now, and each value between.

use charts::revisions::RevisionRow;
use leptos::prelude::*;
use wording::t;

/// A row a number, newest time first.
#[component]
pub fn RevisionList(
    /// The histories.
    rows: Memo<Vec<RevisionRow>>,
    /// What is counted.
    title: Signal<String>,
) -> impl IntoView {
    let body = move || rows.get().into_iter().map(row).collect_view();
    let caption = move || {
        t!(
            "{title}: every number that has changed",
            title = title.get()
        )
    };
    view! {
        <section aria-labelledby="changed">
            <h2 id="changed">{t!("Every number that has changed")}</h2>
            <div class="table-scroll" tabindex="0" role="region" aria-label=t!("Numbers that have changed")>
                <table class="numbers revisions">
                    <caption>{caption}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{t!("Time")}</th>
                            <th scope="col">{t!("First published")}</th>
                            <th scope="col">{t!("Now")}</th>
                            <th scope="col">{t!("Change")}</th>
                            <th scope="col">{t!("Each value, by the day it was published")}</th>
                        </tr>
                    </thead>
                    <tbody>{body}</tbody>
                </table>
            </div>
        </section>
    }
}

fn row(row: RevisionRow) -> impl IntoView {
    let steps = row.steps.into_iter();
    let steps = steps.map(|(date, value)| view! { <li>{format!("{date}: {value}")}</li> });
    view! {
        <tr data-first=row.key.first.to_string() data-last=row.key.last.to_string()>
            <th scope="row">{row.period}</th>
            <td>{row.first} " " <span class="quiet">{row.first_on}</span></td>
            <td>{row.now} " " <span class="quiet">{t!("since {date}", date = row.now_since)}</span></td>
            <td>{row.change}</td>
            <td class="steps"><ul>{steps.collect_view()}</ul></td>
        </tr>
    }
}
