//! One style sheet for the pages of the site: the files of the layers, joined in their order. A host
//! that sends six files at once (HTTP/1.1) would keep the first paint waiting for the others, and each
//! hash that a page names costs it bytes that nothing compresses.
//!
//! What the first paint waits for is asked for at once: a browser looks ahead for no file where the policy
//! stands in the page itself, and would come upon each when the one before is there.
//!
//! Pages for other sites name only the layers that they need, each in its file.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use super::{hashed, pages};
use crate::integrity::hash_of;

const LINK: &str = "<link rel=\"stylesheet\" href=\"";

/// Joins the sheets that the first page of a built site names into one that `smaller` makes small, and
/// names it in their place in all pages that name them all. What no page names any more goes.
///
/// # Errors
/// Where the first page names no sheets in a row, a file cannot be read or written, or `smaller` fails.
pub fn join(site: &Path, base: &str, smaller: impl Fn(&str) -> Result<String>) -> Result<()> {
    let first = fs::read_to_string(site.join("index.html"))?;
    let block = links(&first).context("index.html names no style sheets in a row")?;
    let mut joined = String::new();
    let mut unnamed = Vec::new();
    for link in block.split(LINK).skip(1) {
        let path = link.split('"').next().unwrap_or_default();
        let name = path.strip_prefix(base).unwrap_or(path);
        let text =
            fs::read_to_string(site.join(name)).with_context(|| format!("reading {name}"))?;
        joined.push_str(&text);
        unnamed.push(name.to_owned());
    }
    let joined = smaller(&joined)?;
    let name = hashed("site", &joined, "css");
    let link = format!(
        "{LINK}{base}{name}\" integrity=\"{}\">",
        hash_of(joined.as_bytes())
    );
    fs::write(site.join(&name), joined)?;
    for page in pages::files(site, "html")? {
        let text = fs::read_to_string(&page)?;
        if text.contains(block) {
            let text = text.replace(block, &link);
            fs::write(&page, with_preloads(&text, &link))?;
        } else {
            unnamed.retain(|name| !text.contains(name.as_str()));
        }
    }
    for name in unnamed {
        fs::remove_file(site.join(name))?;
    }
    Ok(())
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
    fn pages_name_one_sheet_and_pages_for_others_their_own() {
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
            format!("{LINK}/a/{tokens}\">"),
        )
        .unwrap();
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
        assert!(site.join(tokens).exists(), "a page for others names it");
        assert!(!site.join(print).exists());
    }

    #[test]
    fn sheets_with_something_between_them_are_not_joined() {
        let page = format!("{LINK}/a.css\"/><meta name=\"x\">{LINK}/b.css\"/>");
        assert_eq!(links(&page), None);
    }
}
