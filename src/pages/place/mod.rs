//! The page of one place: who lives there, what was recorded beside the whole city, arrests, community
//! indicators, what lies in it and around it, and what is not collected. It prints on one sheet.

mod around;
mod section;
mod trend;

use std::sync::Arc;

use charts::places::{introduction, lower_first, people};
use cube::places::{Area, PlaceKind, PlaceTable};
use cube::release::Table;
use leptos::prelude::*;
use wording::t;

use self::{around::Around, section::TableSection, trend::Trend};
pub use self::{
    section::{heading, of_years},
    trend::trend,
};
use super::context::{page_title, site_title};
use super::places::counting_tables;
use crate::{
    components::{Glossed, Loaded, Pending, PrintButton, Title},
    data::{Atlas, Release},
    routes::Route,
    state::{PlacesView, Visit, parse_place_id},
};

/// The page of a place.
#[component]
pub fn Place() -> impl IntoView {
    let release = expect_context::<Pending<Release>>();
    view! {
        <Title text=site_title(t!("Place")) />
        <Loaded
            pending=release
            placeholder="placeholder page"
            heading=t!("Place")
            view=|release| view! { <PlaceOf release /> }
        />
    }
}

#[component]
fn PlaceOf(release: Arc<Release>) -> impl IntoView {
    let visit = expect_context::<Visit>();
    let fetched = Arc::clone(&release);
    let atlas = LocalResource::new(move || {
        let release = Arc::clone(&fetched);
        async move { release.atlas().await.map(Arc::new) }
    });
    let id = Memo::new(move |_| {
        let id = visit
            .path
            .with(|path| Route::Place.parameter(path).map(str::to_owned));
        id.as_deref().and_then(parse_place_id)
    });
    let of_atlas = move |atlas: Arc<Atlas>| {
        let release = Arc::clone(&release);
        move || {
            let found = id
                .get()
                .and_then(|(kind, code)| found(&atlas, &kind, &code));
            let (release, atlas) = (Arc::clone(&release), Arc::clone(&atlas));
            match found {
                Some((kind, area)) => view! { <Profile release atlas kind area /> }.into_any(),
                None => view! { <NoSuchPlace release /> }.into_any(),
            }
        }
    };
    view! { <Loaded pending=atlas placeholder="placeholder page" heading=t!("Place") view=of_atlas /> }
}

/// The kind and the place of an address.
fn found(atlas: &Atlas, kind: &str, code: &str) -> Option<(PlaceKind, Area)> {
    Some((atlas.kind(kind)?.clone(), atlas.area(kind, code)?.clone()))
}

/// A place with its kind: districts of old have the names of those of today.
pub fn named(kind: &PlaceKind, area: &Area) -> String {
    format!("{}, {}", area.label, lower_first(&kind.label))
}

/// Says that there is no such place, and where to look.
#[component]
fn NoSuchPlace(release: Arc<Release>) -> impl IntoView {
    let city = PlacesView::of(release.asked.clone());
    let link = Route::Places.link(&city.query());
    view! {
        <section class="lede">
            <h1>{t!("There is no such place")}</h1>
            <p>
                {t!("The link may be mistyped, or from another list of places.")} " "
                <a href=link>{t!("Look for the place by its name")}</a>
            </p>
        </section>
    }
}

