//! What the police did, as far as it is public: arrests, operations, cases closed.
//!
//! Which figures stand here, and over which tables, is told by the release; this page composes them.
//! What is chosen on one figure holds for every figure whose table has it, and is in the address.

mod beside;
mod choices;
mod operations;
mod period;
mod table_figure;

use std::collections::BTreeMap;
use std::sync::Arc;

use cube::{
    Header,
    enforcement::{Enforcement, FigurePart},
};
use leptos::prelude::*;
use wording::t;

use self::{
    beside::Beside,
    operations::{OPERATIONS, Operations},
    period::PagePeriod,
    table_figure::FigureSection,
};
use super::context::{page_title, site_title, view_in};
use super::cubes::{CubeResource, cube_of};
use crate::{
    components::{ChosenList, Loaded, PageParts, Pending, PeriodBrush, Printed, Title, with_views},
    data::Release,
    routes::Route,
    state::{ViewState, Visit, chosen_of_all, unknown_codes},
};

/// What every section of the page needs.
#[derive(Clone)]
struct Page {
    release: Arc<Release>,
    enforcement: Arc<Enforcement>,
    cubes: BTreeMap<String, CubeResource>,
    view: Memo<ViewState>,
    apply: Callback<ViewState>,
}

/// The page of enforcement.
#[component]
pub fn EnforcementPage() -> impl IntoView {
    let release = expect_context::<Pending<Release>>();
    view! {
        <Title text=site_title(t!("Enforcement")) />
        <Loaded
            pending=release
            placeholder="placeholder page"
            heading=t!("Enforcement")
            view=|release| view! { <OfRelease release /> }
        />
    }
}

#[component]
fn OfRelease(release: Arc<Release>) -> impl IntoView {
    let fetched = Arc::clone(&release);
    let enforcement = LocalResource::new(move || {
        let release = Arc::clone(&fetched);
        async move { release.enforcement().await }
    });
    let title = page_title(Some(t!("Enforcement")), &release);
    let of_city = move |enforcement: Arc<Enforcement>| {
        let release = Arc::clone(&release);
        match enforcement.is_empty() {
            true => view! { <NothingHere release /> }.into_any(),
            false => view! { <OfCity release enforcement /> }.into_any(),
        }
    };
    view! {
        <Title text=title />
        <Loaded pending=enforcement placeholder="placeholder page" heading=t!("Enforcement") view=of_city />
    }
}

/// A city of which nothing of this is collected.
#[component]
fn NothingHere(release: Arc<Release>) -> impl IntoView {
    let said = t!(
        "Records of arrests, operations and closed cases in {city} are not collected here.",
        city = release.manifest.city_label
    );
    let query = view_in(&release).query();
    let link = |route: Route| view! { <a href=route.link(&query)>{route.label()}</a> }.into_any();
    let others = with_views(
        t!("What there is about the city is under {trends} and {data}."),
        [("trends", link(Route::Trends)), ("data", link(Route::Data))],
    );
    view! {
        <section class="prose">
            <h1>{t!("Enforcement")}</h1>
            <p>{said}</p>
            <p>{others}</p>
        </section>
    }
}

#[component]
fn OfCity(release: Arc<Release>, enforcement: Arc<Enforcement>) -> impl IntoView {
    let visit = expect_context::<Visit>();
    let page = Page {
        cubes: cube_resources(&release, &enforcement),
        release,
        enforcement,
        view: Memo::new(move |_| visit.query.with(|query| ViewState::parse(query))),
        apply: Callback::new(move |next: ViewState| {
            visit.push(Route::Enforcement.link(&next.query()));
        }),
    };
    let Page { view, apply, .. } = page;
    provide_context(PeriodBrush::of_view(view, apply));
    let lead = t!(
        "What the police in {city} did, as far as it is public",
        city = page.release.manifest.city_label
    );
    let beside = page.enforcement.beside.clone().map(|figure| {
        let page = page.clone();
        view! { <Beside page figure /> }
    });
    let part = |part| figures(&page, part);
    let (arrests, people, outcomes) = (
        part(FigurePart::Arrests),
        part(FigurePart::People),
        part(FigurePart::Outcomes),
    );
    let questions = questions(&page.enforcement);
    let measures = page.enforcement.measures.iter().cloned();
    let measures = measures.map(|measure| view! { <Printed measure /> });
    let measures = measures.collect_view();
    view! {
        <section class="lede">
            <h1>{lead}</h1>
            <p class="prose">
                {t!("An arrest is not a conviction. It is counted each time, so one person can be counted more \
                     than once. And numbers of arrests follow the work of the police as well as crime.")}
            </p>
        </section>
        <PageParts parts=questions />
        <PagePeriod page=page.clone() />
        <ChosenOnPage page=page.clone() />
        {beside}
        {arrests}
        {people}
        <Operations page=page.clone() />
        {outcomes}
        {measures}
    }
}

