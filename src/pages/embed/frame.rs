//! The chart of an embed in its frame.

use std::sync::Arc;

use charts::HourTable;
use cube::{Cube, places::PlaceLayer, release::Catalog};
use futures_util::future::try_join_all;
use leptos::prelude::*;
use wording::t;

use super::controls::Controls;
use super::shown::{Body, Said, Shown, Stories, page, shown, tables};
use super::standing::standing;
use crate::{
    components::{AreaMap, ChartFigure, HourGrid, Loaded, Pending},
    data::{DataError, Library, Release},
    routes::{Route, address_of},
    state::{CompareView, Embed, Look, PlacesView, ViewState, Visit, place_id},
};

/// What an embed needs, once it is here.
pub(super) struct Fetched {
    pub(super) release: Arc<Release>,
    pub(super) catalog: Arc<Catalog>,
    pub(super) stories: Stories,
    pub(super) cubes: Vec<Arc<Cube>>,
}

impl Fetched {
    /// The chart of an embed.
    pub(super) fn shown(&self, embed: &Embed) -> Option<Shown> {
        shown(embed, &self.release, &self.stories, &self.cubes)
    }
}

/// The chart, with what it says of its numbers.
#[component]
pub fn Framed(
    /// Which.
    embed: Signal<Option<Embed>>,
) -> impl IntoView {
    let fetched = move |fetched| view! { <OfFetched embed fetched /> };
    view! { <Loading embed view=fetched /> }
}

/// Fetches what an embed needs, and shows a view of it.
#[component]
pub(super) fn Loading<F, V>(embed: Signal<Option<Embed>>, view: F) -> impl IntoView
where
    F: Fn(Arc<Fetched>) -> V + Clone + Send + Sync + 'static,
    V: IntoView + 'static,
{
    let release = expect_context::<Pending<Release>>();
    let of_release = move |release: Arc<Release>| {
        let library = expect_context::<Library>();
        let needed = Memo::new(move |_| embed.with(|embed| embed.as_ref().map(needs)));
        let fetched = LocalResource::new(move || {
            let (library, release, embed) = (library.clone(), Arc::clone(&release), needed.get());
            async move { fetch(&library, release, embed).await.map(Arc::new) }
        });
        let view = view.clone();
        view! { <Loaded pending=fetched placeholder="placeholder figure" view=move |fetched| view(fetched) /> }
    };
    view! { <Loaded pending=release placeholder="placeholder figure" view=of_release /> }
}

/// What of an embed decides which files it needs.
fn needs(embed: &Embed) -> Embed {
    let asked = embed.asked().clone();
    match embed {
        Embed::Trends(view) => Embed::Trends(ViewState {
            table: view.table.clone(),
            ..ViewState::of(asked)
        }),
        Embed::Place { kind, code, view } => Embed::Place {
            kind: kind.clone(),
            code: code.clone(),
            view: PlacesView {
                table: view.table.clone(),
                ..PlacesView::of(asked)
            },
        },
        Embed::Map(view) => Embed::Map(PlacesView {
            kind: view.kind.clone(),
            table: view.table.clone(),
            ..PlacesView::of(asked)
        }),
        Embed::Compare(_) => Embed::Compare(CompareView {
            view: ViewState::of(asked),
            ..Default::default()
        }),
        Embed::Overview { .. } | Embed::Partnership { .. } => embed.clone(),
    }
}

async fn fetch(
    library: &Library,
    release: Arc<Release>,
    embed: Option<Embed>,
) -> Result<Fetched, DataError> {
    let catalog = library.catalog().await?;
    let mut stories = Stories::default();
    match &embed {
        Some(Embed::Compare(_)) => stories.comparison = release.comparison().await?,
        Some(Embed::Partnership { .. }) => stories.programme = release.programme().await?,
        Some(Embed::Map(_)) => stories.atlas = Some(Arc::new(release.atlas().await?)),
        _ => {}
    }
    let ids = embed
        .map(|embed| tables(&embed, &release, &stories))
        .unwrap_or_default();
    let cubes = ids.iter().map(|id| library.cube(&release, id));
    let cubes = try_join_all(cubes).await?;
    Ok(Fetched {
        release,
        catalog,
        stories,
        cubes,
    })
}

/// What the address shows now, with what it says of its age.
#[component]
fn OfFetched(embed: Signal<Option<Embed>>, fetched: Arc<Fetched>) -> impl IntoView {
    let made = Arc::clone(&fetched);
    let shown = Memo::new(move |_| embed.with(|embed| made.shown(embed.as_ref()?)));
    let of_kind = Memo::new(move |_| {
        shown.with(|shown| {
            shown
                .as_ref()
                .map(|shown| std::mem::discriminant(&shown.body))
        })
    });
    move || {
        let fetched = Arc::clone(&fetched);
        // Another chart of the same kind follows without being made anew.
        of_kind.track();
        match shown.get_untracked() {
            None => view! {
                <p class="notice" role="alert">{t!("This release does not hold this chart.")}</p>
            }
            .into_any(),
            Some(first) => view! { <ShownBody embed shown first fetched /> }.into_any(),
        }
    }
}

