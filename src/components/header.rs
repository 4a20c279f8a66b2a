//! The name of the site, its cities, its pages, the other language, and the theme.

use cube::release::Asked;
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use wording::t;

use super::{CityLinks, LanguageLinks};
use crate::{
    data::CatalogResource,
    routes::{Route, below_base},
    state::{ThemeChoice, ViewState},
};

/// The head of every page.
#[component]
pub fn SiteHeader(
    /// The visitor's choice of theme, read and set here.
    theme_choice: RwSignal<ThemeChoice>,
    /// The cities that can be chosen.
    catalog: CatalogResource,
    /// The city and the release that the address names.
    asked: Memo<Asked>,
) -> impl IntoView {
    let path = use_location().pathname;
    let link = move |route: Route| route.link(&ViewState::of(asked.get()).query());
    // Where no page is shown, the router would leave the address as it is: load the site anew.
    let rel = Signal::derive(move || {
        let catalog = catalog.get()?.ok()?;
        let city = asked.get().city?;
        catalog.city(Some(&city)).is_none().then_some("external")
    });
    let below = Memo::new(move |_| path.with(|path| below_base(path)));
    let links = Route::navigation().map(|route| {
        let is_here = move || below.with(|path| current(route, path));
        view! { <li><a href=move || link(route) rel=move || rel.get() aria-current=is_here>{route.label()}</a></li> }
    });
    let options = ThemeChoice::ALL.map(|choice| {
        view! {
            <option value=choice.as_str() prop:selected=move || theme_choice.get() == choice>
                {theme_label(choice)}
            </option>
        }
    });
    view! {
        <header class="site-header">
            <p class="site-name"><a href=move || link(Route::Overview)>"Sightline"</a></p>
            <CityLinks catalog asked rel />
            <nav class="pages" aria-label=t!("Pages")><ul>{links.collect_view()}</ul></nav>
            <LanguageLinks />
            <label class="theme-choice">
                <span class="visually-hidden">{t!("Theme")}</span>
                <select on:change:target=move |event| {
                    theme_choice.set(ThemeChoice::parse(&event.target().value()));
                }>{options}</select>
            </label>
        </header>
    }
}

/// Whether a page of the navigation is the one at a path (`page`), or that one lies below it.
fn current(route: Route, path: &str) -> Option<&'static str> {
    match Route::at(path) {
        Some(here) if here == route => Some("page"),
        _ => route.holds(path).then_some("true"),
    }
}

fn theme_label(choice: ThemeChoice) -> &'static str {
    match choice {
        ThemeChoice::System => t!("System theme"),
        ThemeChoice::Light => t!("Light theme"),
        ThemeChoice::Dark => t!("Dark theme"),
    }
}
