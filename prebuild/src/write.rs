//! Writes the pages of every release, and what leads to them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use anyhow::{Context, Result, bail, ensure};
use maud::{Markup, html};
use rayon::ThreadPoolBuilder;
use rayon::prelude::*;
use wording::Language;

use crate::colors::Colors;
use crate::hashed::digits;
use crate::library::{Library, Shelf};
use crate::markup::{Place, Template, body, head, home, scope_of};
use crate::page::Page;
use crate::picture::Printer;
use crate::{ahead, embed, feed, missing, pages, sitemap, stopped, waking};

/// The folder of pictures, below the site's base.
const PICTURES: &str = "previews";

/// How much was written.
pub struct Written {
    /// HTML files.
    pub pages: usize,
    /// Pages of charts for pages of others.
    pub embeds: usize,
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
    let html = stopped::with_texts(&stopped::without_texts(&html));
    write(site, "404.html", html.as_bytes())?;
    let (name, script) = waking::script();
    write(site, &name, script.as_bytes())?;
    let mut writer = Writer {
        site,
        library,
        printer,
        address,
        template: Template::cut(&html)?,
        frame: embed::Frame::cut(&html)?,
        colors: Colors::read(site)?,
        drawn: Mutex::default(),
        paths: BTreeSet::new(),
        listed: Vec::new(),
        embeds: 0,
    };
    for language in Language::ALL {
        // Every thread of its pool speaks the language.
        let pool = ThreadPoolBuilder::new().start_handler(move |_| wording::adopt(language));
        pool.build()?.install(|| writer.language(language))?;
    }
    write(
        site,
        "sitemap.xml",
        sitemap::sitemap(&writer.listed, address).as_bytes(),
    )?;
    let page = missing::page(&writer.template);
    write(
        site,
        &format!("{}index.html", missing::PATH),
        page.as_bytes(),
    )?;
    let robots = format!("User-agent: *\nAllow: /\n\nSitemap: {address}sitemap.xml\n");
    write(site, "robots.txt", robots.as_bytes())?;
    let drawn = writer.drawn.into_inner();
    Ok(Written {
        pages: writer.paths.len(),
        embeds: writer.embeds,
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
    frame: embed::Frame,
    colors: Colors,
    /// The pictures by name, each drawn by whoever asks first; why not, where one could not be.
    drawn: Mutex<BTreeMap<String, Arc<OnceLock<Option<String>>>>>,
    /// The paths of the pages so far.
    paths: BTreeSet<String>,
    /// The pages that search engines should list, each with the day of its release.
    listed: Vec<(String, String)>,
    /// How many charts were written for pages of others.
    embeds: usize,
}

impl Writer<'_> {
    /// Every page and chart in the language that is spoken, with its feed and its catalogue of texts.
    fn language(&mut self, language: Language) -> Result<()> {
        let mut entries = Vec::new();
        for city in &self.library.catalog.cities {
            for reference in &city.releases {
                let shelf = self.library.shelf(city, reference)?;
                if !shelf.languages().contains(&language) {
                    continue;
                }
                self.shelf(&shelf, &reference.released)?;
                entries.push(feed::entry(city, &shelf)?);
            }
        }
        let feed = feed::feed(entries, self.address);
        write(self.site, &format!("{}feed.atom", home()), feed.as_bytes())?;
        match language.path() {
            Some(path) => write(self.site, &path, wording::catalogue(language).as_bytes()),
            None => Ok(()),
        }
    }

    /// Every page and chart of a release, which was published on a day.
    fn shelf(&mut self, shelf: &Shelf, released: &str) -> Result<()> {
        let pages = match shelf.release.is_current {
            true => pages::all(shelf)?,
            false => pages::of_routes(shelf)?,
        };
        for page in &pages {
            let is_new = self.paths.insert(page.path.clone());
            ensure!(is_new, "two pages have the path /{}", page.path);
        }
        pages
            .par_iter()
            .try_for_each(|page| self.page(shelf, page))?;
        let charts = embed::all(shelf, &self.colors)?;
        self.embeds += charts.iter().map(|chart| chart.embeds.len()).sum::<usize>();
        charts
            .par_iter()
            .try_for_each(|chart| self.chart(shelf, chart))?;
        let own = pages.into_iter().filter(|page| page.is_listed);
        let listed = own.map(|page| (page.path, released.to_owned()));
        self.listed.extend(listed);
        Ok(())
    }

    fn page(&self, shelf: &Shelf, page: &Page) -> Result<()> {
        let scope = scope_of(&shelf.release.asked);
        let languages = shelf.languages();
        let place = Place {
            release: &shelf.release,
            catalog: &self.library.catalog,
            scope: &scope,
            address: self.address,
            picture: self.picture(&Printer::card(page), &page.path)?,
            languages: &languages,
        };
        // The front page alone: on any other the program of the page reads the whole manifest.
        let ahead = match page.path == scope {
            true => {
                let file = ahead::file(&shelf.excerpt)?;
                write(self.site, &file.0, &file.1)?;
                ahead::links(&shelf.excerpt, &file)
            }
            false => Markup::default(),
        };
        let head = html! { (ahead) (head(page, &place)) };
        let html = self.template.filled(&head, &body(page, &place));
        let html = waking::asleep(&html);
        write(
            self.site,
            &format!("{}index.html", page.path),
            html.as_bytes(),
        )
    }

    /// The pages of a chart for pages of others, each with its picture beside it.
    fn chart(&self, shelf: &Shelf, chart: &embed::Chart) -> Result<()> {
        let named = chart
            .embeds
            .first()
            .map(embed::folder_of)
            .unwrap_or_default();
        let picture = self.picture(&chart.card, &named)?;
        for embed in &chart.embeds {
            let place = embed::Place {
                embed,
                address: self.address,
                picture: &picture,
            };
            let folder = embed::folder_of(embed);
            let catalog = &self.library.catalog;
            let page = chart
                .page(shelf, catalog, &self.frame, &place)
                .into_string();
            write(self.site, &format!("{folder}index.html"), page.as_bytes())?;
            let said = chart.oembed(&place).to_string();
            write(self.site, &format!("{folder}oembed.json"), said.as_bytes())?;
            self.copy(&picture, &format!("{folder}picture.png"))?;
        }
        Ok(())
    }

    /// A file once more: the same on the disk where the disk can do that.
    fn copy(&self, from: &str, to: &str) -> Result<()> {
        let (from, to) = (self.site.join(from), self.site.join(to));
        if to.is_file() {
            fs::remove_file(&to).with_context(|| format!("removing {}", to.display()))?;
        }
        if fs::hard_link(&from, &to).is_err() {
            fs::copy(&from, &to).with_context(|| format!("writing {}", to.display()))?;
        }
        Ok(())
    }

    /// The path of a picture, which is named after what is drawn, for the page of a path.
    fn picture(&self, svg: &str, path: &str) -> Result<String> {
        let name = format!("{PICTURES}/{}.png", digits(svg.as_bytes()));
        let drawing = {
            let mut drawn = self.drawn.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(drawn.entry(name.clone()).or_default())
        };
        // A picture of this name shows the same: a second build of a site keeps it.
        let failure = drawing.get_or_init(|| match self.site.join(&name).is_file() {
            true => None,
            false => self
                .draw(svg, &name)
                .err()
                .map(|error| format!("{error:#}")),
        });
        match failure {
            None => Ok(name),
            Some(reason) => bail!("drawing the picture of /{path}: {reason}"),
        }
    }

    fn draw(&self, svg: &str, name: &str) -> Result<()> {
        write(self.site, name, &self.printer.png(svg)?)
    }
}

fn write(site: &Path, path: &str, bytes: &[u8]) -> Result<()> {
    let path = site.join(path);
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).with_context(|| format!("making {}", folder.display()))?;
    }
    fs::write(&path, bytes).with_context(|| format!("writing {}", path.display()))
}
