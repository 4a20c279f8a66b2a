//! The chart of an embed in its frame.

use std::sync::Arc;

use charts::LINES;
use cube::{Cube, Grain, Series, release::Catalog};
use futures_util::future::try_join_all;
use leptos::prelude::*;

use super::controls::Controls;
use super::shown::{Shown, Stories, page, shown, tables};
use super::standing::standing;
use crate::{
    components::{ChartFigure, FigureContent, Loaded, Pending},
    data::{DataError, Library, Release},
    state::{CompareView, Embed, Look, PlacesView, ViewState, Visit},
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

/// What stands where no chart is, until that is said.
fn nothing() -> FigureContent {
    FigureContent {
        series: Arc::new(Series::empty(Grain::Rolling12)),
        context: Arc::default(),
        caveats: Vec::new(),
    }
}

#[component]
fn OfFetched(embed: Signal<Option<Embed>>, fetched: Arc<Fetched>) -> impl IntoView {
    let made = Arc::clone(&fetched);
    let shown = Memo::new(move |_| embed.with(|embed| made.shown(embed.as_ref()?)));
    let is_there = Memo::new(move |_| shown.with(Option::is_some));
    move || match is_there.get() {
        false => view! {
            <p class="notice" role="alert">"This release does not hold this chart."</p>
        }
        .into_any(),
        true => {
            let fetched = Arc::clone(&fetched);
            view! { <ShownFigure embed shown fetched /> }.into_any()
        }
    }
}

#[component]
fn ShownFigure(
    embed: Signal<Option<Embed>>,
    shown: Memo<Option<Shown>>,
    fetched: Arc<Fetched>,
) -> impl IntoView {
    let visit = expect_context::<Visit>();
    let look = Memo::new(move |_| visit.query.with(|query| Look::parse(query)));
    let content = Memo::new(move |before: Option<&FigureContent>| {
        let content = shown.with(|shown| shown.as_ref().map(|shown| shown.content.clone()));
        content.or_else(|| before.cloned()).unwrap_or_else(nothing)
    });
    let form =
        Memo::new(move |_| shown.with(|shown| shown.as_ref().map_or(LINES, |shown| shown.form)));
    let notes = move || {
        let notes = shown.with(|shown| shown.as_ref().map(|shown| shown.notes.clone()));
        let notes = notes.unwrap_or_default().into_iter();
        notes
            .map(|note| view! { <p class="notice">{note}</p> })
            .collect_view()
    };
    let stories = Arc::clone(&fetched);
    let whole = move || {
        let (path, query) = embed.with(|embed| {
            embed
                .as_ref()
                .map(|embed| page(embed, &stories.stories))
                .unwrap_or_default()
        });
        let path = path.trim_start_matches('/');
        let mark = if query.is_empty() { "" } else { "?" };
        // The front page has no path: the base itself is its address.
        let start = if path.is_empty() { "./" } else { "" };
        format!("{start}{path}{mark}{query}")
    };
    let told = Arc::clone(&fetched);
    let aged = move || {
        let standing = embed.with(|embed| {
            let embed = embed.as_ref()?;
            Some(standing(embed, &told.release, &told.catalog))
        })?;
        let newer = standing.newer.map(|(text, address)| {
            view! { " " <a href=address target="_blank" rel="noopener">{text}</a> "." }
        });
        Some(view! { <p class="standing">{standing.text} {newer}</p> })
    };
    let sample = fetched.release.manifest.sample.then(|| {
        view! { <p class="notice">"Sample data: these numbers are invented and tell nothing about any place."</p> }
    });
    let header = fetched.cubes.first().map(|cube| cube.header().clone());
    let controls = move || {
        let header = header.clone().filter(|_| !look.get().is_bare)?;
        Some(view! { <Controls embed look header /> })
    };
    view! {
        {sample}
        <ChartFigure release=Arc::clone(&fetched.release) content=content form=form>
            {controls}
            <div role="status">{notes}</div>
        </ChartFigure>
        <footer class="embed-foot">
            {aged}
            <p><a href=whole target="_blank" rel="noopener">"This chart on Sightline"</a></p>
        </footer>
    }
}
