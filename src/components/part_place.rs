//! The place of a part of the site that is fetched only when it is opened.

use charts::tokens::Theme;
use leptos::{html, prelude::*, task::spawn_local};
use wording::t;

use super::{Late, Title};
use crate::{
    platform::{
        address,
        part::{Part, Speech, Telling},
    },
    routes::Route,
    state::Going,
};

/// Fetches a part, puts it into the page, tells it of what changes, and takes it out again.
#[component]
pub fn PartPlace(
    /// Its program, below the site's base.
    part: &'static str,
    /// The address of the page, below the site's base, with its query.
    #[prop(into)]
    address: Signal<String>,
    /// Goes to an address of the site.
    go: Callback<Going>,
    /// Whether it is a whole page, which names the tab.
    #[prop(default = true)]
    is_page: bool,
) -> impl IntoView {
    let place = NodeRef::<html::Div>::new();
    let opened = StoredValue::new_local(None::<Part>);
    let attempt = RwSignal::new(0_u32);
    let state = RwSignal::new(State::Waiting);
    let theme = expect_context::<Signal<Theme>>();
    let told = Memo::new(move |_| telling(address.get(), theme.get()));
    Effect::new(move |_| {
        let attempt = attempt.get();
        let Some(element) = place.get() else { return };
        spawn_local(async move {
            let first = told.get_untracked();
            let navigate = move |address, replaces| go.run(Going { address, replaces });
            let result = Part::open(part, attempt, &element, speech(), &first, navigate).await;
            let failure = result.as_ref().err().cloned();
            // A page that was left meanwhile drops the part again.
            opened.try_set_value(result.ok());
            state.try_set(failure.map_or(State::Ready, State::Failed));
        });
    });
    Effect::new(move |_| {
        let told = told.get();
        if state.get() == State::Ready {
            opened.with_value(|part| part.iter().for_each(|part| part.update(&told)));
        }
    });
    let retry = move |()| {
        state.set(State::Waiting);
        attempt.update(|count| *count += 1);
    };
    // Until the part names its page itself.
    let title = address.with_untracked(|address| waiting_title(address));
    let title = is_page.then(|| view! { <Title text=title /> });
    let waiting = if is_page {
        "placeholder page"
    } else {
        "placeholder figure"
    };
    let beside = move || match state.get() {
        State::Ready => ().into_any(),
        State::Waiting => view! { <div class=waiting aria-busy="true"><Late /></div> }.into_any(),
        State::Failed(reason) => view! { <PartFailure reason on_retry=retry /> }.into_any(),
    };
    view! {
        {title}
        <div class="part" node_ref=place></div>
        {beside}
    }
}

/// How far a part has come.
#[derive(Clone, Debug, PartialEq, Eq)]
enum State {
    Waiting,
    Ready,
    Failed(String),
}

fn telling(address: String, theme: Theme) -> Telling {
    Telling {
        is_dark: theme == Theme::Dark,
        address,
    }
}

/// A part speaks what the main program does.
fn speech() -> Speech {
    Speech {
        language: wording::language().tag(),
        catalogue: wording::spoken_catalogue(),
    }
}

fn waiting_title(address: &str) -> String {
    let path = address.split('?').next().unwrap_or_default();
    let label = Route::at(path).map(Route::label);
    match label.filter(|label| !label.is_empty()) {
        Some(label) => format!("{label} – Sightline"),
        None => "Sightline".to_owned(),
    }
}

/// Says that a part could not be fetched, and lets the visitor try again.
#[component]
fn PartFailure(
    /// The browser's own words.
    reason: String,
    #[prop(into)] on_retry: Callback<()>,
) -> impl IntoView {
    view! {
        <section class="failure" role="alert">
            <h1>{t!("This page could not be fetched.")}</h1>
            <p>
                {t!("Check your connection and try again. If it stays, reload the page: the site may have a \
                     newer version by now.")}
            </p>
            <button type="button" on:click=move |_| on_retry.run(())>{t!("Try again")}</button>
            " "
            <button type="button" on:click=move |_| address::reload()>{t!("Reload this page")}</button>
            <details>
                <summary>{t!("For a report")}</summary>
                <p><code>{reason}</code></p>
            </details>
        </section>
    }
}
