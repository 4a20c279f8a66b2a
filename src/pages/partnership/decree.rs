//! The steps of the consent decree, which is a court's order and no part of the program.

use std::sync::Arc;

use cube::programme::Programme;
use cube::release::EventKind;
use leptos::prelude::*;
use wording::t;

use super::timeline::{Step, sorted};
use crate::data::Release;

/// The steps of the consent decree, each with its source; that none is known, where there is none.
#[component]
pub fn Decree(
    /// The release, for the events that charts mark.
    release: Arc<Release>,
    /// The program, for its further steps.
    programme: Arc<Programme>,
) -> impl IntoView {
    let all = release.events.events.iter().chain(&programme.milestones);
    let steps = sorted(all.filter(|step| step.kind == EventKind::ConsentDecree));
    let is_empty = steps.is_empty();
    let steps = steps.into_iter().map(|step| view! { <Step step /> });
    let steps = steps.collect_view();
    let none = is_empty.then(|| view! { <p>{t!("No dated step is collected here.")}</p> });
    view! {
        <section aria-labelledby="decree">
            <h2 id="decree" tabindex="-1">{t!("The consent decree")}</h2>
            <p class="prose">
                {t!("A consent decree is an agreement on reform that a federal judge orders and watches \
                     over. It is not a part of the partnership, and it was in force through all of its \
                     years. What the court's monitor finds from year to year is not collected here.")}
            </p>
            <ol class="timeline">{steps}</ol>
            {none}
        </section>
    }
}
