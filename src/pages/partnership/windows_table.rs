//! Twelve-month windows around a launch as a table: the city, other cities, and the difference.

use charts::programme::{WindowRow, window_row};
use cube::windows::Compared;
use leptos::prelude::*;

/// A row a window; the columns of other cities only where some are set beside.
#[component]
pub fn WindowsTable(
    /// What is counted, where, by whom.
    caption: String,
    /// The windows, in time order.
    rows: Vec<Compared>,
    /// Whether other cities stand beside.
    compared: bool,
) -> impl IntoView {
    let heads = compared.then(|| {
        let heads = [
            "Index",
            "Other cities",
            "Their index",
            "Difference from them (95% range)",
        ];
        heads.map(|head| view! { <th scope="col">{head}</th> })
    });
    let label = caption.clone();
    let rows = rows.iter().map(|one| row(window_row(one), compared));
    view! {
        <div class="table-scroll" tabindex="0" role="region" aria-label=label>
            <table class="numbers windows">
                <caption>{caption}</caption>
                <thead>
                    <tr>
                        <th scope="col">"12 months"</th>
                        <th scope="col">"This city"</th>
                        {heads}
                    </tr>
                </thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </div>
    }
}

fn row(row: WindowRow, compared: bool) -> impl IntoView {
    let more = compared.then(|| {
        let cells = [row.index, row.others, row.others_index, row.difference];
        cells.map(|text| view! { <td>{text}</td> })
    });
    view! {
        <tr>
            <th scope="row">{row.phase} <span class="quiet">{row.months}</span></th>
            <td data-status=row.own_status.as_str()>{row.own}</td>
            {more}
        </tr>
    }
}
