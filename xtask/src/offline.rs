//! The service worker of the built site: `worker.js` at its base, with the list of the files that it
//! keeps for use without a network, each with its hash. What it does stands in `offline/worker.js`.
//!
//! The files of releases are not in the list: their manifests name them.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::hosting::pages::files;
use crate::hosting::{EMBEDS, HASH_DIGITS};
use crate::workspace::Workspace;

/// The folder of what is written by hand, here and in the built site.
const FOLDER: &str = "offline";

/// The worker, at the base of the site: it answers for the folder that it stands in.
const WORKER: &str = "worker.js";

/// What takes the worker back.
const RETIRED: &str = "retired.js";

/// What a page says to the worker.
const PAGE: &str = "page.js";

/// The line by which a page says nothing to it.
const SWITCH: [&str; 2] = ["const IS_RETIRED = false;", "const IS_RETIRED = true;"];

/// The page that shows every page by the program, as hosts answer it where they have no file.
const SHELL: &str = "offline/app/";

/// The page of `prebuild` that says what is not kept.
const MISSING: &str = "offline/missing/";

/// Folders whose files belong to releases or to pages of others.
const LEFT_OUT: [&str; 3] = ["data", EMBEDS, "previews"];

/// Endings of what pages run, or show beside themselves.
const ENDINGS: [&str; 5] = ["js", "wasm", "css", "svg", "woff2"];

/// The texts of the interface, whatever their endings.
const TEXTS: &str = "locales";

/// What stands before the lines of the worker.
#[derive(Serialize)]
struct Site {
    /// A hash of all that follows.
    version: String,
    /// The main program: pages that run it belong to this version.
    program: String,
    shell: &'static str,
    missing: &'static str,
    files: Vec<Kept>,
}

/// A file that is kept.
#[derive(Serialize)]
struct Kept {
    /// Below the site's base; of a page, its folder.
    path: String,
    sha256: String,
    bytes: usize,
}

/// Writes the worker and what belongs to it into a built site.
pub fn write(workspace: &Workspace, site: &Path) -> Result<()> {
    let shell = site.join(SHELL);
    fs::create_dir_all(&shell)?;
    fs::copy(site.join("404.html"), shell.join("index.html")).context("copying 404.html")?;
    fs::write(site.join(FOLDER).join(PAGE), source(workspace, PAGE)?)?;
    let list = serde_json::to_string(&list(site)?)?;
    let worker = source(workspace, WORKER)?;
    fs::write(
        site.join(WORKER),
        format!("const SITE = {list};\n\n{worker}"),
    )?;
    Ok(())
}

/// Puts in the place of the worker what removes it, and all that it has kept, from browsers.
pub fn retire(workspace: &Workspace, site: &Path) -> Result<()> {
    for name in [WORKER.to_owned(), format!("{FOLDER}/{PAGE}")] {
        if let Some(text) = retired(workspace, &name)? {
            fs::write(site.join(name), text)?;
        }
    }
    Ok(())
}

/// What stands at a path of a site without a worker in the place of what belongs to it.
pub fn retired(workspace: &Workspace, path: &str) -> Result<Option<String>> {
    if path == WORKER {
        return source(workspace, RETIRED).map(Some);
    }
    if path.strip_prefix(FOLDER) != Some("/page.js") {
        return Ok(None);
    }
    let page = source(workspace, PAGE)?;
    let [off, on] = SWITCH;
    ensure!(page.contains(off), "{FOLDER}/{PAGE} has no line {off}");
    Ok(Some(page.replace(off, on)))
}

fn source(workspace: &Workspace, name: &str) -> Result<String> {
    let path = workspace.root.join(FOLDER).join(name);
    fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))
}

