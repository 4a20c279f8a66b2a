//! What others have printed about one of the cities by year: every figure with its source.

use charts::PrintedRow;
use cube::enforcement::{PrintedMeasure, figures_csv};
use leptos::prelude::*;

use crate::components::SaveButton;

/// One question with the figures that answer it, and what is to be known of them.
#[component]
pub(super) fn Printed(
    /// The measure.
    measure: PrintedMeasure,
) -> impl IntoView {
    let sentence = charts::printed_sentence(&measure);
    let rows = charts::printed_rows(&measure).into_iter().map(row);
    let rows = rows.collect_view();
    let cautions = measure.cautions.iter().cloned();
    let cautions = cautions.map(|text| view! { <p class="coverage">{text}</p> });
    let cautions = cautions.collect_view();
    let file_name = format!("sightline-{}.csv", measure.id);
    let (id, labelled_by) = (measure.id.clone(), measure.id.clone());
    let (heading, title, region) = (
        measure.heading.clone(),
        measure.title.clone(),
        measure.title.clone(),
    );
    let csv = move || figures_csv(&measure).unwrap_or_default();
    view! {
        <section aria-labelledby=labelled_by>
            <h2 id=id>{heading}</h2>
            <p class="finding">{sentence}</p>
            {cautions}
            <div class="table-scroll" tabindex="0" role="region" aria-label=region>
                <table class="printed">
                    <caption>{title}</caption>
                    <thead>
                        <tr>
                            <th scope="col">"Year"</th>
                            <th scope="col">"People killed"</th>
                            <th scope="col">"What it covers"</th>
                            <th scope="col">"Source"</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            <SaveButton file_name bytes=csv />
        </section>
    }
}

fn row(row: PrintedRow) -> AnyView {
    match row {
        PrintedRow::Gap { years } => view! {
            <tr class="gap">
                <th scope="row">{years}</th>
                <td colspan="3" data-status="not_collected">"No figure was found"</td>
            </tr>
        }
        .into_any(),
        PrintedRow::Figure {
            year,
            value,
            covers,
            source,
            ..
        } => view! {
            <tr>
                <th scope="row">{year}</th>
                <td class="figure-value">{value}</td>
                <td>{covers}</td>
                <td class="quiet">{source}</td>
            </tr>
        }
        .into_any(),
    }
}
