//! The places of one kind: which table counts by them, and what the page shows where none does.

use std::sync::Arc;

use charts::places::{AreaSheet, uncounted_sheet};
use cube::places::PlaceKind;
use cube::release::Table;
use leptos::prelude::*;
use wording::t;

use super::choices::PlaceTableChoice;
use super::numbers::{MapAndList, Numbers};
use crate::{
    components::Loaded,
    data::{Atlas, Library, Release},
    state::PlacesView,
};

/// The places of a kind.
#[component]
pub fn OfKind(
    /// The release.
    release: Arc<Release>,
    /// Its places.
    atlas: Arc<Atlas>,
    /// The kind.
    kind: PlaceKind,
    /// The view.
    view: Memo<PlacesView>,
    /// Changes the view.
    apply: Callback<PlacesView>,
) -> impl IntoView {
    let tables = counting_tables(&release, &kind);
    let Some(first) = tables.first().map(|table| table.id.clone()) else {
        return view! { <Uncounted release atlas kind view /> }.into_any();
    };
    let titles: Vec<(String, String)> = tables
        .iter()
        .map(|table| (table.id.clone(), table.title.clone()))
        .collect();
    let known: Vec<String> = titles.iter().map(|(id, _)| id.clone()).collect();
    let table = Memo::new(move |_| {
        let asked = view.get().table.filter(|id| known.contains(id));
        asked.unwrap_or_else(|| first.clone())
    });
    let library = expect_context::<Library>();
    let loading = Arc::clone(&release);
    let cube = LocalResource::new(move || {
        let (library, release, id) = (library.clone(), Arc::clone(&loading), table.get());
        async move { library.cube(&release, &id).await }
    });
    let in_force = in_force(&kind);
    let numbers = move |cube| {
        let (release, atlas, kind) = (Arc::clone(&release), Arc::clone(&atlas), kind.clone());
        view! { <Numbers release atlas kind cube view apply /> }
    };
    view! {
        {in_force} <div class="controls"><PlaceTableChoice tables=titles table view apply /></div>
        <Loaded pending=cube placeholder="placeholder figure" view=numbers />
    }
    .into_any()
}

/// The tables that count events by a kind of place, without telling groups of people apart.
pub fn counting_tables(release: &Release, kind: &PlaceKind) -> Vec<Table> {
    let plain = kind.tables.iter().filter(|table| table.groups.is_empty());
    let listed = plain.filter_map(|table| release.table(&table.id));
    listed
        .filter(|table| table.unit.is_additive() && !table.sample)
        .cloned()
        .collect()
}

/// Since when, or until when, the places of a kind were what they are.
fn in_force(kind: &PlaceKind) -> Option<impl IntoView + use<>> {
    let text = match (&kind.valid_from, &kind.valid_until) {
        (_, Some(until)) => {
            t!(
                "These were in force until {day}.",
                day = charts::format::date(until)
            )
        }
        (Some(from), None) => t!(
            "These are in force since {day}.",
            day = charts::format::date(from)
        ),
        (None, None) => return None,
    };
    Some(view! { <p class="quiet">{text}</p> })
}

/// Places that no table counts by: their map and their names.
#[component]
fn Uncounted(
    release: Arc<Release>,
    atlas: Arc<Atlas>,
    kind: PlaceKind,
    view: Memo<PlacesView>,
) -> impl IntoView {
    let text = t!(
        "No table of this release counts by these places: what happened in them is not collected here."
    );
    let in_force = in_force(&kind);
    let layer = atlas.layers.get(&kind.id).cloned().map(Arc::new);
    let city = release.manifest.city_label.as_str();
    let shown = layer.map(|layer| {
        let sheet: Arc<AreaSheet> = Arc::new(uncounted_sheet(&layer, &kind.label, city));
        let sheet = Signal::stored(sheet);
        view! { <MapAndList atlas=Arc::clone(&atlas) layer=Some(layer) kind=kind.clone() sheet view /> }
    });
    view! { {in_force} <p class="notice">{text}</p> {shown} }
}
