//! The release of a city, in the context of every page of a program.

use std::sync::Arc;

use cube::release::Asked;
use leptos::{prelude::*, task::spawn_local};

use super::Pending;
use crate::{
    data::{CatalogResource, DataError, FindExcerpt, Library, Release, Shared},
    platform::shared,
};

/// Puts the release that is asked for, and the library that fetched it, into the context
/// of every page; gives back the catalogue. A program that shows front pages alone may read excerpts.
pub fn provide_release(asked: Memo<Asked>, find_excerpt: Option<FindExcerpt>) -> CatalogResource {
    let shared = Shared {
        read: shared::catalog,
        write: shared::share,
    };
    let library = Library::sharing(shared, find_excerpt);
    provide_context(library.clone());
    let fetching = library.clone();
    let catalog: CatalogResource = LocalResource::new(move || {
        let library = fetching.clone();
        async move { library.catalog().await }
    });
    let release = RwSignal::new(None::<Result<Arc<Release>, DataError>>);
    let attempt = RwSignal::new(0_u32);
    // No resource: where the city changes many times within a few frames, one can stay with a city
    // that nobody asks for any more.
    Effect::new(move |_| {
        attempt.track();
        let (library, wanted) = (library.clone(), asked.get());
        spawn_local(async move {
            let found = library.release(wanted.clone()).await;
            if asked.try_get_untracked() == Some(wanted) {
                release.try_set(Some(found));
            }
        });
    });
    let pending = Pending {
        value: release.into(),
        retry: Callback::new(move |()| {
            if catalog.get_untracked().is_some_and(|found| found.is_err()) {
                catalog.refetch();
            }
            attempt.update(|count| *count += 1);
        }),
    };
    // While another one is on its way, nothing of the last one stands below its name.
    let wanted = move |release: &Release| asked.with(|asked| release.asked == *asked);
    provide_context(pending.only_where(wanted));
    catalog
}
