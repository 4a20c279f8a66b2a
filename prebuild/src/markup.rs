//! A page as HTML: the page that trunk built, with a head and a body of its own.

use anyhow::{Context, Result};
use charts::format::date;
use cube::release::{Asked, Catalog, Table};
use maud::{Markup, PreEscaped, html};
use serde_json::{Value, json};
use sightline::ahead::{Release, Route, path_in};
use wording::{Language, language, t};

use crate::embed::folder_of;
use crate::page::{Page, shortened};

/// Longer descriptions are cut off by search engines and messengers.
const DESCRIPTION_LETTERS: usize = 300;

/// The page that trunk built, cut where each page puts its own.
pub struct Template {
    before_head: String,
    before_body: String,
    after_body: String,
}

impl Template {
    /// Cuts the page that trunk built.
    ///
    /// # Errors
    /// Where it has no title, description and `noscript` to cut at.
    pub fn cut(html: &str) -> Result<Self> {
        let (before_head, rest) = around(html, "<title>", "</title>")?;
        let (between, rest) = around(rest, "<meta name=\"description\"", ">")?;
        let (before_body, after_body) = around(rest, "<noscript>", "</noscript>")?;
        Ok(Self {
            before_head: before_head.to_owned(),
            before_body: format!("{between}{before_body}"),
            after_body: after_body.to_owned(),
        })
    }

    /// A page, with the head and the body that it was given.
    #[must_use]
    pub fn filled(&self, head: &Markup, body: &Markup) -> String {
        let Self {
            before_head,
            before_body,
            after_body,
        } = self;
        let before_head = spoken(before_head);
        let (head, body) = (&head.0, &body.0);
        format!("{before_head}{head}{before_body}{body}{after_body}")
    }
}

/// The page that trunk built says that it is English.
fn spoken(html: &str) -> String {
    let written = format!("<html lang=\"{}\"", Language::English.tag());
    html.replacen(&written, &format!("<html lang=\"{}\"", language().tag()), 1)
}

/// What stands before and after a stretch of a text.
fn around<'a>(text: &'a str, begin: &str, end: &str) -> Result<(&'a str, &'a str)> {
    let missing = || format!("index.html of the built site has no {begin}…{end}");
    let (before, rest) = text.split_once(begin).with_context(missing)?;
    let (_, after) = rest.split_once(end).with_context(missing)?;
    Ok((before, after))
}

/// Where a page stands.
pub struct Place<'a> {
    /// The release that it tells of.
    pub release: &'a Release,
    /// The catalogue of all.
    pub catalog: &'a Catalog,
    /// The path of the language, the city and the release below the site's base, with a slash at its
    /// end; empty for the current release of the default city in the first language.
    pub scope: &'a str,
    /// The address of the site, with a slash at its end.
    pub address: &'a str,
    /// The path of its picture below the site's base.
    pub picture: String,
    /// The languages in which it was written.
    pub languages: &'a [Language],
}

/// What stands in the head of a page for programs.
#[must_use]
pub fn head(page: &Page, place: &Place<'_>) -> Markup {
    let Place {
        address, languages, ..
    } = place;
    let description = shortened(&page.description, DESCRIPTION_LETTERS);
    let canonical = format!("{address}{}", page.path);
    let picture = format!("{address}{}", place.picture);
    let label = page
        .drawn
        .as_ref()
        .map_or_else(|| page.heading.clone(), |drawn| drawn.title.clone());
    let described = described(page, place, &canonical, &description).to_string();
    // No text may end the element early.
    let described = described.replace('<', "\\u003c");
    html! {
        title { (page.title) }
        meta name="description" content=(description);
        link rel="canonical" href=(canonical);
        @if !page.is_listed { meta name="robots" content="noindex"; }
        @for other in *languages {
            link rel="alternate" hreflang=(other.tag()) href=(format!("{address}{}", in_language(*other, &page.path)));
        }
        @if let Some(catalogue) = language().path() {
            link rel="preload" as="fetch" crossorigin href=(catalogue);
        }
        meta property="og:type" content="website";
        meta property="og:locale" content=(locale());
        meta property="og:site_name" content="Sightline";
        meta property="og:title" content=(page.title);
        meta property="og:description" content=(description);
        meta property="og:url" content=(canonical);
        meta property="og:image" content=(picture);
        meta property="og:image:width" content="1200";
        meta property="og:image:height" content="630";
        meta property="og:image:alt" content=(label);
        meta name="twitter:card" content="summary_large_image";
        link rel="alternate" type="application/atom+xml" title=(t!("Releases and corrections")) href=(format!("{address}{}feed.atom", home()));
        @if let Some(embed) = &page.embed {
            link rel="alternate" type="application/json+oembed" title=(label) href=(format!("{address}{}oembed.json", folder_of(embed)));
        }
        script type="application/ld+json" { (PreEscaped(described)) }
    }
}

