//! Twelve-month windows around a launch as a table: the city, other cities, the difference, and the
//! city once more from a second source.

use charts::programme::{WindowRow, window_row};
use cube::windows::Compared;
use leptos::prelude::*;
use wording::t;

/// The windows of a line, and the short name of where they come from.
#[derive(Clone, Debug, PartialEq)]
pub struct Windows {
    /// The short name of the source.
    pub source: String,
    /// The windows, in time order.
    pub rows: Vec<Compared>,
}

/// A row a window; the columns of other cities only where some are set beside.
#[component]
pub fn WindowsTable(
    /// What is counted, and where.
    caption: String,
    /// The windows of the city's line.
    first: Windows,
    /// Those of its second line, from another source, where there is one.
    second: Option<Windows>,
    /// Whether other cities stand beside.
    compared: bool,
) -> impl IntoView {
    let others = compared.then_some([
        t!("Index"),
        t!("Other cities"),
        t!("Their index"),
        t!("Difference from them (95% range)"),
    ]);
    let heads = std::iter::once(first.source)
        .chain(others.into_iter().flatten().map(str::to_owned))
        .chain(second.as_ref().map(|second| second.source.clone()));
    let heads = heads.map(|head| view! { <th scope="col">{head}</th> });
    let heads = heads.collect_view();
    let mut more = second.map(|second| second.rows.into_iter());
    let rows = first.rows.iter().map(|one| {
        let more = more.as_mut().and_then(Iterator::next);
        row(window_row(one), more.map(|one| window_row(&one)), compared)
    });
    let rows = rows.collect_view();
    let label = caption.clone();
    view! {
        <div class="table-scroll" tabindex="0" role="region" aria-label=label>
            <table class="numbers windows">
                <caption>{caption}</caption>
                <thead>
                    <tr>
                        <th scope="col">{t!("12 months")}</th>
                        {heads}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

fn row(row: WindowRow, second: Option<WindowRow>, compared: bool) -> impl IntoView {
    let more = compared.then(|| {
        let cells = [row.index, row.others, row.others_index];
        let cells = cells.map(|text| view! { <td>{text}</td> });
        view! {
            {cells}
            <td class="difference">{row.difference}</td>
        }
    });
    let second = second.map(|second| {
        view! { <td data-status=second.own_status.as_str()>{second.own}</td> }
    });
    view! {
        <tr>
            <th scope="row">{row.phase} <span class="quiet">{row.months}</span></th>
            <td data-status=row.own_status.as_str()>{row.own}</td>
            {more}
            {second}
        </tr>
    }
}
