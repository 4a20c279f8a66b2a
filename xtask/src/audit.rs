//! `cargo xtask audit`: whether something is known against what others have made, of crates and of npm
//! packages. What is allowed, and why, stands in deny.toml.
//!
//! It is no part of `cargo xtask test`: what is known changes from one day to the next while the
//! sources do not, and it is asked of hosts on the web.

use anyhow::{Context, Result, bail};
use clap::Args;
use xshell::cmd;

use crate::node;
use crate::workspace::Workspace;

/// The version that deny.toml was written for.
const CARGO_DENY: &str = "0.20.2";

/// What is looked at.
#[derive(Args)]
pub struct Options {
    /// Ask no database of advisories: licences, bans and the origin of crates alone
    #[arg(long)]
    without_advisories: bool,
}

/// Fails where anything is found.
pub fn run(workspace: &Workspace, options: &Options) -> Result<()> {
    if workspace.find_program("cargo-deny").is_none() {
        bail!(
            "cargo-deny was not found: cargo install cargo-deny --version ={CARGO_DENY} --locked"
        );
    }
    let shell = &workspace.shell;
    let advisories = (!options.without_advisories).then_some("advisories");
    cmd!(
        shell,
        "cargo deny --workspace --locked check {advisories...} licenses bans sources"
    )
    .run()
    .context("looking at the crates of Cargo.lock")?;
    if options.without_advisories {
        return Ok(());
    }
    node::runtime(workspace)?;
    // All of them only build or test, or are cut down to what is served: none is too small to look at.
    cmd!(shell, "npm audit --audit-level=low")
        .run()
        .context("looking at the packages of package-lock.json")
}
