//! The place of a part of the site that is fetched only when it is opened.

use leptos::{html, prelude::*, task::spawn_local};

use crate::platform::part::Part;

/// Fetches a part, puts it into the page, and takes it out again.
#[component]
pub fn PartPlace(
    /// Its program, below the site's base.
    part: &'static str,
    /// The city that it tells of; none for the one that is shown by default.
    #[prop(into)]
    city: Signal<Option<String>>,
    /// The tag of its language.
    #[prop(into)]
    language: Signal<String>,
) -> impl IntoView {
    let place = NodeRef::<html::Div>::new();
    let opened = StoredValue::new_local(None::<Part>);
    let is_ready = RwSignal::new(false);
    let failure = RwSignal::new(None::<String>);
    Effect::new(move |_| {
        let (city, language) = (city.get().unwrap_or_default(), language.get());
        let Some(element) = place.get() else { return };
        opened.set_value(None);
        spawn_local(async move {
            // A page that was left meanwhile drops the part again.
            match Part::open(part, &element, &city, &language).await {
                Ok(part) => {
                    opened.try_set_value(Some(part));
                    is_ready.try_set(true);
                }
                Err(reason) => {
                    failure.try_set(Some(reason));
                }
            }
        });
    });
    let waiting = move || {
        let is_waiting = !is_ready.get() && failure.with(Option::is_none);
        is_waiting.then(|| view! { <div class="placeholder page" aria-busy="true"></div> })
    };
    let failed = move || {
        failure.get().map(|reason| {
            view! {
                <section class="failure" role="alert">
                    <h1>"This page could not be fetched."</h1>
                    <p>"Check your connection and load the page again."</p>
                    <p class="quiet">{reason}</p>
                </section>
            }
        })
    };
    view! {
        <div node_ref=place></div>
        {waiting}
        {failed}
    }
}
