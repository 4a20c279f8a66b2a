//! A release whose texts want to be more than text: pages, embeds, previews, feed and sitemap that are
//! written of it hold no element, attribute or address that those of harmless texts do not.

// A test may stop at whatever it does not expect; clippy knows this of test functions only.
#![allow(
    clippy::panic,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing
)]

mod site;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use cube::release::{Catalog, Manifest, hex};
use cube::{Cube, codec};
use html5ever::tendril::TendrilSink;
use html5ever::{ParseOpts, parse_document};
use markup5ever_rcdom::{Handle, NodeData, RcDom};
use serde_json::Value;
use sha2::{Digest, Sha256};
use site::{read, root, site_of, write_catalog, write_pages};

const CITY: &str = "new-orleans";
/// The attributes that lead somewhere.
const ADDRESSES: [&str; 6] = ["href", "src", "action", "srcset", "formaction", "data"];
const HARMLESS: &str = "some harmless words";

/// Texts, and the fields of a release that they go into.
struct Corpus {
    texts: Vec<String>,
    fields: Vec<String>,
    next: usize,
}

impl Corpus {
    fn strings(value: &Value) -> Vec<String> {
        let values = value.as_array().unwrap().iter();
        values.map(|one| one.as_str().unwrap().to_owned()).collect()
    }

    fn hostile() -> Self {
        let corpus: Value = read(&root().join("tests/fixtures/hostile.json"));
        let mut texts = Self::strings(&corpus["seen"]);
        texts.extend(Self::strings(&corpus["unseen"]));
        texts.push("</title><script>hostile()</script>".to_owned());
        // As long as texts are in earnest.
        texts.retain(|text| text.len() < 200);
        Self {
            texts,
            fields: Self::strings(&corpus["fields"]),
            next: 0,
        }
    }

    fn harmless() -> Self {
        Self {
            texts: vec![HARMLESS.to_owned()],
            ..Self::hostile()
        }
    }

    fn next(&mut self) -> &str {
        self.next += 1;
        &self.texts[self.next % self.texts.len()]
    }

    /// The same JSON with one of the texts at the end of each of its texts.
    fn spoil(&mut self, value: &mut Value, field: &str) {
        match value {
            Value::Array(elements) => elements.iter_mut().for_each(|one| self.spoil(one, field)),
            Value::Object(fields) => {
                for (name, one) in fields {
                    self.spoil(one, name);
                }
            }
            // A release has few of these, so that each gets everything.
            Value::String(text) if field == "notes" => {
                *text = format!("{text} {}", self.texts.join(" "));
            }
            Value::String(text) if self.fields.iter().any(|known| known == field) => {
                *text = format!("{text} {}", self.next());
            }
            _ => {}
        }
    }

    fn spoiled_cube(&mut self, bytes: &[u8]) -> Vec<u8> {
        let cube = codec::decode(bytes).unwrap();
        let mut header = serde_json::to_value(cube.header()).unwrap();
        self.spoil(&mut header, "");
        let header = serde_json::from_value(header).unwrap();
        codec::encode(&Cube::new(header, cube.cells().to_vec()).unwrap()).unwrap()
    }

    /// Spoils the release of a site, and writes its pages.
    fn write(mut self, site: &Path, mut catalog: Catalog) {
        let city = &mut catalog.cities[0];
        city.label = format!("{} {}", city.label, self.next());
        let folder = site.join("data/releases").join(&city.current);
        let mut manifest: Value = read(&folder.join("manifest.json"));
        self.spoil(&mut manifest, "");
        for file in manifest["files"].as_array_mut().unwrap() {
            let path = folder.join(file["path"].as_str().unwrap());
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let bytes = fs::read(&path).unwrap();
            let is_texts = path.parent().unwrap().ends_with("texts");
            let bytes = if name.ends_with(".cube") {
                self.spoiled_cube(&bytes)
            } else if name.ends_with(".json") && !is_texts && !name.starts_with("certificate") {
                let mut content = serde_json::from_slice(&bytes).unwrap();
                self.spoil(&mut content, "");
                serde_json::to_vec(&content).unwrap()
            } else {
                continue;
            };
            file["sha256"] = hex(&Sha256::digest(&bytes)).into();
            file["bytes"] = bytes.len().into();
            fs::write(path, bytes).unwrap();
        }
        let bytes = serde_json::to_vec(&manifest).unwrap();
        serde_json::from_slice::<Manifest>(&bytes).unwrap();
        city.releases[0].manifest_sha256 = hex(&Sha256::digest(&bytes));
        fs::write(folder.join("manifest.json"), bytes).unwrap();
        write_catalog(site, &catalog);
        write_pages(site);
    }
}

/// The files of a site that are written ahead of time, by ending.
fn written(site: &Path, ending: &str) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![site.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.ends_with("data") {
                continue;
            } else if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|kind| kind == ending) {
                files.push(path);
            }
        }
    }
    files
}

