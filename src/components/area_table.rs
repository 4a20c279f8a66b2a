//! The list beside a map: the same places, numbers and choice, by keyboard and by ear.

use std::sync::Arc;

use charts::places::{AreaRow, AreaSheet};
use leptos::{html, prelude::*};

/// A table with a row a place, in the order of names, the whole city first.
#[component]
pub fn AreaTable(
    /// What is shown.
    #[prop(into)]
    sheet: Signal<Arc<AreaSheet>>,
    /// The code of the chosen place.
    #[prop(into)]
    chosen: Signal<Option<String>>,
    /// The address that chooses a place.
    #[prop(into)]
    link: Callback<String, String>,
    /// The element around the list, for whoever passes over the map.
    region: NodeRef<html::Div>,
) -> impl IntoView {
    let columns = move || {
        let columns = sheet.with(|sheet| sheet.columns.clone()).into_iter();
        columns
            .map(|column| view! { <th scope="col">{column}</th> })
            .collect_view()
    };
    let city = move || {
        let AreaRow { label, cells, .. } = sheet.with(|sheet| sheet.city.clone());
        view! { <tr class="whole"><th scope="row">{label}</th>{numbers(cells)}</tr> }
    };
    let rows = move || {
        let rows = sheet.with(|sheet| sheet.rows.clone()).into_iter();
        rows.map(|row| place(row, chosen, link)).collect_view()
    };
    let caption = move || sheet.with(|sheet| sheet.title.clone());
    view! {
        <div class="table-scroll" node_ref=region tabindex="0" role="region" aria-label="List of the places">
            <table class="numbers" id="place-list">
                <caption>{caption}</caption>
                <thead><tr>{columns}</tr></thead>
                <tbody>{city} {rows}</tbody>
            </table>
        </div>
    }
}

fn place(
    row: AreaRow,
    chosen: Signal<Option<String>>,
    link: Callback<String, String>,
) -> impl IntoView {
    let (code, of_link) = (row.code.clone(), row.code.clone());
    let current = move || {
        chosen
            .with(|chosen| chosen.as_ref() == Some(&code))
            .then_some("true")
    };
    let href = move || link.run(of_link.clone());
    view! {
        <tr data-code=row.code>
            <th scope="row"><a href=href aria-current=current>{row.label}</a></th>
            {numbers(row.cells)}
        </tr>
    }
}

fn numbers(cells: Vec<String>) -> impl IntoView {
    let cells = cells.into_iter();
    cells.map(|text| view! { <td>{text}</td> }).collect_view()
}
