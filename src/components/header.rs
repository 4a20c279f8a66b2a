//! The name of the site, its pages, and the theme.

use leptos::prelude::*;
use leptos_router::components::A;

use crate::{routes::Route, state::ThemeChoice};

/// The head of every page.
#[component]
pub fn SiteHeader(
    /// The visitor's choice of theme, read and set here.
    theme_choice: RwSignal<ThemeChoice>,
) -> impl IntoView {
    let links = Route::ALL
        .map(|route| view! { <li><A href=route.link("") exact=true>{route.label()}</A></li> });
    let options = ThemeChoice::ALL.map(|choice| {
        view! {
            <option value=choice.as_str() prop:selected=move || theme_choice.get() == choice>
                {theme_label(choice)}
            </option>
        }
    });
    view! {
        <header class="site-header">
            <p class="site-name"><A href=Route::Overview.link("")>"Sightline"</A></p>
            <nav aria-label="Pages"><ul>{links}</ul></nav>
            <label class="theme-choice">
                <span class="visually-hidden">"Theme"</span>
                <select on:change:target=move |event| {
                    theme_choice.set(ThemeChoice::parse(&event.target().value()));
                }>{options}</select>
            </label>
        </header>
    }
}

fn theme_label(choice: ThemeChoice) -> &'static str {
    match choice {
        ThemeChoice::System => "System theme",
        ThemeChoice::Light => "Light theme",
        ThemeChoice::Dark => "Dark theme",
    }
}
