//! `sitemap.xml`: every page that search engines should list (<https://www.sitemaps.org/protocol.html>).

use maud::{PreEscaped, html};

/// The sitemap of pages by path, each with the day of its release.
#[must_use]
pub fn sitemap(pages: &[(String, String)], address: &str) -> String {
    let listed = html! {
        (PreEscaped("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"))
        urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" {
            @for (path, released) in pages {
                url { loc { (address) (path) } lastmod { (released) } }
            }
        }
    };
    listed.into_string()
}
