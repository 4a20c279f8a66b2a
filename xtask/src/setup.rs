//! What each command needs before it starts. Checking takes well under a second when all is there;
//! what is missing is installed through rustup, cargo, npm, pip or apt, and nothing else is downloaded.

use anyhow::{Result, bail};
use xshell::cmd;

use crate::workspace::Workspace;
use crate::{node, tools, vendor};

const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// For building the site: the wasm target, trunk, wasm-bindgen, the npm packages and what is
/// bundled from them.
pub fn for_build(workspace: &Workspace) -> Result<()> {
    wasm_target(workspace)?;
    node::packages(workspace)?;
    tools::install_missing(workspace)?;
    vendor::bundle(workspace)
}

/// The standard library for WebAssembly.
pub fn wasm_target(workspace: &Workspace) -> Result<()> {
    let shell = &workspace.shell;
    let libraries = cmd!(shell, "rustc --print target-libdir --target {WASM_TARGET}")
        .quiet()
        .read()?;
    if shell.path_exists(libraries) {
        return Ok(());
    }
    if workspace.find_program("rustup").is_none() {
        bail!(
            "the Rust target {WASM_TARGET} is missing: install rustup from https://rustup.rs, or add the target the way Rust was installed"
        );
    }
    println!("Installing the Rust target {WASM_TARGET} (a few seconds, once) …");
    cmd!(shell, "rustup target add {WASM_TARGET}").run()?;
    Ok(())
}
