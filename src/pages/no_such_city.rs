//! An address that names a city which is not published here.

use std::sync::Arc;

use cube::release::Catalog;
use leptos::prelude::*;

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
        <Title text="No such city – Sightline" />
        <section class="lede">
            <h1>{format!("There is no city “{id}” here")}</h1>
            <p>"The link may be mistyped, or the city may have moved. These cities are here."</p>
            <CityList catalog=Catalog::clone(&catalog) />
        </section>
    }
}
