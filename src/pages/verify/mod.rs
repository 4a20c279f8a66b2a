//! The page on which a visitor checks every file of a release, and what that shows and does not.

use std::sync::Arc;

use cube::release::Asked;
use leptos::prelude::*;
use wording::t;

use super::context::{page_title, site_title, view_in};
use crate::{
    components::{FilesCheck, Pending, Title, with_views},
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
        release.get().map(
            |release| view! { <Title text=page_title(Some(t!("Check the files")), &release) /> },
        )
    };
    let about = move || release.get().map(|release| view! { <About release /> });
    view! {
        <Title text=site_title(t!("Check the files")) />
        {title}
        <section class="lede">
            <h1>{t!("Check every file yourself")}</h1>
            <p>
                {t!("Your browser fetches every file of a release from the host again, computes its hash and \
                 compares it with the list that was signed when it was published. If one byte of one \
                 file has changed, it is named here. Nothing is sent anywhere.")}
            </p>
            {about}
        </section>
        <section aria-label=t!("The check")>
            <FilesCheck asked release />
        </section>
        <Meaning />
        <Key asked=asked.into() release />
    }
}

#[component]
fn About(release: Arc<Release>) -> impl IntoView {
    let manifest = &release.manifest;
    let (city, id, date) = (&manifest.city_label, &manifest.id, &manifest.released);
    let words = match release.is_current {
        true => t!(
            "{city}, release {release} of {date}, the newest.",
            city = city,
            release = id,
            date = date
        ),
        false => t!(
            "{city}, release {release} of {date}, an earlier one.",
            city = city,
            release = id,
            date = date
        ),
    };
    view! {
        <p class="quiet">
            {words} " " <a href=Route::Data.link(&view_in(&release).query())>{t!("All tables of this release")}</a>
        </p>
    }
}

#[component]
fn Meaning() -> impl IntoView {
    view! {
        <section class="prose" aria-labelledby="meaning">
            <h2 id="meaning">{t!("What this shows, and what it does not")}</h2>
            <ul>
                <li>
                    {t!("Where all is well, each file is, byte for byte, the one that was published, and \
                     whoever holds the secret half of the key below has signed the list.")}
                </li>
                <li>{t!("It does not show that the numbers are right. How they were made stands with each chart.")}</li>
                <li>
                    {t!("It does not show that this is the newest release. A host can go on showing an older \
                     one, whole and signed.")}
                </li>
                <li>
                    {t!("A host that was taken over could also show a page that lies. So compare the key with \
                     the one in the repository, or check with a program that did not come from here.")}
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
    let body = move || match by_key(&city.get(), &folder()) {
        None => view! { <p>{t!("This site knows no key of the city.")}</p> }.into_any(),
        Some(known) => known.into_any(),
    };
    view! {
        <section class="prose" aria-labelledby="key">
            <h2 id="key">{t!("The key")}</h2>
            {body}
        </section>
    }
}

/// The key that is known of a city, and the command lines that check a release in a folder by it.
fn by_key(city: &str, folder: &str) -> Option<impl IntoView + use<>> {
    let key = known_key(city)?;
    let (line, id) = (key.line().to_owned(), key.id().to_owned());
    let file = format!("data-pipeline/cities/{city}/minisign.pub");
    let signed = with_views(
        t!(
            "The lists of this city are signed with the key {key}. It came with this site's program. \
             The same key stands in the repository, in {file}."
        ),
        [
            ("key", view! { <strong>{id}</strong> }.into_any()),
            ("file", view! { <code>{file}</code> }.into_any()),
        ],
    );
    let manifest = format!("{folder}/manifest.json");
    let list = view! { <a href=manifest download="manifest.json">"manifest.json"</a> };
    let signature = view! { <code>"manifest.json.minisig"</code> };
    let alone = with_views(
        t!(
            "With minisign, for the list alone, after fetching {list} and its signature, {signature} \
             beside it:"
        ),
        [
            ("list", list.into_any()),
            ("signature", signature.into_any()),
        ],
    );
    let address = t!("ADDRESS-OF-THIS-SITE");
    let of_site = format!("data-pipeline verify {address} --key {line}");
    let of_list = format!("minisign -Vm manifest.json -P {line}");
    Some(view! {
        <p>{signed}</p>
        <p><code class="path key">{line}</code></p>
        <p>{t!("With the program of the repository, which checks all files as this page does:")}</p>
        <pre class="command"><code>{of_site}</code></pre>
        <p>{alone}</p>
        <pre class="command"><code>{of_list}</code></pre>
    })
}
