//! Something on its way, here, or failed: one place for all three.

use std::sync::Arc;

use leptos::prelude::*;

use super::Failure;
use crate::data::DataError;

/// Shows a view of a resource once it is here; until then keeps its place, and says when it fails.
#[component]
pub fn Loaded<T, F, V>(
    /// The resource.
    resource: LocalResource<Result<Arc<T>, DataError>>,
    /// The class of the place kept while it loads.
    #[prop(default = "placeholder")]
    placeholder: &'static str,
    /// The view of the value.
    view: F,
) -> impl IntoView
where
    T: Send + Sync + 'static,
    F: Fn(Arc<T>) -> V + Send + Sync + 'static,
    V: IntoView + 'static,
{
    let is_retrying = RwSignal::new(false);
    Effect::new(move |_| {
        resource.track();
        is_retrying.set(false);
    });
    let retry = move |()| {
        is_retrying.set(true);
        resource.refetch();
    };
    move || match resource.get() {
        None => {
            view! { <div class=placeholder aria-busy="true"><p class="quiet">"Loading"</p></div> }
                .into_any()
        }
        Some(Err(error)) => view! { <Failure error is_retrying on_retry=retry /> }.into_any(),
        Some(Ok(value)) => view(value).into_any(),
    }
}
