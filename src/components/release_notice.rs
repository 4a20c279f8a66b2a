//! Says of numbers that there are newer ones.

use leptos::prelude::*;
use leptos_router::hooks::use_location;
use wording::t;

use super::Pending;
use crate::{data::Release, state::of_release};

/// Says which release is shown, where it is not the newest or not the one that was asked for.
#[component]
pub fn ReleaseNotice() -> impl IntoView {
    let release = expect_context::<Pending<Release>>().value;
    let location = use_location();
    let notice = move || {
        let release = release.get()?.ok()?;
        let asked = release.asked.release.clone()?;
        let date = charts::format::date(&release.manifest.released);
        let newest = move || {
            let (path, query) = (location.pathname.get(), location.search.get());
            of_release(&format!("{path}?{query}"), None)
        };
        let said = match release.is_current {
            false => view! {
                {t!("You see an earlier release, {release} of {date}.", release = asked, date = date)} " "
                <a href=newest>{t!("Show the newest numbers")}</a>
            }
            .into_any(),
            true if asked == release.manifest.id => return None,
            true => {
                let text = t!(
                    "There is no release “{release}” here. You see the newest one, of {date}.",
                    release = asked,
                    date = date,
                );
                text.into_any()
            }
        };
        Some(view! { <p class="notice">{said}</p> })
    };
    view! { {notice} }
}
