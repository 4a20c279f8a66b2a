//! Which cities there are, as links to the same page about each.

use cube::release::{Asked, Catalog, CatalogCity};
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use wording::t;

use crate::{
    data::CatalogResource,
    routes::{Route, below_base},
    state::ViewState,
};

/// The cities, where there is more than one to choose from.
#[component]
pub fn CityLinks(
    /// The cities that can be chosen.
    catalog: CatalogResource,
    /// The city and the release that the address names.
    asked: Memo<Asked>,
    /// How the links are followed; `None` as the router does.
    rel: Signal<Option<&'static str>>,
) -> impl IntoView {
    let links = move || {
        let catalog = catalog.get()?.ok()?;
        (catalog.cities.len() > 1).then(|| {
            let cities = catalog.cities.iter();
            let links = cities.map(|city| {
                let is_default = catalog.city(None) == Some(city);
                view! { <CityLink city=city.clone() is_default asked rel /> }
            });
            let links = links.collect_view();
            view! { <nav class="cities" aria-label=t!("Cities")><ul>{links}</ul></nav> }
        })
    };
    view! { {links} }
}

#[component]
fn CityLink(
    city: CatalogCity,
    is_default: bool,
    asked: Memo<Asked>,
    rel: Signal<Option<&'static str>>,
) -> impl IntoView {
    let CatalogCity {
        id, label, sample, ..
    } = city;
    let location = use_location();
    // The default city needs no name in the address, so that short links stay what they were.
    let named = (!is_default).then(|| id.clone());
    let href = move || {
        let view = location.search.with(|query| ViewState::parse(query));
        let view = ViewState {
            grain: view.grain,
            marks: view.marks,
            ..ViewState::of(Asked::of_city(named.clone()))
        };
        let route = location.pathname.with(|path| Route::at(&below_base(path)));
        match route {
            Some(Route::Trends) => Route::Trends.link(&view.query()),
            other => {
                let query = ViewState::of(view.asked).query();
                other.unwrap_or(Route::Overview).link(&query)
            }
        }
    };
    let is_chosen = move || {
        let is_it = asked.with(|asked| match &asked.city {
            Some(city) => *city == id,
            None => is_default,
        });
        is_it.then_some("true")
    };
    view! {
        <li>
            <a href=href rel=move || rel.get() aria-current=is_chosen>{label}</a>
            {sample.then(|| view! { " " <span class="quiet">{t!("(sample)")}</span> })}
        </li>
    }
}

/// The cities as links in the text of a page.
#[component]
pub fn CityList(
    /// The cities.
    catalog: Catalog,
) -> impl IntoView {
    let default = catalog.city(None).map(|city| city.id.clone());
    let links = catalog.cities.iter().map(|city| {
        let named = (default.as_ref() != Some(&city.id)).then(|| city.id.clone());
        let href = Route::Overview.link(&ViewState::of(Asked::of_city(named)).query());
        // Loaded anew: where no page is shown, the router would leave the address as it is.
        view! { <li><a href=href rel="external">{city.label.clone()}</a></li> }
    });
    view! { <ul>{links.collect_view()}</ul> }
}
