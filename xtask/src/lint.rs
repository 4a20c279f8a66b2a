//! `cargo xtask lint`: format and lints of every crate, warnings being errors. The site is linted
//! for WebAssembly, the only target that it is built for, and the other crates for this machine.

use anyhow::Result;
use xshell::cmd;

use crate::setup;
use crate::workspace::Workspace;

/// The crate beside the workspace that every build runs.
pub const SBOM: &str = "xtask/sbom/Cargo.toml";

/// Fails at the first finding.
pub fn run(workspace: &Workspace) -> Result<()> {
    setup::wasm_target(workspace)?;
    let shell = &workspace.shell;
    cmd!(shell, "cargo fmt --all --check").run()?;
    cmd!(shell, "cargo fmt --manifest-path {SBOM} --check").run()?;
    cmd!(
        shell,
        "cargo clippy --workspace --exclude sightline --all-targets --features data-pipeline/cluster
            --locked -- --deny warnings"
    )
    .run()?;
    cmd!(
        shell,
        "cargo clippy --package sightline --package four-charts --target wasm32-unknown-unknown
            --locked -- --deny warnings"
    )
    .run()?;
    cmd!(
        shell,
        "cargo clippy --manifest-path {SBOM} --all-targets --locked -- --deny warnings"
    )
    .run()?;
    // The site's unit tests run on this machine.
    cmd!(
        shell,
        "cargo clippy --package sightline --tests --locked -- --deny warnings"
    )
    .run()?;
    Ok(())
}
