//! How people are protected: the policy in its own lines, its price, its limits, and its check.

use std::sync::Arc;

use cube::release::Asked;
use leptos::prelude::*;
use wording::{language, t};

use super::super::context::view_in;
use super::{costs::Costs, drawing::TwoWorlds, families::Families};
use crate::{
    components::{CertificateCheck, Loaded},
    data::{Library, Policy, Release, Text},
    routes::Route,
};

/// The content of the page of methods, over the current release of a city.
#[component]
pub fn MethodsIn(
    /// The city and the release.
    asked: Asked,
) -> impl IntoView {
    let library = Library::default();
    provide_context(library.clone());
    let release = LocalResource::new(move || {
        let (library, asked) = (library.clone(), asked.clone());
        async move { library.release(asked).await }
    });
    let of_release = |release| view! { <MethodsOf release /> };
    view! {
        <div class="methods">
            <section class="lede">
                <h1>{t!("How people are protected")}</h1>
                <p>
                    {t!("The numbers on this site come from police records about real people. This page says what \
                         is shown, what is hidden or rounded, and why. It also lets you check our claim yourself.")}
                </p>
            </section>
            <Loaded pending=release placeholder="placeholder page" view=of_release />
        </div>
    }
}

#[component]
fn MethodsOf(release: Arc<Release>) -> impl IntoView {
    let loading = Arc::clone(&release);
    let policy = LocalResource::new(move || {
        let release = Arc::clone(&loading);
        async move { release.policy().await.map(Arc::new) }
    });
    let data = Route::Data.link(&view_in(&release).query());
    let of_policy = move |policy: Arc<Option<Policy>>| match policy.as_ref() {
        Some(policy) => protection(&release, policy).into_any(),
        None => view! { <NoProtection /> }.into_any(),
    };
    view! {
        <section class="prose" aria-labelledby="claim">
            <h2 id="claim">{t!("What we claim")}</h2>
            <p>
                {t!("Each hidden or rounded number could be at least two different counts. Both fit every number \
                     that we show. So nobody can work out the one true count from this site alone.")}
            </p>
        </section>
        <TwoWorlds />
        <Loaded pending=policy placeholder="placeholder page" view=of_policy />
        <Words />
        <section class="prose" aria-labelledby="more">
            <h2 id="more">{t!("How the numbers are made")}</h2>
            <p>
                {t!("Sources, what became of each row, and known faults are on the data page.")}
                " "
                <a href=data>{t!("Go to the data")}</a>
            </p>
        </section>
    }
}

/// What stands here for a release without a policy.
#[component]
fn NoProtection() -> impl IntoView {
    view! {
        <p class="notice">
            {t!("This release was published before there was a policy of protection. It has no policy and no \
                 certificate, so there is nothing to check here yet.")}
        </p>
    }
}

/// What the words of the page mean, and those of the charts.
#[component]
fn Words() -> impl IntoView {
    let own = [
        t!("Count: how many records there are of one kind."),
        t!(
            "Hidden: a number that we do not show, because it is small or would give away a small one."
        ),
        t!("Rounded: a number that we move a little, so that small counts cannot be told apart."),
        t!("World: one full set of counts that could be the real one."),
        t!("Certificate: the file that holds two worlds for each protected number."),
    ];
    let own = own.map(|word| view! { <li>{word}</li> });
    let terms = charts::glossary().into_iter();
    let terms = terms.map(|term| view! { <dt>{term.name}</dt> <dd>{term.meaning}</dd> });
    view! {
        <section class="prose" aria-labelledby="words">
            <h2 id="words">{t!("Words on this page")}</h2>
            <ul>{own}</ul>
            <dl class="glossary">{terms.collect_view()}</dl>
        </section>
    }
}

/// What there is to say of a release with a policy.
fn protection(release: &Arc<Release>, policy: &Policy) -> impl IntoView + use<> {
    let language = language();
    let lines = |lines: &[Text]| {
        let lines = lines.iter().map(|line| line.in_language(language));
        lines.map(|line| view! { <li>{line}</li> }).collect_view()
    };
    let past = policy.unprotected_releases.iter().map(|past| {
        view! { <li><strong>{past.id.clone()}</strong> " " {past.reason.in_language(language)}</li> }
    });
    let past = past.collect_view();
    let past = (!policy.unprotected_releases.is_empty()).then(|| {
        view! {
            <section class="prose" aria-labelledby="past">
                <h2 id="past">{t!("Earlier releases")}</h2>
                <ul>{past}</ul>
            </section>
        }
    });
    view! {
        <Check release=Arc::clone(release) />
        <Families families=policy.families.clone() />
        <section class="prose" aria-labelledby="never">
            <h2 id="never">{t!("What is never shown")}</h2>
            <ul>{lines(&policy.never)}</ul>
        </section>
        <Costs release=Arc::clone(release) />
        <section class="prose" aria-labelledby="limits">
            <h2 id="limits">{t!("What this does not promise")}</h2>
            <ul>{lines(&policy.limits)}</ul>
        </section>
        <Audits />
        {past}
    }
}

/// The check of the certificate, and the files that it is of.
#[component]
fn Check(release: Arc<Release>) -> impl IntoView {
    let files = release.manifest.protection.as_ref().map(|files| {
        let link = |path: &str, label| {
            view! { <a href=release.address(path) download>{label}</a> }
        };
        view! {
            <p class="actions">
                {link(&files.policy, t!("The policy (JSON)"))}
                {link(&files.certificate, t!("The certificate (JSON)"))}
            </p>
        }
    });
    view! {
        <section aria-labelledby="check-title">
            <h2 id="check-title">{t!("Check it yourself")}</h2>
            <p class="prose">
                {t!("Each release comes with a certificate: a file with two worlds for each protected number. \
                     Press the button. Your browser fetches the files that we published, adds them up, and sees \
                     if both worlds fit. It trusts nothing that we say.")}
            </p>
            <CertificateCheck release=Arc::clone(&release) />
            {files}
        </section>
    }
}

/// The audits of the gate, in plain words.
#[component]
fn Audits() -> impl IntoView {
    let audits = [
        t!(
            "The files hold only what the policy allows. No child, place on a map, address or record number \
             is in them."
        ),
        t!(
            "No hidden number can be worked out by adding and taking away the numbers shown, in this release \
             or earlier ones."
        ),
        t!("No hidden number is forced because counts cannot be less than zero."),
        t!("Each protected number has two worlds of whole numbers that both fit."),
        t!(
            "Where no two worlds were found, an exact search decides. A search that runs out of time counts \
             as failed."
        ),
        t!("It still holds for someone who knows one record: their own."),
        t!("No group is shown in which all cases are of one sensitive kind."),
        t!("Nothing new appears when tables, areas or releases are taken from each other."),
        t!("When we show a hidden number on purpose, the tests fail, as they should."),
        t!("Not too much is hidden, and rounded numbers are close to the counts."),
    ];
    let audits = audits.into_iter().enumerate().map(|(number, meaning)| {
        view! { <li><strong>{format!("A{number}")}</strong> " " {meaning}</li> }
    });
    view! {
        <section class="prose" aria-labelledby="audits">
            <h2 id="audits">{t!("What we test before we publish")}</h2>
            <p>{t!("A release that fails one of these tests is not published.")}</p>
            <ul class="plain-list">{audits.collect_view()}</ul>
        </section>
    }
}
