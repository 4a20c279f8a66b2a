//! What a visitor without a network is shown in the place of a page that the browser has not kept.
//! The service worker answers with it (`offline/worker.js`); it needs no program.

use maud::html;
use sightline::ahead::Route;

use crate::markup::{Template, linked, path_of};
use crate::waking::without_program;

/// Its path below the site's base; the worker is told it by the build (`xtask/src/offline.rs`).
pub const PATH: &str = "offline/missing/";

/// The page.
#[must_use]
pub fn page(template: &Template) -> String {
    let heading = "This page is not kept in your browser";
    let text = "It needs a connection, and there is none now. These pages of the newest release open without one.";
    // It is one page for every address that is not kept, whatever its language.
    let spanish =
        "Esta página no está guardada en su navegador. Necesita conexión, y ahora no la hay.";
    let head = html! {
        title { (heading) " – Sightline" }
        meta name="description" content=(text);
        meta name="robots" content="noindex";
    };
    let links = Route::navigation().map(|route| (path_of(route), route.label()));
    let body = html! {
        header.site-header {
            p.site-name { a href=(linked("")) { "Sightline" } }
        }
        main {
            section.lede {
                h1 { (heading) }
                p { (text) }
                p lang="es" { (spanish) }
                ul {
                    @for (path, label) in links {
                        li { a href=(linked(&path)) { (label) } }
                    }
                }
            }
        }
    };
    without_programs(&template.filled(&head, &body))
}

/// The page without scripts, and without what would fetch programs ahead.
fn without_programs(html: &str) -> String {
    let (mut text, _) = without_program(html);
    for (begin, end) in [("<template", "</template>"), ("<script", "</script>")] {
        while let Some((before, rest)) = text.split_once(begin) {
            let after = rest.split_once(end).map_or("", |(_, after)| after);
            text = format!("{before}{after}");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_runs_nothing() {
        let html = "<head><title>a</title><meta name=\"description\" content=\"b\"><script>c</script>\
            <link rel=\"preload\" as=\"font\" href=\"f\"><link rel=\"modulepreload\" href=\"m\">\
            <link rel=\"preload\" href=\"w\" as=\"fetch\"></head><body><noscript>d</noscript><template>e</template></body>";
        let page = page(&Template::cut(html).unwrap());
        assert!(page.contains("not kept in your browser") && page.contains("as=\"font\""));
        assert!(page.contains("<a href=\"data/\">Data</a>"));
        for gone in ["<script", "modulepreload", "fetch", "noscript", "template"] {
            assert!(!page.contains(gone), "{gone} in {page}");
        }
    }
}
