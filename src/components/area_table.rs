//! The list beside a map: the same places, numbers and choice, by keyboard and by ear.

use std::sync::Arc;

use charts::places::{AreaRow, AreaSheet};
use leptos::{html, prelude::*};
use wording::t;

use super::quietly::{after_paint, set};

/// How many rows are made, laid out and painted together: more than a screen holds.
const ROWS_TOGETHER: usize = 30;

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
            .map(|column| view! { <th scope="col" role="columnheader">{column}</th> })
            .collect_view()
    };
    let city = move || {
        let city = sheet.with(|sheet| sheet.city.clone());
        let cells = numbers(city.cells());
        view! { <tr class="whole" role="row"><th scope="row" role="rowheader">{city.label}</th>{cells}</tr> }
    };
    let count = Memo::new(move |_| sheet.with(|sheet| sheet.rows.len().div_ceil(ROWS_TOGETHER)));
    let parts = move || {
        let parts = 0..count.get();
        parts
            .map(|at| view! { <Part at sheet chosen link /> })
            .collect_view()
    };
    let count_of_columns = move || sheet.with(|sheet| sheet.columns.len().to_string());
    let caption = move || sheet.with(|sheet| sheet.title.clone());
    view! {
        <div class="table-scroll" node_ref=region tabindex="0" role="region" aria-label=t!("List of the places")>
            // The roles are those of the elements, which a browser forgets where rows are laid out as grids.
            <table class="numbers" id="place-list" role="table" data-columns=count_of_columns>
                <caption>{caption}</caption>
                <thead role="rowgroup"><tr role="row">{columns}</tr></thead>
                <tbody role="rowgroup">{city}</tbody>
                {parts}
            </table>
        </div>
    }
}

/// Some rows of the list, from the one at `at` times [`ROWS_TOGETHER`] on.
///
/// They are made once for the same places, and only what is another word is written anew.
#[component]
fn Part(
    at: usize,
    sheet: Signal<Arc<AreaSheet>>,
    chosen: Signal<Option<String>>,
    link: Callback<String, String>,
) -> impl IntoView {
    let shape = Memo::new(move |_| {
        sheet.with(|sheet| {
            // The name is a column too.
            let cells = sheet.columns.len().saturating_sub(1);
            let names = own(sheet, at).map(|row| (row.code.clone(), row.label.clone(), cells));
            names.collect::<Vec<_>>()
        })
    });
    let shown = StoredValue::new(Vec::<Shown>::new());
    let write = move || {
        let (sheet, chosen) = (sheet.get(), chosen.get());
        shown.with_value(|shown| {
            for (row, shown) in own(&sheet, at).zip(shown) {
                set(shown.is_chosen, chosen.as_ref() == Some(&row.code));
                for (text, shown) in row.cells().into_iter().zip(&shown.cells) {
                    set(*shown, text);
                }
            }
        });
    };
    let lead = move || {
        shown.with_value(|shown| {
            for ((code, ..), shown) in shape.get().into_iter().zip(shown) {
                set(shown.href, link.run(code));
            }
        });
    };
    let rows = move || {
        let shape = shape.get();
        let made = shape.iter().map(|(.., cells)| Shown::new(*cells));
        let made: Vec<Shown> = made.collect();
        shown.set_value(made.clone());
        untrack(write);
        untrack(lead);
        let named = shape.into_iter().zip(made);
        named
            .map(|((code, label, _), shown)| place(code, label, shown))
            .collect_view()
    };
    // The addresses of all places change together.
    after_paint(shown, move || drop(link.run(String::new())), lead);
    let written = move || {
        sheet.track();
        chosen.track();
    };
    match at {
        0 => drop(Effect::new(move |_| write())),
        // What lies further down waits until what is seen has been painted.
        _ => after_paint(shown, written, write),
    }
    view! { <tbody role="rowgroup">{rows}</tbody> }
}

/// The rows of the part at `at`.
fn own(sheet: &AreaSheet, at: usize) -> impl Iterator<Item = &AreaRow> {
    sheet
        .rows
        .iter()
        .skip(at * ROWS_TOGETHER)
        .take(ROWS_TOGETHER)
}

/// What changes of a row.
#[derive(Clone)]
struct Shown {
    href: RwSignal<String>,
    is_chosen: RwSignal<bool>,
    cells: Vec<RwSignal<String>>,
}

impl Shown {
    fn new(cells: usize) -> Self {
        Self {
            href: RwSignal::default(),
            is_chosen: RwSignal::default(),
            cells: (0..cells).map(|_| RwSignal::default()).collect(),
        }
    }
}

fn place(code: String, label: String, shown: Shown) -> impl IntoView {
    let Shown {
        href,
        is_chosen,
        cells,
    } = shown;
    let current = move || is_chosen.get().then_some("true");
    let cells = cells.into_iter();
    let cells = cells.map(|text| view! { <td role="cell">{text}</td> });
    view! {
        <tr data-code=code role="row">
            <th scope="row" role="rowheader"><a href=href aria-current=current>{label}</a></th>
            {cells.collect_view()}
        </tr>
    }
}

fn numbers(cells: Vec<String>) -> impl IntoView {
    let cells = cells.into_iter();
    cells
        .map(|text| view! { <td role="cell">{text}</td> })
        .collect_view()
}
