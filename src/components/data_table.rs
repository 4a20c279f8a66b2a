//! The numbers of a chart as a table.

use charts::{DataTable, TableRow};
use leptos::prelude::*;

/// A table with a caption; a row a period, a column a line, each with its heading.
#[component]
pub fn NumbersTable(
    /// The table.
    table: DataTable,
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
    let rows = table.rows.into_iter().map(row);
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

fn row(row: TableRow) -> impl IntoView {
    let cells = row.cells.into_iter().map(|cell| {
        view! { <td data-status=cell.status.as_str()>{cell.text}</td> }
    });
    view! { <tr><th scope="row">{row.heading}</th>{cells.collect_view()}</tr> }
}
