//! `cargo xtask bench load`: when the charts of a page are there, on a desk and on a phone, ours and
//! those of others in turn. The pages and what measures them are in `xtask/bench/web`.

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;

use super::web::Pages;
use crate::workspace::Workspace;

/// How often, and on what.
#[derive(Args)]
pub struct Options {
    /// How often each page is opened in each profile, in turn with the others
    #[arg(long, default_value_t = 7)]
    runs: usize,
    /// desktop, phone (1.6 Mbit/s, 150 ms, a processor four times slower), or both
    #[arg(long, default_value = "desktop,phone")]
    profiles: String,
    /// Wait before each run until the load of the machine is below this, a minute at most
    #[arg(long, default_value_t = 1.0)]
    quiet: f64,
    /// Serve by HTTP/2, for which openssl makes a certificate
    #[arg(long)]
    http2: bool,
    /// Open the front page of the site as well, from `dist/` as it was built
    #[arg(long)]
    front: bool,
    /// The folder with the source files
    #[arg(long, default_value = "../shared/data")]
    sources: PathBuf,
}

/// Builds the pages, opens them in turn and prints how ours stands beside the others.
pub fn run(workspace: &Workspace, options: &Options) -> Result<()> {
    let pages = Pages::build(workspace, &options.sources)?;
    let mut sites = vec![pages.ahead(), pages.live()];
    sites.extend(pages.front().filter(|_| options.front));
    sites.extend(pages.others());
    let runs = options.runs.max(1).to_string();
    let quiet = options.quiet.to_string();
    let mut arguments = vec!["--part", "load", "--runs", &runs, "--maxload", &quiet];
    arguments.extend(["--profiles", &options.profiles]);
    arguments.extend(options.http2.then_some("--h2"));
    let name = match options.http2 {
        true => "load-http2",
        false => "load",
    };
    pages.run(&sites, &arguments, name)
}
