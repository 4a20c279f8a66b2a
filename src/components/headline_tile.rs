//! One headline measure: the count, its period, its range, its change, and a small line.

use std::sync::Arc;

use cube::Series;
use leptos::prelude::*;
use wording::t;

use crate::chart::{Chart, ChartContext, Drawing, DrawingKind};

/// One headline measure, from a series with one line.
#[component]
pub fn HeadlineTile(
    /// The series; its first line is told of.
    series: Arc<Series>,
    /// What is to be known beside it.
    context: Arc<ChartContext>,
    /// The address that shows more of it.
    link: String,
    /// What to know about it at first sight.
    #[prop(optional_no_strip)]
    note: Option<&'static str>,
) -> impl IntoView {
    let line = series.lines.first();
    let headline = line.and_then(|line| charts::headline(&series, line, &context.borrowed()));
    let name = line
        .map(|line| line.category.label.clone())
        .unwrap_or_default();
    let Some(headline) = headline else {
        return view! {
            <article class="tile"><h3>{name}</h3><p>{t!("Not collected for any whole year.")}</p></article>
        }
        .into_any();
    };
    let label = t!(
        "{name}: {value} {unit}, {period}",
        name = name,
        value = headline.value,
        unit = headline.unit,
        period = headline.period,
    );
    let drawing = Drawing {
        series,
        context,
        kind: DrawingKind::Sparkline,
    };
    view! {
        <article class="tile">
            <h3><a href=link>{name}</a></h3>
            <p class="tile-value">{headline.value}</p>
            <p class="tile-unit">
                {headline.unit} <br /> {headline.period}
                {note.map(|note| view! { <br /> <em>{note}</em> })}
            </p>
            <Chart drawing label class="sparkline" />
            <p class="tile-change">{charts::format::capitalized(&headline.change)}</p>
            <p class="quiet">{headline.range}</p>
        </article>
    }
    .into_any()
}
