//! `cargo xtask bench serve`: how many requests nginx answers with the configuration of this project.
//! What is asked for, and how, is in `xtask/bench/serve`.

use anyhow::{Context, Result};
use clap::Args;
use xshell::cmd;

use crate::hosting::nginx;
use crate::workspace::Workspace;
use crate::{apt, build, chromium, node};

/// How long, and how many at once.
#[derive(Args)]
pub struct Options {
    /// How long it is asked, in seconds
    #[arg(long, default_value_t = 20)]
    seconds: u32,
    /// How many connections stay open
    #[arg(long, default_value_t = 100)]
    connections: u32,
    /// How many requests a second are asked for at first
    #[arg(long, default_value_t = 10_000)]
    rate: u32,
    /// Take `dist/` as it is, in place of building it
    #[arg(long)]
    built: bool,
}

/// Builds the site, starts nginx and wrk, and lets them print their figures.
pub fn run(workspace: &Workspace, options: &Options) -> Result<()> {
    if !options.built {
        build::run(workspace, &build::Options::default())?;
    }
    node::packages(workspace)?;
    let nginx = nginx::find_or_install(workspace)?;
    let folder = nginx::for_tests(workspace)?;
    let chromium = chromium::find_or_install(workspace)?;
    if workspace.find_program("wrk").is_none() {
        apt::install(
            workspace,
            "wrk",
            &["wrk"],
            "the load comes from wrk: install it",
        )?;
    }
    let seconds = options.seconds.max(1).to_string();
    let connections = options.connections.max(1).to_string();
    let rate = options.rate.max(1).to_string();
    let shell = &workspace.shell;
    let script = "xtask/bench/serve/serve.mjs";
    cmd!(shell, "node {script} {seconds} {connections} {rate}")
        .env("CHROMIUM", chromium)
        .env("NGINX", nginx)
        .env("NGINX_FOLDER", folder)
        .run()
        .context("asking nginx")
}
