//! The numbers of a chart as a table that can be sorted and copied.

use std::collections::BTreeMap;

use charts::{DataTable, Direction, RowOrder, TableRow};
use leptos::prelude::*;
use wording::t;

/// What is known of the history of the cells of a row, by its heading.
pub type RowHistories = BTreeMap<String, Vec<Option<String>>>;

/// A table with a caption; a row a period, a column a line, each with its heading.
///
/// A number that was published otherwise before opens to what it was.
#[component]
pub fn NumbersTable(
    /// The table.
    table: DataTable,
    /// What is known of the history of numbers; nothing of rows that are not in it.
    #[prop(optional)]
    histories: RowHistories,
    /// Where the heading of a row leads, by the heading.
    #[prop(optional)]
    links: BTreeMap<String, String>,
    /// The heading of the column of row headings.
    #[prop(default = t!("Period"))]
    head: &'static str,
    /// The name of the region that scrolls, where a page has several tables.
    #[prop(default = t!("Table of the numbers shown").to_owned())]
    region: String,
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
            on_copy.run(table.with_value(|table| table.tsv(head, &rows)));
        };
        view! { <p class="table-tools"><button type="button" on:click=copy>{t!("Copy table")}</button></p> }
    });
    let histories = StoredValue::new(histories);
    let links = StoredValue::new(links);
    let with_history_and_link = move |one: TableRow| {
        let history = histories.with_value(|all| all.get(&one.heading).cloned());
        let link = links.with_value(|all| all.get(&one.heading).cloned());
        row(one, history.unwrap_or_default(), link)
    };
    let rows = move || {
        let rows = sorted().into_iter().map(with_history_and_link);
        rows.collect_view()
    };
    let reset = move |_| order.set(None);
    view! {
        {note} {copy}
        <div class="table-scroll" tabindex="0" role="region" aria-label=region>
            <table class="numbers">
                <caption>{caption}</caption>
                <thead>
                    <tr>
                        <th scope="col">
                            <button type="button" class="sort" on:click=reset>{head}</button>
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

fn row(row: TableRow, histories: Vec<Option<String>>, link: Option<String>) -> impl IntoView {
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
    let heading = match link {
        None => row.heading.into_any(),
        Some(link) => view! { <a href=link>{row.heading}</a> }.into_any(),
    };
    view! { <tr><th scope="row">{heading}</th>{cells.collect_view()}</tr> }
}
