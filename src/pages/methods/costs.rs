//! How many numbers of each table are hidden or rounded, and how far off the rounded ones are.

use std::sync::Arc;

use cube::Fixed;
use leptos::prelude::*;
use wording::t;

use crate::data::Release;

/// The price of the protection, table by table.
#[component]
pub fn Costs(
    /// The release.
    release: Arc<Release>,
) -> impl IntoView {
    let tables = release.manifest.tables.iter();
    let rows = tables.filter_map(|table| {
        let cost = table.protection?;
        let numbers = [cost.exact, cost.suppressed, cost.rounded].map(charts::format::count);
        let mean = Fixed {
            stored: cost.mean_error_hundredths,
            decimals: 2,
        };
        let errors = match cost.rounded {
            0 => [String::new(), String::new()],
            _ => [
                charts::format::number(mean),
                charts::format::count(cost.largest_error),
            ],
        };
        let cells = numbers.into_iter().chain(errors);
        let cells = cells.map(|text| view! { <td>{text}</td> }).collect_view();
        Some(view! { <tr><th scope="row">{table.title.clone()}</th>{cells}</tr> })
    });
    let rows = rows.collect::<Vec<_>>();
    let headings = [
        t!("Table"),
        t!("As counted"),
        t!("Hidden"),
        t!("Rounded"),
        t!("Mean error"),
        t!("Largest error"),
    ];
    let headings = headings.map(|heading| view! { <th scope="col">{heading}</th> });
    let title = t!("How much is hidden or rounded");
    let table = match rows.is_empty() {
        true => {
            let none = t!("No table of this release hides or rounds a number.");
            view! { <p>{none}</p> }.into_any()
        }
        false => view! {
            <div class="table-scroll" tabindex="0" role="group" aria-label=title>
                <table class="numbers costs">
                    <caption class="visually-hidden">{title}</caption>
                    <thead><tr>{headings}</tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        }
        .into_any(),
    };
    view! {
        <section aria-labelledby="costs">
            <h2 id="costs">{title}</h2>
            <p class="prose">
                {t!("Protection has a price: some numbers are missing, and some are a little off. This is the \
                     price in each table.")}
            </p>
            {table}
        </section>
    }
}
