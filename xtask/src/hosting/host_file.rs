//! The file `_headers`, which Netlify and Cloudflare Pages read.
//!
//! The two differ in what becomes of a header that two rules set: one joins the values, the other
//! takes the narrower rule's. The file says the same to both: no header but the policy of contents
//! is set twice for a path, and two policies that are joined both hold. So a value for everything else
//! is said folder by folder and file by file. What a browser may keep is said only where it is not
//! asked for each time, which is what both hosts do by themselves.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use anyhow::{Result, ensure};

use super::{CACHING, CONTENT_POLICY, EMBEDS, HEADERS, Paths, framing, is_hashed};

const FILE: &str = "_headers";

/// What Cloudflare reads at most.
const MOST_RULES: usize = 100;
const LONGEST_LINE: usize = 2000;

/// Writes the file into a built site.
pub fn write(site: &Path) -> Result<()> {
    let mut folders = Vec::new();
    let mut files = Vec::new();
    for entry in fs::read_dir(site)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        match entry.file_type()?.is_dir() {
            true => folders.push(name),
            false => files.push(name),
        }
    }
    // The settings themselves, where they stand from an earlier build.
    files.retain(|name| name != FILE);
    let text = text(&folders, &files);
    let rules = text.lines().filter(|line| line.starts_with('/')).count();
    ensure!(
        rules <= MOST_RULES,
        "_headers has {rules} rules; Cloudflare reads {MOST_RULES}"
    );
    let longest = text.lines().map(str::len).max().unwrap_or_default();
    ensure!(
        longest <= LONGEST_LINE,
        "_headers has a line of {longest} bytes"
    );
    fs::write(site.join(FILE), text)?;
    Ok(())
}

/// The rules for a site with such folders and such files in its first folder.
fn text(folders: &[String], files: &[String]) -> String {
    let mut rules: Vec<(String, String, String)> = Vec::new();
    let mut add = |path: String, name: &str, value: &str| {
        rules.push((path, name.to_owned(), value.to_owned()));
    };
    let policy = "Content-Security-Policy";
    add("/*".to_owned(), policy, CONTENT_POLICY);
    for path in of_pages(folders, &[EMBEDS]) {
        add(path, policy, &framing("'none'"));
    }
    for header in HEADERS.iter().chain([&CACHING]) {
        let narrow: Vec<&str> = header
            .values
            .iter()
            .filter_map(|(paths, _)| match paths {
                Paths::Folder(folder) => Some(*folder),
                _ => None,
            })
            .collect();
        for (paths, value) in header.values {
            let of: Vec<String> = match paths {
                Paths::All if header.name == CACHING.name => Vec::new(),
                Paths::All if narrow.is_empty() => vec!["/*".to_owned()],
                Paths::All => {
                    let files = files.iter().map(|name| format!("/{name}"));
                    of_pages(folders, &narrow).chain(files).collect()
                }
                Paths::Folder(folder) => vec![format!("/{folder}/*")],
                Paths::File(file) => vec![format!("/{file}")],
                Paths::Hashed => {
                    let hashed = files.iter().filter(|name| is_hashed(name));
                    hashed.map(|name| format!("/{name}")).collect()
                }
            };
            for path in of {
                add(path, header.name, value);
            }
        }
    }
    // One block a path; the order of blocks says nothing to either host.
    rules.sort();
    let mut text = String::from("# Written by the build, from the table in xtask/src/hosting.\n");
    let mut last = "";
    for (path, name, value) in &rules {
        if path != last {
            let _ = writeln!(text, "\n{path}");
            last = path;
        }
        let _ = writeln!(text, "  {name}: {value}");
    }
    text
}

/// The first page, and all that is in folders other than these.
fn of_pages(folders: &[String], others: &[&str]) -> impl Iterator<Item = String> {
    let folders = folders
        .iter()
        .filter(|folder| !others.contains(&folder.as_str()));
    let of_folder = |folder: &String| [format!("/{folder}"), format!("/{folder}/*")];
    std::iter::once("/".to_owned()).chain(folders.flat_map(of_folder))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn embeds_may_be_framed_and_pages_may_not() {
        let folders = ["data", "embed", "trends"].map(str::to_owned);
        let text = text(&folders, &["a-32d54ea4c62971c6.css".to_owned()]);
        let block = |path: &str| {
            let blocks: Vec<_> = text.split("\n\n").collect();
            let found = blocks
                .iter()
                .find(|block| block.lines().next() == Some(path));
            found.map(|block| (*block).to_owned()).unwrap_or_default()
        };
        assert!(block("/trends/*").contains("frame-ancestors 'none'"));
        assert!(block("/").contains("frame-ancestors 'none'"));
        assert!(!block("/*").contains("frame-ancestors"));
        assert!(!block("/embed/*").contains("Content-Security-Policy"));
        assert!(block("/data/releases/*").contains("immutable"));
        assert!(block("/a-32d54ea4c62971c6.css").contains("immutable"));
        assert!(!block("/*").contains("Cache-Control"));
        assert!(block("/data/*").contains("Access-Control-Allow-Origin: *"));
    }

    /// What becomes of such a header differs from host to host.
    #[test]
    fn no_header_but_the_policy_is_set_twice_for_a_path() {
        let folders = ["data", "embed", "previews", "trends"].map(str::to_owned);
        let files = ["a-32d54ea4c62971c6.css", "explore.js"].map(str::to_owned);
        let text = text(&folders, &files);
        let mut rule = "";
        let mut rules = Vec::new();
        for line in text.lines() {
            match line.strip_prefix("  ") {
                Some(header) => rules.push((rule, header.split_once(": ").unwrap())),
                None => rule = line,
            }
        }
        let fits = |rule: &str, path: &str| match rule.strip_suffix('*') {
            Some(folder) => path.starts_with(folder),
            None => path == rule,
        };
        for (path, isolation) in [
            ("/", "same-origin"),
            ("/trends/robbery/", "same-origin"),
            ("/explore.js", "same-origin"),
            ("/a-32d54ea4c62971c6.css", "same-origin"),
            ("/previews/a.png", "cross-origin"),
            ("/embed/trends/robbery/", "cross-origin"),
            ("/data/releases/x/manifest.json", "cross-origin"),
            ("/data/catalog.json", "cross-origin"),
        ] {
            for header in HEADERS.iter().chain([&CACHING]) {
                let set = rules
                    .iter()
                    .filter(|(rule, (name, _))| fits(rule, path) && *name == header.name);
                let set: Vec<_> = set.map(|(_, (_, value))| *value).collect();
                assert!(set.len() < 2, "{path}: {} is {set:?}", header.name);
                if header.name == "Cross-Origin-Resource-Policy" {
                    assert_eq!(set, [isolation], "{path}");
                }
            }
        }
    }
}
