//! The story of a program in a city, for a reader who has never heard of it.
//!
//! The page composes: facts and measures come from `programme.json`, counts from cubes, sentences from
//! `charts`. A city whose release tells of no program gets a page that says so.

mod decree;
mod focus_areas;
mod measures;
pub mod outcome;
mod sites;
mod timeline;
mod windows_chart;
mod windows_table;

use std::sync::Arc;

use cube::programme::{About, Programme};
use leptos::prelude::*;
use wording::t;

use self::{
    decree::Decree, focus_areas::FocusAreas, measures::Measures, outcome::OutcomeSection,
    sites::Sites, timeline::Timeline,
};
use super::context::{page_title, site_title};
use crate::{
    components::{Loaded, PageParts, Pending, Title},
    data::Release,
};

/// The page about the program that a city takes part in.
#[component]
pub fn Partnership() -> impl IntoView {
    let release = expect_context::<Pending<Release>>();
    view! {
        <Title text=site_title(t!("Partnership")) />
        <Loaded
            pending=release
            placeholder="placeholder page"
            heading=t!("The partnership")
            view=|release| view! { <OfRelease release /> }
        />
    }
}

#[component]
fn OfRelease(release: Arc<Release>) -> impl IntoView {
    let title = page_title(Some(t!("Partnership")), &release);
    let fetching = Arc::clone(&release);
    let programme = LocalResource::new(move || {
        let release = Arc::clone(&fetching);
        async move { release.programme().await.map(Arc::new) }
    });
    let story = move |programme: Arc<Option<Programme>>| {
        let release = Arc::clone(&release);
        match Option::clone(&programme) {
            Some(programme) => view! { <Story release programme /> }.into_any(),
            None => view! { <NoProgramme release /> }.into_any(),
        }
    };
    view! {
        <Title text=title />
        <Loaded pending=programme placeholder="placeholder page" heading=t!("The partnership") view=story />
    }
}

/// What stands here for a city without a program.
#[component]
fn NoProgramme(release: Arc<Release>) -> impl IntoView {
    let gap = t!(
        "Nothing about a public safety program in {city} is collected here: no dates, no measures and no \
         comparison. That is a gap of this site, and not a statement about {city}.",
        city = release.manifest.city_label
    );
    view! {
        <section class="lede">
            <h1>{t!("The partnership")}</h1>
            <p>{gap}</p>
        </section>
    }
}

#[component]
fn Story(release: Arc<Release>, programme: Programme) -> impl IntoView {
    let programme = Arc::new(programme);
    let outcomes = programme.outcomes.iter().map(|outcome| {
        let (release, programme) = (Arc::clone(&release), Arc::clone(&programme));
        view! { <OutcomeSection release programme outcome=outcome.clone() /> }
    });
    let outcomes = outcomes.collect_view();
    let cautions = items(&programme.about.cautions);
    let gaps = items(&programme.gaps);
    view! {
        <div class="story-page">
        <Lede about=programme.about.clone() />
        <Contents />
        <Timeline release=Arc::clone(&release) programme=Arc::clone(&programme) />
        <FocusAreas areas=programme.focus_areas.clone() />
        <section aria-labelledby="before-after">
            <h2 id="before-after" tabindex="-1">{t!("Before, during and after")}</h2>
            <div class="prose">
                <h3>{t!("Before you read these numbers")}</h3>
                <ul>{cautions}</ul>
                <p class="quiet">{programme.about.years_note.clone()}</p>
            </div>
            {outcomes}
        </section>
        <Decree release=Arc::clone(&release) programme=Arc::clone(&programme) />
        <Measures release=Arc::clone(&release) programme=Arc::clone(&programme) />
        <Sites sites=programme.sites.clone() />
        <section class="prose" aria-labelledby="gaps">
            <h2 id="gaps" tabindex="-1">{t!("What nobody publishes")}</h2>
            <ul>{gaps}</ul>
        </section>
        </div>
    }
}

/// What the program is, each sentence with its source.
#[component]
fn Lede(about: About) -> impl IntoView {
    let sentences = about.sentences.into_iter().map(|sentence| {
        view! {
            <p>
                {sentence.text} " "
                <span class="quiet">{t!("Source: {source}", source = sentence.source)}</span>
            </p>
        }
    });
    view! {
        <section class="lede story">
            <h1>{about.name}</h1>
            {sentences.collect_view()}
        </section>
    }
}

/// The parts of the page, for those who look for one of them.
#[component]
fn Contents() -> impl IntoView {
    let parts = [
        ("timeline", t!("Timeline")),
        ("focus", t!("What it is about")),
        ("before-after", t!("Before, during and after")),
        ("decree", t!("Consent decree")),
        ("services", t!("Treatment and services")),
        ("sites", t!("Where Safe Streets works")),
        ("gaps", t!("What nobody publishes")),
    ];
    let parts = parts.map(|(id, label)| (id.to_owned(), label.to_owned()));
    view! { <PageParts parts=parts.to_vec() /> }
}

fn items(texts: &[String]) -> impl IntoView + use<> {
    let items = texts.iter().map(|text| view! { <li>{text.clone()}</li> });
    items.collect_view()
}
