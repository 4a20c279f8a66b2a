//! The numbers of a chart as a table.

use charts::{DataTable, TableRow};
use leptos::prelude::*;

/// A table with a caption; a row a period, a column a line, each with its heading.
///
/// A number that was published otherwise before opens to what it was.
#[component]
pub fn NumbersTable(
    /// The table.
    table: DataTable,
    /// What is known of the history of each cell, by row and column; none where it has none.
    #[prop(optional)]
    histories: Vec<Vec<Option<String>>>,
    /// The heading of the column of row headings.
    #[prop(default = "Period")]
    head: &'static str,
    /// The name of the region that scrolls, where a page has several tables.
    #[prop(default = "Table of the numbers shown".to_owned())]
    region: String,
) -> impl IntoView {
    let columns = table
        .columns
        .into_iter()
        .map(|label| view! { <th scope="col">{label}</th> });
    let mut histories = histories.into_iter();
    let rows = table.rows.into_iter();
    let rows = rows.map(|one| row(one, histories.next().unwrap_or_default()));
    let note = table.note.map(|note| view! { <p class="quiet">{note}</p> });
    view! {
        {note}
        <div class="table-scroll" tabindex="0" role="region" aria-label=region>
            <table class="numbers">
                <caption>{table.caption}</caption>
                <thead><tr><th scope="col">{head}</th>{columns.collect_view()}</tr></thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </div>
    }
}

fn row(row: TableRow, histories: Vec<Option<String>>) -> impl IntoView {
    let mut histories = histories.into_iter();
    let cells = row.cells.into_iter().map(|cell| {
        let shown = match histories.next().flatten() {
            None => cell.text.into_any(),
            Some(history) => view! {
                <details class="history">
                    <summary>{cell.text}</summary>
                    <p>{history}</p>
                </details>
            }
            .into_any(),
        };
        view! { <td data-status=cell.status.as_str()>{shown}</td> }
    });
    view! { <tr><th scope="row">{row.heading}</th>{cells.collect_view()}</tr> }
}
