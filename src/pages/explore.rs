//! The pages of the program `explore`: which component an address shows, and what they all share.
//!
//! It has no router: links are plain, and the main program, which follows them, tells it where the
//! visitor is.

use charts::tokens::Theme;
use leptos::prelude::*;

use super::{
    Compare, Data, EnforcementPage, Partnership, Place, Places, Revisions, Trends, Verify,
};
use crate::{
    chart::WithLibrary,
    components::{Explaining, provide_release},
    routes::Route,
    state::{Going, Told, ViewState},
};

/// The page of the address that the program is told.
#[component]
pub fn ExploreContent(
    /// What the main program tells.
    told: Told,
    /// Goes to an address of the site.
    go: Callback<Going>,
) -> impl IntoView {
    let visit = told.visit(go);
    provide_context(visit);
    provide_context(theme(&told));
    provide_context(Explaining::words());
    // The program of the first visit and that of embeds go without: their pictures tell their numbers.
    provide_context(WithLibrary::echarts());
    let asked = Memo::new(move |_| visit.query.with(|query| ViewState::parse(query).asked));
    provide_release(asked, None);
    let route = Memo::new(move |_| visit.path.with(|path| Route::at(path)));
    move || match route.get() {
        Some(Route::Trends) => view! { <Trends /> }.into_any(),
        Some(Route::Places) => view! { <Places /> }.into_any(),
        Some(Route::Place) => view! { <Place /> }.into_any(),
        Some(Route::Enforcement) => view! { <EnforcementPage /> }.into_any(),
        Some(Route::Compare) => view! { <Compare /> }.into_any(),
        Some(Route::Data) => view! { <Data /> }.into_any(),
        Some(Route::Partnership) => view! { <Partnership /> }.into_any(),
        Some(Route::Revisions) => view! { <Revisions /> }.into_any(),
        Some(Route::Verify) => view! { <Verify /> }.into_any(),
        // The pages of other programs, on the way to them.
        Some(Route::Overview | Route::Methods) | None => ().into_any(),
    }
}

fn theme(told: &Told) -> Signal<Theme> {
    let is_dark = told.is_dark();
    Signal::derive(move || match is_dark.get() {
        true => Theme::Dark,
        false => Theme::Light,
    })
}
