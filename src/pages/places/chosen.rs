//! The place that is chosen on a map or in a list: its number, and the way to its page.

use std::sync::Arc;

use charts::places::AreaSheet;
use cube::places::PlaceKind;
use leptos::prelude::*;
use wording::t;

use crate::{pages::places::profile_link, routes::Route, state::PlacesView};

/// What is chosen, with a way to undo it; nothing where nothing is.
#[component]
pub fn Chosen(
    /// The kind of place.
    kind: PlaceKind,
    /// What is shown.
    sheet: Signal<Arc<AreaSheet>>,
    /// The view.
    view: Memo<PlacesView>,
) -> impl IntoView {
    let found = move || {
        let code = view.get().place?;
        let row = sheet.with(|sheet| sheet.rows.iter().find(|row| row.code == code).cloned());
        Some((code, row))
    };
    let shown = move || {
        let (code, row) = found()?;
        let Some(row) = row else {
            let text = t!(
                "There is no place “{code}” here; it is left out.",
                code = code
            );
            return Some(view! { <p class="notice">{text}</p> }.into_any());
        };
        let profile = profile_link(&view.get(), &kind.id, &code);
        let none = PlacesView {
            place: None,
            ..view.get()
        };
        let without = Route::Places.link(&none.query());
        let about = t!("Open the page of {place}", place = row.label);
        Some(
            view! {
                <p class="chosen" id="chosen">
                    <strong>{row.name()}</strong>
                    " "
                    <a href=profile>{about}</a>
                    " "
                    <a href=without>{t!("Choose none")}</a>
                </p>
            }
            .into_any(),
        )
    };
    view! { <div role="status">{shown}</div> }
}
