//! Yearly measures of other agencies, topic by topic: what is measured, by whom, how its counting
//! changed, and what is not collected.

use std::sync::Arc;

use charts::programme::{measure_period, measure_value, restated_value};
use cube::programme::{Measure, MeasurePeriod, PeriodKind, Programme, Topic};
use cube::sorting::sort;
use leptos::prelude::*;
use wording::t;

use crate::data::Release;

/// Every topic with its table and with how each measure is counted.
#[component]
pub fn Measures(
    /// The release, for the address of the CSV and the names of the sources.
    release: Arc<Release>,
    /// The program.
    programme: Arc<Programme>,
) -> impl IntoView {
    let topics = programme.topics.iter().map(|topic| {
        let measures = programme.measures.iter();
        let measures = measures.filter(|measure| measure.topic == topic.id);
        let measures: Vec<Measure> = measures.cloned().collect();
        view! { <TopicSection release=Arc::clone(&release) topic=topic.clone() measures /> }
    });
    let topics = topics.collect_view();
    let file = release.manifest.measures.as_ref();
    let file = file.map(|path| {
        let address = release.address(path);
        view! {
            <p class="actions">
                <a href=address download="measures.csv">{t!("Download all of these measures (CSV)")}</a>
            </p>
        }
    });
    view! {
        <section aria-labelledby="services">
            <h2 id="services" tabindex="-1">
                {t!("Treatment, services and community work beside enforcement")}
            </h2>
            <p class="prose">
                {t!("Officials promised treatment and services beside enforcement. These are the yearly \
                     numbers that can be found. They are what agencies entered about their own work; none \
                     of them says how much was needed.")}
            </p>
            {file}
            {topics}
        </section>
    }
}

#[component]
fn TopicSection(release: Arc<Release>, topic: Topic, measures: Vec<Measure>) -> impl IntoView {
    let counting = measures.iter().map(|measure| counting(&release, measure));
    let counting = counting.collect_view();
    view! {
        <section class="topic" id=format!("topic-{}", topic.id) aria-labelledby=format!("topic-{}-title", topic.id)>
            <h3 id=format!("topic-{}-title", topic.id)>{topic.heading.clone()}</h3>
            <p class="prose">{topic.text}</p>
            <MeasureTable caption=topic.heading measures />
            <details>
                <summary>{t!("How each of these is counted")}</summary>
                <dl class="counting">{counting}</dl>
            </details>
        </section>
    }
}

/// A row a measure, a column a year.
#[component]
fn MeasureTable(caption: String, measures: Vec<Measure>) -> impl IntoView {
    let years = years(&measures);
    let heads = years.iter().map(|year| {
        view! { <th scope="col">{measure_period(*year)}</th> }
    });
    let heads = heads.collect_view();
    let rows = measures.iter().map(|measure| row(measure, &years));
    let rows = rows.collect_view();
    let caption = t!("{measures} by year", measures = caption);
    let label = caption.clone();
    view! {
        <div class="table-scroll" tabindex="0" role="region" aria-label=label>
            <table class="numbers measures">
                <caption>{caption}</caption>
                <thead><tr><th scope="col">{t!("Measure")}</th>{heads}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

/// The years of any of the measures, oldest first.
fn years(measures: &[Measure]) -> Vec<MeasurePeriod> {
    let values = measures.iter().flat_map(|measure| &measure.values);
    let years = values.map(|value| value.period);
    let mut years: Vec<MeasurePeriod> = years
        .filter(|period| period.kind != PeriodKind::FiscalQuarter)
        .collect();
    sort(&mut years);
    years.dedup();
    years
}

fn row(measure: &Measure, years: &[MeasurePeriod]) -> impl IntoView + use<> {
    let cells = years.iter().map(|year| {
        let value = measure.values.iter().find(|value| value.period == *year);
        let text = value.map_or_else(
            || t!("not collected").to_owned(),
            |value| measure_value(value, measure.decimals),
        );
        let status = value.map_or("not_collected", |value| value.status());
        let later = value.and_then(|value| restated_value(value, measure.decimals));
        let later = later.map(|later| {
            view! { <span class="restated">{t!("later {number}", number = later)}</span> }
        });
        view! { <td data-status=status data-measure=measure.id.clone() data-first=year.first.to_string()>{text} {later}</td> }
    });
    view! {
        <tr>
            <th scope="row">{measure.label.clone()} <span class="quiet">{measure.unit.clone()}</span></th>
            {cells.collect_view()}
        </tr>
    }
}

/// Who counts a measure, how that changed, and the quarters of a year that is not over.
fn counting(release: &Release, measure: &Measure) -> impl IntoView + use<> {
    let notes = measure
        .counting
        .iter()
        .map(|note| view! { <p>{note.clone()}</p> });
    let remarks = measure
        .values
        .iter()
        .filter(|value| !value.note.is_empty() || !value.cited.is_empty());
    let remarks = remarks.map(|value| {
        let mut parts = vec![measure_period(value.period)];
        parts.extend(
            [&value.note, &value.cited]
                .into_iter()
                .filter(|text| !text.is_empty())
                .cloned(),
        );
        view! { <li>{parts.join("; ")}</li> }
    });
    let quarters = measure
        .values
        .iter()
        .filter(|value| value.period.kind == PeriodKind::FiscalQuarter);
    let quarters = quarters.map(|value| {
        let text = format!("{}: {}", measure_period(value.period), measure_value(value, measure.decimals));
        view! { <li data-measure=measure.id.clone() data-first=value.period.first.to_string()>{text}</li> }
    });
    let source = release
        .manifest
        .sources
        .iter()
        .find(|source| source.id == measure.source);
    let agency = &measure.counted_by;
    let counted_by = match source.map(|source| &source.label) {
        Some(source) => t!(
            "Counted by: {agency}. Source: {source}.",
            agency = agency,
            source = source
        ),
        None => t!("Counted by: {agency}.", agency = agency),
    };
    let is_restated = measure.values.iter().any(|value| value.restated.is_some());
    let restated = is_restated.then(|| {
        let meaning = t!(
            "A number marked as later is the one that the city's plan of the following year gives for the \
             same time."
        );
        view! { <p>{meaning}</p> }
    });
    view! {
        <dt>{measure.label.clone()}</dt>
        <dd>
            <p>{counted_by}</p>
            {notes.collect_view()}
            {restated}
            <ul>{remarks.collect_view()} {quarters.collect_view()}</ul>
        </dd>
    }
}