fn list(site: &Path) -> Result<Site> {
    let mut kept = Vec::new();
    for file in files(site, "")? {
        let below = file
            .strip_prefix(site)?
            .to_string_lossy()
            .replace('\\', "/");
        if let Some(path) = kept_path(&below) {
            let bytes = fs::read(&file).with_context(|| format!("reading {below}"))?;
            kept.push(Kept {
                path: path.to_owned(),
                sha256: hex(&Sha256::digest(&bytes)),
                bytes: bytes.len(),
            });
        }
    }
    let mut programs = kept.iter().map(|file| &file.path);
    let program = programs.find(|path| path.starts_with("sightline-") && path.ends_with(".js"));
    let program = program
        .context("the built site has no main program")?
        .clone();
    let digest = hex(&Sha256::digest(serde_json::to_vec(&kept)?));
    Ok(Site {
        version: digest
            .get(..*HASH_DIGITS.end())
            .unwrap_or(&digest)
            .to_owned(),
        program,
        shell: SHELL,
        missing: MISSING,
        files: kept,
    })
}

/// The path under which a file of the built site is kept; none where it is not.
fn kept_path(file: &str) -> Option<&str> {
    let folder = file.split_once('/').map_or("", |(folder, _)| folder);
    if folder == FOLDER && file.ends_with("/index.html") {
        return file.strip_suffix("index.html");
    }
    // Charts for pages of others are shown where there is a network.
    let mut of_embeds = ["embedded.", "embedded_", "offer.", "offer_", "frame-"].iter();
    let is_embedded = of_embeds.any(|start| file.starts_with(start));
    let is_worker = file == WORKER;
    let ending = file.rsplit('.').next().unwrap_or_default();
    let is_wanted = folder == TEXTS || ENDINGS.contains(&ending);
    let is_kept = is_wanted && !is_embedded && !is_worker && !LEFT_OUT.contains(&folder);
    is_kept.then_some(file)
}

pub fn hex(digest: &[u8]) -> String {
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_pages_run_is_kept_and_what_belongs_elsewhere_is_not() {
        for (file, path) in [
            ("sightline-32d54ea4c62971c6_bg.wasm", true),
            ("explore.js", true),
            ("snippets/a/inline0.js", true),
            ("locales/es.txt", true),
            ("vendor/fonts/a.woff2", true),
            ("offline/page.js", true),
            ("worker.js", false),
            ("embedded_bg.wasm", false),
            ("offer.js", false),
            ("embed/frame.js", false),
            ("frame-32d54ea4c62971c6.css", false),
            ("data/a.js", false),
            ("trends/index.html", false),
            ("vendor/echarts.LICENSE.txt", false),
            ("_headers", false),
        ] {
            assert_eq!(kept_path(file), path.then_some(file), "{file}");
        }
        assert_eq!(kept_path("offline/app/index.html"), Some("offline/app/"));
    }

    #[test]
    fn without_a_worker_one_stands_there_that_removes_itself() {
        let workspace = Workspace::locate().unwrap();
        let retired = |path| retired(&workspace, path).unwrap();
        assert!(
            retired(WORKER)
                .unwrap()
                .contains("registration.unregister()")
        );
        assert!(retired("offline/page.js").unwrap().contains(SWITCH[1]));
        for other in ["index.html", "explore.js", "offlinepage.js"] {
            assert_eq!(retired(other), None, "{other}");
        }
    }

    #[test]
    fn another_byte_is_another_version() {
        let folder = xshell::Shell::new().unwrap().create_temp_dir().unwrap();
        let site = folder.path();
        fs::write(site.join("sightline-32d54ea4c62971c6.js"), "1").unwrap();
        let first = list(site).unwrap();
        assert_eq!(first.program, "sightline-32d54ea4c62971c6.js");
        fs::write(site.join("explore.js"), "1").unwrap();
        let second = list(site).unwrap();
        fs::write(site.join("explore.js"), "2").unwrap();
        let third = list(site).unwrap();
        assert_ne!(first.version, second.version);
        assert_ne!(second.version, third.version);
        assert_eq!(third.version, list(site).unwrap().version);
    }
}
