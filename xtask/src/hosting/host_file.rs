//! The file `_headers`, which Netlify and Cloudflare Pages read.
//!
//! The two differ in what becomes of a header that two rules set: one joins the values, the other
//! takes the narrower rule's. The file says the same to both: no header but the policy of contents
//! is set twice for a path, and two policies that are joined both hold. What a browser may keep is
//! said only where it is not asked for each time, which is what both hosts do by themselves.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use anyhow::{Result, ensure};

use super::{CACHING, CONTENT_POLICY, EMBEDS, HEADERS, Paths, framing, is_hashed};

/// What Cloudflare reads at most.
const MOST_RULES: usize = 100;
const LONGEST_LINE: usize = 2000;

/// Writes the file into a built site.
pub fn write(site: &Path) -> Result<()> {
    let mut folders = Vec::new();
    let mut hashed = Vec::new();
    for entry in fs::read_dir(site)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.file_type()?.is_dir() {
            folders.push(name);
        } else if is_hashed(&name) {
            hashed.push(name);
        }
    }
    folders.sort();
    hashed.sort();
    let text = text(&folders, &hashed);
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
    fs::write(site.join("_headers"), text)?;
    Ok(())
}

/// The rules for a site with such folders and such hashed files in its first folder.
fn text(folders: &[String], hashed: &[String]) -> String {
    let mut rules: Vec<(String, String, String)> = Vec::new();
    let mut add = |path: &str, name: &str, value: &str| {
        rules.push((path.to_owned(), name.to_owned(), value.to_owned()));
    };
    let policy = "Content-Security-Policy";
    add("/*", policy, CONTENT_POLICY);
    let nobody = framing("'none'");
    add("/", policy, &nobody);
    for folder in folders.iter().filter(|folder| *folder != EMBEDS) {
        for path in [format!("/{folder}"), format!("/{folder}/*")] {
            add(&path, policy, &nobody);
        }
    }
    for header in HEADERS.iter().chain([&CACHING]) {
        for (paths, value) in header.values {
            match paths {
                Paths::All if header.name == CACHING.name => {}
                Paths::All => add("/*", header.name, value),
                Paths::Folder(folder) => add(&format!("/{folder}/*"), header.name, value),
                Paths::File(file) => add(&format!("/{file}"), header.name, value),
                Paths::Hashed => {
                    for name in hashed {
                        add(&format!("/{name}"), header.name, value);
                    }
                }
            }
        }
    }
    // One block a path; the order of blocks says nothing to either host.
    rules.sort_by(|(a, ..), (b, ..)| a.cmp(b));
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
}
