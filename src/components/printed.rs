//! Figures that others have printed, by year: all of them, with who counted and up to when.

use charts::PrintedRow;
use cube::enforcement::{PrintedMeasure, figures_csv};
use leptos::prelude::*;
use wording::t;

use super::{Glossed, SaveCsv};

/// One question with the figures that answer it, and what is to be known of them.
#[component]
pub fn Printed(
    /// The measure.
    measure: PrintedMeasure,
) -> impl IntoView {
    let sentence = charts::printed_sentence(&measure);
    let rows = charts::printed_rows(&measure).into_iter().map(row);
    let rows = rows.collect_view();
    let cautions = measure.cautions.iter().cloned();
    let cautions = cautions.map(|text| view! { <p class="coverage"><Glossed text /></p> });
    let cautions = cautions.collect_view();
    let file_name = format!("sightline-{}", measure.id.replace('_', "-"));
    let (id, heading) = (measure.id.clone(), measure.heading.clone());
    let (labelled_by, title) = (measure.id.clone(), measure.title.clone());
    let region = title.clone();
    let csv = move |()| Some(figures_csv(&measure));
    view! {
        <section class="overview-chart" aria-labelledby=labelled_by>
            <h2 class="question" id=id tabindex="-1">{heading}</h2>
            <p class="finding"><Glossed text=sentence /></p>
            {cautions}
            <div class="table-scroll" tabindex="0" role="region" aria-label=region>
                <table class="printed">
                    <caption>{title}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{t!("Year")}</th>
                            <th scope="col">{t!(in "a printed number", "Figure")}</th>
                            <th scope="col" class="bar-column"><span class="visually-hidden">{t!("As a bar")}</span></th>
                            <th scope="col">{t!("What it covers")}</th>
                            <th scope="col">{t!("Source")}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            <SaveCsv label=t!("Download these records (CSV)") bytes=csv file_name />
        </section>
    }
}

fn row(row: PrintedRow) -> AnyView {
    match row {
        PrintedRow::Gap { years } => view! {
            <tr class="gap">
                <th scope="row">{years}</th>
                <td colspan="4" data-status="not_collected">{t!("No figure was found")}</td>
            </tr>
        }
        .into_any(),
        PrintedRow::Figure {
            year,
            value,
            bar_percent,
            is_whole,
            covers,
            source,
        } => {
            let width = format!("{bar_percent:.1}%");
            let class = if is_whole { "bar" } else { "bar partial" };
            view! {
                <tr>
                    <th scope="row">{year}</th>
                    <td class="figure-value">{value}</td>
                    <td class="bar-column">
                        <svg class="bar-place" aria-hidden="true" width="100%" height="16">
                            <rect class=class x="0" y="1" width=width height="14" />
                        </svg>
                    </td>
                    <td>{covers}</td>
                    <td class="quiet">{source}</td>
                </tr>
            }
            .into_any()
        }
    }
}
