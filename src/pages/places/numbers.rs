//! One measure of one table in every place of a kind: the choices, the map, the list, the file.

use std::sync::Arc;

use charts::places::{AreaSheet, area_sheet};
use cube::area_csv::area_csv;
use cube::area_figures::{AreaFigures, Measure};
use cube::places::{PlaceKind, PlaceLayer};
use cube::{Cube, Month};
use leptos::{html, prelude::*};
use wording::t;

use super::choices::NumberChoices;
use super::chosen::Chosen;
use crate::{
    components::{AreaMap, AreaTable, Embedding, Glossed, SaveCsv},
    data::{Atlas, Release},
    pages::context::{caveats, chart_context},
    routes::Route,
    state::{Embed, EventMarks, PlacesShown, PlacesView, Visit},
};

/// The places that are large enough to be named on a map.
const OVERLAY_LIMIT: usize = 15;

/// The numbers of a table.
#[component]
pub fn Numbers(
    /// The release.
    release: Arc<Release>,
    /// Its places.
    atlas: Arc<Atlas>,
    /// The kind of place.
    kind: PlaceKind,
    /// The table.
    cube: Arc<Cube>,
    /// The view.
    view: Memo<PlacesView>,
    /// Changes the view.
    apply: Callback<PlacesView>,
) -> impl IntoView {
    let table = release.table(&cube.header().id).cloned();
    let incomplete: Vec<(Month, Month)> = table
        .iter()
        .flat_map(|table| &table.incomplete)
        .map(|months| (months.first, months.last))
        .collect();
    let counted = Arc::clone(&cube);
    let shown = Memo::new(move |_| view.get().shown(&counted, &incomplete));
    let layer = atlas.layers.get(&kind.id).cloned().map(Arc::new);
    let has_rates = layer
        .as_ref()
        .is_some_and(|layer| !layer.censuses.is_empty());
    let (header, of_layer) = (cube.header().clone(), layer.clone());
    let figures = Memo::new(move |_| {
        let PlacesShown {
            category, years, ..
        } = shown.get()?;
        AreaFigures::of(&cube, of_layer.as_deref(), &category, years)
            .ok()
            .map(Arc::new)
    });
    let tables: Vec<_> = table.iter().collect();
    let context = chart_context(&release, &tables, EventMarks::Hidden);
    let notes = caveats(&release, &tables);
    let label = kind.label.clone();
    let sheet = Memo::new(move |_| {
        let measure = if has_rates {
            view.get().measure
        } else {
            Measure::Count
        };
        let figures = figures.get()?;
        Some(Arc::new(area_sheet(
            &figures,
            &label,
            measure,
            &context.borrowed(),
        )))
    });
    let left_out = move || {
        let notes = shown
            .get()
            .map(|shown| shown.notes)
            .unwrap_or_default()
            .into_iter();
        notes
            .map(|note| view! { <p class="notice">{note}</p> })
            .collect_view()
    };
    let of_kind = kind.id.clone();
    let embed = Signal::derive(move || {
        Embed::Map(PlacesView {
            kind: Some(of_kind.clone()),
            ..view.get()
        })
    });
    let shows_any = Memo::new(move |_| sheet.with(Option::is_some));
    let body = move || match shows_any.get() {
        false => {
            let text = t!("No whole year of this was collected.");
            view! { <p class="notice">{text}</p> }.into_any()
        }
        true => {
            let (atlas, layer, kind) = (Arc::clone(&atlas), layer.clone(), kind.clone());
            let sheet = Signal::derive(move || sheet.get().unwrap_or_default());
            view! { <MapAndList atlas layer kind sheet view /> <TakeAway figures notes=notes.clone() embed /> }
                .into_any()
        }
    };
    view! {
        <NumberChoices header shown has_rates view apply />
        <div role="status">{left_out}</div>
        {body}
    }
}