/// Adds the kinds of elements below a node of a page and of their attributes, where addresses lead that
/// are none of the site's own, and what is told to machines that is no JSON.
fn add_kinds(node: &Handle, kinds: &mut BTreeSet<String>) {
    let mut add = |kind: String| {
        kinds.insert(kind);
    };
    match &node.data {
        NodeData::Comment { .. } => add("a comment".to_owned()),
        NodeData::ProcessingInstruction { .. } => add("an instruction".to_owned()),
        NodeData::Element { name, attrs, .. } => {
            let name = &*name.local;
            add(name.to_owned());
            for attribute in attrs.borrow().iter() {
                let (kind, value) = (&*attribute.name.local, &*attribute.value);
                add(format!("{name}[{kind}]"));
                // Behind a question mark or a hash, it is part of an address of the site's own.
                let path = value.split(['?', '#']).next().unwrap_or(value);
                if ADDRESSES.contains(&kind) && path.contains("hostile") {
                    add(format!("{name}[{kind}] leads to {value}"));
                }
                if value == "application/ld+json" {
                    let text = text_of(node);
                    if let Err(error) = serde_json::from_str::<Value>(&text) {
                        add(format!("{error} in {text}"));
                    }
                }
            }
        }
        _ => {}
    }
    for child in node.children.borrow().iter() {
        add_kinds(child, kinds);
    }
    if let NodeData::Element {
        template_contents, ..
    } = &node.data
        && let Some(contents) = template_contents.borrow().as_ref()
    {
        add_kinds(contents, kinds);
    }
}

fn text_of(node: &Handle) -> String {
    let children = node.children.borrow();
    let texts = children.iter().filter_map(|child| match &child.data {
        NodeData::Text { contents } => Some(contents.borrow().to_string()),
        _ => None,
    });
    texts.collect()
}

/// The same of all pages of a site, and how many of them there are.
fn kinds_of(site: &Path) -> (BTreeSet<String>, usize) {
    let pages = written(site, "html");
    let mut found = BTreeSet::new();
    for page in &pages {
        let text = fs::read_to_string(page).unwrap();
        let dom = parse_document(RcDom::default(), ParseOpts::default()).one(text);
        add_kinds(&dom.document, &mut found);
    }
    (found, pages.len())
}

/// The same of what the feeds of a site say in HTML, which is a text of theirs.
fn kinds_of_feeds(site: &Path) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for feed in written(site, "atom") {
        let text = fs::read_to_string(feed).unwrap();
        let document = roxmltree::Document::parse(&text).unwrap();
        let contents = document.descendants();
        for content in contents.filter(|node| node.has_tag_name("content")) {
            assert!(content.children().all(|node| node.is_text()), "{text}");
            let html = content.text().unwrap();
            let dom = parse_document(RcDom::default(), ParseOpts::default()).one(html);
            add_kinds(&dom.document, &mut found);
        }
    }
    assert!(found.contains("li"), "{found:?}");
    found
}

#[test]
fn hostile_texts_of_a_release_are_text_in_all_that_is_written_of_it() {
    let (plain, catalog) = site_of(CITY, "harmless");
    Corpus::harmless().write(&plain, catalog);
    let (spoiled, catalog) = site_of(CITY, "hostile");
    Corpus::hostile().write(&spoiled, catalog);

    let (known, pages) = kinds_of(&plain);
    assert!(pages > 50, "{pages} pages");
    let (found, hostile_pages) = kinds_of(&spoiled);
    assert_eq!(hostile_pages, pages);
    let news: Vec<_> = found.difference(&known).collect();
    assert!(news.is_empty(), "{news:#?}");

    let (known, found) = (kinds_of_feeds(&plain), kinds_of_feeds(&spoiled));
    let news: Vec<_> = found.difference(&known).collect();
    assert!(news.is_empty(), "{news:#?}");

    let mut shown = 0;
    for page in written(&spoiled, "html") {
        shown += usize::from(fs::read_to_string(page).unwrap().contains("hostile"));
    }
    assert!(shown > pages / 2, "{shown} of {pages} pages show one");

    let mut documents = 0;
    for path in ["xml", "atom", "svg"]
        .into_iter()
        .flat_map(|ending| written(&spoiled, ending))
    {
        let text = fs::read_to_string(&path).unwrap();
        let read = roxmltree::Document::parse(&text);
        let document = read.unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let scripts = document
            .descendants()
            .filter(|node| node.has_tag_name("script"));
        assert_eq!(scripts.count(), 0, "{}", path.display());
        documents += 1;
    }
    assert!(documents > 1, "{documents} documents of XML");
    for path in written(&spoiled, "json") {
        let bytes = fs::read(&path).unwrap();
        serde_json::from_slice::<Value>(&bytes)
            .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    }
}
