//! Every table of the release, where it comes from, what became of each row, and its downloads.

use std::sync::Arc;

use cube::release::{Publication, Source, Table};
use cube::{Month, Step};
use leptos::prelude::*;
use wording::t;

use super::changes::Changes;
use super::context::{page_title, site_title, view_in};
use crate::{
    components::{KeptFiles, Loaded, PageParts, Pending, Title, UseTable, with_views},
    data::Release,
    routes::Route,
    state::ViewState,
};

/// The page of data.
#[component]
pub fn Data() -> impl IntoView {
    let release = expect_context::<Pending<Release>>();
    view! {
        <Title text=site_title(t!("Data")) />
        <section class="lede">
            <h1>{t!("Data")}</h1>
            <p>
                {t!("Everything that this site shows of the city, as files. Each file is named with its hash in the \
                 manifest, and your browser checks that hash before it shows a number.")}
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
        ("changes", t!("What changed")),
        ("tables", t!("Tables")),
        ("sources", t!("Sources")),
        ("faults", t!("Known faults")),
        ("kept", t!("Without a network")),
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
                <span class="quiet">{t!("Described for catalogues and programs")}</span>
                {descriptions}
            </p>
        }
    });
    let license = manifest.publication.as_ref().map(license);
    let published = t!(
        "Release {id}, published {date}.",
        id = manifest.id,
        date = manifest.released
    );
    view! {
        <Title text=page_title(Some(t!("Data")), &release) />
        <section class="prose">
            <p>
                {published} " "
                <a href=release.address("manifest.json") download="manifest.json">{t!("Manifest with every hash (JSON)")}</a>
                ". "
                <a href=Route::Verify.link(&view_in(&release).query())>{t!("Check every file yourself")}</a>
            </p>
            {license}
            {described}
        </section>
        <PageParts parts=parts.to_vec() />
        {changes}
        <section class="entries" aria-labelledby="tables">
            <h2 id="tables" tabindex="-1">{t!("Tables")}</h2>
            {tables}
        </section>
        <section class="entries" aria-labelledby="sources">
            <h2 id="sources" tabindex="-1">{t!("Sources, and what became of each row")}</h2>
            <p class="prose">
                {t!("Rows read are rows used, rows set aside because they could not be read, and rows outside \
                 of what a table covers. Nothing is dropped without being counted.")}
            </p>
            {sources}
        </section>
        <section class="prose" aria-labelledby="faults">
            <h2 id="faults" tabindex="-1">{t!("Known faults")}</h2>
            <ul>{caveats}</ul>
        </section>
        <KeptFiles />
    }
}

/// Who publishes the tables, and on which terms.
fn license(publication: &Publication) -> impl IntoView + use<> {
    let license = &publication.license;
    let link = view! { <a href=license.url.clone()>{license.title.clone()}</a> };
    let text = with_views(
        t!(
            "The tables are published by {publisher} under {license}; the sources below keep their own terms."
        ),
        [
            ("publisher", publication.publisher.name.clone().into_any()),
            ("license", link.into_any()),
        ],
    );
    view! { <p>{text}</p> }
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
    let extent = t!(
        "{time}, {count} rows",
        time = time(table.step, table.first, table.last),
        count = charts::format::count(table.rows)
    );
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
            <p class="quiet">{extent}</p>
            <p class="actions">
                <a href=Route::Trends.link(&view.query())>{t!("Chart")}</a>
                {wanted}
            </p>
            <div class="entry-more">
                <details>
                    <summary>{t!("More formats")}</summary>
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
        (t!("Rows read"), accounting.read),
        (t!("Used"), accounting.used),
        (t!("Set aside"), accounting.set_aside),
        (t!("Outside"), accounting.outside_window),
    ];
    let counts = counts.map(|(label, rows)| {
        view! { <div><dt>{label}</dt><dd>{charts::format::count(rows)}</dd></div> }
    });
    let reasons = accounting.reasons.iter().map(|reason| {
        view! { <li>{format!("{}: {}", reason.reason, charts::format::count(reason.rows))}</li> }
    });
    let reasons = reasons.collect_view();
    let read = t!(
        "Used rows tell of {first} to {last}. Copy read: {copy}.",
        first = source.first_day,
        last = source.last_day,
        copy = source.stored_copy
    );
    view! {
        <article class="entry" id=format!("source-{}", source.id)>
            <h3>{source.title}</h3>
            <p>{source.publisher} ". " {source.terms}</p>
            <dl class="accounting">{counts}</dl>
            <details>
            <summary>{t!("Why rows were not used, and the copy that was read")}</summary>
            <ul class="quiet">{reasons}</ul>
            <p class="quiet">
                {read} " "
                <span class="hash">"SHA-256 " <code>{source.sha256}</code></span>
            </p>
            </details>
        </article>
    }
}

/// The time that a table covers, and the step in which it goes where that is no month.
fn time(step: Step, first: Month, last: Month) -> String {
    let years = || charts::format::span(first, last);
    let (first, last) = (charts::format::month(first), charts::format::month(last));
    match step {
        Step::Month => t!("{first} to {last}", first = first, last = last),
        Step::Quarter => t!("{first} to {last}, by quarter", first = first, last = last),
        Step::Year => t!("{years}, by year", years = years()),
    }
}

/// The files of a table that this release has, each with what it is: those that most people want,
/// and the others.
fn files(table: &Table) -> [Vec<(String, &'static str)>; 2] {
    let csv = if table.csv.ends_with(".gz") {
        t!("CSV, compressed")
    } else {
        "CSV"
    };
    let downloads = table.downloads.clone();
    let wanted = [
        (Some(table.csv.clone()), csv),
        (downloads.workbook, t!("Excel workbook")),
    ];
    let others = [
        (downloads.archive, t!("CSV with all that explains it (ZIP)")),
        (downloads.parquet, "Parquet"),
        (downloads.readme, "README"),
        (downloads.dictionary, t!("Dictionary of columns and codes")),
        (Some(table.cube.clone()), t!("Cube")),
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

#[cfg(test)]
mod tests {
    use super::*;
    use wording::{Language, speaking};

    #[track_caller]
    fn check(step: Step, english: &str, spanish: &str) {
        let month = |text| Month::parse(text).unwrap();
        let told = || time(step, month("2012-01"), month("2020-12"));
        assert_eq!(told(), english);
        assert_eq!(speaking(Language::Spanish, told), spanish);
    }

    #[test]
    fn a_table_tells_its_time_and_its_step() {
        check(
            Step::Month,
            "January 2012 to December 2020",
            "enero de 2012 a diciembre de 2020",
        );
        check(
            Step::Quarter,
            "January 2012 to December 2020, by quarter",
            "enero de 2012 a diciembre de 2020, por trimestre",
        );
        check(Step::Year, "2012 to 2020, by year", "2012 a 2020, por año");
    }
}
