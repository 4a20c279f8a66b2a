//! Every place of a city: found by name or location, on a map and in a list, with everything that is
//! chosen in the URL.

mod choices;
mod chosen;
mod numbers;
mod of_kind;

use std::sync::Arc;

use cube::places::PlaceKind;
use leptos::prelude::*;
use wording::t;

use self::{choices::KindChoice, of_kind::OfKind};
pub use self::{numbers::overlay, of_kind::counting_tables};
use super::context::{page_title, site_title};
use crate::{
    components::{Loaded, Pending, PlaceFinder, Title},
    data::{Atlas, Release},
    routes::Route,
    state::{PlacesView, Visit, place_id},
};

/// The page of places.
#[component]
pub fn Places() -> impl IntoView {
    let release = expect_context::<Pending<Release>>();
    view! {
        <Title text=site_title(t!("Places")) />
        <Loaded
            pending=release
            placeholder="placeholder page"
            heading=t!("Places")
            view=|release| view! { <PlacesOf release /> }
        />
    }
}

#[component]
fn PlacesOf(release: Arc<Release>) -> impl IntoView {
    let title = page_title(Some(t!("Places")), &release);
    let city = release.manifest.city_label.clone();
    let fetched = Arc::clone(&release);
    let atlas = LocalResource::new(move || {
        let release = Arc::clone(&fetched);
        async move { release.atlas().await.map(Arc::new) }
    });
    let of_atlas = move |atlas| {
        let release = Arc::clone(&release);
        view! { <PlacesIn release atlas /> }
    };
    view! {
        <Title text=title />
        <section class="exploration places">
            <h1>{t!("Places in {city}", city = city)}</h1>
            <Loaded pending=atlas placeholder="placeholder page" view=of_atlas />
        </section>
    }
}

#[component]
fn PlacesIn(release: Arc<Release>, atlas: Arc<Atlas>) -> impl IntoView {
    let visit = expect_context::<Visit>();
    let view = Memo::new(move |_| visit.query.with(|query| PlacesView::parse(query)));
    let apply = Callback::new(move |next: PlacesView| {
        let address = Route::Places.link(&next.query());
        let is_only_typing = view.with_untracked(|now| now.search != next.search);
        match is_only_typing {
            // A letter is no step; every other choice is one that "back" takes back.
            true => visit.replace(address),
            false => visit.push(address),
        }
    });
    let search = Memo::new(move |_| view.get().search);
    let on_search = move |search| {
        apply.run(PlacesView {
            search,
            ..view.get_untracked()
        });
    };
    let link = move |(kind, code): (String, String)| profile_link(&view.get(), &kind, &code);
    let kinds = Arc::new(atlas.kinds.clone());
    let known = Arc::clone(&kinds);
    let kind = Memo::new(move |_| known_kind(&known, view.get().kind.as_deref()));
    let asked = Arc::clone(&kinds);
    let unknown = move || {
        let asked_for = view.get().kind;
        let unknown = asked_for.filter(|id| !asked.iter().any(|kind| kind.id == *id));
        unknown.map(|id| {
            let text = t!("There is no kind of place “{id}”.", id = id);
            view! { <p class="notice">{text}</p> }
        })
    };
    let searched = Arc::clone(&atlas);
    let has_names = atlas.places().next().is_some();
    let finder = has_names.then(|| {
        view! { <PlaceFinder atlas=searched search on_search link=Callback::new(link) /> }
    });
    let without_map = (!atlas.is_mapped()).then(|| {
        let city = &release.manifest.city_label;
        let text = t!(
            "This release holds no outlines of places in {city}, so that there is no map of them.",
            city = city
        );
        view! { <p class="notice" id="no-map">{text}</p> }
    });
    let of_kind = move || match kind.get() {
        Some(kind) => {
            let (release, atlas) = (Arc::clone(&release), Arc::clone(&atlas));
            view! { <OfKind release atlas kind view apply /> }.into_any()
        }
        None => {
            let city = &release.manifest.city_label;
            let text = t!(
                "The tables of this release count {city} as a whole.",
                city = city
            );
            view! { <p class="notice">{text}</p> }.into_any()
        }
    };
    view! {
        {finder} {without_map} <KindChoice kinds kind view apply /> <div role="status">{unknown}</div>
        {of_kind}
    }
}

/// The kind of an id; where there is none, the first that has a map and numbers, or numbers, or is any.
pub fn known_kind(kinds: &[PlaceKind], id: Option<&str>) -> Option<PlaceKind> {
    let asked = id.and_then(|id| kinds.iter().find(|kind| kind.id == id));
    let counted = |kind: &&PlaceKind| !kind.tables.is_empty();
    let mapped = kinds.iter().find(|kind| kind.mapped && counted(kind));
    let any = kinds.iter().find(counted).or(kinds.first());
    asked.or(mapped).or(any).cloned()
}

/// The address of the page of a place, with the measure that is chosen.
fn profile_link(view: &PlacesView, kind: &str, code: &str) -> String {
    let kept = PlacesView {
        asked: view.asked.clone(),
        table: view
            .table
            .clone()
            .filter(|_| view.kind.as_deref() == Some(kind)),
        category: view.category.clone(),
        ..PlacesView::default()
    };
    Route::Place.link_to(&place_id(kind, code), &kept.query())
}
