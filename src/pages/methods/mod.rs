//! The page of methods: here only its place, into which a part of the site of its own is loaded.
//!
//! What the page says is in `content`; whoever never opens it fetches none of it.

mod content;
mod costs;
mod drawing;
mod families;

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_location;

pub use content::MethodsContent;

use crate::{components::PartPlace, state::ViewState};

/// The page of methods.
#[component]
pub fn Methods() -> impl IntoView {
    let search = use_location().search;
    let city = Memo::new(move |_| search.with(|query| ViewState::parse(query).city));
    let language = Memo::new(move |_| search.with(|query| language(query)));
    view! {
        <Title text="Methods – Sightline" />
        <PartPlace part="methods.js" city language />
    }
}

/// The tag of the language that an address asks for; empty where it asks for none.
fn language(query: &str) -> String {
    let mut pairs = query.trim_start_matches('?').split('&');
    let tag = pairs.find_map(|pair| pair.strip_prefix("lang="));
    tag.unwrap_or_default().to_owned()
}
