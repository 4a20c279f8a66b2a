//! Charts for pages of others: what they show, and the offer of their lines, the program `offer`.

pub mod fetched;
pub mod offer;
pub mod shown;
mod standing;

use charts::tokens::Theme;
use leptos::prelude::*;
use wording::t;

use self::offer::Offer;
use crate::{
    components::provide_release,
    state::{Embed, Going, Told},
};

pub use standing::standing;

/// The offer of the chart whose address the program is told.
#[component]
pub fn OfferContent(
    /// What the page around it tells.
    told: Told,
    /// Goes to an address of the site.
    go: Callback<Going>,
) -> impl IntoView {
    let visit = told.visit(go);
    provide_context(visit);
    let is_dark = told.is_dark();
    provide_context(Signal::derive(move || match is_dark.get() {
        true => Theme::Dark,
        false => Theme::Light,
    }));
    let embed = Memo::new(move |_| {
        let path = visit.path.get();
        visit.query.with(|query| Embed::parse(&path, query))
    });
    let asked = Memo::new(move |_| {
        let asked = embed.with(|embed| embed.as_ref().map(|embed| embed.asked().clone()));
        asked.unwrap_or_default()
    });
    provide_release(asked, None);
    let is_known = Memo::new(move |_| embed.with(Option::is_some));
    // Another chart of the same page follows without being made anew.
    let known = Memo::new(move |before: Option<&Option<Embed>>| {
        embed.get().or_else(|| before.cloned().flatten())
    });
    let known = Signal::derive(move || known.get());
    move || match is_known.get() {
        false => {
            let none = t!("There is no such chart here.");
            view! { <p class="notice" role="alert">{none}</p> }.into_any()
        }
        true => view! { <Offer embed=known /> }.into_any(),
    }
}
