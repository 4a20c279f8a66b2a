//! What published numbers were before: which have changed, when, and as far as is known why.
//!
//! It lists what `revisions.csv` of the release holds and computes nothing.

mod choice;
mod first_published;
mod list;
mod reasons;

use std::sync::Arc;

use cube::Cube;
use cube::history::Histories;
use leptos::prelude::*;
use wording::t;

use self::{
    choice::{Choice, Offered},
    first_published::FirstPublished,
    list::RevisionList,
    reasons::Reasons,
};
use super::changes::Changes;
use super::context::{page_title, site_title};
use crate::{
    components::{Loaded, Pending, Title},
    data::{Library, Release},
    routes::Route,
    state::{ViewState, Visit},
};

/// The page of revisions.
#[component]
pub fn Revisions() -> impl IntoView {
    let release = expect_context::<Pending<Release>>();
    let visit = expect_context::<Visit>();
    let query = visit.query;
    let go = Callback::new(move |query: String| visit.push(Route::Revisions.link(&query)));
    view! {
        <Title text=site_title(t!("Revisions")) />
        <div class="story-page">
        <section class="lede">
            <h1>{t!("Numbers that have changed")}</h1>
            <p>
                {t!("Records of crime are corrected after they are published. Here stands every number of \
                 this site that was once published with another value: what it was first, what it is \
                 now, and when it changed.")}
            </p>
        </section>
        <Loaded
            pending=release
            placeholder="placeholder page"
            view=move |release| view! { <OfRelease release query go /> }
        />
        </div>
    }
}

#[component]
fn OfRelease(release: Arc<Release>, query: Signal<String>, go: Callback<String>) -> impl IntoView {
    let title = page_title(Some(t!("Revisions")), &release);
    let fetching = Arc::clone(&release);
    let histories = LocalResource::new(move || {
        let release = Arc::clone(&fetching);
        async move { release.histories().await.map(Arc::new) }
    });
    let (of_list, changes) = (Arc::clone(&release), Arc::clone(&release));
    let body = move |histories: Arc<Histories>| {
        let release = Arc::clone(&of_list);
        match histories.numbers.is_empty() {
            true => view! { <NoRevisions /> }.into_any(),
            false => view! { <Chosen release histories query go /> }.into_any(),
        }
    };
    view! {
        <Title text=title />
        <Loaded pending=histories placeholder="placeholder page" view=body />
        <Changes release=changes />
    }
}

#[component]
fn NoRevisions() -> impl IntoView {
    view! {
        <section class="prose">
            <p>
                {t!("No number of this city is known to have been published with another value. Earlier \
                 publications are not collected for it, so that does not mean that none ever was.")}
            </p>
        </section>
    }
}

/// The numbers of one line of a table.
#[component]
fn Chosen(
    release: Arc<Release>,
    histories: Arc<Histories>,
    query: Signal<String>,
    go: Callback<String>,
) -> impl IntoView {
    let library = expect_context::<Library>();
    let (known, of_choice) = (Arc::clone(&histories), Arc::clone(&release));
    let choice = Memo::new(move |_| {
        let view = query.with(|query| ViewState::parse(query));
        Choice::of(&view, &known, &of_choice.manifest)
    });
    let table = Memo::new(move |_| choice.with(|choice| choice.table.clone()));
    let fetching = Arc::clone(&release);
    let cube = LocalResource::new(move || {
        let (library, release, table) = (library.clone(), Arc::clone(&fetching), table.get());
        async move { library.cube(&release, &table).await }
    });
    let body = move |cube: Arc<Cube>| {
        let (release, histories) = (Arc::clone(&release), Arc::clone(&histories));
        view! { <OfTable release histories cube choice go /> }
    };
    view! { <Loaded pending=cube placeholder="placeholder page" view=body /> }
}

#[component]
fn OfTable(
    release: Arc<Release>,
    histories: Arc<Histories>,
    cube: Arc<Cube>,
    choice: Memo<Choice>,
    go: Callback<String>,
) -> impl IntoView {
    let offered = Offered::new(&release.manifest, &histories, &cube);
    let known = Arc::clone(&histories);
    let rows = Memo::new(move |_| choice.with(|choice| choice.rows(&known)));
    let names = offered.clone();
    let title = Signal::derive(move || choice.with(|choice| names.title(choice)));
    let left_out = move || {
        choice
            .with(|choice| choice.left_out.clone())
            .map(|text| view! { <p role="status">{text}</p> })
    };
    let reasons = move || {
        let table = choice.with(|choice| choice.table.clone());
        view! { <Reasons release=Arc::clone(&release) table /> }
    };
    view! {
        <choice::ChoiceForm offered choice go />
        {left_out}
        <FirstPublished rows title />
        <RevisionList rows title />
        {reasons}
    }
}
