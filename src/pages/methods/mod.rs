//! The page of methods, which is a program of its own: whoever never opens it fetches none of it.

mod content;
mod costs;
mod drawing;
mod families;

use leptos::prelude::*;
use wording::t;

use self::content::MethodsIn;
use super::context::site_title;
use crate::{
    components::Title,
    state::{Going, Told, ViewState},
};

/// The page of methods, about the city that the program is told.
#[component]
pub fn MethodsContent(
    /// What the main program tells.
    told: Told,
    /// Goes to an address of the site.
    go: Callback<Going>,
) -> impl IntoView {
    let query = told.visit(go).query;
    let asked = Memo::new(move |_| query.with(|query| ViewState::parse(query).asked));
    let content = move || view! { <MethodsIn asked=asked.get() /> };
    view! {
        <Title text=site_title(t!("Methods")) />
        {content}
    }
}
