//! The page in every other language.

use leptos::prelude::*;
use leptos_router::hooks::use_location;
use wording::Language;

use crate::routes::{address_in, below_base};

/// A link to the same view in each other language. It loads the site anew: a page speaks one language
/// as long as it is open.
#[component]
pub fn LanguageLinks() -> impl IntoView {
    let location = use_location();
    let others = Language::ALL.into_iter();
    let others = others.filter(|language| *language != wording::language());
    let links = others.map(|language| {
        let address = move || {
            let path = location.pathname.with(|path| below_base(path));
            let query = location.search.get();
            address_in(language, &path, query.trim_start_matches('?'))
        };
        view! {
            <a class="language" href=address lang=language.tag() hreflang=language.tag() rel="external">
                {language.own_name()}
            </a>
        }
    });
    links.collect_view()
}
