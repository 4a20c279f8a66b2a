//! The hashes by which a page knows its programs (Subresource Integrity): the browser refuses a file that
//! was cut, changed, or is of another version, and the page says so (`src/watch.js`).
//!
//! trunk names those of style sheets. Programs get theirs here, once their glue is minified.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use base64::{Engine, engine::general_purpose::STANDARD};
use sha2::{Digest, Sha256};

use crate::hosting::is_hashed;

/// How trunk's page starts the main program.
const START: &str = "module_or_path: '";

/// The chart library (vendor-src).
const LIBRARY: &str = "vendor/echarts.js";

/// How the name of a file ends that starts a worker.
const START_OF_WORKER: &str = "_loader.js";

/// Writes the hashes into the page that trunk built for a base.
pub fn write(site: &Path, base: &str) -> Result<()> {
    let page = site.join("index.html");
    let html = fs::read_to_string(&page)?;
    let read = |path: &str| {
        let below = path.strip_prefix(base).unwrap_or(path);
        fs::read(site.join(below)).with_context(|| format!("reading {path}"))
    };
    let html = with_modules(&html, &read)?;
    let html = with_main_program(&html, &read)?;
    write_starts_of_workers(site)?;
    let parts = serde_json::to_string(&parts(site)?)?;
    // What goes on with it is the first script of the page (src/watch.js).
    let (before, after) = html
        .split_once("<script>")
        .context("index.html has no script")?;
    fs::write(
        page,
        format!("{before}<script>globalThis.sightlineHashes = {parts};{after}"),
    )?;
    Ok(())
}

/// The page with a hash for each module that it fetches ahead: an import gets the module that its link
/// has fetched, or none.
fn with_modules(html: &str, read: &impl Fn(&str) -> Result<Vec<u8>>) -> Result<String> {
    const LINK: &str = "<link rel=\"modulepreload\" href=\"";
    let mut pieces = html.split(LINK);
    let mut text = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (path, rest) = piece.split_once('"').context("a link has no end")?;
        let hash = hash_of(&read(path)?);
        text.push_str(&format!("{LINK}{path}\" integrity=\"{hash}\"{rest}"));
    }
    ensure!(
        text.contains("integrity"),
        "index.html fetches no module ahead"
    );
    Ok(text)
}

/// The page, which takes no other WebAssembly for its main program than that which was built with it.
fn with_main_program(html: &str, read: &impl Fn(&str) -> Result<Vec<u8>>) -> Result<String> {
    let missing = || format!("index.html of the built site has no {START}");
    let (before, rest) = html.split_once(START).with_context(missing)?;
    let (path, after) = rest.split_once('\'').with_context(missing)?;
    let hash = hash_of(&read(path)?);
    let html = format!("{before}module_or_path: fetch('{path}', {{ integrity: '{hash}' }}){after}");
    // What was fetched ahead without its hash would be fetched again.
    let link = format!("<link rel=\"preload\" href=\"{path}\"");
    Ok(html.replace(&link, &format!("{link} integrity=\"{hash}\"")))
}

/// Makes the files that start workers take no other program than the one beside them: nothing in a worker
/// looks at the hashes of the page.
fn write_starts_of_workers(site: &Path) -> Result<()> {
    for entry in fs::read_dir(site)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        let Some(worker) = name.strip_suffix(START_OF_WORKER) else {
            continue;
        };
        let (glue, program) = (format!("{worker}.js"), format!("{worker}_bg.wasm"));
        let hash = |file: &str| Ok::<_, anyhow::Error>(hash_of(&fs::read(site.join(file))?));
        let (of_glue, of_program) = (hash(&glue)?, hash(&program)?);
        // The import gets what the browser has just kept.
        let start = format!(
            "const get=(name,integrity)=>fetch(new URL(name,import.meta.url),{{integrity}});\
             await(await get(\"{glue}\",\"{of_glue}\")).arrayBuffer();\
             const{{default:start}}=await import(\"./{glue}\");\
             await start({{module_or_path:get(\"{program}\",\"{of_program}\")}});"
        );
        fs::write(site.join(&name), start)?;
    }
    Ok(())
}

/// The programs beside the main one, whose names say nothing of what they hold.
fn parts(site: &Path) -> Result<BTreeMap<String, String>> {
    let library = fs::read(site.join(LIBRARY)).with_context(|| format!("reading {LIBRARY}"))?;
    let mut hashes = BTreeMap::from([(LIBRARY.to_owned(), hash_of(&library))]);
    for entry in fs::read_dir(site)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        let Some(part) = name.strip_suffix("_bg.wasm").filter(|_| !is_hashed(&name)) else {
            continue;
        };
        let start = format!("{part}{START_OF_WORKER}");
        let start = Some(start).filter(|start| site.join(start).exists());
        for file in [format!("{part}.js"), name.clone()]
            .into_iter()
            .chain(start)
        {
            let bytes = fs::read(site.join(&file)).with_context(|| format!("reading {file}"))?;
            hashes.insert(file, hash_of(&bytes));
        }
    }
    Ok(hashes)
}

/// The hash of a file as an attribute says it.
pub fn hash_of(bytes: &[u8]) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(bytes)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const EMPTY: &str = "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

    #[test]
    fn a_page_names_the_hashes_of_its_programs() {
        let folder = xshell::Shell::new().unwrap().create_temp_dir().unwrap();
        let site = folder.path();
        let page = "<script>1</script><link rel=\"modulepreload\" href=\"/a/s-0123456789abcdef.js\" crossorigin>\
            <link rel=\"preload\" href=\"/a/s-0123456789abcdef_bg.wasm\" as=\"fetch\">\
            <script type=\"module\">init({ module_or_path: '/a/s-0123456789abcdef_bg.wasm' });</script>";
        let names = [
            "s-0123456789abcdef.js",
            "s-0123456789abcdef_bg.wasm",
            "explore.js",
            "explore_bg.wasm",
            "checker.js",
            "checker_bg.wasm",
            "checker_loader.js",
        ];
        for name in names {
            fs::write(site.join(name), "").unwrap();
        }
        fs::create_dir(site.join("vendor")).unwrap();
        fs::write(site.join(LIBRARY), "").unwrap();
        fs::write(site.join("index.html"), page).unwrap();
        write(site, "/a/").unwrap();
        let written = fs::read_to_string(site.join("index.html")).unwrap();
        let start = fs::read(site.join("checker_loader.js")).unwrap();
        assert!(String::from_utf8_lossy(&start).contains(EMPTY));
        let start = hash_of(&start);
        assert_eq!(
            written,
            format!(
                "<script>globalThis.sightlineHashes = {{\"checker.js\":\"{EMPTY}\",\"checker_bg.wasm\":\"{EMPTY}\",\
                 \"checker_loader.js\":\"{start}\",\"explore.js\":\"{EMPTY}\",\"explore_bg.wasm\":\"{EMPTY}\",\"vendor/echarts.js\":\"{EMPTY}\"}};\
                 1</script><link rel=\"modulepreload\" href=\"/a/s-0123456789abcdef.js\" integrity=\"{EMPTY}\" crossorigin>\
                 <link rel=\"preload\" href=\"/a/s-0123456789abcdef_bg.wasm\" integrity=\"{EMPTY}\" as=\"fetch\">\
                 <script type=\"module\">init({{ module_or_path: fetch('/a/s-0123456789abcdef_bg.wasm', {{ integrity: '{EMPTY}' }}) }});</script>"
            )
        );
    }
}
