//! The numbers of a chart as a table that can be sorted and copied.

use charts::{DataTable, Direction, RowOrder, TableRow};
use leptos::prelude::*;

/// The heading of the column of row headings.
const FIRST_COLUMN: &str = "Period";

/// A table with a caption; a row a period, a column a line, each with its heading.
#[component]
pub fn NumbersTable(
    /// The table.
    table: DataTable,
    /// Called with the table as text between tabs, where it can be copied.
    #[prop(optional)]
    on_copy: Option<Callback<String>>,
) -> impl IntoView {
    let order = RwSignal::new(None::<RowOrder>);
    let columns = table.columns.iter().enumerate();
    let columns = columns
        .map(|(column, label)| heading(column, label.clone(), order))
        .collect_view();
    let caption = table.caption.clone();
    let note = table.note.clone();
    let note = note.map(|note| view! { <p class="quiet">{note}</p> });
    let table = StoredValue::new(table);
    let sorted = move || {
        table.with_value(|table| match order.get() {
            Some(order) => table.sorted(order),
            None => table.rows.clone(),
        })
    };
    let copy = on_copy.map(|on_copy| {
        let copy = move |_| {
            let rows = sorted();
            on_copy.run(table.with_value(|table| table.tsv(FIRST_COLUMN, &rows)));
        };
        view! { <p class="table-tools"><button type="button" on:click=copy>"Copy table"</button></p> }
    });
    let rows = move || sorted().into_iter().map(row).collect_view();
    let reset = move |_| order.set(None);
    view! {
        {note} {copy}
        <div class="table-scroll" tabindex="0" role="region" aria-label="Table of the numbers shown">
            <table class="numbers">
                <caption>{caption}</caption>
                <thead>
                    <tr>
                        <th scope="col">
                            <button type="button" class="sort" on:click=reset>{FIRST_COLUMN}</button>
                        </th>
                        {columns}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

/// The heading of a column of numbers: the highest first, then the lowest first.
fn heading(column: usize, label: String, order: RwSignal<Option<RowOrder>>) -> impl IntoView {
    let direction = move || {
        let order = order.get().filter(|order| order.column == column);
        order.map(|order| order.direction)
    };
    let said = move || match direction() {
        None => "none",
        Some(Direction::Ascending) => "ascending",
        Some(Direction::Descending) => "descending",
    };
    let sort = move |_| {
        let next = match direction() {
            Some(Direction::Descending) => Direction::Ascending,
            _ => Direction::Descending,
        };
        order.set(Some(RowOrder {
            column,
            direction: next,
        }));
    };
    view! {
        <th scope="col" aria-sort=said>
            <button type="button" class="sort" on:click=sort>{label}</button>
        </th>
    }
}

fn row(row: TableRow) -> impl IntoView {
    let cells = row.cells.into_iter().map(|cell| {
        view! { <td data-status=cell.status.as_str()>{cell.text}</td> }
    });
    view! { <tr><th scope="row">{row.heading}</th>{cells.collect_view()}</tr> }
}
