//! The two Rust tools that turn the site's crate into a web page: trunk and wasm-bindgen.
//! A tool on PATH serves when its version agrees; otherwise cargo installs it once.

use anyhow::{Context, Result};
use serde::Deserialize;
use xshell::cmd;

use crate::workspace::Workspace;

/// The newest trunk that builds with the workspace's `rust-version`.
const TRUNK_VERSION: &str = "0.21.14";

/// Trunk's own release profile takes three times as long to build, for a tool that spends its
/// time waiting for cargo.
const QUICK_RELEASE_PROFILE: [(&str, &str); 3] = [
    ("CARGO_PROFILE_RELEASE_LTO", "off"),
    ("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16"),
    ("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1"),
];

struct Tool {
    crate_name: &'static str,
    program: &'static str,
    version: String,
    lock: Lock,
    duration: &'static str,
}

/// Whether the versions in the tool's own lock file are the ones to build with.
enum Lock {
    Kept,
    /// The lock file of wasm-bindgen-cli names a crate version that was withdrawn.
    Ignored,
}

/// Installs trunk and wasm-bindgen where the right version is not found.
pub fn install_missing(workspace: &Workspace) -> Result<()> {
    let trunk = Tool {
        crate_name: "trunk",
        program: "trunk",
        version: TRUNK_VERSION.to_owned(),
        lock: Lock::Kept,
        duration: "about five minutes",
    };
    // The tool and the crate speak a private protocol, so that their versions must be equal.
    let wasm_bindgen = Tool {
        crate_name: "wasm-bindgen-cli",
        program: "wasm-bindgen",
        version: locked_version(workspace, "wasm-bindgen")?,
        lock: Lock::Ignored,
        duration: "about two minutes",
    };
    for tool in [trunk, wasm_bindgen] {
        if installed_version(workspace, tool.program).as_ref() != Some(&tool.version) {
            install(workspace, &tool)?;
        }
    }
    Ok(())
}

/// The version that `<program> --version` prints as its second word.
fn installed_version(workspace: &Workspace, program: &str) -> Option<String> {
    let path = workspace.find_program(program)?;
    let shell = &workspace.shell;
    let line = cmd!(shell, "{path} --version")
        .quiet()
        .ignore_stderr()
        .read()
        .ok()?;
    line.split_whitespace().nth(1).map(str::to_owned)
}

fn install(workspace: &Workspace, tool: &Tool) -> Result<()> {
    let Tool {
        crate_name,
        version,
        duration,
        ..
    } = tool;
    println!("Installing {crate_name} {version} ({duration}, once) …");

    let shell = &workspace.shell;
    let tools = &workspace.tools;
    // One folder for both, because they share many dependencies.
    let target = workspace.target.join("tools-build");
    let locked = match tool.lock {
        Lock::Kept => Some("--locked"),
        Lock::Ignored => None,
    };
    let mut command = cmd!(
        shell,
        "cargo install {crate_name} --version ={version} {locked...} --force --root {tools} --target-dir {target}"
    );
    for (name, value) in QUICK_RELEASE_PROFILE {
        command = command.env(name, value);
    }
    command
        .run()
        .with_context(|| format!("installing {crate_name} {version} into {}", tools.display()))
}

#[derive(Deserialize)]
struct LockFile {
    package: Vec<LockedPackage>,
}

#[derive(Deserialize)]
struct LockedPackage {
    name: String,
    version: String,
}

/// The version of a crate in the workspace's Cargo.lock.
fn locked_version(workspace: &Workspace, crate_name: &str) -> Result<String> {
    let text = workspace.shell.read_file("Cargo.lock")?;
    let lock: LockFile = toml::from_str(&text).context("reading Cargo.lock")?;
    lock.package
        .into_iter()
        .find(|package| package.name == crate_name)
        .map(|package| package.version)
        .with_context(|| format!("Cargo.lock has no {crate_name}, which the site needs"))
}