/// What a page is, in the words of schema.org.
fn described(page: &Page, place: &Place<'_>, canonical: &str, description: &str) -> Value {
    let manifest = &place.release.manifest;
    let mut described = json!({
        "@context": "https://schema.org",
        "@type": "WebPage",
        "name": page.title,
        "description": description,
        "url": canonical,
        "inLanguage": language().tag(),
        "dateModified": manifest.released,
        "isPartOf": {"@type": "WebSite", "name": "Sightline", "url": place.address},
        "primaryImageOfPage": {"@type": "ImageObject", "url": format!("{}{}", place.address, place.picture)},
    });
    if let (Some(table), Some(object)) = (&page.table, described.as_object_mut()) {
        object.insert("mainEntity".to_owned(), dataset(table, place));
    }
    described
}

fn dataset(table: &Table, place: &Place<'_>) -> Value {
    let Place {
        release, address, ..
    } = place;
    let manifest = &release.manifest;
    let publication = manifest.publication.clone().unwrap_or_default();
    let mut publisher = json!({"@type": "Organization", "name": publication.publisher.name});
    if let (Some(url), Some(object)) = (&publication.publisher.url, publisher.as_object_mut()) {
        object.insert("url".to_owned(), json!(url));
    }
    json!({
        "@type": "Dataset",
        "name": table.title,
        "description": table.description,
        "license": publication.license.url,
        "creator": publisher,
        "isAccessibleForFree": true,
        "version": manifest.id,
        "datePublished": manifest.released,
        "temporalCoverage": format!("{}/{}", table.first, table.last),
        "spatialCoverage": {"@type": "Place", "name": manifest.city_label},
        "distribution": [{
            "@type": "DataDownload",
            "encodingFormat": if table.csv.ends_with(".gz") { "application/gzip" } else { "text/csv" },
            "contentUrl": format!("{address}{}", release.address(&table.csv)),
        }],
    })
}

/// What a reader meets until the app takes over, and without scripts for good.
#[must_use]
pub fn body(page: &Page, place: &Place<'_>) -> Markup {
    let Place {
        release,
        catalog,
        scope,
        languages,
        ..
    } = place;
    let manifest = &release.manifest;
    let here = page.path.strip_prefix(scope).unwrap_or(&page.path);
    let is_here = |route: Route| (path_of(route) == here).then_some("page");
    html! {
        div #prebuilt data-release=(manifest.id) {
            header.site-header {
                p.site-name { a href=(linked(scope)) { "Sightline" } }
                nav.cities aria-label=(t!("Cities")) {
                    ul {
                        @for city in &catalog.cities {
                            @let is_this = city.id == manifest.city;
                            li { a href=(linked(&city_scope(catalog, &city.id))) aria-current=[is_this.then_some("true")] { (city.label) } }
                        }
                    }
                }
                nav.pages aria-label=(t!("Pages")) {
                    ul {
                        @for route in Route::navigation() {
                            li { a href=(linked(&format!("{scope}{}", path_of(route)))) aria-current=[is_here(route)] { (route.label()) } }
                        }
                    }
                }
                @for other in languages.iter().filter(|other| **other != language()) {
                    a.language lang=(other.tag()) hreflang=(other.tag()) href=(linked(&in_language(*other, &page.path))) { (other.own_name()) }
                }
            }
            main {
                @if manifest.sample {
                    p.notice { (t!("These numbers are invented, to show how the site works. They tell nothing about any place.")) }
                }
                @if !release.is_current {
                    p.notice {
                        (t!("This is the release of {date}. There is a newer one.", date = date(&manifest.released))) " "
                        a href=(linked(&format!("{}{here}", city_scope(catalog, &manifest.city)))) { (t!("The same page today")) }
                    }
                }
                section.lede { h1 { (page.heading) } }
                (page.body)
                noscript {
                    p.notice { (t!("Scripts are switched off, so this page cannot be changed here. All that it shows is above, and every table is a file.")) }
                }
            }
            footer.site-footer {
                p {
                    (t!("Release {id} of {date}.", id = manifest.id, date = date(&manifest.released))) " "
                    a href=(linked(&format!("{scope}data/"))) { (t!("All tables, sources and faults")) }
                }
                p { (t!("Counts of what was recorded, never records of persons. No cookies, no trackers, no requests to anyone else.")) }
            }
        }
    }
}

