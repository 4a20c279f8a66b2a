//! `cargo xtask serve`: the site on this machine, with the committed release of the data.
//! By default it is the published build; `--watch` is for working on the site.

use anyhow::{Context, Result};
use clap::Args;
use xshell::cmd;

use crate::workspace::Workspace;
use crate::{build, setup};

#[derive(Args)]
pub struct Options {
    /// The port to listen on
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Build for development, and again after each change of a file
    #[arg(long)]
    watch: bool,
}

/// Serves until it is stopped with Ctrl-C.
pub fn run(workspace: &Workspace, options: &Options) -> Result<()> {
    let shell = &workspace.shell;
    let port = options.port.to_string();
    if options.watch {
        setup::for_build(workspace)?;
        return cmd!(shell, "trunk serve --port {port}")
            .run()
            .context("serving with trunk");
    }
    build::run(workspace, &build::Options::default())?;
    cmd!(shell, "node xtask/site-server.mjs {port}")
        .quiet()
        .run()
        .context("serving dist/")
}
