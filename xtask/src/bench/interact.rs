//! `cargo xtask bench interact`: how long the site takes to follow a choice, in a slowed-down browser.
//! What is measured, and how, is in `xtask/bench/interact`.

use anyhow::Result;
use clap::Args;
use xshell::cmd;

use crate::workspace::Workspace;
use crate::{build, chromium, node};

/// How often, and how slow.
#[derive(Args)]
pub struct Options {
    /// How often each choice of a page is made, after one that is not counted
    #[arg(long, default_value_t = 10)]
    rounds: usize,
    /// How many times slower the processor is
    #[arg(long, default_value_t = 4)]
    slowdown: usize,
}

/// Builds the site, runs the benchmark and lets it print its figures.
pub fn run(workspace: &Workspace, options: &Options) -> Result<()> {
    build::run(workspace, &build::Options::default())?;
    node::packages(workspace)?;
    let chromium = chromium::find_or_install(workspace)?;
    let rounds = options.rounds.max(1).to_string();
    let slowdown = options.slowdown.max(1).to_string();
    let shell = &workspace.shell;
    let script = "xtask/bench/interact/interact.mjs";
    cmd!(shell, "node {script} {rounds} {slowdown}")
        .env("CHROMIUM", chromium)
        .run()?;
    Ok(())
}
