//! How people are protected: the policy in its own lines, its price, its limits, and its check.

use std::sync::Arc;

use cube::release::Asked;
use leptos::prelude::*;

use super::super::context::view_in;
use super::{costs::Costs, drawing::TwoWorlds, families::Families};
use crate::{
    components::{CertificateCheck, Loaded},
    data::{Library, Policy, Release},
    locale::{Key, Language, Texts},
    routes::Route,
};

/// The content of the page of methods, over the current release of a city.
#[component]
pub fn MethodsIn(
    /// The city and the release.
    asked: Asked,
    /// The language of its texts.
    language: Language,
) -> impl IntoView {
    let library = Library::default();
    provide_context(library.clone());
    let asking = library.clone();
    let release = LocalResource::new(move || {
        let (library, asked) = (asking.clone(), asked.clone());
        async move { library.release(asked).await }
    });
    let texts = LocalResource::new(move || {
        let library = library.clone();
        async move { library.texts(language).await.map(Arc::new) }
    });
    let of_texts = move |texts: Arc<Texts>| {
        let of_release = {
            let texts = Arc::clone(&texts);
            move |release| view! { <MethodsOf release texts=Arc::clone(&texts) /> }
        };
        let lang = texts.language().tag();
        view! {
            <div lang=lang class="methods">
                <section class="lede">
                    <h1>{texts.get(Key::Title)}</h1>
                    <p>{texts.get(Key::Lede)}</p>
                </section>
                <Loaded pending=release placeholder="placeholder page" view=of_release />
            </div>
        }
    };
    view! { <Loaded pending=texts placeholder="placeholder page" view=of_texts /> }
}

#[component]
fn MethodsOf(release: Arc<Release>, texts: Arc<Texts>) -> impl IntoView {
    let loading = Arc::clone(&release);
    let policy = LocalResource::new(move || {
        let release = Arc::clone(&loading);
        async move { release.policy().await.map(Arc::new) }
    });
    let data = Route::Data.link(&view_in(&release).query());
    let words = Arc::clone(&texts);
    let of_policy = move |policy: Arc<Option<Policy>>| match policy.as_ref() {
        Some(policy) => protection(&release, &words, policy).into_any(),
        None => view! { <p class="notice">{words.get(Key::NoProtection)}</p> }.into_any(),
    };
    let glossary = [
        Key::WordCount,
        Key::WordHidden,
        Key::WordRounded,
        Key::WordWorld,
        Key::WordCertificate,
    ];
    let glossary = glossary.map(|key| view! { <li>{texts.get(key)}</li> });
    let terms = charts::GLOSSARY.iter();
    let terms = terms.map(|term| view! { <dt>{term.name}</dt> <dd>{term.meaning}</dd> });
    let terms = terms.collect_view();
    view! {
        <section class="prose" aria-labelledby="claim">
            <h2 id="claim">{texts.get(Key::ClaimTitle)}</h2>
            <p>{texts.get(Key::ClaimText)}</p>
        </section>
        <TwoWorlds texts=Arc::clone(&texts) />
        <Loaded pending=policy placeholder="placeholder page" view=of_policy />
        <section class="prose" aria-labelledby="words">
            <h2 id="words">{texts.get(Key::WordsTitle)}</h2>
            <ul>{glossary}</ul>
            <dl class="glossary" lang="en">{terms}</dl>
        </section>
        <section class="prose" aria-labelledby="more">
            <h2 id="more">{texts.get(Key::MoreTitle)}</h2>
            <p>{texts.get(Key::MoreText)} " " <a href=data>{texts.get(Key::MoreLink)}</a></p>
        </section>
    }
}

/// What there is to say of a release with a policy.
fn protection(
    release: &Arc<Release>,
    texts: &Arc<Texts>,
    policy: &Policy,
) -> impl IntoView + use<> {
    let language = texts.language();
    let lines = |lines: &[crate::data::Text]| {
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
                <h2 id="past">{texts.get(Key::PastTitle)}</h2>
                <ul>{past}</ul>
            </section>
        }
    });
    let files = release.manifest.protection.as_ref().map(|files| {
        let link = |path: &str, key| {
            view! { <a href=release.address(path) download>{texts.get(key)}</a> }
        };
        view! {
            <p class="actions">
                {link(&files.policy, Key::FilesPolicy)}
                {link(&files.certificate, Key::FilesCertificate)}
            </p>
        }
    });
    view! {
        <section aria-labelledby="check-title">
            <h2 id="check-title">{texts.get(Key::CheckTitle)}</h2>
            <p class="prose">{texts.get(Key::CheckText)}</p>
            <CertificateCheck release=Arc::clone(release) texts=Arc::clone(texts) />
            {files}
        </section>
        <Families families=policy.families.clone() texts=Arc::clone(texts) />
        <section class="prose" aria-labelledby="never">
            <h2 id="never">{texts.get(Key::NeverTitle)}</h2>
            <ul>{lines(&policy.never)}</ul>
        </section>
        <Costs release=Arc::clone(release) texts=Arc::clone(texts) />
        <section class="prose" aria-labelledby="limits">
            <h2 id="limits">{texts.get(Key::LimitsTitle)}</h2>
            <ul>{lines(&policy.limits)}</ul>
        </section>
        <Audits texts=Arc::clone(texts) />
        {past}
    }
}

/// The audits of the gate, in plain words.
#[component]
fn Audits(texts: Arc<Texts>) -> impl IntoView {
    let audits = [
        Key::AuditA0,
        Key::AuditA1,
        Key::AuditA2,
        Key::AuditA3,
        Key::AuditA4,
        Key::AuditA5,
        Key::AuditA6,
        Key::AuditA7,
        Key::AuditA8,
        Key::AuditA9,
    ];
    let audits = audits.into_iter().enumerate().map(|(number, key)| {
        view! { <li><strong>{format!("A{number}")}</strong> " " {texts.get(key)}</li> }
    });
    view! {
        <section class="prose" aria-labelledby="audits">
            <h2 id="audits">{texts.get(Key::AuditsTitle)}</h2>
            <p>{texts.get(Key::AuditsText)}</p>
            <ul class="plain-list">{audits.collect_view()}</ul>
        </section>
    }
}
