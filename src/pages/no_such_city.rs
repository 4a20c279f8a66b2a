//! An address that names a city which is not published here.

use std::sync::Arc;

use cube::release::Catalog;
use leptos::prelude::*;
use wording::t;

use super::context::site_title;
use crate::components::{CityList, Title};

/// Says so, and which cities there are.
#[component]
pub fn NoSuchCity(
    /// The id in the address.
    id: String,
    /// The cities that there are.
    catalog: Arc<Catalog>,
) -> impl IntoView {
    view! {
        <Title text=site_title(t!("No such city")) />
        <section class="lede">
            <h1>{t!("There is no city “{id}” here", id = id)}</h1>
            <p>{t!("The link may be mistyped, or the city may have moved. These cities are here.")}</p>
            <CityList catalog=Catalog::clone(&catalog) />
        </section>
    }
}
