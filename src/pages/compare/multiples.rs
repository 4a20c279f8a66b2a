//! A small chart of each city, all on the axis of the highest, in the order in which they are chosen.

use std::sync::Arc;

use cube::comparison::{ComparedCity, Comparison};
use cube::release::{Event, EventKind};
use cube::{Line, Series};
use leptos::prelude::*;
use wording::t;

use crate::chart::{Chart, ChartContext, Drawing, DrawingKind};

/// The small charts of a series.
#[component]
pub(super) fn Panels(
    /// What is known of the cities.
    comparison: Arc<Comparison>,
    /// The numbers, a line a city.
    series: Signal<Arc<Series>>,
) -> impl IntoView {
    let codes = Memo::new(move |_| {
        let code = |line: &Line| line.geography.code.clone();
        series.with(|series| series.lines.iter().map(code).collect::<Vec<_>>())
    });
    // A small chart stays where it is while its numbers change.
    let panel = move |code: String| {
        let city = comparison.city(&code).cloned();
        panel(series, code, city)
    };
    view! {
        <section aria-labelledby="each">
            <h2 id="each">{t!("Each city on its own")}</h2>
            <p class="quiet">{t!("All small charts have the same axes. The table above holds their numbers.")}</p>
            <div class="panels">
                <For each=move || codes.get() key=String::clone children=panel />
            </div>
        </section>
    }
}

/// The small chart of one city; none where the series has no line of it.
fn panel(
    series: Signal<Arc<Series>>,
    code: String,
    city: Option<ComparedCity>,
) -> Option<impl IntoView> {
    let events: Vec<Event> = city.as_ref().and_then(joining).into_iter().collect();
    let joined = city.map(|city| {
        t!(
            "Joined: {date} ({source}).",
            date = charts::format::date(&city.joined),
            source = city.joined_source
        )
    });
    let drawing_of = move |series: &Series| {
        let mut lines = series.lines.iter();
        let line = lines.find(|line| line.geography.code == code)?;
        Some(Drawing {
            series: Arc::new(charts::alone(series, line)),
            context: Arc::new(ChartContext {
                city: line.geography.label.clone(),
                events: events.clone(),
                ..ChartContext::default()
            }),
            kind: DrawingKind::Multiple {
                top: charts::common_top(series),
            },
        })
    };
    let first = series.with_untracked(|series| drawing_of(series))?;
    let drawing = Memo::new(move |before: Option<&Drawing>| {
        let now = series.with(|series| drawing_of(series));
        // A city that has just been taken out stands until its panel goes.
        let last = || before.unwrap_or(&first).clone();
        now.unwrap_or_else(last)
    });
    let name = Memo::new(move |_| drawing.with(|drawing| drawing.context.city.clone()));
    let finding = Memo::new(move |_| {
        drawing.with(|drawing| charts::sentence(&drawing.series, &drawing.context.borrowed()))
    });
    let label = Signal::derive(move || {
        t!(
            "Line chart of {city}. {finding}",
            city = name.get(),
            finding = finding.get()
        )
    });
    Some(view! {
        <article class="panel">
            <h3>{name}</h3>
            <p class="quiet">{joined}</p>
            <Chart drawing label class="panel-chart" />
            <p class="quiet">{finding}</p>
        </article>
    })
}

/// The joining of a city as a chart marks it, where its month is known.
fn joining(city: &ComparedCity) -> Option<Event> {
    Some(Event {
        id: "joined".to_owned(),
        kind: EventKind::Partnership,
        date: city.joined.clone(),
        month: city.joining_month()?,
        last: None,
        label: t!("Joined").to_owned(),
        text: t!("The city joined.").to_owned(),
        source: city.joined_source.clone(),
    })
}
