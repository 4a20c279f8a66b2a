//! Cities beside each other: the same offense, in counts, for their residents, or from the day on which
//! each of them joined. No city is ranked.

mod controls;
mod multiples;

use std::sync::Arc;

use cube::comparison::{Comparison, Scale};
use cube::{Cube, Series, release::Table};
use leptos::prelude::*;
use wording::t;

use self::{controls::Controls, multiples::Panels};
use super::context::{caveats, chart_context, page_title, site_title, with_incomplete};
use super::cubes::cube_of;
use crate::{
    components::{Figure, FigureContent, Loaded, Pending, PeriodBrush, Printed, Title},
    data::Release,
    routes::Route,
    state::{CompareView, Embed, EventMarks, Resolved, Visit},
};

/// The page of cities beside each other.
#[component]
pub fn Compare() -> impl IntoView {
    let release = expect_context::<Pending<Release>>();
    view! {
        <Title text=site_title(t!("Compare cities")) />
        <Loaded
            pending=release
            placeholder="placeholder page"
            heading=t!("Compare cities")
            view=|release| view! { <CompareOf release /> }
        />
    }
}

#[component]
fn CompareOf(release: Arc<Release>) -> impl IntoView {
    let loading = Arc::clone(&release);
    let comparison = LocalResource::new(move || {
        let release = Arc::clone(&loading);
        async move { release.comparison().await.map(Arc::new) }
    });
    let title = page_title(Some(t!("Compare cities")), &release);
    let of_comparison = move |comparison: Arc<Option<Comparison>>| match comparison.as_ref() {
        None => nothing_to_compare(&release).into_any(),
        Some(comparison) => {
            let (release, comparison) = (Arc::clone(&release), Arc::new(comparison.clone()));
            view! { <CompareIn release comparison /> }.into_any()
        }
    };
    view! {
        <Title text=title />
        <section class="exploration">
            <h1>{t!("Compare cities")}</h1>
            <Loaded pending=comparison placeholder="placeholder page" view=of_comparison />
        </section>
    }
}

fn nothing_to_compare(release: &Release) -> impl IntoView + use<> {
    let text = t!(
        "No other cities are set beside {city} here: such numbers were not collected.",
        city = release.manifest.city_label
    );
    view! { <p class="notice">{text}</p> }
}

#[component]
fn CompareIn(release: Arc<Release>, comparison: Arc<Comparison>) -> impl IntoView {
    let cube = cube_of(&release, &comparison.table);
    let about = comparison.about.clone();
    let differences = differences(&comparison);
    let printed = comparison.printed.iter().cloned();
    let printed = printed.map(|measure| view! { <Printed measure /> });
    let printed = printed.collect_view();
    let of_cube = move |cube: Arc<Cube>| {
        let (release, comparison) = (Arc::clone(&release), Arc::clone(&comparison));
        view! { <Cities release comparison cube /> }
    };
    view! {
        <p class="finding">{about}</p>
        <Loaded pending=cube placeholder="placeholder figure" view=of_cube />
        {differences}
        {printed}
    }
}

fn differences(comparison: &Comparison) -> impl IntoView + use<> {
    let items = comparison.differences.iter().cloned();
    let items = items.map(|text| view! { <li>{text}</li> }).collect_view();
    view! {
        <section class="prose" aria-labelledby="differences">
            <h2 id="differences">{t!("What differs between cities")}</h2>
            <ul>{items}</ul>
        </section>
    }
}

