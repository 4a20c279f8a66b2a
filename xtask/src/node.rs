//! Node and the npm packages of package-lock.json: wasm-opt, esbuild, ECharts, the typeface, the
//! server and what the browser tests use. None of it is in the site's own code.

use anyhow::{Context, Result, bail};
use xshell::cmd;

use crate::stamp::Stamp;
use crate::workspace::Workspace;

const OLDEST_NODE: u32 = 20;
const HOW_TO_INSTALL: &str =
    "install Node 20 or newer with npm, from https://nodejs.org or a package manager";

/// Installs the npm packages when they are not those of package-lock.json.
pub fn packages(workspace: &Workspace) -> Result<()> {
    runtime(workspace)?;
    let stamp = Stamp::of_files(&workspace.root, &["package.json", "package-lock.json"])?;
    let stamp_file = workspace.root.join("node_modules/.sightline-stamp");
    if stamp.is_in(&stamp_file) {
        return Ok(());
    }
    if workspace.find_program("npm").is_none() {
        bail!("npm was not found: {HOW_TO_INSTALL}");
    }
    println!("Installing the npm packages of package-lock.json (some seconds) …");
    let shell = &workspace.shell;
    cmd!(shell, "npm ci")
        .run()
        .context("installing the npm packages")?;
    stamp.write_to(&stamp_file)
}

/// Fails unless a recent Node is on PATH.
pub fn runtime(workspace: &Workspace) -> Result<()> {
    if workspace.find_program("node").is_none() {
        bail!("Node was not found: {HOW_TO_INSTALL}");
    }
    let shell = &workspace.shell;
    let version = cmd!(shell, "node --version").quiet().read()?;
    let major = version
        .trim_start_matches('v')
        .split('.')
        .next()
        .unwrap_or_default();
    match major.parse::<u32>() {
        Ok(major) if major >= OLDEST_NODE => Ok(()),
        _ => bail!("Node {version} is too old: {HOW_TO_INSTALL}"),
    }
}
