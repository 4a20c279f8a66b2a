//! One style sheet for the pages of the site: the files of the layers, joined in their order. A host
//! that sends six files at once (HTTP/1.1) would keep the first paint waiting for the others, and each
//! hash that a page names costs it bytes that nothing compresses.
//!
//! What the first paint waits for is asked for at once: a browser looks ahead for no file where the policy
//! stands in the page itself, and would come upon each when the one before is there.
//!
//! Charts in pages of others need fewer layers: those are joined likewise, in a sheet of their own.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use super::{EMBEDS, hashed, pages};
use crate::integrity::hash_of;

const LINK: &str = "<link rel=\"stylesheet\" href=\"";

/// Joins the sheets that a page of a built site names into one that `smaller` makes small, and names it in
/// their place: in all pages that name what the first one does, and in charts for pages of others. What
/// no page names any more goes.
///
/// # Errors
/// Where the first page names no sheets in a row, a file cannot be read or written, or `smaller` fails.
pub fn join(site: &Path, base: &str, smaller: impl Fn(&str) -> Result<String>) -> Result<()> {
    let first = fs::read_to_string(site.join("index.html"))?;
    let of_site = links(&first).context("index.html names no style sheets in a row")?;
    let mut joined: BTreeMap<String, String> = BTreeMap::new();
    let mut unnamed = BTreeSet::new();
    let mut named = String::new();
    for page in pages::files(site, "html")? {
        let text = fs::read_to_string(&page)?;
        let Some(block) = links(&text) else { continue };
        let is_embed = page.starts_with(site.join(EMBEDS));
        if block != of_site && !is_embed {
            named.push_str(block);
            continue;
        }
        let link = match joined.get(block) {
            Some(link) => link.clone(),
            None => {
                let names = names(block, base);
                let start = if is_embed { "frame" } else { "site" };
                let link = write(site, base, start, &smaller(&texts(site, &names)?)?)?;
                unnamed.extend(names);
                joined.insert(block.to_owned(), link.clone());
                link
            }
        };
        let text = text.replace(block, &link);
        let text = match is_embed {
            true => text,
            false => with_preloads(&text, &link),
        };
        fs::write(&page, text)?;
    }
    for name in unnamed.iter().filter(|name| !named.contains(*name)) {
        fs::remove_file(site.join(name))?;
    }
    Ok(())
}

/// The sheets of a row of links, below the site's base.
fn names(block: &str, base: &str) -> Vec<String> {
    let paths = block.split(LINK).skip(1);
    let paths = paths.map(|link| link.split('"').next().unwrap_or_default());
    let names = paths.map(|path| path.strip_prefix(base).unwrap_or(path).to_owned());
    names.collect()
}

fn texts(site: &Path, names: &[String]) -> Result<String> {
    let text = |name: &String| {
        fs::read_to_string(site.join(name)).with_context(|| format!("reading {name}"))
    };
    names.iter().map(text).collect()
}

/// Writes a sheet, and gives the link to it.
fn write(site: &Path, base: &str, start: &str, sheet: &str) -> Result<String> {
    let name = hashed(start, sheet, "css");
    fs::write(site.join(&name), sheet)?;
    let hash = hash_of(sheet.as_bytes());
    Ok(format!("{LINK}{base}{name}\" integrity=\"{hash}\">"))
}

/// The page, which asks for its sheet and for the scripts that its parser waits for before the first of
/// them.
fn with_preloads(page: &str, link: &str) -> String {
    const SCRIPT: &str = "<script src=\"";
    let sheet = link.replace("rel=\"stylesheet\"", "rel=\"preload\" as=\"style\"");
    let tags = page
        .split(SCRIPT)
        .skip(2)
        .filter_map(|rest| rest.split_once('>'));
    // Modules, whose type stands before their address, wait for the end of the page anyway.
    let scripts = tags.map(|(tag, _)| format!("<link rel=\"preload\" as=\"script\" href=\"{tag}>"));
    let Some((before, rest)) = page.split_once(SCRIPT) else {
        return page.to_owned();
    };
    let scripts: String = scripts.collect();
    format!("{before}{sheet}{scripts}{SCRIPT}{rest}")
}

/// The links to style sheets of a page, which stand in a row.
fn links(page: &str) -> Option<&str> {
    let start = page.find(LINK)?;
    let last = page.rfind(LINK)?;
    let end = last + page.get(last..)?.find('>')? + 1;
    let block = page.get(start..end)?;
    let mut between = block
        .split(LINK)
        .skip(1)
        .filter_map(|link| link.split_once('>'));
    let is_row = between.all(|(_, after)| after.trim().is_empty());
    is_row.then_some(block)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_name_one_sheet_and_charts_for_pages_of_others_another() {
        let folder = xshell::Shell::new().unwrap().create_temp_dir().unwrap();
        let site = folder.path();
        let (tokens, print) = ("tokens-0123456789abcdef.css", "print-0123456789abcdef.css");
        fs::write(site.join(tokens), "@layer tokens, print;\n").unwrap();
        fs::write(site.join(print), "@layer print {}\n").unwrap();
        let page = format!(
            "<head>\n  <script src=\"page.js\" integrity=\"z\"></script>{LINK}/a/{tokens}\" integrity=\"x\"/>\n  {LINK}/a/{print}\" integrity=\"y\"/>\n\
             <script src=\"wake.js\" integrity=\"w\"></script></head>"
        );
        fs::create_dir(site.join("embed")).unwrap();
        fs::write(site.join("index.html"), page).unwrap();
        fs::write(
            site.join("embed/index.html"),
            format!("{LINK}/a/{tokens}\">\n{LINK}embed/frame.css\">"),
        )
        .unwrap();
        fs::write(site.join("embed/frame.css"), "a {}\n").unwrap();
        join(site, "/a/", |text| Ok(text.replace(" {}\n", "{}"))).unwrap();
        let sheet = "@layer tokens, print;\n@layer print{}";
        let written = fs::read_to_string(site.join("index.html")).unwrap();
        let name = hashed("site", sheet, "css");
        let named = format!(
            "href=\"/a/{name}\" integrity=\"{}\">",
            hash_of(sheet.as_bytes())
        );
        assert_eq!(
            written,
            format!(
                "<head>\n  <link rel=\"preload\" as=\"style\" {named}\
                 <link rel=\"preload\" as=\"script\" href=\"wake.js\" integrity=\"w\">\
                 <script src=\"page.js\" integrity=\"z\"></script><link rel=\"stylesheet\" {named}\n\
                 <script src=\"wake.js\" integrity=\"w\"></script></head>"
            )
        );
        assert_eq!(fs::read_to_string(site.join(name)).unwrap(), sheet);
        let sheet = "@layer tokens, print;\na{}";
        let name = hashed("frame", sheet, "css");
        assert_eq!(
            fs::read_to_string(site.join("embed/index.html")).unwrap(),
            format!(
                "{LINK}/a/{name}\" integrity=\"{}\">",
                hash_of(sheet.as_bytes())
            )
        );
        assert_eq!(fs::read_to_string(site.join(name)).unwrap(), sheet);
        for gone in [tokens, print, "embed/frame.css"] {
            assert!(!site.join(gone).exists(), "{gone}");
        }
    }

    #[test]
    fn sheets_with_something_between_them_are_not_joined() {
        let page = format!("{LINK}/a.css\"/><meta name=\"x\">{LINK}/b.css\"/>");
        assert_eq!(links(&page), None);
    }
}
