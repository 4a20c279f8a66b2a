//! Every table of the release, where it comes from, what became of each row, and its downloads.

use std::sync::Arc;

use cube::Step;
use cube::release::{Source, Table};
use leptos::prelude::*;

use super::changes::Changes;
use super::context::{page_title, view_in};
use crate::{
    components::{Loaded, PageParts, Pending, Title, UseTable},
    data::Release,
    routes::Route,
    state::ViewState,
};

/// The page of data.
#[component]
pub fn Data() -> impl IntoView {
    let release = expect_context::<Pending<Release>>();
    view! {
        <Title text="Data – Sightline" />
        <section class="lede">
            <h1>"Data"</h1>
            <p>
                "Everything that this site shows of the city, as files. Each file is named with its hash in the \
                 manifest, and your browser checks that hash before it shows a number."
            </p>
        </section>
        <Loaded
            pending=release
            placeholder="placeholder page"
            view=|release| view! { <Catalogue release /> }
        />
    }
}

#[component]
fn Catalogue(release: Arc<Release>) -> impl IntoView {
    let tables = release.manifest.tables.iter();
    let tables = tables
        .map(|table| view! { <TableEntry release=Arc::clone(&release) table=table.clone() /> });
    let tables = tables.collect_view();
    let sources = release.manifest.sources.iter();
    let sources = sources.map(|source| view! { <SourceEntry source=source.clone() /> });
    let sources = sources.collect_view();
    let caveats = release
        .manifest
        .caveats
        .iter()
        .map(|caveat| view! { <li>{caveat.text.clone()}</li> });
    let caveats = caveats.collect_view();
    let parts = [
        ("changes", "What changed"),
        ("tables", "Tables"),
        ("sources", "Sources"),
        ("faults", "Known faults"),
    ];
    let parts = parts.map(|(id, label)| (id.to_owned(), label.to_owned()));
    let changes = view! { <Changes release=Arc::clone(&release) /> };
    let manifest = &release.manifest;
    let descriptions = manifest.descriptions.iter().map(|description| {
        let name = file_name(&description.path).to_owned();
        let address = release.address(&description.path);
        view! { <a href=address download=name>{description.standard.clone()}</a> }
    });
    let descriptions = descriptions.collect_view();
    let described = (!manifest.descriptions.is_empty()).then(|| {
        view! {
            <p class="actions">
                <span class="quiet">"Described for catalogues and programs"</span>
                {descriptions}
            </p>
        }
    });
    let license = manifest.publication.as_ref().map(|publication| {
        let license = &publication.license;
        view! {
            <p>
                {format!("The tables are published by {} under ", publication.publisher.name)}
                <a href=license.url.clone()>{license.title.clone()}</a> "; the sources below keep their own terms."
            </p>
        }
    });
    view! {
        <Title text=page_title(Some("Data"), &release) />
        <section class="prose">
            <p>
                {format!("Release {}, published {}. ", manifest.id, manifest.released)}
                <a href=release.address("manifest.json") download="manifest.json">"Manifest with every hash (JSON)"</a>
                ". "
                <a href=Route::Verify.link(&view_in(&release).query())>"Check every file yourself"</a>
            </p>
            {license}
            {described}
        </section>
        <PageParts parts=parts.to_vec() />
        {changes}
        <section class="entries" aria-labelledby="tables">
            <h2 id="tables" tabindex="-1">"Tables"</h2>
            {tables}
        </section>
        <section class="entries" aria-labelledby="sources">
            <h2 id="sources" tabindex="-1">"Sources, and what became of each row"</h2>
            <p class="prose">
                "Rows read are rows used, rows set aside because they could not be read, and rows outside \
                 of what a table covers. Nothing is dropped without being counted."
            </p>
            {sources}
        </section>
        <section class="prose" aria-labelledby="faults">
            <h2 id="faults" tabindex="-1">"Known faults"</h2>
            <ul>{caveats}</ul>
        </section>
    }
}

