//! The title of a page; the one that was shown last stands.

use leptos::prelude::*;

use crate::platform::title;

/// Names the page in the browser's tab and history, and follows the name.
#[component]
pub fn Title(
    /// The title.
    #[prop(into)]
    text: Signal<String>,
) -> impl IntoView {
    Effect::new(move |_| text.with(|text| title::set(text)));
}
