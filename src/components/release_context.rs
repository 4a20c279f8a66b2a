//! The release of a city, in the context of every page of a program.

use leptos::prelude::*;

use super::Pending;
use crate::data::{CatalogResource, Library, Release, ReleaseResource};

/// Puts the release of the city that is asked for, and the library that fetched it, into the context
/// of every page; gives back the catalogue.
pub fn provide_release(asked: Memo<Option<String>>) -> CatalogResource {
    let library = Library::default();
    provide_context(library.clone());
    let fetching = library.clone();
    let catalog: CatalogResource = LocalResource::new(move || {
        let library = fetching.clone();
        async move { library.catalog().await }
    });
    let release: ReleaseResource = LocalResource::new(move || {
        let (library, asked) = (library.clone(), asked.get());
        async move { library.release(asked).await }
    });
    let pending = Pending {
        value: Signal::derive(move || release.get()),
        retry: Callback::new(move |()| {
            if catalog.get_untracked().is_some_and(|found| found.is_err()) {
                catalog.refetch();
            }
            release.refetch();
        }),
    };
    // While another city is on its way, nothing of the last one stands below its name.
    let wanted = move |release: &Release| asked.with(|asked| release.asked == *asked);
    provide_context(pending.only_where(wanted));
    catalog
}
