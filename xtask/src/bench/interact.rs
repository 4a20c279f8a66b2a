//! `cargo xtask bench interact`: how long all charts of a page take to follow a choice, in a browser
//! that is slowed down. Ours and those of others in turn, with what is in `xtask/bench/web`; or the
//! site's own pages, each choice of them, with `xtask/bench/interact`.

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;
use xshell::cmd;

use super::web::Pages;
use crate::workspace::Workspace;
use crate::{build, chromium, node};

/// How often, and how slow.
#[derive(Args)]
pub struct Options {
    /// How many times slower the processor is
    #[arg(long, default_value_t = 4)]
    slowdown: usize,
    /// How often each page is opened, in turn with the others
    #[arg(long, default_value_t = 3)]
    runs: usize,
    /// How many choices are made in each filter of a page
    #[arg(long, default_value_t = 20)]
    steps: usize,
    /// Wait before each run until the load of the machine is below this, a minute at most
    #[arg(long, default_value_t = 1.0)]
    quiet: f64,
    /// The folder with the source files
    #[arg(long, default_value = "../shared/data")]
    sources: PathBuf,
    /// Measure the pages of the site itself, which are built for it, beside nothing else
    #[arg(long)]
    pages: bool,
    /// With --pages: how often each choice of a page is made, after one that is not counted
    #[arg(long, default_value_t = 10)]
    rounds: usize,
}

/// Builds what is measured, runs the benchmark and prints its figures.
pub fn run(workspace: &Workspace, options: &Options) -> Result<()> {
    match options.pages {
        true => own_pages(workspace, options),
        false => beside_others(workspace, options),
    }
}

fn beside_others(workspace: &Workspace, options: &Options) -> Result<()> {
    let pages = Pages::build(workspace, &options.sources)?;
    let sites: Vec<_> = std::iter::once(pages.live())
        .chain(pages.others())
        .collect();
    let runs = options.runs.max(1).to_string();
    let steps = options.steps.max(1).to_string();
    let slowdown = options.slowdown.max(1).to_string();
    let quiet = options.quiet.to_string();
    let arguments = ["--part", "interact", "--iruns", &runs, "--steps", &steps];
    let further = ["--icpu", &slowdown, "--maxload", &quiet];
    pages.run(
        &sites,
        &[arguments.as_slice(), &further].concat(),
        "interact",
    )
}

fn own_pages(workspace: &Workspace, options: &Options) -> Result<()> {
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
