//! Says of numbers that there are newer ones.

use cube::release::Manifest;
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use wording::t;

use super::Pending;
use crate::{data::Release, state::of_release};

/// Says which release is shown, where it is not the newest or not the one that was asked for, and
/// offers one that was published since the page was opened: nobody's numbers change by themselves.
#[component]
pub fn ReleaseNotice(
    /// What is published now, as far as the page has looked since: see `platform::offline`.
    published: RwSignal<String>,
) -> impl IntoView {
    let release = expect_context::<Pending<Release>>().value;
    let location = use_location();
    let notice = move || {
        let release = release.get()?.ok()?;
        let asked = release.asked.release.clone();
        let date = charts::format::date(&release.manifest.released);
        let newest = move || {
            let (path, query) = (location.pathname.get(), location.search.get());
            of_release(&format!("{path}?{query}"), None)
        };
        let newer = published.with(|published| day_of_newer(published, &release.manifest));
        let text = match (release.is_current, newer, asked) {
            (false, _, asked) => t!(
                "You see an earlier release, {release} of {date}.",
                release = asked.unwrap_or_default(),
                date = date
            ),
            (true, Some(day), _) => t!(
                "Newer numbers were published, those of {date}.",
                date = charts::format::date(&day)
            ),
            (true, None, Some(asked)) if asked != release.manifest.id => {
                let text = t!(
                    "There is no release “{release}” here. You see the newest one, of {date}.",
                    release = asked,
                    date = date
                );
                return Some(view! { <p class="notice">{text.into_any()}</p> });
            }
            (true, None, _) => return None,
        };
        // The page is loaded anew: until then, it shows what was published when it was opened.
        let said =
            view! { {text} " " <a href=newest rel="external">{t!("Show the newest numbers")}</a> };
        Some(view! { <p class="notice">{said.into_any()}</p> })
    };
    view! { <div aria-live="polite">{notice}</div> }
}

/// The day of a release that is published in the place of one.
fn day_of_newer(published: &str, shown: &Manifest) -> Option<String> {
    let line = published
        .lines()
        .find_map(|line| line.strip_prefix(&shown.city)?.strip_prefix(' '));
    let (id, day) = line?.split_once(' ')?;
    (id != shown.id).then(|| day.to_owned())
}
