//! The page of methods, which is a program of its own: whoever never opens it fetches none of it.

mod content;
mod costs;
mod drawing;
mod families;

use leptos::prelude::*;

use self::content::MethodsIn;
use crate::{
    components::Title,
    locale::Language,
    state::{Going, Told, ViewState},
};

/// The page of methods, in the language and about the city that the program is told.
#[component]
pub fn MethodsContent(
    /// What the main program tells.
    told: Told,
    /// Goes to an address of the site.
    go: Callback<Going>,
) -> impl IntoView {
    let (query, language) = (told.visit(go).query, told.language());
    let asked = Memo::new(move |_| query.with(|query| ViewState::parse(query).asked));
    let content = move || {
        let (asked, language) = (asked.get(), language.with(|tag| Language::of_tag(tag)));
        view! { <MethodsIn asked language /> }
    };
    view! {
        <Title text="Methods – Sightline" />
        {content}
    }
}