/// The path of a page of the site below a scope, with a slash at its end; empty for the front page.
#[must_use]
pub fn path_of(route: Route) -> String {
    match route.path().trim_matches('/') {
        "" => String::new(),
        path => format!("{path}/"),
    }
}

/// The path of all pages of the language that is spoken, below the site's base and with a slash at its
/// end; empty for the first language.
#[must_use]
pub fn home() -> String {
    home_of(language())
}

fn home_of(language: Language) -> String {
    path_in(language, "/").trim_start_matches('/').to_owned()
}

/// The path of the same page in another language.
fn in_language(other: Language, path: &str) -> String {
    let own = home();
    format!(
        "{}{}",
        home_of(other),
        path.strip_prefix(&own).unwrap_or(path)
    )
}

/// The language with its country, as previews name it.
fn locale() -> &'static str {
    match language() {
        Language::English => "en_US",
        Language::Spanish => "es_US",
    }
}

/// The path of a city's current release.
#[must_use]
pub fn city_scope(catalog: &Catalog, city: &str) -> String {
    let is_default = catalog.city(None).is_some_and(|first| first.id == city);
    match is_default {
        true => home(),
        false => format!("{}cities/{city}/", home()),
    }
}

/// A path below the base as a link: the base itself has no path.
#[must_use]
pub fn linked(path: &str) -> &str {
    match path {
        "" => "./",
        path => path,
    }
}

/// The address of a view in the app: prebuilt pages have a path for each release, its views a query.
#[must_use]
pub fn view_address(route: Route, query: &str) -> String {
    view_path(route.path(), query)
}

/// The address of a path of the app with its query, in the language that is spoken.
#[must_use]
pub fn view_path(path: &str, query: &str) -> String {
    let path = path.trim_matches('/');
    let home = home();
    match (path, query) {
        ("", "") => linked(&home).to_owned(),
        (path, "") => format!("{home}{path}/"),
        (path, query) => format!("{home}{path}?{query}"),
    }
}

/// The path of a release that is asked for.
#[must_use]
pub fn scope_of(asked: &Asked) -> String {
    let city = asked.city.as_ref().map(|city| format!("cities/{city}/"));
    let release = asked
        .release
        .as_ref()
        .map(|release| format!("r/{release}/"));
    let parts = [Some(home()), release, city];
    parts.into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_cut_where_it_says_what_it_is() -> Result<()> {
        let html = "<head><title>A</title><meta name=\"description\" content=\"b\"><x></head><body><noscript>c</noscript></body>";
        let cut = Template::cut(html)?;
        let filled = cut.filled(&html! { title { "D" } }, &html! { p { "e" } });
        assert_eq!(
            filled,
            "<head><title>D</title><x></head><body><p>e</p></body>"
        );
        assert!(Template::cut("<title>A</title>").is_err());
        Ok(())
    }
}
