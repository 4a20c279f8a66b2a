//! The app: what every page shares, and which page an address shows.

use charts::tokens::Theme;
use leptos::{html, prelude::*};
use leptos_router::{
    NavigateOptions,
    components::{FlatRoutes, Route as Matching, Router},
    hooks::{use_location, use_navigate},
    path,
};
use wording::{Language, t};

use crate::{
    components::{
        OfflineNotice, PartPlace, Pending, ReleaseNotice, SampleNotice, SiteFooter, SiteHeader,
        provide_release,
    },
    data::{ExcerptFile, Release, fetch},
    pages::{NoSuchCity, NotFound, Overview},
    platform::{address, color_scheme, markup, offline, page_language, prebuilt, report, storage},
    routes::{Route, address_of, below_base, home, language_of, without_base},
    state::{Going, ThemeChoice, ViewState, asked_language, entrance},
};

/// What every program of the site does first, before it shows anything.
pub fn start() {
    report::tell_panics();
    markup::write_without_parser();
}

/// Speaks the language of the address, goes from an entrance to the view that it stands for before
/// anything reads the address, and leaves the prebuilt page once the app has its own.
pub async fn enter() {
    let (path, query) = address::path_and_query();
    let (of_path, below) = language_of(without_base(&path));
    // Earlier links name the language in their query.
    let asked = asked_language(&query);
    let query = asked.as_ref().map_or(query.as_str(), |(_, others)| others);
    let wanted = asked.as_ref().and_then(|(tag, _)| Language::of_tag(tag));
    let wanted = wanted.unwrap_or(of_path);
    let language = spoken(wanted).await;
    if language != wanted {
        report::tell_untranslated();
    }
    page_language::set(language.tag());
    let view = entrance(&below, query);
    let is_elsewhere = view.is_some() || asked.is_some() || language != of_path;
    if is_elsewhere {
        let here = || address_of(&below, query.trim_start_matches('?'));
        let there = view.map(|view| address_of(&view, ""));
        address::replace(&there.unwrap_or_else(here));
    }
    prebuilt::leave();
}

/// Speaks a language, or where its catalogue cannot be had the one that the texts are written in.
async fn spoken(language: Language) -> Language {
    if let Some(path) = language.path()
        && let Ok(catalogue) = fetch(&path).await
    {
        wording::speak(language, &String::from_utf8_lossy(&catalogue));
    }
    wording::language()
}

const THEME_KEY: &str = "sightline-theme";

/// The whole site.
#[component]
pub fn App() -> impl IntoView {
    let theme_choice = provide_theme();
    view! {
        <Router base=home()>
            <Site theme_choice />
        </Router>
    }
}

/// Everything that depends on the address: which city, and which page about it.
/// The excerpt of a release that the page names, where it is that of a front page.
fn named_excerpt(release: &str) -> Option<ExcerptFile> {
    let (path, integrity) = prebuilt::excerpt(release)?;
    Some(ExcerptFile { path, integrity })
}

#[component]
fn Site(theme_choice: RwSignal<ThemeChoice>) -> impl IntoView {
    let search = use_location().search;
    let asked = Memo::new(move |_| search.with(|query| ViewState::parse(query).asked));
    let catalog = provide_release(asked, Some(named_excerpt));
    let unknown = Memo::new(move |_| {
        let catalog = catalog.get()?.ok()?;
        let id = asked
            .get()
            .city
            .filter(|id| catalog.city(Some(id)).is_none())?;
        Some((id, catalog))
    });
    let no_such_city = move || {
        let unknown = unknown.get();
        unknown.map(|(id, catalog)| view! { <NoSuchCity id catalog /> })
    };
    let release = expect_context::<Pending<Release>>().value;
    Effect::new(move |_| {
        if let Some(Ok(release)) = release.get() {
            report::name_release(&release.manifest.id);
        }
    });
    let main = NodeRef::new();
    let published = RwSignal::new(String::new());
    let is_unanswered = RwSignal::new(false);
    offline::begin(move |current, is_kept| {
        is_unanswered.set(is_kept);
        if !is_kept {
            published.set(current);
        }
    });
    view! {
        <SkipLink main />
        <SiteHeader theme_choice catalog asked />
        <OfflineNotice is_unanswered />
        <main id="main" tabindex="-1" node_ref=main>
            <SampleNotice />
            <ReleaseNotice published />
            <Show when=move || unknown.with(Option::is_none) fallback=no_such_city>
                // The router follows links and the history; which page an address is, is ours.
                <FlatRoutes fallback=NotFound>
                    <Matching path=path!("/*any") view=Page />
                </FlatRoutes>
            </Show>
        </main>
        <SiteFooter />
    }
}

/// Which program shows a page.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shown {
    /// This one.
    Overview,
    /// A part of the site, which stays while its pages change.
    Part(&'static str),
    /// None: the address is no page.
    Nothing,
}

/// The page of the address.
#[component]
fn Page() -> impl IntoView {
    let location = use_location();
    let (path, query) = (location.pathname, location.search);
    let route = Memo::new(move |_| path.with(|path| Route::at(&below_base(path))));
    let shown = Memo::new(move |_| {
        route.get().map_or(Shown::Nothing, |route| {
            route.program().map_or(Shown::Overview, Shown::Part)
        })
    });
    let address = Signal::derive(move || {
        let path = path.with(|path| below_base(path));
        query.with(|query| format!("{path}?{query}"))
    });
    let navigate = use_navigate();
    let go = Callback::new(move |going: Going| {
        let is_elsewhere = going.address.split('?').next() != Some(path.get_untracked().as_str());
        let options = NavigateOptions {
            resolve: false,
            replace: going.replaces,
            scroll: is_elsewhere,
            ..Default::default()
        };
        navigate(&going.address, options);
    });
    move || match shown.get() {
        Shown::Overview => view! { <Overview /> }.into_any(),
        Shown::Part(part) => view! { <PartPlace part address go /> }.into_any(),
        Shown::Nothing => view! { <NotFound /> }.into_any(),
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
    view! { <a class="skip-link" href="#main" on:click=skip>{t!("Skip to the content")}</a> }
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
