//! A box that looks for a place by its name: a plain form, which opens the page of places.

use cube::release::Asked;
use leptos::prelude::*;
use wording::t;

use crate::routes::Route;

/// The form.
#[component]
pub fn FindPlace(
    /// The city and the release.
    asked: Asked,
) -> impl IntoView {
    let hidden = |name, value: Option<String>| {
        value.map(|value| view! { <input type="hidden" name=name value=value /> })
    };
    view! {
        <form class="controls" role="search" action=Route::Places.link("")>
            {hidden("c", asked.city)} {hidden("r", asked.release)} <label class="field wide">
                <span>{t!("Find my neighborhood")}</span>
                <input type="search" name="q" autocomplete="off" />
            </label>
            <button type="submit">{t!("Find")}</button>
        </form>
    }
}
