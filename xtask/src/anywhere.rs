//! Programs for the browser that are the same wherever they are built: the places of messages say
//! nothing of this machine, and its folders are not published.

use std::env;
use std::path::PathBuf;

use anyhow::{Context, Result};
use xshell::cmd;

use crate::workspace::Workspace;

/// Cargo adds what this holds to the flags of `.cargo/config.toml`.
pub const FLAGS: &str = "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS";

/// The flags that take folders of this machine out of a program.
pub fn flags(workspace: &Workspace) -> Result<String> {
    let shell = &workspace.shell;
    let sysroot = cmd!(shell, "rustc --print sysroot").quiet().read()?;
    let version = cmd!(shell, "rustc --verbose --version").quiet().read()?;
    let commit = version
        .lines()
        .find_map(|line| line.strip_prefix("commit-hash: "))
        .context("`rustc --verbose --version` names no commit-hash")?;
    let sources = cargo_home()?.join("registry/src");
    // Where the sources of the standard library are installed, the compiler names their place; where they
    // are not, this one.
    let library = PathBuf::from(sysroot).join("lib/rustlib/src/rust");
    let places = [
        (sources, "/crates".to_owned()),
        (library, format!("/rustc/{commit}")),
        (workspace.root.clone(), "/sightline".to_owned()),
    ];
    let flags = places.map(|(from, to)| format!("--remap-path-prefix={}={to}", from.display()));
    // Cargo parts flags at spaces: a folder with one in its name stays as it is.
    let flags = flags.into_iter().filter(|flag| !flag.contains(' '));
    let flags: Vec<String> = flags.collect();
    Ok(flags.join(" "))
}

fn cargo_home() -> Result<PathBuf> {
    let named = env::var_os("CARGO_HOME").map(PathBuf::from);
    let usual = || env::home_dir().map(|home| home.join(".cargo"));
    named
        .or_else(usual)
        .context("neither CARGO_HOME nor a home folder is known")
}