#[component]
fn TableEntry(release: Arc<Release>, table: Table) -> impl IntoView {
    let view = ViewState {
        table: Some(table.id.clone()),
        ..view_in(&release)
    };
    let link = |(path, kind): (String, &'static str)| {
        let size = release
            .bytes(&path)
            .map(|bytes| format!(", {}", charts::format::size(bytes)));
        let name = file_name(&path).to_owned();
        view! { <a href=release.address(&path) download=name>{kind} {size}</a> }
    };
    let [wanted, others] = files(&table).map(|files| files.into_iter().map(link).collect_view());
    let uses = view! { <UseTable release=Arc::clone(&release) table=table.clone() /> };
    let months = match table.step {
        Step::Month => format!(
            "{} to {}",
            charts::format::month(table.first),
            charts::format::month(table.last)
        ),
        Step::Quarter => format!(
            "{} to {}, by quarter",
            charts::format::month(table.first),
            charts::format::month(table.last)
        ),
        Step::Year => format!("{}, by year", charts::format::span(table.first, table.last)),
    };
    let incomplete = table
        .incomplete
        .iter()
        .map(|months| view! { <li>{months.reason.clone()}</li> });
    let incomplete = incomplete.collect_view();
    view! {
        <article class="entry" id=table.id.clone()>
            <h3>{table.title}</h3>
            <p>{table.description}</p>
            <ul class="quiet">{incomplete}</ul>
            <p class="quiet">
                {months} ", " {charts::format::count(table.rows)} " rows"
            </p>
            <p class="actions">
                <a href=Route::Trends.link(&view.query())>"Chart"</a>
                {wanted}
            </p>
            <div class="entry-more">
                <details>
                    <summary>"More formats"</summary>
                    <p class="actions">{others}</p>
                </details>
                {uses}
            </div>
        </article>
    }
}

#[component]
fn SourceEntry(source: Source) -> impl IntoView {
    let accounting = &source.accounting;
    let counts = [
        ("Rows read", accounting.read),
        ("Used", accounting.used),
        ("Set aside", accounting.set_aside),
        ("Outside", accounting.outside_window),
    ];
    let counts = counts.map(|(label, rows)| {
        view! { <div><dt>{label}</dt><dd>{charts::format::count(rows)}</dd></div> }
    });
    let reasons = accounting.reasons.iter().map(|reason| {
        view! { <li>{format!("{}: {}", reason.reason, charts::format::count(reason.rows))}</li> }
    });
    let reasons = reasons.collect_view();
    view! {
        <article class="entry" id=format!("source-{}", source.id)>
            <h3>{source.title}</h3>
            <p>{source.publisher} ". " {source.terms}</p>
            <dl class="accounting">{counts}</dl>
            <details>
            <summary>"Why rows were not used, and the copy that was read"</summary>
            <ul class="quiet">{reasons}</ul>
            <p class="quiet">
                {format!("Used rows tell of {} to {}. Copy read: {}. ", source.first_day, source.last_day, source.stored_copy)}
                <span class="hash">"SHA-256 " <code>{source.sha256}</code></span>
            </p>
            </details>
        </article>
    }
}

/// The files of a table that this release has, each with what it is: those that most people want,
/// and the others.
fn files(table: &Table) -> [Vec<(String, &'static str)>; 2] {
    let csv = if table.csv.ends_with(".gz") {
        "CSV, compressed"
    } else {
        "CSV"
    };
    let downloads = table.downloads.clone();
    let wanted = [
        (Some(table.csv.clone()), csv),
        (downloads.workbook, "Excel workbook"),
    ];
    let others = [
        (downloads.archive, "CSV with all that explains it (ZIP)"),
        (downloads.parquet, "Parquet"),
        (downloads.readme, "README"),
        (downloads.dictionary, "Dictionary of columns and codes"),
        (Some(table.cube.clone()), "Cube"),
    ];
    let present = |(path, kind): (Option<String>, &'static str)| path.map(|path| (path, kind));
    [
        wanted.into_iter().filter_map(present).collect(),
        others.into_iter().filter_map(present).collect(),
    ]
}

fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}
