//! Something on its way, here, or failed: one place for all three.

use std::sync::Arc;

use leptos::prelude::*;
use wording::t;

use super::{Failure, Late, in_turn::Turn};
use crate::data::DataError;

/// Something on its way: its value once it is here, and how to ask for it again.
#[derive(Clone)]
pub struct Pending<T: Send + Sync + 'static> {
    /// The value or the failure; `None` until the first of either.
    pub value: Signal<Option<Result<Arc<T>, DataError>>>,
    /// Asks again.
    pub retry: Callback<()>,
}

impl<T: Send + Sync + 'static> From<LocalResource<Result<Arc<T>, DataError>>> for Pending<T> {
    fn from(resource: LocalResource<Result<Arc<T>, DataError>>) -> Self {
        Self {
            value: Signal::derive(move || resource.get()),
            retry: Callback::new(move |()| resource.refetch()),
        }
    }
}

impl<T: Send + Sync + 'static> Pending<T> {
    /// The same, but not there while its value is not the one that is `wanted` now.
    #[must_use]
    pub fn only_where(self, wanted: impl Fn(&T) -> bool + Send + Sync + 'static) -> Self {
        let Self { value, retry } = self;
        let is_wanted = move |result: &Result<Arc<T>, DataError>| match result {
            Ok(value) => wanted(value),
            Err(_) => true,
        };
        Self {
            value: Signal::derive(move || value.get().filter(|result| is_wanted(result))),
            retry,
        }
    }
}

/// Shows a view of a value once it is here; until then keeps its place, and says when it fails.
#[component]
pub fn Loaded<T, F, V>(
    /// The value, on its way.
    #[prop(into)]
    pending: Pending<T>,
    /// The class of the place kept while it loads.
    #[prop(default = "placeholder")]
    placeholder: &'static str,
    /// The heading of the page where the view brings it: a page whose value does not come has one, too.
    #[prop(optional)]
    heading: Option<&'static str>,
    /// The view of the value.
    view: F,
) -> impl IntoView
where
    T: Send + Sync + 'static,
    F: Fn(Arc<T>) -> V + Send + Sync + 'static,
    V: IntoView + 'static,
{
    let Pending { value, retry } = pending;
    let is_retrying = RwSignal::new(false);
    let turn = Turn::new();
    Effect::new(move |_| {
        value.track();
        is_retrying.set(false);
    });
    let on_retry = move |()| {
        is_retrying.set(true);
        retry.run(());
    };
    // What has failed needs no turn: there is nothing to make.
    let in_turn = move || match value.get() {
        Some(Ok(_)) if !turn.has_come() => None,
        come => come,
    };
    move || match in_turn() {
        None => view! {
            <div class=placeholder aria-busy="true">
                <p class="quiet">{t!("Loading")}</p>
                <Late />
            </div>
        }
        .into_any(),
        Some(Err(error)) => view! {
            {heading.map(|heading| view! { <h1>{heading}</h1> })}
            <Failure error is_retrying on_retry />
        }
        .into_any(),
        Some(Ok(value)) => view(value).into_any(),
    }
}
