//! What is done to every page of the built site, so that a strict policy of contents fits it: scripts
//! and styles that stand in a page become files, named after what they hold, and the policy is
//! written into the page, for hosts that send no headers (GitHub Pages, a folder on a disk).

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::{CONTENT_POLICY, hashed};
use crate::integrity::hash_of;

/// Scripts that run; a block of data (`application/ld+json`) stays in its page.
const SCRIPT_TYPES: [&str; 3] = ["", "module", "text/javascript"];

/// Rewrites all pages in a folder and below it.
pub fn finish(site: &Path) -> Result<()> {
    for page in files(site, "html")? {
        let text = fs::read_to_string(&page)?;
        let named = || format!("finishing {}", page.display());
        let (text, moved) = without_inline(&text).with_context(named)?;
        for (name, content) in moved {
            fs::write(site.join(name), content)?;
        }
        fs::write(&page, with_policy(&text).with_context(named)?)?;
    }
    Ok(())
}

/// All files in a folder and below it whose names end so, in order.
pub fn files(folder: &Path, ending: &str) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries =
            fs::read_dir(&folder).with_context(|| format!("reading {}", folder.display()))?;
        for entry in entries {
            let entry = entry?;
            let path = entry.path();
            match entry.file_type()?.is_dir() {
                true => folders.push(path),
                false if ending.is_empty() || path.extension().is_some_and(|own| own == ending) => {
                    found.push(path);
                }
                false => {}
            }
        }
    }
    found.sort();
    Ok(found)
}

/// A file that a page had in itself: its name below the site's base, and its text.
type Moved = (String, String);

/// The page with links in place of scripts and styles, and these.
fn without_inline(page: &str) -> Result<(String, Vec<Moved>)> {
    let mut text = String::with_capacity(page.len());
    let mut moved = Vec::new();
    let mut rest = page;
    while let Some(element) = next_element(rest)? {
        text.push_str(element.before);
        let type_ = attribute(element.attributes, "type").unwrap_or_default();
        let is_inline = match element.name {
            "style" => true,
            _ => attribute(element.attributes, "src").is_none() && SCRIPT_TYPES.contains(&type_),
        };
        if is_inline {
            let name = file_name(element.name, element.content);
            let content = element.content.trim().to_owned() + "\n";
            // So that a page never runs the script of another build (<https://www.w3.org/TR/SRI/>).
            let integrity = hash_of(content.as_bytes());
            // Relative to the page's `base`, as every address of the site.
            text.push_str(&match element.name {
                "style" => {
                    format!(r#"<link rel="stylesheet" href="{name}" integrity="{integrity}">"#)
                }
                _ => format!(
                    r#"<script{} src="{name}" integrity="{integrity}"></script>"#,
                    element.attributes
                ),
            });
            moved.push((name, content));
        } else {
            text.push_str(element.whole);
        }
        rest = element.after;
    }
    text.push_str(rest);
    Ok((text, moved))
}

fn file_name(element: &str, content: &str) -> String {
    let ending = if element == "style" { "css" } else { "js" };
    hashed("page", content.trim(), ending)
}

/// A script or style in a page, and what is around it.
struct Element<'a> {
    before: &'a str,
    name: &'static str,
    attributes: &'a str,
    content: &'a str,
    whole: &'a str,
    after: &'a str,
}

/// The next script or style. The pages are written by this project's own build, whose tags are in
/// lower case and whose attributes hold no `>`; comments are skipped.
fn next_element(page: &str) -> Result<Option<Element<'_>>> {
    let mut from = 0;
    while let Some(at) = page.get(from..).and_then(|rest| rest.find('<')) {
        let start = from + at;
        let tail = page.get(start..).unwrap_or_default();
        if tail.starts_with("<!--") {
            let end = tail.find("-->").context("a comment has no end")?;
            from = start + end;
            continue;
        }
        let names = ["script", "style"];
        let name = names.into_iter().find(|name| {
            let after = tail.get(1..).and_then(|tag| tag.strip_prefix(name));
            after.is_some_and(|after| after.starts_with(['>', ' ', '\n']))
        });
        let Some(name) = name else {
            from = start + 1;
            continue;
        };
        let head = name.len() + 1;
        let closing = format!("</{name}>");
        let (Some(open), Some(close)) = (tail.find('>'), tail.find(&closing)) else {
            bail!("a {name} has no end");
        };
        let end = close + closing.len();
        return Ok(Some(Element {
            before: page.get(..start).unwrap_or_default(),
            name,
            attributes: tail.get(head..open).unwrap_or_default(),
            content: tail.get(open + 1..close).unwrap_or_default(),
            whole: tail.get(..end).unwrap_or_default(),
            after: tail.get(end..).unwrap_or_default(),
        }));
    }
    Ok(None)
}

fn attribute<'a>(attributes: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = attributes.split_once(&format!(" {name}=\""))?;
    rest.split_once('"').map(|(value, _)| value)
}

/// The page with the policy right after its encoding, ahead of all that it is about.
fn with_policy(page: &str) -> Result<String> {
    const ENCODING: &str = r#"<meta charset="utf-8">"#;
    const POLICY: &str = r#"<meta http-equiv="Content-Security-Policy""#;
    if page.contains(POLICY) {
        return Ok(page.to_owned());
    }
    let Some((before, after)) = page.split_once(ENCODING) else {
        bail!("the page does not say {ENCODING}");
    };
    Ok(format!(
        r#"{before}{ENCODING}{POLICY} content="{CONTENT_POLICY}">{after}"#
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = r#"<html><head><meta charset="utf-8"><!-- no <script> here -->
<script type="module">
start();
</script><script type="application/ld+json">{"a":1}</script><script src="a.js"></script>
<style>p { color: red }</style></head><body></body></html>"#;

    #[test]
    fn what_runs_or_styles_becomes_a_file_and_the_rest_stays() {
        let (text, moved) = without_inline(PAGE).unwrap();
        let [(script, code), (style, rules)] = moved.as_slice() else {
            panic!("{moved:?}");
        };
        assert_eq!(code, "start();\n");
        assert_eq!(rules, "p { color: red }\n");
        assert!(super::super::is_hashed(script) && super::super::is_hashed(style));
        // As `openssl dgst -sha256 -binary | base64` says it.
        const OF_SCRIPT: &str = "sha256-+ESjkQmxkyaPhtk6WP6rFWnP8sPoTyr8tWvBcXcvP/s=";
        assert!(text.contains(&format!(
            r#"<script type="module" src="{script}" integrity="{OF_SCRIPT}"></script>"#
        )));
        let of_style = hash_of(rules.as_bytes());
        assert!(text.contains(&format!(
            r#"<link rel="stylesheet" href="{style}" integrity="{of_style}">"#
        )));
        for kept in [
            "<!-- no <script> here -->",
            r#"{"a":1}"#,
            r#"<script src="a.js">"#,
        ] {
            assert!(text.contains(kept), "{kept}");
        }
        assert_eq!(without_inline(&text).unwrap(), (text, Vec::new()));
    }

    #[test]
    fn the_policy_is_written_once() {
        let once = with_policy(PAGE).unwrap();
        assert_eq!(once.matches(CONTENT_POLICY).count(), 1);
        assert_eq!(with_policy(&once).unwrap(), once);
        assert!(with_policy("<p>").is_err());
    }

    #[test]
    fn a_script_without_an_end_is_a_mistake() {
        assert!(without_inline("<script>start();").is_err());
    }
}
