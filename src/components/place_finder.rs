//! A place by its name, with spelling forgiven, or by where the visitor is.
//!
//! The position stays in this component: it is compared with the published outlines here, in the
//! browser, and goes into no address and no request.

use std::sync::Arc;

use charts::places::find_by_name;
use leptos::prelude::*;
use wording::t;

use crate::data::Atlas;
use crate::platform::location::{self, NoPosition, Position};

/// One place that was found.
#[derive(Clone, PartialEq, Eq)]
struct Found {
    kind: String,
    kind_label: String,
    code: String,
    label: String,
}

/// A search over every place of a city.
#[component]
pub fn PlaceFinder(
    /// The places.
    atlas: Arc<Atlas>,
    /// What is looked for.
    #[prop(into)]
    search: Signal<String>,
    /// Called with what the visitor types.
    #[prop(into)]
    on_search: Callback<String>,
    /// The address of the page of a place, by its kind and its code.
    #[prop(into)]
    link: Callback<(String, String), String>,
) -> impl IntoView {
    let searched = Arc::clone(&atlas);
    let found = Memo::new(move |_| search.with(|text| by_name(&searched, text)));
    let said = move || about_search(&search.get(), found.with(Vec::len));
    let here = RwSignal::new(None::<Result<Position, NoPosition>>);
    let is_asking = RwSignal::new(false);
    let ask = move |_| {
        is_asking.set(true);
        location::ask(move |answer| {
            is_asking.try_set(false);
            here.try_set(Some(answer));
        });
    };
    let around = Memo::new(move |_| match here.get() {
        Some(Ok(position)) => around(&atlas, position),
        _ => Vec::new(),
    });
    let position_said = move || match (is_asking.get(), here.get()) {
        (true, _) => t!("Waiting for your browser to tell where you are."),
        (false, answer) => answer.map_or("", |answer| {
            about_position(answer, around.with(Vec::is_empty))
        }),
    };
    view! {
        <section class="finder" aria-labelledby="finder-heading">
            <h2 id="finder-heading">{t!("Find a place")}</h2>
            <div class="controls">
                <label class="field wide">
                    <span>{t!("Name of a neighborhood, area or district")}</span>
                    <input
                        id="place-search"
                        type="search"
                        autocomplete="off"
                        prop:value=search
                        on:input:target=move |event| on_search.run(event.target().value())
                    />
                </label>
                <button type="button" on:click=ask>{t!("Use my location")}</button>
            </div>
            <p class="quiet" role="status" id="search-status">{said}</p>
            <FoundList found link />
            <p class="quiet" role="status" id="location-status">{position_said}</p>
            <FoundList found=around link />
        </section>
    }
}

/// Links to the pages of places.
#[component]
fn FoundList(found: Memo<Vec<Found>>, link: Callback<(String, String), String>) -> impl IntoView {
    let item = move |one: Found| {
        let href = link.run((one.kind, one.code));
        view! { <li><a href=href>{one.label}</a>" "<span class="quiet">{one.kind_label}</span></li> }
    };
    move || {
        let found = found.get();
        let is_any = !found.is_empty();
        is_any
            .then(|| view! { <ul class="found">{found.into_iter().map(item).collect_view()}</ul> })
    }
}

fn by_name(atlas: &Atlas, text: &str) -> Vec<Found> {
    let places: Vec<Found> = atlas
        .places()
        .map(|(kind, area)| of_area(kind, area))
        .collect();
    let labels: Vec<&str> = places.iter().map(|place| place.label.as_str()).collect();
    let found = find_by_name(&labels, text).into_iter();
    found.filter_map(|at| places.get(at).cloned()).collect()
}

fn around(atlas: &Atlas, position: Position) -> Vec<Found> {
    let around = atlas.around(position.longitude, position.latitude);
    around.map(|(kind, area)| of_area(kind, area)).collect()
}

fn of_area(kind: &cube::places::PlaceKind, area: &cube::places::Area) -> Found {
    Found {
        kind: kind.id.clone(),
        kind_label: kind.label.clone(),
        code: area.code.clone(),
        label: area.label.clone(),
    }
}

/// How many places were found by a name; nothing where no name is given.
fn about_search(text: &str, found: usize) -> String {
    match (text.trim(), found) {
        ("", _) => String::new(),
        (name, 0) => t!("No place with a name like “{name}”.", name = name),
        (_, 1) => t!("1 place found.").to_owned(),
        (_, many) => t!("{count} places found.", count = many),
    }
}

fn about_position(answer: Result<Position, NoPosition>, is_outside: bool) -> &'static str {
    match answer {
        Ok(_) if is_outside => t!(
            "Your location is outside the city, as far as your device knows. It was not sent anywhere."
        ),
        Ok(_) => t!("You are in these places. Your location was not sent anywhere."),
        Err(NoPosition::Refused) => t!(
            "Your browser did not tell where you are. Look for the name of your neighborhood instead."
        ),
        Err(NoPosition::Unknown) => t!(
            "Your device does not know where it is. Look for the name of your neighborhood instead."
        ),
        Err(NoPosition::Unsupported) => t!(
            "This browser cannot tell where you are. Look for the name of your neighborhood instead."
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wording::{Language, speaking};

    #[test]
    fn how_many_places_were_found_is_said_in_the_language_that_is_spoken() {
        let check = |text: &str, count: usize, english: &str, spanish: &str| {
            let said = || about_search(text, count);
            assert_eq!(said(), english);
            assert_eq!(speaking(Language::Spanish, said), spanish);
        };
        check(" ", 0, "", "");
        check(
            "Hampdon ",
            0,
            "No place with a name like “Hampdon”.",
            "Ningún lugar tiene un nombre como “Hampdon”.",
        );
        check("Hampden", 1, "1 place found.", "1 lugar encontrado.");
        check("Ham", 3, "3 places found.", "3 lugares encontrados.");
    }
}
