//! The app: what every page shares, and which page an address shows.

use charts::tokens::Theme;
use leptos::{html, prelude::*};
use leptos_meta::{Title, provide_meta_context};
use leptos_router::{
    components::{Route, Router, Routes},
    hooks::use_location,
    path,
};

use crate::{
    components::{OfflineNotice, Pending, SampleNotice, SiteFooter, SiteHeader},
    data::{CatalogResource, Library, Release, ReleaseResource},
    pages::{Data, Methods, NoSuchCity, NotFound, Overview, Trends},
    platform::{address, color_scheme, storage},
    state::{ThemeChoice, ViewState},
};

const THEME_KEY: &str = "sightline-theme";

/// The whole site.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    let theme_choice = provide_theme();
    view! {
        <Title text="Sightline" />
        <Router base=address::base_path()>
            <Site theme_choice />
        </Router>
    }
}

/// Everything that depends on the address: which city, and which page about it.
#[component]
fn Site(theme_choice: RwSignal<ThemeChoice>) -> impl IntoView {
    let search = use_location().search;
    let asked = Memo::new(move |_| search.with(|query| ViewState::parse(query).city));
    let catalog = provide_release(asked);
    let unknown = Memo::new(move |_| {
        let catalog = catalog.get()?.ok()?;
        let id = asked.get().filter(|id| catalog.city(Some(id)).is_none())?;
        Some((id, catalog))
    });
    let no_such_city = move || {
        let unknown = unknown.get();
        unknown.map(|(id, catalog)| view! { <NoSuchCity id catalog /> })
    };
    let main = NodeRef::new();
    view! {
        <SkipLink main />
        <SiteHeader theme_choice catalog asked />
        <OfflineNotice />
        <main id="main" tabindex="-1" node_ref=main>
            <SampleNotice />
            <Show when=move || unknown.with(Option::is_none) fallback=no_such_city>
                <Routes fallback=NotFound>
                    <Route path=path!("/") view=Overview />
                    <Route path=path!("/trends") view=Trends />
                    <Route path=path!("/data") view=Data />
                    <Route path=path!("/methods") view=Methods />
                </Routes>
            </Show>
        </main>
        <SiteFooter />
    }
}

/// Puts the release of the city into the context of every page, and gives back the catalogue.
fn provide_release(asked: Memo<Option<String>>) -> CatalogResource {
    let library = Library::default();
    provide_context(library.clone());
    let fetching = library.clone();
    let catalog: CatalogResource = LocalResource::new(move || {
        let library = fetching.clone();
        async move { library.catalog().await }
    });
    let release: ReleaseResource = LocalResource::new(move || {
        let (library, asked) = (library.clone(), asked.get());
        async move { library.release(asked).await }
    });
    let pending = Pending {
        value: Signal::derive(move || release.get()),
        retry: Callback::new(move |()| {
            if catalog.get_untracked().is_some_and(|found| found.is_err()) {
                catalog.refetch();
            }
            release.refetch();
        }),
    };
    // While another city is on its way, nothing of the last one stands below its name.
    let wanted = move |release: &Release| asked.with(|asked| release.asked == *asked);
    provide_context(pending.only_where(wanted));
    catalog
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
