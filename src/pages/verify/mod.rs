//! The page on which a visitor checks every file of a release, and what that shows and does not.

use std::sync::Arc;

use cube::release::Asked;
use leptos::prelude::*;

use super::context::{page_title, view_in};
use crate::{
    components::{FilesCheck, Pending, Title},
    data::{Release, known_key},
    routes::Route,
    state::{ViewState, Visit},
};

/// The page of the check of files. It stands also where the release cannot be shown: then it is
/// wanted most.
#[component]
pub fn Verify() -> impl IntoView {
    let release = expect_context::<Pending<Release>>().value;
    let release = Signal::derive(move || release.get().and_then(Result::ok));
    let query = expect_context::<Visit>().query;
    let asked = Memo::new(move |_| query.with(|query| ViewState::parse(query).asked));
    let title = move || {
        release
            .get()
            .map(|release| view! { <Title text=page_title(Some("Check the files"), &release) /> })
    };
    let about = move || release.get().map(|release| view! { <About release /> });
    view! {
        <Title text="Check the files – Sightline" />
        {title}
        <section class="lede">
            <h1>"Check every file yourself"</h1>
            <p>
                "Your browser fetches every file of a release from the host again, computes its hash and \
                 compares it with the list that was signed when it was published. If one byte of one \
                 file has changed, it is named here. Nothing is sent anywhere."
            </p>
            {about}
        </section>
        <section aria-label="The check">
            <FilesCheck asked release />
        </section>
        <Meaning />
        <Key asked=asked.into() release />
    }
}

#[component]
fn About(release: Arc<Release>) -> impl IntoView {
    let manifest = &release.manifest;
    let newest = match release.is_current {
        true => "the newest",
        false => "an earlier one",
    };
    let words = format!(
        "{}, release {} of {}, {newest}. ",
        manifest.city_label, manifest.id, manifest.released
    );
    view! {
        <p class="quiet">
            {words} <a href=Route::Data.link(&view_in(&release).query())>"All tables of this release"</a>
        </p>
    }
}

#[component]
fn Meaning() -> impl IntoView {
    view! {
        <section class="prose" aria-labelledby="meaning">
            <h2 id="meaning">"What this shows, and what it does not"</h2>
            <ul>
                <li>
                    "Where all is well, each file is, byte for byte, the one that was published, and \
                     whoever holds the secret half of the key below has signed the list."
                </li>
                <li>"It does not show that the numbers are right. How they were made stands with each chart."</li>
                <li>
                    "It does not show that this is the newest release. A host can go on showing an older \
                     one, whole and signed."
                </li>
                <li>
                    "A host that was taken over could also show a page that lies. So compare the key with \
                     the one in the repository, or check with a program that did not come from here."
                </li>
            </ul>
        </section>
    }
}

/// The key of the city, and how to check without this page.
#[component]
fn Key(asked: Signal<Asked>, release: Signal<Option<Arc<Release>>>) -> impl IntoView {
    let city = Memo::new(move |_| {
        let shown = release.get().map(|release| release.manifest.city.clone());
        shown.or(asked.get().city).unwrap_or_default()
    });
    let folder = move || {
        release
            .get()
            .map_or_else(|| "data".to_owned(), |release| release.folder.clone())
    };
    let body = move || {
        let city = city.get();
        match known_key(&city) {
            None => view! { <p>"This site knows no key of the city."</p> }.into_any(),
            Some(key) => {
                let file = format!("data-pipeline/cities/{city}/minisign.pub");
                let (line, id) = (key.line().to_owned(), key.id().to_owned());
                let of_file = format!("minisign -Vm manifest.json -P {line}");
                let of_site = format!("data-pipeline verify ADDRESS-OF-THIS-SITE --key {line}");
                let manifest = format!("{}/manifest.json", folder());
                view! {
                    <p>
                        "The lists of this city are signed with the key " <strong>{id}</strong>
                        ". It came with this site's program. The same key stands in the repository, in " <code>{file}</code> "."
                    </p>
                    <p><code class="path key">{line}</code></p>
                    <p>"With the program of the repository, which checks all files as this page does:"</p>
                    <pre class="command"><code>{of_site}</code></pre>
                    <p>
                        "With minisign, for the list alone, after fetching " <a href=manifest download="manifest.json">"manifest.json"</a>
                        " and its signature, " <code>"manifest.json.minisig"</code> " beside it:"
                    </p>
                    <pre class="command"><code>{of_file}</code></pre>
                }
                .into_any()
            }
        }
    };
    view! {
        <section class="prose" aria-labelledby="key">
            <h2 id="key">"The key"</h2>
            {body}
        </section>
    }
}