/// The questions of the page with the ids of their headings, in the order in which they stand.
fn questions(enforcement: &Enforcement) -> Vec<(String, String)> {
    let figures = |part: FigurePart| {
        let of_part = enforcement.figures.iter();
        let of_part = of_part.filter(move |figure| figure.part == part);
        of_part.map(|figure| (figure.id.clone(), figure.heading.clone()))
    };
    let beside = enforcement.beside.iter();
    let beside = beside.map(|figure| (figure.id.clone(), figure.heading.clone()));
    let operations = (!enforcement.operations.is_empty())
        .then(|| (OPERATIONS.0.to_owned(), OPERATIONS.1.text().to_owned()));
    let measures = enforcement.measures.iter();
    let measures = measures.map(|measure| (measure.id.clone(), measure.heading.clone()));
    beside
        .chain(figures(FigurePart::Arrests))
        .chain(figures(FigurePart::People))
        .chain(operations)
        .chain(figures(FigurePart::Outcomes))
        .chain(measures)
        .collect()
}

/// The figures of one part of the page.
fn figures(page: &Page, part: FigurePart) -> impl IntoView + use<> {
    let figures = page.enforcement.figures.iter();
    let figures = figures.filter(|figure| figure.part == part).cloned();
    let sections = figures.map(|figure| {
        let page = page.clone();
        view! { <FigureSection page figure /> }
    });
    sections.collect_view()
}

/// One request a table, however many figures show it.
fn cube_resources(
    release: &Arc<Release>,
    enforcement: &Enforcement,
) -> BTreeMap<String, CubeResource> {
    let tables = enforcement.tables().into_iter();
    tables
        .map(|table| (table.to_owned(), cube_of(release, table)))
        .collect()
}

/// What is chosen, each to be taken back, and what was asked for that no figure of the page has; both
/// are known once every table is here.
#[component]
fn ChosenOnPage(page: Page) -> impl IntoView {
    let Page {
        release,
        cubes,
        view,
        apply,
        ..
    } = page;
    let headers = Memo::new(move |_| {
        let cubes: Option<Vec<_>> = cubes.values().map(LocalResource::get).collect();
        let cubes = cubes.unwrap_or_default().into_iter().filter_map(Result::ok);
        cubes
            .map(|cube| cube.header().clone())
            .collect::<Vec<Header>>()
    });
    let chosen =
        Signal::derive(move || headers.with(|all| view.with(|view| chosen_of_all(view, all))));
    let plain = view_in(&release);
    let none = Signal::derive(move || {
        view.with(|view| ViewState {
            grain: view.grain,
            marks: view.marks,
            ..plain.clone()
        })
    });
    let unknown = move || {
        let codes = headers.with(|headers| {
            let headers: Vec<&Header> = headers.iter().collect();
            let unknown =
                (!headers.is_empty()).then(|| view.with(|view| unknown_codes(view, &headers)));
            unknown.unwrap_or_default()
        });
        let text = t!(
            "Nothing on this page is called {names}.",
            names = quoted(&codes)
        );
        (!codes.is_empty()).then(|| view! { <p class="notice">{text}</p> })
    };
    let city = release.manifest.city_label.clone();
    view! {
        <ChosenList chosen city on_remove=apply none />
        <div role="status">{unknown}</div>
    }
}

/// The codes, each in quotation marks: any of them.
fn quoted(codes: &[String]) -> String {
    let quoted = codes.iter().map(|code| format!("“{code}”"));
    let either = |one, other| t!("{one} or {other}", one = one, other = other);
    quoted.reduce(either).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use wording::{Language, speaking};

    #[test]
    fn codes_that_no_figure_has_are_named() {
        let codes = ["a", "b", "c"].map(str::to_owned);
        assert_eq!(quoted(&codes), "“a” or “b” or “c”");
        let spanish = speaking(Language::Spanish, || quoted(&codes));
        assert_eq!(spanish, "“a” o “b” o “c”");
    }
}
