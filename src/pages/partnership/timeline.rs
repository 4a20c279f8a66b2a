//! The dated steps of a program and of what fell into the same years, each with its source.

use std::sync::Arc;

use cube::programme::Programme;
use cube::release::{Event, EventKind};
use cube::sorting::sort_by;
use leptos::prelude::*;
use wording::t;

use crate::data::Release;

/// The steps, oldest first; those of the consent decree have a place of their own.
#[component]
pub fn Timeline(
    /// The release, for the events that charts mark.
    release: Arc<Release>,
    /// The program, for its further steps.
    programme: Arc<Programme>,
) -> impl IntoView {
    let steps = steps(&release.events.events, &programme.milestones);
    let steps = steps.into_iter().map(|step| view! { <Step step /> });
    view! {
        <section aria-labelledby="timeline">
            <h2 id="timeline" tabindex="-1">{t!("Timeline")}</h2>
            <p class="prose">
                {t!("What was announced and when, and what else happened in the same years. Standing side \
                     by side here says nothing about one having brought about the other.")}
            </p>
            <ol class="timeline">{steps.collect_view()}</ol>
        </section>
    }
}

/// One step.
#[component]
pub fn Step(
    /// The step.
    step: Event,
) -> impl IntoView {
    view! {
        <li data-kind=kind_name(step.kind)>
            <p class="timeline-date">
                <time datetime=step.date.clone()>{charts::format::date(&step.date)}</time>
            </p>
            <div>
                <p>
                    <strong>{step.label}</strong>
                    " "
                    <span class="quiet">{kind_label(step.kind)}</span>
                </p>
                <p>{step.text}</p>
                <p class="quiet timeline-source">
                    {t!("Source: {source}", source = step.source)}
                </p>
            </div>
        </li>
    }
}

/// The events and the further steps by date, without those of the consent decree.
fn steps(events: &[Event], milestones: &[Event]) -> Vec<Event> {
    let all = events.iter().chain(milestones);
    sorted(all.filter(|step| step.kind != EventKind::ConsentDecree))
}

/// Steps by month, and by date within one; a date without a day comes first.
pub fn sorted<'a>(steps: impl Iterator<Item = &'a Event>) -> Vec<Event> {
    let mut steps: Vec<Event> = steps.cloned().collect();
    sort_by(&mut steps, |one, other| {
        (one.month, &one.date).cmp(&(other.month, &other.date))
    });
    steps
}

fn kind_label(kind: EventKind) -> &'static str {
    match kind {
        EventKind::Partnership => t!("The partnership"),
        EventKind::ConsentDecree => t!("Consent decree"),
        EventKind::City => t!("In the city"),
        EventKind::Data => t!("A change in the records"),
    }
}

fn kind_name(kind: EventKind) -> &'static str {
    match kind {
        EventKind::Partnership => "partnership",
        EventKind::ConsentDecree => "decree",
        EventKind::City => "city",
        EventKind::Data => "data",
    }
}
