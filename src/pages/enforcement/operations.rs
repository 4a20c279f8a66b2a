//! Operations as a list of dated records, each with its source.

use cube::enforcement::{Operation, operations_csv};
use leptos::prelude::*;
use wording::{Message, message, t};

use super::Page;
use crate::components::{Glossed, SaveCsv};

/// The id of the heading, and the question that it asks.
pub(super) const OPERATIONS: (&str, Message) =
    ("operations", message!("What did joint operations do?"));

/// The list of operations; nothing for a city that has none.
#[component]
pub(super) fn Operations(
    /// The page.
    page: Page,
) -> impl IntoView {
    let operations = page.enforcement.operations.clone();
    let city = page.release.manifest.city_label.clone();
    let sentence = charts::operations_sentence(&operations, &city);
    let is_any = !operations.is_empty();
    let (id, question) = OPERATIONS;
    let csv = move |()| Some(operations_csv(&page.enforcement.operations));
    is_any.then(move || {
        // The newest is what most readers look for.
        let items = operations.into_iter().rev();
        let items = items.map(|operation| view! { <Record operation city=city.clone() /> });
        view! {
            <section class="overview-chart" aria-labelledby=id>
                <h2 class="question" id=id tabindex="-1">{question.text()}</h2>
                <p class="finding"><Glossed text=sentence /></p>
                <ol class="records" reversed>{items.collect_view()}</ol>
                <SaveCsv label=t!("Download these records (CSV)") file_name="sightline-operations" bytes=csv />
            </section>
        }
    })
}

#[component]
fn Record(operation: Operation, city: String) -> impl IntoView {
    let guns = charts::operation_guns(&operation).map(|guns| format!("; {guns}"));
    let counted = format!(
        "{}{}",
        charts::operation_count(&operation),
        guns.unwrap_or_default()
    );
    let dates = charts::operation_dates(&operation);
    let reach = charts::operation_reach(&operation, &city);
    let reach = reach.map(|text| view! { <p class="coverage">{text}</p> });
    let caution = operation
        .caution
        .map(|text| view! { <p class="coverage">{text}</p> });
    let note = operation.note.map(|text| view! { <p>{text}</p> });
    view! {
        <li id=operation.id class="record">
            <p class="quiet">{dates}</p>
            <h3>{operation.name}</h3>
            <p><strong>{counted}</strong> ". " {operation.area}</p>
            {caution}
            {reach}
            {note}
            <p class="quiet">{t!("By {agencies}.", agencies = operation.agencies)}</p>
            <p class="quiet">{t!("Source: {source}.", source = operation.source)}</p>
        </li>
    }
}
