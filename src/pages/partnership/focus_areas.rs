//! The parts of a program and what is publicly known of each.

use cube::programme::FocusArea;
use leptos::prelude::*;
use wording::t;

/// The parts, each with what the word means and what is known of it in the city.
#[component]
pub fn FocusAreas(
    /// The parts.
    areas: Vec<FocusArea>,
) -> impl IntoView {
    let areas = areas.into_iter().map(|area| view! { <Area area /> });
    view! {
        <section aria-labelledby="focus">
            <h2 id="focus" tabindex="-1">{t!("What it is about, and what is known of it")}</h2>
            <p class="prose">
                {t!("The partnership names these areas of work for all of its cities. Below each stands \
                     what is publicly known of it in this one.")}
            </p>
            <div class="focus-areas">{areas.collect_view()}</div>
        </section>
    }
}

#[component]
fn Area(area: FocusArea) -> impl IntoView {
    let is_known = !area.known.is_empty();
    let known = area.known.into_iter().map(|fact| {
        view! {
            <p>
                {fact.text} " "
                <span class="quiet">{t!("Source: {source}", source = fact.source)}</span>
            </p>
        }
    });
    let known = known.collect_view();
    let rest = match is_known {
        true => t!("What was done, with whom and when is not published."),
        false => t!("Not published."),
    };
    view! {
        <article class="focus-area" id=format!("focus-{}", area.id)>
            <h3>{area.label}</h3>
            <p>{area.meaning}</p>
            {known}
            <p class="not-published">{rest}</p>
        </article>
    }
}
