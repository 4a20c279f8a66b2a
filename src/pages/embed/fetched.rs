//! The files that a chart for pages of others is made of.

use std::sync::Arc;

use cube::{Cube, release::Catalog};
use futures_util::future::try_join_all;

use super::shown::{Shown, Stories, shown, tables};
use crate::data::{DataError, Library, Release};
use crate::state::{CompareView, Embed, PlacesView, ViewState};

/// What an embed needs, once it is here.
pub struct Fetched {
    /// The release.
    pub release: Arc<Release>,
    /// The catalogue that names it.
    pub catalog: Arc<Catalog>,
    /// What the release tells beside its tables.
    pub stories: Stories,
    /// The tables.
    pub cubes: Vec<Arc<Cube>>,
}

impl Fetched {
    /// The chart of an embed.
    #[must_use]
    pub fn shown(&self, embed: &Embed) -> Option<Shown> {
        shown(embed, &self.release, &self.stories, &self.cubes)
    }
}

/// What of an embed decides which files it needs.
#[must_use]
pub fn needs(embed: &Embed) -> Embed {
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

/// Fetches what an embed needs of a release.
///
/// # Errors
/// Where a file cannot be had, or is not what the manifest says.
pub async fn fetch(
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