#[component]
fn Profile(release: Arc<Release>, atlas: Arc<Atlas>, kind: PlaceKind, area: Area) -> impl IntoView {
    let city = release.manifest.city_label.clone();
    let title = page_title(Some(&named(&kind, &area)), &release);
    let said = introduction(&area.label, &kind, &city);
    let residents = people(Some(&area));
    let back = PlacesView {
        kind: Some(kind.id.clone()),
        place: Some(area.code.clone()),
        ..PlacesView::of(release.asked.clone())
    };
    let back = Route::Places.link(&back.query());
    let area = Arc::new(area);
    let trend = {
        let tables = counting_tables(&release, &kind);
        let (release, area) = (Arc::clone(&release), Arc::clone(&area));
        view! { <Trend release area tables kind=kind.id.clone() /> }
    };
    let mut above = None;
    let sections = shown_tables(&release, &kind).into_iter().map(|table| {
        let (release, area) = (Arc::clone(&release), Arc::clone(&area));
        let own = heading(table.unit);
        let heading = (above.replace(own) != Some(own)).then_some(own);
        view! { <TableSection release area table heading /> }
    });
    let sections = sections.collect_view();
    let missing = missing(&kind, &tables_of(&release, &kind)).into_iter();
    let missing = missing.map(|text| view! { <li>{text}</li> }).collect_view();
    let stamp = t!(
        "{city}, release {release} of {date}",
        city = city,
        release = release.manifest.id,
        date = charts::format::date(&release.manifest.released)
    );
    view! {
        <Title text=title />
        <article class="profile">
            <p class="quiet screen-only"><a href=back>{t!("On the map and in the list")}</a></p>
            <h1>{area.label.clone()}</h1>
            <p class="finding"><Glossed text=format!("{said} {residents}") /></p>
            <Around release=Arc::clone(&release) atlas kind area=Arc::clone(&area) />
            {trend} {sections}
            <section class="prose" aria-labelledby="missing">
                <h2 id="missing">{t!("What is not collected here")}</h2>
                <ul>{missing}</ul>
            </section>
            <p class="source">{stamp}</p>
            <PrintButton />
        </article>
    }
}

/// The tables that a profile shows: those of counts and of rates, without groups of people.
fn shown_tables(release: &Release, kind: &PlaceKind) -> Vec<Table> {
    let has_rates = |list: &str| {
        let mut others = kind.tables.iter().filter(|other| other.list == list);
        others.any(|other| release.table(&other.id).is_some_and(is_rate))
    };
    // Counts from which the rates of another table were made say nothing more.
    let is_shown = |listed: &&PlaceTable, table: &Table| {
        let is_count = !is_rate(table) && has_rates(&listed.list);
        listed.groups.is_empty() && !table.sample && !is_count
    };
    let tables = kind.tables.iter().filter_map(|listed| {
        let table = release.table(&listed.id)?;
        is_shown(&listed, table).then(|| table.clone())
    });
    tables.collect()
}

fn is_rate(table: &Table) -> bool {
    !table.unit.is_additive() && table.unit != cube::Unit::Residents
}

/// The tables that count by a kind of place and are no samples.
fn tables_of<'a>(release: &'a Release, kind: &PlaceKind) -> Vec<&'a Table> {
    let listed = kind.tables.iter();
    let tables = listed.filter_map(|listed| release.table(&listed.id));
    tables.filter(|table| !table.sample).collect()
}

/// What a visitor may look for and the tables of a kind of place do not hold.
fn missing(kind: &PlaceKind, tables: &[&Table]) -> Vec<String> {
    let noun = lower_first(&kind.label);
    let mut missing = Vec::new();
    if tables.is_empty() {
        missing.push(t!(
            "No table of this release counts by {kind}.",
            kind = noun
        ));
    }
    if !tables.iter().any(|table| table.unit == cube::Unit::Arrests) {
        missing.push(t!(
            "Arrest records are not counted by {kind} in this release.",
            kind = noun
        ));
    }
    let by_hour = |listed: &PlaceTable| {
        let lists = listed.groups.iter().chain([&listed.list]);
        lists.into_iter().any(|list| list.contains("hour"))
    };
    if !kind.tables.iter().any(by_hour) {
        missing.push(t!(
            "The hour of the day is not told by {kind}.",
            kind = noun
        ));
    }
    if let Some(last) = tables.iter().map(|table| table.last).max() {
        let last = charts::format::month(last);
        missing.push(t!(
            "Nothing that counts by {kind} is newer than {month}.",
            kind = noun,
            month = last
        ));
    }
    missing
}

#[cfg(test)]
mod tests {
    use super::*;
    use wording::{Language, speaking};

    #[test]
    fn what_no_table_holds_is_said() {
        let kind = PlaceKind {
            id: "neighborhood".to_owned(),
            label: "Vecindario".to_owned(),
            tables: Vec::new(),
            layer: String::new(),
            mapped: false,
            valid_from: None,
            valid_until: None,
            lies_in: Vec::new(),
        };
        let told = speaking(Language::Spanish, || missing(&kind, &[]));
        assert_eq!(
            told,
            [
                "Ninguna tabla de esta edición cuenta por vecindario.",
                "Esta edición no cuenta los registros de arrestos por vecindario.",
                "La hora del día no se da por vecindario.",
            ]
        );
    }
}
