//! A small chart of each city, all on the axis of the highest, in the order in which they are chosen.

use std::sync::Arc;

use cube::comparison::{ComparedCity, Comparison};
use cube::release::{Event, EventKind};
use cube::{Line, Series};
use leptos::prelude::*;

use crate::chart::{Chart, ChartContext, Drawing, DrawingKind};

/// The small charts of a series.
#[component]
pub(super) fn Panels(
    /// What is known of the cities.
    comparison: Arc<Comparison>,
    /// The numbers, a line a city.
    series: Signal<Arc<Series>>,
) -> impl IntoView {
    let panels = move || {
        let series = series.get();
        let top = charts::common_top(&series);
        let panels = series.lines.iter();
        let panels = panels.map(|line| {
            let city = comparison.city(&line.geography.code).cloned();
            let alone = Arc::new(charts::alone(&series, line));
            view! { <Panel series=alone line=line.clone() city top /> }
        });
        panels.collect_view()
    };
    view! {
        <section aria-labelledby="each">
            <h2 id="each">"Each city on its own"</h2>
            <p class="quiet">"All small charts have the same axes. The table above holds their numbers."</p>
            <div class="panels">{panels}</div>
        </section>
    }
}

#[component]
fn Panel(
    series: Arc<Series>,
    line: Line,
    #[prop(optional_no_strip)] city: Option<ComparedCity>,
    top: f64,
) -> impl IntoView {
    let name = line.geography.label;
    let joined = city.as_ref().map(|city| {
        let when = charts::format::date(&city.joined);
        format!("Joined: {when} ({}).", city.joined_source)
    });
    let context = Arc::new(ChartContext {
        city: name.clone(),
        events: city.as_ref().and_then(joining).into_iter().collect(),
        ..ChartContext::default()
    });
    let finding = charts::sentence(&series, &context.borrowed());
    let label = format!("Line chart of {name}. {finding}");
    let drawing = Drawing {
        series,
        context,
        kind: DrawingKind::Multiple { top },
    };
    view! {
        <article class="panel">
            <h3>{name}</h3>
            <p class="quiet">{joined}</p>
            <Chart drawing label class="panel-chart" />
            <p class="quiet">{finding}</p>
        </article>
    }
}

/// The joining of a city as a chart marks it, where its month is known.
fn joining(city: &ComparedCity) -> Option<Event> {
    Some(Event {
        id: "joined".to_owned(),
        kind: EventKind::Partnership,
        date: city.joined.clone(),
        month: city.joining_month()?,
        last: None,
        label: "Joined".to_owned(),
        text: "The city joined.".to_owned(),
        source: city.joined_source.clone(),
    })
}