/// A sheet as a map and as a list, and what is chosen of it.
#[component]
pub fn MapAndList(
    /// The places of the release.
    atlas: Arc<Atlas>,
    /// Those of the kind, where more than their names is known.
    layer: Option<Arc<PlaceLayer>>,
    /// The kind.
    kind: PlaceKind,
    /// What is shown.
    sheet: Signal<Arc<AreaSheet>>,
    /// The view.
    view: Memo<PlacesView>,
) -> impl IntoView {
    let chosen = Memo::new(move |_| view.get().place);
    // Hundreds of addresses that differ in their last word: the rest is written once.
    let any = Memo::new(move |_| Route::Places.link(&view.with(PlacesView::query_of_places)));
    let link = Callback::new(move |code: String| {
        let code = form_urlencoded::byte_serialize(code.as_bytes());
        any.with(|any| {
            std::iter::once(any.as_str())
                .chain(code)
                .collect::<String>()
        })
    });
    let visit = expect_context::<Visit>();
    let on_choose = move |code: String| visit.push(link.run(code));
    let overlay = layer.as_ref().and_then(|layer| overlay(&atlas, layer));
    let is_mapped = layer.as_ref().is_some_and(|layer| layer.plane.is_some());
    let may_be_mapped = Memo::new(move |_| sheet.with(|sheet| sheet.refusal.is_none()));
    let region = NodeRef::<html::Div>::new();
    let pass = move || {
        if let Some(list) = region.get_untracked() {
            // A browser that refuses the focus leaves it where it was.
            let _ = list.focus();
        }
    };
    let map = move || {
        let layer = layer.clone().filter(|_| is_mapped && may_be_mapped.get())?;
        let overlay = overlay.clone();
        Some(view! {
            <button type="button" class="skip-link" on:click=move |_| pass()>{t!("Skip the map")}</button>
            <AreaMap layer overlay sheet chosen link on_choose />
        })
    };
    let refusal = move || {
        let text = sheet
            .with(|sheet| sheet.refusal.clone())
            .filter(|_| is_mapped);
        text.map(|text| view! { <p class="notice" id="no-map">{text}</p> })
    };
    let title = move || sheet.with(|sheet| sheet.title.clone());
    let sentence = Signal::derive(move || sheet.with(|sheet| sheet.sentence.clone()));
    let notes = move || {
        let notes = sheet.with(|sheet| sheet.notes.clone()).into_iter();
        notes
            .map(|note| view! { <p class="quiet">{note}</p> })
            .collect_view()
    };
    view! {
        <section class="atlas" aria-labelledby="atlas-title">
            <h2 id="atlas-title">{title}</h2>
            <p class="finding"><Glossed text=sentence /></p>
            {refusal}
            <Chosen kind sheet view />
            <div class="map-and-list">{map} <AreaTable sheet chosen link region /></div>
            {notes}
        </section>
    }
}

/// The fewest places that are mapped, where these are many more: for orientation.
pub fn overlay(atlas: &Atlas, layer: &PlaceLayer) -> Option<Arc<PlaceLayer>> {
    let mapped = atlas.kinds.iter().filter(|kind| kind.mapped);
    let layers = mapped.filter_map(|kind| atlas.layers.get(&kind.id));
    let large = layers.filter(|over| over.areas.len() <= OVERLAY_LIMIT);
    let found = large.min_by_key(|over| over.areas.len())?;
    (layer.areas.len() > OVERLAY_LIMIT).then(|| Arc::new(found.clone()))
}

/// The file of the figures, and what a reader should know of them.
#[component]
fn TakeAway(
    figures: Memo<Option<Arc<AreaFigures>>>,
    notes: Vec<String>,
    embed: Signal<Embed>,
) -> impl IntoView {
    let file_name = Signal::derive(move || {
        let name = figures.with(|figures| {
            let figures = figures.as_ref()?;
            let (first, last) = (figures.years.first, figures.years.last);
            Some(format!("sightline-{}-{first}-{last}", figures.line.table))
        });
        name.unwrap_or_default()
    });
    let bytes = Callback::new(move |()| figures.with(|figures| Some(area_csv(figures.as_ref()?))));
    let notes = notes
        .into_iter()
        .map(|note| view! { <li>{note}</li> })
        .collect_view();
    view! {
        <SaveCsv bytes file_name />
        <details>
            <summary>{t!("What to know about these numbers")}</summary>
            <ul>{notes}</ul>
        </details>
        <Embedding embed label=t!("Embed this map") />
    }
}