#[component]
fn ShownBody(
    embed: Signal<Option<Embed>>,
    shown: Memo<Option<Shown>>,
    first: Shown,
    fetched: Arc<Fetched>,
) -> impl IntoView {
    let visit = expect_context::<Visit>();
    let look = Memo::new(move |_| visit.query.with(|query| Look::parse(query)));
    let now = Memo::new(move |before: Option<&Shown>| {
        let last = || before.cloned().unwrap_or_else(|| first.clone());
        shown.get().unwrap_or_else(last)
    });
    let notes = move || {
        let notes = now.with(|now| now.notes.clone()).into_iter();
        notes
            .map(|note| view! { <p class="notice">{note}</p> })
            .collect_view()
    };
    let sample = fetched.release.manifest.sample.then(|| {
        let invented =
            t!("Sample data: these numbers are invented and tell nothing about any place.");
        view! { <p class="notice">{invented}</p> }
    });
    let header = fetched.cubes.first().map(|cube| cube.header().clone());
    let controls = move || {
        let header = header.clone().filter(|_| !look.get().is_bare)?;
        Some(view! { <Controls embed look header /> })
    };
    let below = view! { {controls} <div role="status">{notes}</div> };
    let body = match now.get_untracked().body {
        Body::Chart { content, form } => {
            let of_chart = Memo::new(move |_| match now.get().body {
                Body::Chart { content, form } => (content, form),
                Body::Hours { .. } | Body::Map { .. } => (content.clone(), form),
            });
            let content = Signal::derive(move || of_chart.get().0);
            let form = Memo::new(move |_| of_chart.get().1);
            let release = Arc::clone(&fetched.release);
            view! { <ChartFigure release content form=form>{below}</ChartFigure> }.into_any()
        }
        Body::Hours { .. } => view! { <HoursBody now>{below}</HoursBody> }.into_any(),
        Body::Map { layer, overlay, .. } => {
            view! { <MapBody now layer overlay>{below}</MapBody> }.into_any()
        }
    };
    view! {
        {sample} {body}
        <Foot embed fetched />
    }
}

/// What is said above a body.
#[component]
fn Caption(said: Memo<Said>) -> impl IntoView {
    let remarks = move || {
        let remarks = said.with(|said| said.remarks.clone()).into_iter();
        remarks
            .map(|text| view! { <p class="coverage">{text}</p> })
            .collect_view()
    };
    view! {
        <figcaption>
            <h2>{move || said.get().title}</h2>
            <p class="finding">{move || said.get().sentence}</p>
            {remarks}
        </figcaption>
    }
}

#[component]
fn HoursBody(now: Memo<Shown>, children: Children) -> impl IntoView {
    let said = Memo::new(move |_| now.with(|now| now.body.said()));
    let last = StoredValue::new(None::<HourTable>);
    let hours = Signal::derive(move || {
        if let Body::Hours { table, .. } = now.get().body {
            last.set_value(Some(table));
        }
        last.get_value().unwrap_or_default()
    });
    view! {
        <figure class="figure" data-chart="ready">
            <Caption said />
            <HourGrid hours />
            <p class="source">{move || said.get().source}</p>
            {children()}
        </figure>
    }
}

/// A map; a place that is pointed out says its numbers below it.
#[component]
fn MapBody(
    now: Memo<Shown>,
    layer: Arc<PlaceLayer>,
    overlay: Option<Arc<PlaceLayer>>,
    children: Children,
) -> impl IntoView {
    let said = Memo::new(move |_| now.with(|now| now.body.said()));
    let sheet = Signal::derive(move || match now.get().body {
        Body::Map { sheet, .. } => sheet,
        Body::Chart { .. } | Body::Hours { .. } => Arc::default(),
    });
    let kind = layer.kind.clone();
    let link = Callback::new(move |code: String| Route::Place.link_to(&place_id(&kind, &code), ""));
    let chosen = RwSignal::new(None::<String>);
    let on_choose = Callback::new(move |code| chosen.set(Some(code)));
    let may_be_mapped = Memo::new(move |_| sheet.with(|sheet| sheet.refusal.is_none()));
    let map = move || {
        let (layer, overlay) = (Arc::clone(&layer), overlay.clone());
        may_be_mapped
            .get()
            .then(|| view! { <AreaMap layer overlay sheet chosen link on_choose /> })
    };
    let named = move || {
        let code = chosen.get()?;
        sheet.with(|sheet| {
            let row = sheet.rows.iter().find(|row| row.code == code)?;
            Some(row.name())
        })
    };
    view! {
        <figure class="figure" data-chart="ready">
            <Caption said />
            {map}
            <p class="map-said" role="status">{named}</p>
            <p class="source">{move || said.get().source}</p>
            {children()}
        </figure>
    }
}

#[component]
fn Foot(embed: Signal<Option<Embed>>, fetched: Arc<Fetched>) -> impl IntoView {
    let told = Arc::clone(&fetched);
    let aged = move || {
        let standing = embed.with(|embed| {
            let embed = embed.as_ref()?;
            Some(standing(embed, &told.release, &told.catalog))
        })?;
        let newer = standing.newer.map(|(text, address)| {
            let address = address_of(&format!("/{address}"), "");
            view! { " " <a href=address target="_blank" rel="noopener">{text}</a> "." }
        });
        Some(view! { <p class="standing">{standing.text} {newer}</p> })
    };
    let whole = move || {
        let (path, query) = embed.with(|embed| {
            let embed = embed.as_ref();
            embed
                .map(|embed| page(embed, &fetched.stories))
                .unwrap_or_default()
        });
        address_of(&path, &query)
    };
    view! {
        <footer class="embed-foot">
            {aged}
            <p><a href=whole target="_blank" rel="noopener">{t!("This chart on Sightline")}</a></p>
        </footer>
    }
}