/// The controls, one chart of all chosen cities, and a small one of each.
#[component]
fn Cities(release: Arc<Release>, comparison: Arc<Comparison>, cube: Arc<Cube>) -> impl IntoView {
    let visit = expect_context::<Visit>();
    let view = Memo::new(move |_| visit.query.with(|query| CompareView::parse(query)));
    let apply = Callback::new(move |next: CompareView| {
        visit.push(Route::Compare.link(&next.query()));
    });
    provide_context(PeriodBrush(Callback::new(move |(first, last)| {
        let mut next = view.get_untracked();
        (next.view.first, next.view.last) = (Some(first), Some(last));
        apply.run(next);
    })));
    let header = cube.header().clone();
    let resolved = {
        let (comparison, header) = (Arc::clone(&comparison), header.clone());
        Memo::new(move |_| view.with(|view| view.resolve(&comparison, &header)))
    };
    let content = content(&release, &comparison, cube, view, resolved);
    let series = Signal::derive(move || content.with(|content| Arc::clone(&content.series)));
    let file_name = Signal::derive(move || {
        let Resolved { first, last, .. } = resolved.get();
        format!("sightline-cities-{first}-{last}")
    });
    let embed = Signal::derive(move || Embed::Compare(view.get()));
    let left_out = move || {
        let notes = resolved.with(|resolved| resolved.notes.clone());
        let without = without_numbers(&series.get());
        let scale = view.with(|view| view.scale);
        let lacking = (!without.is_empty()).then(|| lacking(scale, &without));
        let notes = notes.into_iter().chain(lacking);
        notes
            .map(|note| view! { <p class="notice">{note}</p> })
            .collect_view()
    };
    view! {
        <Controls header resolved view apply />
        <div role="status">{left_out}</div>
        <Figure release content file_name embed />
        <Panels comparison series />
    }
}

/// The numbers that are shown, in the scale that is chosen, with what is to be known of it.
fn content(
    release: &Arc<Release>,
    comparison: &Arc<Comparison>,
    cube: Arc<Cube>,
    view: Memo<CompareView>,
    resolved: Memo<Resolved>,
) -> Signal<FigureContent> {
    let (release, comparison) = (Arc::clone(release), Arc::clone(comparison));
    let content = Memo::new(move |_| {
        let scale = view.with(|view| view.scale);
        resolved.with(|resolved| content_of(&release, &comparison, &cube, resolved, scale))
    });
    content.into()
}

/// What cities beside each other are in a view, on a scale, with what is to be known of it.
pub fn content_of(
    release: &Release,
    comparison: &Comparison,
    cube: &Cube,
    resolved: &Resolved,
    scale: Scale,
) -> FigureContent {
    let tables: Vec<&Table> = release.table(&cube.header().id).into_iter().collect();
    let series = slice(cube, comparison, resolved, scale);
    let of_scale = match scale {
        Scale::Counts => None,
        Scale::Rate => Some(comparison.residents.clone()),
        Scale::Joining => Some(comparison.base.clone()),
    };
    let caveats = caveats(release, &tables);
    FigureContent {
        series: Arc::new(with_incomplete(release, series)),
        // What happened in one of the cities says nothing of the others.
        context: chart_context(release, &tables, EventMarks::Hidden),
        caveats: of_scale.into_iter().chain(caveats).collect(),
    }
}

/// The lines of a view on a scale. A base lies before the time shown, so it is found in the whole table.
fn slice(cube: &Cube, comparison: &Comparison, view: &Resolved, scale: Scale) -> Series {
    let (first, last) = (view.earliest, cube.header().last);
    let whole = Series::slice(cube, &view.selections, first, last, view.grain);
    // Every code of a resolved view is in the cube; an empty chart would say so otherwise.
    let whole = whole.unwrap_or_else(|_| Series::empty(view.grain));
    comparison
        .scaled(&whole, scale)
        .within(view.first, view.last)
}

/// The names of the cities that have no number at all.
fn without_numbers(series: &Series) -> Vec<String> {
    let has_none = |line: &&cube::Line| line.cells.iter().all(|cell| cell.value().is_none());
    let lines = series.lines.iter().filter(has_none);
    lines.map(|line| line.geography.label.clone()).collect()
}

/// That cities have no number on a scale, as a sentence.
fn lacking(scale: Scale, cities: &[String]) -> String {
    let cities = charts::format::list(cities);
    match scale {
        Scale::Counts => t!(
            "The index holds no whole year of this offense from {cities}.",
            cities = cities
        ),
        Scale::Rate => t!("No rate can be shown for {cities}.", cities = cities),
        Scale::Joining => t!(
            "There is no count of a whole year before joining for {cities}.",
            cities = cities
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wording::{Language, speaking};

    #[test]
    fn cities_without_numbers_are_named() {
        let cities = ["Baltimore", "Detroit"].map(str::to_owned);
        let told = |scale| lacking(scale, &cities);
        assert_eq!(
            told(Scale::Counts),
            "The index holds no whole year of this offense from Baltimore and Detroit."
        );
        assert_eq!(
            speaking(Language::Spanish, || told(Scale::Joining)),
            "No hay ningún conteo de un año completo anterior al ingreso para Baltimore y Detroit."
        );
    }
}
