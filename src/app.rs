//! The app: what every page shares, and which page an address shows.

use charts::tokens::Theme;
use leptos::{html, prelude::*};
use leptos_meta::{Title, provide_meta_context};
use leptos_router::{
    components::{Route, Router, Routes},
    path,
};

use crate::{
    components::{OfflineNotice, SiteFooter, SiteHeader},
    data::{Library, ReleaseResource},
    pages::{Data, NotFound, Overview, Trends},
    platform::{address, color_scheme, storage},
    state::ThemeChoice,
};

const THEME_KEY: &str = "sightline-theme";

/// The whole site.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    let theme_choice = provide_theme();
    let library = Library::default();
    provide_context(library.clone());
    let release: ReleaseResource = LocalResource::new(move || {
        let library = library.clone();
        async move { library.release().await }
    });
    provide_context(release);
    let main = NodeRef::new();
    view! {
        <Title text="Sightline" />
        <Router base=address::base_path()>
            <SkipLink main />
            <SiteHeader theme_choice />
            <OfflineNotice />
            <main id="main" tabindex="-1" node_ref=main>
                <Routes fallback=NotFound>
                    <Route path=path!("/") view=Overview />
                    <Route path=path!("/trends") view=Trends />
                    <Route path=path!("/data") view=Data />
                </Routes>
            </main>
            <SiteFooter />
        </Router>
    }
}

/// The first thing that the keyboard reaches: a way past the navigation.
#[component]
fn SkipLink(main: NodeRef<html::Main>) -> impl IntoView {
    // The address stays as it is: a fragment would be resolved against the base of the site.
    let skip = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        if let Some(main) = main.get() {
            // A browser that refuses the focus leaves it where it was.
            let _ = main.focus();
        }
    };
    view! { <a class="skip-link" href="#main" on:click=skip>"Skip to the content"</a> }
}

/// Keeps the page, the charts and the stored preference at one theme.
fn provide_theme() -> RwSignal<ThemeChoice> {
    let stored = storage::read(THEME_KEY).map(|text| ThemeChoice::parse(&text));
    let choice = RwSignal::new(stored.unwrap_or_default());
    let system_is_dark = RwSignal::new(false);
    color_scheme::watch_system(move |dark| system_is_dark.set(dark));
    let is_printing = RwSignal::new(false);
    color_scheme::watch_printing(move |printing| is_printing.set(printing));
    Effect::new(move |_| {
        let choice = choice.get();
        storage::write(THEME_KEY, choice.as_str());
        color_scheme::set_page_theme(match choice {
            ThemeChoice::System => None,
            ThemeChoice::Light | ThemeChoice::Dark => Some(choice.as_str()),
        });
    });
    let theme = Signal::derive(move || {
        let is_dark = match choice.get() {
            ThemeChoice::Dark => true,
            ThemeChoice::System => system_is_dark.get(),
            ThemeChoice::Light => false,
        };
        // Paper is white, whatever the screen is.
        if is_dark && !is_printing.get() {
            Theme::Dark
        } else {
            Theme::Light
        }
    });
    provide_context(theme);
    choice
}
