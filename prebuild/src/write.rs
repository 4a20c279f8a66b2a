//! Writes the pages of every release, and what leads to them.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::Mutex;
use std::sync::PoisonError;

use anyhow::{Context, Result, ensure};
use cube::release::hex;
use rayon::prelude::*;
use sha2::{Digest, Sha256};

use crate::library::{Library, Shelf};
use crate::markup::{Place, Template, body, head, scope_of};
use crate::page::Page;
use crate::picture::Printer;
use crate::{feed, pages, sitemap};

/// The folder of pictures, below the site's base.
const PICTURES: &str = "previews";

/// How much was written.
pub struct Written {
    /// HTML files.
    pub pages: usize,
    /// Pictures for previews; pages that show the same share one.
    pub pictures: usize,
}

/// Writes everything into the folder of a site.
///
/// # Errors
/// Where a file cannot be read or written, or two pages have one path.
pub fn everything(
    site: &Path,
    library: &Library,
    printer: &Printer,
    address: &str,
) -> Result<Written> {
    // What a host answers where it has no file is the page as trunk built it: a second run starts from it.
    let path = ["404.html", "index.html"].map(|name| site.join(name));
    let path = path.iter().find(|path| path.is_file());
    let path = path.with_context(|| format!("{}: holds no built site", site.display()))?;
    let html = fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))?;
    write(site, "404.html", html.as_bytes())?;
    let writer = Writer {
        site,
        library,
        printer,
        address,
        template: Template::cut(&html)?,
        drawn: Mutex::default(),
    };
    let mut paths = BTreeSet::new();
    let mut listed = Vec::new();
    let mut entries = Vec::new();
    for city in &library.catalog.cities {
        for reference in &city.releases {
            let shelf = library.shelf(city, reference)?;
            let pages = match shelf.release.is_current {
                true => pages::all(&shelf)?,
                false => pages::of_routes(&shelf)?,
            };
            for page in &pages {
                let is_new = paths.insert(page.path.clone());
                ensure!(is_new, "two pages have the path /{}", page.path);
            }
            pages
                .par_iter()
                .try_for_each(|page| writer.page(&shelf, page))?;
            entries.push(feed::entry(city, &shelf)?);
            let own = pages.into_iter().filter(|page| page.is_listed);
            listed.extend(own.map(|page| (page.path, reference.released.clone())));
        }
    }
    write(site, "feed.atom", feed::feed(entries, address).as_bytes())?;
    write(site, "sitemap.xml", sitemap::sitemap(&listed, address).as_bytes())?;
    let robots = format!("User-agent: *\nAllow: /\n\nSitemap: {address}sitemap.xml\n");
    write(site, "robots.txt", robots.as_bytes())?;
    let drawn = writer.drawn.into_inner();
    Ok(Written {
        pages: paths.len(),
        pictures: drawn.unwrap_or_else(PoisonError::into_inner).len(),
    })
}

/// What every page is written with.
struct Writer<'a> {
    site: &'a Path,
    library: &'a Library,
    printer: &'a Printer,
    address: &'a str,
    template: Template,
    /// The names of the pictures that are there.
    drawn: Mutex<BTreeSet<String>>,
}

impl Writer<'_> {
    fn page(&self, shelf: &Shelf, page: &Page) -> Result<()> {
        let scope = scope_of(&shelf.release.asked);
        let place = Place {
            release: &shelf.release,
            catalog: &self.library.catalog,
            scope: &scope,
            address: self.address,
            picture: self.picture(page)?,
        };
        let html = self.template.filled(&head(page, &place), &body(page, &place));
        write(self.site, &format!("{}index.html", page.path), html.as_bytes())
    }

    /// The path of the picture of a page, which is named after what is drawn.
    fn picture(&self, page: &Page) -> Result<String> {
        let svg = Printer::card(page);
        let hash = hex(&Sha256::digest(svg.as_bytes()));
        let name = format!("{PICTURES}/{}.png", hash.get(..16).unwrap_or(&hash));
        let is_new = {
            let mut drawn = self.drawn.lock().unwrap_or_else(PoisonError::into_inner);
            drawn.insert(name.clone())
        };
        // A picture of this name shows the same: a second build of a site keeps it.
        if is_new && !self.site.join(&name).is_file() {
            let png = self.printer.png(&svg);
            let png = png.with_context(|| format!("drawing the picture of /{}", page.path))?;
            write(self.site, &name, &png)?;
        }
        Ok(name)
    }
}

fn write(site: &Path, path: &str, bytes: &[u8]) -> Result<()> {
    let path = site.join(path);
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).with_context(|| format!("making {}", folder.display()))?;
    }
    fs::write(&path, bytes).with_context(|| format!("writing {}", path.display()))
}
