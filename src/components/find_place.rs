//! A box that looks for a place by its name: a plain form, which opens the page of places.

use leptos::prelude::*;

use crate::routes::Route;

/// The form.
#[component]
pub fn FindPlace(
    /// The city as it was asked for; none where it is the one shown by default.
    city: Option<String>,
) -> impl IntoView {
    let city = city.map(|city| view! { <input type="hidden" name="c" value=city /> });
    view! {
        <form class="controls" role="search" action=Route::Places.link("")>
            {city} <label class="field wide">
                <span>"Find my neighborhood"</span>
                <input type="search" name="q" autocomplete="off" />
            </label>
            <button type="submit">"Find"</button>
        </form>
    }
}
