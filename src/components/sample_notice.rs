//! Says of invented numbers that they are.

use leptos::prelude::*;
use wording::t;

use super::Pending;
use crate::data::Release;

/// Says that the numbers are invented, where the release is of a sample city.
#[component]
pub fn SampleNotice() -> impl IntoView {
    let release = expect_context::<Pending<Release>>().value;
    let notice = move || {
        let release = release.get()?.ok()?;
        release.manifest.sample.then(|| {
            let city = release.manifest.city_label.clone();
            view! {
                <p class="notice sample">
                    <strong>{t!("Sample data.")}</strong> " "
                    {t!("{city} and its numbers are invented, to show how this site works.", city = city)}
                </p>
            }
        })
    };
    view! { {notice} }
}
